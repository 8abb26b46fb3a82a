# SPDX-License-Identifier: EUPL-1.2
"""What still fits in the hours and seed money of the bureau, and what is asked of others."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cycle.factories import BureauCapacityFactory, BureauPlanFactory
from tests.programme.factories import (
    ActivityFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    PartnerFactory,
    SeatFactory,
)

from schakel.cycle.queries.bureau_room import (
    BureauRoom,
    Room,
    Wish,
    bureau_offices,
    can_we_do,
    committed_seed,
    read_room,
)
from schakel.cycle.queries.lobby import read_lobby
from schakel.programme.actions.registers import OutcomeNeeded, add_agenda_subject, change_agenda_subject
from schakel.programme.queries.coverage import Amount
from schakel.programme.recording import WrongEntry

TODAY = date(2031, 5, 6)


def office():
    """Make the organisation that sits at the table of the bureau."""
    found = PartnerFactory(name="Voorbeeldbureau")
    SeatFactory(partner=found, body="bureau")
    return found


class TestRoom:
    def test_plan_and_activities_beside_what_there_is(self):
        bureau = office()
        BureauCapacityFactory(hours="1000")
        BureauPlanFactory(hours="700")
        ActivityFactory(owner=bureau, planned_hours="200", status="running")
        ActivityFactory(owner=PartnerFactory(), planned_hours="9999")
        found = read_room(2031, TODAY)
        assert (found.hours.claimed, found.hours.left, found.hours.verdict) == (900, 100, "fits")
        assert found.offices == (bureau,)

    def test_one_hour_too_many_is_too_much_and_exactly_enough_fits(self):
        bureau = office()
        BureauCapacityFactory(hours="1000")
        BureauPlanFactory(hours="800")
        activity = ActivityFactory(owner=bureau, planned_hours="200")
        assert read_room(2031, TODAY).hours.verdict == "fits"
        activity.planned_hours = Decimal("200.1")
        activity.save()
        assert read_room(2031, TODAY).hours.verdict == "over"

    def test_unknown_hours_are_no_zero_hours(self):
        bureau = office()
        BureauCapacityFactory(hours="1000")
        BureauPlanFactory(hours="700")
        ActivityFactory(owner=bureau, planned_hours=None)
        found = read_room(2031, TODAY)
        assert (found.hours.asked.n_unknown, found.hours.verdict) == (1, "unknown")

    def test_too_much_is_too_much_whatever_is_unknown(self):
        bureau = office()
        BureauCapacityFactory(hours="100")
        BureauPlanFactory(hours="101")
        ActivityFactory(owner=bureau, planned_hours=None)
        assert read_room(2031, TODAY).hours.verdict == "over"

    @pytest.mark.parametrize(("has", "plan"), [(None, "100"), ("1000", None)])
    def test_without_capacity_or_plan_it_cannot_be_said(self, has, plan):
        office()
        BureauCapacityFactory(hours=has)
        if plan:
            BureauPlanFactory(hours=plan)
        assert read_room(2031, TODAY).hours.verdict == "unknown"

    def test_where_it_is_not_known_who_the_bureau_is_its_activities_are_not_either(self):
        BureauCapacityFactory(hours="1000")
        BureauPlanFactory(hours="10")
        found = read_room(2031, TODAY)
        assert (found.offices, found.hours.verdict) == ((), "unknown")

    def test_a_seat_that_ended_or_is_vacant_is_no_office(self):
        SeatFactory(body="bureau", ends_on=date(2031, 5, 5))
        SeatFactory(body="bureau", is_vacant=True)
        SeatFactory(body="board")
        assert bureau_offices(TODAY) == ()

    def test_seed_money_counts_once_whether_granted_or_spent(self):
        hub = InitiativeFactory()
        line = {"initiative": hub, "purpose": "seed", "programme": LedgerEntryFactory().programme}
        LedgerEntryFactory(**line, kind="granted", amount_eur="10000.00")
        LedgerEntryFactory(**line, kind="spent", amount_eur="4000.00")
        assert committed_seed(2031) == Decimal("10000.00")
        LedgerEntryFactory(**line, kind="returned", amount_eur="7000.00")
        assert committed_seed(2031) == Decimal("4000.00")
        assert committed_seed(2030) is None

    def test_seed_money_beside_what_there_is_with_what_has_no_day(self):
        bureau = office()
        BureauCapacityFactory(seed_money_eur="15000")
        seed = {"initiative": InitiativeFactory(), "purpose": "seed", "kind": "granted"}
        LedgerEntryFactory(**seed, amount_eur="9000")
        fields = {"owner": bureau, "role": "initiate", "starts_on": date(2031, 9, 1)}
        ActivityFactory(**fields, planned_eur="5000")
        ActivityFactory(**fields | {"status": "running"}, planned_eur="999")
        ActivityFactory(**fields | {"role": "connect"}, planned_eur="999")
        ActivityFactory(**fields | {"starts_on": date(2032, 1, 1)}, planned_eur="999")
        found = read_room(2031, TODAY)
        assert (found.money.claimed, found.money.left, found.money.verdict) == (14000, 1000, "fits")
        assert [s.state for s in found.seed] == ["without_date"]


def room(has=1200, planned=600, asked=0, n_unknown=0):
    return Room(
        None if has is None else Decimal(has),
        None if planned is None else Decimal(planned),
        Amount(Decimal(asked), n_unknown),
    )


def answer(hours=None, eur=None, month=1, **options):
    found = room(**options)
    return can_we_do(_bureau(found), Wish(month, hours and Decimal(hours), eur and Decimal(eur)))


def _bureau(found):
    return BureauRoom(2031, found, Room(Decimal(1000), None, Amount(None, 0), needs_plan=False), (), (), None)


class TestCanWeStillDoThis:
    def test_from_january_everything_that_is_left_may_be_used(self):
        assert answer(600).verdict == "fits"
        assert answer("600.1").verdict == "over"

    def test_from_july_half_of_it(self):
        found = answer(300, month=7)
        assert (found.months_left, found.hours.free, found.verdict) == (6, Decimal("300.0"), "fits")
        assert answer("300.1", month=7).verdict == "over"

    def test_what_is_left_is_rounded_down_and_compared_exactly(self):
        found = answer("8.3", month=12, has=100, planned=0)
        assert (found.hours.free, found.verdict) == (Decimal("8.3"), "fits")
        assert answer("8.4", month=12, has=100, planned=0).verdict == "over"

    @pytest.mark.parametrize("options", [{"has": None}, {"planned": None}, {"n_unknown": 1}])
    def test_what_is_not_known_is_not_promised(self, options):
        assert answer(1, **options).verdict == "unknown"

    def test_what_cannot_fit_whatever_is_unknown_does_not_fit(self):
        assert answer(601, n_unknown=3).verdict == "over"
        assert answer(1201, planned=None).verdict == "over"

    def test_where_too_much_is_claimed_nothing_fits(self):
        found = answer(1, planned=1300)
        assert (found.hours.free, found.verdict) == (0, "over")

    def test_hours_and_money_must_both_fit(self):
        assert answer(100, eur=1000).verdict == "fits"
        assert answer(100, eur=1001).verdict == "over"
        assert answer(eur=500, has=None).verdict == "fits"
        assert answer(100, eur=500, has=None).verdict == "unknown"

    def test_without_a_wish_there_is_no_answer(self):
        assert answer().verdict == "unknown"

    @given(
        st.integers(0, 2000),
        st.integers(0, 2000),
        st.integers(1, 2000),
        st.integers(1, 12),
        st.integers(0, 2),
    )
    def test_less_never_fits_worse(self, has, planned, hours, month, n_unknown):
        order = {"fits": 0, "unknown": 1, "over": 2}
        options = {"has": has, "planned": planned, "month": month, "n_unknown": n_unknown}
        more, less = answer(hours + 1, **options), answer(hours, **options)
        assert order[less.verdict] <= order[more.verdict]
        later = answer(hours, **options | {"month": min(month + 1, 12)})
        assert order[less.verdict] <= order[later.verdict]


class TestLobby:
    def test_what_waits_longest_comes_first_and_each_addressee_is_counted(self, by, now):
        who = {"today": TODAY, "by": by, "at": now}
        for subject, raised_on in (("Spoor", date(2031, 3, 1)), ("Stroom", date(2031, 1, 1))):
            add_agenda_subject(
                subject=subject,
                addressee="Provincie",
                ask="Kies",
                status="raised",
                raised_on=raised_on,
                **who,
            )
        add_agenda_subject(subject="Wonen", addressee="Rijk", ask="Bouw", **who)
        found = read_lobby(TODAY)
        assert [(w.subject, w.days) for w in found.waiting] == [("Stroom", 125), ("Spoor", 66)]
        assert (found.n, found.n_planned, found.incomplete) == (3, 1, ())
        assert [(a.name, a.n, a.n_answered) for a in found.addressees] == [("Provincie", 2, 0)]

    def test_an_answer_has_an_outcome_and_every_subject_an_addressee(self, by, now):
        who = {"today": TODAY, "by": by, "at": now}
        with pytest.raises(WrongEntry):
            add_agenda_subject(subject="Spoor", addressee="", ask="Kies", **who)
        made = add_agenda_subject(
            subject="Spoor", addressee="Provincie", ask="Kies", status="raised", raised_on=TODAY, **who
        )
        with pytest.raises(OutcomeNeeded):
            change_agenda_subject(subject=made, changes={"status": "taken"}, **who)
        change_agenda_subject(subject=made, changes={"status": "taken", "outcome": "In de begroting"}, **who)
        found = read_lobby(TODAY)
        assert (found.n_taken, found.waiting, found.incomplete) == (1, (), ())
        assert [(a.n, a.n_answered, a.n_taken) for a in found.addressees] == [(1, 1, 1)]
