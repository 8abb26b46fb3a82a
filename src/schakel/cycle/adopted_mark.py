# SPDX-License-Identifier: EUPL-1.2
"""The mark beside the measurements of a year that says which one the board adopted.

The database is the truth; ``adopted.json`` follows it (:mod:`schakel.cycle.marking`), so that the pages of a
year show the adopted measurement without asking the database. No model is imported here.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "adopted.json"


@dataclass(frozen=True, slots=True)
class AdoptedMark:
    """Which measurement of a year was adopted: on which day, by which decision, for which year of the cycle.

    ``on`` is an ISO date. ``decision`` is its number, empty for one that is
    confidential, and until its meeting is over.
    """

    identity: str
    on: str
    decision: str
    cycle: int


def year_folder(home: Path, course: str, year: int) -> Path:
    """Return the folder that holds the measurements of a year."""
    return home / "measurements" / course / str(year)


def read_marks(home: Path) -> dict[tuple[str, int], AdoptedMark]:
    """Return every mark by course and year; a file that cannot be read counts as none."""
    found = {}
    for path in (home / "measurements").glob(f"*/*/{FILE}"):
        mark = _read(path)
        if mark is not None and path.parent.name.isdigit():
            found[path.parent.parent.name, int(path.parent.name)] = mark
    return found


def _read(path: Path) -> AdoptedMark | None:
    try:
        return AdoptedMark(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def write_mark(home: Path, course: str, year: int, mark: AdoptedMark | None) -> bool:
    """Let the mark of a year be this one, or none; return whether that changed something."""
    path = year_folder(home, course, year) / FILE
    if (_read(path) if path.exists() else None) == mark and path.exists() == (mark is not None):
        return False
    if mark is None:
        path.unlink(missing_ok=True)
        return True
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{FILE}-{os.getpid()}")
    temporary.write_text(json.dumps(asdict(mark)) + "\n", encoding="utf-8")
    temporary.replace(path)
    return True
