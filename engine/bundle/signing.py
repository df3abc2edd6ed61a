"""Sign a manifest, and tell whose signature it bears: Ed25519 (RFC 8032), keys as PEM files."""

import json
import re
from typing import NamedTuple

from ..files.strict_json import parse_json
from ..model.findings import Finding
from .manifest import NAME, SIGNATURE

FORMAT = "itrank-signature/1"
_CONTEXT = b"itrank-bundle/1 manifest\n"  # so that a signature of ours is no signature of anything else
_LARGEST = 16_384  # bytes of a key file
_SHAPE = {
    "format": re.escape(FORMAT),
    "algorithm": "ed25519",
    "signs": re.escape(NAME),
    "key": "[0-9a-f]{64}",
    "signature": "[0-9a-f]{128}",
}


class Signature(NamedTuple):
    """A signature as a bundle holds it: hexadecimal digits, of Ed25519.

    Attributes:
        key: the public one, as whoever signed says.
        value: 64 bytes.
    """

    key: str
    value: str


def read_signature(content: bytes) -> Signature | str:
    """Read the signature of a bundle, or name the place at which it is none.

    >>> read_signature(b"{}"), read_signature(b'{"format": 1, "format": 2}')
    ('format', '/')
    """
    try:
        made = parse_json(content.decode(), SIGNATURE)
    except UnicodeDecodeError:
        return "/"
    if isinstance(made, Finding) or not isinstance(made, dict):
        return "/"
    for key, shape in _SHAPE.items():
        if type(made.get(key)) is not str or re.fullmatch(shape, made[key]) is None:
            return key
    strange = next((key for key in made if key not in _SHAPE), None)
    return Signature(made["key"], made["signature"]) if strange is None else strange[:80]


class KeyFileError(ValueError):
    """The file holds no key of the kind that is needed."""


def signature_bytes(manifest: bytes, private_key: bytes) -> bytes:
    """Sign a manifest.

    Args:
        manifest: its bytes.
        private_key: of Ed25519, as PEM without password.

    Raises:
        KeyFileError: it is no such key.
        ModuleNotFoundError: the extra `sign` is not installed.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(private_key[:_LARGEST], password=None)
    except Exception as error:  # the library raises several kinds of its own
        raise KeyFileError from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError
    made = {
        "format": FORMAT,
        "algorithm": "ed25519",
        "signs": NAME,
        "key": key.public_key().public_bytes_raw().hex(),
        "signature": key.sign(_CONTEXT + manifest).hex(),
    }
    return (json.dumps(made, indent=1) + "\n").encode()


def is_own(manifest: bytes, signature: Signature) -> bool:
    """Say whether a signature was made with the key that it names, whoever has that.

    Raises:
        ModuleNotFoundError: the extra `sign` is not installed.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key))
        key.verify(bytes.fromhex(signature.value), _CONTEXT + manifest)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_of_key(signature: Signature, public_key: bytes) -> bool:
    """Say whether a signature names this key.

    Args:
        signature: of a bundle.
        public_key: of Ed25519, as PEM.

    Raises:
        KeyFileError: it is no such key.
        ModuleNotFoundError: the extra `sign` is not installed.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415

    try:
        key = load_pem_public_key(public_key[:_LARGEST])
    except Exception as error:  # the library raises several kinds of its own
        raise KeyFileError from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError
    return key.public_bytes_raw().hex() == signature.key
