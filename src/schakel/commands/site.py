# SPDX-License-Identifier: EUPL-1.2
"""Commands that serve the site, and draw its charts beforehand."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from schakel.commands.diagnosis import make, print_answer
from schakel.commands.folders import existing_folder, figures_of, home_folder, only_course
from schakel.commands.programme import load_before_serving
from schakel.commands.terminal import (
    Course,
    Figures,
    Host,
    Port,
    Report,
    Year,
    print_plain,
    progress_bar,
    say,
)
from schakel.diagnosis.steps import N_RUNS, SEED

app = typer.Typer()


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
    load_before_serving(course_folder)
    with progress_bar() as report:
        stored = make(course_folder, figures, year, SEED, N_RUNS, report)
        if not serve_site:
            draw_charts(report)
    print_answer(stored)
    tell_how_to_begin()
    if serve_site:
        with contextlib.ExitStack() as stack:
            serve_until_stopped(host, port, 2, lambda: stack.callback(draw_apart().terminate))


def tell_how_to_begin() -> None:
    """Say how the first administrator is invited, as long as there is none."""
    from datetime import date

    from schakel.web.accounts.granting import administrators

    if not administrators(date.today()):
        print_plain(
            say(
                "Nobody can enter anything yet. Invite the first one: "
                "schakel accounts invite --role administrator --email you@example.org"
            )
        )


@app.command(hidden=True)
def draw() -> None:
    """Draw every chart of the newest measurement that is not in the cache."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(10)
    with progress_bar() as report:
        draw_charts(report)


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


def draw_charts(report: Report) -> None:
    """Draw the charts of the newest measurement into the cache."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.web.settings")
    from schakel.web.pictures import prepare_pictures

    prepare_pictures(report)
