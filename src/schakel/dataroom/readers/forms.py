# SPDX-License-Identifier: EUPL-1.2
"""Which reader a file needs, from its first bytes."""

import re
from collections.abc import Callable

from schakel.dataroom.readers.encodings import decode, unpack
from schakel.dataroom.readers.eurostat import read_eurostat_tsv, read_sdmx_csv
from schakel.dataroom.readers.plain_csv import read_plain_csv
from schakel.dataroom.readers.raw_table import Form, RawTable, ReadOptions, check_options
from schakel.dataroom.readers.statline import looks_like_statline, read_statline_csv
from schakel.dataroom.readers.workbook import read_workbook

READERS: dict[Form, Callable[[bytes, str, ReadOptions | None], RawTable]] = {
    "statline_csv": read_statline_csv,
    "eurostat_tsv": read_eurostat_tsv,
    "sdmx_csv": read_sdmx_csv,
    "workbook": read_workbook,
    "plain_csv": read_plain_csv,
}
_BULK_CORNER = re.compile(r"^[^\t\n]+\\[^\t\n]+\t")


def sniff(data: bytes, file_name: str, options: ReadOptions | None = None) -> Form:
    """Return the form of a file: the stated one, or from its contents (the name is for messages only).

    Raises
    ------
    Unreadable
        When the bytes are neither a workbook nor text, or the text is empty.
    """
    if options:
        check_options(options, file_name)
        if options.form:
            return options.form
    plain, _ = unpack(data, file_name)
    if plain.startswith(b"PK\x03\x04"):
        return "workbook"
    text, _ = decode(plain, file_name, options.encoding if options else None)
    return _form_of_text(text)


def read_any(data: bytes, file_name: str, options: ReadOptions | None = None) -> RawTable:
    """Read a file with the reader that its contents ask for.

    Parameters
    ----------
    data
        The bytes of the file, plain or gzip.
    file_name
        Name for messages.
    options
        What the user states instead of leaving it to the evidence.

    Raises
    ------
    Unreadable
        With file, row and column, and what to do; nothing is returned in part.
    """
    return READERS[sniff(data, file_name, options)](data, file_name, options)


def _form_of_text(text: str) -> Form:
    first = text.split("\n", 1)[0]
    if _BULK_CORNER.match(first):
        return "eurostat_tsv"
    names = {field.strip(' "\r') for field in re.split(r"[,;\t]", first)}
    if {"TIME_PERIOD", "OBS_VALUE"} <= names:
        return "sdmx_csv"
    return "statline_csv" if looks_like_statline(text) else "plain_csv"
