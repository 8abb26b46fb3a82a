# SPDX-License-Identifier: EUPL-1.2
"""The ``schakel`` command: for the bureau and the analyst, in Dutch or English."""

import contextlib
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from schakel.diagnosis.steps import N_RUNS, SEED
from schakel.documents.failures_in_words import explain_failure
from schakel.documents.messages import words
from schakel.koers.failures import N_, Failure

HOME_DEFAULT = "~/.local/share/schakel"
STOPPED_BY_USER = 130


class Format(StrEnum):
    """A form of the report, or none."""

    PDF, HTML, XLSX, NONE = "pdf", "html", "xlsx", "none"


class NoFolder(Failure):
    """A folder that the command needs is not there."""

    template = N_("There is no folder {path}.")
    cure = N_("Give the right folder, or run the command from the folder that holds courses and figures.")


class NoFile(NoFolder):
    """A file that the command needs is not there."""

    template = N_("There is no file {path}.")


def chosen_language(arguments: list[str]) -> str:
    """Return the language of this run: ``--lang`` or SCHAKEL_LANGUAGE, Dutch by default."""
    chosen = os.environ.get("SCHAKEL_LANGUAGE", "nl")
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            chosen = arguments[place + 1]
        elif argument.startswith("--lang="):
            chosen = argument.removeprefix("--lang=")
    return "en" if chosen.startswith("en") else "nl"


LANGUAGE = chosen_language(sys.argv[1:])
say = words(LANGUAGE)
out = Console()
err = Console(stderr=True)
app = typer.Typer(
    help=say("Runs a region's strategic course as a yearly, evidence-based cycle."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
koers_app = typer.Typer(help=say("The strategic course as data."), no_args_is_help=True)
figures_app = typer.Typer(
    help=say("The public figures and the figures printed in the course."), no_args_is_help=True
)
data_app = typer.Typer(help=say("Files with statistics."), no_args_is_help=True)
app.add_typer(koers_app, name="koers")
app.add_typer(figures_app, name="figures")
app.add_typer(data_app, name="data")


def repository_folder(name: str) -> Path:
    """Return ``courses`` or ``figures`` below the working folder, or else of the checkout that runs."""
    here = Path.cwd() / name
    return here if here.is_dir() else Path(__file__).resolve().parents[2] / name


def home_folder() -> Path:
    """Return the folder that holds all state, made where it is absent."""
    home = Path(os.environ.get("SCHAKEL_HOME", HOME_DEFAULT)).expanduser()
    home.mkdir(parents=True, exist_ok=True)
    return home


def existing_folder(path: Path) -> Path:
    """Return the folder, or fail with the cure."""
    if path.is_dir():
        return path
    raise NoFolder(path=path)


def figures_of(course: Path, figures: Path | None) -> Path:
    """Return the folder of figures: as given, inside the course folder, or the shared one."""
    own = course / "figures"
    return existing_folder(figures or (own if own.is_dir() else repository_folder("figures")))


def only_course() -> Path:
    """Return the first course folder of the checkout."""
    courses = existing_folder(repository_folder("courses"))
    return next((f for f in sorted(courses.iterdir()) if (f / "course.yaml").is_file()), courses)


@contextlib.contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None]]:
    """Show a progress bar; yields the function ``report(done, total, label)``."""
    label_column = TextColumn("{task.description:42}")
    with Progress(label_column, BarColumn(), TimeElapsedColumn(), console=err, transient=True) as bar:
        task = bar.add_task(say("Starting"), total=None)

        def report(done: int, total: int, label: str) -> None:
            bar.update(task, completed=done, total=max(total, 1), description=say(label) if label else "")

        yield report


def print_plain(text: str) -> None:
    """Print text as it is, wrapped by the terminal only."""
    out.print(text, highlight=False, markup=False, soft_wrap=True)


Report = Callable[[int, int, str], None]
Host = Annotated[str, typer.Option("--host", help=say("Address to listen on."))]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help=say("Port to listen on."))]
Course = Annotated[Path | None, typer.Option("--course", help=say("Folder of the course."))]
Figures = Annotated[Path | None, typer.Option("--figures", help=say("Folder of the public figures."))]
Year = Annotated[
    int | None,
    typer.Option("--year", help=say("Year of the cycle; the newest year in the figures if absent.")),
]
Runs = Annotated[
    int, typer.Option("--runs", min=10, max=100_000, help=say("Number of runs for the uncertainty."))
]
Seed = Annotated[int, typer.Option("--seed", min=0, help=say("Start of the random numbers."))]


