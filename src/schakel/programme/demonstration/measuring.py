# SPDX-License-Identifier: EUPL-1.2
"""The invented indicators: baseline, target and values over three periods, some closed or opened again."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from schakel.programme.actions.indicator_values import (
    adopt_value,
    correct_value,
    enter_value,
    return_value,
    submit_value,
)
from schakel.programme.actions.indicators import change_definition, define_indicator, set_target
from schakel.programme.actions.periods import close_period, open_period, reopen_period
from schakel.programme.demonstration.scene import Row, Scene
from schakel.programme.models import Indicator, IndicatorValue, ReportingPeriod, ValueState
from schakel.programme.queries.months import months_later

N_PERIODS = 3
LENGTHS_MONTHS = {"year": 12, "half": 6, "quarter": 3}
DUE_DAYS_AFTER = 60
NEWEST = N_PERIODS - 1


def measure(scene: Scene) -> None:
    """Define the indicators, enter their values, and close what is over."""
    frequency = free_frequency(scene.today)
    periods = [_open(scene, number, frequency) for number in range(N_PERIODS)]
    for row in scene.rows("indicators"):
        scene.keep("indicators", row, _define(scene, row, frequency))
    for number, period in enumerate(periods[:NEWEST]):
        for row in scene.rows("indicators"):
            _enter_all(scene, row, number, period)
    _change_definition(scene)
    for row in scene.rows("indicators"):
        _enter_all(scene, row, NEWEST, periods[NEWEST])
    for period in periods[:NEWEST]:
        _close(scene, period)
    _reopen_and_correct(scene, periods)


def free_frequency(today: date) -> str:
    """Return a length of periods that no period of the register has at that time."""
    taken = {
        (p.ends_on - p.starts_on).days
        for p in ReportingPeriod.objects.filter(ends_on__gte=date(today.year - NEWEST, 1, 1))
    }
    for frequency, months in LENGTHS_MONTHS.items():
        days = months * 365 // 12
        if all(abs(days - length) > 7 for length in taken):
            return frequency
    return "quarter"


def _open(scene: Scene, number: int, frequency: str) -> ReportingPeriod:
    year = scene.today.year - NEWEST + number
    starts_on = date(year, 1, 1)
    ends_on = months_later(starts_on, LENGTHS_MONTHS[frequency]) - timedelta(days=1)
    return open_period(
        code=f"vb-{year}",
        starts_on=starts_on,
        ends_on=ends_on,
        due_on=ends_on + timedelta(days=DUE_DAYS_AFTER),
        by=scene.by,
        at=scene.at,
    )


def _define(scene: Scene, row: Row, frequency: str) -> Indicator:
    fields = scene.fields(row, "baseline", "target", "values", "parts")
    fields |= {"code": f"voorbeeld-{row['key']}", "frequency": frequency, "source": "verzonnen"}
    indicator = define_indicator(values=fields, by=scene.by, at=scene.at)
    for kind in ("baseline", "target"):
        if kind in row:
            years, value = row[kind]
            set_target(
                indicator=indicator,
                kind=kind,
                year=scene.today.year + years,
                value=Decimal(str(value)),
                agreed_by="Voorbeeldboard",
                by=scene.by,
                at=scene.at,
            )
    return indicator


def _amounts(row: Row, number: int) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Return for each initiative the numbers of a row in a period."""
    for initiative, *values in row.get("values", ()):
        if values[number] is not None:
            yield initiative, {"value": Decimal(str(values[number]))}
    for initiative, *parts in row.get("parts", ()):
        if parts[number] is not None:
            numerator, denominator = parts[number]
            yield initiative, {"numerator": Decimal(numerator), "denominator": Decimal(denominator)}


def _enter_all(scene: Scene, row: Row, number: int, period: ReportingPeriod) -> None:
    for initiative, amounts in _amounts(row, number):
        is_newest = number == NEWEST
        value = enter_value(
            indicator=Indicator.objects.get(pk=scene.kept["indicators", row["key"]].pk),
            period=period,
            initiative=None if initiative is None else scene.initiative(initiative),
            source="verzonnen",
            is_provisional=is_newest,
            note="Tot nu toe." if is_newest else "",
            by=scene.by,
            at=scene.at,
            **amounts,
        )
        scene.kept["values", f"{row['key']} {initiative} {number}"] = value
        states = scene.data["period_states"]["newest"]
        n_newest = sum(kind == "values" and key.endswith(f" {NEWEST}") for kind, key in scene.kept)
        _take_to(scene, value, states[n_newest % len(states)] if is_newest else ValueState.ADOPTED)


def _take_to(scene: Scene, value: IndicatorValue, state: str) -> None:
    """Take a draft to a state; one who did not enter it adopts or returns it."""
    if state == ValueState.CONCEPT:
        return
    value = submit_value(value=value, by=scene.by, at=scene.at)
    if state == ValueState.ADOPTED:
        adopt_value(value=value, by=scene.checker, at=scene.at)
    elif state == ValueState.RETURNED:
        return_value(value=value, comment="Is dit zonder dubbeltelling?", by=scene.checker, at=scene.at)


def _change_definition(scene: Scene) -> None:
    row = scene.data["definition_change"]
    indicator = Indicator.objects.get(pk=scene.kept["indicators", row["indicator"]].pk)
    change_definition(
        indicator=indicator,
        changes={"meaning": row["meaning"]},
        what=row["what"],
        why=row["why"],
        breaks_series=row["breaks_series"],
        on=scene.day(row["on"]),
        expected_version=None,
        by=scene.by,
        at=scene.at,
    )


def _close(scene: Scene, period: ReportingPeriod) -> None:
    closing = scene.data["closing"]
    on = min(period.ends_on + timedelta(days=closing["days_after"]), scene.day(-6))
    if on > period.ends_on:
        close_period(
            period=period,
            on=on,
            decided_by=closing["decided_by"],
            expected_version=None,
            by=scene.by,
            at=scene.at,
        )


def _reopen_and_correct(scene: Scene, periods: list[ReportingPeriod]) -> None:
    """Open a closed period again and correct a value in it; until that is adopted, the old one counts."""
    row: dict[str, Any] = scene.data["reopening"]
    period = ReportingPeriod.objects.get(pk=periods[row["period"]].pk)
    if not period.is_closed:
        return
    reopen_period(
        period=period,
        on=scene.day(row["on"]),
        until=scene.day(row["until"]),
        asked_by=row["asked_by"],
        reason=row["reason"],
        by=scene.by,
        at=scene.at,
    )
    wrong = scene.data["corrected_value"]
    value = scene.kept["values", f"{wrong['indicator']} {wrong['initiative']} {wrong['period']}"]
    correct_value(
        value=IndicatorValue.objects.get(pk=value.pk),
        amounts={"value": Decimal(wrong["value"])},
        note=wrong["note"],
        by=scene.by,
        at=scene.at,
    )
