# SPDX-License-Identifier: EUPL-1.2
"""Element by line: what the course says, what is registered, what it costs; and what is missing."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.programme.factories import (
    ActivityFactory,
    CauseFactory,
    ClaimFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    StrengtheningFactory,
)
from tests.shared_data import REPOSITORY

from schakel.diagnosis.coverage_part import coverage_cells
from schakel.diagnosis.dossier import CoverageCell
from schakel.koers.coverage import cover
from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course
from schakel.programme.queries.coverage import (
    Amount,
    actions_without_work,
    add_up,
    build_matrix,
    effort_shares,
    find_orphans,
)
from schakel.programme.queries.effort import Efforts, read_efforts
from schakel.programme.queries.weakness import Weakness

LINE_OF_ACTION = {"1a": "1", "1b": "1", "2a": "2"}
COURSE = tuple(
    CoverageCell(line, element, "yes" if (line, element) == ("2", "talent") else "no")
    for line in ("1", "2")
    for element in ("talent", "finance", "demand")
)
WEAK = (
    Weakness("talent", "national", 0.6, True),
    Weakness("finance", "national", 0.3, True),
    Weakness("demand", "national", None, False),
)


def matrix_now(weaknesses=WEAK, **options):
    return build_matrix(read_efforts(LINE_OF_ACTION, **options), COURSE, weaknesses)


def row_of(matrix, element):
    return next(r for r in matrix.rows if r.element == element)


def cell_of(matrix, element, line):
    return next(c for c in row_of(matrix, element).cells if c.line == line)


def grant(initiative, amount, **fields):
    return LedgerEntryFactory(initiative=initiative, kind="granted", amount_eur=Decimal(amount), **fields)


def test_the_matrix_of_the_real_course_shows_its_holes():
    folder = REPOSITORY / "courses" / "dutch-techzone"
    elements = tuple(e.code for e in load_framework(folder).elements)
    cells = coverage_cells(cover(read_course(folder), elements))
    matrix = build_matrix(Efforts((), {}, {}), cells, ())
    said = {row.element: row.said for row in matrix.rows}
    assert matrix.lines == ("1", "2", "3")
    assert {e for e, word in said.items() if word == "no"} == {
        "formal_institutions",
        "physical_infrastructure",
        "leadership",
    }
    assert {e for e, word in said.items() if word == "possibly"} == {"finance"}
    assert {e for e, word in said.items() if word == "implicit"} == {"intermediate_services"}
    firm = {(row.element, c.line) for row in matrix.rows for c in row.cells if c.said == "yes"}
    assert firm == {
        ("knowledge", "1"),
        ("networks", "1"),
        ("talent", "2"),
        ("networks", "2"),
        ("demand", "3"),
        ("culture", "3"),
    }


def test_an_initiative_stands_in_the_cell_of_its_element_and_the_line_of_its_action():
    initiative = InitiativeFactory(actions=["2a"])
    StrengtheningFactory(initiative=initiative, element="talent")
    matrix = matrix_now()
    assert cell_of(matrix, "talent", "2").work.initiatives == (initiative.code,)
    assert cell_of(matrix, "talent", "1").work.n == 0
    assert matrix.lines == ("1", "2")


def test_an_activity_takes_over_what_it_does_not_say_itself():
    initiative = InitiativeFactory(lines=["1"])
    StrengtheningFactory(initiative=initiative, element="finance")
    silent = ActivityFactory(initiative=initiative)
    telling = ActivityFactory(initiative=initiative, action="2a")
    StrengtheningFactory(activity=telling, element="talent")
    matrix = matrix_now()
    assert cell_of(matrix, "finance", "1").work.activities == (silent.code,)
    assert cell_of(matrix, "talent", "2").work.activities == (telling.code,)


def test_an_initiative_also_stands_where_its_activities_stand_and_nowhere_else():
    initiative = InitiativeFactory(lines=["1"])
    StrengtheningFactory(initiative=initiative, element="finance")
    telling = ActivityFactory(initiative=initiative, action="2a")
    StrengtheningFactory(activity=telling, element="talent")
    matrix = matrix_now()
    places = {(row.element, cell.line) for row in matrix.rows for cell in row.cells if cell.work.initiatives}
    assert places == {("finance", "1"), ("talent", "2")}


def test_what_names_no_line_gets_a_column_of_its_own():
    StrengtheningFactory(initiative=InitiativeFactory(), element="talent")
    matrix = matrix_now()
    assert matrix.lines == ("1", "2", "")
    assert cell_of(matrix, "talent", "").work.n == 1


def test_an_element_or_line_that_the_course_does_not_know_is_not_dropped():
    StrengtheningFactory(initiative=InitiativeFactory(lines=["9"]), element="weather")
    matrix = matrix_now()
    assert matrix.lines == ("1", "2", "9")
    assert matrix.rows[-1].element == "weather"


def test_external_initiatives_are_named_and_never_counted():
    external = InitiativeFactory(relation="external", lines=["2"])
    StrengtheningFactory(initiative=external, element="talent")
    activity = ActivityFactory(initiative=external)
    grant(external, "5000")
    matrix = matrix_now()
    work = row_of(matrix, "talent").work
    assert work.external == (external.code,)
    assert (work.n, work.granted_eur) == (0, Amount(None, 0))
    assert "talent" in matrix.uncovered
    assert not find_orphans(read_efforts(LINE_OF_ACTION))
    assert activity.code not in work.activities


def test_money_counts_whole_in_each_cell_and_once_in_the_total():
    initiative = InitiativeFactory(lines=["1", "2"])
    StrengtheningFactory(initiative=initiative, element="talent")
    StrengtheningFactory(initiative=initiative, element="finance")
    grant(initiative, "100.01")
    matrix = matrix_now()
    cells = [c.work.granted_eur.known for e in ("talent", "finance") for c in row_of(matrix, e).cells]
    assert cells == [Decimal("100.01")] * 4
    assert row_of(matrix, "talent").work.granted_eur == Amount(Decimal("100.01"), 0)
    assert matrix.everything.granted_eur == Amount(Decimal("100.01"), 0)


def test_a_line_of_the_ledger_that_names_a_line_counts_there_only():
    initiative = InitiativeFactory(lines=["1", "2"])
    StrengtheningFactory(initiative=initiative, element="talent")
    grant(initiative, "100", line="1")
    grant(initiative, "10")
    matrix = matrix_now()
    assert cell_of(matrix, "talent", "1").work.granted_eur.known == 110
    assert cell_of(matrix, "talent", "2").work.granted_eur.known == 10
    assert row_of(matrix, "talent").work.granted_eur.known == 110


def test_money_that_nobody_wrote_down_is_unknown_and_not_zero():
    known, unknown = InitiativeFactory(lines=["2"]), InitiativeFactory(lines=["2"])
    for initiative in (known, unknown):
        StrengtheningFactory(initiative=initiative, element="talent")
    grant(known, "7")
    work = row_of(matrix_now(), "talent").work
    assert work.granted_eur == Amount(Decimal(7), 1)
    assert work.spent_eur == Amount(None, 2)


def test_only_lines_that_hold_count_and_what_came_back_counts_down():
    initiative = InitiativeFactory(lines=["2"])
    StrengtheningFactory(initiative=initiative, element="talent")
    wrong = grant(initiative, "1000")
    grant(initiative, "100", corrects=wrong)
    LedgerEntryFactory(initiative=initiative, kind="returned", amount_eur=Decimal(30))
    LedgerEntryFactory(initiative=initiative, kind="spent", amount_eur=Decimal(40))
    work = row_of(matrix_now(), "talent").work
    assert (work.granted_eur.known, work.spent_eur.known) == (70, 40)


def test_hours_are_those_of_activities_planned_and_spent_apart():
    StrengtheningFactory(
        activity=ActivityFactory(line="2", planned_hours=Decimal(40), spent_hours=Decimal(12)),
        element="talent",
    )
    StrengtheningFactory(activity=ActivityFactory(line="2"), element="talent")
    work = row_of(matrix_now(), "talent").work
    assert work.planned_hours == Amount(Decimal(40), 1)
    assert work.spent_hours == Amount(Decimal(12), 1)


@pytest.mark.parametrize(
    ("stage", "status", "counts", "counts_with_ended"),
    [
        ("growing", "running", 2, 2),
        ("consolidated", "planned", 2, 2),
        ("growing", "done", 1, 2),
        ("growing", "cancelled", 1, 1),
        ("stopped", "running", 0, 2),
        ("merged", "running", 0, 2),
    ],
)
def test_what_is_over_counts_only_when_asked_and_what_was_cancelled_never(
    stage, status, counts, counts_with_ended
):
    initiative = InitiativeFactory(stage=stage, lines=["2"])
    StrengtheningFactory(initiative=initiative, element="talent")
    ActivityFactory(initiative=initiative, status=status)
    assert row_of(matrix_now(), "talent").work.n == counts
    assert row_of(matrix_now(with_ended=True), "talent").work.n == counts_with_ended


def test_an_activity_without_an_initiative_stays_when_ended_initiatives_are_left_out():
    StrengtheningFactory(activity=ActivityFactory(line="2"), element="talent")
    assert row_of(matrix_now(), "talent").work.n == 1


def test_weak_links_without_work_and_without_a_cause_are_named():
    initiative = InitiativeFactory(lines=["2"])
    StrengtheningFactory(initiative=initiative, element="talent")
    matrix = matrix_now()
    assert matrix.uncovered == ("finance",)
    assert matrix.without_cause == ("talent",)
    assert matrix.uncovered_unmeasured == ("demand",)
    StrengtheningFactory(initiative=initiative, element="talent", cause=CauseFactory())
    assert matrix_now().without_cause == ()


def test_a_cause_of_another_element_does_not_make_a_weak_link_explained():
    initiative = InitiativeFactory(lines=["2"])
    StrengtheningFactory(initiative=initiative, element="talent")
    StrengtheningFactory(initiative=initiative, element="demand", cause=CauseFactory(element="demand"))
    assert matrix_now().without_cause == ("talent",)


def test_work_that_serves_no_element_or_no_goal_is_an_orphan():
    nothing = InitiativeFactory(name="A niets")
    only_goal = ActivityFactory(title="B doel", goals=["jobs"])
    only_element = InitiativeFactory(name="C element")
    StrengtheningFactory(initiative=only_element, element="talent")
    both = InitiativeFactory(name="D allebei")
    StrengtheningFactory(initiative=both, element="talent")
    ClaimFactory(initiative=both, goal="jobs")
    orphans = {o.effort.code: o.lacks for o in find_orphans(read_efforts(LINE_OF_ACTION))}
    assert orphans == {
        nothing.code: ("element", "goal"),
        only_goal.code: ("element",),
        only_element.code: ("goal",),
    }


def test_actions_that_nobody_carries_out_are_named_in_the_order_of_the_course():
    InitiativeFactory(actions=["1b"])
    InitiativeFactory(actions=["2a"], relation="external")
    ActivityFactory(action="1a", status="cancelled")
    assert actions_without_work(read_efforts(LINE_OF_ACTION), ["1a", "1b", "2a"]) == ("1a", "2a")


def test_shares_of_the_effort_by_hand():
    first, second = InitiativeFactory(), InitiativeFactory()
    StrengtheningFactory(initiative=first, element="talent")
    StrengtheningFactory(initiative=first, element="finance")
    grant(first, "30")
    grant(second, "10")
    ActivityFactory(initiative=second, planned_hours=Decimal(10))
    shares = {s.element: s for s in effort_shares(matrix_now())}
    assert shares["talent"].share_work == Fraction(1, 3)
    assert shares["talent"].share_money == shares["finance"].share_money == Fraction(3, 4)
    assert shares["talent"].share_hours == 0
    assert shares["demand"].share_work == 0
    assert (shares["talent"].probability, shares["demand"].probability) == (0.6, None)


def test_without_any_effort_shares_are_unknown():
    share = effort_shares(matrix_now())[0]
    assert (share.share_work, share.share_hours, share.share_money) == (None, None, None)


def test_the_share_of_work_whose_money_nobody_wrote_down_is_unknown():
    known, unknown = InitiativeFactory(), InitiativeFactory()
    StrengtheningFactory(initiative=known, element="talent")
    StrengtheningFactory(initiative=unknown, element="finance")
    grant(known, "10")
    shares = {s.element: s.share_money for s in effort_shares(matrix_now())}
    assert shares == {"talent": 1, "finance": None, "demand": 0}


@given(st.lists(st.one_of(st.none(), st.decimals(0, 10**9, places=2)), max_size=12))
@settings(max_examples=40, deadline=None)
def test_a_sum_is_exact_whatever_the_order_and_leaves_out_only_the_unknown(values):
    amount = add_up(values)
    known = [v for v in values if v is not None]
    assert amount == add_up(list(reversed(values)))
    assert amount.n_unknown == len(values) - len(known)
    assert amount.known == (sum(known) if known else None)


def test_the_reading_takes_as_many_queries_for_many_as_for_one(django_assert_num_queries):
    def more():
        initiative = InitiativeFactory(lines=["2"])
        StrengtheningFactory(initiative=initiative, element="talent", cause=CauseFactory())
        ActivityFactory(initiative=initiative)
        grant(initiative, "5")

    more()
    with django_assert_num_queries(5):
        read_efforts(LINE_OF_ACTION)
    for _ in range(10):
        more()
    with django_assert_num_queries(5):
        read_efforts(LINE_OF_ACTION)
