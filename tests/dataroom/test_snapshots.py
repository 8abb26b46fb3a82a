# SPDX-License-Identifier: EUPL-1.2
"""A stored file can be proven unchanged, and is never changed."""

import dataclasses
import hashlib
import json
import threading
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.dataroom.snapshots import (
    DamagedReceipt,
    EmptySnapshot,
    IncompleteReceipt,
    Receipt,
    TamperedSnapshot,
    UnknownSnapshot,
    list_snapshots,
    open_snapshot,
    snapshot_id_of,
    take_snapshot,
)

CONTENT = b'"Regio";"2019*"\r\n"Verzonnendam (GM)";"12,5"\r\n'
RECEIPT = Receipt(
    source_table="CBS 00000NED",
    title="Verzonnen banen",
    publisher="CBS",
    licence="CC BY 4.0",
    origin="https://example.org/downloads/banen.csv?x=1",
    retrieved_date=date(2026, 11, 2),
)


def test_bytes_come_back_with_their_receipt(tmp_path):
    taken = take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT)
    opened = open_snapshot(tmp_path, taken.id)
    assert opened == taken
    assert opened.read_bytes() == CONTENT
    assert opened.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert opened.size_bytes == len(CONTENT)
    assert opened.receipt.file_name == "banen.csv"
    assert opened.receipt.media_type == "text/csv"
    assert opened.receipt.retrieved_date == date(2026, 11, 2)
    assert len(taken.id) == 16
    assert taken.id == hashlib.sha256(CONTENT + b"\0CBS 00000NED").hexdigest()[:16]


def test_the_folder_holds_the_content_and_the_receipt(tmp_path):
    taken = take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT)
    folder = tmp_path / "snapshots" / taken.id
    assert sorted(p.name for p in folder.iterdir()) == ["banen.csv", "receipt.json"]
    facts = json.loads((folder / "receipt.json").read_text())
    assert facts["licence"] == "CC BY 4.0"
    assert facts["size_bytes"] == len(CONTENT)


def test_a_path_lends_its_name(tmp_path):
    source = tmp_path / "Inkomen 2024.csv"
    source.write_bytes(CONTENT)
    taken = take_snapshot(source, home=tmp_path, receipt=RECEIPT)
    assert taken.path.name == "Inkomen_2024.csv"


def test_taking_the_same_bytes_again_changes_nothing(tmp_path):
    first = take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT)
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in first.path.parent.iterdir()}
    assert take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT) == first
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in first.path.parent.iterdir()} == before


def test_a_later_receipt_is_added_and_the_first_stays(tmp_path):
    first = take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT)
    original = (first.path.parent / "receipt.json").read_bytes()
    later = dataclasses.replace(RECEIPT, retrieved_date=date(2027, 1, 5), licence="CC0 1.0")
    second = take_snapshot(CONTENT, home=tmp_path, receipt=later)
    assert second.id == first.id
    assert [r.licence for r in second.receipts] == ["CC BY 4.0", "CC0 1.0"]
    assert second.receipt.retrieved_date == date(2027, 1, 5)
    assert (first.path.parent / "receipt.json").read_bytes() == original
    assert len(take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT).receipts) == 2


def test_same_bytes_of_another_table_are_another_snapshot(tmp_path):
    first = take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT)
    other = take_snapshot(
        CONTENT, home=tmp_path, receipt=dataclasses.replace(RECEIPT, source_table="CBS 11111NED")
    )
    assert first.id != other.id
    assert [s.id for s in list_snapshots(tmp_path)] == [first.id, other.id]


def test_a_changed_file_is_named(tmp_path):
    taken = take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT)
    taken.path.chmod(0o644)
    taken.path.write_bytes(CONTENT.replace(b"12,5", b"13,5"))
    for act in (
        lambda: open_snapshot(tmp_path, taken.id),
        taken.read_bytes,
        lambda: take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT),
    ):
        with pytest.raises(TamperedSnapshot, match="changed after it was stored") as caught:
            act()
        assert taken.sha256 in str(caught.value)
        assert "banen.csv" in str(caught.value)


def test_a_file_and_receipt_forged_together_are_still_found_out(tmp_path):
    taken = take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT)
    forged = CONTENT.replace(b"12,5", b"13,5")
    receipt = taken.path.parent / "receipt.json"
    for path in (taken.path, receipt):
        path.chmod(0o644)
    taken.path.write_bytes(forged)
    receipt.write_text(receipt.read_text().replace(taken.sha256, hashlib.sha256(forged).hexdigest()))
    with pytest.raises(TamperedSnapshot):
        open_snapshot(tmp_path, taken.id)


def test_a_removed_file_is_named(tmp_path):
    taken = take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT)
    taken.path.unlink()
    with pytest.raises(TamperedSnapshot, match="No such file"):
        open_snapshot(tmp_path, taken.id)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"sha256": 3}', '{"snapshot_id": "0"}'])
def test_a_damaged_receipt_is_named(tmp_path, text):
    taken = take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT)
    receipt = taken.path.parent / "receipt.json"
    receipt.chmod(0o644)
    receipt.write_text(text)
    with pytest.raises(DamagedReceipt, match="receipt"):
        open_snapshot(tmp_path, taken.id)
    with pytest.raises(DamagedReceipt):
        list_snapshots(tmp_path)


@pytest.mark.parametrize("snapshot_id", ["", "..", "../../etc", "0" * 16, "ABCDEF0123456789", "0" * 17])
def test_an_unknown_id_is_refused(tmp_path, snapshot_id):
    take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT)
    with pytest.raises(UnknownSnapshot):
        open_snapshot(tmp_path, snapshot_id)


def test_nothing_is_stored_without_a_whole_receipt(tmp_path):
    with pytest.raises(IncompleteReceipt, match="publisher, licence"):
        take_snapshot(CONTENT, home=tmp_path, receipt=dataclasses.replace(RECEIPT, publisher=" ", licence=""))
    with pytest.raises(EmptySnapshot, match="empty"):
        take_snapshot(b"", home=tmp_path, receipt=RECEIPT)
    assert list_snapshots(tmp_path) == ()


def test_an_interrupted_write_leaves_no_snapshot(tmp_path, monkeypatch):
    monkeypatch.setattr("schakel.dataroom.snapshots._receipt_json", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT)
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_two_processes_may_store_the_same_bytes(tmp_path):
    results = []
    threads = [
        threading.Thread(
            target=lambda: results.append(take_snapshot(CONTENT, home=tmp_path, receipt=RECEIPT).id)
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [snapshot_id_of(CONTENT, RECEIPT.source_table)] * 8
    assert len(list((tmp_path / "snapshots").iterdir())) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(min_size=1, max_size=300), origin=st.text(min_size=1).filter(str.strip))
def test_any_bytes_and_any_origin_come_back(tmp_path, content, origin):
    receipt = dataclasses.replace(RECEIPT, origin=origin.encode("utf-8", "ignore").decode() or "x")
    if not receipt.origin.strip():
        return
    taken = take_snapshot(content, home=tmp_path, receipt=receipt)
    assert taken.path.parent.parent == tmp_path / "snapshots"
    assert open_snapshot(tmp_path, taken.id).read_bytes() == content
