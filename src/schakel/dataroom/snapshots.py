# SPDX-License-Identifier: EUPL-1.2
"""Write-once bytes with a receipt: where a file came from and the hash that proves it is unchanged."""

import dataclasses
import hashlib
import json
import mimetypes
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from schakel.koers.failures import N_, Failure

ID_LENGTH = 16
_ID = re.compile(rf"[0-9a-f]{{{ID_LENGTH}}}")
_TEMPORARY = ".new-"


class UnknownSnapshot(Failure):
    """No snapshot has this id."""

    template = N_("There is no snapshot '{snapshot_id}' in {folder}.")
    cure = N_("Load the file again, or restore the snapshots folder from a backup.")


class TamperedSnapshot(Failure):
    """The bytes of a snapshot are not the bytes that were stored."""

    template = N_(
        "Snapshot {snapshot_id} was changed after it was stored: {file} has sha256 {found}, not {expected}."
    )
    cure = N_("Restore this folder from a backup; a snapshot is never edited, a new file is a new snapshot.")


class DamagedReceipt(Failure):
    """The receipt of a snapshot cannot be read."""

    template = N_("The receipt of snapshot {snapshot_id} cannot be read ({file}: {found}).")
    cure = N_("Restore this folder from a backup, or remove it and load the file again.")


class IncompleteReceipt(Failure):
    """A receipt without the facts that make a figure traceable."""

    template = N_("The receipt of '{source_table}' does not say: {missing}.")
    cure = N_("Fill in the source table, title, publisher, licence and origin before storing the file.")


class EmptySnapshot(Failure):
    """A file without a single byte."""

    template = N_("The file for '{source_table}' is empty ({origin}).")
    cure = N_("Download it again; an empty file is never stored.")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known about a file when it comes in.

    Parameters
    ----------
    source_table
        Table id with its publisher, for example ``"CBS 83582NED"``.
    title, publisher, licence
        In the publisher's words.
    origin
        Web address, or the name of the file as the user had it.
    retrieved_date
        Day on which the file was downloaded (passed in, never taken from the clock).
    file_name
        Name under which the bytes are kept; taken from ``origin`` where empty.
    media_type
        MIME type; guessed from the file name where empty.
    """

    source_table: str
    title: str
    publisher: str
    licence: str
    origin: str
    retrieved_date: date
    file_name: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A stored file: its id, its bytes' place and hash, and every receipt, oldest first."""

    id: str
    path: Path
    sha256: str
    size_bytes: int
    receipts: tuple[Receipt, ...]

    @property
    def receipt(self) -> Receipt:
        """The newest receipt."""
        return self.receipts[-1]

    def read_bytes(self) -> bytes:
        """Return the bytes, after checking that they are those that were stored.

        Raises
        ------
        TamperedSnapshot
            When the file was changed or is gone.
        """
        return _verified_bytes(self)


def take_snapshot(content: bytes | Path, *, home: Path, receipt: Receipt) -> Snapshot:
    """Store bytes once, with their receipt, and return the snapshot.

    The same bytes of the same source table are the same snapshot: the stored file is left as
    it is, and a receipt that says something new (a later date, a corrected licence) is added
    beside the first. The folder appears whole or not at all.

    Parameters
    ----------
    content
        The bytes, or the path of a file to read.
    home
        The home folder; the snapshot lands in ``home/snapshots/<id>``.
    receipt
        What is known about the file; source table, title, publisher, licence and origin are required.

    Raises
    ------
    IncompleteReceipt, EmptySnapshot
        When nothing may be stored.
    TamperedSnapshot, DamagedReceipt
        When the snapshot exists and is no longer what was stored.
    """
    data = content.read_bytes() if isinstance(content, Path) else content
    if isinstance(content, Path) and not receipt.file_name:
        receipt = dataclasses.replace(receipt, file_name=content.name)
    receipt = _completed(receipt)
    if not data:
        raise EmptySnapshot(source_table=receipt.source_table, origin=receipt.origin)
    snapshot_id = snapshot_id_of(data, receipt.source_table)
    folder = _snapshots_folder(home) / snapshot_id
    if not folder.exists():
        _write_folder(folder, data, receipt)
    snapshot = open_snapshot(home, snapshot_id)
    known = {dataclasses.replace(r, file_name=receipt.file_name) for r in snapshot.receipts}
    if receipt in known:
        return snapshot
    _add_receipt(snapshot, receipt)
    return open_snapshot(home, snapshot_id)


def open_snapshot(home: Path, snapshot_id: str) -> Snapshot:
    """Return a stored snapshot after checking its bytes against its receipt.

    Raises
    ------
    UnknownSnapshot
        When the id is not there.
    DamagedReceipt, TamperedSnapshot
        When a receipt cannot be read, or the bytes have another hash than was stored.
    """
    folder = _snapshots_folder(home) / snapshot_id
    if not _ID.fullmatch(snapshot_id) or not folder.is_dir():
        raise UnknownSnapshot(snapshot_id=snapshot_id, folder=_snapshots_folder(home))
    snapshot = _read_folder(folder)
    _verified_bytes(snapshot)
    return snapshot


