# SPDX-License-Identifier: EUPL-1.2
"""Goals of partners beside the course: what coincides, what stands alone on either side."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from schakel.programme.models import Fit, GoalAlignment, Partner, PartnerGoal
from schakel.programme.queries.coalition import partners_on

MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class AlignmentCell:
    """How a goal of a partner stands to a part of the course."""

    key: int
    course_code: str
    fit: str
    note: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal of a partner with what it stands beside.

    ``is_unaligned``: it coincides with nothing in the course, wholly or partly.
    """

    goal: PartnerGoal
    cells: tuple[AlignmentCell, ...]
    is_unaligned: bool

    def fit_with(self, course_code: str) -> str:
        """Return how far the goal coincides with a part of the course; empty where not at all."""
        return next((c.fit for c in self.cells if c.course_code == course_code), "")


@dataclass(frozen=True, slots=True)
class AlignmentMatrix:
    """The goals of partners beside the course.

    Attributes
    ----------
    unaligned
        Goals of partners that coincide with nothing in the course.
    orphans
        Codes of the course that no goal of a partner coincides with.
    conflicts
        Goals that are in the way of a part of the course, or it of them.
    silent, n_silent
        Partners of whom no goal is known: the first hundred by name, and how many there are.
    """

    lines: tuple[GoalLine, ...]
    unaligned: tuple[GoalLine, ...]
    orphans: tuple[str, ...]
    conflicts: tuple[tuple[GoalLine, AlignmentCell], ...]
    silent: tuple[Partner, ...]
    n_silent: int


def goal_lines(today: date, partner: Partner | None = None) -> list[GoalLine]:
    """Return the goals of the partners of a day, or of one organisation, in two queries."""
    alignments = GoalAlignment.objects.order_by("course_code", "pk")
    goals = PartnerGoal.objects.select_related("partner").prefetch_related(Prefetch("alignments", alignments))
    chosen = (
        goals.filter(partner__in=partners_on(today)) if partner is None else goals.filter(partner=partner)
    )
    return [_line(goal) for goal in chosen.order_by("partner__name", "pk")]


def alignment_matrix(course_codes: Collection[str], today: date) -> AlignmentMatrix:
    """Return how the goals of partners stand to the course.

    Parameters
    ----------
    course_codes
        The codes that should have a goal of a partner beside them, in the order of the course.
    """
    lines = goal_lines(today)
    served = {c.course_code for line in lines for c in line.cells if c.fit != Fit.CONFLICT}
    silent = partners_on(today).filter(goals__isnull=True)
    return AlignmentMatrix(
        lines=tuple(lines),
        unaligned=tuple(line for line in lines if line.is_unaligned),
        orphans=tuple(code for code in course_codes if code not in served),
        conflicts=tuple((line, c) for line in lines for c in line.cells if c.fit == Fit.CONFLICT),
        silent=tuple(silent[:MOST_NAMED]),
        n_silent=silent.count(),
    )


def _line(goal: PartnerGoal) -> GoalLine:
    cells = tuple(AlignmentCell(a.pk, a.course_code, a.fit, a.note) for a in goal.alignments.all())
    return GoalLine(goal, cells, all(c.fit == Fit.CONFLICT for c in cells))
