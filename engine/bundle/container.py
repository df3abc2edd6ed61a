"""The file of a bundle: a zip whose every byte follows from its members, so that no byte can be changed unseen.

Members are stored as they are, in order of name, with one fixed time and no attributes of any system; what other zip
programs would make of the same files is refused, since the container itself is not hashed by the manifest.
"""

import io
import zipfile
from collections.abc import Mapping

LARGEST = 512 * 1024 * 1024  # bytes
MOST_MEMBERS = 5_000
_TIME = (1980, 1, 1, 0, 0, 0)


def packed(members: Mapping[str, bytes]) -> bytes:
    """Put files into one.

    >>> packed({"b": b"2", "a": b"1"}) == packed({"a": b"1", "b": b"2"})
    True
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, members[name])
    return made.getvalue()


def unpacked(content: bytes) -> dict[str, bytes] | str:
    """Take the files out again, or say what is wrong with the container: one word that a finding explains.

    Their names are as they stand there: `paths.wrong_names` says which of them no folder can take.

    >>> unpacked(packed({"a": b"1"}))
    {'a': b'1'}
    >>> unpacked(packed({"a": b"1"}) + b" "), unpacked(b"PK")
    ('changed', 'no zip')
    """
    if len(content) > LARGEST:
        return "too large"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            # Nothing is unpacked that is not there byte for byte: what is stored cannot be a bomb.
            if len(entries) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > len(content):
                return "too large"
            if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
                return "changed"
            members = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        return "no zip"
    return members if packed(members) == content else "changed"
