# SPDX-License-Identifier: EUPL-1.2
"""Commands about the audit log: prove that it is whole, and write it to a file."""

import csv
import json
import sys
from pathlib import Path
from typing import Annotated, TextIO

import typer

from schakel.commands.database import open_database
from schakel.commands.terminal import print_plain, say

audit_app = typer.Typer(help=say("The audit log: who did what, when."), no_args_is_help=True)
COLUMNS = (
    "number",
    "at",
    "actor",
    "origin",
    "action",
    "object_type",
    "object_id",
    "object_name",
    "result",
    "details",
    "previous_digest",
    "digest",
)


@audit_app.command("verify", help=say("Prove that no line of the audit log was changed or removed."))
def verify() -> None:
    """Check every line; the first broken one is named, with exit code 1."""
    open_database()
    from schakel.programme.auditing import verify_audit_chain

    found = verify_audit_chain()
    print_plain(
        say.choose("The audit chain holds: 1 line.", "The audit chain holds: {n} lines.", found.n_entries)
    )
    print_plain(say("Keep this number elsewhere: {digest}", digest=found.last_digest))


@audit_app.command("export", help=say("Write the audit log as CSV."))
def export(
    to: Annotated[Path | None, typer.Option("--to", help=say("The file; the screen if absent."))] = None,
) -> None:
    """Write every line of the log, oldest first."""
    open_database()
    if to is None:
        write_lines(sys.stdout)
        return
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        n_lines = write_lines(file)
    print_plain(say("{n} lines of the audit log are in {path}.", n=n_lines, path=to))


def write_lines(file: TextIO) -> int:
    """Write the log as CSV and return the number of lines."""
    from schakel.programme.models import AuditEntry

    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    n_lines = 0
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2_000):
        writer.writerow([_cell(getattr(entry, name)) for name in COLUMNS])
        n_lines += 1
    return n_lines


def _cell(value: object) -> object:
    """Return a value as a cell; text that a spreadsheet would run as a formula is made harmless."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return "'" + value if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
