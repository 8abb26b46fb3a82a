# SPDX-License-Identifier: EUPL-1.2
"""Indicators: totals by their time semantics, progress, four eyes, closed periods, changed definitions."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.programme.factories import IndicatorFactory, InitiativeFactory, ReportingPeriodFactory

from schakel.programme.actions.indicator_values import (
    PeriodIsClosed,
    StepNotAllowed,
    ValueExists,
    ValueIncomplete,
    adopt_value,
    change_value,
    correct_value,
    enter_value,
    return_value,
    submit_value,
)
from schakel.programme.actions.indicators import (
    DefinitionWouldChange,
    TargetBeforeBaseline,
    change_definition,
    change_indicator,
    set_target,
)
from schakel.programme.actions.periods import PeriodNotPossible, close_period, open_period, reopen_period
from schakel.programme.models import DefinitionChange, IndicatorTarget, ReportingPeriod
from schakel.programme.queries.indicator_progress import (
    is_target_reached,
    progress_share,
    region_progress,
    region_series,
)
from schakel.programme.queries.indicators import (
    Part,
    combine,
    counting_values,
    indicators_with_values,
    total_of,
)
from schakel.programme.queries.periods import is_period_open

D = Decimal
DAY1, DAY2 = date(2030, 12, 31), date(2031, 12, 31)
AMOUNTS = st.decimals(-1000, 1000, places=2)


def part(amount, ends_on=DAY1, member="a", version=1):
    return Part(ends_on, member, None if amount is None else D(amount), version=version)


def ratio(numerator, denominator, ends_on=DAY1, member="a"):
    return Part(ends_on, member, None, D(numerator), D(denominator))


def test_a_flow_adds_up_over_periods_and_members():
    parts = [part(3), part(4, DAY2), part(5, member="b")]
    assert combine("flow", parts).value == 12


def test_of_a_stock_the_last_period_counts_and_members_add_up():
    parts = [part(30), part(40, DAY2), part(5, member="b")]
    assert combine("stock", parts).value == 45


def test_a_ratio_is_the_sum_of_numerators_over_the_sum_of_denominators():
    total = combine("ratio", [ratio(1, 10), ratio(9, 30, DAY2)])
    assert total.value == D(10) / D(40), "not the mean of 10 % and 30 %"


def test_an_index_is_never_added():
    assert combine("index", [part(3), part(4, DAY2)]).reason == "index"
    assert combine("index", [part(3)]).value == 3


def test_an_unknown_part_makes_the_total_unknown_and_tells_what_is_known():
    total = combine("flow", [part(3), part(None, DAY2)])
    assert (total.value, total.known, total.n_known, total.n_parts) == (None, 3, 1, 2)
    assert combine("ratio", [ratio(1, 2), Part(DAY2, "a")]).value is None
    assert combine("flow", []).value is None


def test_parts_on_both_sides_of_a_break_do_not_combine():
    parts = [part(3, version=1), part(4, DAY2, version=2)]
    assert combine("flow", parts, breaks=[2]).reason == "break"
    assert combine("flow", parts, breaks=[3]).value == 7


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(AMOUNTS, st.integers(1, 9), st.sampled_from("abc")), max_size=8), st.randoms())
@pytest.mark.parametrize("semantics", ["flow", "stock", "ratio"])
def test_the_order_of_parts_does_not_matter(semantics, rows, random):
    unique = {(day, member): amount for amount, day, member in rows}
    parts = [Part(date(2031, 1, d), m, a, a, abs(a) + 1) for (d, m), a in unique.items()]
    shuffled = list(parts)
    random.shuffle(shuffled)
    first, second = combine(semantics, parts), combine(semantics, shuffled)
    assert (first.reason, first.n_parts) == (second.reason, second.n_parts)
    assert first.value == second.value


@settings(max_examples=40, deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.integers(0, 6))
def test_a_flow_of_two_halves_is_the_flow_of_the_whole(amounts, cut):
    parts = [part(a, date(2031, 1, 1) + timedelta(i)) for i, a in enumerate(amounts)]
    halves = [combine("flow", half).value or 0 for half in (parts[:cut], parts[cut:])]
    assert sum(halves) == combine("flow", parts).value


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 90)), min_size=1, max_size=5))
def test_a_ratio_lies_between_its_lowest_and_highest_part(rows):
    value = combine("ratio", [ratio(n, d) for n, d in rows]).value
    shares = [D(n) / D(d) for n, d in rows]
    assert min(shares) - D("1e-20") <= value <= max(shares) + D("1e-20")


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "share"),
    [(100, 200, 150, "0.5"), (100, 50, 75, "0.5"), (0, 10, 12, "1.2"), (10, 20, 5, "-0.5")],
)
def test_progress_is_nothing_at_the_start_and_one_at_the_target(baseline, target, actual, share):
    assert progress_share(D(baseline), D(target), D(actual)) == D(share)


@pytest.mark.parametrize("known", [(None, 1, 1), (1, None, 1), (1, 2, None), (3, 3, 3)])
def test_progress_with_an_unknown_part_or_without_a_way_to_go_is_unknown(known):
    assert progress_share(*[None if k is None else D(k) for k in known]) is None


@pytest.mark.parametrize(
    ("direction", "actual", "reached"),
    [
        ("higher", 10, True),
        ("higher", 9, False),
        ("lower", 10, True),
        ("lower", 11, False),
        ("target", 9, False),
    ],
)
def test_reached_follows_the_direction(direction, actual, reached):
    assert is_target_reached(direction, D(10), D(actual)) is reached
    assert is_target_reached(direction, None, D(actual)) is None


@pytest.fixture
def indicator():
    return IndicatorFactory(code="deelnemers")


@pytest.fixture
def period():
    return ReportingPeriodFactory(
        code="2030", starts_on=date(2030, 1, 1), ends_on=date(2030, 12, 31), due_on=date(2031, 2, 1)
    )


def entered(indicator, period, by, now, **fields):
    return enter_value(indicator=indicator, period=period, **({"value": D(5)} | fields), by=by, at=now)


def adopted(indicator, period, by, other, now, **fields):
    value = submit_value(value=entered(indicator, period, by, now, **fields), by=by, at=now)
    return adopt_value(value=value, by=other, at=now)


def test_whoever_enters_a_value_does_not_adopt_it(indicator, period, by, somebody_else, now):
    value = submit_value(value=entered(indicator, period, by, now), by=by, at=now)
    for step in (adopt_value, return_value):
        with pytest.raises(StepNotAllowed):
            step(value=value, comment="goed", by=by, at=now)
    assert adopt_value(value=value, by=somebody_else, at=now).state == "adopted"


def test_a_value_goes_back_with_a_comment_and_comes_again(indicator, period, by, somebody_else, now):
    value = submit_value(value=entered(indicator, period, by, now), by=by, at=now)
    with pytest.raises(StepNotAllowed):
        return_value(value=value, comment=" ", by=somebody_else, at=now)
    value = return_value(value=value, comment="Zonder vestigingen", by=somebody_else, at=now)
    value = change_value(value=value, amounts={"value": D(4)}, note="", expected_version=None, by=by, at=now)
    value = submit_value(value=value, by=by, at=now)
    value = adopt_value(value=value, by=somebody_else, at=now)
    assert [e.to_state for e in value.events.order_by("pk")] == [
        "submitted",
        "returned",
        "submitted",
        "adopted",
    ]
    assert counting_values(indicator).get().value == 4


@pytest.mark.parametrize("start", ["concept", "adopted"])
def test_no_step_is_skipped(indicator, period, by, somebody_else, now, start):
    value = entered(indicator, period, by, now)
    if start == "adopted":
        value = adopt_value(value=submit_value(value=value, by=by, at=now), by=somebody_else, at=now)
        with pytest.raises(StepNotAllowed):
            submit_value(value=value, by=by, at=now)
    with pytest.raises(StepNotAllowed):
        adopt_value(value=value, by=somebody_else, at=now)


def test_only_adopted_values_count(indicator, period, by, now):
    submit_value(value=entered(indicator, period, by, now), by=by, at=now)
    assert not counting_values(indicator).exists()
    assert region_progress(indicators_with_values().get()).actual is None


def test_a_correction_counts_once_it_is_adopted_too(indicator, period, by, somebody_else, now):
    old = adopted(indicator, period, by, somebody_else, now)
    new = correct_value(value=old, amounts={"value": D(7)}, note="Telfout", by=by, at=now)
    assert counting_values(indicator).get().value == 5
    adopt_value(value=submit_value(value=new, by=by, at=now), by=somebody_else, at=now)
    assert counting_values(indicator).get().value == 7
    assert region_progress(indicators_with_values().get()).actual == 7


def test_an_empty_value_may_wait_but_not_be_submitted(indicator, period, by, now):
    value = entered(indicator, period, by, now, value=None)
    with pytest.raises(ValueIncomplete):
        submit_value(value=value, by=by, at=now)


def test_there_is_one_value_for_each_place_and_period(indicator, period, by, now):
    entered(indicator, period, by, now)
    with pytest.raises(ValueExists):
        entered(indicator, period, by, now)
    entered(indicator, period, by, now, place="GM1")
    entered(indicator, period, by, now, initiative=InitiativeFactory())


@pytest.mark.parametrize(
    "numbers",
    [
        {"value": D("0.5")},
        {"numerator": D(1)},
        {"numerator": D(1), "denominator": D(0)},
        {"numerator": D(1), "denominator": D(-2)},
    ],
)
def test_a_ratio_is_given_by_both_its_parts(period, by, now, numbers):
    indicator = IndicatorFactory(time_semantics="ratio")
    with pytest.raises(ValueIncomplete):
        enter_value(indicator=indicator, period=period, **numbers, by=by, at=now)


def test_a_closed_period_does_not_change_until_it_is_opened_again(indicator, period, by, somebody_else, now):
    close_period(period=period, on=date(2031, 3, 1), decided_by="Board", expected_version=None, by=by, at=now)
    period.refresh_from_db()
    with pytest.raises(PeriodIsClosed):
        entered(indicator, period, by, now)
    reopen_period(
        period=period,
        on=date(2031, 5, 1),
        until=date(2031, 5, 20),
        asked_by="School, onderwijs",
        reason="Late gegevens",
        by=by,
        at=now,
    )
    period.refresh_from_db()
    adopted(indicator, period, by, somebody_else, now)
    later = datetime(2031, 5, 21, tzinfo=UTC)
    with pytest.raises(PeriodIsClosed):
        entered(indicator, period, by, later, place="GM1")
    assert not is_period_open(period, later.date())


@pytest.mark.parametrize(
    "wrong",
    [
        {"asked_by": " "},
        {"reason": ""},
        {"until": date(2031, 4, 30)},
        {"until": date(2031, 8, 1)},
    ],
)
def test_opening_again_asks_who_why_and_until_when(period, by, now, wrong):
    close_period(period=period, on=date(2031, 3, 1), decided_by="Board", expected_version=None, by=by, at=now)
    period.refresh_from_db()
    asked = {"on": date(2031, 5, 1), "until": date(2031, 5, 9), "asked_by": "School", "reason": "Laat"}
    with pytest.raises(PeriodNotPossible):
        reopen_period(period=period, **(asked | wrong), by=by, at=now)


def test_a_period_is_not_closed_while_values_wait_or_before_it_ends(indicator, period, by, now):
    value = entered(indicator, period, by, now)
    with pytest.raises(PeriodNotPossible):
        close_period(
            period=period, on=date(2030, 12, 31), decided_by="B", expected_version=None, by=by, at=now
        )
    submit_value(value=value, by=by, at=now)
    with pytest.raises(PeriodNotPossible):
        close_period(period=period, on=date(2031, 3, 1), decided_by="B", expected_version=None, by=by, at=now)


def test_periods_of_the_same_length_do_not_overlap(period, by, now):
    days = {"starts_on": date(2030, 6, 1), "ends_on": date(2031, 5, 31), "due_on": date(2031, 7, 1)}
    with pytest.raises(PeriodNotPossible):
        open_period(code="x", **days, by=by, at=now)
    half = {"starts_on": date(2030, 1, 1), "ends_on": date(2030, 6, 30), "due_on": date(2030, 8, 1)}
    open_period(code="2030-h1", **half, by=by, at=now)
    assert ReportingPeriod.objects.count() == 2


def test_the_meaning_only_changes_out_loud(indicator, period, by, somebody_else, now):
    old = adopted(indicator, period, by, somebody_else, now)
    with pytest.raises(DefinitionWouldChange):
        change_indicator(
            indicator=indicator, changes={"unit": "personen"}, expected_version=None, by=by, at=now
        )
    changed = change_definition(
        indicator=indicator,
        changes={"unit": "personen"},
        what="Personen in plaats van bedrijven",
        why="Vraag van de Board",
        breaks_series=True,
        on=date(2031, 4, 1),
        expected_version=1,
        by=by,
        at=now,
    )
    assert (changed.unit, changed.definition_version) == ("personen", 2)
    assert DefinitionChange.objects.get().definition_version == 2
    next_period = ReportingPeriodFactory(code="2031")
    new = adopted(changed, next_period, by, somebody_else, now)
    assert (old.definition_version, new.definition_version) == (1, 2)
    assert total_of(changed, [old, new]).reason == "break"


def test_a_target_comes_after_its_baseline_and_is_set_once_for_a_year(indicator, by, now):
    for kind, year, amount in (("baseline", 2030, 10), ("target", 2034, 20), ("target", 2034, 25)):
        set_target(indicator=indicator, kind=kind, year=year, value=D(amount), by=by, at=now)
    assert IndicatorTarget.objects.get(kind="target").value == 25
    with pytest.raises(TargetBeforeBaseline):
        set_target(indicator=indicator, kind="target", year=2030, value=D(5), by=by, at=now)
    with pytest.raises(TargetBeforeBaseline):
        set_target(indicator=indicator, kind="baseline", year=2040, value=D(5), by=by, at=now)


def test_the_series_of_the_region_holds_its_own_value_or_else_the_total_of_the_parts(
    indicator, period, by, somebody_else, now
):
    next_period = ReportingPeriodFactory(code="2031")
    for place, amount in (("GM1", 3), ("GM2", 4)):
        adopted(indicator, period, by, somebody_else, now, place=place, value=D(amount))
    adopted(indicator, next_period, by, somebody_else, now, place="GM1", value=D(50))
    adopted(indicator, next_period, by, somebody_else, now, value=D(9))
    assert [(p, value) for p, value, _ in region_series(indicator)] == [(period, 7), (next_period, 9)]


def test_where_the_region_has_no_value_the_parts_of_the_newest_period_add_up(
    indicator, period, by, somebody_else, now
):
    for place, amount in (("GM1", 3), ("GM2", 4)):
        adopted(indicator, period, by, somebody_else, now, place=place, value=D(amount))
    set_target(indicator=indicator, kind="baseline", year=2029, value=D(0), by=by, at=now)
    set_target(indicator=indicator, kind="target", year=2034, value=D(14), by=by, at=now)
    progress = region_progress(indicators_with_values().get())
    assert (progress.actual, progress.share, progress.is_reached) == (7, D("0.5"), False)


def test_all_indicators_are_a_few_questions(by, somebody_else, now, period, django_assert_max_num_queries):
    for indicator in IndicatorFactory.create_batch(30):
        adopted(indicator, period, by, somebody_else, now)
    with django_assert_max_num_queries(6):
        assert len([region_progress(i) for i in indicators_with_values()]) == 30
