# SPDX-License-Identifier: EUPL-1.2
"""Commands that keep measurements in the database, prove that they are whole and put their folders back."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from schakel.commands.database import open_database
from schakel.commands.folders import home_folder
from schakel.commands.terminal import LANGUAGE, out, print_plain, say
from schakel.koers.failures import N_, Failure

if TYPE_CHECKING:
    from schakel.cycle.queries.wholeness import Wholeness
    from schakel.diagnosis.storage import MeasurementEntry

measurement_app = typer.Typer(
    help=say("Measurements that are kept: whole, unchangeable, and readable in any year."),
    no_args_is_help=True,
)
Identity = Annotated[str | None, typer.Argument(help=say("Name of the measurement; all if absent."))]


class NotOnDisk(Failure):
    """There is no folder of a measurement with this name."""

    template = N_("There is no computed measurement {measurement} in {folder}.")
    cure = N_("See with `schakel measurements` which there are.")


@measurement_app.command("keep", help=say("Keep a measurement in the database; the current ones if absent."))
def keep(identity: Identity = None) -> None:
    """Keep the measurement with this name, or the current one of every year."""
    found = chosen_entries(identity)
    open_database()
    from schakel.cycle.actions.measuring import store_measurement_row
    from schakel.cycle.queries.measured import measurement_called
    from schakel.diagnosis.storage import StoredMeasurement
    from schakel.programme.recording import Actor

    for entry in found:
        is_kept = measurement_called(entry.id) is not None
        stored = StoredMeasurement(entry.id, entry.folder)
        store_measurement_row(stored=stored, by=Actor("system"), at=datetime.now(UTC))
        if is_kept:
            print_plain(say("Measurement {id} of {year} was kept already.", id=entry.id, year=entry.year))
        else:
            print_plain(say("Measurement {id} of {year} is kept.", id=entry.id, year=entry.year))


def chosen_entries(identity: str | None) -> "list[MeasurementEntry]":
    """Return the measurements on disk that are meant: the one with this name, or the current ones."""
    from schakel.diagnosis.storage import list_measurements

    home = home_folder()
    entries = list_measurements(home)
    found = [e for e in entries if (e.is_current if identity is None else e.id == identity)]
    if identity is not None and not found:
        raise NotOnDisk(measurement=identity, folder=str(home / "measurements"))
    return found


@measurement_app.command("list", help=say("List what is computed, kept and adopted."))
def list_all() -> None:
    """List every measurement that is on disk or in the database."""
    home = home_folder()
    open_database()
    from schakel.cycle.marking import marks_by_database
    from schakel.cycle.queries.measured import kept_measurements
    from schakel.diagnosis.storage import list_measurements

    adopted = {mark.identity: mark for mark in marks_by_database().values()}
    on_disk = {e.id: (e.course_id, e.year) for e in list_measurements(home)}
    kept = {m.identity: (m.course, m.year) for m in kept_measurements()}
    table = Table(
        say("Course"),
        say("Year"),
        say("Measurement"),
        say("On disk"),
        say("In the database"),
        say("Adopted"),
        box=None,
    )
    for identity, (course, year) in sorted((on_disk | kept).items(), key=lambda found: (found[1], found[0])):
        mark = adopted.get(identity)
        told = "" if mark is None else say("for {cycle}, on {day}", cycle=mark.cycle, day=mark.on)
        table.add_row(course, str(year), identity, _yes(identity in on_disk), _yes(identity in kept), told)
    out.print(table)


def _yes(answer: bool) -> str:
    return say("yes") if answer else say("no")


@measurement_app.command("verify", help=say("Prove that every kept measurement is what was computed."))
def verify() -> None:
    """Check the database, the folders and what the pages show; damage is named with its cure, exit code 1."""
    home = home_folder()
    open_database()
    from schakel.cycle.marking import marks_that_differ
    from schakel.cycle.queries.measured import kept_measurements
    from schakel.cycle.queries.wholeness import wholeness_of

    found = [wholeness_of(measurement, home) for measurement in kept_measurements()]
    told = [sentence for state in found for sentence in damage(state)]
    for course, year in marks_that_differ(home):
        told.append(
            say(
                "The pages of {course} {year} do not follow what the board adopted. "
                "Mend it with: schakel measurement restore",
                course=course,
                year=year,
            )
        )
    for sentence in told:
        print_plain(sentence)
    if told:
        raise typer.Exit(1)
    print_plain(
        say.choose(
            "1 kept measurement is whole, in the database and on disk.",
            "{n} kept measurements are whole, in the database and on disk.",
            len(found),
        )
    )


def damage(state: "Wholeness") -> list[str]:
    """Return what is wrong with a kept measurement and what helps, each in one sentence."""
    from schakel.cycle.archive import FolderState
    from schakel.documents.failures_in_words import explain_failure

    if state.failure is not None and state.folder is not FolderState.WHOLE:
        return [
            say(
                "Measurement {id} of {year} is damaged in the database and on disk: "
                "put the last backup back with schakel restore.",
                id=state.identity,
                year=state.year,
            )
        ]
    if state.failure is not None:
        return [explain_failure(state.failure, LANGUAGE)]
    if state.folder is FolderState.GONE:
        text = say(
            "The folder of measurement {id} of {year} is gone: put it back with "
            "schakel measurement restore {id}",
            id=state.identity,
            year=state.year,
        )
        return [text]
    if state.folder is FolderState.DAMAGED:
        text = say(
            "The folder of measurement {id} of {year} was changed: put it back with "
            "schakel measurement restore {id}",
            id=state.identity,
            year=state.year,
        )
        return [text]
    return []


@measurement_app.command(
    "restore", help=say("Put folders of measurements that are gone or changed back from the database.")
)
def restore(identity: Identity = None) -> None:
    """Write back what is gone or changed, and let the pages follow what the board adopted."""
    home = home_folder()
    open_database()
    from schakel.cycle.actions.putting_back import restore_called
    from schakel.cycle.archive import FolderState
    from schakel.cycle.marking import settle_marks
    from schakel.cycle.queries.measured import kept_measurements

    wanted = [m.identity for m in kept_measurements()] if identity is None else [identity]
    states = {each: restore_called(each, home) for each in wanted}
    mended = [each for each, state in states.items() if state is not FolderState.WHOLE]
    for each in mended:
        print_plain(say("Measurement {id} stands in its folder again.", id=each))
    for course, year in settle_marks(home):
        print_plain(
            say("The pages of {course} {year} show what the board adopted.", course=course, year=year)
        )
    if not mended:
        print_plain(say("No folder was gone or changed."))
