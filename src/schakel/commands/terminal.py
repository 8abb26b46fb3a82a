# SPDX-License-Identifier: EUPL-1.2
"""What every command shares: the language, printing, the progress bar and options."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from schakel.documents.failures_in_words import explain_failure
from schakel.documents.messages import words

Report = Callable[[int, int, str], None]


class Format(StrEnum):
    """A form of the report, or none."""

    PDF, HTML, XLSX, NONE = "pdf", "html", "xlsx", "none"


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
Formats = Annotated[
    list[Format] | None,
    typer.Option(
        "--format", help=say("Report format: pdf, html, xlsx or none; may be given more than once.")
    ),
]


@contextlib.contextmanager
def progress_bar() -> Iterator[Report]:
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


def print_failure(failure: BaseException) -> None:
    """Print what went wrong and what to do."""
    err.print(explain_failure(failure, LANGUAGE), highlight=False, markup=False, soft_wrap=True)


def chosen_formats(formats: list[Format] | None) -> list[str]:
    """Return the formats that are wanted: all but none where nothing is said."""
    return [each.value for each in formats or Format if each is not Format.NONE]
