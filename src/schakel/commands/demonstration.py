# SPDX-License-Identifier: EUPL-1.2
"""The command that fills the register with a clearly invented year, and takes it away again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schakel.commands.database import open_database
from schakel.commands.folders import existing_folder, figures_of, home_folder, only_course
from schakel.commands.terminal import Course, print_plain, say
from schakel.koers.failures import N_

if TYPE_CHECKING:
    from schakel.diagnosis.storage import StoredMeasurement

demonstration_app = typer.Typer()
N_YEARS = 3
LEFT_OUT: Mapping[str, str] = {
    "real_years": N_("The yearly cycle holds real years, so no invented years were added beside them."),
    "no_measurement": N_(
        "No measurement of this year or earlier is here, so the invented board adopts no diagnosis: "
        "last year is left out, and this year stays in its first phase."
    ),
    "measured_later": N_(
        "The newest measurement is too new to be last year's diagnosis, so last year is left out."
    ),
}
"""What is said of each reason for which a part of the cycle was left out."""


@demonstration_app.command(
    name="demo-year",
    help=say("Fill the register with clearly invented rows, so that every page can be judged."),
)
def demo_year(
    course: Course = None,
    remove: Annotated[
        bool, typer.Option("--remove", help=say("Take everything invented away, in one step."))
    ] = False,
) -> None:
    """Add the demonstration year, or take it away."""
    home = home_folder()
    if remove:
        n_rows = take_away(home)
        print_plain(
            say.choose(
                "The demonstration year is gone: {n} invented row was removed.",
                "The demonstration year is gone: {n} invented rows were removed.",
                n_rows,
            )
        )
        return
    added = add_to(existing_folder(course or only_course()))
    print_plain(
        say.choose(
            "The demonstration year is in the register: {n} invented row, marked on every page.",
            "The demonstration year is in the register: {n} invented rows, marked on every page.",
            added.n_rows,
        )
    )
    for reason in added.left_out:
        print_plain(say(LEFT_OUT[reason]))
    print_plain(say("Take it away with: schakel demo-year --remove"))


def take_away(home: Path) -> int:
    """Take everything invented away; return how many rows that were."""
    open_database()
    from django.db import transaction

    from schakel.cycle.demonstration import let_go_of_real_rows
    from schakel.cycle.marking import settle_marks
    from schakel.programme.demonstration import remove_demonstration_year

    at = datetime.now(UTC)
    with transaction.atomic():
        let_go_of_real_rows(at=at)
        report = remove_demonstration_year(at=at)
    settle_marks(home)
    return report.n_rows


@dataclass(frozen=True, slots=True)
class Added:
    """How many invented rows were added, and which parts of the cycle were left out and why."""

    n_rows: int
    left_out: tuple[str, ...]


def add_to(folder: Path) -> Added:
    """Add the demonstration year and its cycle to the register of a course folder, which is loaded first."""
    from schakel.koers.framework import load_framework
    from schakel.koers.reading import read_course
    from schakel.web.preparing import point_site_to

    course = read_course(folder)
    elements = [element.code for element in load_framework(folder).elements]
    point_site_to(folder, figures_of(folder, None))
    open_database()
    from django.db import transaction
    from django.utils import timezone

    from schakel.cycle.demonstration import add_demonstration_cycle
    from schakel.programme.demonstration import add_demonstration_year
    from schakel.programme.loading import load_register_when_changed

    at = datetime.now(UTC)
    today = timezone.localdate(at)
    load_register_when_changed(course, at=at)
    people = known_inhabitants(today.year)
    newest = known_measurement(course.id)
    with transaction.atomic():
        year = add_demonstration_year(course, elements, today=today, at=at, inhabitants=people)
        cycle = add_demonstration_cycle(
            course,
            elements,
            folder=folder,
            measurement=newest,
            previous=earlier_measurement(newest),
            today=today,
            at=at,
        )
    return Added(year.n_rows + cycle.n_rows, cycle.left_out)


def known_measurement(course: str) -> "StoredMeasurement | None":
    """Return the newest measurement of a course; ``None`` where nothing was measured yet."""
    from schakel.diagnosis.storage import StoredMeasurement
    from schakel.web.reading import NoMeasurementError, open_reading

    try:
        stored = open_reading(None, "nl").stored
    except NoMeasurementError:
        return None
    if not isinstance(stored, StoredMeasurement):
        return None
    return stored if stored.dossier.course_id == course else None


def earlier_measurement(newest: "StoredMeasurement | None") -> "StoredMeasurement | None":
    """Return the measurement of the year before another; ``None`` where there is none."""
    from schakel.diagnosis.storage import NoMeasurement, load_measurement
    from schakel.web.reading import home

    if newest is None:
        return None
    try:
        return load_measurement(home(), newest.dossier.course_id, newest.dossier.year - 1)
    except NoMeasurement:
        return None


def known_inhabitants(year: int) -> Mapping[tuple[str, int], int]:
    """Return the inhabitants of each municipality in the last years, where a measurement holds them."""
    from schakel.web.programme.money.inhabitants import read_inhabitants
    from schakel.web.reading import NoMeasurementError, open_reading

    try:
        reading = open_reading(None, "nl")
    except NoMeasurementError:
        return {}
    years = range(year - N_YEARS + 1, year + 1)
    found = read_inhabitants(reading, years)
    return {key: figure.number for key, figure in found.items() if figure.number is not None}