def list_snapshots(home: Path) -> tuple[Snapshot, ...]:
    """Return every stored snapshot by source table and date, from receipts alone (bytes are not hashed).

    Raises
    ------
    DamagedReceipt
        When a receipt cannot be read.
    """
    folder = _snapshots_folder(home)
    if not folder.is_dir():
        return ()
    found = [_read_folder(p) for p in folder.iterdir() if p.is_dir() and _ID.fullmatch(p.name)]
    return tuple(sorted(found, key=lambda s: (s.receipt.source_table, s.receipt.retrieved_date, s.id)))


def snapshot_id_of(content: bytes, source_table: str) -> str:
    """Return the id that these bytes of this source table have: 16 hexadecimal digits."""
    digest = hashlib.sha256(content)
    digest.update(b"\0" + source_table.encode("utf-8"))
    return digest.hexdigest()[:ID_LENGTH]


def _snapshots_folder(home: Path) -> Path:
    return home / "snapshots"


def _completed(receipt: Receipt) -> Receipt:
    required = ("source_table", "title", "publisher", "licence", "origin")
    missing = [name.replace("_", " ") for name in required if not getattr(receipt, name).strip()]
    if missing:
        raise IncompleteReceipt(source_table=receipt.source_table, missing=", ".join(missing))
    file_name = _plain_name(receipt.file_name or receipt.origin)
    media_type = receipt.media_type or mimetypes.guess_type(file_name)[0] or "application/octet-stream"
    return dataclasses.replace(receipt, file_name=file_name, media_type=media_type)


def _plain_name(name: str) -> str:
    last = re.split(r"[/\\]", name.split("?", 1)[0].rstrip("/\\"))[-1]
    plain = re.sub(r"[^A-Za-z0-9._()-]+", "_", last).lstrip(".")[-100:] or "content"
    return f"content-{plain}" if plain.startswith("receipt") else plain


def _write_folder(folder: Path, data: bytes, receipt: Receipt) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder.parent))
    try:
        _write_file(temporary / receipt.file_name, data)
        _write_file(temporary / "receipt.json", _receipt_json(folder.name, data, receipt))
        temporary.chmod(0o755)
        temporary.rename(folder)
    except OSError:
        if not folder.is_dir():  # when another process stored the same bytes first, theirs stays
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_file(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o444)


def _receipt_json(snapshot_id: str, data: bytes, receipt: Receipt) -> bytes:
    facts: dict[str, object] = {
        "snapshot_id": snapshot_id,
        "sha256": hashlib.sha256(data).hexdigest(),
        "size_bytes": len(data),
        **dataclasses.asdict(receipt),
        "retrieved_date": receipt.retrieved_date.isoformat(),
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _add_receipt(snapshot: Snapshot, receipt: Receipt) -> None:
    receipt = dataclasses.replace(receipt, file_name=snapshot.path.name)
    number = len(snapshot.receipts) + 1
    data = _receipt_json(snapshot.id, snapshot.path.read_bytes(), receipt)
    target = snapshot.path.parent / f"receipt-{number}.json"
    temporary = snapshot.path.parent / f"{_TEMPORARY}{number}-{os.getpid()}"
    _write_file(temporary, data)
    try:
        os.link(temporary, target)  # fails where the name is taken: a receipt is never overwritten
    except FileExistsError:
        return
    finally:
        temporary.unlink(missing_ok=True)


def _read_folder(folder: Path) -> Snapshot:
    first, *later = _read_receipts(folder)
    facts, receipt = first
    return Snapshot(
        id=folder.name,
        path=folder / receipt.file_name,
        sha256=str(facts["sha256"]),
        size_bytes=int(str(facts["size_bytes"])),
        receipts=(receipt, *(r for _, r in later)),
    )


def _read_receipts(folder: Path) -> list[tuple[dict[str, object], Receipt]]:
    numbered = sorted(folder.glob("receipt-*.json"), key=lambda p: (len(p.name), p.name))
    return [_read_receipt(folder.name, path) for path in (folder / "receipt.json", *numbered)]


def _read_receipt(snapshot_id: str, path: Path) -> tuple[dict[str, object], Receipt]:
    try:
        facts = json.loads(path.read_bytes())
        names = [field.name for field in dataclasses.fields(Receipt)]
        values = {name: str(facts[name]) for name in names if name != "retrieved_date"}
        receipt = Receipt(**values, retrieved_date=date.fromisoformat(facts["retrieved_date"]))
        int(facts["size_bytes"]), str(facts["sha256"])
        if receipt.file_name != _plain_name(receipt.file_name) or facts["snapshot_id"] != snapshot_id:
            raise ValueError("it belongs to another snapshot")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedReceipt(snapshot_id=snapshot_id, file=path, found=error) from error
    return facts, receipt


def _verified_bytes(snapshot: Snapshot) -> bytes:
    details = {"snapshot_id": snapshot.id, "file": snapshot.path, "expected": snapshot.sha256}
    try:
        data = snapshot.path.read_bytes()
    except OSError as error:
        raise TamperedSnapshot(**details, found=f"({error.strerror})") from error
    found = hashlib.sha256(data).hexdigest()
    if found != snapshot.sha256 or snapshot_id_of(data, snapshot.receipts[0].source_table) != snapshot.id:
        raise TamperedSnapshot(**details, found=found)
    return data
