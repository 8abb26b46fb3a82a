# SPDX-License-Identifier: EUPL-1.2
"""Commands that look and report: a course folder, the figures, a file with statistics."""

from pathlib import Path
from typing import Annotated, Any, cast

import typer
from rich.markup import escape
from rich.table import Column, Table

from schakel.commands.folders import existing_file, existing_folder, figures_of, home_folder, only_course
from schakel.commands.terminal import LANGUAGE, Course, Figures, Year, out, print_plain, progress_bar, say
from schakel.documents.failures_in_words import explain_failure

koers_app = typer.Typer(help=say("The strategic course as data."), no_args_is_help=True)
figures_app = typer.Typer(
    help=say("The public figures and the figures printed in the course."), no_args_is_help=True
)
data_app = typer.Typer(help=say("Files with statistics."), no_args_is_help=True)


@koers_app.command("check", help=say("Check a course folder; every problem with its file and line."))
def check_course_files(
    path: Annotated[Path, typer.Argument(help=say("Folder of the course."))], figures: Figures = None
) -> None:
    """Print every problem in a course folder; exit code 1 when there are any."""
    from schakel.diagnosis.course_folder import check_course_folder

    problems = check_course_folder(existing_folder(path), figures_of(path, figures))
    for problem in problems:
        print_plain(explain_failure(problem, LANGUAGE))
    if problems:
        print_plain(say.choose("1 problem.", "{n} problems.", len(problems)))
        raise typer.Exit(1)
    print_plain(say("{path}: nothing wrong.", path=path))


@figures_app.command(
    "check", help=say("Find figures that contradict each other, in the course and in the statistics.")
)
def check_all_figures(
    course: Course = None,
    figures: Figures = None,
    year: Year = None,
    everything: Annotated[bool, typer.Option("--all", help=say("Show warnings and notices too."))] = False,
) -> None:
    """Print what the consistency checks find: contradictions and rounding, with --all everything."""
    from schakel.dataroom.store import ingest_figures
    from schakel.diagnosis.contradictions import find_contradictions
    from schakel.diagnosis.inputs import load_inputs
    from schakel.documents.sentences.finding_list import finding_lines

    course_folder = existing_folder(course or only_course())
    home, figures_folder = home_folder(), figures_of(course_folder, figures)
    with progress_bar() as report:
        ingest_figures(figures_folder, home, report)
        inputs = load_inputs(course_folder, figures_folder, home)
        report(1, 1, "checks")
        found = find_contradictions(inputs, year or inputs.newest_year())
    lines, n_hidden = finding_lines(found, LANGUAGE, everything=everything)
    for line in lines:
        print_plain(line)
    if n_hidden:
        print_plain(say("{n} warnings and notices are not shown; add --all to see them.", n=n_hidden))


@data_app.command(
    "read", help=say("Show what Schakel understands of a StatLine, Eurostat, Excel or CSV file.")
)
def read_file(
    path: Annotated[Path, typer.Argument(help=say("The file."))],
    form: Annotated[str | None, typer.Option(help=say("Form, when the guess is wrong."))] = None,
    sheet: Annotated[str | None, typer.Option(help=say("Sheet of a workbook."))] = None,
    encoding: Annotated[str | None, typer.Option(help=say("Encoding, when the guess is wrong."))] = None,
    separator: Annotated[str | None, typer.Option(help=say("Separator, when the guess is wrong."))] = None,
    decimal_mark: Annotated[str | None, typer.Option(help=say("Decimal mark: , or ."))] = None,
    header_rows: Annotated[int | None, typer.Option(help=say("Number of rows with names."))] = None,
) -> None:
    """Print what was detected, the remarks and the first rows."""
    from schakel.dataroom.readers.forms import read_any
    from schakel.dataroom.readers.raw_table import ReadOptions
    from schakel.documents.file_preview import describe_raw_table, preview_rows

    stated: dict[str, Any] = {"form": form, "sheet": sheet, "encoding": encoding, "separator": separator}
    options = ReadOptions(**stated, decimal_mark=cast("Any", decimal_mark), header_rows=header_rows)
    table = read_any(existing_file(path).read_bytes(), path.name, options)
    for line in describe_raw_table(table, LANGUAGE):
        print_plain(line)
    names, rows = preview_rows(table, LANGUAGE)
    preview = Table(*(Column(escape(name), no_wrap=True, overflow="ellipsis") for name in names), box=None)
    for row in rows:
        preview.add_row(*map(escape, row))
    out.print(preview)
