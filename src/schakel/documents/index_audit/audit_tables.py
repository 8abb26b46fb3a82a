# SPDX-License-Identifier: EUPL-1.2
"""The tables of an audit: in full as CSV beside the document, and the rows that matter inside it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from schakel.composite.audit.auditing import IndexAudit
from schakel.documents.charts.chart import ChartTable, Column, Kind
from schakel.documents.index_audit.audit_names import AuditNames
from schakel.documents.index_audit.column_labels import COLUMN_LABELS, TABLE_TITLES
from schakel.documents.index_audit.details import NODES, detail_in_words
from schakel.documents.report.blocks import Table

FOLDER = "audit_tables"
MOST_ROWS = 12
TEXTS = (*NODES, "name", "unit", "units", "strengths", "weaknesses", "third", "choice", "alternatives")
MORE_TEXTS = ("why", "error", "transform", "variable", "method_in_words")


def write_tables(audit: IndexAudit, folder: Path) -> list[Path]:
    """Write every table as ``audit_tables/<name>.csv`` in the folder; unknown is an empty cell."""
    home = folder / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in audit.tables().items():
        file = home / f"{name}.csv"
        table.write_csv(file)
        written.append(file)
    return written


def file_of(name: str) -> str:
    """Return where a table stands beside the document."""
    return f"{FOLDER}/{name}.csv"


def shown_table(
    name: str,
    rows: pl.DataFrame,
    columns: Sequence[str],
    names: AuditNames,
    *,
    widths: Sequence[float] = (),
    labels: Mapping[str, str] | None = None,
) -> list[Table]:
    """Return the first rows of a table with words for its columns; nothing when there are no rows.

    ``labels`` overrule the usual words of columns. The caption says how many rows there are in all.
    """
    if not rows.height:
        return []
    say, own = names.say, labels or {}
    heads = tuple(Column(say(own.get(each, COLUMN_LABELS[each])), _kind(each)) for each in columns)
    shown = rows.head(MOST_ROWS)
    cells = tuple(
        tuple(cell_in_words(c, row[c], names) for c in columns) for row in shown.iter_rows(named=True)
    )
    caption = say(TABLE_TITLES[name])
    if shown.height < rows.height:
        caption = say(
            "{caption} (the first {n} of {total})", caption=caption, n=shown.height, total=rows.height
        )
    return [Table(caption, ChartTable(heads, cells), tuple(widths), file_of(name))]


def cell_in_words(column: str, value: object, names: AuditNames) -> str:
    """Return one cell as text; names of parts without quotes."""
    if isinstance(value, str):
        if not value:
            return "–"
        if column in NODES:
            return names.node(value)
        if column in ("transform", "why", "third", "choice"):
            return names.word(value)
        return names.unit(value) if column == "unit" else value
    if value is None or isinstance(value, bool | int | float):
        return detail_in_words(column, value, names)
    return str(value)


def _kind(column: str) -> Kind:
    return "text" if column in TEXTS or column in MORE_TEXTS else "number"
