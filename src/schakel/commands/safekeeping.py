# SPDX-License-Identifier: EUPL-1.2
"""Commands that keep what cannot be made again: backup and restore."""

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from schakel.commands.database import open_database
from schakel.commands.folders import existing_file, home_folder, repository_folder
from schakel.commands.terminal import print_plain, progress_bar, say

app = typer.Typer()
File = Annotated[Path, typer.Argument(help=say("The backup file (.zip)."))]


def kept_folders(home: Path, courses: Path, figures: Path) -> dict[str, Path]:
    """Return the folders of a backup by the name they have in it."""
    from schakel.web.safekeeping.archive import HOME_FOLDERS

    return {name: home / name for name in HOME_FOLDERS} | {"courses": courses, "figures": figures}


@app.command(help=say("Keep the database and every file that cannot be made again in one backup file."))
def backup(file: File) -> None:
    """Write the backup; the file appears when it is whole, readable by its owner alone."""
    home_folder()
    open_database()
    from schakel.web.safekeeping.archive import make_backup

    folders = kept_folders(home_folder(), repository_folder("courses"), repository_folder("figures"))
    with progress_bar() as report:
        made = make_backup(file, folders, version=version("schakel"), at=datetime.now(UTC), report=report)
    print_plain(
        say(
            "Backup in {file}: {rows} rows of {tables} tables and {files} files, {size} MB.",
            file=file,
            rows=made.n_rows,
            tables=made.n_tables,
            files=made.n_files,
            size=f"{made.n_bytes / 1e6:.1f}",
        )
    )
    print_plain(say("It holds business contacts and second factors: keep it where nobody else can read it."))


@app.command(help=say("Put a backup back, or prove with --verify that it can be put back."))
def restore(
    file: File,
    verify: Annotated[
        bool, typer.Option("--verify", help=say("Try it in a folder apart; nothing here changes."))
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help=say("Throw away what the database holds now."))
    ] = False,
    with_course: Annotated[
        bool, typer.Option("--with-course", help=say("Put the course and the figures back too."))
    ] = False,
) -> None:
    """Restore a backup, with proof: every table and file is compared with what was saved."""
    existing_file(file)
    if verify:
        try_apart(file)
        return
    home_folder()
    open_database()
    from schakel.web.safekeeping.archive import restore_backup

    folders = kept_folders(home_folder(), repository_folder("courses"), repository_folder("figures"))
    chosen = {n: f for n, f in folders.items() if with_course or n not in ("courses", "figures")}
    restored = restore_backup(file, chosen, replace=replace)
    print_plain(
        say(
            "Restored and compared: {rows} rows of {tables} tables and {files} files of {day}; "
            "the audit chain of {lines} lines holds.",
            rows=restored.n_rows,
            tables=restored.n_tables,
            files=restored.n_files,
            day=restored.made_at[:10],
            lines=restored.n_audit_entries,
        )
    )


def try_apart(file: Path) -> None:
    """Restore into an empty folder with a database of its own, in a process of its own; then remove it."""
    with tempfile.TemporaryDirectory(prefix="schakel-verify-") as folder:
        apart = os.environ | {"SCHAKEL_HOME": folder, "DATABASE_URL": ""}
        command = [sys.executable, "-m", "schakel", "restore", str(file.resolve())]
        result = subprocess.run(command, env=apart, check=False)
    if result.returncode:
        raise typer.Exit(1)
