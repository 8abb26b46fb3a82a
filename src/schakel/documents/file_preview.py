# SPDX-License-Identifier: EUPL-1.2
"""What a reader understood of a file, in words, for a person who wants to check it."""

from schakel.dataroom.readers.raw_table import Cell, RawTable
from schakel.documents.failures_in_words import explain_remark
from schakel.documents.messages import words

MOST_REMARKS = 8
ROWS_SHOWN = 8
COLUMNS_SHOWN = 7


def describe_raw_table(table: RawTable, language: str) -> list[str]:
    """Return what was detected, what stands around the table, and the remarks of the reader."""
    say, found = words(language), table.detected
    lines = [
        say(
            "{file}: {form}, {rows} rows and {columns} columns; encoding {encoding}, separator {separator}, "
            "decimal mark {mark}, rows with names {header}.",
            file=table.file_name,
            form=found.form,
            rows=table.n_rows,
            columns=len(table.columns),
            encoding=found.encoding or "-",
            separator=repr(found.separator) if found.separator else "-",
            mark=found.decimal_mark or "-",
            header=found.header_rows,
        )
    ]
    lines += [say("Above the table: {text}", text=text) for text in table.titles[:MOST_REMARKS]]
    lines += [say("Below the table: {text}", text=text) for text in table.footers[:MOST_REMARKS]]
    return lines + [explain_remark(remark, language) for remark in table.remarks[:MOST_REMARKS]]


def preview_rows(table: RawTable, language: str) -> tuple[list[str], list[list[str]]]:
    """Return the names and first rows of the columns that tell the most: those that vary."""
    first = list(table.rows(ROWS_SHOWN))
    varying = [
        index
        for index in range(len(table.columns))
        if table.kinds[index] != "empty" and (len(first) < 2 or len({row[index].text for row in first}) > 1)
    ][:COLUMNS_SHOWN]
    names = [table.columns[index] for index in varying]
    return names, [[_cell_in_words(row[index], language) for index in varying] for row in first]


def _cell_in_words(cell: Cell, language: str) -> str:
    """Return the text of a cell on one line, with its status where that is not normal."""
    text = " ".join(cell.text.split())
    return text if cell.status in (None, "normal") else f"{text} [{words(language)(cell.status)}]"
