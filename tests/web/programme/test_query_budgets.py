# SPDX-License-Identifier: EUPL-1.2
"""A full register asks no more of the database than an empty one: lists fifteen queries, the rest 25."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from tests.programme.full_register import TRACED, Size, fill_register
from tests.web.site import site_settings

from schakel.programme.models import Initiative, Partner
from schakel.web.models import Account, RoleGrant
from schakel.web.models.accounts import Role
from schakel.web.programme import addresses
from schakel.web.programme.menu import menu_pages

LISTS = (
    "initiatives",
    "activities",
    "partners",
    "events",
    "ledger",
    "results",
    "commitments",
    "milestones",
    "outputs",
    "proposals",
    "seats",
    "recommendations",
    "signals",
    "agenda-subjects",
    "services",
    "challenges",
    "lessons",
    "connections",
)
SHEETS = {
    "initiative": {"initiative": "full-0"},
    "initiative-funding": {"initiative": "full-0"},
    "initiative-history": {"initiative": "full-0"},
    "initiative-stage": {"initiative": "full-0"},
    "initiative-update": {"initiative": "full-0"},
    "partner": {"partner": "party-0"},
    "money-source": {"source": "source-deal"},
    "money-place": {"place": "GM9901"},
    "result": {"claim": "claim-1"},
    "indicator": {"indicator": "measure-0"},
    "activity": {"activity": "doing-1"},
    "element-causes": {"element": "talent"},
    "element": {"code": "talent"},
}
YEAR = 2032
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def full_site(traced_home, django_db_setup, django_db_blocker):
    """A register of 300 initiatives, 100 partners and 2,000 lines, filled once and rolled back at the end."""
    from django.db import transaction

    with django_db_blocker.unblock(), site_settings(traced_home), transaction.atomic():
        fill_register(Size())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def signed_in(full_site):
    """Return a function that gives a browser with a role, for the fullest initiative and partner."""

    def sign_in(role):
        account = Account.objects.create_user(f"{role}{Account.objects.count()}@voorbeeld.invalid")
        RoleGrant.objects.create(
            account=account,
            role=role,
            partner=Partner.objects.get(code="party-0") if role == Role.PARTNER else None,
            initiative=Initiative.objects.get(code="full-0") if role == Role.LEAD else None,
            sponsor="system",
            starts_on=timezone.localdate(),
            ends_on=timezone.localdate(),
            **TRACED,
        )
        client = Client()
        client.force_login(account)
        return client

    return sign_in


@pytest.fixture
def bureau(signed_in):
    return signed_in("bureau")


def asked(client, address):
    """Return the queries of a page, as its second reader finds it."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"][:160] for query in queries]


def address_of(page, **names):
    return reverse(page, kwargs={"year": YEAR, **names})


def plain_pages():
    """Every page of the programme that can be opened without naming a record, but for the forms."""
    found = []
    for pattern in addresses.PAGES:
        try:
            reverse(pattern.name, kwargs={"year": YEAR})
        except NoReverseMatch:
            continue
        found.append(pattern.name)
    return found


def test_the_menu_holds_no_page_that_is_not_measured_here(rf):
    request = rf.get("/")
    assert {p.page for p in menu_pages(request)} - {"course"} <= set(plain_pages())
    assert set(LISTS) <= set(plain_pages())


@pytest.mark.parametrize("page", plain_pages())
def test_every_page_of_the_programme_stays_within_its_queries(bureau, page):
    found = asked(bureau, address_of(page))
    assert len(found) <= (15 if page in LISTS else 25), found


@pytest.mark.parametrize("page", SHEETS)
def test_every_sheet_stays_within_its_queries(bureau, page):
    found = asked(bureau, address_of(page, **SHEETS[page]))
    assert len(found) <= 25, found


@pytest.mark.parametrize("role", ["", *Role.values])
def test_the_fullest_initiative_takes_25_queries_at_most_for_whoever_looks(full_site, signed_in, role):
    client = signed_in(role) if role else Client()
    address = address_of("initiative", initiative="full-0")
    html = client.get(address).content.decode()
    found = asked(client, address)
    assert len(found) <= 25, found
    for text in ("Oude naam full-0", "Partij", "Bron", "Mijlpaal 1", "Les 1", "Te weinig", "proef 1"):
        assert text in html, text


def test_an_initiative_without_a_single_name_takes_no_more(full_site, bureau):
    bare = Initiative.objects.filter(code__startswith="full-").last()
    bare.names.all().delete()
    assert len(asked(bureau, address_of("initiative", initiative=bare.code))) <= 25


def test_the_log_of_the_site_stays_within_a_list(full_site, signed_in):
    assert len(asked(signed_in("administrator"), reverse("audit-log"))) <= 15
