# SPDX-License-Identifier: EUPL-1.2
"""Advice: what the rules bring up, with what speaks for and against; nothing on what is unknown."""

from datetime import date

from tests.programme.portfolio_rows import LASTING, TODAY, UNKNOWN_MONEY, paid_until, row

from schakel.programme.portfolio_rules import ADVICE, CONDITION_WORDS, FACT_WORDS
from schakel.programme.queries.advice import advise
from schakel.programme.queries.alarms import judge_alarms


def advice_of(*rows, weak=("talent",), unmeasured=("leadership",)):
    alarms = judge_alarms(rows, today=TODAY)
    found = advise(rows, alarms, weak=frozenset(weak), unmeasured=frozenset(unmeasured), today=TODAY)
    return {a.id: a for a in found if a.code == rows[0].code}


def test_every_condition_of_a_rule_has_words():
    conditions = {c for r in ADVICE for c in (*r.needs, *r.one_of, *r.pro, *r.con)}
    assert conditions <= set(CONDITION_WORDS)
    assert set(FACT_WORDS) <= {name for name, _ in conditions}


def test_what_grows_with_evidence_may_be_made_permanent_or_scaled_up():
    found = advice_of(row(money=paid_until(date(2032, 1, 1))))
    assert set(found) == {"consolidate", "scale"}
    assert ("money_ends_soon", True) in found["consolidate"].pro
    assert ("is_embedded", True) in found["consolidate"].pro
    assert ("names_cause", True) in found["scale"].pro
    assert found["consolidate"].con == ()


def test_no_scaling_and_no_consolidating_without_evidence():
    assert set(advice_of(row(evidence="promised"))) == {"keep"}


def test_what_speaks_against_scaling_is_said():
    one = row(owner="", continuity="none", ties=(("demand", False),))
    against = advice_of(one)["scale"].con
    assert set(against) == {
        ("strengthens_weak", False),
        ("names_cause", False),
        ("is_carried", False),
        ("has_owner", False),
    }


def test_whether_an_unmeasured_element_is_weak_is_not_known():
    found = advice_of(row(ties=(("leadership", True),)))["scale"]
    assert "strengthens_weak" in found.unknown
    assert not {name for name, _ in (*found.pro, *found.con)} & {"strengthens_weak"}


def test_what_is_stuck_is_not_scaled_up_and_unknown_lights_give_no_advice_to_scale():
    red = ((date(2031, 5, 1), ("time",)), (date(2031, 1, 1), ("time",)))
    assert "scale" not in advice_of(row(last_lights=red))
    assert "scale" not in advice_of(row(last_lights=()))
    assert ("is_stuck", True) in advice_of(row(last_lights=red))["consolidate"].con


def test_two_structures_for_the_same_firms_may_merge_and_it_says_with_which():
    hub = {"kind": "hub", "evidence": "none", "stage": "sowing"}
    found = advice_of(row("a", n_partners=1, **hub), row("b", lines=("2",), **hub))
    assert found["merge"].others == ("b",)
    assert ("has_mass", False) in found["merge"].pro
    assert ("same_owner", True) in found["merge"].pro
    assert found["merge"].con == (("same_lines", False),)


def test_to_stop_takes_a_signal_no_evidence_and_more_than_a_year():
    late = {"stage": "quartermaster", "exit_on": date(2031, 1, 1), "evidence": "none"}
    assert ("is_overdue", True) in advice_of(row(**late))["stop"].because
    assert "stop" not in advice_of(row(started_on=date(2030, 12, 1), **late))
    assert "stop" not in advice_of(row(**(late | {"evidence": "counted"})))
    assert "stop" not in advice_of(row(**(late | {"exit_on": date(2032, 1, 1)}), stage_since=TODAY))


def test_an_unknown_start_never_brings_up_stopping():
    late = {"stage": "quartermaster", "exit_on": date(2031, 1, 1), "evidence": "none", "started_on": None}
    assert "stop" not in advice_of(row(**late))
    assert "stop" not in advice_of(row(started_year=2030, **late))
    assert "stop" in advice_of(row(started_year=2029, **late))


def test_what_ended_or_is_of_unknown_stage_gets_no_advice():
    assert advice_of(row(stage="stopped")) == {}
    assert advice_of(row(stage="unknown")) == {}


def test_what_is_not_known_is_listed():
    one = row(
        n_partners=None,
        embedding=(0, 0, 0, 3),
        money=UNKNOWN_MONEY,
        continuity="unknown",
    )
    assert set(advice_of(one)["consolidate"].unknown) == {
        "has_mass",
        "is_embedded",
        "money_ends_soon",
        "is_carried",
    }


def test_lasting_money_carries_an_initiative():
    found = advice_of(row(money=LASTING, continuity="unknown"))
    assert ("is_carried", True) in found["scale"].pro


def test_half_yes_is_not_yet_embedded():
    assert ("is_embedded", True) not in advice_of(row(embedding=(1, 0, 1, 0)))["consolidate"].pro
    assert ("is_embedded", True) in advice_of(row(embedding=(1, 1, 0, 0)))["consolidate"].pro
