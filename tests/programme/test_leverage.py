# SPDX-License-Identifier: EUPL-1.2
"""Euros elicited for each own euro, by hand, with the check on counting one euro twice."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.programme.factories import FundingProgrammeFactory, InitiativeFactory, LedgerEntryFactory
from tests.programme.test_claim_queries import claim_state, statement

from schakel.programme.queries.ledger import Flow, money_flows
from schakel.programme.queries.leverage import leverage_rows, own_money, total_leverage
from schakel.programme.queries.suspected_doubles import suspected_doubles, suspected_groups


def investment(*said, key=1, **fields):
    plain = {"kind": "investment", "unit": "EUR", "investor": "private", "programme": "regeling"}
    named = {"programme_name": "De regeling", "initiative": "hub", "initiative_name": "De hub"}
    return claim_state(*said, key=key, **(plain | named | fields))


def line(step, amount, programme="regeling", stream="scheme", initiative=""):
    empty = {name: "" for name in Flow._fields}
    given = {"programme": programme, "stream": stream, "step": step, "initiative": initiative}
    return Flow(**(empty | given | {"n_lines": 1, "year": 2030, "amount_eur": Decimal(amount)}))


def test_euros_for_each_own_euro_per_step_and_investor():
    states = [
        investment(
            statement("promised", 90, key=1),
            statement("promised", 71, key=2),
            statement("realised", 30, key=3),
        ),
        investment(statement("verified", 5, key=4), key=2, investor="public"),
    ]
    (row,) = leverage_rows(states, [line("granted", 12), line("granted", 8)], "programme")
    assert row.name == "De regeling"
    assert row.own.amount_eur == 20
    promised = row.ratio("private", "promised")
    assert (promised.low, promised.high) == (Decimal("3.55"), Decimal("4.5"))
    assert row.ratio("private", "realised").low == Decimal("1.5")
    assert row.ratio("public", "verified").low == Decimal("0.25")
    assert row.ratio("public", "promised") is None


def test_without_own_money_the_ratio_is_unknown():
    (row,) = leverage_rows([investment(statement("promised", 90))], [], "programme")
    assert row.own.amount_eur is None
    assert row.ratio("private", "promised") is None


def test_an_amount_that_is_missing_makes_it_at_least():
    states = [investment(statement("promised", 90)), investment(statement("promised", None, key=2), key=2)]
    (row,) = leverage_rows(states, [line("granted", 10)], "programme")
    assert row.ratio("private", "promised").is_at_least


def test_own_money_is_what_was_granted_less_what_came_back():
    lines = [
        line("granted", 100, initiative="hub"),
        line("returned_by_initiative", 30, initiative="hub"),
        line("returned_to_payer", 50),
        line("spent", 60, initiative="hub"),
    ]
    money = own_money(lines, "programme")["regeling"]
    assert (money.amount_eur, money.basis) == (70, "granted")
    assert own_money(lines, "initiative")["hub"].amount_eur == 70


def test_what_was_spent_stands_in_where_no_grant_is_in_the_ledger():
    money = own_money([line("spent", 60), line("spent", 1)], "programme")["regeling"]
    assert (money.amount_eur, money.basis) == (61, "spent")


def test_other_grants_and_money_of_partners_are_no_own_money():
    lines = [line("granted", 5, "x", "grant"), line("granted", 5, "y", "partner")]
    assert own_money(lines, "all") == {}


def test_streams_keep_their_names_when_an_initiative_has_several():
    lines = [line("granted", 5, initiative="hub"), line("granted", 2, "deal", "deal", "hub")]
    money = own_money(lines, "initiative")["hub"]
    assert money.streams == (("deal", 2), ("scheme", 5))
    assert money.amount_eur == 7


def test_the_same_amount_place_and_year_at_two_programmes_is_suspected():
    first = investment(statement("promised", 1000, key=1), key=1, place="GM0001")
    second = investment(statement("realised", 1000, key=2), key=2, place="GM0001", programme="deal")
    elsewhere = investment(statement("promised", 1000, key=3), key=3, place="GM0002", programme="deal")
    (found,) = suspected_doubles([second, elsewhere, first])
    assert (found.first.id, found.second.id, found.amount, found.year) == (1, 2, 1000, 2030)


@pytest.mark.parametrize(
    "other",
    [{"programme": "regeling"}, {"same_as": 1}, {"investor": "public"}, {"relation": "external"}],
)
def test_it_is_no_suspicion_at_one_programme_or_once_it_is_decided(other):
    first = investment(statement("promised", 1000, key=1), key=1)
    second = investment(statement("promised", 1000, key=2), key=2, **({"programme": "deal"} | other))
    assert suspected_doubles([first, second]) == ()


def test_the_total_takes_a_suspected_euro_once_below_and_twice_above():
    states = [
        investment(statement("promised", 1000, key=1), key=1),
        investment(statement("promised", 1000, key=2), key=2, programme="deal"),
        investment(statement("promised", 50, key=3), key=3),
    ]
    total = total_leverage(states, [line("granted", 10), line("granted", 1, "deal", "deal")])
    bounds = total.elicited("private", "promised")
    assert (bounds.low, bounds.high) == (1050, 2050)
    decided = [states[0], replace(states[1], same_as=1), states[2]]
    bounds = total_leverage(decided, []).elicited("private", "promised")
    assert (bounds.low, bounds.high) == (1050, 1050)


def test_money_that_no_own_money_elicited_is_not_in_the_total():
    states = [
        investment(statement("promised", 50, key=1), key=1),
        investment(statement("promised", 900, key=2), key=2, programme="elders"),
        investment(statement("promised", 7, key=3), key=3, programme="", initiative="hub"),
        investment(statement("promised", 8, key=4), key=4, programme="", initiative="ander"),
    ]
    total = total_leverage(states, [line("granted", 10, initiative="hub")])
    assert total.elicited("private", "promised").high == 57
    assert total.n_left_out == 2
    assert total_leverage(states, []).elicited("private", "promised").high == 965


def test_a_double_counts_at_the_programme_with_the_most_evidence_only():
    states = [
        investment(statement("promised", 1000, key=1), key=1),
        investment(
            statement("promised", 1000, key=2),
            statement("verified", 900, method="register", key=3),
            key=2,
            same_as=1,
            programme="deal",
            programme_name="De deal",
        ),
    ]
    (row,) = leverage_rows(states, [], "programme")
    assert row.key == "deal"
    assert row.elicited("private", "promised").low == 1000


SAID = st.builds(
    statement,
    st.sampled_from(["promised", "realised"]),
    st.sampled_from([None, "10", "20.05", "1000"]),
    st.sampled_from([2029, 2030]),
    key=st.integers(1, 10**6),
)
STATES = st.lists(
    st.tuples(
        st.lists(SAID, max_size=3, unique_by=lambda s: s.id),
        st.sampled_from(["regeling", "deal"]),
        st.sampled_from(["public", "private"]),
    ),
    min_size=1,
    max_size=6,
).map(
    lambda found: [
        investment(*said, key=n, programme=p, investor=i) for n, (said, p, i) in enumerate(found, start=1)
    ]
)


@settings(max_examples=60, deadline=None)
@given(STATES, st.randoms(use_true_random=False))
def test_no_order_changes_the_ledger_of_elicited_money(states, chance):
    lines = [line("granted", 10), line("granted", 5, "deal", "deal")]
    mixed = list(states)
    chance.shuffle(mixed)
    assert leverage_rows(states, lines, "programme") == leverage_rows(mixed, lines, "programme")
    assert total_leverage(states, lines) == total_leverage(mixed, lines)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_a_double_that_is_named_changes_nothing_and_bounds_are_bounds(states):
    double = replace(states[0], id=99, code="claim-99", same_as=states[0].id)
    assert leverage_rows([*states, double], [], "programme") == leverage_rows(states, [], "programme")
    for found in total_leverage(states, []).sums:
        assert all(b.low is None or b.low <= b.high for b in found)
    assert set(suspected_groups(states)) == {s.id for s in states}


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_programmes_add_up_to_the_total(states):
    rows, total = leverage_rows(states, [], "programme"), total_leverage(states, [])
    for investor in ("public", "private"):
        highs = [r.elicited(investor, "promised").high for r in rows]
        known = [h for h in highs if h is not None]
        assert total.elicited(investor, "promised").high == (sum(known, Decimal(0)) if known else None)


def test_a_corrected_line_is_no_own_money():
    programme = FundingProgrammeFactory(kind="scheme")
    initiative = InitiativeFactory()
    wrong = LedgerEntryFactory(programme=programme, kind="granted", initiative=initiative, amount_eur="99.99")
    LedgerEntryFactory(
        programme=programme, kind="granted", initiative=initiative, amount_eur="100.01", corrects=wrong
    )
    LedgerEntryFactory(programme=programme, kind="received", amount_eur="500.00")
    money = own_money(money_flows(), "initiative")
    assert money[initiative.code].amount_eur == Decimal("100.01")
