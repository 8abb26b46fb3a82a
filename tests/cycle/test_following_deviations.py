# SPDX-License-Identifier: EUPL-1.2
"""Deviations: noted with cause and proposal, put before the board, settled; and who may see which."""

from datetime import date

import pytest
from tests.cycle.factories import (
    AgendaItemFactory,
    CycleYearFactory,
    DecisionFactory,
    DeviationFactory,
    MeetingFactory,
)
from tests.programme.factories import InitiativeFactory, PartnerFactory

from schakel.cycle.actions import deviations
from schakel.cycle.actions.agenda import ConfidentialWithoutGround
from schakel.cycle.escalation_rules import UnknownRule
from schakel.cycle.models import AgendaItem, Deviation
from schakel.cycle.queries.deviations import (
    count_deviations,
    decision_of,
    item_of,
    open_deviations,
    visible_deviations,
)
from schakel.cycle.sight import BOARD_SIGHT, FULL, PUBLIC
from schakel.koers.failures import Failure
from schakel.programme.actions.entry_rules import NotYetHappened
from schakel.programme.auditing import verify_audit_chain
from schakel.programme.models import AuditEntry
from schakel.programme.recording import ChangedMeanwhile, WrongEntry


@pytest.fixture
def hub():
    return InitiativeFactory(code="hub", name="Groene hub", stage="growing")


@pytest.fixture
def note(hub, by, now):
    """Return a function that notes a deviation of the hub."""

    def noted(**fields):
        given = {
            "initiative": hub,
            "kind": "time",
            "since": date(2031, 4, 1),
            "what": "De opening schuift",
            "cause": "De bouw ligt stil",
            "proposal": "Een jaar later openen",
        }
        return deviations.note_deviation(**(given | fields), by=by, at=now)

    return noted


class TestNoting:
    def test_it_stands_in_the_open_year_with_cause_and_proposal(self, note):
        cycle = CycleYearFactory(year=2031)
        found = note(owner=PartnerFactory(), rule="milestone_late")
        assert (found.cycle, found.state, found.cause) == (cycle, "noted", "De bouw ligt stil")
        assert AuditEntry.objects.get().action == "deviation.note"

    def test_without_an_open_year_it_is_noted_all_the_same(self, note):
        assert note().cycle is None

    @pytest.mark.parametrize(
        ("fields", "failure"),
        [
            ({"cause": "  "}, deviations.CauseNeeded),
            ({"proposal": ""}, deviations.ProposalNeeded),
            ({"since": date(2031, 5, 7)}, NotYetHappened),
            ({"rule": "verzonnen"}, UnknownRule),
            ({"kind": "weer"}, WrongEntry),
            ({"what": "  "}, WrongEntry),
        ],
    )
    def test_what_is_missing_or_wrong_is_refused_and_nothing_is_saved(self, note, fields, failure):
        with pytest.raises(failure):
            note(**fields)
        assert not Deviation.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_one_that_begins_today_is_noted(self, note):
        assert note(since=date(2031, 5, 6)).since == date(2031, 5, 6)

    def test_an_initiative_of_others_is_not_followed(self, note):
        with pytest.raises(deviations.OfOthers) as failure:
            note(initiative=InitiativeFactory(name="Van elders", relation="external"))
        assert failure.value.details == {"name": "Van elders"}

    def test_the_same_words_are_noted_once_while_it_is_open(self, note, by, now):
        first = note()
        with pytest.raises(deviations.AlreadyNoted):
            note(what="de opening SCHUIFT")
        deviations.settle_deviation(deviation=first, outcome="Geaccepteerd", by=by, at=now)
        assert note().pk != first.pk

    def test_the_same_rule_is_noted_once_but_not_about_another_light(self, note):
        note(rule="red_light")
        with pytest.raises(deviations.AlreadyNoted):
            note(rule="red_light", what="In andere woorden")
        assert note(rule="red_light", kind="money", what="Ook het geld").pk

    def test_what_is_of_an_invented_initiative_is_invented(self, note):
        assert note(initiative=InitiativeFactory(invented=True)).invented


