# SPDX-License-Identifier: EUPL-1.2
"""Commands about the programme register: loading what the course folder holds."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from schakel.commands.contacts import contacts_app
from schakel.commands.course import keep_running_version
from schakel.commands.database import open_database
from schakel.commands.folders import existing_folder, home_folder, only_course
from schakel.commands.terminal import Course, print_failure, print_plain, say

if TYPE_CHECKING:
    from schakel.programme.loading import LeftAlone, LoadReport

programme_app = typer.Typer(
    help=say("The programme register: partners, initiatives, money and results."), no_args_is_help=True
)
programme_app.add_typer(contacts_app)


@programme_app.command(
    "load",
    help=say("Load the register of the course into the database; what the programme office changed stays."),
)
def load(course: Course = None) -> None:
    """Load the register of a course folder, and name what was left alone."""
    home_folder()
    open_database()
    from schakel.koers.reading import read_course
    from schakel.programme.loading import load_register

    found = read_course(existing_folder(course or only_course()))
    report = load_register(found, at=datetime.now(UTC))
    print_plain(loading_words(report))
    for row in report.left_alone:
        print_plain(f"- {left_alone_words(row)}")


def load_when_changed(course_folder: Path) -> "LoadReport | None":
    """Load the register of a course folder unless exactly that course was loaded last."""
    from schakel.koers.reading import read_course
    from schakel.programme.loading import load_register_when_changed

    return load_register_when_changed(read_course(course_folder), at=datetime.now(UTC))


def load_before_serving(course_folder: Path) -> None:
    """Load what changed and say so; a register that cannot be loaded does not keep the site from starting."""
    home_folder()
    open_database()
    from schakel.programme.loading.writing import CannotLoad

    try:
        report = load_when_changed(course_folder)
    except CannotLoad as failure:
        print_failure(failure)
    else:
        if report is not None:
            print_plain(loading_words(report))
    keep_running_version(course_folder)


def loading_words(report: "LoadReport") -> str:
    """Return in one sentence what loading did."""
    if not report.added and not report.changed and not report.left_alone:
        return say("The register of the course is loaded; it holds nothing new.")
    return say(
        "The register of the course is loaded: {added} new, {changed} changed, {kept} as they were, "
        "{left_alone} left as somebody else made them.",
        added=report.added,
        changed=report.changed,
        kept=report.kept,
        left_alone=len(report.left_alone),
    )


def left_alone_words(row: "LeftAlone") -> str:
    """Return why a row was left alone."""
    from schakel.programme.loading import TABLES

    reasons = {
        "changed": say("entered or changed by somebody"),
        "removed": say("removed by somebody"),
        "differs": say("a line that never changes; correct it with a new line"),
        "elsewhere": say("it hangs on something that was removed"),
    }
    return f"{row.name} ({say(TABLES[row.table])}): {reasons[row.why]}"
