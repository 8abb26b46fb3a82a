# SPDX-License-Identifier: EUPL-1.2
"""Every alarm on a made-up portfolio: it goes off past its limit, not at it, and never on what is unknown."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.programme.portfolio_rows import LASTING, TODAY, UNKNOWN_MONEY, paid_until, row

from schakel.programme.portfolio_rules import ALARM_BY_ID, ALARMS, MISSING
from schakel.programme.queries.alarms import find_doubles, judge_alarms


def fired(rule, *rows, today=TODAY):
    return [a for a in judge_alarms(rows, today=today).fired if a.rule == rule]


def missing(rule, *rows):
    return [u.missing for u in judge_alarms(rows, today=TODAY).unjudged if u.rule == rule]


def test_a_portfolio_in_which_all_is_well_sets_off_nothing_and_leaves_nothing_open():
    judged = judge_alarms([row(c) for c in ("one", "two", "three")], today=TODAY)
    assert (judged.fired, judged.unjudged) == ((), ())


def test_an_empty_portfolio_sets_off_nothing():
    judged = judge_alarms([], today=TODAY)
    assert judged.fired == ()
    assert {u.missing for u in judged.unjudged} == {"none_running"}


def test_each_rule_has_its_own_id_and_says_why_and_what_to_do():
    assert len(ALARM_BY_ID) == len(ALARMS)
    assert all(rule.why and rule.cure and rule.told for rule in ALARMS)


# Of the whole portfolio


@pytest.mark.parametrize(("n_new", "goes_off"), [(2, False), (3, True)])
def test_more_than_half_new_is_too_many_and_half_is_not(n_new, goes_off):
    new = [row(f"n{i}", stage=("sowing", "quartermaster")[i % 2], exit_on=TODAY) for i in range(n_new)]
    found = fired("too_many_new", *new, row("a"), row("b"))
    assert bool(found) is goes_off
    if goes_off:
        assert dict(found[0].details) == {"n": 3, "of": 5, "share": Fraction(3, 5)}


def test_unknown_stages_set_off_nothing_that_they_could_undo():
    new = [row(f"n{i}", stage="sowing") for i in range(3)]
    unknown = row("u", stage="unknown")
    assert missing("too_many_new", *new, row("a"), row("b"), unknown) == ["stage"]
    assert not fired("too_many_new", *new, row("a"), row("b"), unknown)
    many = [*new, row("n3", stage="sowing"), row("a"), unknown]
    assert fired("too_many_new", *many)
    assert missing("too_many_new", row("a"), row("b"), row("c"), unknown) == []


@pytest.mark.parametrize(
    ("partners", "goes_off", "unjudged"),
    [
        ((2, 2, 9), True, False),
        ((3, 3, 1), False, False),
        ((2, 4), False, False),
        ((2, 3), True, False),
        ((2, None, 9), False, True),
        ((1, 1, None), True, False),
        ((9, 9, None), False, False),
        ((None, None), False, True),
    ],
)
def test_the_median_of_partners_counts_only_what_is_certain(partners, goes_off, unjudged):
    rows = [row(f"r{i}", n_partners=n) for i, n in enumerate(partners)]
    assert bool(fired("too_few_partners", *rows)) is goes_off
    assert bool(missing("too_few_partners", *rows)) is unjudged


@pytest.mark.parametrize(("amount", "goes_off"), [("49999.99", True), ("50000.00", False)])
def test_the_median_of_money_at_its_limit(amount, goes_off):
    found = fired("too_little_money", row(granted_eur=Decimal(amount)))
    assert bool(found) is goes_off
    if goes_off:
        assert dict(found[0].details) == {"amount": Decimal(amount)}


def test_the_median_of_time_counts_lasting_money_as_long_enough():
    short = paid_until(date(2028, 6, 30))
    assert fired("too_short_on_the_whole", row("a", money=short))
    assert not fired("too_short_on_the_whole", row("a", money=short), row("b", money=LASTING), row("c"))


def test_a_median_of_what_ended_does_not_count():
    assert missing("too_few_partners", row(stage="stopped", n_partners=1, has_lesson=True)) == [
        "none_running"
    ]


@given(st.lists(st.one_of(st.none(), st.integers(0, 8)), min_size=1, max_size=7), st.randoms())
@settings(max_examples=60, deadline=None)
def test_filling_in_what_is_unknown_never_undoes_an_alarm(partners, rng):
    before = fired("too_few_partners", *(row(f"r{i}", n_partners=n) for i, n in enumerate(partners)))
    filled = [rng.randint(0, 8) if n is None else n for n in partners]
    after = fired("too_few_partners", *(row(f"r{i}", n_partners=n) for i, n in enumerate(filled)))
    assert not before or after
    shuffled = sorted(partners, key=lambda n: rng.random())
    again = fired("too_few_partners", *(row(f"r{i}", n_partners=n) for i, n in enumerate(shuffled)))
    assert [a.details for a in again] == [a.details for a in before]


def test_what_may_run_may_change_a_median():
    unknown = row("u", stage="unknown", n_partners=1)
    assert missing("too_few_partners", row("a", n_partners=1), unknown) == ["stage"]
    assert fired("too_few_partners", row("a", n_partners=1), row("b", n_partners=1), unknown)
    assert not fired("too_few_partners", row("a", n_partners=4), row("b", n_partners=4), unknown)


# Of one initiative


@pytest.mark.parametrize(
    ("until", "continuity", "goes_off", "why_not"),
    [
        (date(2032, 6, 14), "none", True, []),
        (date(2032, 6, 14), "partly", True, []),
        (date(2032, 6, 15), "none", False, []),
        (date(2031, 1, 1), "none", True, []),
        (date(2032, 6, 14), "arranged", False, []),
        (date(2032, 6, 14), "unknown", False, ["continuity"]),
        (date(2034, 1, 1), "unknown", False, []),
    ],
)
def test_money_that_ends_within_a_year_with_nothing_arranged(until, continuity, goes_off, why_not):
    one = row(money=paid_until(until), continuity=continuity)
    found = fired("grant_ends", one)
    assert bool(found) is goes_off
    assert missing("grant_ends", one) == why_not
    if goes_off:
        assert dict(found[0].details) == {"until": until}


def test_money_of_which_the_end_is_unknown_is_not_judged_and_lasting_money_is_well():
    assert missing("grant_ends", row(money=UNKNOWN_MONEY, continuity="unknown")) == ["funding_end"]
    assert missing("grant_ends", row(money=LASTING, continuity="none")) == []
    assert not fired("grant_ends", row(money=LASTING, continuity="none"))


@pytest.mark.parametrize(
    ("fields", "goes_off"),
    [
        ({"continuity": "none"}, True),
        ({"continuity": "partly"}, True),
        ({"continuity": "unknown"}, False),
        ({"continuity": "arranged"}, False),
        ({"continuity": "none", "stage": "unknown"}, True),
        ({"continuity": "none", "stage": "unknown", "ended_year": 2029}, False),
        ({"continuity": "none", "stage": "stopped"}, False),
        ({"continuity": "none", "money": LASTING}, False),
        ({"continuity": "none", "money": paid_until(date(2031, 7, 1))}, False),
    ],
)
def test_what_is_known_not_to_be_carried_on_while_the_end_of_its_money_is_unknown(fields, goes_off):
    one = row(**({"money": UNKNOWN_MONEY} | fields))
    assert bool(fired("not_carried", one)) is goes_off
    if goes_off and one.is_running:
        assert missing("grant_ends", one) == []


@pytest.mark.parametrize(("days", "goes_off"), [(-1, True), (0, False), (1, False)])
def test_a_preparation_is_late_on_the_day_after_its_end(days, goes_off):
    one = row(stage="quartermaster", exit_on=TODAY + timedelta(days=days))
    assert bool(fired("overdue_quartermaster", one)) is goes_off


def test_an_old_end_date_matters_only_while_preparing():
    assert not fired("overdue_quartermaster", row(stage="sowing", exit_on=date(2029, 1, 1)))


def test_a_preparation_without_an_end_date():
    assert fired("quartermaster_without_exit", row(stage="quartermaster", exit_on=None))
    assert not fired("quartermaster_without_exit", row(stage="quartermaster", exit_on=date(2032, 1, 1)))
    assert not fired("quartermaster_without_exit", row(stage="sowing", exit_on=None))


@pytest.mark.parametrize(
    ("stage", "since", "goes_off"),
    [
        ("quartermaster", date(2030, 6, 15), False),
        ("quartermaster", date(2030, 6, 14), True),
        ("sowing", date(2029, 6, 15), False),
        ("sowing", date(2029, 6, 14), True),
        ("germinating", date(2028, 6, 14), True),
        ("growing", date(2026, 6, 15), False),
        ("growing", date(2026, 6, 14), True),
        ("harvesting", date(2010, 1, 1), False),
    ],
)
def test_each_stage_has_its_own_longest_time(stage, since, goes_off):
    one = row(stage=stage, stage_since=since, exit_on=TODAY)
    assert bool(fired("too_long_in_stage", one)) is goes_off


def test_since_when_it_is_in_its_stage_may_be_unknown():
    assert missing("too_long_in_stage", row(stage_since=None)) == ["stage_since"]
    assert missing("too_long_in_stage", row(stage="harvesting", stage_since=None)) == []


@pytest.mark.parametrize(
    ("start", "end", "goes_off"),
    [
        (date(2029, 1, 1), date(2030, 12, 31), False),
        (date(2029, 1, 1), date(2030, 12, 30), True),
        (date(2029, 1, 31), date(2031, 1, 30), False),
        (date(2031, 1, 1), date(2030, 1, 1), True),
    ],
)
def test_two_whole_years_are_long_enough(start, end, goes_off):
    one = row(started_on=start, money=paid_until(end))
    assert bool(fired("too_short", one)) is goes_off


def test_of_a_year_without_a_date_the_longest_time_counts():
    assert not fired(
        "too_short", row(started_on=None, started_year=2029, money=paid_until(date(2030, 12, 31)))
    )
    assert fired("too_short", row(started_on=None, started_year=2030, money=paid_until(date(2030, 12, 31))))
    assert missing("too_short", row(money=UNKNOWN_MONEY)) == ["planned_end"]
    assert missing("too_short", row(money=LASTING)) == []


@pytest.mark.parametrize("stage", ["stopped", "merged", "consolidated"])
def test_whatever_ends_leaves_a_lesson(stage):
    assert fired("stopped_without_lesson", row(stage=stage, has_lesson=False))
    assert not fired("stopped_without_lesson", row(stage=stage, has_lesson=True))
    assert not fired("stopped_without_lesson", row(stage="growing", has_lesson=False))


def test_red_once_is_no_alarm_and_red_twice_in_a_row_is():
    now, then = date(2031, 5, 1), date(2031, 1, 1)
    assert fired("red_twice", row(last_lights=((now, ("time",)), (then, ("money",)))))
    assert not fired("red_twice", row(last_lights=((now, ("time",)), (then, ()))))
    assert not fired("red_twice", row(last_lights=((now, ()), (then, ("time",)))))
    assert missing("red_twice", row(last_lights=((now, ("time",)),))) == ["updates"]


HUB = {"kind": "hub", "target_groups": ("sme",), "place": "GM9901", "lines": ("1",)}


@pytest.mark.parametrize(
    ("other", "goes_off"),
    [
        ({}, True),
        ({"kind": "campus"}, True),
        ({"kind": "project"}, False),
        ({"target_groups": ("students",)}, False),
        ({"place": "GM9902"}, True),
        ({"place": "GM9902", "lines": ("2",)}, False),
        ({"lines": ("2",)}, True),
        ({"place": "", "lines": ("2",)}, False),
        ({"stage": "stopped", "has_lesson": True}, False),
        ({"stage": "unknown"}, False),
    ],
)
def test_two_structures_for_the_same_firms(other, goes_off):
    rows = row("a", **HUB), row("b", **(HUB | other))
    assert [(a.code, a.other) for a in fired("same_firms", *rows)] == (
        [("a", "b"), ("b", "a")] if goes_off else []
    )


def test_two_places_that_are_both_unknown_are_not_the_same_place():
    apart = {"place": "", "lines": ()}
    assert not find_doubles([row("a", **(HUB | apart)), row("b", **(HUB | apart))])


def test_a_registered_shared_target_group_is_enough():
    silent = HUB | {"target_groups": ()}
    rows = (
        row("a", shares_target_group_with=("b",), **silent),
        row("b", shares_target_group_with=("a",), **silent),
    )
    assert len(fired("same_firms", *rows)) == 2
    assert missing("same_firms", row("c", **silent)) == ["target_groups"]


def test_nobody_answers_for_it():
    assert fired("no_owner", row(owner=""))
    assert not fired("no_owner", row(owner="", has_accountable=True))
    assert not fired("no_owner", row(owner="", stage="consolidated", has_lesson=True))


@pytest.mark.parametrize("stage", ["growing", "harvesting"])
def test_growing_on_what_only_the_initiative_says(stage):
    assert fired("no_evidence_growing", row(stage=stage, evidence="none"))
    assert fired("no_evidence_growing", row(stage=stage, evidence="promised"))
    assert not fired("no_evidence_growing", row(stage=stage, evidence="stated"))
    assert not fired("no_evidence_growing", row(stage=stage, evidence="counted"))
    assert not fired("no_evidence_growing", row(stage="germinating", evidence="none"))


def test_started_without_a_weak_link():
    assert fired("no_weak_link", row(ties=()))
    assert not fired("no_weak_link", row(ties=(("talent", False),)))


def test_of_an_initiative_of_unknown_stage_nothing_goes_off_and_each_rule_says_so():
    one = row(stage="unknown", owner="", ties=(), evidence="none", money=paid_until(date(2031, 7, 1)))
    judged = judge_alarms([one], today=TODAY)
    assert judged.fired == ()
    assert {u.missing for u in judged.unjudged} == {"stage"}
    assert {u.missing for u in judged.unjudged} <= set(MISSING)


def test_alarms_come_in_the_order_of_the_rules():
    rows = [row("a", owner="", ties=()), row("b", stage="stopped"), row("c", owner="")]
    order = [rule.id for rule in ALARMS]
    places = [order.index(a.rule) for a in judge_alarms(rows, today=TODAY).fired]
    assert places == sorted(places)
