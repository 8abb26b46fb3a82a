# SPDX-License-Identifier: EUPL-1.2
"""The deviations that a reader may see, and where each stands for that reader.

What hangs on a confidential item reaches the bureau and the board only, as does what is entered while a
meeting is in session. A deviation by a rule that rests on what is not public is for them and the lead.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from schakel.cycle.escalation_rules import closed_rules
from schakel.cycle.models import AgendaItem, Decision, Deviation, DeviationState
from schakel.cycle.sight import FULL, HELD, Sight, visible_decisions, visible_items


@dataclass(frozen=True, slots=True)
class DeviationCounts:
    """How many deviations stand where; ``oldest_since`` is the day since when the oldest open one runs."""

    n: int
    n_noted: int
    n_escalated: int
    n_settled: int
    oldest_since: date | None


def visible_deviations(sight: Sight, own: Collection[str] = ()) -> QuerySet[Deviation]:
    """Return the deviations that may be seen, each with ``shown_state``: where it stands for this reader.

    Parameters
    ----------
    own
        Codes of the initiatives of which the reader is the lead.
    """
    found = Deviation.objects.select_related("initiative", "owner")
    if sight.closed:
        return found.annotate(shown_state=F("state"))
    open_item = Q(item__isnull=True) | Q(item__is_confidential=False)
    open_decision = Q(decision__isnull=True) | Q(
        decision__is_confidential=False,
        decision__item__is_confidential=False,
        decision__meeting__state__in=HELD,
    )
    open_rule = ~Q(rule__in=closed_rules()) | Q(initiative__code__in=tuple(own))
    waits = Q(state=DeviationState.ESCALATED) & ~Q(item__in=visible_items(sight))
    shown = Case(When(waits, then=Value(DeviationState.NOTED)), default=F("state"), output_field=CharField())
    return found.filter(open_item, open_decision, open_rule).annotate(shown_state=shown)


def count_deviations(rows: Iterable[Deviation]) -> DeviationCounts:
    """Count deviations of :func:`visible_deviations` by where they stand for the reader."""
    states = [(row.shown_state, row.since) for row in rows]  # type: ignore[attr-defined]
    still_open = [since for state, since in states if state != DeviationState.SETTLED]
    return DeviationCounts(
        len(states),
        sum(state == DeviationState.NOTED for state, _ in states),
        sum(state == DeviationState.ESCALATED for state, _ in states),
        sum(state == DeviationState.SETTLED for state, _ in states),
        min(still_open, default=None),
    )


def open_deviations() -> QuerySet[Deviation]:
    """Return every deviation that is not settled, for rules and gates, the oldest first."""
    return visible_deviations(FULL).exclude(state=DeviationState.SETTLED).order_by("since", "pk")


def item_of(deviation: Deviation, sight: Sight) -> AgendaItem | None:
    """Return the agenda item of a deviation, where the reader may see it."""
    if deviation.item_id is None:
        return None
    return visible_items(sight).filter(pk=deviation.item_id).select_related("meeting").first()


def decision_of(deviation: Deviation, sight: Sight) -> Decision | None:
    """Return the decision that settled a deviation, where the reader may see it."""
    if deviation.decision_id is None:
        return None
    return visible_decisions(sight).filter(pk=deviation.decision_id).first()
