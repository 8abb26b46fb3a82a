# SPDX-License-Identifier: EUPL-1.2
"""One command's worth: load the figures, diagnose the year (and the year before), store both.

The rooms that calculate are imported when there is something to calculate: a start with
unchanged inputs then takes no time.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from schakel.diagnosis.code_version import code_version, hash_folder
from schakel.diagnosis.steps import N_RUNS, SEED, STEPS, Report, silent
from schakel.diagnosis.storage import (
    NoMeasurement,
    StoredMeasurement,
    current_with_inputs,
    load_measurement,
    store_measurement,
)

if TYPE_CHECKING:
    from schakel.diagnosis.inputs import Inputs


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked, with the hash of everything that goes in except the year and its predecessor."""

    course_folder: Path
    figures_folder: Path
    home: Path
    seed: int
    n_runs: int
    base_sha256: str


def make_measurement(
    course_folder: Path,
    figures_folder: Path,
    home: Path,
    *,
    year: int | None = None,
    seed: int = SEED,
    n_runs: int = N_RUNS,
    report: Report = silent,
) -> StoredMeasurement:
    """Make and store the measurement of a year, or return the stored one when nothing changed.

    The figures are ingested into ``home``. When the year before has no measurement it is made
    first, from today's figures up to that year, so that what moved can be shown; a stored
    measurement of the year before is history and stays as it is.

    Parameters
    ----------
    course_folder, figures_folder, home : Path
        The course, the shipped figures, and the folder that holds state.
    year : int, optional
        Figures of later periods are not used. Default: the newest period among the figures
        that the course uses.
    seed, n_runs : int
        Seed and number of the uncertainty runs.
    report : callable
        Called as ``report(done, total, label)``.

    Raises
    ------
    Failure
        What the rooms below find wrong with the course, the figures or the home folder.
    """
    base = _base_sha256(course_folder, figures_folder, seed, n_runs)
    request = _Request(course_folder, figures_folder, home, seed, n_runs, base)
    stored = _stored_already(request, year)
    if stored is not None:
        report(1, 1, "unchanged")
        return stored
    from schakel.dataroom.store import ingest_figures
    from schakel.diagnosis.inputs import load_inputs

    ingest_figures(figures_folder, home, report)
    inputs = load_inputs(course_folder, figures_folder, home)
    chosen = inputs.newest_year() if year is None else year
    n = len(STEPS)
    previous = _current(home, inputs.course.id, chosen - 1)
    if previous is None:
        previous = _make(inputs, request, chosen - 1, None, lambda d, _, label: report(d, 2 * n, label))
    made = _make(inputs, request, chosen, previous, lambda d, _, label: report(n + d, 2 * n, label))
    _remember_start(request, inputs.course.id, chosen if year is None else None)
    report(2 * n, 2 * n, "stored")
    return made


def _base_sha256(course_folder: Path, figures_folder: Path, seed: int, n_runs: int) -> str:
    parts = (code_version(), hash_folder(course_folder), hash_folder(figures_folder), str(seed), str(n_runs))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _inputs_sha256(request: _Request, year: int, previous_id: str | None) -> str:
    text = f"{request.base_sha256}\n{year}\n{previous_id or ''}"
    return hashlib.sha256(text.encode()).hexdigest()


def _current(home: Path, course_id: str, year: int) -> StoredMeasurement | None:
    try:
        return load_measurement(home, course_id, year)
    except NoMeasurement:
        return None


def _make(
    inputs: "Inputs", request: _Request, year: int, previous: StoredMeasurement | None, report: Report
) -> StoredMeasurement:
    """Diagnose one year and store it."""
    from schakel.diagnosis.diagnosing import diagnose

    diagnosis = diagnose(
        inputs, year=year, seed=request.seed, n_runs=request.n_runs, previous=previous, report=report
    )
    inputs_sha256 = _inputs_sha256(request, year, previous.id if previous else None)
    identity = store_measurement(diagnosis, request.home, inputs_sha256=inputs_sha256)
    return load_measurement(request.home, inputs.course.id, year, identity)


def _start_path(request: _Request) -> Path:
    return request.home / "measurements" / f"{request.course_folder.resolve().name}.start.json"


def _remember_start(request: _Request, course_id: str, default_year: int | None) -> None:
    """Note the course's id and default year, so that an unchanged start need not read the figures."""
    path = _start_path(request)
    known = _read_start(request) or {}
    year = default_year if default_year is not None else known.get("year")
    facts = {"base_sha256": request.base_sha256, "course_id": course_id, "year": year}
    path.write_text(json.dumps(facts) + "\n", encoding="utf-8")


def _read_start(request: _Request) -> dict[str, object] | None:
    try:
        facts = json.loads(_start_path(request).read_bytes())
    except (OSError, ValueError):
        return None
    is_same = isinstance(facts, dict) and facts.get("base_sha256") == request.base_sha256
    return facts if is_same else None


def _stored_already(request: _Request, year: int | None) -> StoredMeasurement | None:
    facts = _read_start(request)
    wanted = facts.get("year") if facts and year is None else year
    if facts is None or not isinstance(wanted, int):
        return None
    course_id = str(facts["course_id"])
    before = _current(request.home, course_id, wanted - 1)
    inputs_sha256 = _inputs_sha256(request, wanted, before.id if before else None)
    identity = current_with_inputs(request.home, course_id, wanted, inputs_sha256)
    return load_measurement(request.home, course_id, wanted, identity) if identity else None
