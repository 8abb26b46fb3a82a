# SPDX-License-Identifier: EUPL-1.2
"""Measurements on disk: written once, named after their content, read back unchanged.

``measurements/<course>/<year>/<id>/`` holds ``dossier.json`` and ``tables/*.parquet``. The id is
the hash of both. ``current.json`` beside the folders says which one the year now stands on and
from which inputs it was made, so that equal inputs are not computed again.
"""

import hashlib
import io
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from schakel.diagnosis.dossier import Dossier
from schakel.diagnosis.dossier_json import dossier_from_json, dossier_to_json
from schakel.koers.failures import N_, Failure

ID_LENGTH = 16
_CURRENT = "current.json"


class NoMeasurement(Failure):
    """A measurement that was asked for and is not stored."""

    template = N_("There is no stored diagnosis of {course} for {year}.")
    cure = N_("Compute it with `make start` or `schakel diagnose --year {year}`.")


class NoTable(Failure):
    """A table that a measurement does not have."""

    template = N_("The diagnosis {measurement} has no table '{name}'.")
    cure = N_("Choose one of: {expected}.")


class DamagedMeasurement(Failure):
    """A stored measurement whose bytes no longer fit its name."""

    template = N_("The stored diagnosis {measurement} was changed after it was written.")
    cure = N_("Remove its folder {folder} and compute the diagnosis again.")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A dossier with its large tables, not yet stored."""

    dossier: Dossier
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeasurementEntry:
    """A stored measurement in a list; ``is_current``: the one that its year stands on."""

    course_id: str
    year: int
    id: str
    folder: Path
    is_current: bool


@dataclass(frozen=True)
class StoredMeasurement:
    """A measurement as stored; the dossier and each table are read when first asked for."""

    id: str
    folder: Path

    @cached_property
    def dossier(self) -> Dossier:
        """The dossier."""
        path = self.folder / "dossier.json"
        return dossier_from_json(path.read_bytes(), file=path)

    @property
    def table_names(self) -> tuple[str, ...]:
        """The names of the tables, sorted."""
        return tuple(sorted(path.stem for path in (self.folder / "tables").glob("*.parquet")))

    def table(self, name: str) -> pl.DataFrame:
        """Return a table.

        Raises
        ------
        NoTable
            When the measurement has no table of this name.
        """
        if name not in self.table_names:
            raise NoTable(measurement=self.id, name=name, expected=", ".join(self.table_names))
        return pl.read_parquet(self.folder / "tables" / f"{name}.parquet")


def table_to_parquet(table: pl.DataFrame) -> bytes:
    """Return a table as Parquet bytes; the same table gives the same bytes."""
    target = io.BytesIO()
    table.rechunk().write_parquet(target, compression="zstd", statistics=False, row_group_size=1_000_000)
    return target.getvalue()


def measurement_id(dossier: bytes, tables: Mapping[str, bytes]) -> str:
    """Return the name of a measurement: the start of the SHA-256 over the dossier and its tables."""
    total = hashlib.sha256(hashlib.sha256(dossier).digest())
    for name in sorted(tables):
        total.update(name.encode() + b"\0" + hashlib.sha256(tables[name]).digest())
    return total.hexdigest()[:ID_LENGTH]


def store_measurement(diagnosis: Diagnosis, home: Path, *, inputs_sha256: str = "") -> str:
    """Store a diagnosis and make it the current one of its year; return its id.

    What is stored already is left untouched. ``inputs_sha256`` names everything that went in
    (see :func:`schakel.diagnosis.run.make_measurement`).
    """
    dossier = dossier_to_json(diagnosis.dossier)
    tables = {name: table_to_parquet(table) for name, table in diagnosis.tables.items()}
    identity = measurement_id(dossier, tables)
    year_folder = _year_folder(home, diagnosis.dossier.course_id, diagnosis.dossier.year)
    folder = year_folder / identity
    if not folder.exists():
        _write_folder(folder, dossier, tables)
    current = {"id": identity, "inputs_sha256": inputs_sha256}
    _replace_file(year_folder / _CURRENT, (json.dumps(current) + "\n").encode())
    return identity


def _write_folder(folder: Path, dossier: bytes, tables: Mapping[str, bytes]) -> None:
    """Write into a folder beside it and rename, so that no half-written measurement exists."""
    unfinished = folder.with_name(f".{folder.name}-{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "tables").mkdir(parents=True)
    (unfinished / "dossier.json").write_bytes(dossier)
    for name, content in tables.items():
        (unfinished / "tables" / f"{name}.parquet").write_bytes(content)
    try:
        unfinished.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        shutil.rmtree(unfinished)


def _replace_file(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def _year_folder(home: Path, course_id: str, year: int) -> Path:
    return home / "measurements" / course_id / str(year)


def _read_current(year_folder: Path) -> dict[str, str]:
    try:
        found = json.loads((year_folder / _CURRENT).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def current_with_inputs(home: Path, course_id: str, year: int, inputs_sha256: str) -> str | None:
    """Return the id of the year's current measurement when it was made from these inputs."""
    folder = _year_folder(home, course_id, year)
    current = _read_current(folder)
    identity = current.get("id", "")
    is_same = bool(identity) and current.get("inputs_sha256") == inputs_sha256
    return identity if is_same and (folder / identity / "dossier.json").is_file() else None


