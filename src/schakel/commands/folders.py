# SPDX-License-Identifier: EUPL-1.2
"""Folders and files that commands work on."""

import os
from pathlib import Path

from schakel.koers.failures import N_, Failure

HOME_DEFAULT = "~/.local/share/schakel"


class NoFolder(Failure):
    """A folder that the command needs is not there."""

    template = N_("There is no folder {path}.")
    cure = N_("Give the right folder, or run the command from the folder that holds courses and figures.")


class NoFile(NoFolder):
    """A file that the command needs is not there."""

    template = N_("There is no file {path}.")
    cure = N_("Give the right name, with its folder.")


def repository_folder(name: str) -> Path:
    """Return ``courses`` or ``figures`` below the working folder, or else of the checkout that runs."""
    here = Path.cwd() / name
    return here if here.is_dir() else Path(__file__).resolve().parents[3] / name


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


def existing_file(path: Path) -> Path:
    """Return the file, or fail with the cure."""
    if path.is_file():
        return path
    raise NoFile(path=path)


def figures_of(course: Path, figures: Path | None) -> Path:
    """Return the folder of figures: as given, inside the course folder, or the shared one."""
    own = course / "figures"
    return existing_folder(figures or (own if own.is_dir() else repository_folder("figures")))


def only_course() -> Path:
    """Return the first course folder of the checkout."""
    courses = existing_folder(repository_folder("courses"))
    return next((f for f in sorted(courses.iterdir()) if (f / "course.yaml").is_file()), courses)