@app.callback()
def options(
    lang: Annotated[str, typer.Option("--lang", help=say("Language: nl or en."))] = LANGUAGE,
    debug: Annotated[bool, typer.Option("--debug", help=say("Show the traceback behind a failure."))] = False,
) -> None:
    """Stand for the options of every command; ``main`` reads them first."""


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

    if not path.is_file():
        raise NoFile(path=path)
    stated: dict[str, Any] = {"form": form, "sheet": sheet, "encoding": encoding, "separator": separator}
    options = ReadOptions(**stated, decimal_mark=cast("Any", decimal_mark), header_rows=header_rows)
    table = read_any(path.read_bytes(), path.name, options)
    for line in describe_raw_table(table, LANGUAGE):
        print_plain(line)
    names, rows = preview_rows(table, LANGUAGE)
    preview = Table(*(Column(escape(name), no_wrap=True, overflow="ellipsis") for name in names), box=None)
    for row in rows:
        preview.add_row(*map(escape, row))
    out.print(preview)


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
    formats: Annotated[
        list[Format] | None,
        typer.Option(
            "--format", help=say("Report format: pdf, html, xlsx or none; may be given more than once.")
        ),
    ] = None,
) -> None:
    """Diagnose, store the measurement and write it to a folder."""
    from schakel.diagnosis.storage import write_provenance, write_tables
    from schakel.documents.charts.surroundings import surroundings_of
    from schakel.documents.report import write_report
    from schakel.koers.reading import read_course

    course_folder = existing_folder(course or only_course())
    chosen = [f.value for f in formats or Format if f is not Format.NONE]
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


@app.command(help=say("Set up, load the course and its figures, compute the diagnosis and serve the site."))
def start(
    course: Course = None,
    figures: Figures = None,
    year: Year = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    serve_site: Annotated[
        bool, typer.Option("--serve/--no-serve", help=say("Serve the site afterwards."))
    ] = True,
) -> None:
    """Do everything that is needed for the first page, and skip what is done already.

    While the site is served, a process of its own draws the charts that were not opened yet.
    """
    from schakel.web.preparing import point_site_to

    course_folder = existing_folder(course or only_course())
    point_site_to(course_folder, figures_of(course_folder, figures))
    with progress_bar() as report:
        stored = make(course_folder, figures, year, SEED, N_RUNS, report)
        if not serve_site:
            draw_charts(report)
    print_answer(stored)
    if serve_site:
        with contextlib.ExitStack() as stack:
            serve_until_stopped(host, port, 2, lambda: stack.callback(draw_apart().terminate))


@app.command(hidden=True)
def draw() -> None:
    """Draw every chart of the newest measurement that is not in the cache."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(10)
    with progress_bar() as report:
        draw_charts(report)


@app.command(help=say("List what is computed and where it is."))
def measurements() -> None:
    """List the stored measurements."""
    from schakel.diagnosis.storage import list_measurements

    table = Table(say("Course"), say("Year"), say("Measurement"), say("Folder"), box=None)
    for entry in list_measurements(home_folder()):
        table.add_row(entry.course_id, str(entry.year), entry.id, str(entry.folder))
    out.print(table)


@app.command(help=say("Serve the site from what is already computed."))
def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: int = 2) -> None:
    """Serve the site until it is stopped."""
    home_folder()
    serve_until_stopped(host, port, workers)


def serve_until_stopped(
    host: str, port: int, workers: int, when_ready: Callable[[], object] = lambda: None
) -> None:
    """Serve the site and say where it is as soon as it answers."""
    from schakel.web.serve import serve as serve_site

    def announce(address: str) -> None:
        print_plain(say("Schakel is at {address} (stop with Ctrl-C).", address=address))
        when_ready()

    serve_site(host, port, workers, announce)


def draw_apart() -> "subprocess.Popen[bytes]":
    """Draw the charts in a process of its own, while the site is read."""
    return subprocess.Popen([sys.executable, "-m", "schakel", "draw"], stderr=subprocess.DEVNULL)


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


def draw_charts(report: Report) -> None:
    """Draw the charts of the newest measurement into the cache."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.web.settings")
    from schakel.web.pictures import prepare_pictures

    prepare_pictures(report)


def print_answer(stored: Any) -> None:
    """Print the answer of the overview page."""
    from schakel.documents.sentences.answers import answer_overview

    print_plain(" ".join(answer_overview(stored.dossier, LANGUAGE)))


def main(arguments: list[str] | None = None) -> Any:
    """Run the command; a failure is one sentence with its cure and exit code 1."""
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    if "--version" in arguments:
        print_plain(f"schakel {version('schakel')}")
        return
    try:
        app(arguments)
    except KeyboardInterrupt:
        err.print(say("Stopped."))
        sys.exit(STOPPED_BY_USER)
    except Exception as failure:
        if debug:
            traceback.print_exc()
        err.print(explain_failure(failure, LANGUAGE), highlight=False, markup=False, soft_wrap=True)
        if not debug and not hasattr(failure, "template"):
            err.print(say("Run the command again with --debug to see where it happened."))
        sys.exit(1)


if __name__ == "__main__":
    main()
