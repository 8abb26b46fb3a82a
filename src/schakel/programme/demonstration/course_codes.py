# SPDX-License-Identifier: EUPL-1.2
"""The codes of a course by number, so that an invented row fits in any course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schakel.koers.course import Course


@dataclass(frozen=True, slots=True)
class CourseCodes:
    """The codes of a course in its own order; a number past the end starts again at the front."""

    lists: Mapping[str, tuple[str, ...]]
    elements: tuple[str, ...]
    wanted_elements: tuple[str, ...]

    def pick(self, kind: str, number: int) -> str:
        """Return the code with a number; empty where the course has none of the kind."""
        codes = self.lists[kind]
        return codes[number % len(codes)] if codes else ""

    def pick_all(self, kind: str, numbers: Sequence[int]) -> list[str]:
        """Return the codes with these numbers, each once."""
        return [code for code in dict.fromkeys(self.pick(kind, n) for n in numbers) if code]

    def exact(self, kind: str, number: int) -> str:
        """Return the code with a number; empty where the course has fewer."""
        codes = self.lists[kind]
        return codes[number] if number < len(codes) else ""

    def element(self, wanted: str) -> str:
        """Return an element of the framework: the wanted one, or another that stands in for it."""
        if wanted in self.elements or not self.elements:
            return wanted
        return self.elements[self.wanted_elements.index(wanted) % len(self.elements)]


def codes_of(
    course: Course, elements: Sequence[str], wanted_elements: Sequence[str], today: date
) -> CourseCodes:
    """Return the codes of a course; its municipalities are those of today."""
    members = course.region.members_on(today) or course.region.members
    return CourseCodes(
        {
            "place": tuple(m.code for m in members),
            "line": tuple(line.code for line in course.lines),
            "action": tuple(action.code for action in course.actions),
            "goal": tuple(goal.code for goal in course.goals),
            "tag": tuple(tag.code for tag in course.cross_cutting),
            "group": tuple(group.code for group in course.target_groups),
        },
        tuple(elements),
        tuple(wanted_elements),
    )
