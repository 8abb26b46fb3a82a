# SPDX-License-Identifier: EUPL-1.2
"""Decisions with how far each was carried out, reckoned from what was told of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from schakel.cycle.models import (
    ActionPoint,
    AgendaItem,
    AgendaOption,
    Decision,
    DecisionEffect,
    DecisionStatus,
    DecisionStep,
    DiagnosisAdoption,
    Paper,
)
from schakel.cycle.sight import HELD, Sight, visible_actions, visible_decisions, visible_items, visible_papers

AT_ONCE = frozenset(
    {
        DecisionEffect.ADOPT_DIAGNOSIS,
        DecisionEffect.ADOPT_VALUE,
        DecisionEffect.ADOPT_TARGET,
        DecisionEffect.CLOSE_PERIOD,
        DecisionEffect.ADMIT_PARTNER,
        DecisionEffect.AGREE_YARDSTICK,
        DecisionEffect.ADOPT_MINUTES,
        DecisionEffect.ADOPT_EVALUATION,
        DecisionEffect.ADOPT_COURSE,
        DecisionEffect.CLOSE_YEAR,
    }
)
"""Effects with which a decision is carried out the moment it is recorded; the others ask work of somebody."""
ENDED = (DecisionStatus.EXECUTED, DecisionStatus.LAPSED)
REPLACED = "replaced"
"""What the standing of a decision says when a later one took its place, whatever was told of it."""
STANDINGS = (*DecisionStatus.values, REPLACED)


def decisions_with_standing(sight: Sight, today: date) -> QuerySet[Decision]:
    """Return the decisions that may be seen, newest first, each with its standing.

    Returns
    -------
    QuerySet
        With ``standing`` (a status, or "replaced", also by a decision that is confidential; but not before
        the meeting that replaced it is over) and ``is_late``: its date has passed while it is neither
        carried out, nor lapsed, nor replaced.
    """
    last = DecisionStep.objects.filter(decision=OuterRef("pk")).order_by("-on", "-pk").values("status")[:1]
    later = Decision.objects.filter(replaces=OuterRef("pk"))
    replaced = Exists(later if sight.closed else later.filter(meeting__state__in=HELD))
    at_once = When(effect__in=[str(e) for e in AT_ONCE], then=Value(DecisionStatus.EXECUTED.value))
    untold = Case(at_once, default=Value(DecisionStatus.OPEN.value), output_field=CharField())
    found = visible_decisions(sight).select_related("owner", "meeting__cycle", "item")
    found = found.annotate(
        standing=Case(
            When(replaced, then=Value(REPLACED)),
            default=Coalesce(Subquery(last), untold),
            output_field=CharField(),
        )
    )
    return found.annotate(
        is_late=Case(
            When(standing__in=[*ENDED, REPLACED], then=Value(False)),
            When(due_on__lt=today, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )


def status_of(decision: Decision) -> str:
    """Return how far a decision is by what was told of it last; without that by what it changes itself."""
    last = decision.steps.first()
    if last is not None:
        return last.status
    return DecisionStatus.EXECUTED.value if decision.effect in AT_ONCE else DecisionStatus.OPEN.value


def open_decisions(sight: Sight, today: date) -> QuerySet[Decision]:
    """Return the decisions that still have to be carried out, the first date first."""
    found: Any = decisions_with_standing(sight, today)
    return cast(
        QuerySet[Decision], found.exclude(standing__in=[*ENDED, REPLACED]).order_by("due_on", "number")
    )


def decision_years(sight: Sight) -> tuple[int, ...]:
    """Return the years in which something was decided, newest first."""
    years = visible_decisions(sight).order_by().values_list("on__year", flat=True).distinct()
    return tuple(sorted(years, reverse=True))


@dataclass(frozen=True, slots=True)
class DecisionCounts:
    """How many decisions there are, by standing; ``n_late`` are among those open or underway."""

    n: int
    n_open: int
    n_underway: int
    n_executed: int
    n_lapsed: int
    n_replaced: int
    n_late: int


def count_decisions(decisions: Iterable[Any]) -> DecisionCounts:
    """Return how many decisions stand how, of decisions with their standing."""
    rows = list(decisions)
    by = {standing: sum(1 for r in rows if r.standing == standing) for standing in STANDINGS}
    return DecisionCounts(
        n=len(rows),
        n_open=by[DecisionStatus.OPEN],
        n_underway=by[DecisionStatus.UNDERWAY],
        n_executed=by[DecisionStatus.EXECUTED],
        n_lapsed=by[DecisionStatus.LAPSED],
        n_replaced=by[REPLACED],
        n_late=sum(1 for r in rows if r.is_late),
    )


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """One decision with what was known when it was taken, and what came of it.

    Attributes
    ----------
    standing, is_late
        See :func:`decisions_with_standing`.
    replaces, replaced_by
        The earlier and the later decision, where the reader may see it.
    item
        The agenda item, or ``None`` where the reader may not see it.
    options, papers
        What the meeting had before it.
    steps, actions
        What came of it, newest first; and the action points that carry it out.
    diagnosis
        The adopted measurement that held on that day; its own where it adopted one.
    """

    decision: Decision
    standing: str
    is_late: bool
    replaces: Decision | None
    replaced_by: Decision | None
    item: AgendaItem | None
    options: tuple[AgendaOption, ...]
    papers: tuple[Paper, ...]
    steps: tuple[DecisionStep, ...]
    actions: tuple[ActionPoint, ...]
    diagnosis: DiagnosisAdoption | None


def decision_sheet(number: str, sight: Sight, today: date) -> DecisionSheet | None:
    """Return everything about a decision that a reader may see; ``None`` where there is no such decision."""
    found: Any = decisions_with_standing(sight, today).filter(number=number).first()
    if found is None:
        return None
    others = visible_decisions(sight)
    item = visible_items(sight).filter(pk=found.item_id).first()
    return DecisionSheet(
        decision=found,
        standing=found.standing,
        is_late=found.is_late,
        replaces=others.filter(pk=found.replaces_id).first() if found.replaces_id else None,
        replaced_by=others.filter(replaces=found).first(),
        item=item,
        options=tuple(item.options.all()) if item else (),
        papers=tuple(visible_papers(sight).filter(item=item).prefetch_related("files")) if item else (),
        steps=tuple(found.steps.all()),
        actions=tuple(visible_actions(sight).filter(decision=found).select_related("owner")),
        diagnosis=_diagnosis_of(found),
    )


def _diagnosis_of(decision: Decision) -> DiagnosisAdoption | None:
    """Return the adoption that held when a decision was taken."""
    rows = DiagnosisAdoption.objects.select_related("measurement").defer("measurement__archive")
    held = rows.filter(Q(on__lt=decision.on) | Q(decision=decision))
    return held.order_by("-on", "-pk").first()


def not_told_yet(numbers: Iterable[str], sight: Sight) -> frozenset[str]:
    """Return which of these decisions a reader does not see yet, since their meeting is not over.

    What such a decision changed stands in the register at once; what it says waits.
    """
    named = {number for number in numbers if number}
    if sight.closed or not named:
        return frozenset()
    found = Decision.objects.filter(number__in=named).exclude(meeting__state__in=HELD)
    return frozenset(found.values_list("number", flat=True))


def decisions_on(effect_on: str, effects: Iterable[str], sight: Sight, today: date) -> QuerySet[Decision]:
    """Return the decisions that changed something: an initiative, a partner, a period."""
    return decisions_with_standing(sight, today).filter(effect__in=list(effects), effect_on=effect_on)
