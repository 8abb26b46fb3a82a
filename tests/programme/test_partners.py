# SPDX-License-Identifier: EUPL-1.2
"""Partners join, change and leave; their goals beside the course; how the coalition grew."""

from datetime import date
from itertools import pairwise

import pytest
from tests.programme.factories import (
    GoalAlignmentFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    ParticipationFactory,
    PartnerFactory,
    PartnerGoalFactory,
    SeatFactory,
)

from schakel.programme.actions.partners import (
    AlignedAlready,
    AlreadyLeft,
    LeftBeforeJoining,
    NameTaken,
    add_partner,
    add_partner_goal,
    align_goal,
    change_alignment,
    change_partner,
    change_partner_goal,
    leave_partnership,
    remove_alignment,
    remove_partner_goal,
)
from schakel.programme.models import AuditEntry, GoalAlignment, Partner, PartnerGoal, Seat
from schakel.programme.queries.alignment import alignment_matrix
from schakel.programme.queries.coalition import coalition_growth, n_without_first_day, partners_on
from schakel.programme.queries.partners import UnknownPartner, find_partner, listed_partners, partner_sheet
from schakel.programme.recording import ChangedMeanwhile, WrongEntry

TODAY = date(2031, 5, 6)


def test_the_code_of_a_partner_is_made_from_its_name(by, now):
    first = add_partner(name="  Metaal   & Zonen B.V. ", helix="business", by=by, at=now)
    second = add_partner(name="Metaal, Zonen (B.V)", helix="business", by=by, at=now)
    assert (first.name, first.code) == ("Metaal & Zonen B.V.", "metaal-zonen-bv")
    assert second.code == "metaal-zonen-bv-2"


def test_a_name_without_letters_still_gets_a_code(by, now):
    assert add_partner(name="北", helix="other", by=by, at=now).code == "partner"


def test_one_organisation_is_not_entered_twice(by, now):
    PartnerFactory(name="Hogeschool Voorbeeld")
    with pytest.raises(NameTaken) as told:
        add_partner(name="hogeschool  voorbeeld", helix="knowledge", by=by, at=now)
    assert told.value.details == {"name": "hogeschool voorbeeld"}
    assert Partner.objects.count() == 1


def test_a_partner_keeps_its_own_name_when_it_changes(by, now):
    partner = PartnerFactory(name="Noord")
    changed = change_partner(partner=partner, expected_version=1, changes={"name": "NOORD"}, by=by, at=now)
    assert changed.name == "NOORD"


def test_a_partner_cannot_take_the_name_of_another(by, now):
    PartnerFactory(name="Zuid")
    with pytest.raises(NameTaken):
        change_partner(
            partner=PartnerFactory(name="Noord"), expected_version=1, changes={"name": "zuid"}, by=by, at=now
        )


@pytest.mark.parametrize("deed", ["add", "change", "leave"])
def test_nobody_leaves_before_joining(deed, by, now):
    days = {"joined_on": date(2031, 2, 1), "left_on": date(2031, 1, 31)}
    partner = PartnerFactory(joined_on=date(2031, 2, 1))
    with pytest.raises(LeftBeforeJoining) as told:
        if deed == "add":
            add_partner(name="Oost", helix="other", by=by, at=now, **days)
        elif deed == "change":
            change_partner(partner=partner, expected_version=1, changes=days, by=by, at=now)
        else:
            leave_partnership(partner=partner, left_on=days["left_on"], expected_version=1, by=by, at=now)
    assert told.value.details["joined_on"] == "2031-02-01"
    assert told.value.details["left_on"] == "2031-01-31"


def test_a_wrong_helix_is_named(by, now):
    with pytest.raises(WrongEntry) as told:
        add_partner(name="Oost", helix="wind", by=by, at=now)
    assert set(told.value.fields) == {"helix"}


def test_who_leaves_gives_up_its_seats_and_keeps_its_history(by, now):
    partner = PartnerFactory(joined_on=date(2030, 1, 1))
    running = SeatFactory(partner=partner, starts_on=date(2030, 1, 1))
    over = SeatFactory(partner=partner, ends_on=date(2030, 6, 30))
    ahead = SeatFactory(partner=partner, starts_on=date(2032, 1, 1))
    left = leave_partnership(partner=partner, left_on=date(2031, 4, 30), expected_version=1, by=by, at=now)
    assert left.left_on == date(2031, 4, 30)
    assert Seat.objects.get(pk=running.pk).ends_on == date(2031, 4, 30)
    assert Seat.objects.get(pk=over.pk).ends_on == date(2030, 6, 30)
    assert not Seat.objects.filter(pk=ahead.pk).exists()
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        "partner.leave",
        "seat.end",
        "seat.remove",
    }


