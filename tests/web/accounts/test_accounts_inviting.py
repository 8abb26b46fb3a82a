# SPDX-License-Identifier: EUPL-1.2
"""An account comes from an invitation only: one link, once, for a time, in the name of a sponsor."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone
from tests.programme.factories import InitiativeFactory, PartnerFactory

from schakel.programme.auditing import verify_audit_chain
from schakel.programme.models import AuditEntry
from schakel.programme.recording import Actor, WrongEntry
from schakel.web.accounts.granting import NotYoursToGive, latest_end
from schakel.web.accounts.inviting import (
    AlreadyAnAccount,
    InvitationGone,
    accept_with_account,
    accept_with_password,
    fingerprint_of,
    invite,
    revoke_invitation,
)
from schakel.web.models import Account, Invitation, RoleGrant

BY = Actor("account:1", "web 127.0.0.1")
PASSWORD = "een lange zin als wachtwoord"


@pytest.fixture
def at():
    return timezone.now()


def invited(at, role="board", giver=frozenset({"bureau"}), email="Iemand@Voorbeeld.invalid", **more):
    given = {"about": None, "ends_on": timezone.localdate(at) + timedelta(days=90), **more}
    return invite(email=email, role=role, giver_roles=giver, by=BY, at=at, **given)


def accept(made, at, password=PASSWORD):
    return accept_with_password(token=made.token, password=password, channel="web 127.0.0.1", at=at)


def test_of_the_link_only_a_fingerprint_is_kept(place, at):
    made = invited(at)
    kept = Invitation.objects.values().get()
    assert kept["fingerprint"] == fingerprint_of(made.token) != made.token
    assert made.token not in str(kept)
    assert len(made.token) >= 43


def test_accepting_makes_the_account_and_its_role(place, at):
    account = accept(invited(at), at)
    grant = account.grants.get()
    assert account.email == "iemand@voorbeeld.invalid"
    assert account.check_password(PASSWORD)
    assert (grant.role, grant.sponsor, grant.starts_on) == ("board", "account:1", timezone.localdate(at))
    assert grant.ends_on == timezone.localdate(at) + timedelta(days=90)


def test_a_link_works_once(place, at):
    made = invited(at)
    accept(made, at)
    with pytest.raises(InvitationGone):
        accept(made, at)
    assert Account.objects.count() == 1


@pytest.mark.parametrize("days", [15, 400])
def test_an_old_link_does_not_work(place, at, days):
    made = invited(at)
    with pytest.raises(InvitationGone):
        accept(made, at + timedelta(days=days))


def test_a_link_works_on_its_last_day(place, at):
    assert accept(invited(at), at + timedelta(days=14)).pk


def test_a_link_that_was_taken_back_does_not_work(place, at):
    made = invited(at)
    revoke_invitation(invitation=made.invitation, giver_roles={"bureau"}, by=BY, at=at)
    with pytest.raises(InvitationGone):
        accept(made, at)


def test_a_made_up_link_does_not_work(place, at):
    invited(at)
    with pytest.raises(InvitationGone):
        accept_with_password(token="verzonnen", password=PASSWORD, channel="web", at=at)


def test_a_new_link_for_the_same_role_replaces_the_old_one(place, at):
    old, new = invited(at), invited(at)
    with pytest.raises(InvitationGone):
        accept(old, at)
    assert accept(new, at).pk


def test_only_an_administrator_invites_an_administrator(place, at):
    with pytest.raises(NotYoursToGive):
        invited(at, role="administrator")
    assert invited(at, role="administrator", giver={"administrator"}).invitation.pk


@pytest.mark.parametrize(
    ("role", "make_about", "field"),
    [
        ("lead", lambda: None, "initiative"),
        ("lead", PartnerFactory, "initiative"),
        ("partner", lambda: None, "partner"),
        ("partner", InitiativeFactory, "partner"),
        ("board", InitiativeFactory, "role"),
        ("bureau", PartnerFactory, "role"),
    ],
)
def test_a_role_is_for_what_it_is_about(place, at, role, make_about, field):
    with pytest.raises(WrongEntry) as caught:
        invited(at, role=role, about=make_about())
    assert set(caught.value.fields) == {field}


def test_a_role_for_an_initiative_or_a_partner_keeps_which(place, at):
    initiative, partner = InitiativeFactory(), PartnerFactory()
    lead = accept(invited(at, role="lead", about=initiative, email="a@voorbeeld.invalid"), at)
    other = accept(invited(at, role="partner", about=partner, email="b@voorbeeld.invalid"), at)
    assert (lead.grants.get().initiative, lead.grants.get().partner) == (initiative, None)
    assert (other.grants.get().initiative, other.grants.get().partner) == (None, partner)


def test_a_role_lasts_a_year_at_most(place, at):
    today = timezone.localdate(at)
    assert invited(at, ends_on=latest_end(today)).invitation.pk
    for wrong in (latest_end(today) + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(WrongEntry) as caught:
            invited(at, ends_on=wrong)
        assert "ends_on" in caught.value.fields


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2027, 6, 10), date(2028, 6, 10)),
        (date(2026, 6, 10), date(2027, 6, 10)),
        (date(2028, 2, 29), date(2029, 3, 1)),
    ],
)
def test_a_year_is_a_year_also_around_a_leap_day(today, last):
    assert latest_end(today) == last


def test_the_address_must_be_one(place, at):
    with pytest.raises(WrongEntry) as caught:
        invited(at, email="geen adres")
    assert "email" in caught.value.fields


def test_an_existing_account_is_not_taken_over_by_a_link(place, at, make_account):
    owner = make_account("council", email="iemand@voorbeeld.invalid")
    made = invited(at)
    with pytest.raises(AlreadyAnAccount):
        accept(made, at, "een ander lang wachtwoord")
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)
    accept_with_account(token=made.token, account=owner, by=BY, at=at)
    assert set(owner.grants.values_list("role", flat=True)) == {"council", "board"}


def test_somebody_else_cannot_take_the_role_of_an_invitation(place, at, make_account):
    made = invited(at)
    with pytest.raises(InvitationGone):
        accept_with_account(token=made.token, account=make_account("council"), by=BY, at=at)


def test_the_log_tells_the_steps_and_never_the_address(place, at):
    account = accept(invited(at), at)
    lines = list(AuditEntry.objects.order_by("number"))
    assert [e.action for e in lines] == [
        "invitation.make",
        "account.make",
        "invitation.accept",
        "role.give",
    ]
    assert [e.actor for e in lines] == ["account:1", *[f"account:{account.pk}"] * 3]
    assert "voorbeeld.invalid" not in str([vars(e) for e in lines])
    assert verify_audit_chain().n_entries == 4


# The pages


def test_the_link_is_shown_once_and_leads_to_an_account(browser, next_month):
    bureau = browser("bureau")
    sent = {"email": "nieuw@voorbeeld.invalid", "role": "council", "ends_on": next_month.isoformat()}
    page = bureau.post("/uitnodigingen/nieuw/", sent, follow=True).content.decode()
    link = re.search(r"<code>http://testserver(/uitnodiging/[^<]+)</code>", page).group(1)
    assert link not in bureau.get("/uitnodigingen/").content.decode()
    newcomer = Client()
    shown = newcomer.get(link).content.decode()
    assert "nieuw@voorbeeld.invalid" in shown and "statenlid" not in shown
    answer = newcomer.post(link, {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    assert newcomer.get("/mijn-account/").status_code == 200
    assert newcomer.get(link).status_code == 410
    grant = RoleGrant.objects.get(account__email="nieuw@voorbeeld.invalid")
    assert grant.sponsor == f"account:{bureau.account.pk}"


@pytest.mark.parametrize(
    ("password1", "password2", "field"),
    [
        ("kort", "kort", "id_password1"),
        ("123456789012345", "123456789012345", "id_password1"),
        ("nieuw@voorbeeld", "nieuw@voorbeeld", "id_password1"),
        (PASSWORD, PASSWORD + "x", "id_password2"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused(anybody, password1, password2, field):
    made = invited(timezone.now(), email="nieuw@voorbeeld.invalid")
    answer = anybody.post(f"/uitnodiging/{made.token}/", {"password1": password1, "password2": password2})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()
    assert not Account.objects.exists()


def test_the_bureau_cannot_choose_the_role_of_administrator(browser, next_month):
    bureau = browser("bureau")
    assert 'value="administrator"' not in bureau.get("/uitnodigingen/nieuw/").content.decode()
    sent = {"email": "x@voorbeeld.invalid", "role": "administrator", "ends_on": next_month.isoformat()}
    assert bureau.post("/uitnodigingen/nieuw/", sent).status_code == 422
    assert not Invitation.objects.exists()


def test_a_wrong_invitation_keeps_what_was_typed(browser, next_month):
    sent = {"email": "x@voorbeeld.invalid", "role": "lead", "ends_on": next_month.isoformat()}
    answer = browser("bureau").post("/uitnodigingen/nieuw/", sent)
    assert answer.status_code == 422
    assert 'value="x@voorbeeld.invalid"' in answer.content.decode()
    assert 'href="#id_initiative"' in answer.content.decode()


def test_an_invitation_is_taken_back_with_a_button(browser):
    bureau = browser("bureau")
    made = invited(timezone.now())
    assert bureau.post(f"/uitnodigingen/{made.invitation.pk}/intrekken/").status_code == 302
    assert Client().get(f"/uitnodiging/{made.token}/").status_code == 410
    assert bureau.post(f"/uitnodigingen/{made.invitation.pk}/intrekken/").status_code == 404


def test_who_has_an_account_signs_in_and_adds_the_role(browser, anybody):
    owner = browser("council", email="iemand@voorbeeld.invalid")
    made = invited(timezone.now())
    link = f"/uitnodiging/{made.token}/"
    assert f"/account/login/?next={link}" in anybody.get(link).content.decode()
    assert anybody.post(link, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 200
    assert owner.account.grants.count() == 1
    assert owner.post(link).status_code == 302
    assert owner.account.grants.count() == 2


def test_who_is_signed_in_as_somebody_else_is_told_so(browser):
    other = browser("council")
    made = invited(timezone.now())
    answer = other.post(f"/uitnodiging/{made.token}/")
    assert "/account/logout/" in answer.content.decode()
    assert other.account.grants.count() == 1


def test_too_many_tries_are_stopped(anybody):
    made = invited(timezone.now())
    answers = [anybody.post(f"/uitnodiging/{made.token}/", {"password1": ""}).status_code for _ in range(12)]
    assert answers[:10] == [422] * 10
    assert answers[10:] == [429, 429]


@override_settings(SCHAKEL_SENDS_MAIL=True, DEFAULT_FROM_EMAIL="schakel@voorbeeld.invalid")
def test_with_a_mail_server_the_link_is_mailed(browser, next_month):
    sent = {"email": "nieuw@voorbeeld.invalid", "role": "council", "ends_on": next_month.isoformat()}
    browser("bureau").post("/uitnodigingen/nieuw/", sent)
    (letter,) = mail.outbox
    assert letter.to == ["nieuw@voorbeeld.invalid"]
    assert "http://testserver/uitnodiging/" in letter.body
