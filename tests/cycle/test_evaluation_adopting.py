# SPDX-License-Identifier: EUPL-1.2
"""Judging, and adopting the evaluation of a year: refused where something is missing, then frozen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cycle.factories import (
    AdoptionFactory,
    AgreementFactory,
    AssessmentFactory,
    AssumptionFactory,
    ChosenLinkFactory,
    CourseVersionFactory,
    CycleYearFactory,
    DecisionFactory,
    JudgementFactory,
    RecommendationFactory,
    YardstickFactory,
    YardstickReadingFactory,
)
from tests.cycle.made_up_stored import first_dossier, second_dossier, store, with_provenance, with_score
from tests.programme.factories import (
    ActivityFactory,
    InitiativeFactory,
    LessonFactory,
    PartnerFactory,
)

from schakel.cycle.actions.evaluating import CourseNotThere, NotJudgedYet, adopt_evaluation
from schakel.cycle.actions.judging import AgainstTheFigures, BecauseNeeded, judge, take_back
from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.actions.open_year import YearIsClosed
from schakel.cycle.archive import DamagedArchive
from schakel.cycle.models import EvaluationAdoption, Judgement, SubjectKind, Verdict
from schakel.cycle.queries.evaluation import (
    adopted_evaluation,
    criteria_judged,
    criteria_unjudged,
    missing_of,
)
from schakel.cycle.queries.evaluation_content import (
    adopted_content,
    as_data,
    evaluation_content,
    fingerprint_of,
    from_data,
)
from schakel.cycle.queries.judgements import goes_against, judgement_states, unjudged
from schakel.cycle.queries.year_course import course_of_year
from schakel.diagnosis.dossier import Interval
from schakel.programme.recording import ChangedMeanwhile

ELEMENT = "finance"


@pytest.fixture
def cycle():
    CourseVersionFactory()
    return CycleYearFactory(year=2031)


@pytest.fixture
def measured(tmp_path, by, now, cycle):
    """A year in which finance, the chosen link, fell beyond noise in every area."""
    old = replace(first_dossier(), year=2023)
    kept = store_measurement_row(stored=store(tmp_path, old), by=by, at=now)
    new, changes = second_dossier(), []
    for comparison in new.comparisons:
        for area in comparison.targets:
            reading = next(e for e in comparison.elements if (e.element, e.area_code) == (ELEMENT, area.code))
            if reading.measured:
                then = next(
                    e.score
                    for c in old.comparisons
                    for e in c.elements
                    if c.code == comparison.code and (e.element, e.area_code) == (ELEMENT, area.code)
                )
                now_value = then.low - 1
                new = with_score(
                    new, ELEMENT, area.code, Interval(now_value, now_value - 0.01, now_value + 0.01)
                )
                gap = now_value - then.value
                changes.append(_change(new, area, gap))
    new = with_provenance(replace(new, changes=tuple(changes)), previous_measurement_id=kept.identity)
    row = store_measurement_row(stored=store(tmp_path, new), by=by, at=now)
    AdoptionFactory(cycle=CycleYearFactory(year=2030), measurement=kept)
    adoption = AdoptionFactory(cycle=cycle, measurement=row)
    ChosenLinkFactory(adoption=adoption, element=ELEMENT)
    return cycle


def _change(dossier, area, gap):
    first = second_dossier().changes[0]
    return replace(
        first,
        subject_kind="element",
        subject=ELEMENT,
        area=area,
        total=gap,
        real=gap,
        revision=0.0,
        method=0.0,
        notes=(),
    )


def say(cycle, by, now, verdict=Verdict.AHEAD, because="Er kwam een fonds", **parts):
    given = {"kind": SubjectKind.ELEMENT, "subject": ELEMENT}
    return judge(cycle=cycle, verdict=verdict, because=because, by=by, at=now, **given | parts)


def test_a_judgement_names_what_it_rests_on(cycle, by, now):
    with pytest.raises(BecauseNeeded):
        say(cycle, by, now, because=" ")
    row = say(cycle, by, now, next_step=" Het fonds uitbreiden ")
    assert (row.verdict, row.because, row.next_step) == ("ahead", "Er kwam een fonds", "Het fonds uitbreiden")


def test_judging_again_changes_the_judgement_and_notices_another(cycle, by, somebody_else, now):
    first = say(cycle, by, now)
    say(cycle, somebody_else, now, Verdict.SAME, expected_version=first.version)
    with pytest.raises(ChangedMeanwhile):
        say(cycle, by, now, Verdict.BEHIND, expected_version=first.version)
    assert Judgement.objects.get().verdict == "same"


def test_against_the_figures_only_with_a_reason_and_then_shown(measured, by, now):
    with pytest.raises(AgainstTheFigures):
        say(measured, by, now, because="")
    with pytest.raises(BecauseNeeded):
        say(measured, by, now, Verdict.BEHIND, because="")
    say(measured, by, now)
    content = evaluation_content(measured, date(2031, 12, 1))
    (line,) = [e for e in content.elements.elements if e.work.is_chosen]
    assert line.moved.says == "behind"
    (judgement,) = content.judgements
    assert judgement.contradicts
    assert judgement.figures_say == "behind"


@pytest.mark.parametrize(
    ("verdict", "figures", "expected"),
    [
        ("ahead", "behind", True),
        ("behind", "ahead", True),
        ("ahead", "same", False),
        ("ahead", "unknown", False),
        ("same", "behind", False),
        ("behind", "behind", False),
        ("ahead", "", False),
    ],
)
def test_only_forward_and_back_contradict_each_other(verdict, figures, expected):
    assert goes_against(verdict, figures) is expected


def test_a_closed_year_is_judged_no_more(cycle, by, now):
    row = say(cycle, by, now)
    cycle.closed_on = date(2031, 12, 31)
    cycle.save()
    for deed in (lambda: say(cycle, by, now), lambda: take_back(judgement=row, by=by, at=now)):
        row.cycle.refresh_from_db()
        with pytest.raises(YearIsClosed):
            deed()


def test_a_judgement_can_be_taken_back(cycle, by, now):
    take_back(judgement=say(cycle, by, now), by=by, at=now)
    assert not Judgement.objects.exists()


def adopt(cycle, by, now, decision=None):
    return adopt_evaluation(decision=decision or DecisionFactory(), cycle=cycle, by=by, at=now)


def test_adopting_waits_for_every_chosen_link_and_criterion(measured, by, now):
    with pytest.raises(NotJudgedYet) as refused:
        adopt(measured, by, now)
    assert refused.value.details["subjects"] == f"{ELEMENT}, 3.1"
    say(measured, by, now)
    assert criteria_judged(measured) == frozenset()
    assert criteria_unjudged(measured) == ("3.1",)
    with pytest.raises(NotJudgedYet):
        adopt(measured, by, now)
    say(measured, by, now, Verdict.UNKNOWN, kind=SubjectKind.CRITERION, subject="3.1")
    assert criteria_judged(measured) == {"3.1"}
    adoption = adopt(measured, by, now)
    assert adopted_evaluation(measured) == adoption


def test_the_criteria_are_those_of_when_the_year_was_opened(cycle, by, now):
    cycle.criteria = ["oud"]
    cycle.save()
    assert [code for _, code in unjudged(cycle, course_of_year(cycle))] == ["oud"]


def test_an_invented_judgement_is_none_for_a_real_year(cycle):
    JudgementFactory(cycle=cycle, subject_kind="criterion", subject="3.1", invented=True)
    assert unjudged(cycle, course_of_year(cycle)) == (("criterion", "3.1"),)
    assert judgement_states(cycle, {}) == ()
    cycle.invented = True
    assert unjudged(cycle, course_of_year(cycle)) == ()


def test_without_a_course_nothing_is_adopted(by, now, settings, tmp_path):
    settings.SCHAKEL_COURSES = str(tmp_path)
    with pytest.raises(CourseNotThere):
        adopt(CycleYearFactory(year=2031), by, now)
    assert not EvaluationAdoption.objects.exists()


def test_a_damaged_measurement_is_not_adopted_over(cycle, by, now):
    adoption = AdoptionFactory(cycle=cycle)
    JudgementFactory(cycle=cycle, subject_kind="criterion", subject="3.1")
    assert adoption.measurement.archive
    with pytest.raises(DamagedArchive):
        adopt(cycle, by, now)


@pytest.fixture
def full(measured):
    """A year with something of everything."""
    JudgementFactory(cycle=measured, subject=ELEMENT)
    JudgementFactory(cycle=measured, subject_kind="criterion", subject="3.1", verdict="same")
    yardstick = YardstickFactory(
        target="40.5", baseline=0, baseline_on=date(2030, 1, 1), due_on=date(2033, 1, 1)
    )
    YardstickReadingFactory(yardstick=yardstick, value="12.345")
    AgreementFactory(cycle=measured, element=ELEMENT)
    hub = InitiativeFactory(code="hub", stage="growing", actions=["1a"])
    ActivityFactory(action="1a", initiative=hub, status="running", planned_hours="4.5")
    LessonFactory(initiative=hub, on=date(2031, 4, 1))
    LessonFactory(text="Van een ander jaar", on=date(2030, 4, 1))
    RecommendationFactory(status="unknown")
    AssumptionFactory(status="doubted", status_reason="Orders dalen")
    for _ in range(3):
        AssessmentFactory(cycle=measured, partner=PartnerFactory())
    return measured


def test_what_is_frozen_is_what_was_shown_and_later_edits_do_not_reach_it(full, by, now):
    decision = DecisionFactory()
    shown = evaluation_content(full, date(2031, 5, 6))
    adoption = adopt(full, by, now, decision)
    adoption.refresh_from_db()
    assert adopted_content(adoption) == shown
    assert adoption.sha256 == fingerprint_of(adoption.content)
    LessonFactory(on=date(2031, 5, 5))
    YardstickReadingFactory(yardstick=YardstickFactory(), value=1)
    say(full, by, now + timedelta(days=1), Verdict.BEHIND, because="Toch niet")
    assert evaluation_content(full, date(2031, 5, 6)) != shown
    adoption.refresh_from_db()
    assert adopted_content(adoption) == shown
    assert [x.text for x in shown.lessons] == ["Begin met een bedrijf dat wil kopen"]


def test_what_was_adopted_cannot_be_changed_and_a_later_adoption_counts(full, by, now):
    first = adopt(full, by, now)
    with pytest.raises(DatabaseError), transaction.atomic():
        EvaluationAdoption.objects.filter(pk=first.pk).update(sha256="0" * 64)
    second = adopt(full, by, now)
    assert adopted_evaluation(full) == second
    assert EvaluationAdoption.objects.count() == 2


def test_no_answer_of_a_single_partner_is_frozen(full, by, now):
    lonely = PartnerFactory(code="eenling", helix="knowledge", name="De Eenling")
    AssessmentFactory(cycle=full, partner=lonely, scores={"direction": 1}, needs="Een geheim verzoek")
    text = str(adopt(full, by, now).content)
    for secret in ("eenling", "De Eenling", "geheim verzoek"):
        assert secret not in text


def test_an_evaluation_says_what_it_still_needs(cycle):
    missing = missing_of(cycle, unjudged(cycle, course_of_year(cycle)))
    assert (missing.subjects, missing.has_lesson, missing.n_unanswered) == ((("criterion", "3.1"),), False, 0)
    assert not missing.may_be_adopted
    LessonFactory(on=date(2031, 3, 1))
    RecommendationFactory()
    RecommendationFactory(status="done", what_was_done="Gedaan")
    assert missing_of(cycle, ()).has_lesson
    assert missing_of(cycle, ()).n_unanswered == 1
    assert missing_of(cycle, ()).may_be_adopted


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(st.sampled_from(["ahead", "same", "behind", "unknown"]), max_size=4),
    st.decimals(-1000, 1000, places=3),
    st.text(max_size=30),
)
def test_data_read_back_is_the_evaluation_that_was_written(full, verdicts, value, text):
    content = evaluation_content(full, date(2031, 5, 6))
    judgements = tuple(
        replace(content.judgements[0], subject=f"s{n}", verdict=v, because=text)
        for n, v in enumerate(verdicts)
    )
    criterion = content.criteria[0]
    yardstick = replace(criterion.yardsticks[0], target=value)
    changed = replace(content, judgements=judgements, criteria=(replace(criterion, yardsticks=(yardstick,)),))
    data = as_data(changed)
    assert from_data(data) == changed
    assert fingerprint_of(data) == fingerprint_of(dict(reversed(data.items())))
