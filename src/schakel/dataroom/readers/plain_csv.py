# SPDX-License-Identifier: EUPL-1.2
"""Any other table with separators: everything by evidence, and every assumption stated."""

from schakel.dataroom.readers.delimited import split_fields
from schakel.dataroom.readers.numbers import PLAIN_MARKS
from schakel.dataroom.readers.raw_table import RawTable, ReadOptions
from schakel.dataroom.readers.tables import open_text, table_of_fields


def read_plain_csv(data: bytes, file_name: str, options: ReadOptions | None = None) -> RawTable:
    """Read a CSV or TSV of unknown make.

    Separator, encoding, header rows and decimal mark follow from the file; ``remarks`` says what was
    assumed. Blank, ``NA``, ``.``, ``..`` and ``:`` are missing, ``x`` is suppressed. A lone ``-`` can be
    nil or missing, so it is a number only when ``options.marks`` says which.

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
    return table_of_fields(fields, source, file_name, "plain_csv", marks=PLAIN_MARKS, options=options)
