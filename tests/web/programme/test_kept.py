# SPDX-License-Identifier: EUPL-1.2
"""What was computed is used again while the register is the same, and never once it changed."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from tests.programme.factories import (
    ClaimFactory,
    ClaimStatementFactory,
    FundingProgrammeFactory,
    InitiativeFactory,
    LedgerEntryFactory,
)

from schakel.programme.models import Claim, Initiative, LedgerEntry
from schakel.programme.queries.table_state import table_state
from schakel.programme.recording import Actor, change_record, remove_record
from schakel.web.programme.kept import kept

BY = Actor("account:1", "web 127.0.0.1")
NOW = datetime(2031, 5, 6, tzinfo=UTC)
ROOT = "/2032/programma/"


@pytest.fixture
def made(reader):
    """Return a function that gives how often something was made, asking for it once more."""
    times = []

    def ask(choice=""):
        kept(("counted", choice), (Initiative, LedgerEntry), lambda: times.append(choice))
        return len(times)

    return ask


def test_the_same_register_is_read_once(made, django_assert_max_num_queries):
    InitiativeFactory()
    assert made() == 1
    with django_assert_max_num_queries(1):
        assert made() == 1


def test_what_is_added_changed_or_removed_is_seen(made):
    first = InitiativeFactory()
    assert made() == 1
    second = InitiativeFactory()
    assert made() == 2
    changed = change_record(
        first, changes={"summary": "Anders"}, action="initiative.change", expected_version=1, by=BY, at=NOW
    )
    assert made() == 3
    assert changed.version == 2
    remove_record(second, action="initiative.remove", expected_version=1, by=BY, at=NOW)
    assert made() == 4
    LedgerEntryFactory()
    assert made() == 5
    assert made() == 5


def test_what_is_chosen_tells_one_result_from_another(made):
    assert made("a") == 1
    assert made("b") == 2
    assert made("a") == 2


def test_a_table_without_versions_and_an_empty_one_have_a_state(reader):
    before = table_state((LedgerEntry, Claim))
    LedgerEntryFactory()
    after = table_state((LedgerEntry, Claim))
    assert [n for _, n, *_ in before] == [0, 0]
    assert [(name, n) for name, n, *_ in after] == [("claim", 0), ("ledgerentry", 1)]


def test_pages_tell_what_was_entered_a_moment_ago(reader):
    source = FundingProgrammeFactory(code="deal", name="Streekgeld", kind="deal")
    for n in (1, 2, 3):
        LedgerEntryFactory(programme=source, kind="received", amount_eur=Decimal(1_000_000))
        claim = ClaimFactory(title="Banen", initiative=InitiativeFactory(code=f"i{n}"))
        ClaimStatementFactory(claim=claim, amount=n)
        money = reader.get(f"{ROOT}geld/").content.decode()
        assert re.search(rf"{n}\.000\.000", money), n
        overview = reader.get(f"{ROOT}resultaten/").context["found"]
        assert overview.n_results == n
        assert len(reader.get(f"{ROOT}resultaten/?initiative=i{n}").context["listing"].table.rows) == 1


def test_a_picture_is_as_large_as_the_page_says(reader):
    claim = ClaimFactory(title="Banen", initiative=InitiativeFactory())
    ClaimStatementFactory(claim=claim)
    html = reader.get(f"{ROOT}resultaten/").content.decode()
    pictures = re.findall(r'src(?:set)?="([^"]*picture=[^"]*)" width="(\d+)" height="(\d+)"', html)
    assert len(pictures) == 2
    for address, *size in pictures:
        svg = reader.get(address.replace("&amp;", "&")).content.decode()
        assert list(re.search(r'width="(\d+)" height="(\d+)"', svg).groups()) == size
        assert "Banen" in svg
