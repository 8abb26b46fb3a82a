# SPDX-License-Identifier: EUPL-1.2
"""Brings the shipped figures into a home folder: snapshot, read, check, keep as Parquet."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import polars as pl

from schakel.dataroom.figure_tables import read_figure_table
from schakel.dataroom.levels import flag_repeated_values
from schakel.dataroom.measures import SourceTable, load_measures, load_tables
from schakel.dataroom.observations import check_observations, empty_observations, observations_path
from schakel.dataroom.regions import load_regions
from schakel.dataroom.snapshots import Receipt, take_snapshot
from schakel.koers.failures import N_, Failure

Report = Callable[[int, int, str], None]
FORM: Final = "1"
_DECLARATIONS = ("vocabulary.yaml", "regions.csv", "redivisions.csv")


class NoFigures(Failure):
    """A folder without figure tables."""

    template = N_("There are no figure tables in {folder}.")
    cure = N_("Point to the project's folder `figures`.")


class NoDeclaration(Failure):
    """A figure table without the YAML file that says what it is."""

    template = N_("{file} has no {expected} beside it with at least one measure.")
    cure = N_("Add the file with table id, publisher, licence and measures.")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What was loaded of one table: the hash of its files, its snapshot and its number of rows."""

    sha256: str
    table: str
    snapshot_id: str
    n_rows: int


def ingest_figures(figures_folder: Path, home: Path, report: Report | None = None) -> int:
    """Load every figure table into the home folder and return the number of observations.

    Each CSV becomes a snapshot, is read and checked whole, and replaces what was loaded of the
    same table before. Tables whose files have not changed are skipped by comparing hashes; when
    nothing changed at all, nothing is read.

    Parameters
    ----------
    figures_folder
        Folder with ``<table>.csv`` and ``<table>.yaml`` pairs, regions and vocabulary.
    home
        The home folder (``snapshots/`` and ``dataroom/`` are made in it).
    report
        Called as ``report(done, total, label)`` after each table.

    Raises
    ------
    NoFigures, NoDeclaration
        When there is nothing to load, or a CSV does not say what it is.
    WrongFigure, WrongObservations, WrongDeclaration, WrongRegionTable
        When a table breaks a rule; what was loaded before stays as it was.
    """
    report = report or _silent
    stems = _stems(figures_folder)
    hashes = _hashes(figures_folder, stems)
    known = _read_manifest(home)
    changed = [s for s in stems if s not in known or known[s].sha256 != hashes[s]]
    if not changed and set(known) == set(stems):
        report(len(stems), len(stems), "")
        return sum(entry.n_rows for entry in known.values())
    tables = {table.stem: table for table in load_tables(figures_folder).values()}
    kept = _read_kept(home, known, [s for s in stems if s not in changed])
    entries = {s: known[s] for s in stems if s not in changed}
    frames = [kept]
    for number, stem in enumerate(changed, start=1):
        if stem not in tables:
            raise NoDeclaration(file=f"{stem}.csv", expected=f"{stem}.yaml")
        frame, snapshot_id = _read_table(figures_folder, home, tables[stem])
        frames.append(frame)
        entries[stem] = _Entry(hashes[stem], tables[stem].id, snapshot_id, frame.height)
        report(number, len(changed), tables[stem].id)
    observations = check_observations(pl.concat(frames), "observations")
    _write(home, observations, entries)
    return observations.height


def _read_table(folder: Path, home: Path, table: SourceTable) -> tuple[pl.DataFrame, str]:
    content = (folder / f"{table.stem}.csv").read_bytes()
    receipt = Receipt(
        source_table=table.id,
        title=table.title.en,
        publisher=table.publisher,
        licence=table.licence,
        origin=table.url,
        retrieved_date=table.retrieved_date,
        file_name=f"{table.stem}.csv",
        media_type="text/csv",
    )
    snapshot = take_snapshot(content, home=home, receipt=receipt)
    frame = read_figure_table(
        content,
        table=table,
        measures=load_measures(folder),
        regions=load_regions(folder),
        snapshot_id=snapshot.id,
    )
    return flag_repeated_values(frame), snapshot.id


def _stems(folder: Path) -> list[str]:
    apart = {Path(name).stem for name in _DECLARATIONS}
    stems = sorted(path.stem for path in folder.glob("*.csv") if path.stem not in apart)
    if not stems:
        raise NoFigures(folder=folder)
    for stem in stems:
        if not (folder / f"{stem}.yaml").is_file():
            raise NoDeclaration(file=f"{stem}.csv", expected=f"{stem}.yaml")
    return stems


def _hashes(folder: Path, stems: list[str]) -> dict[str, str]:
    """Hash each table with what its reading depends on: its YAML, the regions and the vocabulary."""
    shared = FORM.encode() + b"".join((folder / name).read_bytes() for name in _DECLARATIONS)
    return {
        stem: hashlib.sha256(
            shared + (folder / f"{stem}.yaml").read_bytes() + b"\0" + (folder / f"{stem}.csv").read_bytes()
        ).hexdigest()
        for stem in stems
    }


def _manifest_path(home: Path) -> Path:
    return home / "dataroom" / "figures.json"


def _read_manifest(home: Path) -> dict[str, _Entry]:
    path = _manifest_path(home)
    if not path.is_file() or not observations_path(home).is_file():
        return {}
    try:
        return {stem: _Entry(**facts) for stem, facts in json.loads(path.read_bytes()).items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _read_kept(home: Path, known: dict[str, _Entry], stems: list[str]) -> pl.DataFrame:
    if not stems:
        return empty_observations()
    tables = [known[stem].table for stem in stems]
    return pl.read_parquet(observations_path(home)).filter(pl.col("source_table").is_in(tables))


def _write(home: Path, observations: pl.DataFrame, entries: dict[str, _Entry]) -> None:
    path = observations_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".new-{os.getpid()}.parquet")
    observations.write_parquet(temporary, compression="zstd")
    manifest = json.dumps({stem: asdict(entry) for stem, entry in sorted(entries.items())}, indent=1)
    manifest_temporary = path.with_name(f".new-{os.getpid()}.json")
    manifest_temporary.write_text(manifest + "\n", encoding="utf-8")
    _manifest_path(home).unlink(missing_ok=True)  # a crash between the two steps only means loading again
    temporary.replace(path)
    manifest_temporary.replace(_manifest_path(home))


def _silent(done: int, total: int, label: str) -> None:
    return None
