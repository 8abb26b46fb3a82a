# SPDX-License-Identifier: EUPL-1.2
"""Opening a year, planning its phases, and where it stands on a day."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cycle.factories import CycleYearFactory, year_with_phases
from tests.cycle.supplying import supply_everything
from tests.programme.factories import PartnerFactory

from schakel.cycle.actions.phases import PhaseNotPossible, end_phase, plan_phase, start_phase
from schakel.cycle.actions.years import (
    AnotherYearOpen,
    Days,
    YearNotPossible,
    are_in_order,
    change_year,
    default_phases,
    open_year_of,
)
from schakel.cycle.models import CycleYear, Phase
from schakel.cycle.queries.year_state import year_state
from schakel.cycle.queries.years import phases_of
from schakel.cycle.transitions import PHASES
from schakel.programme.actions.entry_rules import NotYetHappened
from schakel.programme.models import AuditEntry
from schakel.programme.recording import ChangedMeanwhile

AT = datetime(2031, 3, 10, 12, tzinfo=UTC)


def opened(by, year=2031, **given):
    return open_year_of(year=year, **{"criteria": ["9.1"], "by": by, "at": AT} | given)


def planned(phase, by, **given):
    values = {
        "starts_on": phase.starts_on,
        "ends_on": phase.ends_on,
        "owner": None,
        "owner_role": "",
        "note": "",
        "expected_version": None,
    }
    return plan_phase(phase=phase, **values | given, by=by, at=AT)


def test_a_year_opens_with_five_phases_over_its_months(by):
    cycle = opened(by, criteria=["9.1", "9.2", "9.1"], focus=" Talent ")
    days = [(p.kind, p.starts_on, p.ends_on) for p in phases_of(cycle)]
    assert days == [
        ("diagnose", date(2031, 1, 1), date(2031, 2, 28)),
        ("dialogue", date(2031, 3, 1), date(2031, 4, 30)),
        ("develop", date(2031, 5, 1), date(2031, 6, 30)),
        ("follow", date(2031, 7, 1), date(2031, 10, 31)),
        ("evaluate", date(2031, 11, 1), date(2031, 12, 31)),
    ]
    assert (cycle.opened_on, cycle.criteria, cycle.focus) == (date(2031, 3, 10), ["9.1", "9.2"], "Talent")
    assert AuditEntry.objects.filter(action="year.open").count() == 1
    assert AuditEntry.objects.filter(action="phase.add").count() == 5


def test_the_day_of_opening_is_the_day_in_the_netherlands(by):
    cycle = opened(by, at=datetime(2030, 12, 31, 23, 30, tzinfo=UTC))
    assert cycle.opened_on == date(2031, 1, 1)


def test_a_year_may_run_otherwise_than_the_calendar(by):
    cycle = opened(by, starts_on=date(2031, 9, 1), ends_on=date(2032, 8, 31))
    assert [p.starts_on for p in phases_of(cycle)] == [
        date(2031, 9, 1),
        date(2031, 11, 1),
        date(2032, 1, 1),
        date(2032, 3, 1),
        date(2032, 7, 1),
    ]


def test_the_phases_may_be_given(by):
    first = date(2031, 1, 1)
    days = {
        kind: Days(first + timedelta(60 * n), first + timedelta(60 * n + 59)) for n, kind in enumerate(PHASES)
    }
    cycle = opened(by, phases=days)
    assert phases_of(cycle)[4].starts_on == date(2031, 8, 29)


@settings(max_examples=40, deadline=None)
@given(
    st.dates(date(2001, 1, 1), date(2098, 12, 31)),
    st.integers(min_value=61, max_value=900),
)
def test_the_default_phases_fill_any_year_without_a_gap_or_overlap(first, n_days):
    year = Days(first, first + timedelta(n_days - 1))
    phases = list(default_phases(year.first, year.last).values())
    assert phases[0].first == year.first and phases[-1].last == year.last
    assert all(b.first == a.last + timedelta(1) for a, b in pairwise(phases))
    assert are_in_order(phases, year)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"year": 31}, "not a year"),
        ({"starts_on": date(2031, 12, 1)}, "too short"),
        ({"starts_on": date(2032, 1, 1), "ends_on": date(2032, 12, 31)}, "none of its days"),
        ({"phases": {"diagnose": Days(date(2031, 1, 1), date(2031, 2, 1))}}, "every phase"),
        (
            {"phases": dict.fromkeys(PHASES, Days(date(2031, 2, 1), date(2031, 1, 1)))},
            "not in order",
        ),
    ],
)
def test_a_year_that_cannot_be_right_is_not_opened(by, given, reason):
    with pytest.raises(YearNotPossible, match=reason):
        opened(by, **given)
    assert not CycleYear.objects.exists()


def test_a_year_is_opened_once(by):
    CycleYearFactory(year=2031, closed_on=date(2031, 12, 31))
    with pytest.raises(YearNotPossible, match="there already"):
        opened(by)


def test_the_next_year_waits_for_the_evaluation_of_this_one(by):
    year_with_phases(2031)
    with pytest.raises(AnotherYearOpen) as refused:
        opened(by, 2032)
    assert refused.value.details["year"] == "2031"
    Phase.objects.filter(kind="evaluate").update(started_on=date(2031, 11, 3))
    assert opened(by, 2032).year == 2032
    with pytest.raises(AnotherYearOpen):
        opened(by, 2033)


def test_an_earlier_year_is_not_opened_beside_a_later_one(by):
    year_with_phases(2031)
    Phase.objects.filter(kind="evaluate").update(started_on=date(2031, 11, 3))
    with pytest.raises(YearNotPossible, match="later year"):
        opened(by, 2030)


def test_what_a_year_is_about_may_change_until_it_is_closed(by):
    cycle = CycleYearFactory()
    assert change_year(cycle=cycle, focus="Talent", expected_version=1, by=by, at=AT).focus == "Talent"
    closed = CycleYearFactory(closed_on=date(2031, 12, 31))
    with pytest.raises(YearNotPossible):
        change_year(cycle=closed, focus="Iets anders", expected_version=1, by=by, at=AT)


def test_a_phase_is_planned_with_an_owner(by):
    cycle, owner = year_with_phases(2031), PartnerFactory()
    phase = planned(phases_of(cycle)[1], by, ends_on=date(2031, 5, 15), owner=owner, owner_role="voorzitter")
    assert (phase.ends_on, phase.owner, phase.owner_role) == (date(2031, 5, 15), owner, "voorzitter")


@pytest.mark.parametrize(
    "days",
    [
        {"starts_on": date(2030, 12, 1)},
        {"starts_on": date(2031, 7, 15), "ends_on": date(2031, 7, 20)},
        {"ends_on": date(2031, 2, 1)},
        {"starts_on": date(2032, 2, 1), "ends_on": date(2032, 3, 1)},
    ],
)
def test_phases_follow_each_other_in_the_year(by, days):
    phase = phases_of(year_with_phases(2031))[1]
    with pytest.raises(PhaseNotPossible, match="do not follow"):
        planned(phase, by, **days)


def test_the_evaluation_may_run_on_after_the_year(by):
    phase = phases_of(year_with_phases(2031))[4]
    assert planned(phase, by, ends_on=date(2032, 2, 1)).ends_on == date(2032, 2, 1)


def test_the_days_of_a_phase_that_ended_do_not_change_but_its_note_may(by):
    phase = phases_of(year_with_phases(2031))[0]
    Phase.objects.filter(pk=phase.pk).update(started_on=date(2031, 1, 5), ended_on=date(2031, 2, 20))
    with pytest.raises(PhaseNotPossible, match="has ended"):
        planned(phase, by, ends_on=date(2031, 2, 20))
    assert planned(phase, by, note="Vlot gegaan").note == "Vlot gegaan"


def test_a_plan_made_on_an_older_version_is_noticed(by, somebody_else):
    phase = phases_of(year_with_phases(2031))[0]
    planned(phase, somebody_else, note="Eerst")
    with pytest.raises(ChangedMeanwhile):
        planned(phase, by, note="Later", expected_version=1)


def test_a_phase_starts_when_the_one_before_it_has_ended(by):
    cycle = year_with_phases(2031)
    first, second = phases_of(cycle)[:2]
    with pytest.raises(PhaseNotPossible, match="has not ended"):
        start_phase(phase=second, by=by, at=AT)
    started = start_phase(phase=first, on=date(2031, 1, 6), by=by, at=AT)
    assert started.started_on == date(2031, 1, 6)
    with pytest.raises(PhaseNotPossible, match="started already"):
        start_phase(phase=first, by=by, at=AT)
    supply_everything(cycle, until="diagnose")
    end_phase(phase=first, on=date(2031, 3, 1), by=by, at=AT)
    with pytest.raises(PhaseNotPossible, match="ended later"):
        start_phase(phase=second, on=date(2031, 2, 1), by=by, at=AT)
    assert start_phase(phase=second, by=by, at=AT).started_on == date(2031, 3, 10)


def test_a_phase_ends_once_after_it_started(by):
    cycle = year_with_phases(2031)
    supply_everything(cycle, until="diagnose")
    phase = phases_of(cycle)[0]
    with pytest.raises(PhaseNotPossible, match="has not started"):
        end_phase(phase=phase, by=by, at=AT)
    start_phase(phase=phase, on=date(2031, 2, 1), by=by, at=AT)
    with pytest.raises(PhaseNotPossible, match="before it started"):
        end_phase(phase=phase, on=date(2031, 1, 31), by=by, at=AT)
    with pytest.raises(NotYetHappened):
        end_phase(phase=phase, on=date(2031, 3, 11), by=by, at=AT)
    end_phase(phase=phase, by=by, at=AT)
    with pytest.raises(PhaseNotPossible, match="ended already"):
        end_phase(phase=phase, by=by, at=AT)


def test_nothing_starts_in_the_future(by):
    phase = phases_of(year_with_phases(2031))[0]
    with pytest.raises(NotYetHappened):
        start_phase(phase=phase, on=date(2031, 3, 11), by=by, at=AT)


@pytest.mark.parametrize("act", [start_phase, end_phase])
def test_the_phases_of_a_closed_year_are_left_alone(by, act):
    phase = phases_of(year_with_phases(2031, closed_on=date(2031, 12, 31)))[0]
    with pytest.raises(PhaseNotPossible, match="year is closed"):
        act(phase=phase, by=by, at=AT)


def test_a_year_that_has_begun_says_what_is_late_and_missing(by):
    cycle = year_with_phases(2031)
    start_phase(phase=phases_of(cycle)[0], on=date(2031, 1, 6), by=by, at=AT)
    state = year_state(cycle, date(2031, 3, 10))
    assert state.current.phase.kind == "diagnose"
    assert (state.current.standing, state.current.days_left) == ("running", -10)
    assert [p.phase.kind for p in state.late] == ["diagnose", "dialogue"]
    assert [a.code for a in state.missing] == ["measurement", "adopted_diagnosis", "chosen_links"]
    assert not state.current.may_end and not state.may_close


def test_the_days_until_the_end_are_counted(by):
    cycle = year_with_phases(2031)
    start_phase(phase=phases_of(cycle)[0], on=date(2031, 1, 6), by=by, at=AT)
    assert year_state(cycle, date(2031, 2, 26)).current.days_left == 2


def test_a_phase_that_waits_says_when_it_must_start():
    state = year_state(year_with_phases(2031), date(2030, 12, 22))
    assert (state.current.standing, state.current.days_left, state.current.may_start) == ("waiting", 10, True)
    assert not state.phases[1].may_start


def test_only_the_gate_of_the_current_phase_is_read_when_no_more_is_asked():
    state = year_state(year_with_phases(2031), date(2031, 1, 1), all_gates=False)
    assert state.current.gate
    assert all(not p.gate for p in state.phases[1:])


def test_a_year_that_is_done_may_be_closed_until_something_breaks(by):
    cycle, at = year_with_phases(2031), datetime(2031, 12, 20, 12, tzinfo=UTC)
    supplier = supply_everything(cycle)
    for phase in phases_of(cycle):
        end_phase(phase=start_phase(phase=phase, by=by, at=at), by=by, at=at)
    state = year_state(cycle, date(2031, 12, 20))
    assert state.current is None and state.may_close and not state.broken
    supplier.burden("surveys_closed")
    state = year_state(cycle, date(2031, 12, 20))
    assert not state.may_close
    assert [p.phase.kind for p in state.broken] == ["dialogue"]


def test_a_whole_year_is_read_with_few_questions(django_assert_max_num_queries):
    cycle = year_with_phases(2031)
    supply_everything(cycle)
    with django_assert_max_num_queries(18):
        year_state(cycle, date(2031, 12, 20))
