# SPDX-License-Identifier: EUPL-1.2
"""The goals-efforts network: goals, elements, causes and what is done, with every assumption in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from schakel.programme.models import Cause
from schakel.programme.queries.effort import Effort, Efforts, Tie


@dataclass(frozen=True, slots=True)
class CauseNode:
    """A cause of the weakness of an element; ``n_efforts`` counted ones remove it."""

    id: int
    element: str
    statement: str
    status: str
    evidence: str
    challenge_owner: str
    n_efforts: int
    invented: bool


@dataclass(frozen=True, slots=True)
class Assumption:
    """One link of the network: this effort removes this cause and so strengthens this element.

    ``cause_id`` is ``None`` where no cause is named, ``mechanism`` empty where it is not said how.
    """

    effort: Effort
    element: str
    cause_id: int | None
    cause: str
    cause_status: str
    mechanism: str
    strength: str
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalLink:
    """That counted efforts strengthen an element and serve a goal: so many of them."""

    goal: str
    element: str
    n_efforts: int


@dataclass(frozen=True, slots=True)
class GoalsEfforts:
    """The network in layers; goals and elements in the order of the course."""

    goals: tuple[str, ...]
    elements: tuple[str, ...]
    causes: tuple[CauseNode, ...]
    assumptions: tuple[Assumption, ...]
    goal_links: tuple[GoalLink, ...]

    @property
    def goals_without_effort(self) -> tuple[str, ...]:
        """The goals that nothing registered serves through an element."""
        served = {link.goal for link in self.goal_links}
        return tuple(g for g in self.goals if g not in served)

    @property
    def causes_without_effort(self) -> tuple[CauseNode, ...]:
        """The causes that nothing registered removes."""
        return tuple(c for c in self.causes if not c.n_efforts)


def build_network(
    efforts: Efforts, goals: Sequence[str], elements: Sequence[str], *, only_element: str = ""
) -> GoalsEfforts:
    """Build the network of all elements or of one.

    Parameters
    ----------
    efforts
        What is done; each says its own links, none is counted again for its initiative.
    goals, elements
        Codes in the order of the course.
    only_element
        Leave out what is about another element.
    """
    shown = [e for e in elements if not only_element or e == only_element]
    assumptions = tuple(
        _assumption(effort, tie)
        for effort in efforts.items
        for tie in effort.own_ties
        if tie.element in shown
    )
    links: dict[tuple[str, str], int] = {}
    for effort in efforts.counted:
        for goal in effort.goals:
            for element in effort.elements & set(shown):
                links[goal, element] = links.get((goal, element), 0) + 1
    order = {code: n for n, code in enumerate((*goals, *elements))}
    goal_links = tuple(
        GoalLink(goal, element, n)
        for (goal, element), n in sorted(
            links.items(), key=lambda item: tuple((order.get(c, len(order)), c) for c in item[0])
        )
    )
    return GoalsEfforts(tuple(goals), tuple(shown), _causes(shown, assumptions), assumptions, goal_links)


def _assumption(effort: Effort, tie: Tie) -> Assumption:
    return Assumption(
        effort,
        tie.element,
        tie.cause_id,
        tie.cause,
        tie.cause_status,
        tie.mechanism,
        tie.strength,
        effort.goals,
    )


def _causes(elements: Sequence[str], assumptions: tuple[Assumption, ...]) -> tuple[CauseNode, ...]:
    removed: dict[int, set[str]] = {}
    for a in assumptions:
        if a.cause_id is not None and not a.effort.is_external:
            removed.setdefault(a.cause_id, set()).add(f"{a.effort.kind}:{a.effort.code}")
    rows = Cause.objects.filter(element__in=elements).select_related("challenge_owner")
    found = [
        CauseNode(
            c.pk,
            c.element,
            c.statement,
            c.status,
            c.evidence,
            c.challenge_owner.name if c.challenge_owner else "",
            len(removed.get(c.pk, ())),
            c.invented,
        )
        for c in rows.order_by("pk")
    ]
    return tuple(sorted(found, key=lambda c: (elements.index(c.element), c.id)))
