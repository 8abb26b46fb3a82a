# SPDX-License-Identifier: EUPL-1.2
"""Seats by role: taken, handed over, vacant, filled, ended; and what the tables look like."""

from datetime import date

import pytest
from tests.programme.factories import PartnerFactory, SeatFactory

from schakel.programme.actions.seats import (
    SeatEndsBeforeStart,
    SeatNotVacant,
    SeatOver,
    SeatVacant,
    add_seat,
    change_seat,
    end_seat,
    fill_seat,
    hand_over_seat,
    remove_seat,
    vacate_seat,
)
from schakel.programme.models import Seat
from schakel.programme.queries.seats import bodies, seats_on

TODAY = date(2031, 5, 6)


def test_a_seat_becomes_vacant_and_is_filled_and_every_stretch_stays(by, now):
    seat = add_seat(
        partner=PartnerFactory(), body="board", role="lid", starts_on=date(2030, 1, 1), by=by, at=now
    )
    vacancy = vacate_seat(seat=seat, last_day=date(2031, 1, 31), expected_version=1, by=by, at=now)
    assert (vacancy.is_vacant, vacancy.starts_on) == (True, date(2031, 2, 1))
    filled = fill_seat(seat=vacancy, on=date(2031, 4, 1), expected_version=1, by=by, at=now)
    assert (filled.is_vacant, filled.starts_on) == (False, date(2031, 4, 1))
    stretches = Seat.objects.order_by("starts_on").values_list("starts_on", "ends_on", "is_vacant")
    assert list(stretches) == [
        (date(2030, 1, 1), date(2031, 1, 31), False),
        (date(2031, 2, 1), date(2031, 3, 31), True),
        (date(2031, 4, 1), None, False),
    ]


def test_a_vacancy_of_no_day_is_no_vacancy(by, now):
    seat = SeatFactory(is_vacant=True, starts_on=date(2031, 4, 1))
    filled = fill_seat(seat=seat, on=date(2031, 4, 1), expected_version=1, by=by, at=now)
    assert (filled.pk, filled.is_vacant, filled.ends_on) == (seat.pk, False, None)
    assert Seat.objects.count() == 1


def test_a_seat_is_handed_over_within_the_partner(by, now):
    seat = SeatFactory(role="voorzitter", starts_on=date(2029, 1, 1))
    next_one = hand_over_seat(seat=seat, last_day=date(2031, 3, 31), expected_version=1, by=by, at=now)
    assert (next_one.partner, next_one.role, next_one.starts_on) == (
        seat.partner,
        "voorzitter",
        date(2031, 4, 1),
    )


@pytest.mark.parametrize(
    ("seat", "deed", "failure"),
    [
        ({"is_vacant": True}, vacate_seat, SeatVacant),
        ({"is_vacant": True}, hand_over_seat, SeatVacant),
        ({"ends_on": date(2031, 1, 1)}, vacate_seat, SeatOver),
        ({"starts_on": date(2031, 4, 2)}, hand_over_seat, SeatEndsBeforeStart),
    ],
)
def test_what_cannot_be_is_refused(seat, deed, failure, by, now):
    record = SeatFactory(**seat)
    with pytest.raises(failure):
        deed(seat=record, last_day=date(2031, 4, 1), expected_version=1, by=by, at=now)
    assert Seat.objects.count() == 1


def test_a_seat_that_is_held_cannot_be_filled(by, now):
    with pytest.raises(SeatNotVacant):
        fill_seat(seat=SeatFactory(), on=TODAY, expected_version=1, by=by, at=now)


def test_a_vacancy_that_is_over_cannot_be_filled(by, now):
    seat = SeatFactory(is_vacant=True, starts_on=TODAY, ends_on=TODAY)
    with pytest.raises(SeatOver) as told:
        fill_seat(seat=seat, on=TODAY, expected_version=1, by=by, at=now)
    assert told.value.details == {"ends_on": "2031-05-06"}


def test_the_days_of_a_seat_cannot_contradict_each_other(by, now):
    wrong = {"starts_on": date(2031, 2, 2), "ends_on": date(2031, 2, 1)}
    with pytest.raises(SeatEndsBeforeStart) as told:
        add_seat(partner=PartnerFactory(), body="board", role="lid", by=by, at=now, **wrong)
    assert told.value.details == {"starts_on": "2031-02-02", "ends_on": "2031-02-01"}
    seat = SeatFactory(starts_on=date(2031, 2, 2))
    with pytest.raises(SeatEndsBeforeStart):
        change_seat(seat=seat, expected_version=1, changes={"ends_on": date(2031, 2, 1)}, by=by, at=now)
    with pytest.raises(SeatEndsBeforeStart):
        end_seat(seat=seat, ends_on=date(2031, 2, 1), expected_version=1, by=by, at=now)


def test_a_seat_entered_by_mistake_can_go(by, now):
    remove_seat(seat=SeatFactory(), expected_version=1, by=by, at=now)
    assert not Seat.objects.exists()


def test_the_tables_show_vacancies_with_their_age_and_the_turnover_of_a_year(django_assert_num_queries):
    partner = PartnerFactory(name="Aa")
    SeatFactory(partner=partner, role="lid", starts_on=date(2029, 1, 1), ends_on=date(2031, 2, 28))
    SeatFactory(partner=partner, role="lid", starts_on=date(2031, 3, 1))
    SeatFactory(role="voorzitter", is_vacant=True, starts_on=date(2031, 4, 6))
    SeatFactory(role="adviseur", is_vacant=True)
    SeatFactory(role="lid", starts_on=date(2031, 1, 1))
    SeatFactory(body="bureau", role="manager", ends_on=TODAY)
    SeatFactory(body="theme", role="trekker", ends_on=date(2031, 5, 5))
    with django_assert_num_queries(1):
        found = bodies(TODAY, 2031)
    assert [body.body for body in found] == ["board", "bureau", "theme"]
    board = found[0]
    assert [(line.seat.role, line.is_vacant, line.vacant_days) for line in board.lines] == [
        ("adviseur", True, None),
        ("lid", False, None),
        ("lid", False, None),
        ("voorzitter", True, 30),
    ]
    assert (board.n_vacant, board.n_begun, board.n_ended, board.n_handed_over) == (2, 2, 1, 1)
    assert len(found[1].lines) == 1
    assert found[2].lines == ()


def test_the_seats_of_one_partner_are_those_of_the_day():
    partner = PartnerFactory()
    now_held = SeatFactory(partner=partner, starts_on=TODAY, ends_on=TODAY)
    SeatFactory(partner=partner, starts_on=date(2031, 5, 7))
    SeatFactory()
    assert [line.seat for line in seats_on(TODAY, partner)] == [now_held]
