# SPDX-License-Identifier: EUPL-1.2
"""What a decision changes in the cycle itself, each through the action of its own topic."""

from datetime import UTC, date, datetime

import pytest
from django.test import override_settings
from tests.cycle.factories import (
    AgendaItemFactory,
    CourseVersionFactory,
    CycleYearFactory,
    DeviationFactory,
    MeetingFactory,
    YardstickFactory,
    year_with_phases,
)
from tests.cycle.made_up_stored import store
from tests.cycle.supplying import supply_everything
from tests.programme.factories import LessonFactory, PartnerFactory
from tests.web.site import MADE_UP

from schakel.cycle.actions import drafts
from schakel.cycle.actions.adoption import NoLinkChosen
from schakel.cycle.actions.course_versions import keep_course_version
from schakel.cycle.actions.deciding import record_decision
from schakel.cycle.actions.deviations import DeviationIsSettled
from schakel.cycle.actions.drafts import DraftIsAdopted
from schakel.cycle.actions.effect_parts import EffectIncomplete
from schakel.cycle.actions.evaluating import NotJudgedYet
from schakel.cycle.actions.judging import judge
from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.actions.phases import end_phase, start_phase
from schakel.cycle.actions.yardsticks import AgreedAlready
from schakel.cycle.actions.year_closing import PhaseNotEnded, YearNotClosable
from schakel.cycle.models import (
    ChosenLink,
    CourseVersion,
    Decision,
    DiagnosisAdoption,
    EvaluationAdoption,
    YearClosure,
)
from schakel.cycle.queries.judgements import unjudged
from schakel.cycle.queries.year_course import course_of_year
from schakel.cycle.queries.years import phases_of

