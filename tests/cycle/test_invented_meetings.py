# SPDX-License-Identifier: EUPL-1.2
"""A decision of an invented meeting changes nothing that is real."""

from datetime import date, time

import pytest
from django.test import override_settings
from tests.cycle.factories import (
    AgendaItemFactory,
    CycleYearFactory,
    DeviationFactory,
    MeetingFactory,
    YardstickFactory,
    year_with_phases,
)
from tests.cycle.made_up_stored import store
from tests.programme.factories import InitiativeFactory, PartnerFactory
from tests.web.site import MADE_UP

from schakel.cycle.actions.course_versions import keep_course_version
from schakel.cycle.actions.deciding import record_decision
from schakel.cycle.actions.deviations import note_deviation
from schakel.cycle.actions.drafts import begin_draft
from schakel.cycle.actions.invented_meetings import RealRecordUntouched
from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.actions.meetings import plan_meeting
from schakel.cycle.models import Decision, DiagnosisAdoption
from schakel.programme.models import Initiative
from schakel.programme.recording import Actor

INVENTOR = Actor("demonstration", invented=True)
ON = date(2031, 3, 12)


@pytest.fixture
def decide(now):
    def decided(effect, effect_on, details=None, *, invented=True, by=INVENTOR):
        meeting = MeetingFactory(state="in_session", on=ON, invented=invented)
        return record_decision(
            item=AgendaItemFactory(meeting=meeting, invented=invented),
            text="Voorbeeldbesluit",
            owner=PartnerFactory(invented=True),
            due_on=date(2031, 12, 31),
            effect=effect,
            effect_on=effect_on,
            details=details,
            by=by,
            at=now,
        )

    return decided


def refused(decide, *given):
    with pytest.raises(RealRecordUntouched) as failure:
        decide(*given)
    assert not Decision.objects.exists()
    return str(failure.value)


def test_it_does_not_stop_a_real_initiative(decide):
    real = InitiativeFactory(name="Werf Noord", stage="growing")
    told = refused(decide, "stop_initiative", real.code, {"lesson": "Geleerd"})
    assert "This meeting is invented" in told and "Werf Noord" in told
    assert Initiative.objects.get(pk=real.pk).stage == "growing"


def test_it_settles_no_real_deviation_agrees_no_real_yardstick_and_admits_no_real_partner(decide):
    deviation, yardstick = DeviationFactory(), YardstickFactory()
    refused(decide, "settle_deviation", str(deviation.pk))
    refused(decide, "agree_yardstick", yardstick.code)
    refused(decide, "admit_partner", PartnerFactory(relation="candidate").code)


def test_it_closes_no_real_year_and_adopts_no_diagnosis_for_one(decide, tmp_path, by, now):
    cycle = CycleYearFactory(year=2031)
    refused(decide, "close_year", "2031")
    with override_settings(SCHAKEL_HOME=tmp_path):
        kept = store_measurement_row(stored=store(tmp_path), by=by, at=now)
        details = {"cycle": "2031", "links": [{"element": "finance", "reason": "Zwakst"}]}
        refused(decide, "adopt_diagnosis", kept.identity, details)
        cycle.invented = True
        cycle.save()
        decide("adopt_diagnosis", kept.identity, details)
    adoption = DiagnosisAdoption.objects.get()
    assert adoption.invented and not adoption.measurement.invented


def test_it_adopts_no_version_of_the_real_course_also_from_an_invented_draft(decide, by, now):
    version = keep_course_version(folder=MADE_UP, by=by, at=now)
    given = {"code": "proef", "version_name": "Proef", "based_on": version, "valid_from": date(2032, 1, 1)}
    draft = begin_draft(**given, by=INVENTOR, at=now)
    assert draft.invented
    refused(decide, "adopt_course", draft.code)


def test_it_changes_what_is_invented_and_a_real_meeting_changes_what_is_real(decide, by):
    decide("admit_partner", PartnerFactory(relation="candidate", invented=True).code)
    real = PartnerFactory(relation="candidate")
    decide("admit_partner", real.code, invented=False, by=by)
    real.refresh_from_db()
    assert real.relation == "partner"


def test_a_real_meeting_or_deviation_stays_out_of_an_invented_year(by, now):
    year_with_phases(2031, invented=True)
    meeting = plan_meeting(
        on=date(2031, 6, 1), starts_at=time(9), ends_at=time(10), title="Echt overleg", by=by, at=now
    )
    assert (meeting.cycle, meeting.invented) == (None, False)
    deviation = note_deviation(
        initiative=InitiativeFactory(),
        kind="time",
        since=date(2031, 5, 1),
        what="Later klaar",
        cause="Bouw ligt stil",
        proposal="Een jaar langer",
        by=by,
        at=now,
    )
    assert (deviation.cycle, deviation.invented) == (None, False)