def list_measurements(home: Path, course_id: str | None = None) -> tuple[MeasurementEntry, ...]:
    """Return every stored measurement, by course, year and id, the current one of a year first."""
    found = []
    for path in sorted((home / "measurements").glob("*/*/*/dossier.json")):
        folder = path.parent
        course, year = folder.parent.parent.name, folder.parent.name
        if year.isdigit() and not folder.name.startswith(".") and course_id in (None, course):
            is_current = _read_current(folder.parent).get("id") == folder.name
            found.append(MeasurementEntry(course, int(year), folder.name, folder, is_current))
    return tuple(sorted(found, key=lambda m: (m.course_id, m.year, not m.is_current, m.id)))


def load_measurement(
    home: Path, course_id: str, year: int | None = None, measurement_id: str | None = None
) -> StoredMeasurement:
    """Return a stored measurement: of the newest year, the current one, unless told otherwise.

    Raises
    ------
    NoMeasurement
        When there is none.
    """
    entries = [
        m
        for m in list_measurements(home, course_id)
        if year in (None, m.year) and measurement_id in (None, m.id)
    ]
    if not entries:
        raise NoMeasurement(course=course_id, year=year if year is not None else "?")
    newest = max(m.year for m in entries)
    chosen = next(m for m in entries if m.year == newest)
    return StoredMeasurement(chosen.id, chosen.folder)


def verify_measurement(stored: StoredMeasurement) -> None:
    """Check that a stored measurement still has the bytes that its name stands for.

    Raises
    ------
    DamagedMeasurement
        When a byte was changed.
    """
    tables = {n: (stored.folder / "tables" / f"{n}.parquet").read_bytes() for n in stored.table_names}
    if measurement_id((stored.folder / "dossier.json").read_bytes(), tables) != stored.id:
        raise DamagedMeasurement(measurement=stored.id, folder=stored.folder)


def write_tables(diagnosis: Diagnosis | StoredMeasurement, out: Path) -> tuple[Path, ...]:
    """Write every table as CSV (UTF-8, decimal point) and Parquet; return the files."""
    out.mkdir(parents=True, exist_ok=True)
    names = sorted(diagnosis.tables) if isinstance(diagnosis, Diagnosis) else diagnosis.table_names
    written = []
    for name in names:
        table = diagnosis.tables[name] if isinstance(diagnosis, Diagnosis) else diagnosis.table(name)
        flat = table.select(c for c in table.columns if not table.schema[c].is_nested())
        flat.write_csv(out / f"{name}.csv")
        (out / f"{name}.parquet").write_bytes(table_to_parquet(table))
        written += [out / f"{name}.csv", out / f"{name}.parquet"]
    return tuple(written)


def write_provenance(diagnosis: Diagnosis | StoredMeasurement, out: Path) -> Path:
    """Write the provenance as JSON: versions, choices, seed and every snapshot with its hash."""
    out.mkdir(parents=True, exist_ok=True)
    dossier = diagnosis.dossier
    facts: dict[str, object] = {
        "course": dossier.course_id,
        "year": dossier.year,
        **asdict(dossier.provenance),
    }
    if isinstance(diagnosis, StoredMeasurement):
        facts = {"measurement": diagnosis.id, **facts}
    path = out / "provenance.json"
    path.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
