# SPDX-License-Identifier: EUPL-1.2
"""The week of the bureau holds what asks for it, for as long as it does, and nothing that is done."""

from datetime import date, timedelta

import pytest
from tests.cycle.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    ChallengeOwnerFactory,
    MeetingFactory,
    year_with_phases,
)
from tests.programme.factories import InitiativeFactory, PartnerFactory

from schakel.cycle.models import OutboxMessage, Paper, Phase
from schakel.cycle.queries.week import read_week
from schakel.cycle.sight import BOARD_SIGHT, FULL, PUBLIC
from schakel.programme.models import ProgressUpdate, StageChange, UpdateRound

TODAY = date(2031, 3, 10)


@pytest.fixture
def traced(now):
    return {"created_at": now, "changed_at": now, "created_by": "account:1", "changed_by": "account:1"}


@pytest.fixture
def update_round(traced):
    return UpdateRound.objects.create(
        code="r1", title="Ronde 1", opens_on=date(2031, 3, 1), due_on=date(2031, 3, 8), **traced
    )


def running(now, name):
    initiative = InitiativeFactory(name=name, stage="growing")
    StageChange.objects.create(
        initiative=initiative,
        from_stage="unknown",
        to_stage="growing",
        on=date(2030, 1, 1),
        reason="Voorbeeld",
        recorded_at=now,
        recorded_by="account:1",
    )
    return initiative


def test_without_anything_the_week_is_empty_and_says_so():
    week = read_week(TODAY, FULL)
    assert (week.cycle, week.meeting) == (None, None)
    assert not any(
        (week.missing, week.dates, week.silent, week.papers, week.late, week.untaken, week.backlog)
    )


def test_who_did_not_send_an_update_is_named_until_it_comes(update_round, now):
    silent, spoke = running(now, "Stil"), running(now, "Sprak")
    answered = {"on": date(2031, 3, 5), "quality": "green", "time": "green", "money": "green"}
    ProgressUpdate.objects.create(
        initiative=spoke, round=update_round, recorded_at=now, recorded_by="account:1", **answered
    )
    (found,) = read_week(TODAY, FULL).silent
    assert (found.kind, found.key, found.days_late(TODAY)) == ("update", silent.code, 2)
    ProgressUpdate.objects.create(
        initiative=silent, round=update_round, recorded_at=now, recorded_by="account:1", **answered
    )
    assert read_week(TODAY, FULL).silent == ()


def test_an_owner_who_was_asked_is_named_until_the_answer():
    cycle = year_with_phases(2031)
    asked = ChallengeOwnerFactory(cycle=cycle)
    assert [s.kind for s in read_week(TODAY, FULL).silent] == ["owner"]
    type(asked).objects.update(answer="declined")
    assert read_week(TODAY, FULL).silent == ()


def test_partners_are_asked_to_assess_themselves_only_once_the_evaluation_began():
    cycle = year_with_phases(2031)
    PartnerFactory(joined_on=date(2030, 1, 1))
    assert read_week(TODAY, FULL).silent == ()
    Phase.objects.filter(cycle=cycle, kind="evaluate").update(started_on=date(2031, 11, 1))
    assert [s.kind for s in read_week(date(2031, 11, 5), FULL).silent] == ["self_assessment"]


def test_a_paper_is_missing_until_it_is_received(traced):
    item = AgendaItemFactory(meeting=MeetingFactory(on=TODAY + timedelta(5)))
    paper = Paper.objects.create(item=item, title="Voorstel", **traced)
    assert read_week(TODAY, FULL).papers == (paper,)
    Paper.objects.update(received_on=TODAY)
    assert read_week(TODAY, FULL).papers == ()


def test_the_week_of_somebody_without_closed_sight_holds_nothing_confidential(traced):
    secret = AgendaItemFactory(is_confidential=True, meeting=MeetingFactory(on=TODAY + timedelta(5)))
    Paper.objects.create(item=secret, title="Geheim voorstel", **traced)
    ActionPointFactory(text="Geheime actie", due_on=TODAY - timedelta(1), is_confidential=True)
    public, board = read_week(TODAY, PUBLIC), read_week(TODAY, BOARD_SIGHT)
    assert (public.papers, public.late) == ((), ())
    assert len(board.papers) == len(board.late) == 1


def test_what_waits_is_pressing_when_it_is_wanted_before_the_next_meeting():
    MeetingFactory(on=TODAY + timedelta(5))
    soon = AgendaItemFactory(meeting=None, state="backlog", wanted_before=TODAY + timedelta(3))
    AgendaItemFactory(meeting=None, state="backlog", wanted_before=TODAY + timedelta(60))
    assert read_week(TODAY, FULL).pressing == (soon,)


def test_messages_that_wait_or_failed_are_counted(traced, now):
    for key, state in (("a", "waiting"), ("b", "failed"), ("c", "sent"), ("d", "waiting")):
        OutboxMessage.objects.create(
            key=key, occasion="x", state=state, not_before=now, keep_until=TODAY, **traced
        )
    week = read_week(TODAY, FULL)
    assert (week.n_waiting, week.n_failed) == (2, 1)


def test_the_week_takes_a_fixed_number_of_queries(update_round, now, django_assert_max_num_queries):
    year_with_phases(2031)
    for n in range(30):
        running(now, f"Voorbeeld {n}")
    with django_assert_max_num_queries(75):
        assert len(read_week(TODAY, FULL).silent) == 30
