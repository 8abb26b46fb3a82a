# SPDX-License-Identifier: EUPL-1.2
"""The permission table is the truth: every page is in it, and every page is requested in every role."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.programme.factories import InitiativeFactory, PartnerFactory
from tests.web.site import site_settings

from schakel.programme.models import AuditEntry
from schakel.web.models import Account, Role
from schakel.web.rights.permissions import WrongPermissionsError, permission_table, read_permissions

# Pages of allauth that are not used here; they are not in the table and so nobody's.
CLOSED = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_signup",
    "socialaccount_connections",
    "socialaccount_signup",
}
PARTS = {
    "year": 2031,
    "language": "nl",
    "form": "csv",
    "pk": 1,
    "account_pk": 1,
    "provider_id": "organisation",
    "uidb36": "1",
    "key": "set-password",
    "period": 2031,
}
CONVERTED = {"IntConverter": 1, "YearConverter": 2031, "LanguageConverter": "nl"}


class AnswerInsteadOfTheView:
    """Middleware after the rights: answers where a view would have run."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, names):
        return HttpResponse(status=204)


def walk(patterns, parts=()):
    for entry in patterns:
        converters = entry.pattern.converters
        names = {**dict(parts), **converters}
        for name in getattr(getattr(entry.pattern, "regex", None), "groupindex", {}):
            names.setdefault(name, None)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, tuple(names.items()))
        elif entry.name:
            yield entry.name, names


ADDRESSES = dict(walk(get_resolver().url_patterns))


def part(name, converter, own):
    if name in own:
        return own[name]
    return PARTS.get(name, CONVERTED.get(type(converter).__name__, "x1"))


def address_of(page, initiative="their-initiative", partner="their-partner"):
    own = {"initiative": initiative, "partner": partner}
    return reverse(page, kwargs={n: part(n, c, own) for n, c in ADDRESSES[page].items()})


def test_every_address_has_a_line_and_every_line_an_address():
    assert set(ADDRESSES) - set(permission_table()) == CLOSED
    assert set(permission_table()) <= set(ADDRESSES)


def is_let_through(client, page, method, **own):
    answer = getattr(client, method)(address_of(page, **own))
    assert answer.status_code in (204, 302, 403), (page, method, answer.status_code)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/account/login/"), page
    return answer.status_code == 204


def says_the_table(page, deed, role, is_own):
    permission = getattr(permission_table()[page], deed)
    everyone = {"everyone"} if role is None else {"everyone", "signed_in", role}
    if everyone & permission.all:
        return True
    own_parts = {"initiative", "partner"} & set(ADDRESSES[page])
    wanted = {"lead": "initiative", "partner": "partner"}.get(role)
    return is_own and role in permission.own and wanted in own_parts and _is_about(page, wanted)


def _is_about(page, wanted):
    return wanted == "initiative" or "initiative" not in ADDRESSES[page]


@pytest.mark.parametrize("role", [None, *Role.values])
def test_every_page_in_every_role_does_what_the_table_says(browser, anybody, role):
    mine, ours = InitiativeFactory(code="our-initiative"), PartnerFactory(code="our-partner")
    about = {"lead": {"initiative": mine}, "partner": {"partner": ours}}.get(role, {})
    client = anybody if role is None else browser(role, **about)
    probe = [*settings.MIDDLEWARE, f"{__name__}.AnswerInsteadOfTheView"]
    wrong = []
    with override_settings(MIDDLEWARE=probe):
        client.handler.load_middleware()
        for page in permission_table():
            for method, deed in (("get", "read"), ("post", "write")):
                for is_own in (False, True):
                    own = {"initiative": mine.code, "partner": ours.code} if is_own else {}
                    if is_let_through(client, page, method, **own) != says_the_table(
                        page, deed, role, is_own
                    ):
                        wrong.append((page, method, is_own))
    assert not wrong


def test_a_partner_may_what_concerns_the_initiatives_it_owns(browser):
    ours = PartnerFactory(code="our-partner")
    InitiativeFactory(code="our-initiative", owner=ours)
    InitiativeFactory(code="their-initiative", owner=PartnerFactory())
    pages = [
        p for p, r in permission_table().items() if "partner" in r.write.own and "initiative" in ADDRESSES[p]
    ]
    client = browser("partner", partner=ours)
    with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, f"{__name__}.AnswerInsteadOfTheView"]):
        client.handler.load_middleware()
        for page in pages:
            assert is_let_through(client, page, "post", initiative="our-initiative"), page
            assert not is_let_through(client, page, "post"), page


def is_refused(answer):
    return answer.status_code == 403 or (
        answer.status_code == 302 and answer["Location"].startswith("/account/login/")
    )


