# SPDX-License-Identifier: EUPL-1.2
"""Every initiative and activity with the elements, causes, lines and goals it serves, in one pass.

An activity takes over from its initiative what it does not say itself. An initiative strengthens, beside
what it says itself, what its activities strengthen. External initiatives are read too, but marked: they
are shown and never counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Literal

from schakel.programme.models import (
    Activity,
    ActivityStatus,
    Claim,
    EntryKind,
    Initiative,
    InitiativeRelation,
    Stage,
    Strengthening,
)
from schakel.programme.queries.ledger import RETURNED_BY_INITIATIVE, current_entries, money_flows

NO_LINE = ""
OVER = frozenset({Stage.MERGED, Stage.STOPPED})
"""Stages in which an initiative does nothing any more; what was made permanent goes on."""
Pair = tuple[str, str]
MoneyByLine = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Tie:
    """That something strengthens an element; ``cause_id`` is ``None`` where no cause is named."""

    element: str
    cause_id: int | None
    cause: str
    cause_status: str
    mechanism: str
    strength: str


@dataclass(frozen=True, slots=True)
class Effort:
    """An initiative or an activity.

    Attributes
    ----------
    parent
        The code of the initiative of an activity; empty for one that stands alone.
    own_ties
        What it says itself that it strengthens.
    ties
        Those, and what it has from its initiative or its activities.
    pairs
        The cells (element, line) of the coverage matrix in which it stands.
    """

    kind: Literal["initiative", "activity"]
    code: str
    name: str
    parent: str
    is_external: bool
    invented: bool
    status: str
    lines: tuple[str, ...]
    actions: tuple[str, ...]
    goals: tuple[str, ...]
    own_ties: tuple[Tie, ...]
    ties: tuple[Tie, ...]
    pairs: frozenset[Pair]
    planned_hours: Decimal | None = None
    spent_hours: Decimal | None = None
    planned_eur: Decimal | None = None

    @property
    def elements(self) -> frozenset[str]:
        """The elements that it strengthens."""
        return frozenset(t.element for t in self.ties)

    def names_cause(self, element: str) -> bool:
        """Say whether it names the cause of the weakness of an element that it removes."""
        return any(t.element == element and t.cause_id is not None for t in self.ties)


@dataclass(frozen=True, slots=True)
class Efforts:
    """Everything that is done, with the money of each initiative by the line that the ledger names."""

    items: tuple[Effort, ...]
    granted_eur: MoneyByLine
    spent_eur: MoneyByLine

    @property
    def counted(self) -> tuple[Effort, ...]:
        """Those that count: all but the external ones."""
        return tuple(e for e in self.items if not e.is_external)


def read_efforts(line_of_action: Mapping[str, str], *, with_ended: bool = False) -> Efforts:
    """Read what is done, in five queries.

    Parameters
    ----------
    line_of_action
        The line of each action of the course.
    with_ended
        Also what is over: initiatives that stopped or merged, and activities that are done. Cancelled
        activities never count.
    """
    initiatives = Initiative.objects.exclude(stage__in=() if with_ended else OVER)
    activities = Activity.objects.exclude(status=ActivityStatus.CANCELLED)
    if not with_ended:
        activities = activities.exclude(status=ActivityStatus.DONE).exclude(initiative__stage__in=OVER)
    of_initiative, of_activity = _read_ties()
    goals = _read_goals()
    children: dict[int, list[Activity]] = defaultdict(list)
    alone: list[Activity] = []
    for activity in activities.order_by("title", "pk"):
        (alone if activity.initiative_id is None else children[activity.initiative_id]).append(activity)
    items: list[Effort] = []
    for initiative in initiatives.order_by("name", "pk"):
        own = of_initiative.get(initiative.pk, ())
        lines = _lines(initiative.lines, initiative.actions, line_of_action)
        below = [
            _activity(a, of_activity.get(a.pk, ()), line_of_action, initiative, own, lines)
            for a in children.get(initiative.pk, ())
        ]
        items.append(_initiative(initiative, own, lines, below, goals.get(initiative.pk, ())))
        items.extend(below)
    items.extend(_activity(a, of_activity.get(a.pk, ()), line_of_action) for a in alone)
    granted, spent = read_money_by_line()
    return Efforts(tuple(items), granted, spent)


def read_money_by_line() -> tuple[MoneyByLine, MoneyByLine]:
    """Return what was granted to (less what came back) and spent by each initiative, by line.

    Only lines of the ledger that no other line replaced count. An initiative without such a line is
    absent: what it got is unknown, not zero.
    """
    granted: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    spent: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for flow in money_flows(current_entries().filter(initiative__isnull=False)):
        if flow.step == EntryKind.SPENT:
            spent[flow.initiative][flow.line] += flow.amount_eur
        elif flow.step == EntryKind.GRANTED:
            granted[flow.initiative][flow.line] += flow.amount_eur
        elif flow.step == RETURNED_BY_INITIATIVE:
            granted[flow.initiative][flow.line] -= flow.amount_eur
    return granted, spent


def _read_ties() -> tuple[dict[int, tuple[Tie, ...]], dict[int, tuple[Tie, ...]]]:
    of_initiative: dict[int, tuple[Tie, ...]] = {}
    of_activity: dict[int, tuple[Tie, ...]] = {}
    for s in Strengthening.objects.select_related("cause").order_by("element", "pk"):
        cause = s.cause
        tie = Tie(
            s.element,
            s.cause_id,
            cause.statement if cause else "",
            cause.status if cause else "",
            s.mechanism,
            s.strength,
        )
        if s.initiative_id is not None:
            of_initiative[s.initiative_id] = (*of_initiative.get(s.initiative_id, ()), tie)
        elif s.activity_id is not None:
            of_activity[s.activity_id] = (*of_activity.get(s.activity_id, ()), tie)
    return of_initiative, of_activity


def _read_goals() -> dict[int, tuple[str, ...]]:
    """Return the goals that the claimed results of each initiative are about."""
    found: dict[int, tuple[str, ...]] = {}
    rows = Claim.objects.filter(initiative__isnull=False).exclude(goal="").order_by("goal")
    for key, goal in rows.values_list("initiative_id", "goal").distinct():
        found[key] = (*found.get(key, ()), goal)
    return found


def _initiative(
    initiative: Initiative,
    own: tuple[Tie, ...],
    lines: tuple[str, ...],
    below: list[Effort],
    goals: tuple[str, ...],
) -> Effort:
    all_lines = _once(lines, *(a.lines for a in below))
    pairs = set(_cells(own, lines or all_lines)).union(*(a.pairs for a in below))
    return Effort(
        kind="initiative",
        code=initiative.code,
        name=initiative.name,
        parent="",
        is_external=initiative.relation == InitiativeRelation.EXTERNAL,
        invented=initiative.invented,
        status=initiative.stage,
        lines=all_lines,
        actions=_once(tuple(initiative.actions), *(a.actions for a in below)),
        goals=_once(goals, *(a.goals for a in below)),
        own_ties=own,
        ties=(*own, *(t for a in below for t in a.own_ties)),
        pairs=frozenset(pairs),
    )


def _activity(
    activity: Activity,
    own: tuple[Tie, ...],
    line_of_action: Mapping[str, str],
    initiative: Initiative | None = None,
    ties_above: tuple[Tie, ...] = (),
    lines_above: tuple[str, ...] = (),
) -> Effort:
    actions = (activity.action,) if activity.action else ()
    said = [activity.line] if activity.line else []
    lines = _lines(said, actions, line_of_action) or lines_above
    ties = own or ties_above
    return Effort(
        kind="activity",
        code=activity.code,
        name=activity.title,
        parent=initiative.code if initiative else "",
        is_external=initiative is not None and initiative.relation == InitiativeRelation.EXTERNAL,
        invented=activity.invented,
        status=activity.status,
        lines=lines,
        actions=actions,
        goals=tuple(activity.goals),
        own_ties=own,
        ties=ties,
        pairs=frozenset(_cells(ties, lines)),
        planned_hours=activity.planned_hours,
        spent_hours=activity.spent_hours,
        planned_eur=activity.planned_eur,
    )


def _lines(said: Iterable[str], actions: Iterable[str], line_of_action: Mapping[str, str]) -> tuple[str, ...]:
    return _once(tuple(said), tuple(line_of_action[a] for a in actions if a in line_of_action))


def _cells(ties: tuple[Tie, ...], lines: tuple[str, ...]) -> Iterable[Pair]:
    return product((t.element for t in ties), lines or (NO_LINE,))


def _once(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for group in groups for code in group))
