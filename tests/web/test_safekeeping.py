# SPDX-License-Identifier: EUPL-1.2
"""A backup holds everything and proves itself; a damaged one changes nothing."""

import os
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.programme.factories import InitiativeFactory, LedgerEntryFactory, PartnerFactory

from schakel.programme.auditing import verify_audit_chain
from schakel.programme.models import Initiative, LedgerEntry, Partner
from schakel.programme.recording import Actor, add_record, change_record
from schakel.web.models import Account
from schakel.web.safekeeping.archive import (
    DatabaseNotEmpty,
    NotABackup,
    make_backup,
    read_manifest,
    restore_backup,
)
from schakel.web.safekeeping.tables import kept_models, proof_of, table_lines

NOW = datetime(2031, 5, 6, tzinfo=UTC)
BY = Actor("account:1")


@pytest.fixture
def filled(db, tmp_path):
    """A register with odd letters, a changed record, a ledger and an evidence file."""
    partner = add_record(
        Partner(code="oost", name='Öst\u2028"x"\n;=1', helix="business"), action="partner.add", by=BY, at=NOW
    )
    change_record(
        partner, action="partner.change", expected_version=1, by=BY, at=NOW, changes={"summary": "é"}
    )
    merged = InitiativeFactory(tags=["smart"], started_on=date(2030, 1, 1))
    first = LedgerEntryFactory(initiative=merged, amount_eur="0.01", reference="a")
    LedgerEntryFactory(corrects=first, programme=first.programme, reference="b")
    Account.objects.create_user("iemand@voorbeeld.invalid", "een lang wachtwoord")
    evidence = tmp_path / "home" / "evidence"
    (evidence / "ab").mkdir(parents=True)
    (evidence / "ab" / "abcd").write_bytes(b"\x00bewijs")
    return {"evidence": evidence, "snapshots": tmp_path / "home" / "snapshots"}


def everything():
    return {m._meta.label: proof_of(table_lines(m)) for m in kept_models()}


def test_what_is_restored_is_what_was_saved(filled, tmp_path):
    before = everything()
    made = make_backup(tmp_path / "b.zip", filled, version="1", at=NOW)
    Partner.objects.all().delete()
    PartnerFactory.create_batch(3)
    (filled["evidence"] / "ab" / "abcd").unlink()
    restored = restore_backup(tmp_path / "b.zip", filled, replace=True)
    assert everything() == before
    assert (filled["evidence"] / "ab" / "abcd").read_bytes() == b"\x00bewijs"
    assert (restored.n_rows, restored.n_files, restored.n_audit_entries) == (made.n_rows, 1, 2)
    assert Partner.objects.get().history.count() == 2
    assert Account.objects.get().check_password("een lang wachtwoord")


def test_new_rows_follow_on_after_a_restore(filled, tmp_path):
    make_backup(tmp_path / "b.zip", filled, version="1", at=NOW)
    restore_backup(tmp_path / "b.zip", filled, replace=True)
    highest = LedgerEntry.objects.latest("pk").pk
    assert LedgerEntryFactory().pk > highest
    add_record(Initiative(code="n", name="N", kind="hub", relation="own"), action="i.add", by=BY, at=NOW)
    assert verify_audit_chain().n_entries == 3


def test_a_database_with_content_is_not_thrown_away_by_accident(filled, tmp_path):
    make_backup(tmp_path / "b.zip", filled, version="1", at=NOW)
    with pytest.raises(DatabaseNotEmpty):
        restore_backup(tmp_path / "b.zip", filled)


@pytest.mark.parametrize("damage", ["row", "file", "missing", "cut", "other"])
def test_a_damaged_backup_is_refused_and_changes_nothing(filled, tmp_path, damage):
    path = tmp_path / "b.zip"
    make_backup(path, filled, version="1", at=NOW)
    before = everything()
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-200])
    elif damage == "other":
        path.write_bytes(b"geen zip")
    else:
        _rewrite(path, damage)
    with pytest.raises(NotABackup):
        restore_backup(path, filled, replace=True)
    assert everything() == before


def _rewrite(path, damage):
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    if damage == "row":
        content["tables/programme.ledgerentry.jsonl"] = content["tables/programme.ledgerentry.jsonl"].replace(
            b"0.01", b"9.01"
        )
    elif damage == "file":
        content["files/evidence/ab/abcd"] = b"iets anders"
    else:
        del content["tables/programme.partner.jsonl"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def test_a_backup_is_for_its_owner_alone(filled, tmp_path):
    make_backup(tmp_path / "b.zip", filled, version="1", at=NOW)
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.part"))


def test_every_table_is_in_a_backup_except_who_is_signed_in(filled, tmp_path):
    make_backup(tmp_path / "b.zip", filled, version="1", at=NOW)
    tables = set(read_manifest(tmp_path / "b.zip")["tables"])
    assert {
        "programme.auditentry",
        "programme.historicalpartner",
        "web.account",
        "mfa.authenticator",
    } <= tables
    assert "sessions.session" not in tables


def test_a_file_name_cannot_leave_its_folder(filled, tmp_path):
    path = tmp_path / "b.zip"
    make_backup(path, filled, version="1", at=NOW)
    from schakel.web.safekeeping.archive import _put_file

    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("files/evidence/../../uit", b"x")
    with zipfile.ZipFile(path) as archive:
        _put_file(archive, "evidence/../../uit", filled)
    assert not (tmp_path / "uit").exists()
    assert not (tmp_path / "home" / "uit").exists()


def schakel(home, *arguments):
    environment = os.environ | {"SCHAKEL_HOME": str(home), "DATABASE_URL": "", "SCHAKEL_LANGUAGE": "nl"}
    return subprocess.run(
        [sys.executable, "-m", "schakel", *arguments], env=environment, capture_output=True, text=True
    )


def test_backup_wipe_restore_compare_by_command(tmp_path):
    home, other, file = tmp_path / "home", tmp_path / "other", tmp_path / "kopie.zip"
    (home / "evidence").mkdir(parents=True)
    (home / "evidence" / "x").write_text("bewijs")
    made = schakel(home, "backup", str(file))
    assert made.returncode == 0, made.stderr
    tried = schakel(home, "restore", str(file), "--verify")
    assert tried.returncode == 0, tried.stderr
    assert "Teruggezet en vergeleken" in tried.stdout
    restored = schakel(other, "restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert (other / "evidence" / "x").read_text() == "bewijs"
    assert Path(other / "schakel.sqlite3").exists()


def test_a_wrong_file_is_one_sentence(tmp_path):
    wrong = tmp_path / "x.zip"
    wrong.write_text("x")
    result = schakel(tmp_path / "home", "restore", str(wrong))
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "x.zip" in result.stderr
