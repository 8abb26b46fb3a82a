# SPDX-License-Identifier: EUPL-1.2
"""Which code and which inputs made a diagnosis: versions and hashes, without a clock or git."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
CALCULATING_ROOMS = ("koers", "composite", "dataroom", "ecosystem", "economy", "diagnosis")
SHORT = 12


def hash_files(paths: Iterable[Path], root: Path) -> str:
    """Return the SHA-256 over names (below ``root``) and bytes of files, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(paths):
        name = path.relative_to(root).as_posix().encode()
        total.update(name + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def hash_folder(folder: Path, suffixes: tuple[str, ...] = (".csv", ".yaml")) -> str:
    """Return the SHA-256 over the data files directly in a folder."""
    return hash_files((p for p in folder.iterdir() if p.suffix in suffixes and p.is_file()), folder)


@lru_cache(maxsize=1)
def code_version() -> str:
    """Return the version with the hash of the calculating rooms' source, such as ``0.1.0+3f2a...``."""
    try:
        number = version("schakel")
    except PackageNotFoundError:
        number = "0"
    files = [path for room in CALCULATING_ROOMS for path in (SOURCE / room).rglob("*.py")]
    return f"{number}+{hash_files(files, SOURCE)[:SHORT]}"
