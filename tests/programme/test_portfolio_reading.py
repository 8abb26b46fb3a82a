# SPDX-License-Identifier: EUPL-1.2
"""What the portfolio reads of the register, in one pass."""

from datetime import date
from decimal import Decimal

import pytest
from tests.programme.factories import (
    ActivityFactory,
    CauseFactory,
    ClaimFactory,
    ClaimStatementFactory,
    FundingFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    LessonFactory,
    ParticipationFactory,
    PartnerFactory,
    ProgressUpdateFactory,
    StageChangeFactory,
    StrengtheningFactory,
)

from schakel.programme.models import EmbeddingAnswer, InitiativeLink, Responsibility
from schakel.programme.queries.portfolio import read_portfolio
from schakel.programme.queries.spans import whole_months

TODAY = date(2031, 6, 15)
TRACED = {"created_at": "2031-01-01T00:00Z", "changed_at": "2031-01-01T00:00Z"}


def only_row():
    (row,) = read_portfolio(today=TODAY)
    return row


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2031, 1, 1), date(2031, 12, 31), 12),
        (date(2031, 1, 1), date(2031, 12, 30), 11),
        (date(2031, 1, 15), date(2031, 2, 14), 1),
        (date(2031, 1, 15), date(2031, 2, 13), 0),
        (date(2032, 2, 29), date(2033, 2, 28), 12),
        (date(2031, 1, 1), date(2031, 1, 1), 0),
    ],
)
def test_months_are_counted_with_the_last_day(first, last, months):
    assert whole_months(first, last) == months


def test_external_initiatives_are_left_out_and_those_of_partners_are_not():
    InitiativeFactory(code="ours")
    InitiativeFactory(code="theirs", relation="partner")
    InitiativeFactory(code="others", relation="external")
    assert {r.code for r in read_portfolio(today=TODAY)} == {"ours", "theirs"}


def test_an_initiative_of_which_nothing_is_known_is_unknown_in_everything():
    InitiativeFactory()
    row = only_row()
    assert (row.n_partners, row.granted_eur, row.spent_eur) == (None, None, None)
    assert (row.stage, row.stage_since, row.earliest_start) == ("unknown", None, None)
    assert not row.money.is_known
    assert (row.age_months(TODAY), row.months_in_stage(TODAY), row.planned_months()) == (None, None, None)
    assert (row.evidence, row.last_lights, row.ties) == ("none", (), ())


def test_partners_count_once_and_only_those_of_today():
    initiative, partner = InitiativeFactory(), PartnerFactory(helix="knowledge")
    ParticipationFactory(initiative=initiative, partner=partner, role="lead")
    ParticipationFactory(initiative=initiative, partner=partner, role="host")
    ParticipationFactory(initiative=initiative, ends_on=date(2031, 6, 14))
    ParticipationFactory(initiative=initiative, ends_on=TODAY)
    row = only_row()
    assert row.n_partners == 2
    assert row.helix == (("business", 1), ("knowledge", 1))


def test_whose_partners_all_left_has_none():
    ParticipationFactory(ends_on=date(2030, 1, 1))
    assert only_row().n_partners == 0


def test_extending_a_preparation_does_not_start_it_anew():
    initiative = InitiativeFactory(stage="quartermaster")
    for day in (date(2029, 1, 1), date(2030, 1, 1)):
        StageChangeFactory(initiative=initiative, to_stage="quartermaster", on=day)
    assert only_row().stage_since == date(2029, 1, 1)


def test_coming_back_to_a_stage_starts_it_anew():
    initiative = InitiativeFactory(stage="sowing")
    for day, stage in ((2028, "sowing"), (2029, "germinating"), (2030, "sowing")):
        StageChangeFactory(initiative=initiative, to_stage=stage, on=date(day, 1, 1))
    assert only_row().stage_since == date(2030, 1, 1)


def test_a_stage_that_no_step_led_to_has_no_known_beginning():
    StageChangeFactory(initiative=InitiativeFactory(stage="growing"), to_stage="sowing")
    assert only_row().stage_since is None


@pytest.mark.parametrize(
    ("fundings", "until", "is_known", "is_structural"),
    [
        ([{"ends_on": date(2032, 1, 1)}, {"ends_on": date(2033, 1, 1)}], date(2033, 1, 1), True, False),
        ([{"ends_on": date(2032, 1, 1)}, {}], None, False, False),
        ([{"ends_on": date(2032, 1, 1)}, {"is_structural": True}], None, True, True),
        ([{"ends_on": date(2032, 1, 1), "is_structural": True}], date(2032, 1, 1), True, False),
    ],
)
def test_until_when_it_is_paid_for(fundings, until, is_known, is_structural):
    initiative = InitiativeFactory()
    for fields in fundings:
        FundingFactory(initiative=initiative, **fields)
    money = only_row().money
    assert (money.until, money.is_known, money.is_structural) == (until, is_known, is_structural)


