# SPDX-License-Identifier: EUPL-1.2
"""Contacts: few, for a purpose, until a day; and all that is kept about a partner can be given to it."""

from datetime import date

import pytest
from django.apps import apps
from tests.programme.factories import (
    CommitmentEntryFactory,
    CommitmentFactory,
    ContactFactory,
    GoalAlignmentFactory,
    PartnerFactory,
    PartnerGoalFactory,
)

from schakel.programme.actions.contacts import (
    KeptTooLong,
    NoWayToReach,
    add_contact,
    change_contact,
    latest_keeping_day,
    remove_contact,
    remove_expired_contacts,
)
from schakel.programme.models import AuditEntry, Contact
from schakel.programme.retention import RETENTION, export_partner_data, models_with_personal_data

TODAY = date(2031, 5, 6)


def contact(by, now, **fields):
    given = {"function": "Secretariaat", "purpose": "Uitnodigen", "email": "post@voorbeeld.invalid"}
    given |= {"partner": PartnerFactory(), "keep_until": date(2032, 1, 1)} | fields
    return add_contact(**given, by=by, at=now)


@pytest.mark.parametrize("keep_until", [date(2031, 5, 5), date(2034, 5, 7)])
def test_a_contact_is_kept_three_years_at_most_and_not_until_a_day_that_passed(keep_until, by, now):
    with pytest.raises(KeptTooLong) as told:
        contact(by, now, keep_until=keep_until)
    assert told.value.details == {"latest": "2034-05-06"}
    assert not Contact.objects.exists()


@pytest.mark.parametrize("keep_until", [date(2031, 5, 6), date(2034, 5, 6)])
def test_the_first_and_the_last_day_are_allowed(keep_until, by, now):
    assert contact(by, now, keep_until=keep_until).keep_until == keep_until


def test_the_last_day_of_a_leap_year_is_28_february():
    assert latest_keeping_day(date(2032, 2, 29)) == date(2035, 2, 28)


def test_a_contact_that_cannot_be_reached_is_not_kept(by, now):
    with pytest.raises(NoWayToReach):
        contact(by, now, email="")
    kept = contact(by, now, email="", telephone="0123 456789")
    with pytest.raises(NoWayToReach):
        change_contact(contact=kept, expected_version=1, changes={"telephone": ""}, by=by, at=now)


def test_a_change_cannot_stretch_the_term(by, now):
    kept = contact(by, now)
    with pytest.raises(KeptTooLong):
        change_contact(
            contact=kept, expected_version=1, changes={"keep_until": date(2040, 1, 1)}, by=by, at=now
        )


def test_contacts_go_the_day_after_their_last_and_nothing_of_them_stays(by, now):
    ContactFactory(keep_until=date(2031, 5, 5), email="weg@voorbeeld.invalid", telephone="0999")
    ContactFactory(keep_until=TODAY)
    assert remove_expired_contacts(today=TODAY, by=by, at=now) == 1
    assert Contact.objects.get().keep_until == TODAY
    line = AuditEntry.objects.get()
    assert line.action == "contact.expire"
    assert "voorbeeld.invalid" not in str(line.details)
    assert "0999" not in str(line.details)
    assert line.object_name == ""


def test_a_contact_can_go_earlier(by, now):
    remove_contact(contact=ContactFactory(), expected_version=1, by=by, at=now)
    assert not Contact.objects.exists()


def test_contacts_have_no_history():
    assert not hasattr(Contact, "history")


def test_every_table_with_personal_data_has_a_rule():
    assert {model._meta.label for model in models_with_personal_data()} == set(RETENTION)


@pytest.mark.parametrize("name", RETENTION)
def test_every_rule_names_a_day_and_a_way_to_the_partner_that_exist(name):
    model, rule = apps.get_model(name), RETENTION[name]
    assert str(model.objects.filter(**{f"{rule.keep_until}__lt": TODAY}).query)
    assert bool(rule.partner) != bool(rule.address)
    way = f"{rule.partner}__code" if rule.partner else rule.address
    assert str(model.objects.filter(**{way: "x"}).query)


def test_a_partner_gets_all_that_is_kept_about_it_and_nothing_of_others():
    partner = PartnerFactory()
    ContactFactory(partner=partner, email="eigen@voorbeeld.invalid")
    ContactFactory(email="ander@voorbeeld.invalid")
    CommitmentEntryFactory(commitment=CommitmentFactory(partner=partner), amount="12.34")
    CommitmentEntryFactory(amount="56.78")
    GoalAlignmentFactory(goal=PartnerGoalFactory(partner=partner))
    account = apps.get_model("web.Account").objects.create_user("inlog@voorbeeld.invalid", "geheim")
    apps.get_model("web.RoleGrant").objects.create(
        account=account,
        role="partner",
        partner=partner,
        sponsor="system",
        starts_on=TODAY,
        ends_on=TODAY,
        created_at="2031-01-01T00:00Z",
        changed_at="2031-01-01T00:00Z",
    )
    data = export_partner_data(partner)
    assert set(data) == {
        "programme.Commitment",
        "programme.CommitmentEntry",
        "programme.Contact",
        "programme.GoalAlignment",
        "programme.Partner",
        "programme.PartnerGoal",
        "web.Account",
        "web.RoleGrant",
    }
    assert [row["email"] for row in data["programme.Contact"]] == ["eigen@voorbeeld.invalid"]
    assert [row["amount"] for row in data["programme.CommitmentEntry"]] == ["12.34"]
    assert data["web.Account"][0]["email"] == "inlog@voorbeeld.invalid"
    assert "password" not in data["web.Account"][0]


@pytest.mark.parametrize("name", sorted(RETENTION))
def test_every_table_with_personal_data_appears_in_the_export(name):
    partner = PartnerFactory()
    stamps = {"created_at": "2031-01-01T00:00Z", "changed_at": "2031-01-01T00:00Z"}
    if name == "programme.Contact":
        ContactFactory(partner=partner)
    elif name == "web.Account":
        account = apps.get_model("web.Account").objects.create_user("een@voorbeeld.invalid")
        grant = {"account": account, "role": "partner", "partner": partner, "sponsor": "system"}
        apps.get_model("web.RoleGrant").objects.create(**grant, starts_on=TODAY, ends_on=TODAY, **stamps)
    elif name == "cycle.OutboxMessage":
        ContactFactory(partner=partner, email="Een@voorbeeld.invalid")
        mail = {"occasion": "update", "subject": "Vraag", "text": "Hoe staat het?", "keep_until": TODAY}
        when = {"not_before": "2031-01-01T00:00Z", **stamps}
        for key, to in (("a", "een@voorbeeld.invalid"), ("b", "ander@voorbeeld.invalid")):
            apps.get_model(name).objects.create(key=key, to=to, **mail, **when)
    else:
        invited = {"email": "een@voorbeeld.invalid", "role": "partner", "partner": partner}
        days = {"role_ends_on": TODAY, "expires_on": TODAY}
        apps.get_model(name).objects.create(**invited, **days, sponsor="system", fingerprint="f", **stamps)
    assert len(export_partner_data(partner)[name]) == 1
