# SPDX-License-Identifier: EUPL-1.2
"""What indicators say: roll-ups by their time semantics, progress to the target, what is missing.

Everything is computed here, on read. Only adopted values that were not replaced count; an unknown
part makes a total unknown, and its known parts are told as "at least" where that makes sense.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from schakel.programme.models import (
    DefinitionChange,
    Indicator,
    IndicatorValue,
    TimeSemantics,
    ValueState,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One value that goes into a total; for a ratio its numerator and denominator, else its amount.

    ``None`` is unknown. ``version`` is the version of the definition it was measured with.
    """

    ends_on: date
    member: str
    amount: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Total:
    """A total over periods, places or initiatives.

    Attributes
    ----------
    value
        The total; ``None`` when a part is unknown or the parts cannot be combined.
    known
        The sum of the known parts of a flow or stock: "at least" this when nothing is below zero.
    n_known, n_parts
        How many parts are known, of how many.
    reason
        Why there is no value: "", "missing", "index", "break".
    """

    value: Decimal | None
    known: Decimal | None
    n_known: int
    n_parts: int
    reason: str


def combine(semantics: str, parts: Sequence[Part], *, breaks: Iterable[int] = ()) -> Total:
    """Return the total of parts by the time semantics of their indicator.

    Parameters
    ----------
    semantics
        "flow": all parts add up. "stock": of each member the last period counts, members add up.
        "ratio": the sum of numerators over the sum of denominators. "index": does not combine; a single
        part is its own total.
    parts
        In any order.
    breaks
        Versions of the definition at which the series breaks; parts from both sides do not combine.
    """
    n_known = sum(_is_known(semantics, part) for part in parts)
    if not parts:
        return Total(None, None, 0, 0, "missing")
    if _crosses(parts, breaks):
        return Total(None, None, n_known, len(parts), "break")
    if semantics == TimeSemantics.INDEX:
        single = parts[0].amount if len(parts) == 1 else None
        reason = "" if single is not None else ("missing" if len(parts) == 1 else "index")
        return Total(single, None, n_known, len(parts), reason)
    if semantics == TimeSemantics.RATIO:
        return _ratio(parts, n_known)
    counted = list(parts) if semantics == TimeSemantics.FLOW else _last_of_each(parts)
    amounts = [part.amount for part in counted if part.amount is not None]
    known = sum(amounts, Decimal(0)) if amounts else None
    is_whole = len(amounts) == len(counted)
    return Total(
        known if is_whole else None, known, len(amounts), len(counted), "" if is_whole else "missing"
    )


def _is_known(semantics: str, part: Part) -> bool:
    if semantics == TimeSemantics.RATIO:
        return part.numerator is not None and part.denominator is not None
    return part.amount is not None


def _crosses(parts: Sequence[Part], breaks: Iterable[int]) -> bool:
    versions = {part.version for part in parts}
    return any(min(versions) < at <= max(versions) for at in breaks)


def _last_of_each(parts: Sequence[Part]) -> list[Part]:
    last: dict[str, Part] = {}
    for part in sorted(parts, key=lambda p: p.ends_on):
        last[part.member] = part
    return list(last.values())


def _ratio(parts: Sequence[Part], n_known: int) -> Total:
    if n_known < len(parts):
        return Total(None, None, n_known, len(parts), "missing")
    numerator = sum((p.numerator for p in parts if p.numerator is not None), Decimal(0))
    denominator = sum((p.denominator for p in parts if p.denominator is not None), Decimal(0))
    value = numerator / denominator if denominator else None
    return Total(value, None, n_known, len(parts), "" if value is not None else "missing")


def counting_values(indicator: Indicator | None = None) -> QuerySet[IndicatorValue]:
    """Return the values that count: adopted, and not replaced by one that was adopted too."""
    found = IndicatorValue.objects.filter(state=ValueState.ADOPTED).exclude(
        superseded_by__state=ValueState.ADOPTED
    )
    if indicator is not None:
        found = found.filter(indicator=indicator)
    return found.select_related("period", "initiative", "indicator").order_by("period__ends_on", "pk")


def amount_of(value: IndicatorValue) -> Decimal | None:
    """Return the number of a value; of a ratio the quotient of its parts."""
    if value.numerator is not None and value.denominator:
        return value.numerator / value.denominator
    return value.value


def part_of(value: IndicatorValue) -> Part:
    """Return a value as a part of a total; its member is its initiative and place."""
    return Part(
        value.period.ends_on,
        f"{value.initiative_id or ''}|{value.place}",
        value.value,
        value.numerator,
        value.denominator,
        value.definition_version,
    )


def total_of(indicator: Indicator, values: Sequence[IndicatorValue]) -> Total:
    """Return the total of values of one indicator."""
    breaks = [change.definition_version for change in series_breaks(indicator)]
    return combine(indicator.time_semantics, [part_of(v) for v in values], breaks=breaks)


def series_breaks(indicator: Indicator) -> list[DefinitionChange]:
    """Return the changes of the definition over which values may not be compared or added."""
    return [change for change in indicator.definition_changes.all() if change.breaks_series]


def indicators_with_values(*, with_ended: bool = False) -> QuerySet[Indicator]:
    """Return indicators with all that :func:`region_progress` needs, in four questions.

    Parameters
    ----------
    with_ended
        Also those that are not asked any more.
    """
    values = IndicatorValue.objects.select_related("period", "initiative", "superseded_by")
    chosen = Indicator.objects.all() if with_ended else Indicator.objects.filter(is_active=True)
    return chosen.select_related("owner").prefetch_related(
        "targets", "definition_changes", Prefetch("values", values.order_by("period", "pk"))
    )


def waiting_values() -> QuerySet[IndicatorValue]:
    """Return the submitted values that somebody has to adopt or return, the oldest first."""
    found = IndicatorValue.objects.filter(state=ValueState.SUBMITTED)
    return found.select_related("indicator", "period", "initiative").order_by("changed_at", "pk")


def open_drafts() -> QuerySet[IndicatorValue]:
    """Return drafts and returned values."""
    states = Q(state=ValueState.CONCEPT) | Q(state=ValueState.RETURNED)
    return IndicatorValue.objects.filter(states).select_related("indicator", "period", "initiative")
