# SPDX-License-Identifier: EUPL-1.2
"""From bytes to text: byte order marks, gzip, UTF-8, and Latin-1 against Mac Roman by evidence."""

import re
import zlib

from schakel.dataroom.readers.unreadable import Unreadable, excerpt
from schakel.koers.failures import N_

MOST_BYTES = 300_000_000
_GZIP = b"\x1f\x8b"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BINARY = (
    (b"PK\x03\x04", "a zip file or workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file within a gzip file"),
    (b"PAR1", "a Parquet file"),
    (b"\x89PNG", "a picture"),
)


class NotText(Unreadable):
    """A file that is no text."""

    template = N_("{file} is not a text table: {found}.")
    cure = N_("Save the table as CSV or XLSX and load that file.")


class UnclearEncoding(Unreadable):
    """Bytes that are no UTF-8 and fit no other encoding clearly better."""

    template = N_(
        "{file}, row {row}: the letters of '{found}' cannot be told ({candidates} fit equally well or badly)."
    )
    cure = N_("State the encoding (utf-8, cp1252 or mac_roman), or save the file as UTF-8.")


class UnknownEncoding(Unreadable):
    """A stated encoding that does not exist or does not fit."""

    template = N_("{file} cannot be read as '{encoding}': {found}.")
    cure = N_("State another encoding (utf-8, cp1252 or mac_roman), or leave it out.")


class BrokenGzip(Unreadable):
    """A gzip file that is cut off, damaged or far too large."""

    template = N_("{file} cannot be unpacked: {found}.")
    cure = N_("Download the file again; it is not whole.")


class EmptyFile(Unreadable):
    """A file without any text."""

    template = N_("{file} is empty.")
    cure = N_("Download the file again.")


def unpack(data: bytes, file_name: str) -> tuple[bytes, bool]:
    """Return the bytes, unpacked when they are gzip, and whether they were.

    Raises
    ------
    BrokenGzip
        When the stream is damaged, cut off, or unpacks to more than 300 MB.
    """
    if not data.startswith(_GZIP):
        return data, False
    parts: list[bytes] = []
    size = 0
    while data:
        stream = zlib.decompressobj(wbits=31)
        try:
            part = stream.decompress(data, MOST_BYTES - size + 1)
        except zlib.error as error:
            raise BrokenGzip(file=file_name, found=error) from error
        size += len(part)
        if size > MOST_BYTES:
            raise BrokenGzip(file=file_name, found=f"more than {MOST_BYTES // 1_000_000} MB")
        if not stream.eof:
            raise BrokenGzip(file=file_name, found="the end is missing")
        parts.append(part)
        data = stream.unused_data.lstrip(b"\0")
    return b"".join(parts), True


def decode(data: bytes, file_name: str, encoding: str | None = None) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    A byte order mark decides; then UTF-8 where every byte fits; then Latin-1 (cp1252) or Mac Roman,
    whichever turns the high bytes into letters that fit in their words.

    Raises
    ------
    EmptyFile, NotText, UnclearEncoding, UnknownEncoding
        When there is no text, or its letters cannot be told.
    """
    if not data.strip():
        raise EmptyFile(file=file_name)
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise NotText(file=file_name, found=what)
    text, name = _decode_as(data, file_name, encoding) if encoding else _decode_by_evidence(data, file_name)
    text = text.removeprefix("\ufeff")
    control = _CONTROL.search(text)
    if control:
        row = text.count("\n", 0, control.start()) + 1
        raise NotText(file=file_name, found=f"a control character ({ord(control[0]):#04x}) in row {row}")
    if not text.strip():
        raise EmptyFile(file=file_name)
    return text, name


def _decode_as(data: bytes, file_name: str, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except (LookupError, ValueError) as error:
        raise UnknownEncoding(file=file_name, encoding=encoding, found=error) from error


def _decode_by_evidence(data: bytes, file_name: str) -> tuple[str, str]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, file_name, name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_by_line(data, file_name)


def _decode_by_line(data: bytes, file_name: str) -> tuple[str, str]:
    """Decode the lines that are no UTF-8 on their own when most others are (files joined by hand)."""
    lines = data.split(b"\n")
    high = [i for i, line in enumerate(lines) if not line.isascii()]
    other = [i for i in high if not _is_utf8(lines[i])]
    if 2 * len(other) >= len(high):
        return _decode_one_byte(data, file_name, 0)
    odd, name = _decode_one_byte(b"\n".join(lines[i] for i in other), file_name, other[0])
    decoded = dict(zip(other, odd.split("\n"), strict=True))
    text = "\n".join(decoded[i] if i in decoded else line.decode("utf-8") for i, line in enumerate(lines))
    return text, f"utf-8, some rows {name}"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_one_byte(data: bytes, file_name: str, rows_above: int) -> tuple[str, str]:
    western = "cp1252" if re.search(rb"[\x80-\x9f]", data) else "latin-1"
    texts = {name: data.decode(name, errors="replace") for name in (western, "mac_roman")}
    scores = {name: _fit_of_letters(text) for name, text in texts.items()}
    best, other = sorted(scores, key=lambda name: -scores[name])
    if scores[best] <= 0 or scores[best] == scores[other] or "\ufffd" in texts[best]:
        first = next(i for i, byte in enumerate(data) if byte > 0x7F)
        line = data[data.rfind(b"\n", 0, first) + 1 : first + 20].decode("latin-1")
        row = rows_above + data.count(b"\n", 0, first) + 1
        raise UnclearEncoding(file=file_name, row=row, found=excerpt(line), candidates=f"{best}, {other}")
    return texts[best], best


def _fit_of_letters(text: str) -> int:
    """Score how well the letters beyond ASCII fit between their neighbours."""
    score = 0
    for match in re.finditer(r"[^\x00-\x7f]", text):
        letter = match[0]
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
        if not letter.isprintable() and letter != "\u00a0":
            score -= 5
        elif before.isalpha() or after.isalpha():
            fits = letter in "’‘" or (letter.isalpha() and (letter.islower() or not before.islower()))
            score += 2 if fits else -2
    return score
