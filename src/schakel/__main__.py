# SPDX-License-Identifier: EUPL-1.2
"""The ``schakel`` command: for the bureau and the analyst, in Dutch or English."""

import sys
import traceback
from importlib.metadata import version
from typing import Annotated, Any

import typer

from schakel.commands import (
    accounts,
    audit,
    checks,
    course,
    demonstration,
    diagnosis,
    index,
    measurement,
    outbox,
    programme,
    safekeeping,
    site,
)
from schakel.commands.terminal import LANGUAGE, err, print_failure, print_plain, say

STOPPED_BY_USER = 130

app = typer.Typer(
    help=say("Runs a region's strategic course as a yearly, evidence-based cycle."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(checks.koers_app, name="koers")
app.add_typer(checks.figures_app, name="figures")
app.add_typer(checks.data_app, name="data")
app.add_typer(accounts.accounts_app, name="accounts")
app.add_typer(audit.audit_app, name="audit")
app.add_typer(measurement.measurement_app, name="measurement")
app.add_typer(programme.programme_app, name="programme")
app.add_typer(course.course_app, name="course")
app.add_typer(outbox.outbox_app, name="outbox")
app.add_typer(demonstration.demonstration_app)
for group in (diagnosis.app, site.app, safekeeping.app, index.app):
    app.add_typer(group)


@app.callback()
def options(
    lang: Annotated[str, typer.Option("--lang", help=say("Language: nl or en."))] = LANGUAGE,
    debug: Annotated[bool, typer.Option("--debug", help=say("Show the traceback behind a failure."))] = False,
) -> None:
    """Stand for the options of every command; ``main`` reads them first."""


def options_first(arguments: list[str]) -> list[str]:
    """Return the arguments with ``--lang`` and ``--debug`` in front, so that they may stand anywhere."""
    front: list[str] = []
    others = list(arguments)
    if "--debug" in others:
        others.remove("--debug")
        front.append("--debug")
    for place, argument in enumerate(others):
        if argument == "--lang" or argument.startswith("--lang="):
            end = place + (2 if argument == "--lang" else 1)
            return [*front, *others[place:end], *others[:place], *others[end:]]
    return [*front, *others]


def main(arguments: list[str] | None = None) -> Any:
    """Run the command; a failure is one sentence with its cure and exit code 1."""
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    if "--version" in arguments:
        print_plain(f"schakel {version('schakel')}")
        return
    try:
        app(options_first(arguments))
    except KeyboardInterrupt:
        err.print(say("Stopped."))
        sys.exit(STOPPED_BY_USER)
    except Exception as failure:
        if debug:
            traceback.print_exc()
        print_failure(failure)
        if not debug and not hasattr(failure, "template"):
            err.print(say("Run the command again with --debug to see where it happened."))
        sys.exit(1)


if __name__ == "__main__":
    main()
