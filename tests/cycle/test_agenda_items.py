# SPDX-License-Identifier: EUPL-1.2
"""Agenda items: put forward, ordered, confidential, carried over, withdrawn, with options and papers."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cycle.factories import AgendaItemFactory, DecisionFactory, MeetingFactory
from tests.programme.factories import PartnerFactory

from schakel.cycle.actions import agenda, agenda_options, agenda_steps, papers
from schakel.cycle.actions.meeting_rules import (
    ItemCannotBecome,
    ItemIsOver,
    MeetingIsFixed,
    NotInSession,
)
from schakel.cycle.models import AgendaItem, AgendaOption, ItemState, Paper, PaperFile
from schakel.cycle.transitions import ITEM_STEPS
from schakel.koers.failures import Failure
from schakel.programme.models import AuditEntry
from schakel.programme.recording import ChangedMeanwhile
from schakel.programme.upload_types import ContentDoesNotMatch
from schakel.programme.uploads import FileTooLarge, TypeNotAccepted

AT = datetime(2031, 3, 12, 10, tzinfo=UTC)
OVER = ("closed", "adopted", "cancelled")


@pytest.fixture
def waiting():
    return AgendaItemFactory(meeting=None, state="backlog", title="Een ingang bij een koper")


def titles(meeting):
    return [i.title for i in meeting.items.order_by("position", "pk")]


def test_a_subject_that_is_put_forward_waits_for_a_meeting(by):
    item = agenda.add_agenda_item(
        title="Talent",
        kind="decide",
        source_kind="element",
        source_key="talent",
        source_title="Talent",
        by=by,
        at=AT,
    )
    assert (item.state, item.meeting, item.position) == ("backlog", None, 0)
    assert (item.source_kind, item.source_key) == ("element", "talent")


def test_an_item_of_a_meeting_comes_at_the_end_and_gets_its_table(by):
    meeting = MeetingFactory(body="theme")
    AgendaItemFactory(meeting=meeting, position=4)
    item = agenda.add_agenda_item(title="Nog iets", meeting=meeting, by=by, at=AT)
    assert (item.state, item.position, item.body) == ("scheduled", 5, "theme")


@pytest.mark.parametrize("state", OVER)
def test_nothing_is_added_to_a_meeting_that_is_over(state, by):
    meeting = MeetingFactory(state=state)
    with pytest.raises(MeetingIsFixed) as refused:
        agenda.add_agenda_item(title="Te laat", meeting=meeting, by=by, at=AT)
    assert refused.value.details["name"] == meeting.title
    assert not AgendaItem.objects.exists()


def test_a_confidential_item_needs_a_ground(by):
    with pytest.raises(agenda.ConfidentialWithoutGround):
        agenda.add_agenda_item(title="Geheim", is_confidential=True, confidential_ground="  ", by=by, at=AT)
    item = agenda.add_agenda_item(
        title="Geheim", is_confidential=True, confidential_ground="Belang van een bedrijf", by=by, at=AT
    )
    assert item.confidential_ground == "Belang van een bedrijf"


def test_a_public_item_keeps_no_ground(by, waiting):
    closed = agenda.set_confidential(
        item=waiting, is_confidential=True, ground="Belang", expected_version=1, by=by, at=AT
    )
    opened = agenda.set_confidential(item=closed, is_confidential=False, expected_version=2, by=by, at=AT)
    assert (opened.is_confidential, opened.confidential_ground) == (False, "")


def test_what_is_confidential_can_still_be_closed_after_the_meeting_but_not_after_its_minutes(by):
    late = AgendaItemFactory(meeting=MeetingFactory(state="closed"), state="handled")
    assert agenda.set_confidential(
        item=late, is_confidential=True, ground="Vergeten", expected_version=1, by=by, at=AT
    ).is_confidential
    too_late = AgendaItemFactory(meeting=MeetingFactory(state="adopted"), state="handled")
    with pytest.raises(MeetingIsFixed):
        agenda.set_confidential(
            item=too_late, is_confidential=True, ground="Vergeten", expected_version=1, by=by, at=AT
        )


def test_the_audit_chain_tells_nothing_of_a_confidential_item_its_options_and_papers(by, tmp_path):
    item = agenda.add_agenda_item(
        title="Zwijgpunt",
        explanation="Zwijgtekst",
        is_confidential=True,
        confidential_ground="Zwijggrond",
        by=by,
        at=AT,
    )
    agenda_options.add_option(item=item, title="Zwijgoptie", consequence="Zwijggevolg", by=by, at=AT)
    paper = papers.expect_paper(item=item, title="Zwijgstuk", by=by, at=AT)
    papers.receive_paper(
        paper=paper,
        expected_version=1,
        name="zwijg.txt",
        content=b"Zwijginhoud",
        folder=tmp_path,
        by=by,
        at=AT,
    )
    agenda.change_agenda_item(item=item, expected_version=1, changes={"asked": "Zwijgvraag"}, by=by, at=AT)
    told = "".join(f"{e.object_name} {e.details}" for e in AuditEntry.objects.all())
    assert AuditEntry.objects.count() == 6
    assert "zwijg" not in told.lower()


def test_no_item_takes_no_time_at_all(by, waiting):
    with pytest.raises(agenda.NoMinutes):
        agenda.add_agenda_item(title="Niets", minutes=0, by=by, at=AT)
    with pytest.raises(agenda.NoMinutes):
        agenda.change_agenda_item(item=waiting, expected_version=1, changes={"minutes": 0}, by=by, at=AT)


def test_what_has_an_action_of_its_own_is_not_changed_by_the_way(by, waiting):
    with pytest.raises(agenda.NotChangedHere) as refused:
        agenda.change_agenda_item(
            item=waiting,
            expected_version=1,
            changes={"is_confidential": True, "state": "handled"},
            by=by,
            at=AT,
        )
    assert refused.value.details["fields"] == ["is_confidential", "state"]


@pytest.mark.parametrize("state", ["handled", "carried", "withdrawn"])
def test_an_item_that_is_over_stays_as_it_is(state, by):
    item = AgendaItemFactory(state=state)
    with pytest.raises(ItemIsOver):
        agenda.change_agenda_item(item=item, expected_version=1, changes={"title": "Anders"}, by=by, at=AT)


@pytest.mark.parametrize("state", ["draft", "convened", "closed", "adopted"])
def test_notes_are_written_while_the_meeting_is_in_session_only(state, by):
    item = AgendaItemFactory(meeting=MeetingFactory(state=state))
    with pytest.raises(NotInSession):
        agenda.write_notes(item=item, notes="Gezegd", expected_version=1, by=by, at=AT)


def test_notes_of_an_item_in_session_are_kept(by, waiting):
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"))
    assert agenda.write_notes(item=item, notes=" Gezegd ", expected_version=1, by=by, at=AT).notes == "Gezegd"
    with pytest.raises(NotInSession):
        agenda.write_notes(item=waiting, notes="Gezegd", expected_version=1, by=by, at=AT)


def test_the_reason_of_a_withdrawn_item_is_not_written_over(by):
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"), state="withdrawn", notes="Vervalt")
    with pytest.raises(ItemIsOver):
        agenda.write_notes(item=item, notes="Anders", expected_version=1, by=by, at=AT)


def test_an_item_goes_on_an_agenda_and_off_it_again(by, waiting):
    meeting = MeetingFactory(body="steering")
    AgendaItemFactory(meeting=meeting, position=1)
    on = agenda_steps.schedule_item(item=waiting, meeting=meeting, expected_version=1, by=by, at=AT)
    assert (on.state, on.meeting, on.position, on.body) == ("scheduled", meeting, 2, "steering")
    off = agenda_steps.unschedule_item(item=on, expected_version=2, by=by, at=AT)
    assert (off.state, off.meeting, off.position) == ("backlog", None, 0)


def test_an_item_is_not_taken_off_an_agenda_in_session(by):
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"))
    with pytest.raises(MeetingIsFixed):
        agenda_steps.unschedule_item(item=item, expected_version=1, by=by, at=AT)


def test_an_item_is_not_put_on_two_agendas(by):
    item = AgendaItemFactory()
    with pytest.raises(ItemCannotBecome):
        agenda_steps.schedule_item(item=item, meeting=MeetingFactory(), expected_version=1, by=by, at=AT)


@pytest.fixture
def three():
    meeting = MeetingFactory()
    for n, title in enumerate("ABC", start=1):
        AgendaItemFactory(meeting=meeting, position=n, title=title)
    return meeting


def test_an_item_moves_up_and_down_and_stays_at_the_ends(three, by):
    def move(title, to):
        agenda_steps.move_item(item=three.items.get(title=title), to=to, by=by, at=AT)
        return titles(three)

    assert move("B", "up") == ["B", "A", "C"]
    assert move("B", "up") == ["B", "A", "C"]
    assert move("A", "down") == ["B", "C", "A"]
    assert move("A", "down") == ["B", "C", "A"]


def test_an_item_gets_a_place_and_the_others_make_room(three, by):
    agenda_steps.place_item(item=three.items.get(title="C"), position=1, by=by, at=AT)
    assert titles(three) == ["C", "A", "B"]
    agenda_steps.place_item(item=three.items.get(title="C"), position=99, by=by, at=AT)
    assert titles(three) == ["A", "B", "C"]
    assert [i.position for i in three.items.order_by("position")] == [1, 2, 3]


def test_the_order_of_a_meeting_that_is_over_is_fixed(by):
    item = AgendaItemFactory(meeting=MeetingFactory(state="closed"))
    with pytest.raises(MeetingIsFixed):
        agenda_steps.move_item(item=item, to="up", by=by, at=AT)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(-3, 9)), max_size=6))
def test_moving_loses_and_doubles_no_item(by, moves):
    meeting = MeetingFactory()
    for n, title in enumerate("ABCD", start=1):
        AgendaItemFactory(meeting=meeting, position=n, title=title)
    for title, position in moves:
        agenda_steps.place_item(item=meeting.items.get(title=title), position=position, by=by, at=AT)
        assert titles(meeting)[min(max(position, 1), 4) - 1] == title
    assert sorted(titles(meeting)) == list("ABCD")
    assert sorted(meeting.items.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_an_item_to_decide_is_not_handled_without_a_decision(by):
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"), kind="decide")
    with pytest.raises(agenda_steps.NothingDecided):
        agenda_steps.handle_item(item=item, expected_version=1, by=by, at=AT)
    DecisionFactory(item=item)
    assert agenda_steps.handle_item(item=item, expected_version=1, by=by, at=AT).state == "handled"


def test_an_item_is_handled_in_session_only(by):
    item = AgendaItemFactory(kind="inform")
    with pytest.raises(NotInSession):
        agenda_steps.handle_item(item=item, expected_version=1, by=by, at=AT)


def test_an_item_that_is_carried_over_goes_on_with_its_options_and_papers(by, tmp_path):
    item = AgendaItemFactory(
        meeting=MeetingFactory(state="in_session"),
        is_confidential=True,
        confidential_ground="Belang",
        presenter=PartnerFactory(),
        asked="Gaan wij door?",
    )
    agenda_options.add_option(
        item=item, title="Ja", evidence="Proef in een stad", is_advised=True, by=by, at=AT
    )
    paper = papers.expect_paper(item=item, title="Plan", by=by, at=AT)
    for content in (b"eerste", b"tweede"):
        papers.receive_paper(
            paper=paper,
            expected_version=None,
            name="plan.txt",
            content=content,
            folder=tmp_path,
            by=by,
            at=AT,
        )
    later = MeetingFactory(on=date(2031, 6, 4))
    again = agenda_steps.carry_item(item=item, to=later, expected_version=1, by=by, at=AT)
    item.refresh_from_db()
    assert (item.state, again.state, again.meeting, again.carried_from) == (
        "carried",
        "scheduled",
        later,
        item,
    )
    assert (again.asked, again.is_confidential, again.confidential_ground) == (
        "Gaan wij door?",
        True,
        "Belang",
    )
    option = again.options.get()
    assert (option.title, option.evidence, option.is_advised) == ("Ja", "Proef in een stad", True)
    copy = again.papers.get()
    assert copy.received_on == date(2031, 3, 12)
    assert copy.files.get().sha256 == paper.files.first().sha256


def test_an_item_carried_over_without_a_meeting_waits(by):
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session", body="theme"))
    again = agenda_steps.carry_item(item=item, expected_version=1, by=by, at=AT)
    assert (again.state, again.meeting, again.body) == ("backlog", None, "theme")


def test_an_item_is_not_carried_to_its_own_meeting_or_one_that_is_over(by):
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"))
    with pytest.raises(agenda_steps.CarriedToItself):
        agenda_steps.carry_item(item=item, to=item.meeting, expected_version=1, by=by, at=AT)
    with pytest.raises(MeetingIsFixed):
        agenda_steps.carry_item(
            item=item, to=MeetingFactory(state="closed"), expected_version=1, by=by, at=AT
        )
    item.refresh_from_db()
    assert item.state == "scheduled"
    assert AgendaItem.objects.count() == 1


def test_an_item_is_withdrawn_with_a_reason(by, waiting):
    with pytest.raises(agenda_steps.WithdrawnWithoutReason):
        agenda_steps.withdraw_item(item=waiting, reason=" ", expected_version=1, by=by, at=AT)
    found = agenda_steps.withdraw_item(item=waiting, reason="Al geregeld", expected_version=1, by=by, at=AT)
    assert (found.state, found.notes) == ("withdrawn", "Al geregeld")


ITEM_ACTS = {
    "schedule": lambda i, by: agenda_steps.schedule_item(
        item=i, meeting=MeetingFactory(state="in_session"), expected_version=None, by=by, at=AT
    ),
    "off": lambda i, by: agenda_steps.unschedule_item(item=i, expected_version=None, by=by, at=AT),
    "handle": lambda i, by: agenda_steps.handle_item(item=i, expected_version=None, by=by, at=AT),
    "carry": lambda i, by: agenda_steps.carry_item(item=i, expected_version=None, by=by, at=AT),
    "withdraw": lambda i, by: agenda_steps.withdraw_item(
        item=i, reason="Vervalt", expected_version=None, by=by, at=AT
    ),
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    names=st.lists(st.sampled_from(sorted(ITEM_ACTS)), max_size=7),
    starts=st.sampled_from(["backlog", "scheduled"]),
)
def test_no_sequence_of_steps_brings_an_item_where_the_table_does_not_allow(by, names, starts):
    meeting = MeetingFactory() if starts == "scheduled" else None
    item = AgendaItemFactory(meeting=meeting, state=starts, kind="discuss")
    for name in names:
        before = AgendaItem.objects.get(pk=item.pk)
        try:
            ITEM_ACTS[name](before, by)
        except Failure:
            assert AgendaItem.objects.get(pk=item.pk).state == before.state
            continue
        after = AgendaItem.objects.get(pk=item.pk)
        assert after.state in ITEM_STEPS[before.state]
        assert (after.meeting is None) == (
            after.state == ItemState.BACKLOG or (after.state == "withdrawn" and before.meeting is None)
        )


def test_at_most_one_option_is_advised(by, waiting):
    first = agenda_options.add_option(item=waiting, title="Een", is_advised=True, by=by, at=AT)
    second = agenda_options.add_option(item=waiting, title="Twee", is_advised=True, by=by, at=AT)
    assert [o.is_advised for o in waiting.options.order_by("position")] == [False, True]
    first.refresh_from_db()
    agenda_options.change_option(
        option=first,
        expected_version=first.version,
        title="Een",
        consequence="",
        evidence="",
        is_advised=True,
        by=by,
        at=AT,
    )
    assert [o.is_advised for o in waiting.options.order_by("position")] == [True, False]
    second.refresh_from_db()
    agenda_options.remove_option(option=second, expected_version=second.version, by=by, at=AT)
    assert AgendaOption.objects.get() == first


def test_options_of_a_meeting_that_is_over_are_fixed(by):
    item = AgendaItemFactory(meeting=MeetingFactory(state="closed"), state="handled")
    with pytest.raises(MeetingIsFixed):
        agenda_options.add_option(item=item, title="Toch", by=by, at=AT)


def test_a_paper_is_due_when_those_of_the_meeting_are(by):
    item = AgendaItemFactory(meeting=MeetingFactory(papers_due_on=date(2031, 3, 5)))
    assert papers.expect_paper(item=item, title="Plan", by=by, at=AT).due_on == date(2031, 3, 5)
    own = papers.expect_paper(item=item, title="Bijlage", due_on=date(2031, 3, 1), by=by, at=AT)
    assert own.due_on == date(2031, 3, 1)


def test_a_paper_is_received_as_a_link_or_a_file_and_the_last_version_counts(by, waiting, tmp_path):
    paper = papers.expect_paper(item=waiting, title="Plan", by=by, at=AT)
    linked = papers.receive_paper(
        paper=paper, expected_version=1, link="https://voorbeeld.invalid/plan", folder=tmp_path, by=by, at=AT
    )
    assert linked.received_on == date(2031, 3, 12)
    for content in (b"eerste versie", b"tweede versie"):
        papers.receive_paper(
            paper=paper,
            expected_version=None,
            name="plan.txt",
            content=content,
            folder=tmp_path,
            by=by,
            at=AT,
        )
    files = list(PaperFile.objects.filter(paper=paper))
    assert [f.size_bytes for f in files] == [13, 13]
    kept = tmp_path / "evidence" / files[0].sha256[:2] / files[0].sha256
    assert kept.read_bytes() == b"tweede versie"
    paper.refresh_from_db()
    assert paper.link == "https://voorbeeld.invalid/plan"


def test_a_paper_without_link_and_file_was_not_received(by, waiting, tmp_path):
    paper = papers.expect_paper(item=waiting, title="Plan", by=by, at=AT)
    with pytest.raises(papers.NothingReceived) as refused:
        papers.receive_paper(paper=paper, expected_version=1, folder=tmp_path, by=by, at=AT)
    assert refused.value.details == {"name": "Plan"}


@pytest.mark.parametrize(
    ("name", "content", "failure"),
    [
        ("plan.exe", b"MZ", TypeNotAccepted),
        ("plan.pdf", b"geen pdf", ContentDoesNotMatch),
        ("plan.txt", b"x" * (10 * 1024 * 1024 + 1), FileTooLarge),
    ],
)
def test_a_file_that_may_not_be_kept_leaves_the_paper_expected(name, content, failure, by, waiting, tmp_path):
    paper = papers.expect_paper(item=waiting, title="Plan", by=by, at=AT)
    with pytest.raises(failure):
        papers.receive_paper(
            paper=paper, expected_version=1, name=name, content=content, folder=tmp_path, by=by, at=AT
        )
    paper.refresh_from_db()
    assert paper.received_on is None
    assert not PaperFile.objects.exists()
    assert not (tmp_path / "evidence").exists()


def test_a_paper_that_came_is_not_removed_and_one_that_did_not_is(by, waiting, tmp_path):
    paper = papers.expect_paper(item=waiting, title="Plan", by=by, at=AT)
    other = papers.expect_paper(item=waiting, title="Nooit", by=by, at=AT)
    papers.receive_paper(
        paper=paper, expected_version=1, link="https://voorbeeld.invalid", folder=tmp_path, by=by, at=AT
    )
    with pytest.raises(papers.PaperReceived):
        papers.remove_paper(paper=paper, expected_version=None, by=by, at=AT)
    papers.remove_paper(paper=other, expected_version=1, by=by, at=AT)
    assert list(Paper.objects.values_list("title", flat=True)) == ["Plan"]


def test_a_paper_of_a_closed_meeting_may_still_come_and_of_an_adopted_one_not(by, tmp_path):
    item = AgendaItemFactory(meeting=MeetingFactory(state="closed"), state="handled")
    paper = papers.expect_paper(item=item, title="Getoonde beelden", by=by, at=AT)
    item.meeting.state = "adopted"
    item.meeting.save()
    with pytest.raises(MeetingIsFixed):
        papers.receive_paper(
            paper=paper, expected_version=1, link="https://voorbeeld.invalid", folder=tmp_path, by=by, at=AT
        )


def test_two_people_do_not_write_over_each_other(by, waiting, somebody_else):
    agenda.change_agenda_item(item=waiting, expected_version=1, changes={"title": "Eerst"}, by=by, at=AT)
    with pytest.raises(ChangedMeanwhile) as refused:
        agenda.change_agenda_item(
            item=waiting, expected_version=1, changes={"title": "Later"}, by=somebody_else, at=AT
        )
    assert refused.value.theirs == {"title": "Eerst"}
