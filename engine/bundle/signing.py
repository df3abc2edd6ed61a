"""Sign a manifest, and tell whose signature it bears: Ed25519 (RFC 8032), keys as PEM files."""

import json
from collections.abc import Mapping
from typing import Any

from .manifest import NAME

FORMAT = "itrank-signature/1"
_CONTEXT = b"itrank-bundle/1 manifest\n"  # so that a signature of ours is no signature of anything else
_LARGEST = 16_384  # bytes of a key file


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


def is_signed(manifest: bytes, signature: Mapping[str, Any], public_key: bytes) -> bool:
    """Say whether a manifest bears the signature of a key.

    Args:
        manifest: its bytes.
        signature: the record beside it.
        public_key: of Ed25519, as PEM.

    Raises:
        KeyFileError: it is no such key.
        ModuleNotFoundError: the extra `sign` is not installed.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415

    try:
        key = load_pem_public_key(public_key[:_LARGEST])
    except Exception as error:  # the library raises several kinds of its own
        raise KeyFileError from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError
    try:
        key.verify(bytes.fromhex(str(signature.get("signature", ""))), _CONTEXT + manifest)
    except (InvalidSignature, ValueError):
        return False
    return signature.get("algorithm") == "ed25519" and signature.get("format") == FORMAT
