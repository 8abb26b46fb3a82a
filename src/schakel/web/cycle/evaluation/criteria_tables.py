# SPDX-License-Identifier: EUPL-1.2
"""The tables of the criteria: yardsticks with what they show, readings, and growth beside similar areas."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.cycle.models import YardstickReading
from schakel.cycle.queries.criteria import YardstickState
from schakel.cycle.queries.settlement import Growth
from schakel.cycle.queries.yardsticks import Shown
from schakel.documents import formats
from schakel.documents.cycle_papers import evaluation_words as words
from schakel.documents.sentences.names import upper_first
from schakel.koers.label import Language
from schakel.web.cycle.evaluation.around import Around
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

TONES = {"reached": "good", "on_course": "good", "behind": "bad", "unknown": "unknown", "": "unknown"}


def amount_words(around: Around, value: Decimal | None, unit: str) -> str:
    """Return an amount with its unit; unknown is said in words."""
    if value is None:
        return formats.UNKNOWN[around.reading.language]
    figure = formats.plain_number(float(value), around.reading.language)
    return f"{figure} {words.unit_words(unit, around.say)}".strip()


def shown_words(around: Around, shown: Shown, unit: str) -> str:
    """Return what a yardstick shows: a value, bounds, "at least", or why there is none."""
    if shown.value is None:
        return words.shown_words(shown.because or "no_reading", around.say)
    text = amount_words(around, shown.value, unit)
    return _("at least %(amount)s") % {"amount": text} if shown.because == "at_least" else text


def yardstick_table(around: Around, yardsticks: Iterable[YardstickState]) -> Table:
    """Return every yardstick with its start, target and value."""
    columns = (
        Column("criterion", _("Criterion")),
        Column("yardstick", _("Yardstick")),
        Column("state", _("Agreed")),
        Column("start", _("Start"), True),
        Column("value", _("Value"), True),
        Column("on", _("On which day")),
        Column("target", _("Target"), True),
        Column("due", _("Last day")),
        Column("verdict", _("Verdict")),
    )
    rows = tuple(_row(around, y) for y in yardsticks)
    return Table("yardsticks", _("All yardsticks"), columns, rows)


def _row(around: Around, y: YardstickState) -> Row:
    language = around.reading.language
    detail = y.initiative_name or (_("invented") if y.invented else "")
    verdict = words.yardstick_words(y.verdict, around.say)
    return Row(
        (
            text_cell(y.criterion),
            Cell(y.title, y.title, around.url("yardstick", yardstick=y.code), detail=detail),
            text_cell(agreed_words(y)),
            _amount_cell(around, y.baseline, y.unit),
            Cell(
                shown_words(around, y.shown, y.unit),
                None if y.shown.value is None else float(y.shown.value),
                tone="unknown" if y.shown.value is None else "",
            ),
            Cell(
                formats.day(y.shown.on, language) if y.shown.on else "–",
                y.shown.on.isoformat() if y.shown.on else None,
            ),
            _amount_cell(around, y.target, y.unit),
            Cell(
                formats.day(y.due_on, language) if y.due_on else formats.UNKNOWN[language],
                y.due_on.isoformat() if y.due_on else None,
            ),
            Cell(verdict, verdict, tone=TONES[y.verdict], detail=words.shown_words(y.because, around.say)),
        )
    )


def agreed_words(yardstick: YardstickState) -> str:
    """Return whether a yardstick was agreed, and by which decision where everybody may know."""
    if not yardstick.is_agreed:
        return _("proposed")
    if yardstick.decision:
        return _("agreed, decision %(number)s") % {"number": yardstick.decision}
    return _("agreed")


def _amount_cell(around: Around, value: Decimal | None, unit: str) -> Cell:
    if value is None:
        return Cell(formats.UNKNOWN[around.reading.language], None, tone="unknown")
    return Cell(amount_words(around, value, unit), float(value))


def growth_table(around: Around, growths: Iterable[Growth]) -> Table:
    """Return the growth of inhabitants, jobs and firms beside similar areas and the country."""
    columns = (
        Column("item", _("What")),
        Column("from", _("From year"), True),
        Column("to", _("To year"), True),
        Column("region", _("Region"), True),
        Column("peers", _("Similar areas, the middle one"), True),
        Column("n_peers", _("Similar areas"), True),
        Column("country", _("Country"), True),
    )
    language = around.reading.language
    rows = tuple(
        Row(
            (
                text_cell(
                    upper_first(g.label.in_language(language)), around.reading.url("region-item", g.item)
                ),
                Cell(formats.year(g.from_period, language), g.from_period),
                Cell(formats.year(g.to_period, language), g.to_period),
                _growth_cell(around, g),
                _percent_cell(g.peers, language),
                Cell(str(g.n_peers), g.n_peers),
                _percent_cell(g.country, language),
            )
        )
        for g in growths
    )
    note = _(
        "Growth in per cent between the two years, of the region as it is composed today. Where a series "
        "breaks in between there is no growth."
    )
    return Table("settlement", _("Living and working here, beside similar areas"), columns, rows, note=note)


def _growth_cell(around: Around, growth: Growth) -> Cell:
    language = around.reading.language
    if growth.because:
        return Cell(words.shown_words(growth.because, around.say), None, tone="unknown")
    if growth.value is not None:
        return _percent_cell(growth.value, language)
    if growth.low is None or growth.high is None:
        return Cell(formats.UNKNOWN[language], None, tone="unknown")
    low, high = (f"{formats.signed(v, language, 1)}%" for v in (growth.low, growth.high))
    text = low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    return Cell(text, text, detail=_("of the areas in which the region lies"))


def _percent_cell(value: float | None, language: Language) -> Cell:
    if value is None:
        return Cell(formats.UNKNOWN[language], None, tone="unknown")
    return Cell(f"{formats.signed(value, language, 1)}%", value)


def reading_table(
    around: Around, readings: Iterable[YardstickReading], unit: str, addresses: Mapping[int, str]
) -> Table:
    """Return every value that was entered, also what was corrected since."""
    columns = (
        Column("on", _("On which day")),
        Column("value", _("Value"), True),
        Column("source", _("Source")),
        Column("note", _("Remark")),
        Column("state", _("Counts")),
        Column("correct", _("Correct")),
    )
    rows = []
    for row in readings:
        is_replaced = hasattr(row, "corrected_by")
        is_withdrawn = row.corrects_id is not None and row.value is None
        state = _("replaced") if is_replaced else _("taken back") if is_withdrawn else _("yes")
        address = "" if is_replaced else addresses.get(row.pk, "")
        rows.append(
            Row(
                (
                    Cell(formats.day(row.on, around.reading.language), row.on.isoformat()),
                    _amount_cell(around, row.value, unit),
                    text_cell(row.source),
                    text_cell(row.note) if row.note else Cell("–", None),
                    text_cell(state),
                    text_cell(_("Correct this value"), address) if address else Cell("–", None),
                )
            )
        )
    return Table("readings", _("Every value that was entered"), columns, tuple(rows))
