# SPDX-License-Identifier: EUPL-1.2
"""How far an indicator is for the region, from its baseline to its target; never more certain than it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from schakel.programme.models import (
    Direction,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    InitiativeRelation,
    ReportingPeriod,
    TimeSemantics,
    ValueState,
)
from schakel.programme.queries.indicators import series_breaks, total_of

ALMOST_A_YEAR_DAYS = 350


@dataclass(frozen=True, slots=True)
class Progress:
    """How far from baseline to target an indicator is.

    Attributes
    ----------
    actual
        Of the region; ``None`` where nothing was adopted for it and its parts cannot stand for it.
    n_parts
        Of how many municipalities or initiatives ``actual`` is the total; 0 where it was adopted for the
        region itself.
    share
        0 at the baseline and 1 at the target, and may be outside; ``None`` where a part is unknown, baseline
        and target are equal, or they may not be compared.
    is_reached
        Follows the direction of the indicator; ``None`` where that cannot be said.
    is_broken
        Whether the definition changed since, so that baseline or target may not be compared with the value.
    """

    baseline: IndicatorTarget | None
    target: IndicatorTarget | None
    actual: Decimal | None
    actual_period: ReportingPeriod | None
    is_provisional: bool
    share: Decimal | None
    is_reached: bool | None
    n_parts: int = 0
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class _OfPeriod:
    """What counts of a period."""

    actual: Decimal | None
    period: ReportingPeriod
    counted: tuple[IndicatorValue, ...]
    n_parts: int


def progress_share(
    baseline: Decimal | None, target: Decimal | None, actual: Decimal | None
) -> Decimal | None:
    """Return how far from baseline to target: 0 at the baseline, 1 at the target."""
    if baseline is None or target is None or actual is None or baseline == target:
        return None
    return (actual - baseline) / (target - baseline)


def is_target_reached(direction: str, target: Decimal | None, actual: Decimal | None) -> bool | None:
    """Say whether the target is reached; ``None`` where one of both is unknown."""
    if target is None or actual is None:
        return None
    if direction == Direction.HIGHER:
        return actual >= target
    return actual <= target if direction == Direction.LOWER else actual == target


def region_progress(indicator: Indicator) -> Progress:
    """Return the progress of an indicator for the region as a whole.

    The actual value is the one that was adopted for the region itself; where there is none, the total over
    the municipalities, or else over the initiatives, of the newest period. Values of structures of others
    never count. A baseline or target that was written down before the series broke is not compared with a
    value of after it, nor an amount of a part of a year with that of a whole one. Needs what
    :func:`indicators_with_values` reads to ask nothing more.
    """
    targets = [t for t in indicator.targets.all() if t.initiative_id is None and not t.place]
    baseline = max((t for t in targets if t.kind == "baseline"), key=lambda t: t.year, default=None)
    target = max((t for t in targets if t.kind == "target"), key=lambda t: t.year, default=None)
    series = _in_order(indicator)
    if not series:
        return Progress(baseline, target, None, None, False, None, None)
    newest = series[-1]
    broken = {t.pk for t in (baseline, target) if t is not None and _is_broken(indicator, t, newest.counted)}
    comparable = newest.actual if _is_whole(indicator, newest.period) else None
    goal = target.value if target is not None and target.pk not in broken else None
    start = baseline.value if baseline is not None and baseline.pk not in broken else None
    return Progress(
        baseline,
        target,
        newest.actual,
        newest.period,
        any(v.is_provisional for v in newest.counted),
        progress_share(start, goal, comparable),
        is_target_reached(indicator.direction, goal, comparable),
        newest.n_parts,
        bool(broken),
    )


def region_series(indicator: Indicator) -> tuple[tuple[ReportingPeriod, Decimal, bool], ...]:
    """Return each period with the value of the region, and whether that is provisional, oldest first."""
    return tuple(
        (found.period, found.actual, any(v.is_provisional for v in found.counted))
        for found in _in_order(indicator)
        if found.actual is not None
    )


def _counts(value: IndicatorValue) -> bool:
    later = getattr(value, "superseded_by", None)
    is_own = value.initiative is None or value.initiative.relation != InitiativeRelation.EXTERNAL
    return is_own and value.state == ValueState.ADOPTED and not (later and later.state == ValueState.ADOPTED)


def _in_order(indicator: Indicator) -> list[_OfPeriod]:
    """Return what counts of each period, the newest last; of two that end together the longest last."""
    by_period: dict[ReportingPeriod, list[IndicatorValue]] = {}
    for value in indicator.values.all():
        if _counts(value):
            by_period.setdefault(value.period, []).append(value)
    periods = sorted(by_period, key=lambda p: (p.ends_on, -p.starts_on.toordinal(), p.pk))
    return [_of_period(indicator, period, by_period[period]) for period in periods]


def _of_period(indicator: Indicator, period: ReportingPeriod, values: Sequence[IndicatorValue]) -> _OfPeriod:
    whole = [v for v in values if v.initiative_id is None and not v.place]
    places = [v for v in values if v.initiative_id is None and v.place]
    counted = whole or places or [v for v in values if not v.place] or list(values)
    stands = bool(whole) or indicator.time_semantics != TimeSemantics.INDEX
    actual = total_of(indicator, counted).value if stands else None
    return _OfPeriod(actual, period, tuple(counted), 0 if whole else len(counted))


def _is_broken(indicator: Indicator, target: IndicatorTarget, counted: Sequence[IndicatorValue]) -> bool:
    """Say whether the series broke between a baseline or target being written down and the value."""
    version = max((v.definition_version for v in counted), default=0)
    return any(
        change.definition_version <= version and target.changed_at <= change.recorded_at
        for change in series_breaks(indicator)
    )


def _is_whole(indicator: Indicator, period: ReportingPeriod) -> bool:
    """Say whether the value of a period may stand beside a baseline or target, which are of years."""
    if indicator.time_semantics != TimeSemantics.FLOW:
        return True
    return (period.ends_on - period.starts_on).days >= ALMOST_A_YEAR_DAYS