def test_nobody_leaves_twice(by, now):
    partner = PartnerFactory(left_on=date(2030, 1, 1))
    with pytest.raises(AlreadyLeft) as told:
        leave_partnership(partner=partner, left_on=TODAY, expected_version=1, by=by, at=now)
    assert told.value.details["left_on"] == "2030-01-01"


def test_leaving_notices_what_another_changed_and_ends_no_seat(by, somebody_else, now):
    partner = PartnerFactory()
    SeatFactory(partner=partner)
    change_partner(partner=partner, expected_version=1, changes={"name": "Ander"}, by=somebody_else, at=now)
    with pytest.raises(ChangedMeanwhile):
        leave_partnership(partner=partner, left_on=TODAY, expected_version=1, by=by, at=now)
    assert Seat.objects.get().ends_on is None


def test_goals_are_noted_changed_and_removed_with_what_stood_beside_them(by, now):
    partner = PartnerFactory()
    goal = add_partner_goal(partner=partner, statement="Meer leerlingen", source="Plan 2030", by=by, at=now)
    goal = change_partner_goal(
        goal=goal, expected_version=1, changes={"statement": "Meer leerlingen techniek"}, by=by, at=now
    )
    alignment = align_goal(goal=goal, course_code="jobs", fit="partly", by=by, at=now)
    changed = change_alignment(
        alignment=alignment, expected_version=1, changes={"fit": "same"}, by=by, at=now
    )
    assert changed.fit == "same"
    with pytest.raises(AlignedAlready) as told:
        align_goal(goal=goal, course_code="jobs", fit="same", by=by, at=now)
    assert told.value.details == {"course_code": "jobs"}
    remove_partner_goal(goal=goal, expected_version=2, by=by, at=now)
    assert not PartnerGoal.objects.exists()
    assert not GoalAlignment.objects.exists()


def test_an_alignment_that_does_not_hold_can_go(by, now):
    alignment = GoalAlignmentFactory()
    remove_alignment(alignment=alignment, expected_version=1, by=by, at=now)
    assert not GoalAlignment.objects.exists()
    assert PartnerGoal.objects.exists()


def test_unaligned_goals_orphans_conflicts_and_silent_partners_are_listed():
    school = PartnerFactory(name="School", helix="knowledge")
    firm = PartnerFactory(name="Bedrijf")
    PartnerFactory(name="Zwijger")
    PartnerFactory(name="Vertrokken", left_on=date(2031, 1, 1))
    both = PartnerGoalFactory(partner=school, statement="opleiden")
    alone = PartnerGoalFactory(partner=school, statement="een nieuw dak")
    against = PartnerGoalFactory(partner=firm, statement="werk verplaatsen")
    GoalAlignmentFactory(goal=both, course_code="talent", fit="same")
    GoalAlignmentFactory(goal=both, course_code="1a", fit="partly")
    GoalAlignmentFactory(goal=against, course_code="jobs", fit="conflict")
    matrix = alignment_matrix(["jobs", "talent", "1a", "2a"], TODAY)
    assert [line.goal.statement for line in matrix.lines] == ["werk verplaatsen", "opleiden", "een nieuw dak"]
    assert [line.goal for line in matrix.unaligned] == [against, alone]
    assert matrix.orphans == ("jobs", "2a")
    assert [(line.goal, cell.course_code) for line, cell in matrix.conflicts] == [(against, "jobs")]
    assert [p.name for p in matrix.silent] == ["Zwijger"]
    assert [matrix.lines[1].fit_with(code) for code in ("talent", "1a", "jobs")] == ["same", "partly", ""]


def test_the_alignment_takes_four_queries_however_many_goals(django_assert_max_num_queries):
    for _ in range(30):
        GoalAlignmentFactory()
    with django_assert_max_num_queries(4):
        assert len(alignment_matrix(["jobs"], TODAY).lines) == 30


