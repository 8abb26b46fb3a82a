# SPDX-License-Identifier: EUPL-1.2
"""What partners say of their own part: by strand, with the response, and beside what is documented.

Readers without rights to single answers get means of at least three answers only, and never a total from
which the mean of one or two could be worked out.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from schakel.cycle.models import CycleYear, PartnerAssessment
from schakel.cycle.queries.real_rows import rows_for
from schakel.cycle.queries.suppression import choose_shown
from schakel.koers.failures import N_
from schakel.programme.models import Fit, GoalAlignment, Helix, Partner, PartnerGoal
from schakel.programme.queries.coalition import partners_on

QUESTIONS: Mapping[str, str] = {
    "direction": N_("The course is the direction for our own plans."),
    "kept": N_("We did what we promised the others."),
    "responsibility": N_("We took our share in what we set out to do together."),
    "helped": N_("We helped others to get an investment or money."),
    "brought_in": N_("We brought in a new partner or a new contact."),
}
"""The statements with which a partner agrees from 1 (not at all) to 5 (entirely)."""
SCORES = range(1, 6)
AGREES = 4
FEWEST = 3
"""Fewer answers than this are never shown as a mean."""


@dataclass(frozen=True, slots=True)
class HelixAnswers:
    """The answers of one strand ("" for all together): how many were asked, answered, and the means.

    ``means`` has for each question its mean and the number of answers; the mean is ``None`` without answers,
    and where it is kept back.
    """

    helix: str
    n_asked: int
    n_answered: int
    means: tuple[tuple[str, float | None, int], ...]

    @property
    def response(self) -> float | None:
        """The share that answered (0 to 1); ``None`` where nobody was asked."""
        return self.n_answered / self.n_asked if self.n_asked else None

    def mean(self, question: str) -> float | None:
        """Return the mean of a question."""
        return next((mean for code, mean, _ in self.means if code == question), None)

    def n(self, question: str) -> int:
        """Return how many answered a question."""
        return next((n for code, _, n in self.means if code == question), 0)


@dataclass(frozen=True, slots=True)
class Assessments:
    """The self-assessments of a year: of the partners of one day."""

    on: date
    partners: tuple[Partner, ...]
    answers: Mapping[int, PartnerAssessment]

    @property
    def silent(self) -> tuple[Partner, ...]:
        """The partners who did not answer."""
        return tuple(p for p in self.partners if p.pk not in self.answers)


@dataclass(frozen=True, slots=True)
class DocumentQuestion:
    """A partner says that the course is its direction, and its recorded goals stand apart from the course.

    ``n_goals`` are recorded; none of them coincides with a part of the course. With none recorded there is
    nothing to lay the answer beside.
    """

    partner: Partner
    score: int
    n_goals: int


def day_of_asking(cycle: CycleYear, today: date) -> date:
    """Return the day whose partners are asked: today, or the last day of the year when that has passed."""
    return min(today, cycle.ends_on)


def assessments_of(cycle: CycleYear, today: date) -> Assessments:
    """Return the answers in force of the partners of the day, in two queries."""
    on = day_of_asking(cycle, today)
    partners = tuple(rows_for(cycle, partners_on(on)).order_by("name", "pk"))
    rows = rows_for(cycle, PartnerAssessment.objects.filter(cycle=cycle, corrected_by__isnull=True))
    keys = {partner.pk for partner in partners}
    return Assessments(
        on, partners, {row.partner_id: row for row in rows.order_by("on", "pk") if row.partner_id in keys}
    )


def answer_of(cycle: CycleYear, partner: Partner) -> PartnerAssessment | None:
    """Return the answer of a partner in a year that is in force."""
    rows = PartnerAssessment.objects.filter(cycle=cycle, partner=partner, corrected_by__isnull=True)
    return rows.order_by("-on", "-pk").first()


def by_helix(found: Assessments) -> tuple[HelixAnswers, ...]:
    """Return the full results of each strand that has partners, and of all together first."""
    groups: dict[str, list[Partner]] = {"": list(found.partners)}
    for helix in Helix.values:
        group = [p for p in found.partners if p.helix == helix]
        if group:
            groups[helix] = group
    return tuple(_answers(helix, group, found.answers) for helix, group in groups.items())


def public_results(found: Assessments) -> tuple[HelixAnswers, ...]:
    """Return what everybody may see: no mean of fewer than three, nor one from which it follows."""
    whole, *strands = by_helix(found)
    shown = {
        question: choose_shown({s.helix: s.n(question) for s in strands}, FEWEST) for question in QUESTIONS
    }
    return (
        _only(whole, {q for q, choice in shown.items() if choice.total}),
        *(_only(s, {q for q, choice in shown.items() if s.helix in choice.groups}) for s in strands),
    )


def told_so_far(answers: Iterable[HelixAnswers]) -> tuple[HelixAnswers, ...]:
    """Return results without any mean, for who may not see single answers while these still come.

    Between two looks at a mean that moves stands the answer of one partner.
    """
    return tuple(_only(one, ()) for one in answers)


def _only(answers: HelixAnswers, questions: Collection[str]) -> HelixAnswers:
    means = tuple((q, mean if q in questions else None, n) for q, mean, n in answers.means)
    return HelixAnswers(answers.helix, answers.n_asked, answers.n_answered, means)


def _answers(helix: str, group: list[Partner], answers: Mapping[int, PartnerAssessment]) -> HelixAnswers:
    own = [answers[p.pk] for p in group if p.pk in answers]
    means = []
    for question in QUESTIONS:
        scores = [s for row in own if (s := row.scores.get(question)) is not None]
        means.append((question, sum(scores) / len(scores) if scores else None, len(scores)))
    return HelixAnswers(helix, len(group), len(own), tuple(means))


def document_questions(found: Assessments) -> tuple[DocumentQuestion, ...]:
    """Return the partners whose answer about direction is not seen in their recorded goals; two queries."""
    goals: dict[int, list[int]] = {}
    keys = [p.pk for p in found.partners]
    for pk, owner in PartnerGoal.objects.filter(partner__in=keys).values_list("pk", "partner_id"):
        goals.setdefault(owner, []).append(pk)
    fitting = GoalAlignment.objects.exclude(fit=Fit.CONFLICT).filter(goal__partner__in=keys)
    aligned = set(fitting.values_list("goal__partner_id", flat=True))
    questions = []
    for partner in found.partners:
        row = found.answers.get(partner.pk)
        score = row.scores.get("direction") if row else None
        if score is not None and score >= AGREES and partner.pk not in aligned:
            questions.append(DocumentQuestion(partner, score, len(goals.get(partner.pk, ()))))
    return tuple(questions)
