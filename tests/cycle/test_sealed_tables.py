# SPDX-License-Identifier: EUPL-1.2
"""The tables stand, and what is adopted or decided cannot be changed, also not past the application."""

import pytest
from django.db import DatabaseError, transaction
from tests.cycle import factories
from tests.programme.factories import PartnerFactory

from schakel.cycle.models import AgendaItem
from schakel.programme.models import AuditEntry
from schakel.programme.models.record import Appended
from schakel.programme.recording import add_record, change_record
from schakel.programme.sealing import sealed_models

MADE = {
    "Decision": factories.DecisionFactory,
    "Measurement": factories.MeasurementFactory,
    "DiagnosisAdoption": factories.AdoptionFactory,
    "ChosenLink": factories.ChosenLinkFactory,
}


def test_every_appended_table_of_the_cycle_is_sealed():
    from django.apps import apps

    appended = {m for m in apps.get_app_config("cycle").get_models() if issubclass(m, Appended)}
    assert len(appended) >= 11
    assert appended <= set(sealed_models())


@pytest.mark.parametrize("name", MADE)
def test_the_database_refuses_to_change_or_remove_what_was_stored(name):
    row = MADE[name]()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(source="changed")
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_what_is_confidential_is_not_told_to_the_audit_chain(by, now):
    item = AgendaItem(title="Geheim plan", explanation="Nog niet bekend", is_confidential=True)
    item = add_record(item, action="agenda.add", by=by, at=now)
    change_record(
        item, action="agenda.change", expected_version=1, by=by, at=now, changes={"title": "Ander geheim"}
    )
    told = "".join(f"{e.object_name} {e.details}" for e in AuditEntry.objects.all())
    assert "eheim" not in told
    assert "Nog niet" not in told
    assert AuditEntry.objects.count() == 2


def test_an_item_that_becomes_public_does_not_tell_what_it_was(by, now):
    item = AgendaItem(title="Geheim plan", is_confidential=True)
    item = add_record(item, action="agenda.add", by=by, at=now)
    changes = {"title": "Open plan", "is_confidential": False}
    change_record(item, action="agenda.change", expected_version=1, by=by, at=now, changes=changes)
    assert "Geheim" not in str(AuditEntry.objects.last().details)


def test_a_decision_without_an_owner_or_date_is_refused_by_the_database():
    item = factories.AgendaItemFactory()
    for missing in ({"owner": None}, {"due_on": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            factories.DecisionFactory(item=item, **({"owner": PartnerFactory()} | missing))
