# SPDX-License-Identifier: EUPL-1.2
"""What the text of a new course is written from: its items, what they were, why they change, the lessons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from schakel.cycle.models import (
    Assumption,
    AssumptionStatus,
    CourseChange,
    CourseDraft,
    CourseVersion,
    Yardstick,
)
from schakel.cycle.queries.course_editing import Made
from schakel.cycle.queries.course_items import items_of, split_item
from schakel.cycle.queries.draft_course import DraftCourse
from schakel.cycle.sight import Sight, visible_decisions
from schakel.koers.course import CourseFile
from schakel.koers.label import Label
from schakel.programme.models import ContextSignal, Lesson

NEW, GONE, CHANGED, SAME = "new", "gone", "changed", "same"
MOST_LESSONS = 60


@dataclass(frozen=True, slots=True)
class ItemPassage:
    """An item of the new course beside what it was; ``came_from`` are older items, one that goes has none.

    ``state`` is new, gone, changed or same; ``goes_on`` is what one that goes is called from now on.
    """

    item: str
    label: Label
    state: str
    came_from: tuple[str, ...]
    goes_on: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def list_name(self) -> str:
        """The list that it stands in."""
        return split_item(self.item)[0]


@dataclass(frozen=True, slots=True)
class AgreedYardstick:
    """A yardstick of a criterion; ``decision`` is the number where the reader may see it."""

    criterion: str
    title: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    due_on: date | None
    is_agreed: bool
    decision: str


@dataclass(frozen=True, slots=True)
class CourseSkeleton:
    """Everything that the paper of a new course holds, in the order of the course.

    Attributes
    ----------
    decision
        The number of the decision that adopted it, where there is one that the reader may see.
    passages
        Every item of the old and the new course, by list; actions after their line.
    criteria
        Code and label of the criteria of satisfaction.
    doubted
        Assumptions that are doubted or no longer hold.
    signals, lessons
        What changed outside and what was learnt since the version that it follows.
    """

    version_name: str
    old_version_name: str
    valid_from: date
    reason: str
    is_adopted: bool
    decision: str
    course: CourseFile
    passages: tuple[ItemPassage, ...]
    criteria: tuple[tuple[str, Label], ...]
    yardsticks: tuple[AgreedYardstick, ...]
    doubted: tuple[Assumption, ...]
    signals: tuple[ContextSignal, ...]
    lessons: tuple[Lesson, ...]
    n_open: int

    def of_list(self, list_name: str) -> tuple[ItemPassage, ...]:
        """Return the passages of a list."""
        return tuple(p for p in self.passages if p.list_name == list_name)


def course_skeleton(draft: CourseDraft, made: DraftCourse, sight: Sight, n_open: int = 0) -> CourseSkeleton:
    """Return what the paper of a draft holds.

    Parameters
    ----------
    made
        What the draft makes of the course; see :func:`schakel.cycle.queries.draft_course.draft_course`.
    sight
        What the reader may see of decisions.
    n_open
        How much must still be solved before it can be adopted.
    """
    course = made.new or made.old
    since = draft.based_on.valid_from
    return CourseSkeleton(
        version_name=draft.version_name,
        old_version_name=draft.based_on.version_name,
        valid_from=draft.valid_from,
        reason=draft.reason,
        is_adopted=draft.adopted_id is not None,
        decision=visible_number(draft.adopted, sight),
        course=course,
        passages=passages_of(draft, made),
        criteria=tuple((c.code, c.label) for c in course.criteria),
        yardsticks=tuple(_yardsticks(draft, sight)),
        doubted=tuple(_real(draft, Assumption.objects.exclude(status=AssumptionStatus.HOLDS))),
        signals=tuple(_real(draft, ContextSignal.objects.filter(on__gte=since)).order_by("on", "pk")),
        lessons=_lessons(draft, since),
        n_open=n_open,
    )


def visible_number(version: CourseVersion | None, sight: Sight) -> str:
    """Return the number of the decision that adopted a version, where the reader may see it."""
    if version is None or version.decision_id is None:
        return ""
    numbers = visible_decisions(sight).filter(pk=version.decision_id).values_list("number", flat=True)
    return numbers.first() or ""


def passages_of(draft: CourseDraft, made: DraftCourse) -> tuple[ItemPassage, ...]:
    """Return every item of the old and new course with what became of it, those that go after their line."""
    old = items_of(made.old)
    new = items_of(made.new) if made.new is not None else old
    goes_on: dict[str, tuple[str, ...]] = {}
    for row in draft.mappings.all():
        goes_on[row.old_item] = (*goes_on.get(row.old_item, ()), *([row.new_item] if row.new_item else []))
    came_from: dict[str, list[str]] = {}
    for item in old:
        for name in goes_on.get(item, (item,) if item in new else ()):
            came_from.setdefault(name, []).append(item)
    items = new | {name: item for name, item in old.items() if name not in new}
    return tuple(
        ItemPassage(
            name,
            item.label,
            _state(name, old, new, made),
            tuple(came_from.get(name, ())) if name in new else (),
            () if name in new else goes_on.get(name, ()),
            _reasons(name, made.reasons),
        )
        for name, item in items.items()
    )


def _state(name: str, old: Iterable[str], new: Iterable[str], made: DraftCourse) -> str:
    if name not in new:
        return GONE
    if name not in old:
        return NEW
    return CHANGED if any(item == name for item, _ in made.reasons) else SAME


def _reasons(name: str, reasons: Mapping[Made, tuple[CourseChange, ...]]) -> tuple[str, ...]:
    found = [change.reason for (item, _), changes in reasons.items() if item == name for change in changes]
    return tuple(dict.fromkeys(found))


def _real(draft: CourseDraft, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows that count: those that were invented only for a draft that was invented."""
    return rows if draft.invented else rows.filter(invented=False)


def _yardsticks(draft: CourseDraft, sight: Sight) -> list[AgreedYardstick]:
    rows = _real(draft, Yardstick.objects.order_by("criterion", "title", "pk"))
    numbers = dict(visible_decisions(sight).filter(yardsticks__in=rows).values_list("pk", "number"))
    return [
        AgreedYardstick(
            row.criterion,
            row.title,
            row.unit,
            row.baseline,
            row.target,
            row.due_on,
            row.agreed_by_id is not None,
            numbers.get(row.agreed_by_id, ""),
        )
        for row in rows
    ]


def _lessons(draft: CourseDraft, since: date) -> tuple[Lesson, ...]:
    """Return the lessons that a change rests on, then the newest others since the version before."""
    rows = _real(draft, Lesson.objects.select_related("initiative"))
    named = [c.lesson_id for c in draft.changes.all() if c.lesson_id is not None]
    others = rows.filter(on__gte=since).exclude(pk__in=named).order_by("-on", "pk")
    return (*rows.filter(pk__in=named), *others[:MOST_LESSONS])
