# SPDX-License-Identifier: EUPL-1.2
"""The backup file: a ZIP with the tables, the files of the home folder and a list of what must be in it."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import verify_audit_chain
from schakel.web.safekeeping.tables import (
    TableProof,
    count_rows,
    fill_tables,
    kept_models,
    one_moment,
    proof_of,
    table_lines,
)

MANIFEST = "manifest.json"
KIND = "schakel-backup-1"
HOME_FOLDERS = ("snapshots", "measurements", "evidence", "dataroom")
Report = Callable[[int, int, str], None]


class NotABackup(Failure):
    """The file is no backup, or not whole."""

    template = N_("{path} is not a whole backup of Schakel: {reason}.")
    cure = N_("Take another backup; nothing was changed.")


class DatabaseNotEmpty(Failure):
    """There is a database with content where the backup would go."""

    template = N_("The database here holds {n_rows} rows already.")
    cure = N_("Restore with --replace to throw these away, or with SCHAKEL_HOME in an empty folder.")


class RestoredDiffers(Failure):
    """What was restored is not what was saved."""

    template = N_("After restoring, these differ from the backup: {names}.")
    cure = N_("Do not use this database; take another backup, and report this failure.")


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds: when it was made, tables, rows, files and bytes; lines of the audit chain."""

    made_at: str
    n_tables: int
    n_rows: int
    n_files: int
    n_bytes: int
    n_audit_entries: int


def make_backup(
    path: Path, folders: dict[str, Path], *, version: str, at: datetime, report: Report | None = None
) -> BackupReport:
    """Write everything that cannot be made again to one file.

    Parameters
    ----------
    path
        The file to write; it appears when it is whole.
    folders
        Folders by the name they get in the file; one that is absent is left out.
    version
        The version of the code, kept in the file.
    at
        The moment, kept in the file.
    report
        Called with what is done, of how much, and its name.

    Raises
    ------
    BrokenChain
        When the audit chain does not hold: a backup of it would hide that.
    """
    chain = verify_audit_chain()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        waiting = Path(part.name)
    try:
        with zipfile.ZipFile(waiting, "w", zipfile.ZIP_DEFLATED) as archive:
            tables = _write_tables(archive, report)
            files = _write_files(archive, folders, report)
            manifest = {
                "kind": KIND,
                "made_at": at.isoformat(),
                "version": version,
                "tables": {name: asdict(proof) for name, proof in tables.items()},
                "files": files,
                "audit_entries": chain.n_entries,
            }
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        waiting.chmod(0o600)
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
    return _report(manifest, path)


def _write_tables(archive: zipfile.ZipFile, report: Report | None) -> dict[str, TableProof]:
    proofs: dict[str, TableProof] = {}
    with one_moment():
        models = kept_models()
        for done, model in enumerate(models, start=1):
            name = model._meta.label_lower
            with archive.open(f"tables/{name}.jsonl", "w") as entry:

                def written() -> Iterator[str]:
                    for line in table_lines(model):  # noqa: B023 – used up before the next table
                        entry.write(line.encode() + b"\n")
                        yield line

                proofs[name] = proof_of(written())
            if report:
                report(done, len(models), N_("Tables"))
    return proofs


def _write_files(archive: zipfile.ZipFile, folders: dict[str, Path], report: Report | None) -> dict[str, str]:
    found = {
        f"{name}/{file.relative_to(folder).as_posix()}": file
        for name, folder in folders.items()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.endswith(".part")
    }
    digests = {}
    for done, (name, file) in enumerate(found.items(), start=1):
        content = file.read_bytes()
        digests[name] = hashlib.sha256(content).hexdigest()
        archive.writestr(f"files/{name}", content)
        if report and done % 50 == 0:
            report(done, len(found), N_("Files"))
    return digests


def read_manifest(path: Path) -> dict[str, object]:
    """Check a backup file from within: every table and file is there and is what was written.

    Raises
    ------
    NotABackup
        When it is something else, or a part is missing or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest.get("kind") != KIND:
                raise NotABackup(path=path, reason=N_("it is of another kind"))
            for name, proof in manifest["tables"].items():
                lines = archive.read(f"tables/{name}.jsonl").decode().split("\n")[:-1]
                if asdict(proof_of(lines)) != proof:
                    raise NotABackup(path=path, reason=name)
            for name, digest in manifest["files"].items():
                if hashlib.sha256(archive.read(f"files/{name}")).hexdigest() != digest:
                    raise NotABackup(path=path, reason=name)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise NotABackup(path=path, reason=str(error)) from error
    return dict(manifest)


def restore_backup(path: Path, folders: dict[str, Path], *, replace: bool = False) -> BackupReport:
    """Put a backup back: the tables as a whole or not at all, and then the files; then prove it.

    Parameters
    ----------
    path
        A file of :func:`make_backup`.
    folders
        Where the folders of the file go, by the name they have in it; others in it are left out.
    replace
        Throw away what the database holds now.

    Raises
    ------
    NotABackup, DatabaseNotEmpty, RestoredDiffers, BrokenChain
        See each; after the first two nothing was changed.
    """
    manifest = read_manifest(path)
    n_rows = count_rows()
    if n_rows > 1 and not replace:
        raise DatabaseNotEmpty(n_rows=n_rows)
    tables: dict[str, object] = dict(manifest["tables"])  # type: ignore[call-overload]
    with zipfile.ZipFile(path) as archive:
        known = [m._meta.label_lower for m in kept_models()]
        ordered = [*(n for n in known if n in tables), *(n for n in tables if n not in known)]
        lines = ((n, archive.read(f"tables/{n}.jsonl").decode().split("\n")[:-1]) for n in ordered)
        fill_tables(lines)
        for name in manifest["files"]:  # type: ignore[attr-defined]
            _put_file(archive, name, folders)
    _prove(tables)
    verify_audit_chain()
    return _report(manifest, path)


def _put_file(archive: zipfile.ZipFile, name: str, folders: dict[str, Path]) -> None:
    parts = PurePosixPath(name).parts
    if parts[0] not in folders or ".." in parts:
        return
    target = folders[parts[0]].joinpath(*parts[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_name(target.name + ".part")
    waiting.write_bytes(archive.read(f"files/{name}"))
    waiting.replace(target)


def _prove(tables: dict[str, object]) -> None:
    models = {m._meta.label_lower: m for m in kept_models()}
    wrong = [
        name
        for name, proof in tables.items()
        if name not in models or asdict(proof_of(table_lines(models[name]))) != proof
    ]
    if wrong:
        raise RestoredDiffers(names=", ".join(wrong))


def _report(manifest: dict[str, object], path: Path) -> BackupReport:
    tables: dict[str, dict[str, int]] = manifest["tables"]  # type: ignore[assignment]
    files: dict[str, str] = manifest["files"]  # type: ignore[assignment]
    return BackupReport(
        made_at=str(manifest["made_at"]),
        n_tables=len(tables),
        n_rows=sum(proof["n_rows"] for proof in tables.values()),
        n_files=len(files),
        n_bytes=path.stat().st_size,
        n_audit_entries=int(str(manifest["audit_entries"])),
    )
