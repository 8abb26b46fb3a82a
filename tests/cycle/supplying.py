# SPDX-License-Identifier: EUPL-1.2
"""Put each artefact of a gate in place for a year, and what takes one away again."""

from datetime import date

from tests.cycle.factories import (
    NOW,
    AdoptionFactory,
    AgreementFactory,
    ChallengeOwnerFactory,
    ChosenLinkFactory,
    DecisionFactory,
    DeviationFactory,
    HeardFactory,
    MeasurementFactory,
    SurveyFactory,
    TalkFactory,
)
from tests.programme.factories import (
    ActivityFactory,
    CauseFactory,
    InitiativeFactory,
    LessonFactory,
    PartnerFactory,
    ProgressUpdateFactory,
    StrengtheningFactory,
)

from schakel.cycle import models
from schakel.programme import models as programme

TRACED = {"created_at": NOW, "changed_at": NOW, "created_by": "account:1", "changed_by": "account:1"}
LINK = "talent"
NEEDS = {
    "adopted_diagnosis": (),
    "chosen_links": ("adopted_diagnosis",),
    "owner_of_each_link": ("chosen_links",),
    "each_owner_heard": ("owner_of_each_link",),
    "agreement_on_each_link": ("chosen_links",),
    "agreements_taken_up": ("agreement_on_each_link",),
    "answer_to_each_link": ("chosen_links",),
    "updates_answered": ("update_round_ended",),
    "judgement_of_each_link": ("chosen_links",),
    "adopted_evaluation": ("adopted_diagnosis",),
}
"""Which artefact must be there before another can be said to be."""


class Supplier:
    """Supplies the artefacts of one year, each as often as it is asked."""

    def __init__(self, cycle):
        self.cycle = cycle
        self.owner = PartnerFactory()
        self.lead = InitiativeFactory(stage="growing")

    def supply(self, code):
        """Put an artefact in place."""
        getattr(self, code)()

    def measurement(self):
        MeasurementFactory()

    def adopted_diagnosis(self):
        if not self.cycle.adoptions.exists():
            AdoptionFactory(cycle=self.cycle, on=date(2031, 2, 10))

    def chosen_links(self):
        adoption = self.cycle.adoptions.first()
        if adoption and not adoption.links.exists():
            ChosenLinkFactory(adoption=adoption, element=LINK)

    def owner_of_each_link(self):
        if not self.cycle.challenge_owners.exists():
            ChallengeOwnerFactory(cycle=self.cycle, element=LINK, partner=self.owner, answer="accepted")

    def each_owner_heard(self):
        HeardFactory(talk=TalkFactory(cycle=self.cycle, elements=[LINK]), partner=self.owner)

    def agreement_on_each_link(self):
        AgreementFactory(cycle=self.cycle, element=LINK)

    def surveys_closed(self):
        self.cycle.surveys.update(closed_on=date(2031, 5, 1))

    def agreements_taken_up(self):
        self.cycle.agreements.update(activity=ActivityFactory())

    def answer_to_each_link(self):
        StrengtheningFactory(activity=ActivityFactory(), element=LINK, cause=CauseFactory(element=LINK))

    def update_round_ended(self):
        if not programme.UpdateRound.objects.exists():
            days = {"opens_on": date(2031, 9, 1), "due_on": date(2031, 9, 20)}
            programme.UpdateRound.objects.create(code="2031-3", title="Ronde 3", **days, **TRACED)

    def updates_answered(self):
        found = programme.UpdateRound.objects.first()
        if found:
            ProgressUpdateFactory(initiative=self.lead, round=found, on=date(2031, 9, 10))

    def deviations_settled(self):
        models.Deviation.objects.update(state="settled", outcome="Geregeld")

    def judgement_of_each_link(self):
        self._judge("element", LINK)

    def judgement_of_each_criterion(self):
        for code in self.cycle.criteria:
            self._judge("criterion", code)

    def _judge(self, kind, subject):
        models.Judgement.objects.get_or_create(
            cycle=self.cycle,
            subject_kind=kind,
            subject=subject,
            defaults={"verdict": "unknown", "because": "Nog geen cijfers", **TRACED},
        )

    def lesson_of_the_year(self):
        LessonFactory(on=date(2031, 11, 3))

    def recommendations_answered(self):
        programme.Recommendation.objects.update(status="done", what_was_done="Gedaan")

    def adopted_evaluation(self):
        if self.cycle.adoptions.exists() and not self.cycle.evaluations.exists():
            models.EvaluationAdoption.objects.create(
                cycle=self.cycle,
                decision=DecisionFactory(),
                on=date(2031, 12, 1),
                content={},
                sha256="0" * 64,
                recorded_at=NOW,
                recorded_by="account:1",
            )

    def burden(self, code):
        """Add something that takes an artefact away until it is settled."""
        if code == "surveys_closed":
            SurveyFactory(cycle=self.cycle)
        elif code == "deviations_settled":
            DeviationFactory(cycle=self.cycle, initiative=self.lead)
        elif code == "recommendations_answered":
            programme.Recommendation.objects.create(report="Een rapport", text="Doe iets", **TRACED)
        elif code == "agreements_taken_up":
            AgreementFactory(cycle=self.cycle, element=LINK)


BURDENS = ("surveys_closed", "deviations_settled", "recommendations_answered", "agreements_taken_up")


def supply_everything(cycle, *, until=None):
    """Put every artefact in place, in the order of the phases; returns the supplier."""
    from schakel.cycle.transitions import PHASE_GATES

    supplier = Supplier(cycle)
    for kind, codes in PHASE_GATES.items():
        for code in codes:
            supplier.supply(code)
        if kind == until:
            break
    return supplier
