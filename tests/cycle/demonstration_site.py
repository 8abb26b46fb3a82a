# SPDX-License-Identifier: EUPL-1.2
"""The demonstration year with its cycle of the made-up course, with or without a measurement."""

from datetime import UTC, datetime

from tests.cycle.made_up_stored import store
from tests.web.site import MADE_UP

from schakel.cycle.demonstration import CycleReport, add_demonstration_cycle
from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course
from schakel.programme.demonstration import add_demonstration_year

NOW = datetime(2031, 5, 6, 9, 30, tzinfo=UTC)


def add_both(home=None, at=NOW) -> CycleReport:
    """Add the demonstration year and its cycle; with ``home`` an invented dossier is measured there."""
    course = read_course(MADE_UP)
    elements = [element.code for element in load_framework(MADE_UP).elements]
    add_demonstration_year(course, elements, today=at.date(), at=at)
    return add_demonstration_cycle(
        course,
        elements,
        folder=MADE_UP,
        measurement=None if home is None else store(home),
        today=at.date(),
        at=at,
    )
