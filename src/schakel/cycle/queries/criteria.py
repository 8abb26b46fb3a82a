# SPDX-License-Identifier: EUPL-1.2
"""The criteria of satisfaction: their yardsticks, what these show, and the verdict over those agreed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from schakel.cycle.models import CycleYear, Yardstick
from schakel.cycle.queries.automatic_readings import Facts
from schakel.cycle.queries.measured_years import MeasuredPair, measured_pair
from schakel.cycle.queries.real_rows import rows_for
from schakel.cycle.queries.yardsticks import (
    Shown,
    YardstickVerdict,
    aim_of,
    all_together,
    judge_reading,
    typed_reading,
)
from schakel.cycle.sight import PUBLIC, visible_decisions
from schakel.diagnosis.dossier import Dossier
from schakel.koers.course import CourseFile
from schakel.koers.label import Label
from schakel.programme.models import Initiative


@dataclass(frozen=True, slots=True)
class YardstickState:
    """A yardstick with what it shows; ``decision`` is the number of the decision that everybody may read.

    One that is not agreed is a proposal: its verdict is shown and does not count.
    """

    code: str
    criterion: str
    title: str
    unit: str
    direction: str
    baseline: Decimal | None
    baseline_on: date | None
    target: Decimal | None
    due_on: date | None
    how_measured: str
    automatic: str
    initiative: str
    initiative_name: str
    is_agreed: bool
    decision: str
    invented: bool
    shown: Shown
    verdict: str
    because: str


@dataclass(frozen=True, slots=True)
class HubState:
    """A hub or campus that a criterion names; ``verdict`` is "" where no success was agreed for it."""

    initiative: str
    name: str
    yardsticks: tuple[str, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class CriterionState:
    """A criterion; ``verdict`` over its agreed yardsticks, "" where none is agreed."""

    code: str
    label: Label
    yardsticks: tuple[YardstickState, ...]
    hubs: tuple[HubState, ...]
    verdict: str

    @property
    def n_agreed(self) -> int:
        """How many yardsticks are agreed."""
        return sum(y.is_agreed for y in self.yardsticks)


def facts_of(
    cycle: CycleYear, today: date, pair: MeasuredPair | None = None, *, tells_means: bool = True
) -> Facts:
    """Return what the computed readings of a year are made of; the diagnosis is opened when needed."""

    def dossier() -> Dossier | None:
        return (pair or measured_pair(cycle)).dossier

    return Facts(cycle, today, dossier, tells_means=tells_means)


def criteria_states(course: CourseFile | None, facts: Facts) -> tuple[CriterionState, ...]:
    """Return every criterion of the course in its order."""
    if course is None:
        return ()
    states: dict[str, list[YardstickState]] = defaultdict(list)
    for state in yardstick_states(rows_for(facts.cycle, Yardstick.objects.all()), facts):
        states[state.criterion].append(state)
    named = {code for criterion in course.criteria for code in criterion.initiatives}
    names = dict(Initiative.objects.filter(code__in=named).values_list("code", "name")) if named else {}
    return tuple(
        CriterionState(
            c.code,
            c.label,
            tuple(states[c.code]),
            tuple(_hub(code, names, states[c.code]) for code in c.initiatives),
            _verdict(states[c.code]),
        )
        for c in course.criteria
    )


def yardstick_states(rows: QuerySet[Yardstick], facts: Facts) -> tuple[YardstickState, ...]:
    """Return yardsticks with what they show on the day, in three queries and what the computed ones need."""
    found = list(rows.select_related("initiative").prefetch_related("readings"))
    keys = [y.agreed_by_id for y in found if y.agreed_by_id]
    numbers: Mapping[int, str] = (
        dict(visible_decisions(PUBLIC).filter(pk__in=keys).values_list("pk", "number")) if keys else {}
    )
    return tuple(_state(yardstick, facts, numbers) for yardstick in found)


def _state(yardstick: Yardstick, facts: Facts, numbers: Mapping[int, str]) -> YardstickState:
    if yardstick.automatic:
        shown = facts.read(yardstick.automatic, yardstick.baseline_on)
    else:
        shown = typed_reading(list(yardstick.readings.all()), facts.today)
    verdict, because = judge_reading(aim_of(yardstick), shown, facts.today)
    return YardstickState(
        code=yardstick.code,
        criterion=yardstick.criterion,
        title=yardstick.title,
        unit=yardstick.unit,
        direction=yardstick.direction,
        baseline=yardstick.baseline,
        baseline_on=yardstick.baseline_on,
        target=yardstick.target,
        due_on=yardstick.due_on,
        how_measured=yardstick.how_measured,
        automatic=yardstick.automatic,
        initiative=yardstick.initiative.code if yardstick.initiative else "",
        initiative_name=yardstick.initiative.name if yardstick.initiative else "",
        is_agreed=yardstick.agreed_by_id is not None,
        decision=numbers.get(yardstick.agreed_by_id or 0, ""),
        invented=yardstick.invented,
        shown=shown,
        verdict=verdict,
        because=because,
    )


def _hub(code: str, names: Mapping[str, str], yardsticks: Iterable[YardstickState]) -> HubState:
    own = [y for y in yardsticks if y.initiative == code]
    return HubState(code, names.get(code, code), tuple(y.code for y in own), _verdict(own))


def _verdict(yardsticks: Sequence[YardstickState]) -> str:
    return all_together(YardstickVerdict(y.verdict) for y in yardsticks if y.is_agreed) or ""
