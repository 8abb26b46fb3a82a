# SPDX-License-Identifier: EUPL-1.2
"""How well an initiative is embedded: six questions, their answers, and what the register itself shows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from schakel.programme.models import (
    Continuity,
    EmbeddingAnswer,
    Funding,
    Initiative,
    InitiativeLink,
    InitiativeRelation,
    Lineage,
    LineageKind,
    Participation,
    ParticipationRole,
    Raci,
    Responsibility,
)
from schakel.programme.transitions import RUNNING

QUESTIONS = ("owner", "accountable", "money", "place", "links", "continuation")
"""Owner; accountable party; money after the grant; place in a standing organisation; links to existing
structures; agreement on continuation."""


@dataclass(frozen=True, slots=True)
class EmbeddingQuestion:
    """A question with its answer ("yes", "partly", "no", "unknown") and what the register shows."""

    question: str
    answer: str
    explanation: str
    shown_by_register: bool

    @property
    def contradicts(self) -> bool:
        """Whether the answer says yes while the register shows nothing, or no while it does."""
        says = {"yes": True, "no": False}.get(self.answer)
        return says is not None and says is not self.shown_by_register


@dataclass(frozen=True, slots=True)
class EmbeddingState:
    """The checklist of one initiative."""

    questions: tuple[EmbeddingQuestion, ...]

    def count(self, answer: str) -> int:
        """Return how many questions have this answer."""
        return sum(q.answer == answer for q in self.questions)

    @property
    def is_embedded(self) -> bool:
        """Whether every question is answered with yes."""
        return self.count("yes") == len(self.questions)

    @property
    def is_asked(self) -> bool:
        """Whether any question was answered."""
        return self.count("unknown") < len(self.questions)


def embedding_states(initiatives: Iterable[Initiative], today: date) -> dict[int, EmbeddingState]:
    """Return the checklist of each initiative by its key, in six queries for all of them."""
    given = list(initiatives)
    keys = [i.pk for i in given]
    answers: dict[int, list[EmbeddingAnswer]] = {}
    for row in EmbeddingAnswer.objects.filter(initiative__in=keys):
        answers.setdefault(row.initiative_id, []).append(row)
    shown = _shown_by_register(given, today)
    return {
        pk: checklist(answers.get(pk, []), [question for question, pks in shown.items() if pk in pks])
        for pk in keys
    }


def unembedded_initiatives(today: date) -> list[tuple[Initiative, EmbeddingState]]:
    """Return the running initiatives that are not fully embedded, least embedded first."""
    ours = Initiative.objects.filter(stage__in=RUNNING).exclude(relation=InitiativeRelation.EXTERNAL)
    found = list(ours)
    states = embedding_states(found, today)
    open_ = [(i, states[i.pk]) for i in found if not states[i.pk].is_embedded]
    return sorted(open_, key=lambda pair: (pair[1].count("yes"), pair[0].name, pair[0].pk))


def checklist_version(initiative: Initiative) -> int:
    """Return a number that goes up whenever the initiative or one of its answers changes."""
    total = initiative.embedding.aggregate(total=Sum("version"))["total"]
    return initiative.version + (total or 0)


def checklist(answers: Iterable[EmbeddingAnswer], shown: Collection[str]) -> EmbeddingState:
    """Return the checklist from the answers given and the questions of which the register shows a yes."""
    given = {row.question: row for row in answers}
    rows = []
    for question in QUESTIONS:
        row = given.get(question)
        rows.append(
            EmbeddingQuestion(
                question,
                row.answer if row is not None else "unknown",
                row.explanation if row is not None else "",
                question in shown,
            )
        )
    return EmbeddingState(tuple(rows))


def _shown_by_register(given: list[Initiative], today: date) -> dict[str, set[int]]:
    keys = [i.pk for i in given]
    by_code = {i.code: i.pk for i in given}
    open_roles = Responsibility.objects.filter(
        Q(until=None) | Q(until__gt=today),
        subject="initiative",
        subject_code__in=list(by_code),
        role=Raci.ACCOUNTABLE,
    )
    links = InitiativeLink.objects.filter(Q(first__in=keys) | Q(second__in=keys))
    hosts = Participation.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today), initiative__in=keys, role=ParticipationRole.HOST
    )
    parts = Lineage.objects.filter(initiative__in=keys, kind=LineageKind.PART_OF)
    paid = Funding.objects.filter(initiative__in=keys, is_structural=True, ends_on=None)
    arranged = {i.pk for i in given if i.continuity == Continuity.ARRANGED}
    return {
        "owner": {i.pk for i in given if i.owner_id is not None},
        "accountable": {by_code[code] for code in open_roles.values_list("subject_code", flat=True)},
        "money": set(paid.values_list("initiative_id", flat=True)),
        "place": set(hosts.values_list("initiative_id", flat=True))
        | set(parts.values_list("initiative_id", flat=True)),
        "links": {pk for pair in links.values_list("first_id", "second_id") for pk in pair} & set(keys),
        "continuation": arranged,
    }
