# SPDX-License-Identifier: EUPL-1.2
"""What a change of a draft, and a mapping of an old item, must meet before it is written down."""

import re
from collections.abc import Sequence
from pathlib import Path

from schakel.cycle.models import CourseChange, CourseChangeKind, CourseDraft
from schakel.cycle.queries.course_editing import ItemNotThere, ItemThereAlready, LineNotThere, apply_changes
from schakel.cycle.queries.course_items import (
    ACTIONS,
    COURSE,
    FIELDS,
    LINES,
    LONGEST_CODES,
    MAPPED_LISTS,
    ItemName,
    items_of,
    split_item,
)
from schakel.cycle.queries.course_text import read_course_text
from schakel.cycle.queries.draft_course import build_course, draft_course
from schakel.koers.failures import N_, Failure
from schakel.koers.references import UnknownReference

CODE = re.compile(r"[a-z0-9][a-z0-9_.-]*")
LONGEST_CODE = 60


class ChangeWithoutReason(Failure):
    """A change that does not say why."""

    template = N_("The change of {item} has no reason.")
    cure = N_("Say why: what changed outside, what was learnt, or what no longer holds.")


class LabelsMissing(Failure):
    """New words in one language only, or none."""

    template = N_("Words in Dutch and in English are needed for {item}.")
    cure = N_("Fill in both.")


class WrongCode(Failure):
    """A code that cannot be one."""

    template = N_("The code of {item} cannot be used here.")
    cure = N_("Use small letters and digits, at most {longest}; the code of an action begins with its line.")


class SaidAlready(Failure):
    """A second change of the same, or a change of what goes."""

    template = N_("Another change of this draft is about {item} already.")
    cure = N_("Change that one, or take it out of the draft.")


class NamesNothing(Failure):
    """A value that names something which nothing is declared as."""

    template = N_("The change of {item} names “{found}”, which does not exist.")
    cure = N_("Choose from: {expected}.")


class MappingNotPossible(Failure):
    """A mapping from or to something that is not there."""

    template = N_("It cannot be that {old_item} goes on as {new_item}.")
    cure = N_("Choose a line or action (or a goal) of the version before, and one that the draft holds.")


def check_change(change: CourseChange, others: Sequence[CourseChange], folder: Path | None = None) -> None:
    """Check a change beside the other changes of its draft.

    Raises
    ------
    Failure
        One of those above, or of :mod:`schakel.cycle.queries.course_editing` and ``course_values``.
    """
    if not change.reason.strip():
        raise ChangeWithoutReason(item=ItemName(change.item))
    _check_words(change)
    base = change.draft.based_on.content
    known = items_of(read_course_text(base))
    added = {other.item for other in others if other.kind == CourseChangeKind.ADD}
    if change.kind == CourseChangeKind.ADD:
        _check_new(change, set(known) | added)
    elif change.item not in known and not (change.item in added and _is_field(change)):
        raise ItemNotThere(item=ItemName(change.item))
    if change.kind == CourseChangeKind.REMOVE and change.item == COURSE:
        raise ItemNotThere(item=ItemName(change.item))
    _check_once(change, others)
    _check_applies(base, change, others, folder)


def _check_words(change: CourseChange) -> None:
    says = change.kind in (CourseChangeKind.ADD, CourseChangeKind.REWORD)
    if says and not (change.label_nl.strip() and change.label_en.strip()):
        raise LabelsMissing(item=ItemName(change.item))


def _is_field(change: CourseChange) -> bool:
    return change.kind == CourseChangeKind.FIELD


def _check_new(change: CourseChange, taken: set[str]) -> None:
    list_name, code = split_item(change.item)
    longest = LONGEST_CODES.get(list_name, LONGEST_CODE)
    if list_name not in FIELDS or list_name == COURSE:
        raise ItemNotThere(item=ItemName(change.item))
    if not CODE.fullmatch(code) or len(code) > longest:
        raise WrongCode(item=ItemName(change.item), longest=longest)
    if change.item in taken:
        raise ItemThereAlready(item=ItemName(change.item))
    if list_name == ACTIONS:
        line, line_code = split_item(change.parent)
        if line != LINES or change.parent not in taken:
            raise LineNotThere(item=ItemName(change.item), parent=ItemName(change.parent))
        if not code.startswith(line_code):
            raise WrongCode(item=ItemName(change.item), longest=longest)


def _check_once(change: CourseChange, others: Sequence[CourseChange]) -> None:
    """Check that nothing is said twice, and nothing about an item that goes."""
    goes = CourseChangeKind.REMOVE
    for other in others:
        if other.item != change.item:
            continue
        is_same = other.kind == change.kind and other.field == change.field
        if is_same or goes in (other.kind, change.kind):
            raise SaidAlready(item=ItemName(change.item))


def _check_applies(
    base: str, change: CourseChange, others: Sequence[CourseChange], folder: Path | None
) -> None:
    """Check that the change can be applied after the others, and names nothing that does not exist."""
    every = [*others, change]
    name = change.draft.version_name
    failure = apply_changes(base, name, every).failures.get(len(others))
    if failure is not None:
        raise failure
    for problem in build_course(base, name, every, folder).problems:
        if problem.change is change and isinstance(problem.failure, UnknownReference):
            told = problem.failure.details
            raise NamesNothing(
                item=ItemName(change.item), found=told["found"], expected=told["expected"]
            ) from problem.failure


def check_mapping(draft: CourseDraft, old_item: str, new_items: Sequence[str]) -> None:
    """Check that an old item was there, and that the draft holds what it goes on as."""
    course = draft_course(draft)
    family = _family(old_item)
    if family not in MAPPED_LISTS or old_item not in items_of(course.old):
        raise MappingNotPossible(
            old_item=ItemName(old_item), new_item=", ".join(map(str, map(ItemName, new_items)))
        )
    there = items_of(course.new) if course.new is not None else {}
    for new_item in new_items:
        if new_item not in there or _family(new_item) != family:
            raise MappingNotPossible(old_item=ItemName(old_item), new_item=ItemName(new_item))


def _family(item: str) -> str:
    """Return the list of an item; lines and actions may go on as each other."""
    list_name, _ = split_item(item)
    return LINES if list_name == ACTIONS else list_name
