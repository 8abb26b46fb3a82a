# SPDX-License-Identifier: EUPL-1.2
"""Who looks after accounts: roles given, extended and ended, accounts closed and removed, and the log."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.programme.factories import InitiativeFactory

from schakel.programme.auditing import append_audit_entry
from schakel.programme.models import AuditEntry
from schakel.programme.recording import Actor
from schakel.web.accounts.audit_pages import details_in_words
from schakel.web.accounts.granting import LastAdministrator, NotYoursToGive, end_role, switch_account
from schakel.web.accounts.removing import own_data, remove_account
from schakel.web.models import Account, Invitation

BY = Actor("account:1", "web 127.0.0.1")


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def administrator(browser):
    return browser("administrator")


def test_the_list_shows_roles_sponsor_sign_in_and_second_factor(administrator, make_account):
    initiative = InitiativeFactory(name="Voorbeeldlab")
    make_account("lead", email="kartrekker@voorbeeld.invalid", initiative=initiative)
    text = administrator.get("/accounts/").content.decode()
    assert "kartrekker@voorbeeld.invalid" in text and "Voorbeeldlab" in text


def test_the_list_needs_few_questions_to_the_database(
    administrator, make_account, django_assert_max_num_queries
):
    for _ in range(60):
        make_account("council")
    with django_assert_max_num_queries(15):
        text = administrator.get("/accounts/").content.decode()
    assert text.count("<tr>") == 51


def test_the_bureau_may_not_touch_an_administrator(browser, administrator, next_month):
    bureau, chief = browser("bureau"), administrator.account
    grant = chief.grants.get()
    bureau.post(f"/accounts/{chief.pk}/rollen/{grant.pk}/einde/")
    bureau.post(f"/accounts/{chief.pk}/stand/", {"state": "closed"})
    assert bureau.post(f"/accounts/{chief.pk}/verwijderen/").status_code == 422
    sent = {"ends_on": next_month.isoformat()}
    assert bureau.post(f"/accounts/{chief.pk}/rollen/{grant.pk}/", sent).status_code == 422
    sent["role"] = "administrator"
    assert bureau.post(f"/accounts/{bureau.account.pk}/rol/", sent).status_code == 422
    chief.refresh_from_db()
    assert chief.is_active
    assert administrator.get("/accounts/").status_code == 200


def test_a_role_is_given_extended_and_ended(administrator, make_account, next_month, browser):
    other = browser("council", ends_on=timezone.localdate())
    place = f"/accounts/{other.account.pk}/"
    sent = {"role": "board", "ends_on": next_month.isoformat()}
    assert administrator.post(f"{place}rol/", sent)["Location"] == place
    council = other.account.grants.get(role="council")
    sent = {"ends_on": next_month.isoformat(), "version": "1"}
    assert administrator.post(f"{place}rollen/{council.pk}/", sent)["Location"] == place
    council.refresh_from_db()
    assert council.ends_on == next_month
    board = other.account.grants.get(role="board")
    administrator.post(f"{place}rollen/{board.pk}/einde/")
    board.refresh_from_db()
    assert board.ends_on < timezone.localdate()
    actions = list(AuditEntry.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["role.give", "role.change", "role.end"]
    assert administrator.get(place).status_code == 200


def test_two_people_changing_one_role_the_second_is_told(administrator, make_account, next_month):
    other = make_account("council")
    grant = other.grants.get()
    place = f"/accounts/{other.pk}/rollen/{grant.pk}/"
    sent = {"ends_on": next_month.isoformat(), "version": "1"}
    administrator.post(place, sent)
    later = {**sent, "ends_on": (next_month + timedelta(days=1)).isoformat()}
    answer = administrator.post(place, later)
    assert answer.status_code == 422
    grant.refresh_from_db()
    assert grant.ends_on == next_month


def test_a_role_of_one_account_is_not_found_at_another(administrator, make_account, next_month):
    mine, theirs = make_account("council"), make_account("council")
    place = f"/accounts/{mine.pk}/rollen/{theirs.grants.get().pk}/"
    assert administrator.get(place).status_code == 404
    assert administrator.post(f"{place}einde/").status_code == 404


def test_the_last_administrator_stays(administrator, make_account, at):
    chief = administrator.account
    roles = {"administrator"}
    for act in (
        lambda: end_role(grant=chief.grants.get(), giver_roles=roles, by=BY, at=at),
        lambda: switch_account(account=chief, is_active=False, giver_roles=roles, by=BY, at=at),
        lambda: remove_account(account=chief, giver_roles=roles, by=BY, at=at),
    ):
        with pytest.raises(LastAdministrator):
            act()
        chief.refresh_from_db()
    assert chief.is_active and chief.grants.get().ends_on > timezone.localdate(at)
    make_account("administrator")
    end_role(grant=chief.grants.get(), giver_roles=roles, by=BY, at=at)


def test_an_account_is_closed_and_opened_again(administrator, browser):
    other = browser("council")
    place = f"/accounts/{other.account.pk}/stand/"
    administrator.post(place, {"state": "closed"})
    assert other.get("/mijn-account/").status_code == 302
    administrator.post(place, {"state": "open"})
    assert other.get("/mijn-account/").status_code == 200
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["account.close", "account.open"]


def test_a_removed_account_leaves_its_number_and_nothing_personal(administrator, browser):
    other = browser("council", email="weg@voorbeeld.invalid")
    number = other.account.pk
    append_audit_entry(by=Actor(f"account:{number}"), at=timezone.now(), action="claim.add")
    assert "weg@voorbeeld.invalid" in administrator.get(f"/accounts/{number}/verwijderen/").content.decode()
    assert administrator.post(f"/accounts/{number}/verwijderen/")["Location"] == "/accounts/"
    assert other.get("/mijn-account/").status_code == 302
    assert not Account.objects.filter(email="weg@voorbeeld.invalid").exists()
    assert not Invitation.objects.filter(email="weg@voorbeeld.invalid").exists()
    done, removed = AuditEntry.objects.order_by("number")
    assert done.actor == f"account:{number}"
    assert (removed.action, removed.object_id, removed.object_name) == ("account.remove", str(number), "")
    assert "weg@" not in administrator.get("/logboek/").content.decode()


def test_the_number_of_a_removed_account_is_never_given_again(administrator, make_account, at):
    gone = make_account("council")
    number = gone.pk
    remove_account(account=gone, giver_roles={"administrator"}, by=BY, at=at)
    assert make_account("council").pk > number


def test_only_an_administrator_removes_an_administrator(make_account, at):
    make_account("administrator")
    with pytest.raises(NotYoursToGive):
        remove_account(account=make_account("administrator"), giver_roles={"bureau"}, by=BY, at=at)


def test_everybody_can_take_away_what_is_kept_about_them(browser):
    client = browser("council")
    answer = client.get("/mijn-account/gegevens.json")
    data = json.loads(answer.content)
    assert "attachment" in answer["Content-Disposition"]
    assert data["email"] == client.account.email
    assert data["roles"][0]["role"] == "council"
    assert "password" not in answer.content.decode()
    assert data == json.loads(json.dumps(own_data(client.account)))


# The audit log


@pytest.fixture
def log(place):
    """Sixty lines by two accounts."""
    at = timezone.now()
    for number in range(60):
        append_audit_entry(
            by=Actor(f"account:{number % 2 + 100}", "web 127.0.0.1"),
            at=at - timedelta(days=number // 30),
            action="claim.add" if number % 3 else "claim.verify",
            result="refused" if number == 7 else "done",
            details={"changed": {"amount": ["1", "2"]}},
        )


def rows_of(client, query=""):
    answer = client.get(f"/logboek/?{query}{'&' if query else ''}file=audit-log.csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_log_is_newest_first_fifty_lines_a_page(administrator, log, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        text = administrator.get("/logboek/").content.decode()
    assert text.count("<tr>") == 51
    numbers = [int(r["number"]) for r in rows_of(administrator)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 60
    assert "amount: 1 → 2" in text


def test_the_log_is_searched_by_action_actor_result_and_day(administrator, log):
    assert len(rows_of(administrator, "action=claim.verify")) == 20
    assert len(rows_of(administrator, "actor=account:100")) == 30
    assert len(rows_of(administrator, "result=refused")) == 1
    today = timezone.localdate()
    assert len(rows_of(administrator, f"since={today}")) == 30
    assert len(rows_of(administrator, f"until={today - timedelta(days=1)}")) == 30
    assert len(rows_of(administrator, "about=nergens")) == 0
    assert len(rows_of(administrator, "since=gisteren")) == 60


def test_the_log_is_searched_by_what_it_is_about(administrator, make_account, at):
    other = make_account("council")
    switch_account(account=other, is_active=False, giver_roles={"administrator"}, by=BY, at=at)
    assert len(rows_of(administrator, f"about=account {other.pk}")) == 1
    assert len(rows_of(administrator, "about=account 0")) == 0


def test_a_formula_in_the_log_is_harmless_in_a_spreadsheet(administrator):
    append_audit_entry(by=Actor("=1+1"), at=timezone.now(), action="claim.add")
    assert rows_of(administrator)[0]["actor"] == "'=1+1"


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({}, ""),
        ({"changed": {"stage": ["seed", "grow"]}}, "stage: seed → grow"),
        ({"added": {"id": 3, "name": "x", "version": 1}}, "name: x"),
        ({"changed": {"note": [None, ""]}}, "note: – → –"),
        ({"ways": ["password", "totp", "x"]}, "ways: password, totp, x"),
        ({"page": "accounts", "more": {"a": 1}}, "page: accounts; more: a 1"),
    ],
)
def test_the_details_of_a_line_can_be_read(details, words):
    assert details_in_words(details) == words
