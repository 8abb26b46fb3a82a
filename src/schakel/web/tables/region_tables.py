# SPDX-License-Identifier: EUPL-1.2
"""Tables of the economic picture: all items, one item through time, printed figures, changes."""

from django.utils.translation import gettext as _

from schakel.diagnosis.dossier import Change, PictureItem, Point, PrintedCheck
from schakel.documents import formats
from schakel.documents.sentences.findings import verdict_word
from schakel.documents.sentences.moved import decimals_of, is_new
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell
from schakel.web.words import unit_words

TONES = {"confirmed": "good", "other_definition": "mild", "not_confirmed": "bad", "no_figure": "unknown"}


def picture_table(reading: Reading) -> Table:
    """Return every item with its latest value for the region or the nearest area."""
    columns = (
        Column("item", _("Item")),
        Column("area", _("Area")),
        Column("period", _("Year"), True),
        Column("value", _("Value"), True),
        Column("unit", _("Unit")),
        Column("peers", _("Similar regions"), True, _("median")),
        Column("country", _("Country"), True),
        Column("rank", _("Place"), True),
        Column("change", _("Change"), True),
        Column("verdict", _("Printed in the course")),
    )
    rows = tuple(Row(_item_cells(reading, item)) for item in reading.dossier.picture)
    return Table("picture", _("The economic picture, latest figures"), columns, rows)


def _item_cells(reading: Reading, item: PictureItem) -> tuple[Cell, ...]:
    s, language = item.standing, reading.language

    def cell(value: float | None) -> Cell:
        known = formats.is_known(value)
        text = formats.number(value, language, item.decimals)
        return Cell(text, value if known else None, tone="" if known else "unknown")

    value = formats.bracket(s.value, s.low, s.high, language, item.decimals)
    change = _("%(change)s since %(year)s") % {
        "change": formats.signed(s.change_value, language, item.decimals),
        "year": s.change_from_period,
    }
    checks = sorted({p.verdict for p in item.printed})
    words = ", ".join(verdict_word(v, language, reading.dossier) for v in checks)
    rank = _("%(rank)s of %(n)s") % {"rank": s.rank, "n": s.n_regions}
    return (
        text_cell(reading.text(item.label), reading.url("region-item", item.code)),
        text_cell(reading.names.area(s.area) if s.area else "–"),
        Cell(formats.year(s.period, language), s.period, tone="" if s.period else "unknown"),
        Cell(value, s.value, reading.figure_url(s.figure) if s.value is not None else ""),
        text_cell(unit_words(reading, item.unit)),
        cell(s.peers_median),
        cell(s.country_value),
        Cell(rank, s.rank) if s.rank else Cell("–", None),
        Cell(change, s.change_value) if s.change_value is not None else Cell("–", None),
        text_cell(words or "–", tone=TONES[checks[0]] if len(checks) == 1 else ""),
    )


def item_table(reading: Reading, item: PictureItem, links: dict[tuple[str, int], str]) -> Table:
    """Return all lines of an item, newest first; ``links`` leads (area, period) to its figure."""
    periods = sorted({p.period for line in item.lines for p in line.points}, reverse=True)
    columns = [Column("period", _("Year"))]
    columns += [
        Column(f"{line.role}-{line.area.code}", reading.names.area(line.area), True) for line in item.lines
    ]
    points = [{p.period: p for p in line.points} for line in item.lines]
    rows = []
    for period in periods:
        cells = [Cell(str(period), period)]
        for line, known in zip(item.lines, points, strict=True):
            link = links.get((line.area.code, period), "")
            cells.append(point_cell(reading, known.get(period), item.decimals, link))
        rows.append(Row(tuple(cells)))
    caption = f"{reading.text(item.label)} ({unit_words(reading, item.unit)})"
    note = _("p: provisional; s: withheld by the publisher, with the bounds that are known; e: estimated.")
    return Table("item", caption, tuple(columns), tuple(rows), query=f"item={item.code}", note=note)


def point_cell(reading: Reading, point: Point | None, decimals: int, link: str = "") -> Cell:
    """Return a point of a series with the mark of its status."""
    if point is None:
        return Cell("–", None)
    marks = {"provisional": " p", "suppressed": " s", "estimated": " e"}
    text = formats.bracket(point.value, point.low, point.high, reading.language, decimals)
    known = point.value is not None or point.low is not None
    tone = "" if point.value is not None else "unknown"
    return Cell(text + (marks.get(point.status, "") if known else ""), point.value, link, tone)


def printed_table(reading: Reading, checks: list[tuple[PictureItem | None, PrintedCheck]]) -> Table:
    """Return figures that the course prints beside what the statistics say."""
    columns = (
        Column("statement", _("The course says")),
        Column("section", _("Section")),
        Column("printed", _("Printed"), True),
        Column("found", _("In the statistics"), True),
        Column("area", _("Area")),
        Column("period", _("Year"), True),
        Column("verdict", _("Verdict")),
    )
    rows = tuple(Row(_printed_cells(reading, item, check)) for item, check in checks)
    return Table("printed", _("Figures printed in the course, checked"), columns, rows)


def _printed_cells(reading: Reading, item: PictureItem | None, check: PrintedCheck) -> tuple[Cell, ...]:
    language, decimals = reading.language, item.decimals if item else 1
    unit = unit_words(reading, check.unit)
    found = formats.bracket(check.found_value, check.found_low, check.found_high, language, decimals)
    printed = Cell("–", None)
    if check.printed_value is not None:
        printed = Cell(
            f"{formats.plain_number(check.printed_value, language)} {unit}".strip(), check.printed_value
        )
    return (
        text_cell(reading.text(check.label)),
        text_cell(check.section),
        printed,
        Cell(found, check.found_value, reading.figure_url(check.figure)),
        text_cell(reading.names.area(check.found_area) if check.found_area else "–"),
        Cell("–" if check.found_period is None else str(check.found_period), check.found_period),
        text_cell(verdict_word(check.verdict, language, reading.dossier), tone=TONES[check.verdict]),
    )


def changes_table(reading: Reading) -> Table:
    """Return what moved, in parts that add up."""
    columns = (
        Column("subject", _("What")),
        Column("area", _("Area")),
        Column("years", _("Years")),
        Column("total", _("Total"), True),
        Column("real", _("Real change"), True),
        Column("revision", _("Revision"), True),
        Column("method", _("Method"), True),
        Column("noise", _("More than noise")),
    )
    rows = tuple(Row(_change_cells(reading, change)) for change in reading.dossier.changes if is_new(change))
    return Table("changes", _("What moved since the previous year"), columns, rows)


def _change_cells(reading: Reading, change: Change) -> tuple[Cell, ...]:
    digits = decimals_of(change, reading.dossier)
    noise = {True: _("yes"), False: _("no"), None: _("not known")}[change.is_beyond_noise]
    page = {"picture": "region-item", "element": "element"}.get(change.subject_kind)
    parts = (change.total, change.real, change.revision, change.method)
    return (
        text_cell(reading.text(change.label), reading.url(page, change.subject) if page else ""),
        text_cell(reading.names.area(change.area)),
        text_cell(f"{change.previous_period}–{change.period}"),
        *(
            Cell(formats.signed(p, reading.language, digits), p, tone="" if p is not None else "unknown")
            for p in parts
        ),
        text_cell(noise),
    )
