# SPDX-License-Identifier: EUPL-1.2
"""Which kinds of file may be uploaded, told from what is in them and not from what they are called."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from schakel.koers.failures import N_, Failure

MOST_INSIDE_BYTES = 1_000_000
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_MACRO_PARTS = re.compile(
    r"(vbaProject|vbaData|macrosheets/|activeX|/embeddings/oleObject|^Basic/|^Scripts/)", re.IGNORECASE
)
_PDF_PROGRAMS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<?php", b"#!")
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13}


class ContentDoesNotMatch(Failure):
    """A file that is something else than its name says."""

    template = N_("“{name}” is not a {extension} file, although it is called so.")
    cure = N_("Open it in the program it was made with, save it as {extension} and upload that.")


class HoldsPrograms(Failure):
    """A document with macros, scripts or other files inside."""

    template = N_("“{name}” holds macros, scripts or other files.")
    cure = N_("Save it without macros, or as a PDF from a printer, and upload that.")


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: its media type, and what recognises its content."""

    media_type: str
    is_of_this_type: Callable[[bytes], bool]
    holds_programs: Callable[[bytes], bool]


def check_content(content: bytes, name: str, extension: str) -> FileType:
    """Return the type of a file whose content is what its extension says.

    Raises
    ------
    ContentDoesNotMatch
        When the content is something else.
    HoldsPrograms
        When a program could be in it.
    """
    found = FILE_TYPES[extension]
    if found.holds_programs(content):
        raise HoldsPrograms(name=name)
    if not found.is_of_this_type(content):
        raise ContentDoesNotMatch(name=name, extension=extension.upper())
    return found


def _starts_with(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(starts)


def _nothing(content: bytes) -> bool:
    return False


def _parts(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, RuntimeError, OSError):
        return []


def _part(content: bytes, name: str) -> bytes:
    """Return a small part of an archive; nothing where it is absent, too large or unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(name).file_size > MOST_INSIDE_BYTES:
                return b""
            return archive.read(name)
    except (KeyError, zipfile.BadZipFile, ValueError, RuntimeError, OSError):
        return b""


def _is_office(kind: str) -> Callable[[bytes], bool]:
    wanted = f"{_OFFICE}.{kind}.main+xml".encode()
    return lambda content: wanted in _part(content, "[Content_Types].xml")


def _is_open_document(kind: str) -> Callable[[bytes], bool]:
    wanted = f"{_OPEN}.{kind}".encode()
    return lambda content: _part(content, "mimetype").strip() == wanted


def _archive_holds_programs(content: bytes) -> bool:
    """Say whether an office file has macros, active parts or embedded objects."""
    is_enabled = b"macroEnabled" in _part(content, "[Content_Types].xml")
    return is_enabled or any(_MACRO_PARTS.search(name) for name in _parts(content))


def _pdf_holds_programs(content: bytes) -> bool:
    return _PDF_PROGRAMS.search(content) is not None


def _is_text(content: bytes) -> bool:
    """Say whether it is plain text: no control signs, and not a page, a script or a program."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower()
    if start.startswith(_MARKUP) or content.startswith((b"MZ", b"\x7fELF", b"%PDF", b"PK\x03\x04")):
        return False
    if any(byte in _CONTROL for byte in content):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _is_old_text(content)
    return True


def _is_old_text(content: bytes) -> bool:
    """Say whether it is text of a Windows program that does not write UTF-8: mostly plain letters."""
    plain = sum(byte < 128 for byte in content)
    return plain >= 0.8 * len(content)


FILE_TYPES = {
    "pdf": FileType("application/pdf", _starts_with(b"%PDF-"), _pdf_holds_programs),
    "png": FileType("image/png", _starts_with(b"\x89PNG\r\n\x1a\n"), _nothing),
    "jpg": FileType("image/jpeg", _starts_with(b"\xff\xd8\xff"), _nothing),
    "jpeg": FileType("image/jpeg", _starts_with(b"\xff\xd8\xff"), _nothing),
    "xlsx": FileType(
        f"{_OFFICE}.spreadsheetml.sheet", _is_office("spreadsheetml.sheet"), _archive_holds_programs
    ),
    "docx": FileType(
        f"{_OFFICE}.wordprocessingml.document",
        _is_office("wordprocessingml.document"),
        _archive_holds_programs,
    ),
    "ods": FileType(f"{_OPEN}.spreadsheet", _is_open_document("spreadsheet"), _archive_holds_programs),
    "odt": FileType(f"{_OPEN}.text", _is_open_document("text"), _archive_holds_programs),
    "csv": FileType("text/csv", _is_text, _nothing),
    "txt": FileType("text/plain", _is_text, _nothing),
}
