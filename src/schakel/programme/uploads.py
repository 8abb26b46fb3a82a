# SPDX-License-Identifier: EUPL-1.2
"""Keep an uploaded file as evidence: checked, under the hash of its content, and never run or changed."""

import hashlib
import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from schakel.koers.failures import N_, Failure
from schakel.programme.models import EvidenceFile
from schakel.programme.recording import Actor, add_record
from schakel.programme.upload_types import FILE_TYPES, check_content

MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 120
EVIDENCE = "evidence"
ACCEPTED = ", ".join(sorted({name.upper() for name in FILE_TYPES if name != "jpeg"}))


class EmptyFile(Failure):
    """A file without content."""

    template = N_("“{name}” is empty.")
    cure = N_("Open it to see whether it was saved, and upload it again.")


class FileTooLarge(Failure):
    """A file above the limit."""

    template = N_("“{name}” is {size_mb} MB; at most {most_mb} MB can be kept.")
    cure = N_("Upload the pages that matter, or make the pictures in it smaller.")


class TypeNotAccepted(Failure):
    """A kind of file that is not on the list."""

    template = N_("Files like “{name}” cannot be kept.")
    cure = N_("Use one of these kinds: {accepted}.")


class EvidenceLost(Failure):
    """The stored bytes are not there, or not what was stored."""

    template = N_("The file “{name}” is not what was stored.")
    cure = N_("Put the folder {folder} back from the last backup.")


class Kept(Protocol):
    """A record of a file that was kept."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def sha256(self) -> str:
        """The hash of its content."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was checked and kept: its safe name, the hash of its bytes, size and media type."""

    name: str
    sha256: str
    size_bytes: int
    media_type: str


def store_evidence(
    *,
    name: str,
    content: bytes,
    by: Actor,
    at: datetime,
    folder: Path,
    description: str = "",
    is_public: bool = False,
) -> EvidenceFile:
    """Check a file and keep it: the bytes first, then the record that names them.

    Parameters
    ----------
    name
        As the person called it; only a safe last part is kept.
    folder
        ``SCHAKEL_HOME``; the bytes go to ``evidence/<first two>/<sha256>`` in it.
    is_public
        Whether readers without an account may download it.

    Raises
    ------
    EmptyFile, FileTooLarge, TypeNotAccepted, ContentDoesNotMatch, HoldsPrograms
        When the file cannot be kept; nothing was written then.
    """
    kept = keep_file(name=name, content=content, folder=folder)
    file = EvidenceFile(
        name=kept.name,
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        media_type=kept.media_type,
        description=description.strip(),
        is_public=is_public,
    )
    return add_record(file, action="evidence.store", by=by, at=at)


def keep_file(*, name: str, content: bytes, folder: Path) -> KeptFile:
    """Check a file and keep its bytes under their hash, for a record that names them; raises as above."""
    clean = clean_name(name)
    extension = clean.rpartition(".")[2].lower()
    if extension not in FILE_TYPES or "." not in clean:
        raise TypeNotAccepted(name=clean, accepted=ACCEPTED)
    if not content:
        raise EmptyFile(name=clean)
    if len(content) > MOST_BYTES:
        size_mb = round(len(content) / 1024 / 1024, 1)
        raise FileTooLarge(name=clean, size_mb=size_mb, most_mb=MOST_BYTES // 1024 // 1024)
    found = check_content(content, clean, extension)
    digest = hashlib.sha256(content).hexdigest()
    _write(evidence_path(folder, digest), content)
    return KeptFile(clean, digest, len(content), found.media_type)


def read_evidence(file: Kept, folder: Path) -> bytes:
    """Return the bytes of a file, checked against what was stored; raises EvidenceLost."""
    path = evidence_path(folder, file.sha256)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise EvidenceLost(name=file.name, folder=EVIDENCE)
    return content


def evidence_path(folder: Path, digest: str) -> Path:
    """Return where the bytes with this hash are."""
    return folder / EVIDENCE / digest[:2] / digest


def clean_name(name: str) -> str:
    """Return a name without folders, hidden signs and anything that turns text around."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    kept = re.sub(r'[<>:"|?*;%&$`\']', "", kept)
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    stem, dot, extension = kept.rpartition(".")
    if dot and stem:
        return f"{stem.strip()[: LONGEST_NAME - len(extension) - 1]}.{extension}"
    return kept[:LONGEST_NAME] or "file"


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or nothing; a file with this hash that is whole stays as it is."""
    if path.is_file() and path.stat().st_size == len(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
