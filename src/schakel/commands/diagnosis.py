# SPDX-License-Identifier: EUPL-1.2
"""Commands that make the diagnosis of a year and list what was made."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from schakel.commands.folders import existing_folder, figures_of, home_folder, only_course
from schakel.commands.terminal import (
    LANGUAGE,
    Course,
    Figures,
    Formats,
    Report,
    Runs,
    Seed,
    Year,
    chosen_formats,
    out,
    print_plain,
    progress_bar,
    say,
)
from schakel.diagnosis.steps import N_RUNS, SEED

app = typer.Typer()


@app.command(help=say("Make the diagnosis of a year and write tables, provenance and report to a folder."))
def diagnose(
    out_folder: Annotated[
        Path, typer.Option("--out", help=say("Folder for the results; made where it is absent."))
    ],
    course: Course = None,
    figures: Figures = None,
    year: Year = None,
    runs: Runs = N_RUNS,
    seed: Seed = SEED,
    formats: Formats = None,
) -> None:
    """Diagnose, store the measurement and write it to a folder."""
    from schakel.diagnosis.storage import write_provenance, write_tables
    from schakel.documents.charts.surroundings import surroundings_of
    from schakel.documents.report import write_report
    from schakel.koers.reading import read_course

    course_folder = existing_folder(course or only_course())
    chosen = chosen_formats(formats)
    with progress_bar() as report:
        stored = make(course_folder, figures, year, seed, runs, report)
        out_folder.mkdir(parents=True, exist_ok=True)
        report(0, 2, "tables")
        written = [*write_tables(stored, out_folder), write_provenance(stored, out_folder)]
        report(1, 2, "report")
        around = surroundings_of(
            figures_of(course_folder, figures), read_course(course_folder).lines, LANGUAGE
        )
        written += write_report(stored, out_folder, LANGUAGE, chosen, around) if chosen else []
    print_answer(stored)
    print_plain(say("{n} files in {folder}.", n=len(written), folder=out_folder))


@app.command(help=say("List what is computed and where it is."))
def measurements() -> None:
    """List the stored measurements."""
    from schakel.diagnosis.storage import list_measurements

    table = Table(say("Course"), say("Year"), say("Measurement"), say("Folder"), box=None)
    for entry in list_measurements(home_folder()):
        table.add_row(entry.course_id, str(entry.year), entry.id, str(entry.folder))
    out.print(table)


def make(
    course: Path | None, figures: Path | None, year: int | None, seed: int, runs: int, report: Report
) -> Any:
    """Make or find the measurement of a year."""
    from schakel.diagnosis.run import make_measurement

    course_folder = existing_folder(course or only_course())
    figures_folder = figures_of(course_folder, figures)
    return make_measurement(
        course_folder, figures_folder, home_folder(), year=year, seed=seed, n_runs=runs, report=report
    )


def print_answer(stored: Any) -> None:
    """Print the answer of the overview page."""
    from schakel.documents.sentences.answers import answer_overview

    print_plain(" ".join(answer_overview(stored.dossier, LANGUAGE)))