class TestChanging:
    def test_what_was_noted_changes_but_not_where_it_stands(self, note, by, now):
        found = deviations.change_deviation(
            deviation=note(),
            changes={"cause": "De aannemer is failliet", "state": "settled", "rule": "red_light"},
            expected_version=1,
            by=by,
            at=now,
        )
        assert (found.cause, found.state, found.rule) == ("De aannemer is failliet", "noted", "")

    def test_a_cause_is_not_taken_away(self, note, by, now):
        with pytest.raises(deviations.CauseNeeded):
            deviations.change_deviation(
                deviation=note(), changes={"cause": ""}, expected_version=1, by=by, at=now
            )

    def test_two_people_do_not_overwrite_each_other(self, note, by, somebody_else, now):
        first = note()
        change = {"deviation": first, "expected_version": 1, "at": now}
        deviations.change_deviation(**change, changes={"cause": "Een"}, by=by)
        with pytest.raises(ChangedMeanwhile):
            deviations.change_deviation(**change, changes={"cause": "Twee"}, by=somebody_else)


class TestBeforeTheBoard:
    def test_an_item_waits_in_the_backlog_with_the_proposal_as_what_is_asked(self, note, by, now):
        found = deviations.escalate_deviation(deviation=note(), by=by, at=now)
        item = AgendaItem.objects.get()
        assert (found.state, found.item) == ("escalated", item)
        assert (item.source_kind, item.source_key) == ("deviation", str(found.pk))
        assert (item.kind, item.state, item.asked) == ("decide", "backlog", "Een jaar later openen")
        assert item.title == "Groene hub: De opening schuift"
        assert verify_audit_chain().n_entries == 3

    def test_it_is_put_there_once_and_again_when_the_item_was_withdrawn(self, note, by, now):
        found = deviations.escalate_deviation(deviation=note(), by=by, at=now)
        with pytest.raises(deviations.AlreadyBeforeTheBoard):
            deviations.escalate_deviation(deviation=found, by=by, at=now)
        AgendaItem.objects.update(state="withdrawn")
        again = deviations.escalate_deviation(deviation=found, by=by, at=now)
        assert again.item_id != found.item_id

    def test_an_item_that_was_carried_over_still_waits(self, note, by, now):
        found = deviations.escalate_deviation(deviation=note(), by=by, at=now)
        AgendaItem.objects.update(state="carried")
        AgendaItemFactory(carried_from=found.item, state="scheduled")
        with pytest.raises(deviations.AlreadyBeforeTheBoard):
            deviations.escalate_deviation(deviation=found, by=by, at=now)

    def test_confidential_without_a_ground_is_refused_and_nothing_remains(self, note, by, now):
        found = note()
        with pytest.raises(ConfidentialWithoutGround):
            deviations.escalate_deviation(deviation=found, is_confidential=True, by=by, at=now)
        found.refresh_from_db()
        assert (found.state, AgendaItem.objects.count()) == ("noted", 0)

    def test_a_long_name_still_fits_in_the_item(self, note, by, now):
        found = note(initiative=InitiativeFactory(name="n" * 200), what="w" * 300)
        assert len(deviations.escalate_deviation(deviation=found, by=by, at=now).item.title) == 200


class TestSettling:
    def test_outside_a_meeting_with_its_outcome_and_day(self, note, by, now):
        found = deviations.settle_deviation(deviation=note(), outcome=" Opgelost ", by=by, at=now)
        assert (found.state, found.outcome, found.settled_on) == ("settled", "Opgelost", date(2031, 5, 6))

    def test_by_a_decision_on_the_day_of_that_decision(self, note, by, now):
        found = deviations.escalate_deviation(deviation=note(), by=by, at=now)
        decision = DecisionFactory(on=date(2031, 5, 2))
        found = deviations.settle_deviation(
            deviation=found, outcome="Een jaar later", decision=decision, by=by, at=now
        )
        assert (found.decision, found.settled_on) == (decision, date(2031, 5, 2))

    def test_not_behind_the_back_of_the_board(self, note, by, now):
        found = deviations.escalate_deviation(deviation=note(), by=by, at=now)
        with pytest.raises(deviations.WaitsForTheBoard) as failure:
            deviations.settle_deviation(deviation=found, outcome="Klaar", by=by, at=now)
        assert failure.value.details == {"name": "De opening schuift"}
        AgendaItem.objects.update(state="handled")
        assert deviations.settle_deviation(deviation=found, outcome="Klaar", by=by, at=now).settled_on

    def test_without_an_outcome_it_stays_open(self, note, by, now):
        found = note()
        with pytest.raises(deviations.OutcomeNeeded):
            deviations.settle_deviation(deviation=found, outcome=" ", by=by, at=now)
        assert list(open_deviations()) == [found]

    def test_settled_is_for_good(self, note, by, now):
        found = deviations.settle_deviation(deviation=note(), outcome="Klaar", by=by, at=now)
        for act in (
            lambda: deviations.settle_deviation(deviation=found, outcome="Nog eens", by=by, at=now),
            lambda: deviations.escalate_deviation(deviation=found, by=by, at=now),
            lambda: deviations.change_deviation(
                deviation=found, changes={"cause": "Anders"}, expected_version=None, by=by, at=now
            ),
        ):
            with pytest.raises(deviations.DeviationIsSettled) as failure:
                act()
            assert failure.value.details["on"] == date(2031, 5, 6)


