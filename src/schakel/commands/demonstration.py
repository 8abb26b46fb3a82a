# SPDX-License-Identifier: EUPL-1.2
"""The command that fills the register with a clearly invented year, and takes it away again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schakel.commands.database import open_database
from schakel.commands.folders import existing_folder, figures_of, home_folder, only_course
from schakel.commands.terminal import Course, print_plain, say

if TYPE_CHECKING:
    from schakel.programme.demonstration import DemonstrationReport

demonstration_app = typer.Typer()
N_YEARS = 3


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
    home_folder()
    if remove:
        open_database()
        from schakel.programme.demonstration import remove_demonstration_year

        report = remove_demonstration_year(at=datetime.now(UTC))
        print_plain(
            say.choose(
                "The demonstration year is gone: {n} invented row was removed.",
                "The demonstration year is gone: {n} invented rows were removed.",
                report.n_rows,
            )
        )
        return
    report = add_to(existing_folder(course or only_course()))
    print_plain(
        say.choose(
            "The demonstration year is in the register: {n} invented row, marked on every page.",
            "The demonstration year is in the register: {n} invented rows, marked on every page.",
            report.n_rows,
        )
    )
    print_plain(say("Take it away with: schakel demo-year --remove"))


def add_to(folder: Path) -> "DemonstrationReport":
    """Add the demonstration year to the register of a course folder, which is loaded first."""
    from schakel.koers.framework import load_framework
    from schakel.koers.reading import read_course
    from schakel.web.preparing import point_site_to

    course = read_course(folder)
    elements = [element.code for element in load_framework(folder).elements]
    point_site_to(folder, figures_of(folder, None))
    open_database()
    from django.utils import timezone

    from schakel.programme.demonstration import add_demonstration_year
    from schakel.programme.loading import load_register_when_changed

    at = datetime.now(UTC)
    today = timezone.localdate(at)
    load_register_when_changed(course, at=at)
    return add_demonstration_year(
        course, elements, today=today, at=at, inhabitants=known_inhabitants(today.year)
    )


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
