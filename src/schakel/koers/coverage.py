# SPDX-License-Identifier: EUPL-1.2
"""Coverage: which element each main line strengthens, and the holes that the course has.

Computed from the course as data. A hole is something that the course does not say: an element
that no line strengthens, an action without an owner or budget, a criterion without a number or
date, a goal without a baseline or target. A hole in the text need not be a hole in the work.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from schakel.koers.course import CourseFile, Strength

CellStrength = Literal["yes", "possibly", "implicit", "no"]
_ORDER: tuple[Strength, ...] = ("yes", "possibly", "implicit")


@dataclass(frozen=True, slots=True)
class StrengthCell:
    """How a line strengthens an element; ``through`` names the actions that imply it."""

    line: str
    element: str
    strength: CellStrength
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hole:
    """A kind of hole with the codes it concerns and how many items were looked at."""

    kind: str
    codes: tuple[str, ...]
    n_items: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The line x element matrix of a course and its holes.

    ``cells`` holds one cell for each line and element, in the order of the lines and of the
    framework. Each element stands in at most one of the three ``elements_…`` tuples, or in
    none when a line says firmly that it strengthens it. ``named_elsewhere`` lists the
    uncovered elements that the course does name outside its lines.
    """

    lines: tuple[str, ...]
    elements: tuple[str, ...]
    cells: tuple[StrengthCell, ...]
    elements_without_line: tuple[str, ...]
    elements_only_possibly: tuple[str, ...]
    elements_only_implicitly: tuple[str, ...]
    named_elsewhere: tuple[str, ...]
    outputs_named_as_elements: tuple[str, ...]
    actions_without_owner: tuple[str, ...]
    actions_without_budget: tuple[str, ...]
    actions_without_initiative: tuple[str, ...]
    criteria_without_number: tuple[str, ...]
    criteria_without_date: tuple[str, ...]
    criteria_without_yardstick: tuple[str, ...]
    goals_without_baseline: tuple[str, ...]
    goals_without_target: tuple[str, ...]
    n_actions: int
    n_criteria: int
    n_goals: int

    def strength(self, line: str, element: str) -> CellStrength:
        """Return how a line strengthens an element; KeyError where either is unknown."""
        for cell in self.cells:
            if (cell.line, cell.element) == (line, element):
                return cell.strength
        raise KeyError((line, element))

    def holes(self) -> tuple[Hole, ...]:
        """Return every kind of hole that occurs, the elements first."""
        counted: tuple[tuple[str, tuple[str, ...], int], ...] = (
            ("elements_without_line", self.elements_without_line, len(self.elements)),
            ("elements_only_possibly", self.elements_only_possibly, len(self.elements)),
            ("elements_only_implicitly", self.elements_only_implicitly, len(self.elements)),
            ("actions_without_owner", self.actions_without_owner, self.n_actions),
            ("actions_without_budget", self.actions_without_budget, self.n_actions),
            ("actions_without_initiative", self.actions_without_initiative, self.n_actions),
            ("criteria_without_number", self.criteria_without_number, self.n_criteria),
            ("criteria_without_date", self.criteria_without_date, self.n_criteria),
            ("criteria_without_yardstick", self.criteria_without_yardstick, self.n_criteria),
            ("goals_without_baseline", self.goals_without_baseline, self.n_goals),
            ("goals_without_target", self.goals_without_target, self.n_goals),
        )
        return tuple(Hole(kind, codes, n) for kind, codes, n in counted if codes)


def cover(course: CourseFile, framework_elements: Sequence[str]) -> Coverage:
    """Compute the coverage of a course.

    Parameters
    ----------
    course
        The course; :func:`schakel.koers.reading.read_course` gives one with its register, a bare
        ``CourseFile`` counts every action as being without an initiative.
    framework_elements
        The codes of the elements of the ecosystem, in the order to show them.

    Returns
    -------
    Coverage
        Of two statements about the same line and element the firmest counts. A line that
        names an element outside ``framework_elements`` is not in the matrix: that is a
        problem that :func:`schakel.koers.check.check_course` reports.
    """
    elements = tuple(framework_elements)
    cells = tuple(_cell(course, line.code, element) for line in course.lines for element in elements)
    best = {element: _firmest(c.strength for c in cells if c.element == element) for element in elements}
    without = tuple(e for e in elements if best[e] == "no")
    actions = tuple(action for line in course.lines for action in line.actions)
    served = {code for initiative in getattr(course, "initiatives", ()) for code in initiative.actions}
    return Coverage(
        lines=tuple(line.code for line in course.lines),
        elements=elements,
        cells=cells,
        elements_without_line=without,
        elements_only_possibly=tuple(e for e in elements if best[e] == "possibly"),
        elements_only_implicitly=tuple(e for e in elements if best[e] == "implicit"),
        named_elsewhere=tuple(e for e in without if e in {n.element for n in course.named_elsewhere}),
        outputs_named_as_elements=tuple(dict.fromkeys(o for line in course.lines for o in line.outputs)),
        actions_without_owner=tuple(a.code for a in actions if a.owner is None),
        actions_without_budget=tuple(a.code for a in actions if a.budget_eur is None),
        actions_without_initiative=tuple(a.code for a in actions if a.code not in served),
        criteria_without_number=tuple(c.code for c in course.criteria if c.number is None),
        criteria_without_date=tuple(c.code for c in course.criteria if c.due is None),
        criteria_without_yardstick=tuple(c.code for c in course.criteria if c.yardstick is None),
        goals_without_baseline=tuple(g.code for g in course.goals if g.baseline is None),
        goals_without_target=tuple(g.code for g in course.goals if g.target is None),
        n_actions=len(actions),
        n_criteria=len(course.criteria),
        n_goals=len(course.goals),
    )


def _cell(course: CourseFile, line_code: str, element: str) -> StrengthCell:
    line = next(line for line in course.lines if line.code == line_code)
    said = [c for c in line.strengthens if c.element == element]
    strength = _firmest(c.strength for c in said)
    through = tuple(dict.fromkeys(code for c in said if c.strength == strength for code in c.through))
    return StrengthCell(line=line_code, element=element, strength=strength, through=through)


def _firmest(strengths: Iterable[CellStrength]) -> CellStrength:
    found = set(strengths)
    return next((strength for strength in _ORDER if strength in found), "no")