def test_money_is_granted_less_what_came_back():
    initiative = InitiativeFactory()
    LedgerEntryFactory(initiative=initiative, kind="granted", amount_eur=Decimal("100.10"))
    LedgerEntryFactory(initiative=initiative, kind="granted", amount_eur=Decimal("0.20"), line="1")
    LedgerEntryFactory(initiative=initiative, kind="returned", amount_eur=Decimal("0.05"))
    assert only_row().granted_eur == Decimal("100.25")


def test_the_two_newest_updates_with_what_is_red_in_them():
    initiative = InitiativeFactory()
    ProgressUpdateFactory(initiative=initiative, on=date(2031, 1, 1), quality="red")
    ProgressUpdateFactory(initiative=initiative, on=date(2031, 3, 1), time="red", money="red")
    ProgressUpdateFactory(initiative=initiative, on=date(2031, 2, 1), time="amber")
    assert only_row().last_lights == ((date(2031, 3, 1), ("time", "money")), (date(2031, 2, 1), ()))


def test_what_it_strengthens_includes_its_activities_unless_they_were_cancelled():
    initiative = InitiativeFactory()
    StrengtheningFactory(initiative=initiative, element="talent", cause=CauseFactory())
    StrengtheningFactory(activity=ActivityFactory(initiative=initiative), element="demand")
    cancelled = ActivityFactory(initiative=initiative, status="cancelled")
    StrengtheningFactory(activity=cancelled, element="finance")
    StrengtheningFactory(activity=ActivityFactory(), element="culture")
    assert set(only_row().ties) == {("talent", True), ("demand", False)}


def test_a_lesson_may_stand_by_itself_or_in_the_last_step():
    first, second, third = (InitiativeFactory(stage="stopped", name=n) for n in "ABC")
    LessonFactory(initiative=first)
    StageChangeFactory(initiative=second, to_stage="stopped", lesson="Eerder beginnen")
    StageChangeFactory(initiative=third, to_stage="stopped")
    assert [r.has_lesson for r in read_portfolio(today=TODAY)] == [True, True, False]


def test_a_shared_target_group_is_known_on_both_sides():
    first, second = InitiativeFactory(code="a", name="A"), InitiativeFactory(code="b", name="B")
    InitiativeLink.objects.create(
        first=first, second=second, kind="target_group", created_by="x", changed_by="x", **TRACED
    )
    assert [r.shares_target_group_with for r in read_portfolio(today=TODAY)] == [("b",), ("a",)]


@pytest.mark.parametrize(("until", "answers"), [(None, True), (TODAY, True), (date(2031, 6, 14), False)])
def test_an_accountable_party_answers_for_it_as_long_as_it_does(until, answers):
    initiative = InitiativeFactory()
    Responsibility.objects.create(
        partner=PartnerFactory(),
        subject="initiative",
        subject_code=initiative.code,
        role="accountable",
        until=until,
        created_by="x",
        changed_by="x",
        **TRACED,
    )
    assert only_row().has_accountable is answers


def test_the_embedding_checklist_is_counted():
    initiative = InitiativeFactory()
    for question, answer in (("owner", "yes"), ("money", "partly"), ("place", "yes"), ("links", "unknown")):
        EmbeddingAnswer.objects.create(
            initiative=initiative, question=question, answer=answer, created_by="x", changed_by="x", **TRACED
        )
    assert only_row().embedding == (2, 1, 0, 1)


def test_reading_three_hundred_takes_as_many_queries_as_reading_one(django_assert_max_num_queries):
    owner = PartnerFactory()

    def more(n):
        initiative = InitiativeFactory(owner=owner, code=f"i{n}", stage="growing")
        ParticipationFactory(initiative=initiative, partner=owner)
        StageChangeFactory(initiative=initiative, to_stage="growing")
        ClaimStatementFactory(claim=ClaimFactory(initiative=initiative), step="realised", method="counted")

    for n in range(300):
        more(n)
    with django_assert_max_num_queries(16):
        rows = read_portfolio(today=TODAY)
    assert len(rows) == 300
    assert {r.evidence for r in rows} == {"counted"}


@pytest.mark.parametrize(
    ("fields", "year"),
    [({"ended_year": 2029}, 2029), ({"ended_on": date(2030, 5, 1)}, 2030), ({}, None)],
)
def test_the_year_in_which_it_ended(fields, year):
    InitiativeFactory(**fields)
    row = only_row()
    assert (row.ended_year, row.may_run) == (year, year is None)
