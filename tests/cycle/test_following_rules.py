# SPDX-License-Identifier: EUPL-1.2
"""Each rule of following delivery: worked by hand, with the day before and the day on which it goes off."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.cycle.factories import NeedFactory, RiskFactory, UpdateRoundFactory
from tests.programme.factories import (
    ClaimFactory,
    ClaimStatementFactory,
    CommitmentEntryFactory,
    CommitmentFactory,
    FundingFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    StageChangeFactory,
)

from schakel.cycle.escalation_rules import (
    SEVERITIES,
    UnknownRule,
    closed_rules,
    escalation_rules,
    find_rule,
)
from schakel.cycle.models import DeviationKind
from schakel.cycle.queries.escalation import escalations, follow_delivery
from schakel.programme.actions.milestones import agree_milestone, move_milestone
from schakel.programme.portfolio_rules import ALARM_BY_ID
from schakel.programme.queries.effort import read_money_by_line

TODAY = date(2031, 5, 6)


@pytest.fixture
def hub():
    return InitiativeFactory(code="hub", name="Groene hub", stage="growing")


def fired(day=TODAY):
    return {(e.rule, e.kind) for e in escalations(day)}


def the_only(day=TODAY):
    (found,) = escalations(day)
    return found


def lights(hub, *worst, subject="time", first=date(2031, 1, 1)):
    """Send an update a month, with one light as given and the others green."""
    for n, light in enumerate(worst):
        on = date(first.year, first.month + n, first.day)
        ProgressUpdateFactory(initiative=hub, on=on, **{subject: light, f"{subject}_reason": f"reden {n}"})


class TestTheTable:
    def test_every_rule_is_complete_and_names_only_what_exists(self):
        rules = {rule.id: rule for rule in escalation_rules()}
        assert len(rules) == len(escalation_rules())
        for rule in rules.values():
            assert set(rule.covers) <= set(rules)
            assert set(rule.alarms) <= set(ALARM_BY_ID)
            assert rule.kind in ("", *DeviationKind.values)

    def test_the_gravest_come_first_and_a_rule_covers_only_lighter_ones(self):
        order = [SEVERITIES.index(rule.severity) for rule in escalation_rules()]
        assert order == sorted(order)
        for rule in escalation_rules():
            for lighter in rule.covers:
                assert SEVERITIES.index(find_rule(lighter).severity) > SEVERITIES.index(rule.severity)

    def test_what_leads_confide_is_closed_and_what_the_sheet_shows_is_not(self):
        assert closed_rules() == {"never_updated", "no_update", "risk_without_measure", "need_open"}

    def test_a_rule_that_does_not_exist_is_named(self):
        with pytest.raises(UnknownRule) as failure:
            find_rule("verzonnen")
        assert failure.value.details == {"found": "verzonnen"}


class TestLights:
    def test_a_red_light_asks_since_the_first_red_of_the_run(self, hub):
        lights(hub, "red", "green", "red", "red")
        found = the_only()
        assert (found.rule, found.kind, found.severity) == ("red_light", "time", "critical")
        assert found.since == date(2031, 3, 1)
        assert dict(found.cases[0].details)["reason"] == "reden 3"

    def test_one_amber_after_green_only_got_worse(self, hub):
        lights(hub, "green", "amber")
        assert fired() == {("worsened", "time")}

    def test_the_first_update_of_all_cannot_have_got_worse(self, hub):
        lights(hub, "amber")
        assert fired() == set()

    def test_amber_twice_in_a_row_takes_the_place_of_got_worse(self, hub):
        lights(hub, "green", "amber", "amber")
        found = the_only()
        assert (found.rule, found.since) == ("amber_twice", date(2031, 3, 1))
        assert dict(found.cases[0].details)["first_on"] == date(2031, 2, 1)

    def test_amber_with_green_in_between_is_not_twice_in_a_row(self, hub):
        lights(hub, "amber", "green", "amber")
        assert fired() == {("worsened", "time")}

    def test_amber_in_two_different_lights_is_not_twice(self, hub):
        ProgressUpdateFactory(initiative=hub, on=date(2031, 1, 1), quality="amber")
        ProgressUpdateFactory(initiative=hub, on=date(2031, 2, 1), money="amber")
        assert fired() == {("worsened", "money")}

    def test_better_news_ends_it(self, hub):
        lights(hub, "red", "red", "green")
        assert fired() == set()

    def test_from_red_to_amber_is_no_worsening_but_still_not_green(self, hub):
        lights(hub, "green", "red", "amber")
        assert fired() == {("amber_twice", "time")}

    def test_each_light_asks_by_itself(self, hub):
        ProgressUpdateFactory(initiative=hub, quality="red", time="red", money="green")
        assert fired() == {("red_light", "quality"), ("red_light", "time")}


class TestUpdates:
    def test_fourteen_days_after_the_round_was_due_is_not_yet_too_late_and_the_next_day_is(self, hub):
        UpdateRoundFactory(due_on=date(2031, 3, 31))
        ProgressUpdateFactory(initiative=hub, on=date(2031, 1, 10))
        assert fired(date(2031, 4, 14)) == set()
        found = the_only(date(2031, 4, 15))
        assert (found.rule, found.since) == ("no_update", date(2031, 4, 15))
        assert dict(found.cases[0].details)["last_on"] == date(2031, 1, 10)

    def test_never_updated_is_told_instead_and_is_graver(self, hub):
        UpdateRoundFactory()
        assert [(e.rule, e.severity) for e in escalations(TODAY)] == [("never_updated", "severe")]

    def test_an_update_since_the_round_opened_is_news_whatever_round_it_names(self, hub):
        UpdateRoundFactory(opens_on=date(2031, 3, 1))
        ProgressUpdateFactory(initiative=hub, on=date(2031, 3, 1))
        assert fired() == set()

    def test_without_a_round_nobody_was_asked(self, hub):
        assert fired() == set()

    def test_what_began_after_the_round_was_due_was_not_asked(self, hub):
        UpdateRoundFactory(due_on=date(2031, 3, 31))
        StageChangeFactory(initiative=hub, on=date(2031, 4, 1))
        assert fired() == set()

    def test_an_invented_round_asks_nobody_real_and_hides_no_real_round(self, hub):
        UpdateRoundFactory(title="Echt", due_on=date(2031, 3, 31))
        UpdateRoundFactory(
            title="Verzonnen", opens_on=date(2031, 4, 1), due_on=date(2031, 4, 10), invented=True
        )
        assert dict(the_only().cases[0].details)["round"] == "Echt"

    def test_of_what_is_not_known_to_run_no_update_is_asked(self):
        InitiativeFactory(stage="unknown")
        UpdateRoundFactory()
        assert fired() == set()


class TestMilestones:
    def test_thirty_days_late_is_the_limit(self, hub):
        MilestoneFactory(initiative=hub, title="Opening", first_due_on=date(2031, 4, 1))
        assert fired(date(2031, 5, 1)) == set()
        found = the_only(date(2031, 5, 2))
        assert (found.rule, found.since) == ("milestone_late", date(2031, 5, 2))
        assert dict(found.cases[0].details) == {"what": "Opening", "due_on": date(2031, 4, 1)}

    def test_what_was_reached_is_not_late(self, hub):
        MilestoneFactory(initiative=hub, first_due_on=date(2031, 1, 1), done_on=date(2031, 4, 1))
        assert fired() == set()

    def test_moved_once_is_allowed_twice_asks_since_the_second_time(self, hub, by):
        stone = agree_milestone(
            initiative=hub, title="Opening", due_on=date(2031, 6, 1), by=by, at=_at(date(2031, 1, 1))
        )
        stone = move_milestone(
            milestone=stone, due_on=date(2031, 7, 1), reason="Bouw", by=by, at=_at(date(2031, 2, 1))
        )
        assert fired() == set()
        move_milestone(
            milestone=stone, due_on=date(2031, 9, 1), reason="Weer bouw", by=by, at=_at(date(2031, 3, 1))
        )
        found = the_only()
        assert (found.rule, found.since) == ("milestone_moved", date(2031, 3, 1))
        assert dict(found.cases[0].details)["n"] == 2

    def test_moved_back_to_its_first_date_does_not_count_as_another_date(self, hub, by):
        stone = agree_milestone(
            initiative=hub, title="Opening", due_on=date(2031, 6, 1), by=by, at=_at(TODAY)
        )
        for due_on in (date(2031, 7, 1), date(2031, 6, 1)):
            stone = move_milestone(milestone=stone, due_on=due_on, reason=f"{due_on}", by=by, at=_at(TODAY))
        assert fired() == set()


def _at(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


class TestMoney:
    def test_ten_per_cent_over_is_the_limit_to_the_cent(self, hub):
        LedgerEntryFactory(initiative=hub, kind="granted", amount_eur="1000.00")
        LedgerEntryFactory(initiative=hub, kind="spent", amount_eur="1100.00", on=date(2031, 2, 1))
        assert fired() == set()
        LedgerEntryFactory(initiative=hub, kind="spent", amount_eur="0.01", on=date(2031, 3, 1))
        found = the_only()
        assert (found.rule, found.kind, found.since) == ("money_over", "money", date(2031, 3, 1))
        assert dict(found.cases[0].details)["over_eur"] == Decimal("100.01")

    def test_what_was_given_back_was_not_granted(self, hub):
        LedgerEntryFactory(initiative=hub, kind="granted", amount_eur="1000")
        LedgerEntryFactory(initiative=hub, kind="returned", amount_eur="200")
        LedgerEntryFactory(initiative=hub, kind="spent", amount_eur="881")
        assert fired() == {("money_over", "money")}

    def test_what_the_lead_tells_counts_when_it_is_more_than_the_ledger_holds(self, hub):
        LedgerEntryFactory(initiative=hub, kind="granted", amount_eur="1000")
        ProgressUpdateFactory(initiative=hub, on=date(2031, 2, 1), spent_eur="1101")
        ProgressUpdateFactory(initiative=hub, on=date(2031, 3, 1), spent_eur="1200")
        found = the_only()
        assert (found.rule, found.since) == ("money_over", date(2031, 2, 1))

    def test_without_a_grant_it_cannot_be_said(self, hub):
        LedgerEntryFactory(initiative=hub, kind="spent", amount_eur="5000")
        found = follow_delivery(TODAY)
        assert not found.escalations
        assert [(u.rule, u.missing) for u in found.unjudged] == [("money_over", "granted")]

    def test_a_corrected_line_does_not_count(self, hub):
        LedgerEntryFactory(initiative=hub, kind="granted", amount_eur="1000")
        wrong = LedgerEntryFactory(initiative=hub, kind="spent", amount_eur="9000")
        LedgerEntryFactory(initiative=hub, kind="spent", amount_eur="900", corrects=wrong)
        assert fired() == set()

    def test_the_amounts_are_those_of_the_ledger_pages(self, hub):
        for kind, amount in (
            ("granted", "1000.10"),
            ("spent", "1500.20"),
            ("spent", "12.34"),
            ("returned", "7"),
        ):
            LedgerEntryFactory(initiative=hub, kind=kind, amount_eur=amount)
        granted, spent = read_money_by_line()
        details = dict(the_only().cases[0].details)
        assert details["granted_eur"] == sum(granted["hub"].values())
        assert details["spent_eur"] == sum(spent["hub"].values())

    def test_the_money_ends_within_a_year_and_nothing_is_arranged(self, hub):
        hub.continuity = "none"
        hub.save()
        FundingFactory(initiative=hub, ends_on=date(2032, 5, 6))
        assert fired(date(2031, 5, 6)) == set()
        found = the_only(date(2031, 5, 7))
        assert (found.rule, found.since) == ("grant_ends", date(2031, 5, 7))

    def test_of_unknown_continuity_it_cannot_be_said_and_arranged_is_well(self, hub):
        FundingFactory(initiative=hub, ends_on=date(2031, 6, 1))
        assert [(u.rule, u.missing) for u in follow_delivery(TODAY).unjudged] == [
            ("grant_ends", "continuity")
        ]
        hub.continuity = "arranged"
        hub.save()
        found = follow_delivery(TODAY)
        assert (found.escalations, found.unjudged) == ((), ())

    def test_seed_money_past_its_day_or_without_one(self, hub):
        seed = {"initiative": hub, "kind": "granted", "purpose": "seed"}
        LedgerEntryFactory(**seed, amount_eur="500", on=date(2031, 1, 1), decision_due_on=date(2031, 5, 5))
        LedgerEntryFactory(**seed, amount_eur="700", on=date(2031, 2, 1))
        assert fired(date(2031, 5, 5)) == {("seed_without_day", "money")}
        assert fired(date(2031, 5, 6)) == {("seed_without_day", "money"), ("seed_overdue", "money")}


class TestResultsAndPeople:
    def test_a_promise_of_which_nothing_came_after_two_years(self, hub):
        claim = ClaimFactory(code="banen", initiative=hub)
        ClaimStatementFactory(claim=claim, step="promised", on=date(2029, 5, 6))
        assert fired(date(2031, 5, 6)) == set()
        found = the_only(date(2031, 5, 7))
        assert (found.rule, found.since, found.cases[0].key) == (
            "result_not_realised",
            date(2031, 5, 7),
            "banen",
        )
        ClaimStatementFactory(claim=claim, step="realised", on=date(2031, 5, 1))
        assert fired(date(2031, 5, 7)) == set()

    def test_a_commitment_after_its_day(self, hub):
        promise = CommitmentFactory(initiative=hub, due_on=date(2031, 5, 5))
        CommitmentEntryFactory(commitment=promise)
        assert fired(date(2031, 5, 5)) == set()
        assert fired(date(2031, 5, 6)) == {("commitment_late", "result")}
        CommitmentEntryFactory(commitment=promise, step="delivered", amount="100", on=date(2031, 5, 6))
        assert fired(date(2031, 5, 6)) == set()

    def test_a_request_for_help_is_open_for_more_than_thirty_days(self, hub):
        NeedFactory(initiative=hub, asked_on=date(2031, 4, 5))
        assert fired(date(2031, 5, 5)) == set()
        assert fired(date(2031, 5, 6)) == {("need_open", "quality")}

    def test_an_answered_request_and_a_closed_risk_ask_nothing(self, hub):
        NeedFactory(initiative=hub, asked_on=date(2031, 1, 1), status="declined")
        RiskFactory(initiative=hub, closed_on=date(2031, 4, 1))
        assert fired() == set()

    @pytest.mark.parametrize(
        ("likelihood", "effect", "measure", "asks"),
        [
            (3, 3, "", True),
            (3, 3, "  ", True),
            (3, 3, "Tweede aannemer", False),
            (3, 2, "", False),
            (2, 3, "", False),
        ],
    )
    def test_a_large_risk_asks_for_a_measure(self, hub, likelihood, effect, measure, asks):
        RiskFactory(initiative=hub, likelihood=likelihood, effect=effect, measure=measure)
        assert bool(fired()) == asks


class TestWhatIsFollowed:
    def test_what_ended_or_is_of_others_asks_nothing(self):
        for fields in (
            {"stage": "stopped"},
            {"stage": "growing", "relation": "external"},
            {"stage": "unknown", "ended_year": 2029},
        ):
            ProgressUpdateFactory(initiative=InitiativeFactory(**fields), money="red")
        found = follow_delivery(TODAY)
        assert (found.escalations, found.n_running, found.n_unknown) == ((), 0, 0)

    def test_what_is_not_known_to_have_ended_is_followed_and_counted_apart(self, hub):
        ProgressUpdateFactory(initiative=InitiativeFactory(code="anders", stage="unknown"), money="red")
        found = follow_delivery(TODAY)
        assert (found.n_running, found.n_unknown, found.asking()) == (1, 1, ("anders",))

    def test_one_rule_with_several_cases_is_one_escalation_since_the_oldest(self, hub):
        for month in (1, 2):
            MilestoneFactory(initiative=hub, first_due_on=date(2031, month, 1))
        found = the_only()
        assert len(found.cases) == 2
        assert found.since == date(2031, 1, 1) + timedelta(days=31)

    def test_the_gravest_and_then_the_oldest_come_first(self, hub):
        ProgressUpdateFactory(initiative=hub, on=date(2031, 4, 1), money="red")
        MilestoneFactory(initiative=hub, first_due_on=date(2031, 1, 1))
        other = InitiativeFactory(stage="growing")
        ProgressUpdateFactory(initiative=other, on=date(2031, 2, 1), money="red")
        assert [e.rule for e in escalations(TODAY)] == ["red_light", "red_light", "milestone_late"]
        assert escalations(TODAY)[0].initiative == other.code