def test_the_coalition_is_counted_year_by_year():
    PartnerFactory(helix="business", joined_on=date(2029, 5, 1))
    PartnerFactory(helix="knowledge", joined_on=date(2030, 1, 1), left_on=date(2031, 6, 1))
    PartnerFactory(name="Nieuw", helix="government", joined_on=date(2031, 12, 31))
    PartnerFactory(helix="government")
    PartnerFactory(helix="business", relation="candidate", joined_on=date(2030, 1, 1))
    years = coalition_growth(2031)
    assert [y.year for y in years] == [2029, 2030, 2031]
    assert [sum(y.at_end.values()) for y in years] == [2, 3, 3]
    assert [(sum(y.joined.values()), sum(y.left.values()), y.net) for y in years] == [
        (1, 0, 1),
        (1, 0, 1),
        (1, 1, 0),
    ]
    assert years[2].joined == {"business": 0, "knowledge": 0, "government": 1, "other": 0}
    assert years[2].left["knowledge"] == 1
    assert [p.name for p in years[2].newcomers] == ["Nieuw"]
    assert n_without_first_day(TODAY) == 1


def test_each_year_follows_from_the_year_before():
    for n in range(12):
        PartnerFactory(
            joined_on=date(2026 + n % 5, 1 + n, 1), left_on=date(2031, 1, 1) if n % 3 == 0 else None
        )
    years = coalition_growth(2032)
    for before, after in pairwise(years):
        assert sum(after.at_end.values()) == sum(before.at_end.values()) + after.net


def test_a_long_history_is_cut_at_ten_years():
    PartnerFactory(joined_on=date(2001, 1, 1))
    assert [y.year for y in coalition_growth(2031)] == list(range(2022, 2032))


def test_a_partner_counts_until_the_day_it_leaves():
    PartnerFactory(joined_on=TODAY)
    PartnerFactory(left_on=TODAY)
    PartnerFactory(joined_on=date(2031, 5, 7))
    assert partners_on(TODAY).count() == 1


def test_the_list_counts_what_runs_now(django_assert_max_num_queries):
    partner = PartnerFactory()
    SeatFactory(partner=partner)
    SeatFactory(partner=partner, is_vacant=True)
    SeatFactory(partner=partner, ends_on=date(2031, 5, 5))
    one = InitiativeFactory()
    ParticipationFactory(partner=partner, initiative=one, role="lead")
    ParticipationFactory(partner=partner, initiative=one, role="host")
    ParticipationFactory(partner=partner, ends_on=date(2030, 1, 1))
    with django_assert_max_num_queries(1):
        listed = listed_partners(TODAY).get()
    assert (listed.n_seats, listed.n_initiatives, listed.n_commitments) == (1, 1, None)


def test_the_sheet_says_what_is_not_known(django_assert_max_num_queries):
    partner = PartnerFactory()
    with django_assert_max_num_queries(10):
        sheet = partner_sheet(partner, TODAY)
    assert sheet.gaps == ("commitments", "goals", "initiatives", "seats")


def test_the_sheet_shows_what_a_partner_paid_by_step_and_year():
    payer = PartnerFactory()
    line = LedgerEntryFactory(kind="received", payer=payer, amount_eur="10.10", on=date(2030, 2, 1))
    LedgerEntryFactory(
        kind="received", payer=payer, amount_eur="20.20", on=date(2030, 9, 1), programme=line.programme
    )
    LedgerEntryFactory(kind="pledged", payer=payer, amount_eur="99.00", programme=line.programme)
    LedgerEntryFactory(kind="received", amount_eur="5.00")
    wrong = LedgerEntryFactory(kind="pledged", payer=payer, amount_eur="7.00", programme=line.programme)
    LedgerEntryFactory(
        kind="pledged", payer=payer, amount_eur="0.00", programme=line.programme, corrects=wrong
    )
    paid = partner_sheet(payer, TODAY).paid
    assert [(p.year, p.step, str(p.amount_eur)) for p in paid] == [
        (2031, "pledged", "99.00"),
        (2030, "received", "30.30"),
    ]


def test_an_unknown_code_is_told():
    with pytest.raises(UnknownPartner) as told:
        find_partner("bestaat-niet")
    assert told.value.details == {"code": "bestaat-niet"}


def test_days_that_lie_ahead_do_not_empty_the_growth():
    PartnerFactory(joined_on=date(2040, 1, 1))
    assert [year.year for year in coalition_growth(2032)] == [2032]
