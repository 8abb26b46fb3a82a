# SPDX-License-Identifier: EUPL-1.2
"""The tables of indicators, their values and periods."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.programme.models import Indicator, IndicatorValue, ReportingPeriod
from schakel.programme.queries.indicator_progress import region_progress
from schakel.programme.queries.indicators import amount_of
from schakel.programme.queries.periods import is_period_open
from schakel.web.programme.indicators.words import amount_words, level_words, state_words
from schakel.web.programme.partners.cells import marked
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

STATE_TONES = {"concept": "unknown", "submitted": "mild", "returned": "bad", "adopted": "good"}


def indicators_table(reading: Reading, indicators: Iterable[Indicator]) -> Table:
    """Return every indicator with its start, its newest adopted value and its target."""
    columns = (
        Column("indicator", _("Indicator")),
        Column("level", _("Level")),
        Column("baseline", _("Start"), True),
        Column("actual", _("Now"), True),
        Column("target", _("Target"), True),
        Column("share", _("Of the way"), True),
        Column("owner", _("Who supplies it")),
    )
    rows = tuple(_indicator_row(reading, indicator) for indicator in indicators)
    return Table("indicators", _("Indicators of effort, result and impact"), columns, rows)


def _indicator_row(reading: Reading, indicator: Indicator) -> Row:
    progress = region_progress(indicator)
    language = reading.language

    def amount_cell(amount: object, detail: str = "") -> Cell:
        known = None if amount is None else float(str(amount))
        shown = amount_words(indicator, amount, language)  # type: ignore[arg-type]
        return Cell(shown, known, tone="unknown" if amount is None else "", detail=detail)

    period = progress.actual_period
    when = (period.code if period else "") + (f", {_('provisional')}" if progress.is_provisional else "")
    share = None if progress.share is None else float(progress.share)
    tone = {True: "good", False: "", None: "unknown"}[progress.is_reached]
    return Row(
        (
            marked(
                indicator.title, invented=indicator.invented, link=reading.url("indicator", indicator.code)
            ),
            text_cell(level_words(indicator.level)),
            amount_cell(
                progress.baseline.value if progress.baseline else None,
                str(progress.baseline.year) if progress.baseline else "",
            ),
            amount_cell(progress.actual, when),
            amount_cell(
                progress.target.value if progress.target else None,
                str(progress.target.year) if progress.target else "",
            ),
            Cell(formats.percent(share, language), share, tone=tone),
            text_cell(indicator.owner.name if indicator.owner else _("nobody")),
        )
    )


def values_table(
    reading: Reading, indicator: Indicator, values: Sequence[IndicatorValue], *, linked: bool
) -> Table:
    """Return the values of an indicator, newest period first, replaced ones marked."""
    columns = (
        Column("period", _("Period")),
        Column("about", _("About")),
        Column("value", _("Value"), True),
        Column("state", _("State")),
        Column("remark", _("Remark")),
        Column("source", _("Source")),
    )
    rows = tuple(_value_row(reading, indicator, value, linked) for value in values)
    return Table("values", _("Values by period"), columns, rows)


def _value_row(reading: Reading, indicator: Indicator, value: IndicatorValue, linked: bool) -> Row:
    amount = amount_of(value)
    shown = amount_words(indicator, amount, reading.language)
    parts = (
        f"{value.numerator:f} / {value.denominator:f}"
        if value.numerator is not None and value.denominator is not None
        else ""
    )
    remarks = [value.note]
    remarks += [_("provisional")] if value.is_provisional else []
    remarks += [_("replaced")] if hasattr(value, "superseded_by") else []
    remarks += [_("earlier definition")] if value.definition_version < indicator.definition_version else []
    about = value.initiative.name if value.initiative else (value.place or _("the region"))
    return Row(
        (
            Cell(value.period.code, value.period.ends_on.isoformat()),
            text_cell(about),
            Cell(shown, None if amount is None else float(amount), detail=parts),
            Cell(
                state_words(value.state),
                value.state,
                reading.url("value", value.pk) if linked else "",
                STATE_TONES[value.state],
            ),
            text_cell(", ".join(r for r in remarks if r)),
            text_cell(value.source),
        )
    )


def periods_table(reading: Reading, periods: Iterable[ReportingPeriod], today: date) -> Table:
    """Return the periods with whether they are open."""
    columns = (
        Column("period", _("Period")),
        Column("days", _("Days")),
        Column("due", _("Values due on")),
        Column("state", _("Open or closed")),
        Column("decided", _("Decided by")),
    )
    language = reading.language
    rows = []
    for period in periods:
        is_open = is_period_open(period, today)
        state = _("open") if is_open else _("closed")
        if is_open and period.closed_on:
            state = _("open again, as an exception")
        days = f"{formats.day(period.starts_on, language)} – {formats.day(period.ends_on, language)}"
        rows.append(
            Row(
                (
                    text_cell(period.code, reading.url("period", period.code)),
                    text_cell(days),
                    Cell(formats.day(period.due_on, language), period.due_on.isoformat()),
                    text_cell(state, tone="mild" if is_open and period.closed_on else ""),
                    text_cell(period.source if period.closed_on else ""),
                )
            )
        )
    return Table("periods", _("Periods for which values are asked"), columns, tuple(rows))


def waiting_table(reading: Reading, values: Iterable[IndicatorValue]) -> Table:
    """Return the values that wait for somebody."""
    caption = _("Values that wait for somebody, the oldest first")
    return _states_table("waiting", caption, reading, values, True)


def values_of_period_table(reading: Reading, values: Iterable[IndicatorValue], sees_drafts: bool) -> Table:
    """Return the values of a period; those who may see drafts reach each of them."""
    return _states_table("period-values", _("Values of this period"), reading, values, sees_drafts)


def _states_table(
    name: str, caption: str, reading: Reading, values: Iterable[IndicatorValue], linked: bool
) -> Table:
    columns = (
        Column("indicator", _("Indicator")),
        Column("period", _("Period")),
        Column("value", _("Value"), True),
        Column("state", _("State")),
        Column("about", _("About")),
    )
    rows = tuple(
        Row(
            (
                marked(
                    v.indicator.title,
                    invented=v.invented,
                    link=reading.url("value", v.pk) if linked else "",
                ),
                text_cell(v.period.code),
                text_cell(amount_words(v.indicator, amount_of(v), reading.language)),
                text_cell(state_words(v.state), tone=STATE_TONES[v.state]),
                text_cell(v.initiative.name if v.initiative else (v.place or _("the region"))),
            )
        )
        for v in values
    )
    return Table(name, caption, columns, rows)
