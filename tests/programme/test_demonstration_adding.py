# SPDX-License-Identifier: EUPL-1.2
"""Adding and removing the demonstration year: real rows stay, any day and course will do."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course
from schakel.programme import models
from schakel.programme.actions.periods import open_period
from schakel.programme.auditing import verify_audit_chain
from schakel.programme.demonstration import (
    DemonstrationThere,
    NoDemonstration,
    add_demonstration_year,
    has_demonstration_year,
    remove_demonstration_year,
)
from schakel.programme.demonstration.invented_rows import (
    invented_histories,
    invented_models,
    invented_rows,
)
from schakel.programme.integrity.checks import count_findings
from schakel.programme.loading import load_register

MADE_UP = Path(__file__).resolve().parents[1] / "courses" / "made-up"
NOW = datetime(2031, 5, 6, 9, 30, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(scope="module")
def course():
    return read_course(MADE_UP)


@pytest.fixture(scope="module")
def elements():
    return [element.code for element in load_framework(MADE_UP).elements]


@pytest.fixture
def add(course, elements):
    def added(at=NOW, **more):
        return add_demonstration_year(course, elements, today=at.date(), at=at, **more)

    return added


@pytest.fixture
def demonstration(add):
    return add()


def contents(*, invented):
    """Every row of the register by table, without keys, codes of other rows and moments."""
    found = {}
    for model in invented_models():
        rows = model._default_manager.filter(invented=invented).order_by("pk")
        names = [f.attname for f in model._meta.concrete_fields if not f.is_relation and not f.primary_key]
        found[model._meta.model_name] = [
            tuple(str(getattr(row, name)) for name in names if name != "milestone_changes") for row in rows
        ]
    return found


def test_invented_rows_point_at_invented_rows_only(course, add):
    load_register(course, at=NOW)
    add()
    marked = set(invented_models())
    for model in marked:
        ways = [f for f in model._meta.concrete_fields if f.is_relation and f.remote_field.model in marked]
        for way in ways:
            assert not model._default_manager.filter(
                invented=True, **{f"{way.name}__invented": False}
            ).exists()


def test_the_same_day_gives_the_same_rows_again(add):
    add()
    first = contents(invented=True)
    remove_demonstration_year(at=NOW)
    add()
    assert contents(invented=True) == first


def test_a_second_one_is_refused_and_changes_nothing(demonstration, add):
    before = contents(invented=True)
    with pytest.raises(DemonstrationThere):
        add()
    assert contents(invented=True) == before


def test_real_rows_are_the_same_before_during_and_after(course, add):
    load_register(course, at=NOW)
    before = contents(invented=False)
    assert before["initiative"] and before["ledgerentry"]
    add()
    assert contents(invented=False) == before
    remove_demonstration_year(at=NOW)
    assert contents(invented=False) == before


def test_removing_leaves_no_row_no_history_and_a_chain_that_holds(course, add):
    load_register(course, at=NOW)
    histories = {m: m._default_manager.count() for m in invented_histories()}
    report = add()
    assert sum(m._default_manager.count() for m in invented_histories()) > sum(histories.values())
    n_lines = models.AuditEntry.objects.count()
    removed = remove_demonstration_year(at=NOW)
    assert removed == report
    assert not has_demonstration_year()
    assert not any(invented_rows(m).exists() for m in (*invented_models(), *invented_histories()))
    assert {m: m._default_manager.count() for m in invented_histories()} == histories
    assert models.AuditEntry.objects.count() == n_lines + 1
    assert verify_audit_chain().n_entries == n_lines + 1
    with pytest.raises(NoDemonstration):
        remove_demonstration_year(at=NOW)


def test_one_municipality_falls_short_in_one_year(add):
    people = {(place, year): 1_000 for place in ("GM9901", "GM9902", "GM9903") for year in (2029, 2030, 2031)}
    add(inhabitants=people)
    lines = models.LedgerEntry.objects.filter(programme__kind="contribution", kind="received")
    paid = {(e.municipality, e.on.year): e.amount_eur for e in lines}
    assert paid == {
        ("GM9901", 2029): 1_000,
        ("GM9901", 2030): 1_000,
        ("GM9902", 2029): 1_000,
        ("GM9902", 2030): 1_000,
        ("GM9903", 2029): 1_000,
        ("GM9903", 2030): 600,
    }


def test_nothing_invented_breaks_a_rule_that_no_action_allows(course, add):
    load_register(course, at=NOW)
    before = {c.check.id: c.n_findings for c in count_findings(TODAY) if c.check.severity == "critical"}
    add()
    after = {c.check.id: c.n_findings for c in count_findings(TODAY) if c.check.severity == "critical"}
    assert after == before
    assert sum(c.n_findings > 0 for c in count_findings(TODAY)) >= 20


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2031, 1, 1), date(2030, 12, 31)])
def test_any_day_will_do(add, day):
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    report = add(at=at)
    assert report.rows["initiative"] == 17
    assert not models.LedgerEntry.objects.exclude(kind__in=("pledged", "granted")).filter(on__gt=day).exists()
    assert remove_demonstration_year(at=at).n_rows == report.n_rows


def test_a_course_without_goals_and_with_other_elements_will_do(course):
    bare = course.model_copy(update={"goals": (), "cross_cutting": (), "target_groups": ()})
    add_demonstration_year(bare, ["sun", "wind"], today=TODAY, at=NOW)
    assert set(models.Cause.objects.values_list("element", flat=True)) == {"sun", "wind"}
    assert set(models.Claim.objects.values_list("goal", flat=True)) == {""}


def test_periods_get_another_length_where_real_ones_stand_in_the_way(add, by):
    for year in (2029, 2030, 2031):
        open_period(
            code=str(year),
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            due_on=date(year, 12, 31) + timedelta(days=60),
            by=by,
            at=NOW,
        )
    add()
    invented = models.ReportingPeriod.objects.filter(invented=True)
    assert {p.ends_on.month for p in invented} == {6}
    assert set(models.Indicator.objects.values_list("frequency", flat=True)) == {"half"}
    remove_demonstration_year(at=NOW)
    assert models.ReportingPeriod.objects.count() == 3
