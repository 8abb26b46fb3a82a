# SPDX-License-Identifier: EUPL-1.2
"""What a decision about an agenda item is likely to change, from what the item is about."""

from collections.abc import Mapping
from dataclasses import dataclass

from schakel.cycle.models import AgendaItem, DecisionEffect, Deviation, SourceKind

_BY_SOURCE: Mapping[str, tuple[str, ...]] = {
    SourceKind.MEASUREMENT: (DecisionEffect.ADOPT_DIAGNOSIS,),
    SourceKind.ELEMENT: (DecisionEffect.START_INITIATIVE,),
    SourceKind.PROPOSAL: (DecisionEffect.START_INITIATIVE,),
    SourceKind.AGREEMENT: (DecisionEffect.START_INITIATIVE,),
    SourceKind.INITIATIVE: (
        DecisionEffect.CHANGE_INITIATIVE,
        DecisionEffect.CONSOLIDATE_INITIATIVE,
        DecisionEffect.STOP_INITIATIVE,
    ),
    SourceKind.ALARM: (
        DecisionEffect.CHANGE_INITIATIVE,
        DecisionEffect.CONSOLIDATE_INITIATIVE,
        DecisionEffect.STOP_INITIATIVE,
    ),
    SourceKind.DEVIATION: (
        DecisionEffect.SETTLE_DEVIATION,
        DecisionEffect.CHANGE_INITIATIVE,
        DecisionEffect.STOP_INITIATIVE,
    ),
    SourceKind.PARTNER: (DecisionEffect.ADMIT_PARTNER,),
    SourceKind.INDICATOR: (DecisionEffect.ADOPT_TARGET, DecisionEffect.ADOPT_VALUE),
    SourceKind.MEETING: (DecisionEffect.ADOPT_MINUTES,),
    SourceKind.EVALUATION: (DecisionEffect.ADOPT_EVALUATION, DecisionEffect.CLOSE_YEAR),
    SourceKind.COURSE: (DecisionEffect.ADOPT_COURSE,),
}
OF_INITIATIVES = frozenset(
    {
        DecisionEffect.CHANGE_INITIATIVE.value,
        DecisionEffect.CONSOLIDATE_INITIATIVE.value,
        DecisionEffect.STOP_INITIATIVE.value,
    }
)


@dataclass(frozen=True, slots=True)
class Choice:
    """An effect that may be chosen; ``is_suggested`` by what the agenda item is about."""

    effect: str
    is_suggested: bool


def suggested_effects(item: AgendaItem) -> tuple[str, ...]:
    """Return the effects that fit what an agenda item is about, the likeliest first."""
    return tuple(str(effect) for effect in _BY_SOURCE.get(item.source_kind, ()))


def effect_choices(item: AgendaItem) -> list[Choice]:
    """Return every effect, those that are suggested first, and no effect at all after those."""
    first = suggested_effects(item)
    rest = [effect for effect in DecisionEffect.values if effect not in first]
    return [*(Choice(e, True) for e in first), *(Choice(e, False) for e in rest)]


def suggested_subject(item: AgendaItem, effect: str) -> str:
    """Return the key of what the decision would change: what the agenda item is about."""
    if effect not in suggested_effects(item):
        return ""
    if effect not in OF_INITIATIVES:
        return item.source_key
    if item.source_kind == SourceKind.ALARM:
        return item.source_key.partition(":")[2]
    if item.source_kind == SourceKind.DEVIATION:
        return _initiative_of(item.source_key)
    return item.source_key


def _initiative_of(deviation: str) -> str:
    if not (deviation.isascii() and deviation.isdigit()):
        return ""
    found = Deviation.objects.filter(pk=deviation).values_list("initiative__code", flat=True)
    return found.first() or ""