@pytest.mark.parametrize("role", [None, "bureau"])
def test_the_real_pages_are_refused_exactly_where_the_table_says(traced_home, db, make_account, role):
    """Without a probe: the views themselves run; a record that is not there counts as allowed."""
    initiative, partner = InitiativeFactory(), PartnerFactory()
    with site_settings(traced_home):
        client = Client(raise_request_exception=False)
        if role:
            client.force_login(make_account(role))
        wrong = []
        for page in permission_table():
            answer = client.get(address_of(page, initiative=initiative.code, partner=partner.code))
            expected = says_the_table(page, "read", role, False)
            if page == "account_logout" or answer.status_code == 404:
                continue
            if is_refused(answer) == expected and not page.startswith(("mfa_", "account_", "evidence")):
                wrong.append((page, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("page", sorted(CLOSED))
def test_a_page_without_a_line_is_open_to_nobody(browser, anybody, page):
    place = address_of(page)
    assert anybody.get(place).status_code == 403
    assert browser("administrator").get(place).status_code == 403
    assert browser("administrator").post(place).status_code == 403


def test_nobody_signs_up_by_themselves(anybody):
    sent = {
        "email": "x@voorbeeld.invalid",
        "password1": "een lange zin hier",
        "password2": "een lange zin hier",
    }
    assert anybody.post("/account/signup/", sent).status_code == 403
    assert not Account.objects.exists()


def test_a_role_counts_from_its_first_to_its_last_day(browser):
    today = timezone.localdate()
    day = timedelta(days=1)
    assert browser("bureau", starts_on=today, ends_on=today).get("/accounts/").status_code == 200
    assert browser("bureau", ends_on=today - day).get("/accounts/").status_code == 403
    assert browser("bureau", starts_on=today + day).get("/accounts/").status_code == 403


def test_a_closed_account_is_out_at_once(browser):
    client = browser("bureau")
    assert client.get("/accounts/").status_code == 200
    Account.objects.filter(pk=client.account.pk).update(is_active=False)
    answer = client.get("/accounts/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_who_is_not_signed_in_comes_back_after_signing_in(anybody):
    assert anybody.get("/accounts/?page=2")["Location"] == "/account/login/?next=%2Faccounts%2F%3Fpage%3D2"


def test_a_refusal_of_an_account_is_in_the_log_without_secrets(browser):
    client = browser("council")
    client.get("/accounts/7/")
    line = AuditEntry.objects.get()
    assert (line.action, line.result, line.actor) == ("page.read", "refused", f"account:{client.account.pk}")
    assert line.details == {"page": "account-roles", "pk": "7"}
    assert line.origin == "web 127.0.0.1"


def test_a_refusal_of_a_reader_is_not_in_the_log(anybody):
    anybody.get("/account/signup/")
    anybody.get("/accounts/")
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "a: {page: {read: [everyone], write: []}}\nb: {page: {read: [], write: []}}",
        "a: {page: {read: [king], write: []}}",
        "a: {page: {read: [king own], write: []}}",
        "a: {page: {read: [everyone]}}",
        "a: {page: {read: [], write: [], delete: [bureau]}}",
    ],
)
def test_a_wrong_table_is_not_read(text):
    with pytest.raises(WrongPermissionsError):
        read_permissions(text)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_of_rights_says_what_the_table_says(anybody, language):
    anybody.cookies["schakel_language"] = language
    text = anybody.get("/rechten/").content.decode()
    assert text.count("<tr>") >= len(permission_table())
    row = re.search(r"audit-log</span></th><td>(.*?)</td><td>(.*?)</td>", text)
    who = {"nl": "programmabureau", "en": "programme office"}[language]
    assert who in row.group(1) or "programme office" in row.group(1)
    assert {"nl": "niemand", "en": "nobody"}[language] in row.group(2) or "nobody" in row.group(2)


def test_the_table_of_rights_is_a_file_too(anybody):
    answer = anybody.get("/rechten/?file=rights-accounts.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "/logboek/" in answer.content.decode("utf-8-sig")
    assert anybody.get("/rechten/?file=nothing.csv").status_code == 404


# The second factor


@pytest.fixture
def strict(place):
    with override_settings(SCHAKEL_SECOND_FACTOR=True):
        yield


@pytest.mark.parametrize("role", ["bureau", "administrator"])
def test_without_a_second_factor_these_roles_read_only(strict, browser, role):
    from allauth.mfa.models import Authenticator

    client = browser(role)
    assert client.get("/uitnodigingen/nieuw/").status_code == 200
    refused = client.post("/uitnodigingen/nieuw/", {})
    assert refused.status_code == 403
    assert "/account/2fa/" in refused.content.decode()
    assert AuditEntry.objects.get().details["reason"] == "no second factor"
    Authenticator.objects.create(user=client.account, type="recovery_codes", data={})
    assert client.post("/uitnodigingen/nieuw/", {}).status_code == 403
    Authenticator.objects.create(user=client.account, type="totp", data={})
    assert client.post("/uitnodigingen/nieuw/", {"email": ""}).status_code == 422


def test_every_page_says_that_the_second_factor_is_missing(strict, browser):
    assert 'href="/account/2fa/"' in browser("board").get("/rechten/").content.decode()
    assert 'href="/account/2fa/"' not in browser("council").get("/rechten/").content.decode()


def test_a_role_that_needs_no_second_factor_keeps_its_rights_beside_one_that_does(strict, browser):
    from schakel.web.rights.visitor import find_visitor

    initiative = InitiativeFactory(code="our-initiative")
    client = browser("lead", initiative=initiative)
    account = client.account
    grant = account.grants.get()
    grant.pk, grant.role, grant.initiative = None, "board", None
    grant.save(force_insert=True)
    visitor = find_visitor(account, date(2031, 1, 1))
    assert visitor.lacks_second_factor
    pages = [p for p, r in permission_table().items() if "lead" in r.write.own]
    assert all(visitor.may(p, "write", {"initiative": "our-initiative"}) for p in pages)
    board = [
        p
        for p, r in permission_table().items()
        if "board" in r.write.all
        and not {"everyone", "signed_in", "lead"} & r.write.all
        and "lead" not in r.write.own
    ]
    assert not any(visitor.may(p, "write") for p in board)
    assert all(visitor.would_with_second_factor(p, "write") for p in board)