@pytest.mark.parametrize(
    "failure",
    [
        deviations.AlreadyNoted(name="n"),
        deviations.OfOthers(name="n"),
        deviations.DeviationIsSettled(name="n", on=date(2031, 1, 1)),
        deviations.AlreadyBeforeTheBoard(name="n"),
        deviations.WaitsForTheBoard(name="n"),
    ],
)
def test_every_refusal_names_what_it_is_about(failure):
    assert isinstance(failure, Failure)
    assert "“n”" in str(failure)


class TestWhoSeesWhat:
    def test_what_hangs_on_a_confidential_item_or_decision_is_for_bureau_and_board(self):
        secret = AgendaItemFactory(is_confidential=True, confidential_ground="Bedrijfsbelang")
        DeviationFactory(item=secret, state="escalated")
        held = AgendaItemFactory(meeting=MeetingFactory(state="closed"))
        DeviationFactory(decision=DecisionFactory(item=held, is_confidential=True), state="settled")
        DeviationFactory(
            decision=DecisionFactory(item=secret), state="settled", initiative=InitiativeFactory(code="eigen")
        )
        assert visible_deviations(PUBLIC, ["eigen"]).count() == 0
        assert visible_deviations(BOARD_SIGHT).count() == visible_deviations(FULL).count() == 3

    def test_what_is_settled_while_the_meeting_is_in_session_is_not_public_yet(self):
        meeting = MeetingFactory(state="in_session")
        decision = DecisionFactory(item=AgendaItemFactory(meeting=meeting))
        DeviationFactory(decision=decision, state="settled")
        assert not visible_deviations(PUBLIC).exists()
        meeting.state = "closed"
        meeting.save()
        assert visible_deviations(PUBLIC).count() == 1

    def test_by_a_rule_that_is_not_public_only_the_lead_sees_it(self, hub):
        found = DeviationFactory(initiative=hub, rule="risk_without_measure")
        assert not visible_deviations(PUBLIC).exists()
        assert not visible_deviations(PUBLIC, ["ander"]).exists()
        assert list(visible_deviations(PUBLIC, ["hub"])) == [found]

    def test_that_an_item_waits_in_the_backlog_is_not_told(self):
        item = AgendaItemFactory(meeting=None, state="backlog")
        found = DeviationFactory(item=item, state="escalated")
        assert visible_deviations(PUBLIC).get().shown_state == "noted"
        assert visible_deviations(BOARD_SIGHT).get().shown_state == "escalated"
        assert (item_of(found, PUBLIC), item_of(found, BOARD_SIGHT)) == (None, item)

    def test_the_audit_chain_tells_nothing_of_a_confidential_outcome(self, note, by, now):
        found = deviations.escalate_deviation(
            deviation=note(), is_confidential=True, confidential_ground="Bedrijfsbelang", by=by, at=now
        )
        decision = DecisionFactory(is_confidential=True)
        found = deviations.settle_deviation(
            deviation=found, outcome="Geheime uitkomst", decision=decision, by=by, at=now
        )
        last = AuditEntry.objects.order_by("number").last()
        assert last.action == "deviation.settle"
        assert "Geheime" not in str(last.details)
        assert last.object_name == ""
        assert decision_of(found, PUBLIC) is None
        assert decision_of(found, FULL) == decision

    def test_they_are_counted_by_where_they_stand_for_the_reader(self):
        DeviationFactory(since=date(2031, 2, 1))
        DeviationFactory(item=AgendaItemFactory(meeting=None, state="backlog"), state="escalated")
        DeviationFactory(state="settled", since=date(2030, 1, 1))
        told = count_deviations(visible_deviations(PUBLIC))
        assert (told.n, told.n_noted, told.n_escalated, told.n_settled) == (3, 2, 0, 1)
        assert told.oldest_since == date(2031, 2, 1)
        assert count_deviations(visible_deviations(FULL)).n_escalated == 1
        assert count_deviations([]).oldest_since is None
