# SPDX-License-Identifier: EUPL-1.2
"""What still stands between a draft and its adoption, as sentences with a cure."""

from dataclasses import dataclass

from schakel.cycle.models import CourseDraft
from schakel.cycle.queries.course_items import ItemName, items_of
from schakel.cycle.queries.draft_course import DraftCourse, DraftProblem
from schakel.cycle.queries.hanging import Hanging, what_hangs
from schakel.koers.failures import N_, Failure


class HangsInTheAir(Failure):
    """Something that goes, with activities, money or goals hanging on it."""

    template = N_(
        "Records of the register hang on {item} ({n} in all), and it is not said what it goes on as."
    )
    cure = N_("Say what it goes on as, or that it goes on nowhere.")

    def __init__(self, hanging: Hanging) -> None:
        super().__init__(item=ItemName(hanging.item), n=hanging.n)
        self.hanging = hanging


class GoesOnAsNothing(Failure):
    """A mapping to or from something that the draft does not hold any more."""

    template = N_("It is said of {old_item} that it goes on as {new_item}, but that is not in the draft.")
    cure = N_("Choose something else that it goes on as.")


@dataclass(frozen=True, slots=True)
class Adoptability:
    """The problems of a draft with what hangs on what goes."""

    problems: tuple[DraftProblem, ...]
    hanging: tuple[Hanging, ...]

    @property
    def is_ready(self) -> bool:
        """Whether the draft can be adopted."""
        return not self.problems


def adoptability(draft: CourseDraft, course: DraftCourse) -> Adoptability:
    """Return everything that must be solved before a draft can be adopted."""
    hanging = what_hangs(draft, course)
    failures: list[Failure] = [HangsInTheAir(h) for h in hanging if h.is_open]
    failures += _broken_mappings(draft, course)
    return Adoptability((*course.problems, *(DraftProblem(f) for f in failures)), hanging)


def unmapped_failures(draft: CourseDraft, course: DraftCourse) -> tuple[Failure, ...]:
    """Return what stands in the way beside the course itself: what hangs in the air, broken mappings."""
    own = set(map(id, course.problems))
    return tuple(p.failure for p in adoptability(draft, course).problems if id(p) not in own)


def _broken_mappings(draft: CourseDraft, course: DraftCourse) -> list[Failure]:
    old = items_of(course.old)
    new = old if course.new is None else items_of(course.new)
    return [
        GoesOnAsNothing(old_item=ItemName(row.old_item), new_item=ItemName(row.new_item))
        for row in draft.mappings.all()
        if row.old_item not in old or (row.new_item and row.new_item not in new)
    ]
