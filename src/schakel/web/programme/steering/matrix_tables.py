# SPDX-License-Identifier: EUPL-1.2
"""The coverage matrix as three tables: what the course says, what is registered, what it costs."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.documents import formats
from schakel.documents.sentences.coverage_words import hole_words
from schakel.programme.queries.coverage import Amount, ElementRow, Matrix, Work
from schakel.programme.queries.coverage import Cell as MatrixCell
from schakel.web.programme.steering.diagnosis import Aim, chance_words, element_name, line_heading
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading
from schakel.web.strategic_course import strength_words
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

FIRMNESS = {"no": 0, "implicit": 1, "possibly": 2, "yes": 3}
TONES = {"yes": "good", "possibly": "mild", "implicit": "mild", "no": "unknown"}


def said_table(reading: Reading, aim: Aim, matrix: Matrix) -> Table:
    """Return the layer of the course: how firmly each line says that it strengthens each element."""
    lines = tuple(line for line in matrix.lines if line)
    columns = (
        Column("element", _("Element")),
        *_weakness_columns(reading),
        *(Column(f"line-{line}", line_heading(aim, line)) for line in lines),
        Column("hole", _("Hole in the course")),
    )
    rows = []
    for row in matrix.rows:
        said = {c.line: c.said for c in row.cells}
        hole = hole_words(row.said, reading.names)
        cells = [*_first_cells(reading, row)]
        cells += [
            Cell(strength_words(said[line]), FIRMNESS[said[line]], tone=TONES[said[line]]) for line in lines
        ]
        cells.append(text_cell(hole or "–", tone="bad" if hole else ""))
        rows.append(Row(tuple(cells), _tone(row)))
    return Table("course-says", _("What the course says each line strengthens"), columns, tuple(rows))


def registered_table(reading: Reading, aim: Aim, matrix: Matrix) -> Table:
    """Return the layer of the register: how many initiatives and activities there are in each cell."""
    columns = (
        Column("element", _("Element")),
        *_weakness_columns(reading),
        *(Column(f"line-{line or 'none'}", line_heading(aim, line)) for line in matrix.lines),
        Column("total", _("In all"), hint=_("each counted once")),
        Column("cause", _("With a named cause"), numeric=True),
        Column("external", _("Of others"), numeric=True, hint=_("not counted")),
    )
    rows = []
    for row in matrix.rows:
        cells = [*_first_cells(reading, row)]
        cells += [_count_cell(c.work) for c in row.cells]
        cells.append(_count_cell(row.work, is_weak=row.is_weak))
        cells.append(Cell(str(row.work.n_with_cause), row.work.n_with_cause))
        cells.append(Cell(str(len(row.work.external)), len(row.work.external)))
        rows.append(Row(tuple(cells), _tone(row)))
    return Table(
        "registered",
        _("Initiatives and activities for each element, by line"),
        columns,
        tuple(rows),
        note=cells_note(),
    )


def cost_table(reading: Reading, aim: Aim, matrix: Matrix) -> Table:
    """Return the layer of the money: granted in each cell, and for each element what is known."""
    columns = (
        Column("element", _("Element")),
        *(
            Column(f"line-{line or 'none'}", line_heading(aim, line), numeric=True, hint=_("granted"))
            for line in matrix.lines
        ),
        Column("granted", _("Granted"), numeric=True, hint=_("each initiative once")),
        Column("spent", _("Spent"), numeric=True),
        Column("planned-hours", _("Planned hours"), numeric=True),
        Column("spent-hours", _("Spent hours"), numeric=True),
    )
    rows = [
        Row(
            (
                _first_cells(reading, row)[0],
                *(_cell_money(c, reading) for c in row.cells),
                *_amount_cells(row.work, reading),
            ),
            _tone(row),
        )
        for row in matrix.rows
    ]
    rows.append(_total_row(reading, matrix))
    return Table(
        "costs",
        _("Money and hours for each element"),
        columns,
        tuple(rows),
        note=cells_note(),
    )


def cells_note() -> str:
    """Return the rule for what serves several elements or lines."""
    return _(
        "What serves several elements or lines stands whole in each of its cells, so cells do not add up. "
        "Totals count it once; nothing is split."
    )


def _total_row(reading: Reading, matrix: Matrix) -> Row:
    empty = tuple(Cell("", None) for _line in matrix.lines)
    name = text_cell(_("All elements together, each counted once"))
    return Row((name, *empty, *_amount_cells(matrix.everything, reading)), "peer")


def _weakness_columns(reading: Reading) -> tuple[Column, ...]:
    return tuple(
        Column(f"weakest-{c.code}", _("Weakest link: %(comparison)s") % {"comparison": reading.text(c.label)})
        for c in reading.dossier.comparisons
    )


def _first_cells(reading: Reading, row: ElementRow) -> list[Cell]:
    """Return the name of an element and how weak it may be in each comparison."""
    name = element_name(reading, row.element)
    cells = [Cell(name, name, reading.url("element", row.element), detail=_weak_words(row))]
    for comparison in reading.dossier.comparisons:
        found = next((w for w in row.weaknesses if w.comparison == comparison.code), None)
        value = found.probability if found else None
        tone = "unknown" if value is None else ""
        cells.append(Cell(chance_words(reading, row.weaknesses, comparison.code), value, tone=tone))
    return cells


def _weak_words(row: ElementRow) -> str:
    if row.is_weak:
        return _("possible weakest link")
    return "" if row.is_measured else _("not measured, possibly weaker still")


def _count_cell(work: Work, *, is_weak: bool = False) -> Cell:
    if not work.n:
        return Cell("–" if not is_weak else _("nothing registered"), 0, tone="bad" if is_weak else "")
    return Cell(count_words(len(work.initiatives), len(work.activities)), work.n)


def count_words(n_initiatives: int, n_activities: int) -> str:
    """Return how many initiatives and activities there are."""
    parts = []
    if n_initiatives:
        parts.append(ngettext("%(n)s initiative", "%(n)s initiatives", n_initiatives) % {"n": n_initiatives})
    if n_activities:
        parts.append(ngettext("%(n)s activity", "%(n)s activities", n_activities) % {"n": n_activities})
    return ", ".join(parts)


def _cell_money(cell: MatrixCell, reading: Reading) -> Cell:
    if not cell.work.initiatives:
        return Cell("–", None)
    return _money(cell.work.granted_eur, reading)


def _amount_cells(work: Work, reading: Reading) -> tuple[Cell, ...]:
    return (
        _money(work.granted_eur, reading),
        _money(work.spent_eur, reading),
        hours_cell(work.planned_hours, reading),
        hours_cell(work.spent_hours, reading),
    )


def _money(amount: Amount, reading: Reading) -> Cell:
    return _amount(amount, money_words(amount.known, reading.language))


def hours_cell(amount: Amount, reading: Reading) -> Cell:
    """Return a sum of hours; what is not known is said."""
    known = None if amount.known is None else float(amount.known)
    return _amount(amount, formats.number(known, reading.language, 0))


def _amount(amount: Amount, text: str) -> Cell:
    if amount.known is None and not amount.n_unknown:
        return Cell("–", None)
    detail = ""
    if amount.known is not None and amount.n_unknown:
        detail = ngettext("and %(n)s not known", "and %(n)s not known", amount.n_unknown) % {
            "n": amount.n_unknown
        }
    return Cell(text, _value(amount.known), tone="unknown" if amount.known is None else "", detail=detail)


def _value(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _tone(row: ElementRow) -> str:
    return "target" if row.is_weak else ""
