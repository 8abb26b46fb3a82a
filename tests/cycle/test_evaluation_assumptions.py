# SPDX-License-Identifier: EUPL-1.2
"""Assumptions of the course: a newer signal against one asks for a new judgement; old figures are found."""

from datetime import timedelta

import pytest
from tests.cycle.factories import (
    MADE_UP_COURSE,
    AssumptionFactory,
    ContextSignalFactory,
    CourseVersionFactory,
    CycleYearFactory,
)
from tests.cycle.made_up_stored import first_dossier, with_provenance

from schakel.cycle.actions.assumptions import (
    SaidBefore,
    TouchedAlready,
    add_assumption,
    change_assumption,
    judge_assumption,
    touch_assumption,
    untouch_assumption,
)
from schakel.cycle.models import AssumptionStatus
from schakel.cycle.queries.assumptions import assumption_states, signals_untouched, watched
from schakel.cycle.queries.figure_ages import old_figures
from schakel.cycle.queries.year_course import course_of_year
from schakel.programme.actions.entry_rules import ReasonNeeded


@pytest.fixture
def assumption(by, now):
    return add_assumption(code="vraag", statement="Bedrijven blijven vragen", course_code="1a", by=by, at=now)


def judge(assumption, by, at, status=AssumptionStatus.HOLDS, reason="Nog steeds"):
    return judge_assumption(assumption=assumption, status=status, reason=reason, by=by, at=at)


def only():
    (state,) = assumption_states()
    return state


def test_a_signal_against_it_asks_for_a_new_judgement_until_it_is_judged(assumption, by, now):
    assert not only().flagged
    signal = ContextSignalFactory()
    touch_assumption(
        assumption=assumption, signal=signal, effect="against", by=by, at=now + timedelta(hours=1)
    )
    assert only().flagged
    judge(assumption, by, now + timedelta(hours=2), AssumptionStatus.DOUBTED, "Orders nemen af")
    state = only()
    assert not state.flagged
    assert state.assumption.status == "doubted"
    newer = ContextSignalFactory()
    touch_assumption(
        assumption=assumption, signal=newer, effect="against", by=by, at=now + timedelta(hours=3)
    )
    assert [t.signal for t in only().newer] == [newer]


def test_a_signal_for_it_asks_for_nothing(assumption, by, now):
    touch_assumption(
        assumption=assumption,
        signal=ContextSignalFactory(),
        effect="supports",
        by=by,
        at=now + timedelta(hours=1),
    )
    assert not only().flagged
    assert len(only().supporting) == 1


def test_other_words_are_no_judgement(assumption, by, now):
    judge(assumption, by, now + timedelta(hours=1))
    touch_assumption(
        assumption=assumption,
        signal=ContextSignalFactory(),
        effect="against",
        by=by,
        at=now + timedelta(hours=2),
    )
    changes = {"statement": "Bedrijven vragen meer", "status": "fallen"}
    change_assumption(assumption=assumption, changes=changes, by=by, at=now + timedelta(hours=3))
    state = only()
    assert state.flagged
    assert (state.assumption.statement, state.assumption.status) == ("Bedrijven vragen meer", "holds")


def test_judging_needs_a_reason_and_something_new(assumption, by, now):
    with pytest.raises(ReasonNeeded):
        judge(assumption, by, now, reason=" ")
    assumption = judge(assumption, by, now)
    with pytest.raises(SaidBefore):
        judge(assumption, by, now)
    assert judge(assumption, by, now, reason="Ook na de nieuwe cijfers").version == 3


def test_a_signal_touches_an_assumption_once_and_can_be_taken_away(assumption, by, now):
    signal = ContextSignalFactory(title="Orders dalen", contradicts=True)
    assert list(signals_untouched()) == [signal]
    touch = touch_assumption(assumption=assumption, signal=signal, effect="against", by=by, at=now)
    assert not signals_untouched().exists()
    with pytest.raises(TouchedAlready) as refused:
        touch_assumption(assumption=assumption, signal=signal, effect="supports", by=by, at=now)
    assert refused.value.details["signal"] == "Orders dalen"
    untouch_assumption(touch=touch, by=by, at=now)
    assert only().against == ()


def test_what_must_be_judged_again_comes_first(by, now):
    AssumptionFactory(status="holds")
    AssumptionFactory(status="fallen")
    flagged = AssumptionFactory(status="holds")
    touch_assumption(assumption=flagged, signal=ContextSignalFactory(), effect="against", by=by, at=now)
    found = assumption_states()
    assert found[0].assumption == flagged
    assert [s.assumption.status for s in found] == ["holds", "fallen", "holds"]


def test_the_watch_list_says_which_points_became_an_assumption(assumption):
    points = "".join(
        f'\n  - {{code: {code}, section: "3", label: {{nl: {code}, en: {code}}}}}'
        for code in ("fuel", "tolls")
    )
    text = MADE_UP_COURSE.read_text(encoding="utf-8")
    CourseVersionFactory(content=f"{text}\nwatch_list:{points}\n")
    AssumptionFactory(code="tol", course_code="tolls")
    course = course_of_year(CycleYearFactory(year=2031))
    assert [(w.code, w.assumption) for w in watched(course, assumption_states())] == [
        ("fuel", ""),
        ("tolls", "tol"),
    ]
    assert watched(None, ()) == ()


def test_figures_of_2020_are_old_in_2023():
    dossier = with_provenance(first_dossier(), snapshots=())
    assert {f.period for f in old_figures(dossier, 2023)} == {2020}
    assert {f.kind for f in old_figures(dossier, 2023)} == {"printed"}
    assert old_figures(dossier, 2022) == ()
    assert old_figures(None, 2023) == ()


def test_an_old_source_of_the_diagnosis_is_found_too():
    (source,) = [f for f in old_figures(first_dossier(), 2024) if f.kind == "source"]
    assert (source.period, source.age_years) == (2016, 8)
