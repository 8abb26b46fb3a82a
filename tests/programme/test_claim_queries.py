# SPDX-License-Identifier: EUPL-1.2
"""What was promised and what became of it: versions, steps, sums, verdicts and evidence, worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.programme.factories import (
    ClaimFactory,
    ClaimStatementFactory,
    FundingProgrammeFactory,
    IndicatorFactory,
    InitiativeFactory,
    ReportingPeriodFactory,
)

from schakel.programme.models import Claim, IndicatorValue
from schakel.programme.queries.claim_sums import add_up, counted, overview, split_results
from schakel.programme.queries.claims import (
    STEPS,
    ClaimState,
    Statement,
    StepState,
    claim_states,
    claims_with_names,
    sort_into_steps,
)
from schakel.programme.queries.evidence_level import LEVELS, evidence_level, evidence_levels, has_evidence
from schakel.programme.queries.verdicts import RULES, VERDICTS, verdict_of

TODAY = date(2031, 5, 6)


def statement(step, amount, year=2030, *, by="", source="bron", method="stated", url="", key=1, claim=1):
    return Statement(
        id=key,
        claim_id=claim,
        step=step,
        amount=None if amount is None else Decimal(amount),
        on=date(year, 1, 1),
        only_year=True,
        stated_by=by,
        method=method,
        source=source,
        evidence_id=None,
        evidence_url=url,
        note="",
        corrects_id=None,
        invented=False,
    )


def claim_state(*said, key=1, **fields):
    plain = {
        "code": f"claim-{key}",
        "title": "Banen",
        "kind": "jobs",
        "unit": "banen",
        "relation": "own",
        "initiative_kind": "project",
        "lines": ("1",),
        "same_as": None,
        "invented": False,
    } | fields
    empty = {name: "" for name in ClaimState.__dataclass_fields__ if name not in plain}
    return ClaimState(**(empty | plain | {"id": key, "steps": sort_into_steps(said)}))


def test_the_two_versions_of_one_promise_stay_bounds():
    state = claim_state(statement("promised", 490, key=1), statement("promised", 400, key=2))
    promised = state.at("promised")
    assert (promised.low, promised.high, promised.is_contested) == (400, 490, True)
    assert state.is_contested
    assert state.reached == "promised"


def test_who_reports_again_in_a_later_year_replaces_only_their_own_earlier_count():
    state = claim_state(
        statement("realised", 10, 2029, by="Trekker", key=1),
        statement("realised", 30, 2029, by="Krant", key=2),
        statement("realised", 25, 2030, by="trekker ", key=3),
    )
    realised = state.at("realised")
    assert [v.amount for v in realised.versions] == [30, 25]
    assert [v.amount for v in realised.earlier] == [10]


def test_two_amounts_by_one_speaker_in_one_year_contradict_each_other():
    said = (statement("realised", 400, by="Noord", key=1), statement("realised", 490, by="Noord", key=2))
    assert claim_state(*said).at("realised").amounts == (400, 490)


def test_a_later_statement_without_an_amount_replaces_nothing():
    said = (statement("verified", 10, 2029, by="X", key=1), statement("verified", None, 2030, by="X", key=2))
    assert claim_state(*said).at("verified").low == 10


def test_a_promise_that_is_lowered_later_is_still_the_promise():
    said = (statement("promised", 400, 2027, by="X", key=1), statement("promised", 90, 2030, by="X", key=2))
    assert claim_state(*said).at("promised").amounts == (90, 400)


@pytest.mark.parametrize(
    ("promised", "never"), [(date(2029, 5, 5), True), (date(2029, 5, 6), False), (date(2031, 1, 1), False)]
)
def test_a_promise_never_came_back_after_two_years_of_silence(promised, never):
    said = replace(statement("promised", 10), on=promised)
    state = claim_state(said)
    assert state.days_since_promise(TODAY) == (TODAY - promised).days
    assert state.never_came_back(TODAY) is never
    assert not claim_state(said, statement("realised", 1, key=2)).never_came_back(TODAY)


def test_an_age_is_unknown_without_a_promise():
    assert claim_state().days_since_promise(TODAY) is None
    assert claim_state().reached == ""


def test_a_sum_adds_the_bounds_and_says_what_is_missing():
    steps = [
        StepState("promised", (statement("promised", 400), statement("promised", 490, key=2))),
        StepState("promised", (statement("promised", 10, key=3),)),
        StepState("promised", (statement("promised", None, key=4),)),
        StepState("promised"),
    ]
    total = add_up(steps)
    assert (total.low, total.high) == (410, 500)
    assert (total.n_known, total.n_unknown, total.n_contested, total.is_at_least) == (2, 1, 1, True)


def test_a_sum_of_nothing_known_is_unknown_and_not_zero():
    assert add_up([StepState("promised", (statement("promised", None),))]).low is None
    assert add_up([]).high is None


def test_promised_and_realised_are_never_added_and_neither_are_kinds():
    states = [
        claim_state(statement("promised", 100), statement("realised", 40, key=2), key=1),
        claim_state(statement("promised", 7, key=3), key=2, kind="firms", unit="bedrijven"),
    ]
    splits = {s.kind: s for s in split_results(states, "kind")}
    assert [b.low for b in splits["jobs"].sums] == [100, None, 40, None]
    assert [b.low for b in splits["firms"].sums] == [7, None, None, None]


def test_a_result_that_two_claim_counts_once_at_the_one_with_the_most_evidence():
    told = claim_state(statement("promised", 100), key=1)
    shown = claim_state(
        statement("promised", 90, key=2),
        statement("verified", 80, method="register", key=3),
        key=2,
        same_as=1,
        programme="tweede",
    )
    found = {s.key: [b.low for b in s.sums] for s in split_results([told, shown], "programme")}
    assert found == {"tweede": [90, None, None, 80]}
    seen = overview([told, shown], TODAY)
    assert (seen.n_results, seen.n_promised, seen.n_verified, seen.n_doubles) == (1, 1, 1, 1)


def test_a_result_of_an_external_initiative_is_shown_and_never_counted():
    outside = claim_state(statement("verified", 2000), relation="external")
    assert split_results([outside], "kind") == ()
    seen = overview([outside], TODAY)
    assert (seen.n_results, seen.n_external) == (0, 1)
    assert verdict_of(outside).because == "external"


def test_a_result_stands_at_each_line_of_its_initiative():
    state = claim_state(statement("promised", 5), lines=("1", "3"))
    assert [s.key for s in split_results([state], "line")] == ["1", "3"]


def test_what_became_of_the_promises():
    states = [
        claim_state(statement("promised", 1, 2027), key=1),
        claim_state(statement("expected", 1, 2028, key=2), key=2),
        claim_state(statement("promised", 1, 2028, key=3), statement("realised", 1, key=4), key=3),
        claim_state(statement("promised", 1, 2031, key=5), statement("verified", 1, key=6), key=4),
        claim_state(statement("realised", 1, key=7), key=5),
        claim_state(key=6),
    ]
    seen = overview(states, TODAY)
    assert (seen.n_results, seen.n_promised, seen.n_came_back, seen.n_verified) == (5, 4, 2, 1)
    assert seen.n_unpromised == 1
    assert [c.id for c in seen.never_back] == [1, 2]


VERIFIED = {"method": "independent", "url": "https://voorbeeld.invalid/rapport"}


@pytest.mark.parametrize(
    ("state", "verdict", "because"),
    [
        (claim_state(), "not_shown", "nothing_said"),
        (claim_state(statement("promised", 400)), "not_shown", "only_promised"),
        (claim_state(statement("realised", 400)), "not_shown", "only_stated"),
        (claim_state(statement("realised", 400, method="counted")), "plausible", "counted"),
        (claim_state(statement("verified", 400, method="register", url="x")), "plausible", "verified"),
        (claim_state(statement("verified", 400, **VERIFIED)), "contributed", "independent"),
        (claim_state(statement("verified", 400, method="independent")), "plausible", "verified"),
        (claim_state(statement("verified", 0, **VERIFIED)), "not_shown", "nothing_found"),
        (
            claim_state(statement("verified", 4, **VERIFIED), statement("verified", 5, key=2, **VERIFIED)),
            "plausible",
            "verified",
        ),
        (
            claim_state(statement("verified", 400, **VERIFIED), initiative_kind="brand"),
            "not_shown",
            "brand",
        ),
    ],
)
def test_the_verdict_follows_the_first_rule_that_holds(state, verdict, because):
    found = verdict_of(state)
    assert (found.verdict, found.because) == (verdict, because)


def test_each_rule_has_its_own_code_and_a_known_verdict():
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert {rule.verdict for rule in RULES} == set(VERDICTS)


AMOUNTS = st.one_of(st.none(), st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100))
SAID = st.builds(
    statement,
    st.sampled_from(STEPS),
    AMOUNTS,
    st.integers(2025, 2031),
    by=st.sampled_from(["", "Noord", "Zuid"]),
    source=st.sampled_from(["krant", "verslag"]),
    key=st.integers(1, 10**6),
)
STATES = st.lists(st.lists(SAID, max_size=5, unique_by=lambda s: s.id), min_size=1, max_size=5).map(
    lambda claims: [claim_state(*said, key=n) for n, said in enumerate(claims, start=1)]
)


@settings(max_examples=60, deadline=None)
@given(STATES, st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_no_sum(states, chance):
    mixed = list(states)
    chance.shuffle(mixed)
    for by in ("kind", "line", "programme"):
        assert split_results(states, by) == split_results(mixed, by)
    assert overview(states, TODAY) == overview(mixed, TODAY)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_a_double_with_the_same_statements_changes_no_sum(states):
    double = replace(states[0], id=999, code="claim-999", same_as=states[0].id)
    assert split_results([double, *states], "kind") == split_results(states, "kind")
    before, after = overview(states, TODAY), overview([*states, double], TODAY)
    assert (before.n_results, before.n_promised) == (after.n_results, after.n_promised)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_bounds_hold_every_version(states):
    for step, claims in counted(states).items():
        total = add_up([c.at(step) for c in claims])
        known = [[v.amount for v in c.at(step).versions if v.amount is not None] for c in claims]
        for pick in (min, max, lambda amounts: sorted(amounts)[len(amounts) // 2]):
            chosen = sum((pick(amounts) for amounts in known if amounts), Decimal(0))
            assert total.low is None or total.low <= chosen <= total.high


@settings(max_examples=60, deadline=None)
@given(st.lists(SAID, max_size=8, unique_by=lambda s: s.id), st.randoms(use_true_random=False))
def test_no_statement_gets_lost_and_their_order_does_not_matter(said, chance):
    steps = sort_into_steps(said)
    assert sorted(s.id for step in steps for s in (*step.versions, *step.earlier)) == sorted(
        s.id for s in said
    )
    mixed = list(said)
    chance.shuffle(mixed)
    assert sort_into_steps(mixed) == steps


def test_claims_are_read_in_two_queries_however_many_there_are(django_assert_num_queries):
    for _ in range(3):
        initiative = InitiativeFactory(lines=["2"])
        claim = ClaimFactory(initiative=initiative, programme=FundingProgrammeFactory())
        ClaimStatementFactory(claim=claim)
        ClaimStatementFactory(claim=claim, step="verified", amount=None)
    with django_assert_num_queries(2):
        states = claim_states(claims_with_names())
    assert {(s.reached, s.lines) for s in states} == {("verified", ("2",))}


def test_the_database_tells_how_far_each_claim_is():
    claims = [ClaimFactory() for _ in range(3)]
    for step in ("promised", "realised"):
        ClaimStatementFactory(claim=claims[1], step=step)
    wrong = ClaimStatementFactory(claim=claims[2], step="verified")
    ClaimStatementFactory(claim=claims[2], step="verified", amount=None, corrects=wrong)
    found = {c.pk: c.reached for c in claims_with_names()}
    assert [found[c.pk] for c in claims] == [0, 3, 0]


def _adopted(initiative, state="adopted"):
    return IndicatorValue.objects.create(
        indicator=IndicatorFactory(),
        period=ReportingPeriodFactory(),
        initiative=initiative,
        value=3,
        state=state,
        definition_version=1,
        author="account:1",
        created_at="2031-01-01T00:00Z",
        changed_at="2031-01-01T00:00Z",
        created_by="x",
        changed_by="x",
    )


@pytest.mark.parametrize(
    ("said", "level", "enough"),
    [
        ([], "none", False),
        ([{"step": "promised"}], "promised", False),
        ([{"step": "realised", "method": "counted", "amount": None}], "promised", False),
        ([{"step": "realised", "method": "stated"}], "stated", True),
        ([{"step": "realised", "method": "counted"}], "counted", True),
        ([{"step": "promised"}, {"step": "verified", "method": "register"}], "verified", True),
        ([{"step": "verified", "method": "register", "amount": 0}], "none", False),
    ],
)
def test_the_level_of_evidence_is_that_of_the_best_statement(said, level, enough):
    claim = ClaimFactory(initiative=InitiativeFactory())
    for fields in said:
        ClaimStatementFactory(claim=claim, **fields)
    assert evidence_level(claim.initiative) == level
    assert has_evidence(claim.initiative) is enough


def test_an_adopted_value_is_evidence_and_a_draft_is_not():
    first, second = InitiativeFactory(), InitiativeFactory()
    _adopted(first)
    _adopted(second, "submitted")
    assert evidence_levels([first, second]) == {first.pk: "counted", second.pk: "none"}
    assert (has_evidence(first), has_evidence(second)) == (True, False)
    assert LEVELS[0] == "none"


def test_a_corrected_statement_is_no_evidence():
    claim = ClaimFactory(initiative=InitiativeFactory())
    wrong = ClaimStatementFactory(claim=claim, step="realised", method="counted")
    ClaimStatementFactory(claim=claim, step="realised", method="counted", amount=None, corrects=wrong)
    assert not has_evidence(claim.initiative)
    assert Claim.objects.count() == 1
