# SPDX-License-Identifier: EUPL-1.2
"""A kept measurement is whole, opens from the database, and shows every byte that was changed."""

import hashlib
import io
import os
import shutil
import zipfile
from functools import cache

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cycle.made_up_stored import first_dossier, store
from tests.made_up_dossier import YEAR

from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.actions.putting_back import NotKept, restore_called, restore_folder
from schakel.cycle.archive import DamagedArchive, FolderState, folder_state, open_archive, zip_measurement
from schakel.cycle.models import Measurement
from schakel.cycle.queries.measured import (
    dossier_of,
    measurement_called,
    measurements_of_course,
    opened_anew,
    table_of,
)
from schakel.cycle.queries.wholeness import wholeness_of
from schakel.diagnosis.storage import DamagedMeasurement, NoTable, StoredMeasurement
from schakel.documents.failures_in_words import explain_failure
from schakel.programme.demonstration.scene import DEMONSTRATOR
from schakel.programme.models import AuditEntry
from schakel.programme.sealing import seal_tables, unseal_tables


@pytest.fixture
def stored(tmp_path):
    return store(tmp_path)


@pytest.fixture
def kept(stored, by, now):
    return store_measurement_row(stored=stored, by=by, at=now)


def tampered(kept, **changes):
    """The row after somebody got past the database."""
    unseal_tables()
    Measurement.objects.filter(pk=kept.pk).update(**changes)
    seal_tables()
    return measurement_called(kept.identity)


def test_what_is_kept_is_everything_that_is_needed_to_make_it_again(kept, stored):
    provenance = first_dossier().provenance
    assert (kept.course, kept.year, kept.identity) == ("made-up", YEAR, stored.id)
    assert (kept.code_version, kept.course_version) == ("0.1.0+invented", "2022-2025")
    assert (kept.seed, kept.n_runs, kept.choices) == (2022, provenance.n_runs, provenance.choices)
    assert [(s["snapshot_id"], s["sha256"]) for s in kept.snapshots] == [
        ("00aa11bb22cc33dd", "0" * 64),
        ("11bb22cc33dd44ee", "0" * 64),
    ]
    assert kept.framework_sha256 == "f" * 64
    assert kept.archive_sha256 == hashlib.sha256(bytes(kept.archive)).hexdigest()


def test_the_dossier_and_every_table_come_back_unchanged(kept, stored):
    found = opened_anew(measurement_called(kept.identity))
    assert found.dossier == first_dossier() == dossier_of(kept)
    assert found.table_names == stored.table_names and len(found.table_names) >= 8
    for name in stored.table_names:
        assert table_of(kept, name).equals(stored.table(name))
        assert found.table(name).schema == stored.table(name).schema


def test_a_table_that_it_does_not_have_is_named(kept):
    with pytest.raises(NoTable) as refused:
        table_of(kept, "nothing")
    assert refused.value.details["name"] == "nothing" and "pairwise" in refused.value.details["expected"]


def test_the_same_folder_gives_the_same_file_whenever_it_was_written(stored, tmp_path):
    copy = tmp_path / "elsewhere" / stored.id
    shutil.copytree(stored.folder, copy)
    for path in copy.rglob("*.parquet"):
        os.utime(path, (1, 1))
        path.chmod(0o600)
    first, second = zip_measurement(stored), zip_measurement(StoredMeasurement(stored.id, copy))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        names = archive.namelist()
    assert names == sorted(names) and names[0] == "dossier.json"


def test_keeping_twice_is_keeping_once(kept, stored, somebody_else, now):
    again = store_measurement_row(stored=stored, by=somebody_else, at=now)
    assert again.pk == kept.pk and Measurement.objects.count() == 1
    entry = AuditEntry.objects.get(action="measurement.keep")
    assert "archive" not in entry.details["added"] and entry.actor == "account:1"


def test_a_measurement_is_not_invented_because_the_demonstration_keeps_it(stored, now):
    assert not store_measurement_row(stored=stored, by=DEMONSTRATOR, at=now).invented


