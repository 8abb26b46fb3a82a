# SPDX-License-Identifier: EUPL-1.2
"""The door through which the register changes, and the chain that seals it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.programme.factories import (
    FundingProgrammeFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    PartnerFactory,
)

from schakel.programme.auditing import BrokenChain, verify_audit_chain
from schakel.programme.models import AuditEntry, AuditHead, Contact, LedgerEntry, Partner
from schakel.programme.recording import (
    Actor,
    ChangedMeanwhile,
    StillInUse,
    WrongEntry,
    add_record,
    append_row,
    change_record,
    remove_record,
)
from schakel.programme.sealing import sealed_models, unseal_tables


@pytest.fixture
def partner(by, now):
    record = Partner(code="noord", name="Noord", helix="business")
    return add_record(record, action="partner.add", by=by, at=now)


def test_a_new_record_says_who_made_it_and_when(partner, by, now):
    assert (partner.created_by, partner.changed_by, partner.created_at) == (by.key, by.key, now)
    assert (partner.version, partner.origin, partner.invented) == (1, "hand", False)


def test_what_the_demonstration_writes_is_marked_as_invented(now):
    demonstration = Actor("demonstration", entry="demonstration", invented=True)
    record = add_record(
        Partner(code="x", name="X", helix="other"), action="partner.add", by=demonstration, at=now
    )
    assert record.invented
    assert record.origin == "demonstration"


def test_a_change_raises_the_version_and_keeps_the_earlier_form(partner, by, now):
    changed = change_record(
        partner, action="partner.change", expected_version=1, by=by, at=now, changes={"name": "Zuid"}
    )
    assert (changed.name, changed.version) == ("Zuid", 2)
    assert [h.name for h in changed.history.order_by("history_id")] == ["Noord", "Zuid"]


def test_saving_without_a_difference_writes_nothing(partner, by, now):
    same = change_record(
        partner, action="partner.change", expected_version=1, by=by, at=now, changes={"name": "Noord"}
    )
    assert same.version == 1
    assert AuditEntry.objects.count() == 1


def test_the_second_of_two_people_is_told_and_nothing_is_lost(partner, by, somebody_else, now):
    change_record(
        partner, action="partner.change", expected_version=1, by=by, at=now, changes={"name": "Zuid"}
    )
    with pytest.raises(ChangedMeanwhile) as told:
        change_record(
            partner,
            action="partner.change",
            expected_version=1,
            by=somebody_else,
            at=now,
            changes={"name": "Oost", "summary": "van de tweede"},
        )
    assert told.value.theirs == {"name": "Zuid", "summary": ""}
    assert told.value.version == 2
    assert Partner.objects.get().name == "Zuid"


def test_a_wrong_field_is_named(by, now):
    with pytest.raises(WrongEntry) as told:
        add_record(Partner(code="x", name="", helix="wind"), action="partner.add", by=by, at=now)
    assert set(told.value.fields) == {"name", "helix"}
    assert not Partner.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_record_that_others_point_at_stays(by, now):
    programme = FundingProgrammeFactory()
    LedgerEntryFactory(programme=programme)
    with pytest.raises(StillInUse):
        remove_record(programme, action="money.remove", expected_version=None, by=by, at=now)


def test_removal_leaves_a_line_with_what_was_there(partner, by, now):
    remove_record(partner, action="partner.remove", expected_version=1, by=by, at=now)
    line = AuditEntry.objects.latest("number")
    assert line.details["removed"]["name"] == "Noord"
    assert not Partner.objects.exists()


def test_personal_data_never_enter_the_chain(by, now):
    contact = Contact(
        partner=PartnerFactory(),
        function="Secretariaat",
        email="post@voorbeeld.invalid",
        purpose="Uitnodigen",
        keep_until=date(2033, 1, 1),
    )
    contact = add_record(contact, action="contact.add", by=by, at=now)
    change_record(
        contact,
        action="contact.change",
        expected_version=1,
        by=by,
        at=now,
        changes={"email": "nieuw@voorbeeld.invalid"},
    )
    assert "voorbeeld.invalid" not in str(list(AuditEntry.objects.values_list("details", "object_name")))


@pytest.mark.parametrize("model", sealed_models(), ids=lambda m: m.__name__)
def test_every_append_only_table_has_its_triggers(model):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {row[0] for row in cursor.fetchall()}
    table = model._meta.db_table
    assert {f"{table}_no_update", f"{table}_no_delete"} <= names


def test_the_database_refuses_to_change_or_remove_a_line_of_the_ledger():
    LedgerEntryFactory()
    for deed in (lambda: LedgerEntry.objects.update(amount_eur=1), LedgerEntry.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()
    assert LedgerEntry.objects.get().amount_eur == 100


def test_an_invented_line_can_go():
    LedgerEntryFactory(invented=True)
    LedgerEntry.objects.all().delete()
    assert not LedgerEntry.objects.exists()


def test_the_chain_holds(partner, by, now):
    for name in ("Zuid", "Oost", "Wést"):
        partner = change_record(
            partner, action="partner.change", expected_version=None, by=by, at=now, changes={"name": name}
        )
    initiative = InitiativeFactory()
    append_row(
        LedgerEntryFactory.build(programme=FundingProgrammeFactory(), initiative=initiative),
        action="ledger.add",
        by=by,
        at=now,
    )
    report = verify_audit_chain()
    assert (report.n_entries, report.last_number) == (5, 5)


def _tamper_change():
    AuditEntry.objects.filter(number=2).update(actor="account:9")


def _tamper_remove():
    AuditEntry.objects.filter(number=2).delete()


def _tamper_end():
    AuditEntry.objects.filter(number=3).delete()


def _tamper_renumber():
    AuditEntry.objects.filter(number=1).delete()
    AuditEntry.objects.filter(number=2).update(number=1)
    AuditEntry.objects.filter(number=3).update(number=2)


def _tamper_head():
    AuditHead.objects.update(number=2)


@pytest.mark.parametrize(
    ("tamper", "number"),
    [(_tamper_change, 2), (_tamper_remove, 2), (_tamper_end, 3), (_tamper_renumber, 1), (_tamper_head, 4)],
)
def test_whoever_gets_past_the_database_is_still_found(partner, by, now, tamper, number):
    for name in ("Zuid", "Oost"):
        change_record(
            partner, action="partner.change", expected_version=None, by=by, at=now, changes={"name": name}
        )
    unseal_tables()
    tamper()
    with pytest.raises(BrokenChain) as told:
        verify_audit_chain()
    assert told.value.details["number"] == number
