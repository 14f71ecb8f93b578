"""The identity of a version of a questionnaire: what its files say, to the byte."""

import hashlib
from collections.abc import Mapping


def version_id(workbook: bytes, files: Mapping[str, bytes]) -> str:
    """Return the id of a version: 32 hexadecimal digits, the same wherever the same files are imported.

    SHA-256 over the workbook, then each choice file by name: each part preceded by its length, so that no
    two sets of files give the same stream.
    """
    digest = hashlib.sha256()
    for part in (workbook, *(piece for name in sorted(files) for piece in (name.encode(), files[name]))):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()[:32]
