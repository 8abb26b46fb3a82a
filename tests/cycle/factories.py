# SPDX-License-Identifier: EUPL-1.2
"""Records of the cycle for tests: invented, with as few fields as possible filled in."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import factory
from factory.django import DjangoModelFactory
from tests.programme.factories import CauseFactory, InitiativeFactory, PartnerFactory

from schakel.cycle import models
from schakel.cycle.transitions import PHASES
from schakel.programme import models as programme

MADE_UP_COURSE = Path(__file__).parents[1] / "courses" / "made-up" / "course.yaml"
NOW = datetime(2031, 1, 1, tzinfo=UTC)
MONTHS = {"diagnose": (1, 2), "dialogue": (3, 4), "develop": (5, 6), "follow": (7, 10), "evaluate": (11, 12)}


class _Traced(DjangoModelFactory):
    created_at = NOW
    changed_at = NOW
    created_by = "account:1"
    changed_by = "account:1"


class _Appended(DjangoModelFactory):
    recorded_at = NOW
    recorded_by = "account:1"


class CycleYearFactory(_Traced):
    """A year without phases; :func:`year_with_phases` makes one with all five."""

    class Meta:
        model = models.CycleYear

    year = factory.Sequence(lambda n: 2031 + n)
    starts_on = factory.LazyAttribute(lambda o: date(o.year, 1, 1))
    ends_on = factory.LazyAttribute(lambda o: date(o.year, 12, 31))
    opened_on = factory.LazyAttribute(lambda o: date(o.year, 1, 1))


class PhaseFactory(_Traced):
    class Meta:
        model = models.Phase

    cycle = factory.SubFactory(CycleYearFactory)
    kind = "diagnose"
    starts_on = factory.LazyAttribute(lambda o: date(o.cycle.year, MONTHS[o.kind][0], 1))
    ends_on = factory.LazyAttribute(lambda o: date(o.cycle.year, MONTHS[o.kind][1], 28))


def year_with_phases(year=2031, **fields):
    cycle = CycleYearFactory(year=year, **fields)
    for kind in PHASES:
        PhaseFactory(cycle=cycle, kind=kind)
    return cycle


class MeetingFactory(_Traced):
    class Meta:
        model = models.Meeting

    code = factory.Sequence(lambda n: f"meeting-{n}")
    title = factory.Sequence(lambda n: f"Voorbeeldvergadering {n}")
    on = date(2031, 3, 12)
    starts_at = time(9, 30)
    ends_at = time(11, 30)
    state = "convened"
    convened_at = NOW


class AgendaItemFactory(_Traced):
    class Meta:
        model = models.AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    state = "scheduled"
    title = factory.Sequence(lambda n: f"Voorbeeldonderwerp {n}")
    kind = "decide"
    minutes = 20


class AgendaOptionFactory(_Traced):
    class Meta:
        model = models.AgendaOption

    item = factory.SubFactory(AgendaItemFactory)
    title = "Een voorbeeldoptie"


class DecisionFactory(_Appended):
    class Meta:
        model = models.Decision

    number = factory.Sequence(lambda n: f"2031-{n + 1:03d}")
    item = factory.SubFactory(AgendaItemFactory)
    meeting = factory.SelfAttribute("item.meeting")
    text = "Het bestuur besluit tot een voorbeeld"
    on = date(2031, 3, 12)
    owner = factory.SubFactory(PartnerFactory)
    due_on = date(2031, 6, 30)


class ActionPointFactory(_Traced):
    class Meta:
        model = models.ActionPoint

    text = "Een voorbeeld uitwerken"
    owner = factory.SubFactory(PartnerFactory)
    due_on = date(2031, 6, 30)


class MeasurementFactory(_Appended):
    class Meta:
        model = models.Measurement

    course = "made-up"
    year = 2030
    identity = factory.Sequence(lambda n: f"{n:016x}")
    code_version = "0.1.0"
    course_version = "1"
    seed = 1
    n_runs = 100
    archive = b"not a real archive"
    archive_sha256 = "0" * 64


class AdoptionFactory(_Appended):
    class Meta:
        model = models.DiagnosisAdoption

    cycle = factory.SubFactory(CycleYearFactory)
    measurement = factory.SubFactory(MeasurementFactory)
    decision = factory.SubFactory(DecisionFactory)
    on = date(2031, 3, 12)


class ChosenLinkFactory(_Appended):
    class Meta:
        model = models.ChosenLink

    adoption = factory.SubFactory(AdoptionFactory)
    cycle = factory.SelfAttribute("adoption.cycle")
    element = "talent"
    probability = 0.6
    reason = "Het vaakst de zwakste"


class ChallengeOwnerFactory(_Traced):
    class Meta:
        model = models.ChallengeOwner

    cycle = factory.SubFactory(CycleYearFactory)
    element = "talent"
    partner = factory.SubFactory(PartnerFactory)
    asked_on = date(2031, 3, 20)


class TalkFactory(_Traced):
    class Meta:
        model = models.Talk

    cycle = factory.SubFactory(CycleYearFactory)
    title = factory.Sequence(lambda n: f"Voorbeeldgesprek {n}")
    on = date(2031, 4, 2)
    elements = factory.LazyFunction(lambda: ["talent"])


class AgreementFactory(_Traced):
    class Meta:
        model = models.Agreement

    cycle = factory.SubFactory(CycleYearFactory)
    element = "talent"
    cause = factory.SubFactory(CauseFactory)
    text = "Een voorbeeldafspraak"
    owner = factory.SubFactory(PartnerFactory)
    due_on = date(2031, 9, 1)


class DeviationFactory(_Traced):
    class Meta:
        model = models.Deviation

    initiative = factory.SubFactory(InitiativeFactory)
    kind = "time"
    since = date(2031, 7, 1)
    what = "Later klaar"
    cause = "Bouw ligt stil"
    proposal = "Een jaar langer"


class HeardFactory(_Traced):
    class Meta:
        model = models.Heard

    talk = factory.SubFactory(TalkFactory)
    partner = factory.SubFactory(PartnerFactory)


class SurveyFactory(_Traced):
    class Meta:
        model = models.Survey

    cycle = factory.SubFactory(CycleYearFactory)
    title = factory.Sequence(lambda n: f"Voorbeeldvraag {n}")
    elements = factory.LazyFunction(lambda: ["talent"])
    opens_on = date(2031, 4, 1)
    closes_on = date(2031, 5, 1)


class SurveyInvitationFactory(_Traced):
    class Meta:
        model = models.SurveyInvitation

    survey = factory.SubFactory(SurveyFactory)
    helix = "business"
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")


class SurveyAnswerFactory(_Appended):
    class Meta:
        model = models.SurveyAnswer

    survey = factory.SubFactory(SurveyFactory)
    helix = "business"
    scores = factory.LazyFunction(lambda: {"talent": 6})


class BureauEffortFactory(_Traced):
    class Meta:
        model = models.BureauEffort

    on = date(2031, 5, 6)
    task = "1"
    role = "connect"
    hours = "4.0"


class BureauPlanFactory(_Traced):
    class Meta:
        model = models.BureauPlan

    year = 2031
    task = "1"
    hours = "100.0"


class BureauCapacityFactory(_Traced):
    class Meta:
        model = models.BureauCapacity

    year = 2031


class UpdateRoundFactory(_Traced):
    class Meta:
        model = programme.UpdateRound

    code = factory.Sequence(lambda n: f"ronde-{n}")
    title = factory.Sequence(lambda n: f"Voorbeeldronde {n}")
    opens_on = date(2031, 3, 1)
    due_on = date(2031, 3, 31)


class RiskFactory(_Traced):
    class Meta:
        model = programme.Risk

    initiative = factory.SubFactory(InitiativeFactory)
    text = "De bouw kan stil komen te liggen"
    likelihood = 3
    effect = 3


class NeedFactory(_Traced):
    class Meta:
        model = programme.Need

    initiative = factory.SubFactory(InitiativeFactory)
    text = "Een ingang bij een koper"
    asked_on = date(2031, 4, 1)


class JudgementFactory(_Traced):
    class Meta:
        model = models.Judgement

    cycle = factory.SubFactory(CycleYearFactory)
    subject_kind = "element"
    subject = "talent"
    verdict = "ahead"
    because = "Meer technici bleven"


class YardstickFactory(_Traced):
    class Meta:
        model = models.Yardstick

    code = factory.Sequence(lambda n: f"maatstaf-{n}")
    criterion = "3.1"
    title = factory.Sequence(lambda n: f"Voorbeeldmaatstaf {n}")
    unit = "vrachtwagens"


class YardstickReadingFactory(_Appended):
    class Meta:
        model = models.YardstickReading

    yardstick = factory.SubFactory(YardstickFactory)
    on = date(2031, 6, 1)
    value = "10"
    source = "telling"


class AssessmentFactory(_Appended):
    class Meta:
        model = models.PartnerAssessment

    cycle = factory.SubFactory(CycleYearFactory)
    partner = factory.SubFactory(PartnerFactory)
    on = date(2031, 5, 1)
    scores = factory.LazyFunction(lambda: {"direction": 4})


class AssumptionFactory(_Traced):
    class Meta:
        model = models.Assumption

    code = factory.Sequence(lambda n: f"aanname-{n}")
    statement = factory.Sequence(lambda n: f"Voorbeeldaanname {n}")


class ContextSignalFactory(_Traced):
    class Meta:
        model = programme.ContextSignal

    title = factory.Sequence(lambda n: f"Voorbeeldsignaal {n}")
    on = date(2031, 4, 1)
    kind = "economic"


class RecommendationFactory(_Traced):
    class Meta:
        model = programme.Recommendation

    report = "Verzonnen rapport"
    text = factory.Sequence(lambda n: f"Voorbeeldaanbeveling {n}")


class CourseVersionFactory(_Appended):
    """The made-up course as it stands in its folder."""

    class Meta:
        model = models.CourseVersion

    course = "voorbeeldland"
    version_name = "2030-2033"
    content = factory.LazyFunction(lambda: MADE_UP_COURSE.read_text(encoding="utf-8"))
    content_sha256 = factory.Sequence(lambda n: f"{n:064x}")
    valid_from = date(2030, 1, 1)
