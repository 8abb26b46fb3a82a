# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody took it up, that worse news never silences anything, and the number of queries."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cycle.factories import (
    AgendaItemFactory,
    DeviationFactory,
    MeetingFactory,
    NeedFactory,
    RiskFactory,
    UpdateRoundFactory,
)
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
)

from schakel.cycle.escalation_rules import SEVERITIES, find_rule
from schakel.cycle.queries.delivery_facts import Told
from schakel.cycle.queries.escalation import escalations, follow_delivery
from schakel.cycle.queries.light_rules import (
    RANK,
    lights_of,
    red_run,
    run_without_green,
    worsened_run,
)
from schakel.cycle.sight import PUBLIC
from schakel.programme.models import ProgressUpdate

TODAY = date(2031, 5, 6)
LIGHT = st.sampled_from(["green", "amber", "red"])
JUDGES = {"red_light": red_run, "amber_twice": run_without_green, "worsened": worsened_run}
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def moment(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture
def hub():
    return InitiativeFactory(code="hub", stage="growing")


@pytest.fixture
def red(hub):
    """The light for time is red since 1 March."""
    ProgressUpdateFactory(initiative=hub, on=date(2031, 2, 1))
    for month in (3, 4):
        ProgressUpdateFactory(initiative=hub, on=date(2031, month, 1), time="red", time_reason="Bouw")
    return hub


def the_only(day=TODAY, **options):
    (found,) = escalations(day, **options)
    return found


class TestTakenUp:
    def test_nobody_took_it_up_without_a_deviation_or_an_item(self, red):
        assert (the_only().is_taken_up, the_only().marks) == (False, ())

    def test_a_deviation_by_its_rule_takes_it_up_and_is_linked(self, red):
        noted = DeviationFactory(initiative=red, rule="red_light", created_at=moment(date(2031, 3, 1)))
        found = the_only()
        assert found.is_taken_up
        assert [(m.what, m.pk) for m in found.marks] == [("deviation", noted.pk)]

    @pytest.mark.parametrize(
        "fields",
        [
            {"rule": "red_light", "kind": "money"},
            {"rule": "milestone_late"},
            {"rule": ""},
            {"rule": "bestaat_niet_meer"},
        ],
    )
    def test_a_deviation_about_something_else_does_not(self, red, fields):
        DeviationFactory(initiative=red, created_at=moment(date(2031, 4, 1)), **fields)
        assert not the_only().is_taken_up

    def test_a_deviation_of_another_initiative_does_not(self, red):
        DeviationFactory(rule="red_light", created_at=moment(date(2031, 4, 1)))
        assert not the_only().is_taken_up

    def test_a_graver_deviation_answers_a_lighter_rule(self, red):
        DeviationFactory(initiative=red, rule="red_light", created_at=moment(date(2031, 4, 2)))
        ProgressUpdateFactory(initiative=red, on=date(2031, 5, 1), time="amber")
        assert (the_only().rule, the_only().is_taken_up) == ("amber_twice", True)

    def test_what_got_worse_since_it_was_noted_asks_again(self, hub):
        for month, light in ((1, "amber"), (2, "amber"), (3, "red")):
            ProgressUpdateFactory(initiative=hub, on=date(2031, month, 1), time=light)
        DeviationFactory(initiative=hub, rule="amber_twice", created_at=moment(date(2031, 2, 2)))
        assert not the_only().is_taken_up

    def test_another_case_that_began_later_asks_again(self, hub):
        MilestoneFactory(initiative=hub, first_due_on=date(2031, 1, 1))
        DeviationFactory(initiative=hub, rule="milestone_late", created_at=moment(date(2031, 3, 1)))
        assert the_only().is_taken_up
        MilestoneFactory(initiative=hub, first_due_on=date(2031, 3, 1))
        found = the_only()
        assert (found.is_taken_up, len(found.marks), len(found.cases)) == (False, 1, 2)

    def test_a_settled_deviation_answers_what_is_the_same_for_92_days(self, hub):
        MilestoneFactory(initiative=hub, first_due_on=date(2031, 1, 1))
        fields = {
            "created_at": moment(date(2031, 2, 10)),
            "settled_on": date(2031, 2, 10),
            "state": "settled",
        }
        DeviationFactory(initiative=hub, rule="milestone_late", **fields)
        last_day = date(2031, 2, 10) + timedelta(days=92)
        assert the_only(last_day).is_taken_up
        assert not the_only(last_day + timedelta(days=1)).is_taken_up

    def test_a_new_report_that_is_no_better_asks_again_after_it_was_settled(self, red):
        fields = {"created_at": moment(date(2031, 4, 2)), "settled_on": date(2031, 4, 3), "state": "settled"}
        DeviationFactory(initiative=red, rule="red_light", **fields)
        assert the_only().is_taken_up
        ProgressUpdateFactory(initiative=red, on=date(2031, 5, 1), time="red")
        assert not the_only().is_taken_up

    @pytest.mark.parametrize(
        ("kind", "key", "state", "is_taken_up"),
        [
            ("initiative", "hub", "scheduled", True),
            ("initiative", "hub", "handled", False),
            ("initiative", "hub", "withdrawn", False),
            ("initiative", "ander", "scheduled", False),
            ("alarm", "red_twice:hub", "scheduled", True),
            ("alarm", "no_owner:hub", "scheduled", False),
            ("partner", "hub", "scheduled", False),
        ],
    )
    def test_an_agenda_item_about_it_takes_it_up_until_it_was_handled(
        self, red, kind, key, state, is_taken_up
    ):
        AgendaItemFactory(source_kind=kind, source_key=key, state=state, created_at=moment(date(2031, 4, 1)))
        assert the_only().is_taken_up == is_taken_up

    def test_an_item_about_a_request_or_a_claim_takes_that_one_up(self, hub):
        need = NeedFactory(initiative=hub, asked_on=date(2031, 1, 1))
        claim = ClaimFactory(initiative=hub)
        ClaimStatementFactory(claim=claim, on=date(2028, 1, 1))
        for kind, key in (("need", str(need.pk)), ("claim", claim.code)):
            AgendaItemFactory(source_kind=kind, source_key=key, created_at=moment(TODAY))
        assert [e.is_taken_up for e in escalations(TODAY)] == [True, True]
        NeedFactory(initiative=hub, asked_on=date(2031, 1, 2))
        assert {e.rule for e in escalations(TODAY) if not e.is_taken_up} == {"need_open"}


class TestWhoMaySeeWhatTakesItUp:
    @pytest.mark.parametrize(
        "fields",
        [
            {"is_confidential": True, "confidential_ground": "Bedrijfsbelang"},
            {"meeting": None, "state": "backlog"},
        ],
    )
    def test_a_reader_is_not_told_of_an_item_that_is_not_public(self, red, fields):
        given = {"source_kind": "initiative", "source_key": "hub", "created_at": moment(TODAY)} | fields
        AgendaItemFactory(**given)
        assert the_only().is_taken_up
        assert the_only(sight=PUBLIC).marks == ()

    def test_nor_of_an_item_of_a_meeting_that_is_a_draft(self, red):
        meeting = MeetingFactory(state="draft", convened_at=None)
        given = {"source_kind": "initiative", "source_key": "hub", "created_at": moment(TODAY)}
        AgendaItemFactory(meeting=meeting, **given)
        assert the_only(sight=PUBLIC).marks == ()

    def test_nor_of_a_deviation_that_hangs_on_a_confidential_item(self, red):
        item = AgendaItemFactory(is_confidential=True, confidential_ground="Bedrijfsbelang")
        DeviationFactory(
            initiative=red, rule="red_light", item=item, state="escalated", created_at=moment(TODAY)
        )
        assert the_only().is_taken_up
        assert the_only(sight=PUBLIC).marks == ()

    def test_what_leads_confide_is_left_out_for_others(self, hub):
        NeedFactory(initiative=hub, asked_on=date(2031, 1, 1))
        found = follow_delivery(TODAY)
        assert len(found.escalations) == 1
        assert found.without_closed().escalations == ()
        assert len(found.without_closed(["hub"]).escalations) == 1


def gravest(lights):
    """Return how grave the light is told to be: 0 for nothing, 3 for the gravest rule."""
    told = [
        Told(1, date(2031, 1, 1) + timedelta(days=n), x, "", x, "", x, "", None) for n, x in enumerate(lights)
    ]
    shown = lights_of(told, "time")
    grave = [3 - SEVERITIES.index(find_rule(r).severity) for r, judge in JUDGES.items() if judge(shown, 2)]
    return max(grave, default=0)


class TestWorseNewsSilencesNothing:
    @given(st.lists(LIGHT, max_size=8), LIGHT)
    def test_a_light_that_is_no_better_is_told_at_least_as_gravely(self, lights, news):
        is_no_better = not lights or RANK[news] >= RANK[lights[-1]]
        if is_no_better:
            assert gravest([*lights, news]) >= gravest(lights)

    @given(st.lists(LIGHT, min_size=1, max_size=8))
    def test_what_is_green_now_asks_nothing_and_what_is_red_always_does(self, lights):
        assert gravest([*lights, "green"]) == 0
        assert gravest([*lights, "red"]) == 3

    @SLOW
    @given(
        st.lists(LIGHT, min_size=1, max_size=3),
        st.lists(st.integers(0, 400), max_size=3),
        st.lists(st.integers(0, 4000), max_size=2),
        st.integers(1, 4),
    )
    def test_nothing_disappears_by_time_or_by_more_of_the_same(self, db, lights, late, spent, more):
        hub = InitiativeFactory(stage="growing", continuity="none")
        FundingFactory(initiative=hub, ends_on=date(2031, 9, 1))
        LedgerEntryFactory(initiative=hub, kind="granted", amount_eur="1000", on=date(2030, 1, 1))
        UpdateRoundFactory(opens_on=date(2030, 12, 1), due_on=date(2030, 12, 31))
        for n, light in enumerate(lights):
            ProgressUpdateFactory(initiative=hub, on=date(2031, 1, 1) + timedelta(days=n), money=light)
        for days in late:
            MilestoneFactory(initiative=hub, first_due_on=TODAY - timedelta(days=days))
            NeedFactory(initiative=hub, asked_on=TODAY - timedelta(days=days))
        for amount in spent:
            LedgerEntryFactory(initiative=hub, kind="spent", amount_eur=f"{amount}.00", on=date(2031, 2, 1))
        before = things(hub)
        worse = TODAY + timedelta(days=more)
        ProgressUpdateFactory(initiative=hub, on=worse, money="red")
        MilestoneFactory(initiative=hub, first_due_on=date(2030, 1, 1))
        NeedFactory(initiative=hub, asked_on=date(2030, 1, 1))
        RiskFactory(initiative=hub)
        LedgerEntryFactory(initiative=hub, kind="spent", amount_eur="500", on=worse)
        after = things(hub, worse)
        assert set(before) <= set(after)
        assert all(after[key] <= before[key] for key in before)


def things(hub, day=TODAY):
    """Return how grave each thing is, by what is looked at and which case; 0 is the gravest."""
    return {
        (find_rule(e.rule).looks_at, e.kind, case.key): SEVERITIES.index(e.severity)
        for e in escalations(day)
        if e.initiative == hub.code
        for case in e.cases
    }


def test_each_thing_of_an_initiative_is_told_once(hub):
    for month in (1, 2, 3):
        ProgressUpdateFactory(initiative=hub, on=date(2031, month, 1), quality="red", money="amber")
    keys = [
        (e.initiative, find_rule(e.rule).looks_at, e.kind, c.key) for e in escalations(TODAY) for c in e.cases
    ]
    assert len(keys) == len(set(keys)) == 2


def test_three_hundred_initiatives_take_twelve_queries(django_assert_num_queries):
    made = [InitiativeFactory(stage="growing", continuity="none") for _ in range(300)]
    UpdateRoundFactory()
    for i in made[::3]:
        MilestoneFactory(initiative=i, first_due_on=date(2031, 1, 1))
        NeedFactory(initiative=i, asked_on=date(2031, 1, 1))
        RiskFactory(initiative=i)
        FundingFactory(initiative=i, ends_on=date(2031, 6, 1))
        ClaimStatementFactory(claim=ClaimFactory(initiative=i), on=date(2028, 1, 1))
        CommitmentEntryFactory(commitment=CommitmentFactory(initiative=i, due_on=date(2031, 1, 1)))
        LedgerEntryFactory(initiative=i, kind="granted", purpose="seed")
        DeviationFactory(initiative=i, rule="milestone_late", created_at=moment(TODAY))
        ProgressUpdateFactory(initiative=i, money="red")
    with django_assert_num_queries(12):
        found = escalations(TODAY)
    assert len({e.initiative for e in found}) == 300
    assert ProgressUpdate.objects.count() == 100
