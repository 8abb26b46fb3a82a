# SPDX-License-Identifier: EUPL-1.2
"""List initiatives, choose among them by names and codes, and count them by kind and stage."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from schakel.koers.register import plain_name
from schakel.programme.models import (
    EmbeddingAnswer,
    Initiative,
    InitiativeName,
    InitiativeRelation,
    Strengthening,
)
from schakel.programme.queries.embedding import QUESTIONS


@dataclass(frozen=True, slots=True)
class InitiativeCounts:
    """How many there are: all, by kind and by stage those that are ours, and those of others."""

    n_all: int
    n_external: int
    by_kind: Mapping[str, int]
    by_stage: Mapping[str, int]


def initiative_list() -> QuerySet[Initiative]:
    """Return every initiative with what a list shows of it, in a fixed number of queries."""
    return Initiative.objects.select_related("owner").prefetch_related("names", "stage_changes")


def named_like(found: QuerySet[Initiative], text: str) -> QuerySet[Initiative]:
    """Return those of which a present or former name, or the code, holds the text."""
    plain = plain_name(text)
    by_text = Q(name__icontains=text.strip()) | Q(code__icontains=text.strip())
    if not plain:
        return found.filter(by_text)
    names = InitiativeName.objects.filter(plain__contains=plain)
    return found.filter(by_text | Q(pk__in=names.values("initiative")))


def called(text: str) -> Q:
    """Return the condition that an initiative has this code, or the text in its name."""
    return Q(code=text.strip()) | Q(name__icontains=text.strip())


def with_code(found: QuerySet[Initiative], field: str, code: str) -> QuerySet[Initiative]:
    """Return those whose list of codes (``lines``, ``actions``, ``tags``, ...) holds a code."""
    return found.alias(codes_as_text=Cast(field, TextField())).filter(codes_as_text__contains=f'"{code}"')


def strengthening(found: QuerySet[Initiative], element: str) -> QuerySet[Initiative]:
    """Return those that strengthen an element, themselves or by an activity."""
    ties = Strengthening.objects.filter(element=element)
    own, through = ties.exclude(initiative=None), ties.exclude(activity__initiative=None)
    return found.filter(Q(pk__in=own.values("initiative")) | Q(pk__in=through.values("activity__initiative")))


def not_embedded(found: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """Return those of which not every question of the embedding checklist is answered with yes."""
    full = (
        EmbeddingAnswer.objects.filter(initiative=OuterRef("pk"), answer="yes", question__in=QUESTIONS)
        .order_by()
        .values("initiative")
        .annotate(n=Count("pk"))
        .filter(n=len(QUESTIONS))
    )
    return found.exclude(Exists(full))


def count_initiatives(found: QuerySet[Initiative]) -> InitiativeCounts:
    """Count by kind and stage, in one query; those of others are counted apart."""
    rows = found.order_by().values_list("relation", "kind", "stage").annotate(n=Count("pk"))
    by_kind: dict[str, int] = {}
    by_stage: dict[str, int] = {}
    n_all = n_external = 0
    for relation, kind, stage, n in rows:
        n_all += n
        by_kind[kind] = by_kind.get(kind, 0) + n
        if relation == InitiativeRelation.EXTERNAL:
            n_external += n
        else:
            by_stage[stage] = by_stage.get(stage, 0) + n
    return InitiativeCounts(n_all, n_external, by_kind, by_stage)
