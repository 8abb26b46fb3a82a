# SPDX-License-Identifier: EUPL-1.2
"""The commands that remove contacts after their day and give a partner its data."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.programme.factories import ContactFactory, PartnerFactory
from typer.testing import CliRunner

from schakel.commands import contacts
from schakel.programme.models import Contact
from schakel.programme.queries.partners import UnknownPartner


@pytest.fixture
def run(db, monkeypatch):
    """Return a function that runs a command on the database of the test."""
    monkeypatch.setattr(contacts, "open_database", lambda: None)

    def ran(*arguments):
        result = CliRunner().invoke(contacts.contacts_app, list(map(str, arguments)))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return ran


def test_contacts_go_after_their_day_and_the_number_is_said(run):
    today = timezone.localdate()
    ContactFactory(keep_until=today - timedelta(days=1))
    kept = ContactFactory(keep_until=today)
    assert "1 contact" in run("purge-contacts").output
    assert list(Contact.objects.all()) == [kept]
    assert "0 contact" in run("purge-contacts").output


def test_a_partner_is_exported_to_a_file_of_its_owner(run, tmp_path):
    ContactFactory(partner=PartnerFactory(code="school"), email="eigen@voorbeeld.invalid")
    file = tmp_path / "school.json"
    assert "2 " in run("export-partner", "school", file).output
    assert json.loads(file.read_text())["programme.Contact"][0]["email"] == "eigen@voorbeeld.invalid"
    assert file.stat().st_mode & 0o077 == 0


def test_an_unknown_partner_is_told(run, tmp_path):
    with pytest.raises(UnknownPartner):
        run("export-partner", "bestaat-niet", tmp_path / "x.json")
