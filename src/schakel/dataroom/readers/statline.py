# SPDX-License-Identifier: EUPL-1.2
"""Tables of Statistics Netherlands (CBS StatLine) as CSV, as people really have them."""

import re

from schakel.dataroom.readers.delimited import split_fields
from schakel.dataroom.readers.headers import DIMENSION
from schakel.dataroom.readers.numbers import STATLINE_MARKS
from schakel.dataroom.readers.raw_table import RawTable, ReadOptions
from schakel.dataroom.readers.tables import open_text, table_of_fields

_OWN_NAME = re.compile(
    r"^(perioden|regio's|regios|wijken en buurten|wijkenenbuurten|regiokenmerken|bedrijfstakken/branches.*)$",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"© Centraal Bureau voor de Statistiek|^\W{0,3}(Bron|Source): CBS\b", re.MULTILINE)
_ODATA_PERIOD = re.compile(r"\b(19|20)\d\dJJ00\b")


def read_statline_csv(data: bytes, file_name: str, options: ReadOptions | None = None) -> RawTable:
    """Read a StatLine CSV.

    Recognised: semicolon, comma or tab; byte order mark, UTF-8, Latin-1 and Mac Roman; decimal comma or
    point; quotation marks doubled throughout the file; title lines, one to eight header rows, source
    lines at the end; padded codes; the marks ``x`` (suppressed), ``.`` and blank (missing), ``-`` (nil:
    value 0) and ``*``/``**`` (provisional) behind a value or year.

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
    options = options or ReadOptions()
    source = open_text(data, file_name, options)
    fields = split_fields(source.text, file_name, options.separator)
    return table_of_fields(fields, source, file_name, "statline_csv", marks=STATLINE_MARKS, options=options)


def looks_like_statline(text: str) -> bool:
    """Return whether a text names StatLine's dimensions as CBS does, has its keys or its source line.

    One name that only CBS writes so ("Regio's", "Perioden") or three common ones ("Regio", "Periode",
    "SBI") are needed: in a table of another make a lone "-" must not become a zero.
    """
    head = text[:20_000]
    for line in head.splitlines()[:6]:
        first_fields = [field.strip(' "\ufeff') for field in re.split(r"[;\t,]", line)[:6]]
        if any(_OWN_NAME.match(field) for field in first_fields):
            return True
        if sum(1 for field in first_fields if DIMENSION.match(field)) >= 3:
            return True
    return bool(_ODATA_PERIOD.search(head)) or bool(_SOURCE.search(text[-2000:]))
