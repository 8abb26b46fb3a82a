# SPDX-License-Identifier: EUPL-1.2
"""What the ledger adds up to: worked by hand, whole equals the sum of its parts, streams kept apart."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.programme.factories import (
    FundingFactory,
    FundingProgrammeFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    PartnerFactory,
)

from schakel.programme.models import EntryKind, FundingKind, LedgerEntry
from schakel.programme.queries.contributions import (
    Inhabitants,
    check_contributions,
    contribution_due,
    contribution_without_municipality,
)
from schakel.programme.queries.funding import decisions_due, initiative_sources, money_until, months_between
from schakel.programme.queries.ledger import Flow, MixedStreamsError, Steps, money_flows, steps_by, steps_of
from schakel.programme.queries.money_flow import flow_blocks, gaps_of, money_warnings, reconcile
from schakel.programme.queries.place_money import place_streams

TODAY = date(2031, 5, 6)
calm = partial(settings, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SIX = {
    "GM9901": "3462316.00",
    "GM9902": "1959760.00",
    "GM9903": "1796840.00",
    "GM9904": "1142347.00",
    "GM9905": "819870.00",
    "GM9906": "818868.00",
}


def euros(text):
    return Decimal(text)


def book(kind, amount, **given):
    return LedgerEntryFactory(kind=kind, amount_eur=amount, **given)


class TestByHand:
    def test_the_municipal_part_of_a_regional_half_is_ten_million_and_one_euro(self):
        """Six municipalities add up to a rounding euro too much; the province pays ten million beside them."""
        deal = FundingProgrammeFactory(code="deal", kind="deal", budget_eur="20000000.00")
        book("pledged", "0.01", programme=FundingProgrammeFactory(code="other", kind="deal"))
        book("pledged", "10000000.00", programme=deal, payer=PartnerFactory(code="province"))
        for place, amount in SIX.items():
            book("pledged", amount, programme=deal, municipality=place)
        own = [f for f in money_flows() if f.programme == "deal"]
        by_place = steps_by(own, lambda f: f.municipality, {"deal"})
        assert {place: steps.pledged for place, steps in by_place.items()} == {
            "": euros("10000000.00"),
            **{place: euros(amount) for place, amount in SIX.items()},
        }
        assert steps_of([f for f in own if f.municipality], {"deal"}).pledged == euros("10000001.00")
        assert steps_of(own, {"deal"}).pledged == euros("20000001.00")

    def test_each_programme_reconciles_step_by_step_with_the_difference_named(self):
        deal = FundingProgrammeFactory(code="deal", kind="deal")
        hub = InitiativeFactory(code="hub")
        book("pledged", "1000.00", programme=deal, municipality="GM9901")
        book("received", "700.00", programme=deal, municipality="GM9901")
        book("returned", "50.00", programme=deal, municipality="GM9901")
        book("granted", "600.00", programme=deal, initiative=hub)
        book("returned", "20.10", programme=deal, initiative=hub)
        book("spent", "579.90", programme=deal, initiative=hub)
        (account,) = reconcile(money_flows())
        found = [(g.upper, g.lower, g.difference_eur, g.state) for g in account.gaps]
        assert found == [
            ("pledged", "received", euros("350.00"), "open"),
            ("received", "granted", euros("70.10"), "open"),
            ("granted", "spent", euros("0.00"), "even"),
        ]
        assert account.available_eur == euros("70.10")

    def test_what_the_ledger_does_not_hold_is_unknown_and_never_zero(self):
        FundingProgrammeFactory(code="empty")
        (account,) = reconcile(money_flows())
        assert account.steps == Steps()
        assert {(g.difference_eur, g.state) for g in account.gaps} == {(None, "unknown")}
        assert Steps(granted=Decimal(5)).left is None

    def test_more_granted_than_received_and_more_spent_than_granted_are_flagged(self):
        deal = FundingProgrammeFactory(code="deal", kind="deal")
        hub, lab = InitiativeFactory(code="hub", name="Hub"), InitiativeFactory(code="lab", name="Lab")
        book("received", "100.00", programme=deal, municipality="GM9901")
        book("granted", "150.00", programme=deal, initiative=hub)
        book("granted", "50.00", programme=deal, initiative=lab)
        book("spent", "60.00", programme=deal, initiative=lab)
        flows = money_flows()
        found = money_warnings(reconcile(flows), flows)
        assert [(w.kind, w.programme, w.initiative, w.excess_eur) for w in found] == [
            ("granted_over_received", "deal", "", euros("100.00")),
            ("spent_over_granted", "deal", "lab", euros("10.00")),
        ]
        assert reconcile(flows)[0].is_overcommitted

    def test_corrected_and_withdrawn_lines_drop_out(self):
        deal = FundingProgrammeFactory(code="deal", kind="deal")
        first = book("pledged", "100.00", programme=deal, municipality="GM9901")
        second = book("pledged", "90.00", programme=deal, municipality="GM9901", corrects=first)
        book("pledged", "80.00", programme=deal, municipality="GM9901", corrects=second)
        other = book("pledged", "10.00", programme=deal, municipality="GM9902")
        book("pledged", "0.00", programme=deal, municipality="GM9902", corrects=other)
        (flow,) = money_flows()
        assert (flow.municipality, flow.amount_eur, flow.n_lines) == ("GM9901", euros("80.00"), 1)

    def test_cents_that_floats_would_lose_are_kept(self):
        deal = FundingProgrammeFactory(kind="deal")
        for _ in range(7):
            book("pledged", "0.29", programme=deal)
        book("pledged", "99999999999.99", programme=deal)
        (flow,) = money_flows()
        assert flow.amount_eur == euros("100000000002.02")

    def test_streams_are_put_together_only_where_they_are_named(self):
        book("pledged", "1.00", programme=FundingProgrammeFactory(kind="deal"))
        book("pledged", "2.00", programme=FundingProgrammeFactory(kind="scheme"))
        flows = money_flows()
        with pytest.raises(MixedStreamsError, match="scheme is not one of deal"):
            steps_of(flows, {"deal"})
        assert steps_of(flows, {"deal", "scheme"}).pledged == euros("3.00")

    def test_an_initiative_sees_each_programme_by_itself(self):
        hub = InitiativeFactory(code="hub")
        deal = FundingProgrammeFactory(code="deal", kind="deal")
        scheme = FundingProgrammeFactory(code="scheme", kind="scheme")
        book("granted", "10.00", programme=deal, initiative=hub)
        book("spent", "4.00", programme=deal, initiative=hub)
        book("granted", "7.00", programme=scheme, initiative=hub)
        book("granted", "9.00", programme=scheme, initiative=InitiativeFactory())
        found = initiative_sources(money_flows(), "hub")
        assert [(s.programme, s.steps.granted, s.steps.left) for s in found] == [
            ("deal", euros("10.00"), euros("6.00")),
            ("scheme", euros("7.00"), None),
        ]


class TestPlaces:
    def test_here_elsewhere_and_the_region_as_a_whole_add_up_to_the_region(self):
        deal = FundingProgrammeFactory(kind="deal")
        hub = InitiativeFactory()
        for place, amount in (("GM9901", "5.01"), ("GM9902", "3.00"), ("", "2.00")):
            book("granted", amount, programme=deal, initiative=hub, municipality=place)
        book("pledged", "8.00", programme=deal, municipality="GM9901")
        (found,) = place_streams(money_flows(), "GM9901")
        assert found.here.granted == euros("5.01")
        assert found.elsewhere.granted == euros("3.00")
        assert found.whole.granted == euros("2.00")
        assert found.region.granted == euros("10.01")
        assert (found.here.pledged, found.elsewhere.pledged) == (euros("8.00"), None)


class TestContributions:
    def account(self, **given):
        FundingProgrammeFactory(
            **{"code": "own", "kind": "contribution", "rate_eur_per_inhabitant": "1.0000"} | given
        )

    def check(self, people, members=None):
        flows = money_flows()
        return check_contributions(reconcile(flows), flows, members or {2030: ["GM9901"]}, people)

    @pytest.mark.parametrize(
        ("paid", "verdict", "difference"),
        [
            ("36614.00", "ok", "0.00"),
            ("36613.00", "ok", "-1.00"),
            ("36612.99", "short", "-1.01"),
            ("40000.00", "over", "3386.00"),
        ],
    )
    def test_the_rate_times_the_inhabitants_is_what_is_due(self, paid, verdict, difference):
        self.account()
        own = LedgerEntry._meta.get_field("programme").related_model.objects.get(code="own")
        book("received", paid, programme=own, municipality="GM9901", on=date(2030, 2, 1))
        (check,) = self.check({("GM9901", 2030): Inhabitants(36614, 2030, "normal")})
        assert check.due_eur == euros("36614.00")
        assert (check.verdict, check.difference_eur, check.basis) == (verdict, euros(difference), "received")

    def test_a_promise_is_compared_where_nothing_came_in(self):
        self.account(rate_eur_per_inhabitant="1.1500")
        own = LedgerEntry._meta.get_field("programme").related_model.objects.get(code="own")
        book("pledged", "42106.10", programme=own, municipality="GM9901", on=date(2030, 1, 1))
        (check,) = self.check({("GM9901", 2030): Inhabitants(36614, 2030, "provisional")})
        assert (check.basis, check.due_eur, check.verdict) == ("pledged", euros("42106.10"), "ok")
        assert check.inhabitants.status == "provisional"

    @pytest.mark.parametrize(
        ("people", "reason"),
        [
            ({}, "no_inhabitants"),
            ({("GM9901", 2030): Inhabitants(None, 2030, "suppressed")}, "no_inhabitants"),
            ({("GM9901", 2030): Inhabitants(36558, 2029, "normal")}, "other_year"),
        ],
    )
    def test_without_the_inhabitants_of_that_year_the_verdict_is_unknown(self, people, reason):
        self.account()
        own = LedgerEntry._meta.get_field("programme").related_model.objects.get(code="own")
        book("received", "36558.00", programme=own, municipality="GM9901", on=date(2030, 1, 1))
        (check,) = self.check(people)
        assert (check.verdict, check.reason) == ("unknown", reason)

    def test_a_member_without_a_line_is_unknown_and_its_amount_due_is_told(self):
        self.account()
        (check,) = self.check({("GM9901", 2030): Inhabitants(36614, 2030, "normal")})
        assert (check.verdict, check.reason, check.due_eur) == ("unknown", "no_lines", euros("36614.00"))
        assert check.received_eur is None

    def test_a_contribution_without_rate_cannot_be_judged(self):
        self.account(rate_eur_per_inhabitant=None)
        (check,) = self.check({("GM9901", 2030): Inhabitants(36614, 2030, "normal")})
        assert (check.reason, check.due_eur) == ("no_rate", None)

    def test_years_in_which_the_programme_does_not_run_are_not_asked_for(self):
        self.account(starts_on=date(2030, 1, 1), ends_on=date(2031, 12, 31))
        members = {year: ["GM9901"] for year in (2029, 2030, 2031, 2032)}
        assert [c.year for c in self.check({}, members)] == [2031, 2030]

    def test_a_contribution_that_names_no_municipality_is_told_apart(self):
        own = FundingProgrammeFactory(code="own", kind="contribution", rate_eur_per_inhabitant="1.0000")
        book("received", "9.00", programme=own, payer=PartnerFactory())
        book("received", "5.00", programme=own, municipality="GM9901")
        flows = money_flows()
        (account,) = reconcile(flows)
        assert contribution_without_municipality(account, flows).received == euros("9.00")

    def test_other_streams_are_not_checked(self):
        FundingProgrammeFactory(kind="deal")
        assert self.check({}) == ()

    @calm(max_examples=20)
    @given(parts=st.integers(1, 50_000), number=st.integers(0, 999_999))
    def test_what_is_due_is_within_half_a_cent_of_the_product(self, parts, number):
        rate = Decimal(parts).scaleb(-4)
        due = contribution_due(rate, number)
        assert abs(due - rate * number) <= Decimal("0.005")
        assert due == due.quantize(Decimal("0.01"))


class TestMoneyUntil:
    def until(self, *periods, today=TODAY, **initiative):
        made = InitiativeFactory(**({"stage": "growing"} | initiative))
        for period in periods:
            FundingFactory(initiative=made, **period)
        return next(m for m in money_until(today) if m.initiative == made.code)

    def test_the_last_end_counts(self):
        found = self.until({"ends_on": date(2031, 12, 31)}, {"ends_on": date(2033, 6, 5)})
        assert (found.until_on, found.state, found.months_left) == (date(2033, 6, 5), "later", 24)
        assert not found.is_cliff

    @pytest.mark.parametrize(
        ("end", "state"),
        [
            (date(2031, 5, 5), "ended"),
            (date(2031, 5, 6), "soon"),
            (date(2032, 5, 5), "soon"),
            (date(2032, 5, 6), "later"),
        ],
    )
    def test_within_twelve_months_is_soon(self, end, state):
        assert self.until({"ends_on": end}).state == state

    @pytest.mark.parametrize(
        ("continuity", "is_cliff"),
        [("unknown", True), ("none", True), ("partly", True), ("arranged", False)],
    )
    def test_an_end_is_a_cliff_unless_what_comes_after_is_arranged(self, continuity, is_cliff):
        assert self.until({"ends_on": date(2031, 9, 1)}, continuity=continuity).is_cliff is is_cliff

    def test_structural_money_has_no_end(self):
        found = self.until({"ends_on": date(2031, 9, 1)}, {"is_structural": True})
        assert (found.state, found.until_on, found.is_cliff) == ("structural", None, False)

    def test_an_end_that_is_not_known_stays_unknown(self):
        found = self.until({"ends_on": date(2031, 9, 1)}, {})
        assert (found.state, found.until_on, found.months_left) == ("open", date(2031, 9, 1), None)
        assert self.until().state == "none"

    def test_ended_and_external_initiatives_are_left_out(self):
        InitiativeFactory(stage="stopped")
        InitiativeFactory(relation="external")
        assert money_until(TODAY) == ()

    def test_what_ends_first_comes_first(self):
        ends = [date(2032, 1, 1), date(2031, 6, 1), None]
        for end in ends:
            FundingFactory(ends_on=end, initiative=InitiativeFactory(stage="growing"))
        InitiativeFactory(name="Zonder bron")
        assert [m.state for m in money_until(TODAY)] == ["soon", "soon", "open", "none"]
        assert [m.until_on for m in money_until(TODAY)][:2] == [date(2031, 6, 1), date(2032, 1, 1)]

    def test_the_number_of_questions_does_not_grow(self, django_assert_max_num_queries):
        for _ in range(30):
            FundingFactory(ends_on=date(2031, 6, 1))
        with django_assert_max_num_queries(3):
            assert len(money_until(TODAY)) == 30

    @calm(max_examples=30)
    @given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 120))
    def test_months_count_back_to_the_same_day(self, day, months):
        if day.day > 28:
            day = day.replace(day=28)
        later = date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, day.day)
        assert months_between(day, later) == months
        assert months_between(later, day) == -months


class TestDecisions:
    def test_seed_money_and_following_grants_are_listed_what_presses_first(self):
        hub = InitiativeFactory(name="Hub", stage="sowing")
        given = {"purpose": "seed", "kind": "granted", "on": date(2030, 1, 1), "amount_eur": "5.00"}
        LedgerEntryFactory(**given, initiative=InitiativeFactory(name="Zonder dag"))
        LedgerEntryFactory(**given, initiative=hub, decision_due_on=date(2031, 5, 5))
        FundingFactory(initiative=hub, decision_due_on=date(2031, 8, 4))
        FundingFactory(initiative=hub, decision_due_on=date(2031, 8, 5))
        FundingFactory(initiative=hub)
        found = [(d.kind, d.initiative_name, d.state) for d in decisions_due(TODAY)]
        assert found == [
            ("seed", "Zonder dag", "missing"),
            ("seed", "Hub", "overdue"),
            ("funding", "Hub", "soon"),
            ("funding", "Hub", "later"),
        ]


class TestFlowBlocks:
    def test_the_smaller_ends_come_together_and_nothing_is_lost(self):
        deal = FundingProgrammeFactory(code="deal", kind="deal")
        for number in range(12):
            initiative = InitiativeFactory(code=f"i{number:02d}", name=f"I {number:02d}")
            book("granted", f"{number + 1}.00", programme=deal, initiative=initiative)
        book("pledged", "70.00", programme=deal, municipality="GM9901")
        book("pledged", "30.00", programme=deal, payer=PartnerFactory(code="province", name="Provincie"))
        flows = money_flows()
        (block,) = flow_blocks(reconcile(flows), flows)
        assert not block.is_received
        assert [(e.kind, e.code, e.amount_eur) for e in block.sources] == [
            ("municipality", "GM9901", euros("70.00")),
            ("payer", "province", euros("30.00")),
        ]
        assert len(block.targets) == 8
        assert (block.targets[-1].kind, block.targets[-1].n) == ("rest", 5)
        assert sum(e.amount_eur for e in block.targets) == euros("78.00")

    def test_what_came_in_takes_the_place_of_what_was_promised(self):
        deal = FundingProgrammeFactory(code="deal", kind="deal")
        book("pledged", "70.00", programme=deal, municipality="GM9901")
        book("received", "60.00", programme=deal, municipality="GM9901")
        book("returned", "10.00", programme=deal, municipality="GM9901")
        FundingProgrammeFactory(code="empty")
        flows = money_flows()
        (block,) = flow_blocks(reconcile(flows), flows)
        assert block.is_received
        assert [e.amount_eur for e in block.sources] == [euros("50.00")]


cents = st.integers(1, 10**11)
lines = st.tuples(
    st.sampled_from(EntryKind.values),
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["", "GM9901", "GM9902"]),
    st.sampled_from(["", "hub", "lab"]),
    st.integers(2029, 2031),
    cents,
)


def pure_flow(kind, programme, place, initiative, year, amount):
    step = kind
    if kind == "returned":
        step = "returned_by_initiative" if initiative else "returned_to_payer"
    stream = {"a": "deal", "b": "deal", "c": "scheme"}[programme]
    return Flow(
        stream=stream,
        step=step,
        n_lines=1,
        amount_eur=Decimal(amount).scaleb(-2),
        programme=programme,
        programme_name=programme,
        year=year,
        municipality=place,
        initiative=initiative,
        initiative_name=initiative,
    )


NAMED = ("pledged", "received_net", "granted_net", "spent")


@calm(max_examples=40)
@given(st.lists(lines, max_size=25), st.randoms(use_true_random=False))
def test_the_whole_is_the_sum_of_its_parts_to_the_cent_in_any_order(found, shuffler):
    flows = [pure_flow(*line) for line in found]
    streams = set(FundingKind.values)
    whole = steps_of(flows, streams)
    shuffled = list(flows)
    shuffler.shuffle(shuffled)
    assert steps_of(shuffled, streams) == whole
    for key in (
        lambda f: f.municipality,
        lambda f: f.year,
        lambda f: f.programme,
        lambda f: f.initiative,
        lambda f: f.stream,
    ):
        parts = steps_by(flows, key, streams).values()
        for name in NAMED:
            known = [getattr(p, name) for p in parts if getattr(p, name) is not None]
            assert (sum(known, Decimal(0)) if known else None) == getattr(whole, name)


@calm(max_examples=40)
@given(st.lists(lines, max_size=25), st.sampled_from(["GM9901", "GM9902"]))
def test_here_elsewhere_and_whole_are_the_region_for_every_stream(found, place):
    for stream in place_streams([pure_flow(*line) for line in found], place):
        for name in NAMED:
            parts = [getattr(p, name) for p in (stream.here, stream.elsewhere, stream.whole)]
            known = [p for p in parts if p is not None]
            assert (sum(known, Decimal(0)) if known else None) == getattr(stream.region, name)


@calm(max_examples=40)
@given(st.lists(lines, min_size=1, max_size=25))
def test_the_gaps_chain_from_what_was_promised_to_what_was_spent(found):
    steps = steps_of([pure_flow(*line) for line in found], set(FundingKind.values))
    gaps = gaps_of(steps)
    if all(gap.difference_eur is not None for gap in gaps):
        assert steps.pledged - sum(gap.difference_eur for gap in gaps) == steps.spent


class TestTheDatabaseAddsExactly(TestCase):
    @calm(max_examples=8)
    @given(st.lists(lines, min_size=1, max_size=12))
    def test_the_database_gives_what_decimal_sums_give(self, found):
        """Beside an independent slow sum over the rows themselves."""
        programmes = {
            code: FundingProgrammeFactory(code=code, kind="scheme" if code == "c" else "deal")
            for code in "abc"
        }
        initiatives = {code: InitiativeFactory(code=code) for code in ("hub", "lab")}
        made = []
        for kind, programme, place, initiative, year, amount in found:
            made.append(
                book(
                    kind,
                    Decimal(amount).scaleb(-2),
                    programme=programmes[programme],
                    municipality=place,
                    initiative=initiatives.get(initiative),
                    on=date(year, 3, 4),
                )
            )
        if len(made) > 2:
            old = made[0]
            book(
                old.kind,
                "1.23",
                programme=old.programme,
                municipality=old.municipality,
                initiative=old.initiative,
                on=old.on,
                corrects=old,
            )
        slow = defaultdict(Decimal)
        replaced = set(LedgerEntry.objects.exclude(corrects=None).values_list("corrects_id", flat=True))
        for row in LedgerEntry.objects.select_related("programme", "initiative"):
            if row.pk not in replaced:
                code = row.initiative.code if row.initiative else ""
                slow[row.programme.code, row.kind, row.municipality, code, row.on.year] += row.amount_eur
        fast = defaultdict(Decimal)
        for flow in money_flows():
            kind = "returned" if flow.step.startswith("returned") else flow.step
            fast[flow.programme, kind, flow.municipality, flow.initiative, flow.year] += flow.amount_eur
        assert fast == slow
