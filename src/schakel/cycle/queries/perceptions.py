# SPDX-License-Identifier: EUPL-1.2
"""What those who were asked think of each element, by strand of the helix; small groups are never shown.

Nothing is shown while the survey can still be answered: the difference between two looks would be an answer.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean, median, quantiles

from django.db.models import Count, Q

from schakel.cycle.actions.surveys import is_over
from schakel.cycle.models import CycleYear, Survey, SurveyAnswer
from schakel.cycle.queries.suppression import choose_shown
from schakel.programme.models import Helix

EVERYBODY = ""
Rows = Sequence[tuple[str, dict[str, int | None]]]


@dataclass(frozen=True, slots=True)
class Perceived:
    """The scores of one group for one element; ``helix`` is empty for everybody together.

    With ``is_hidden`` the group is too small, or would give away another one: then everything is ``None``.
    ``lower`` and ``upper`` hold the middle half of the scores. ``unknown_share`` is of those who chose a
    score or "do not know".
    """

    element: str
    helix: str
    is_hidden: bool
    n: int | None = None
    median: float | None = None
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    unknown_share: float | None = None


@dataclass(frozen=True, slots=True)
class ElementPerception:
    """An element with everybody together and each strand in which somebody answered."""

    element: str
    total: Perceived
    groups: tuple[Perceived, ...]


@dataclass(frozen=True, slots=True)
class HelixResponse:
    """How many of those invited in a strand answered; withdrawn links do not count."""

    helix: str
    n_invited: int
    n_answered: int
    n_withdrawn: int


def perceptions_of(survey: Survey, today: date) -> tuple[ElementPerception, ...]:
    """Return what is perceived of each element that was asked; nothing while it can still be answered."""
    if not is_over(survey, today):
        return ()
    rows = list(SurveyAnswer.objects.filter(survey=survey).values_list("helix", "scores"))
    hidden = _always_hidden(rows, survey.minimum_group)
    return tuple(_perception(element, rows, survey.minimum_group, hidden) for element in survey.elements)


def _always_hidden(rows: Rows, minimum: int) -> frozenset[str]:
    """Return the strands that are hidden for every element: too small, or they would give such a one away."""
    sizes = Counter(helix for helix, _scores in rows)
    return frozenset(sizes) - choose_shown(sizes, minimum).groups


def _perception(element: str, rows: Rows, minimum: int, hidden: frozenset[str]) -> ElementPerception:
    answers = {
        helix: [scores[element] for h, scores in rows if h == helix and element in scores]
        for helix in Helix.values
        if any(h == helix for h, _scores in rows)
    }
    known = {helix: [s for s in given if s is not None] for helix, given in answers.items()}
    shown = choose_shown({helix: len(scores) for helix, scores in known.items()}, minimum, hidden)
    everybody = [score for given in answers.values() for score in given]
    total = _summary(element, EVERYBODY, everybody) if shown.total else Perceived(element, EVERYBODY, True)
    groups = tuple(
        _summary(element, helix, given) if helix in shown.groups else Perceived(element, helix, True)
        for helix, given in answers.items()
    )
    return ElementPerception(element, total, groups)


def _summary(element: str, helix: str, given: Sequence[int | None]) -> Perceived:
    scores = sorted(score for score in given if score is not None)
    lower, _middle, upper = quantiles(scores, n=4, method="inclusive")
    return Perceived(
        element,
        helix,
        is_hidden=False,
        n=len(scores),
        median=float(median(scores)),
        mean=float(mean(scores)),
        lower=lower,
        upper=upper,
        unknown_share=1 - len(scores) / len(given),
    )


def remarks_of(survey: Survey, element: str, today: date) -> tuple[str, ...]:
    """Return the remarks on an element by alphabet, once the group of everybody is large enough to show.

    For the bureau and the board only; the order says nothing about when they were written.
    """
    if not is_over(survey, today):
        return ()
    rows = list(SurveyAnswer.objects.filter(survey=survey).values_list("helix", "scores", "remarks"))
    scores = [given[element] for _helix, given, _remarks in rows if element in given]
    if sum(score is not None for score in scores) < survey.minimum_group:
        return ()
    told = (remarks.get(element, "") for _h, _s, remarks in rows)
    return tuple(sorted(filter(None, told), key=str.casefold))


def response_of(survey: Survey) -> tuple[HelixResponse, ...]:
    """Return the response by strand in which somebody was invited; for the bureau only."""
    counted = (
        survey.invitations.order_by()
        .values_list("helix")
        .annotate(
            n_invited=Count("pk", filter=Q(withdrawn_on=None)),
            n_answered=Count("pk", filter=Q(answered_on__isnull=False)),
            n_withdrawn=Count("pk", filter=Q(withdrawn_on__isnull=False)),
        )
    )
    found = {row[0]: HelixResponse(*row) for row in counted}
    return tuple(found[helix] for helix in Helix.values if helix in found)


def last_survey(cycle: CycleYear, element: str, today: date) -> Survey | None:
    """Return the newest survey of the year that asked about an element and is over."""
    return next((s for s in _surveys_over(cycle, today) if element in s.elements), None)


def perceptions_in(cycle: CycleYear, today: date) -> dict[str, tuple[Survey, ElementPerception]]:
    """Return for each element that was asked this year the newest survey that is over, with its result."""
    found: dict[str, tuple[Survey, ElementPerception]] = {}
    for survey in _surveys_over(cycle, today):
        if set(survey.elements) <= set(found):
            continue
        for perception in perceptions_of(survey, today):
            found.setdefault(perception.element, (survey, perception))
    return found


def _surveys_over(cycle: CycleYear, today: date) -> list[Survey]:
    surveys = [survey for survey in cycle.surveys.all() if is_over(survey, today)]
    return sorted(surveys, key=lambda s: (s.closed_on or s.closes_on, s.pk), reverse=True)