LATE = datetime(2031, 12, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def decide(by, now):
    def decided(effect, effect_on="", details=None, item=None, on=date(2031, 3, 12), at=now, **given):
        item = item or AgendaItemFactory(meeting=MeetingFactory(state="in_session", on=on))
        fields = {"text": "Het bestuur stemt in", "owner": PartnerFactory(), "due_on": date(2031, 12, 31)}
        return record_decision(
            item=item, effect=effect, effect_on=effect_on, details=details, **(fields | given), by=by, at=at
        )

    return decided


# the diagnosis


@pytest.fixture
def kept(tmp_path, by, now):
    with override_settings(SCHAKEL_HOME=tmp_path):
        yield store_measurement_row(stored=store(tmp_path), by=by, at=now)


def test_a_diagnosis_is_adopted_with_its_weak_links(kept, decide):
    cycle = CycleYearFactory(year=2031)
    links = [
        {"element": "finance", "reason": "Het vaakst de zwakste"},
        {"element": "talent", "reason": " Koers "},
    ]
    made = decide("adopt_diagnosis", kept.identity, {"cycle": "2031", "links": links})
    adoption = DiagnosisAdoption.objects.get()
    assert (adoption.cycle, adoption.measurement, adoption.decision) == (cycle, kept, made)
    assert [(c.element, c.reason) for c in ChosenLink.objects.all()] == [
        ("finance", "Het vaakst de zwakste"),
        ("talent", "Koers"),
    ]
    assert made.effect_details == {
        "cycle": 2031,
        "links": [links[0], {"element": "talent", "reason": "Koers"}],
    }


def test_without_a_link_or_a_reason_no_diagnosis_is_adopted(kept, decide):
    CycleYearFactory(year=2031)
    with pytest.raises(NoLinkChosen):
        decide("adopt_diagnosis", kept.identity, {"cycle": "2031", "links": []})
    with pytest.raises(EffectIncomplete, match="needs its reason"):
        decide("adopt_diagnosis", kept.identity, {"cycle": "2031", "links": [{"element": "talent"}]})
    with pytest.raises(EffectIncomplete, match="which year"):
        decide("adopt_diagnosis", kept.identity, {"links": []})
    assert not Decision.objects.exists()
    assert not DiagnosisAdoption.objects.exists()


# deviations and yardsticks


def test_a_deviation_is_settled_by_the_decision(decide):
    deviation = DeviationFactory()
    made = decide("settle_deviation", str(deviation.pk), text="Een jaar langer is goed")
    deviation.refresh_from_db()
    assert (deviation.state, deviation.decision, deviation.outcome) == (
        "settled",
        made,
        "Een jaar langer is goed",
    )
    with pytest.raises(DeviationIsSettled):
        decide("settle_deviation", str(deviation.pk))
    assert Decision.objects.count() == 1


def test_a_confidential_decision_says_how_a_deviation_is_settled_in_other_words(decide):
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"), is_confidential=True)
    deviation = DeviationFactory()
    with pytest.raises(EffectIncomplete, match="how the deviation is settled"):
        decide("settle_deviation", str(deviation.pk), item=item, text="Geheim")
    decide("settle_deviation", str(deviation.pk), {"outcome": "Aanvaard"}, item=item, text="Geheim")
    deviation.refresh_from_db()
    assert deviation.outcome == "Aanvaard"


def test_a_yardstick_is_agreed_once(decide):
    yardstick = YardstickFactory()
    made = decide("agree_yardstick", yardstick.code)
    yardstick.refresh_from_db()
    assert (yardstick.agreed_by, made.effect_name) == (made, yardstick.title)
    with pytest.raises(AgreedAlready):
        decide("agree_yardstick", yardstick.code)
    assert Decision.objects.count() == 1


# the evaluation, the course and the year


def test_an_evaluation_is_adopted_only_when_everything_was_judged(decide, by, now):
    CourseVersionFactory()
    cycle = CycleYearFactory(year=2031)
    with pytest.raises(NotJudgedYet):
        decide("adopt_evaluation", "2031")
    assert not Decision.objects.exists()
    for kind, code in unjudged(cycle, course_of_year(cycle)):
        judge(
            cycle=cycle, kind=kind, subject=code, verdict="unknown", because="Nog geen cijfers", by=by, at=now
        )
    LessonFactory(on=date(2031, 3, 1))
    made = decide("adopt_evaluation", "2031")
    assert EvaluationAdoption.objects.get().decision == made


def test_a_draft_becomes_the_course(decide, by, now):
    version = keep_course_version(folder=MADE_UP, by=by, at=now)
    draft = drafts.begin_draft(
        code="koers-2034",
        version_name="2034-2037",
        based_on=version,
        valid_from=date(2034, 1, 1),
        by=by,
        at=now,
    )
    drafts.add_change(
        draft=draft,
        kind="reword",
        item="lines:1",
        reason="Het liep anders",
        label_nl="Nieuwe woorden",
        label_en="New words",
        folder=MADE_UP,
        by=by,
        at=now,
    )
    made = decide("adopt_course", "koers-2034")
    newest = CourseVersion.objects.exclude(pk=version.pk).get()
    assert (newest.decision, newest.version_name) == (made, "2034-2037")
    draft.refresh_from_db()
    assert draft.adopted == newest
    with pytest.raises(DraftIsAdopted):
        decide("adopt_course", "koers-2034")
    assert Decision.objects.count() == 1


def test_a_year_is_closed_by_decision_when_every_gate_is_whole_and_by_none_before(decide, by):
    cycle = year_with_phases(2031, criteria=["9.1", "9.2"])
    late = {"on": date(2031, 12, 18), "at": LATE}
    with pytest.raises(PhaseNotEnded):
        decide("close_year", "2031", **late)
    assert not Decision.objects.filter(effect="close_year").exists()
    assert not YearClosure.objects.exists()
    supply_everything(cycle)
    for phase in phases_of(cycle):
        end_phase(phase=start_phase(phase=phase, by=by, at=LATE), by=by, at=LATE)
    made = decide("close_year", "2031", **late)
    assert YearClosure.objects.get().decision == made
    cycle.refresh_from_db()
    assert cycle.closed_on == date(2031, 12, 20)
    with pytest.raises(YearNotClosable):
        decide("close_year", "2031", **late)
    assert Decision.objects.filter(effect="close_year").count() == 1
