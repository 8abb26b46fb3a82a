# SPDX-License-Identifier: EUPL-1.2
"""What must be there before a phase ends: for each artefact whether it is, and what of it is missing.

``transitions.PHASE_GATES`` names the artefacts of each phase; here is what each of them means.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from schakel.cycle.models import (
    Agreement,
    AgreementStatus,
    CycleYear,
    Decision,
    DeviationKind,
    DeviationState,
    Measurement,
    Phase,
    SourceKind,
    SubjectKind,
    Survey,
)
from schakel.cycle.queries.gate_facts import GateFacts
from schakel.cycle.transitions import PHASE_GATES, PHASES
from schakel.programme.models import (
    ActivityStatus,
    InitiativeRelation,
    Lesson,
    Recommendation,
    Stage,
    Strengthening,
)


@dataclass(frozen=True, slots=True)
class Artefact:
    """Something that a gate asks for: ``n_missing`` of ``n_needed`` are not there.

    Attributes
    ----------
    kind
        What ``missing`` holds: codes of elements, initiatives or criteria, ``element:partner`` for owners,
        or keys of surveys, agreements, deviations and recommendations; empty where there is one thing.
    waits_for
        The artefact that must be there first, where nothing can be said of this one yet.
    """

    code: str
    n_needed: int
    n_missing: int
    kind: str = ""
    missing: tuple[str, ...] = ()
    waits_for: str = ""

    @property
    def is_there(self) -> bool:
        """Whether nothing of it is missing."""
        return not self.n_missing

    @property
    def n_there(self) -> int:
        """How many of those needed are there."""
        return self.n_needed - self.n_missing


def gate_of(phase: Phase, today: date) -> tuple[Artefact, ...]:
    """Return every artefact of the gate of a phase, as it is today."""
    return gate_of_kind(phase.kind, GateFacts(phase.cycle, today))


def gates_of(cycle: CycleYear, today: date) -> dict[str, tuple[Artefact, ...]]:
    """Return the gates of all phases of a year, by phase; what they share is read once."""
    facts = GateFacts(cycle, today)
    return {kind: gate_of_kind(kind, facts) for kind in PHASES}


def gate_of_kind(kind: str, facts: GateFacts) -> tuple[Artefact, ...]:
    """Return the gate of a kind of phase from facts that are at hand."""
    return tuple(ARTEFACTS[code](facts) for code in PHASE_GATES[kind])


def _one(code: str, *, is_there: bool) -> Artefact:
    return Artefact(code, 1, 0 if is_there else 1)


def _waiting(code: str, waits_for: str) -> Artefact:
    return Artefact(code, 1, 1, waits_for=waits_for)


def _all(code: str, kind: str, needed: Iterable[object], missing: Iterable[object]) -> Artefact:
    lacking = tuple(str(key) for key in missing)
    return Artefact(code, len(tuple(needed)), len(lacking), kind, lacking)


def _each_link(code: str, facts: GateFacts, answered: Iterable[str]) -> Artefact:
    """Return an artefact that is asked of every chosen link."""
    if not facts.links:
        return _waiting(code, "chosen_links")
    known = frozenset(answered)
    return _all(code, "element", facts.links, [link for link in facts.links if link not in known])


def measurement(facts: GateFacts) -> Artefact:
    """A measurement is stored that was not the diagnosis of another year."""
    others = CycleYear.objects.exclude(pk=facts.cycle.pk)
    free = Measurement.objects.exclude(adoptions__cycle__in=others)
    return _one("measurement", is_there=facts.adoption is not None or facts.proof(free).exists())


def adopted_diagnosis(facts: GateFacts) -> Artefact:
    """The board adopted a diagnosis for the year."""
    return _one("adopted_diagnosis", is_there=facts.adoption is not None)


def chosen_links(facts: GateFacts) -> Artefact:
    """The board chose at least one link to work on."""
    return _one("chosen_links", is_there=bool(facts.links))


def owner_of_each_link(facts: GateFacts) -> Artefact:
    """Every chosen link has an organisation that accepted to own it."""
    return _each_link("owner_of_each_link", facts, {element for element, _ in facts.owners})


def each_owner_heard(facts: GateFacts) -> Artefact:
    """Every owner was heard this year about the link that it owns."""
    if not facts.owners:
        return _waiting("each_owner_heard", "owner_of_each_link")
    missing = [f"{element}:{code}" for element, code in facts.owners if (element, code) not in facts.heard]
    return _all("each_owner_heard", "owner", facts.owners, missing)


def agreement_on_each_link(facts: GateFacts) -> Artefact:
    """Something was agreed for every chosen link, and not dropped."""
    return _each_link("agreement_on_each_link", facts, facts.agreed_elements)


def surveys_closed(facts: GateFacts) -> Artefact:
    """No survey of the year is open; a year without one is fine."""
    surveys = facts.burden(Survey.objects.filter(cycle=facts.cycle)).order_by("opens_on", "pk")
    rows = list(surveys.values_list("pk", "closed_on"))
    return _all("surveys_closed", "survey", rows, [pk for pk, closed_on in rows if closed_on is None])


def agreements_taken_up(facts: GateFacts) -> Artefact:
    """Every agreement became an activity or a proposal, or was settled with an outcome."""
    if not facts.agreements:
        return _waiting("agreements_taken_up", "agreement_on_each_link")
    open_ones = [
        a.pk
        for a in facts.agreements
        if a.activity_id is None and a.proposal_id is None and not is_settled(a)
    ]
    return _all("agreements_taken_up", "agreement", facts.agreements, open_ones)


def is_settled(agreement: Agreement) -> bool:
    """Say whether an agreement was kept, or dropped with the reason in its outcome."""
    if agreement.status == AgreementStatus.DROPPED:
        return bool(agreement.outcome.strip())
    return agreement.status == AgreementStatus.KEPT


def answer_to_each_link(facts: GateFacts) -> Artefact:
    """Every chosen link is strengthened against a named cause, or the board decided on it this year."""
    strengthened = facts.proof(
        Strengthening.objects.filter(element__in=facts.links, cause__isnull=False)
        .exclude(initiative__stage__in=(Stage.STOPPED, Stage.MERGED))
        .exclude(initiative__relation=InitiativeRelation.EXTERNAL)
        .exclude(activity__status=ActivityStatus.CANCELLED)
        .exclude(activity__initiative__relation=InitiativeRelation.EXTERNAL)
        .exclude(activity__initiative__stage=Stage.STOPPED)
    )
    decided = facts.proof(
        Decision.objects.filter(
            Q(meeting__cycle=facts.cycle) | Q(on__range=facts.days),
            item__source_kind=SourceKind.ELEMENT,
            item__source_key__in=facts.links,
            replaced_by__isnull=True,
        )
    )
    decided_on = decided.order_by().values_list("item__source_key", flat=True)
    answered = strengthened.order_by().values_list("element", flat=True).union(decided_on)
    return _each_link("answer_to_each_link", facts, answered)


def update_round_ended(facts: GateFacts) -> Artefact:
    """A round of updates that was due in the year has ended."""
    return _one("update_round_ended", is_there=facts.last_round is not None)


def updates_answered(facts: GateFacts) -> Artefact:
    """Every initiative answered in the last round, or it is noted why it did not."""
    if facts.last_round is None:
        return _waiting("updates_answered", "update_round_ended")
    opened = facts.last_round.opens_on
    excused = {
        d.initiative_id
        for d in facts.deviations
        if d.kind == DeviationKind.REPORTING and (d.since >= opened or d.state != DeviationState.SETTLED)
    }
    missing = [
        line.initiative.code
        for line in facts.round_answers
        if line.sent_on is None and line.initiative.pk not in excused
    ]
    return _all("updates_answered", "initiative", facts.round_answers, missing)


def deviations_settled(facts: GateFacts) -> Artefact:
    """No deviation of the year, or of before, is open."""
    open_ones = [d.pk for d in facts.deviations if d.state != DeviationState.SETTLED]
    return _all("deviations_settled", "deviation", facts.deviations, open_ones)


def judgement_of_each_link(facts: GateFacts) -> Artefact:
    """The progress of every chosen link was judged."""
    judged = [link for link in facts.links if (SubjectKind.ELEMENT, link) in facts.judged]
    return _each_link("judgement_of_each_link", facts, judged)


def judgement_of_each_criterion(facts: GateFacts) -> Artefact:
    """Every criterion of satisfaction that the course had when the year was opened was judged."""
    needed = facts.cycle.criteria
    missing = [code for code in needed if (SubjectKind.CRITERION, code) not in facts.judged]
    return _all("judgement_of_each_criterion", "criterion", needed, missing)


def lesson_of_the_year(facts: GateFacts) -> Artefact:
    """At least one lesson was written down."""
    rows = facts.proof(Lesson.objects.filter(on__range=facts.days))
    return _one("lesson_of_the_year", is_there=rows.exists())


def recommendations_answered(facts: GateFacts) -> Artefact:
    """Of every recommendation it is known what was done with it."""
    rows = Recommendation.objects.filter(Q(on__isnull=True) | Q(on__lte=facts.days[1]))
    found = list(facts.burden(rows).order_by("on", "pk").values_list("pk", "status"))
    unknown = [pk for pk, status in found if status == "unknown"]
    return _all("recommendations_answered", "recommendation", found, unknown)


def adopted_evaluation(facts: GateFacts) -> Artefact:
    """The board adopted the evaluation as it is: after the diagnosis and the judgements that it holds."""
    found = facts.cycle.evaluations.all()
    if facts.adoption is not None:
        found = found.filter(decision__gte=facts.adoption.decision_id)
    judged_at = facts.cycle.judgements.aggregate(last=Max("changed_at"))["last"]
    if judged_at is not None:
        found = found.filter(recorded_at__gte=judged_at)
    return _one("adopted_evaluation", is_there=found.exists())


ARTEFACTS: Mapping[str, Callable[[GateFacts], Artefact]] = {
    f.__name__: f
    for f in (
        measurement,
        adopted_diagnosis,
        chosen_links,
        owner_of_each_link,
        each_owner_heard,
        agreement_on_each_link,
        surveys_closed,
        agreements_taken_up,
        answer_to_each_link,
        update_round_ended,
        updates_answered,
        deviations_settled,
        judgement_of_each_link,
        judgement_of_each_criterion,
        lesson_of_the_year,
        recommendations_answered,
        adopted_evaluation,
    )
}
"""For every code of ``transitions.PHASE_GATES`` the function that says what is there."""
