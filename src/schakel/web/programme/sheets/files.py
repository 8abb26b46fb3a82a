# SPDX-License-Identifier: EUPL-1.2
"""Fill a sheet with what the register holds now, as a file to edit."""

from django.utils.translation import gettext as _

from schakel.documents.programme_sheets import FileColumn, SheetFile, write_csv, write_ods, write_xlsx
from schakel.programme.sheets.columns import write_cell
from schakel.programme.sheets.definitions import SheetDefinition
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.sheets.words import heading, kind_hint, sheet_words, words_to_choose

FORMS = {
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (write_ods, "application/vnd.oasis.opendocument.spreadsheet"),
    "csv": (write_csv, "text/csv; charset=utf-8"),
}


def filled_sheet(definition: SheetDefinition, names: CourseNames, *, is_empty: bool = False) -> SheetFile:
    """Return a sheet with the rows of the register, or with its headings only."""
    words = {c.key: words_to_choose(c.vocabulary, names) for c in definition.columns}
    columns = tuple(
        FileColumn(
            c.key,
            c.key if c.is_hidden else heading(c.key),
            _hint(c.kind, is_required=c.is_required),
            tuple(words[c.key].values()),
            c.is_hidden,
            c.kind == "date",
        )
        for c in definition.columns
    )
    rows = []
    for record in () if is_empty else definition.records():
        values = definition.values_of(record)
        cells = {key: write_cell(value) for key, value in values.items()}
        rows.append(tuple(words[key].get(cell, cell) if words[key] else cell for key, cell in cells.items()))
    return SheetFile(sheet_words(definition.name), columns, tuple(rows), _explanation(), _("Explanation"))


def _hint(kind: str, *, is_required: bool) -> str:
    needed = _("needed in every row") if is_required else ""
    return "; ".join(part for part in (needed, kind_hint(kind)) if part)


def _explanation() -> tuple[str, ...]:
    return (
        _("Change what is different, add rows at the bottom, and upload the file again."),
        _("Before anything changes you see row by row what will happen; all rows are applied, or none."),
        _("An empty cell means: not known. A row that you remove from the file stays in the register."),
        _("Leave the headings and the hidden columns as they are."),
    )