def test_a_folder_that_was_changed_is_not_kept(stored, by, now):
    with (stored.folder / "dossier.json").open("a") as file:
        file.write(" ")
    with pytest.raises(DamagedMeasurement) as refused:
        store_measurement_row(stored=stored, by=by, at=now)
    assert refused.value.details["measurement"] == stored.id
    assert not Measurement.objects.exists()


def test_the_database_refuses_to_change_what_is_kept(kept):
    with pytest.raises(DatabaseError), transaction.atomic():
        Measurement.objects.filter(pk=kept.pk).update(archive=b"other")
    assert bytes(Measurement.objects.get(pk=kept.pk).archive) == bytes(kept.archive)


def test_a_byte_changed_past_the_database_is_refused_in_one_sentence(kept):
    content = bytearray(kept.archive)
    content[len(content) // 2] ^= 1
    row = tampered(kept, archive=bytes(content))
    with pytest.raises(DamagedArchive) as refused:
        opened_anew(row)
    assert refused.value.details["measurement"] == kept.identity
    told = explain_failure(refused.value, "en")
    assert told.startswith(f"The kept file of measurement {kept.identity} is damaged: its bytes do not fit")
    assert "backup" in told


def test_another_content_with_a_fitting_hash_is_refused_by_its_name(kept):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("dossier.json", "{}")
    other = out.getvalue()
    row = tampered(kept, archive=other, archive_sha256=hashlib.sha256(other).hexdigest())
    with pytest.raises(DamagedArchive) as refused:
        opened_anew(row)
    assert "does not fit its name" in refused.value.details["reason"]


@cache
def file_of_the_first_measurement(folder):
    return zip_measurement(store(folder))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(min_value=0), mask=st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed(tmp_path_factory, place, mask):
    folder = tmp_path_factory.getbasetemp() / "changed-bytes"
    content = bytearray(file_of_the_first_measurement(folder))
    sha256 = hashlib.sha256(content).hexdigest()
    content[place % len(content)] ^= mask
    with pytest.raises(DamagedArchive):
        open_archive(bytes(content), identity="0" * 16, sha256=sha256)


def test_what_is_no_archive_is_refused():
    content = b"not a zip"
    with pytest.raises(DamagedArchive) as refused:
        open_archive(content, identity="0" * 16, sha256=hashlib.sha256(content).hexdigest())
    assert refused.value.details["reason"] == "it cannot be opened"


def test_a_lost_folder_is_put_back_byte_for_byte(kept, stored, tmp_path):
    before = {p.name: p.read_bytes() for p in stored.folder.rglob("*") if p.is_file()}
    shutil.rmtree(stored.folder)
    assert wholeness_of(kept, tmp_path).folder is FolderState.GONE
    assert restore_folder(kept, tmp_path) is FolderState.GONE
    assert {p.name: p.read_bytes() for p in stored.folder.rglob("*") if p.is_file()} == before
    assert wholeness_of(kept, tmp_path).is_whole


def test_a_changed_folder_is_put_aside_and_put_back(kept, stored, tmp_path):
    (stored.folder / "tables" / "pairwise.parquet").unlink()
    assert folder_state(stored) is FolderState.DAMAGED
    assert restore_called(kept.identity, tmp_path) is FolderState.DAMAGED
    assert folder_state(stored) is FolderState.WHOLE
    assert (stored.folder.parent / f".damaged-{stored.id}").is_dir()
    assert restore_folder(kept, tmp_path) is FolderState.WHOLE


def test_a_folder_without_its_dossier_is_damaged(stored):
    (stored.folder / "dossier.json").unlink()
    assert folder_state(stored) is FolderState.DAMAGED


def test_what_is_not_kept_cannot_be_put_back(tmp_path):
    with pytest.raises(NotKept) as refused:
        restore_called("f" * 16, tmp_path)
    assert refused.value.details == {"measurement": "f" * 16}


def test_lists_never_read_the_files_and_a_file_is_opened_once(kept, django_assert_num_queries):
    (found,) = measurements_of_course("made-up", YEAR)
    assert "archive" in found.get_deferred_fields()
    assert not measurements_of_course("made-up", YEAR - 1).exists()
    dossier_of(found)
    with django_assert_num_queries(0):
        assert dossier_of(found).year == YEAR
