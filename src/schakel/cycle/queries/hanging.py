# SPDX-License-Identifier: EUPL-1.2
"""What of the register hangs on the lines, actions and goals of the course that a draft takes away."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from schakel.cycle.models import CourseDraft
from schakel.cycle.queries.course_items import ACTIONS, GOALS, LINES, MAPPED_LISTS, split_item
from schakel.cycle.queries.draft_course import DraftCourse
from schakel.programme.models import (
    Activity,
    Commitment,
    GoalAlignment,
    Initiative,
    LedgerEntry,
    Responsibility,
)

SUBJECTS = {LINES: "line", ACTIONS: "action", GOALS: "goal"}


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on an item that goes, and what it goes on as.

    Attributes
    ----------
    n_activities, n_initiatives, n_money, n_goals, n_responsibilities
        Activities, initiatives, lines of the ledger with commitments, goals of partners, and
        responsibilities that name the item.
    goes_on
        What it goes on as; ``None`` where nobody said so, empty where it goes on nowhere.
    """

    item: str
    n_activities: int
    n_initiatives: int
    n_money: int
    n_goals: int
    n_responsibilities: int
    goes_on: tuple[str, ...] | None

    @property
    def n(self) -> int:
        """Everything that hangs on it."""
        return self.n_activities + self.n_initiatives + self.n_money + self.n_goals + self.n_responsibilities

    @property
    def is_open(self) -> bool:
        """Whether something hangs on it and nobody said what becomes of that."""
        return self.goes_on is None and self.n > 0


def what_hangs(draft: CourseDraft, course: DraftCourse) -> tuple[Hanging, ...]:
    """Return the lines, actions and goals that go, with what hangs on each and what it goes on as."""
    gone = [] if course.difference is None else course.difference.removed
    items = [item for item in gone if split_item(item)[0] in MAPPED_LISTS]
    if not items:
        return ()
    goes_on: dict[str, tuple[str, ...]] = {}
    for row in draft.mappings.all():
        goes_on[row.old_item] = (*goes_on.get(row.old_item, ()), *([row.new_item] if row.new_item else []))
    counts = _count(items, with_invented=draft.invented)
    return tuple(
        Hanging(item, goes_on=goes_on.get(item), **{kind: n[item] for kind, n in counts.items()})
        for item in items
    )


def _count(items: Sequence[str], *, with_invented: bool) -> dict[str, Counter[str]]:
    """Return how many rows of each kind name each item."""

    def rows(model: type[Model]) -> QuerySet[Any]:
        found = model._default_manager.all()
        return found if with_invented else found.filter(invented=False)

    activities, initiatives, money, goals, duties = (Counter[str]() for _ in range(5))
    for line, action, own in rows(Activity).values_list("line", "action", "goals"):
        activities.update(_named(LINES, [line]) | _named(ACTIONS, [action]) | _named(GOALS, own))
    for lines, actions in rows(Initiative).values_list("lines", "actions"):
        initiatives.update(_named(LINES, lines) | _named(ACTIONS, actions))
    for line in rows(LedgerEntry).exclude(line="").values_list("line", flat=True):
        money.update(_named(LINES, [line]))
    for line, action in rows(Commitment).values_list("line", "action"):
        money.update(_named(LINES, [line]) | _named(ACTIONS, [action]))
    codes = rows(GoalAlignment).values_list("course_code", flat=True)
    goals.update(name for code in codes for name in _of_code(code, items))
    named = rows(Responsibility).filter(subject__in=SUBJECTS.values()).values_list("subject", "subject_code")
    lists = {subject: list_name for list_name, subject in SUBJECTS.items()}
    duties.update(f"{lists[subject]}:{code}" for subject, code in named)
    return {
        "n_activities": activities,
        "n_initiatives": initiatives,
        "n_money": money,
        "n_goals": goals,
        "n_responsibilities": duties,
    }


def _named(list_name: str, codes: Iterable[str]) -> set[str]:
    return {f"{list_name}:{code}" for code in codes or () if code}


def _of_code(code: str, items: Iterable[str]) -> list[str]:
    return [item for item in items if split_item(item)[1] == code]
