# SPDX-License-Identifier: EUPL-1.2
"""What the pages of steering read of the diagnosis and of the course."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.documents.sentences.names import lower_first, upper_first
from schakel.programme.queries.weakness import (
    Weakness,
    find_weaknesses,
    unmeasured_elements,
    weak_elements,
)
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.reading import Reading


@dataclass(frozen=True, slots=True)
class Aim:
    """What the work is aimed at: the names of the course and the weakness of each element."""

    names: CourseNames
    weaknesses: tuple[Weakness, ...]
    weak: frozenset[str]
    unmeasured: frozenset[str]


def read_aim(reading: Reading) -> Aim:
    """Return the names of the course and what the diagnosis of the year says."""
    weaknesses = find_weaknesses(reading.dossier)
    return Aim(course_names(reading), weaknesses, weak_elements(weaknesses), unmeasured_elements(weaknesses))


def element_name(reading: Reading, code: str) -> str:
    """Return the name of an element with a capital."""
    return upper_first(reading.names.element(code))


def enumerate_elements(reading: Reading, codes: tuple[str, ...]) -> str:
    """Return the names of elements as a sentence does."""
    return formats.enumeration((lower_first(reading.names.element(c)) for c in codes), reading.language)


def line_heading(aim: Aim, line: str) -> str:
    """Return the name of a line with its code; the empty line says that none is named."""
    if not line:
        return _("No line named")
    name = aim.names.lines.get(line)
    return f"{line}. {name}" if name else _("Line %(line)s") % {"line": line}


def chance_words(reading: Reading, weaknesses: tuple[Weakness, ...], comparison: str) -> str:
    """Return how probable it is that an element is the weakest in a comparison."""
    found = next((w for w in weaknesses if w.comparison == comparison), None)
    if found is None or found.probability is None:
        return _("not measured")
    return formats.probability(found.probability, reading.language)
