# SPDX-License-Identifier: EUPL-1.2
"""A stored measurement as one file, and back: the bytes of its folder in a ZIP that is always the same.

The database keeps this file, so that a measurement opens in any year, also when its folder is gone.
"""

import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import polars as pl

from schakel.diagnosis.dossier import Dossier
from schakel.diagnosis.dossier_json import dossier_from_json
from schakel.diagnosis.storage import (
    DamagedMeasurement,
    NoTable,
    StoredMeasurement,
    measurement_id,
    verify_measurement,
)
from schakel.koers.failures import N_, Failure

DOSSIER = "dossier.json"
_TABLES, _PARQUET = "tables/", ".parquet"
_MOMENT = (1980, 1, 1, 0, 0, 0)
_LARGEST = 500_000_000


class DamagedArchive(Failure):
    """The kept file of a measurement is not what was kept."""

    template = N_("The kept file of measurement {measurement} is damaged: {reason}.")
    cure = N_("Put the last backup of the database back; the pages go on with the folder on disk.")


class FolderState(StrEnum):
    """What became of the folder of a measurement."""

    WHOLE = "whole"
    DAMAGED = "damaged"
    GONE = "gone"


@dataclass(frozen=True)
class ArchivedMeasurement:
    """A measurement from its kept file, with the members of a stored one.

    The dossier and each table are read when first asked for.
    """

    id: str
    files: Mapping[str, bytes] = field(repr=False)
    _read: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def dossier(self) -> Dossier:
        """The dossier."""
        return dossier_from_json(self.files[DOSSIER], file=f"{self.id}/{DOSSIER}")

    @property
    def table_names(self) -> tuple[str, ...]:
        """The names of the tables, sorted."""
        return tuple(sorted(tables_in(self.files)))

    def table(self, name: str) -> pl.DataFrame:
        """Return a table.

        Raises
        ------
        NoTable
            When the measurement has no table of this name.
        """
        if name not in self.table_names:
            raise NoTable(measurement=self.id, name=name, expected=", ".join(self.table_names))
        if name not in self._read:
            self._read[name] = pl.read_parquet(io.BytesIO(self.files[f"{_TABLES}{name}{_PARQUET}"]))
        return self._read[name]


def tables_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the bytes of each table by its name."""
    return {
        name.removeprefix(_TABLES).removesuffix(_PARQUET): content
        for name, content in files.items()
        if name.startswith(_TABLES) and name.endswith(_PARQUET)
    }


def folder_state(stored: StoredMeasurement) -> FolderState:
    """Say whether the folder of a measurement still holds what its name stands for."""
    if not stored.folder.is_dir():
        return FolderState.GONE
    try:
        verify_measurement(stored)
    except (DamagedMeasurement, OSError):
        return FolderState.DAMAGED
    return FolderState.WHOLE


def zip_measurement(stored: StoredMeasurement) -> bytes:
    """Return the folder of a measurement as a ZIP; the same folder gives the same bytes.

    Raises
    ------
    DamagedMeasurement
        When the folder does not hold what its name stands for.
    """
    if folder_state(stored) is not FolderState.WHOLE:
        raise DamagedMeasurement(measurement=stored.id, folder=stored.folder)
    tables = {
        f"{_TABLES}{n}{_PARQUET}": stored.folder / "tables" / f"{n}.parquet" for n in stored.table_names
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in sorted({DOSSIER: stored.folder / DOSSIER, **tables}.items()):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return out.getvalue()


def open_archive(content: bytes, *, identity: str, sha256: str) -> ArchivedMeasurement:
    """Return the measurement in a kept file, after proving that it is what was kept.

    Raises
    ------
    DamagedArchive
        When a byte was changed: the file does not fit its hash, or its content not its name.
    """
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedArchive(measurement=identity, reason=N_("its bytes do not fit the hash that was kept"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise DamagedArchive(measurement=identity, reason=N_("it is too large for a measurement"))
            files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except zipfile.BadZipFile as error:
        raise DamagedArchive(measurement=identity, reason=N_("it cannot be opened")) from error
    if measurement_id(files.get(DOSSIER, b""), tables_in(files)) != identity:
        raise DamagedArchive(measurement=identity, reason=N_("its content does not fit its name"))
    return ArchivedMeasurement(identity, files)


def write_folder(archived: ArchivedMeasurement, folder: Path) -> None:
    """Write a measurement back to its folder; what stands there is put aside under a name with a dot.

    It is written beside the folder and renamed, so that no half-written measurement exists.
    """
    unfinished = folder.with_name(f".{folder.name}-{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "tables").mkdir(parents=True)
    (unfinished / DOSSIER).write_bytes(archived.files[DOSSIER])
    for name, content in tables_in(archived.files).items():
        (unfinished / "tables" / f"{name}{_PARQUET}").write_bytes(content)
    if folder.exists():
        aside = folder.with_name(f".damaged-{folder.name}")
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
    try:
        unfinished.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        shutil.rmtree(unfinished)
