# SPDX-License-Identifier: EUPL-1.2
"""The pictures of an index that was run many times: under other choices, with error, or in two editions.

Units are given by their codes; ``words`` says what they are called, their codes where it does not. The last
period is drawn unless another is named.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from schakel.composite.changing.change_parts import PARTS, ChangeParts
from schakel.composite.effort.effort_path import EffortPath
from schakel.composite.necessity.ceilings import Ceiling
from schakel.composite.ranking.rank import rank_scores, summarise_ranks
from schakel.composite.ranking.rank_inference import group_by_leader
from schakel.composite.structure.indicator_data import Period, place_of_period
from schakel.composite.varying.data_error import ErrorSpread
from schakel.composite.varying.variation import ChoiceSensitivity, Variation
from schakel.documents.charts.chart import Chart
from schakel.documents.charts.index_pictures.ceiling import draw_ceiling
from schakel.documents.charts.index_pictures.change import draw_change
from schakel.documents.charts.index_pictures.effort import draw_effort
from schakel.documents.charts.index_pictures.look import ENGLISH, Look, places_of
from schakel.documents.charts.index_pictures.rank_sets import draw_rank_sets
from schakel.documents.charts.index_pictures.ranks import draw_ranks
from schakel.documents.charts.index_pictures.sensitivity import draw_sensitivity
from schakel.documents.charts.index_pictures.unit_sensitivity import draw_unit_sensitivity

NO_WORDS: Mapping[str, str] = {}


def draw_index_ranks(
    variation: Variation,
    *,
    coverage: float = 0.9,
    words: Mapping[str, str] = NO_WORDS,
    named: Sequence[str] = (),
    period: Period | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw the rank of each unit and where it falls in a share of the runs."""
    row = place_of_period(variation.periods, period)
    nominal = variation.nominal_ranks[row]
    found = summarise_ranks(variation.ranks[:, row], nominal=nominal, coverage=coverage)
    units, marked = _words_of(variation.units, words, named)
    return draw_ranks(
        nominal, (found.low, found.high), units=units, coverage=coverage, named=marked, look=look
    )


def draw_index_rank_sets(
    spread: ErrorSpread,
    *,
    coverage: float = 0.9,
    words: Mapping[str, str] = NO_WORDS,
    named: Sequence[str] = (),
    period: Period | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw the ranks that the error in the data leaves possible, with the groups that share a place.

    Raises
    ------
    UnknownEstimate, TooFewDraws, WrongCoverage
        As ``ErrorSpread.rank_sets``.
    """
    found = spread.rank_sets(period=period, coverage=coverage)
    scores = spread.nominal_scores[place_of_period(spread.periods, period)]
    units, marked = _words_of(spread.units, words, named)
    return draw_rank_sets(
        rank_scores(scores),
        (found.low, found.high),
        units=units,
        coverage=coverage,
        named=marked,
        groups=group_by_leader(scores, found.above).tolist() if np.isfinite(scores).all() else None,
        look=look,
    )


def draw_index_sensitivity(
    found: ChoiceSensitivity, *, period: Period | None = None, look: Look = ENGLISH
) -> Chart:
    """Draw what each choice has to do with the mean change of rank."""
    indices, row = found.mean_rank_change, place_of_period(found.variation.periods, period)
    first, total = indices.first_order_interval, indices.total_interval
    bounds = None if first is None or total is None else (first[..., row], total[..., row])
    return draw_sensitivity(
        indices.first_order[:, row],
        indices.total[:, row],
        choices=found.factor_names,
        intervals=bounds,
        look=look,
    )


def draw_index_unit_sensitivity(
    found: ChoiceSensitivity,
    *,
    words: Mapping[str, str] = NO_WORDS,
    named: Sequence[str] = (),
    period: Period | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw which choice moves the rank of which unit, the units in order of their rank."""
    row = place_of_period(found.variation.periods, period)
    order = np.argsort(found.variation.nominal_ranks[row], kind="stable").tolist()
    codes = [found.variation.units[place] for place in order]
    units, marked = _words_of(codes, words, named)
    total = found.ranks.total[:, row][:, order]
    return draw_unit_sensitivity(total, choices=found.factor_names, units=units, named=marked, look=look)


def draw_index_change(
    parts: ChangeParts,
    *,
    words: Mapping[str, str] = NO_WORDS,
    named: Sequence[str] = (),
    look: Look = ENGLISH,
) -> Chart:
    """Draw the parts of the change of every score between two editions."""
    say = look.say
    labels = {
        "revision": say("revision"),
        "indicators": say("figures"),
        "weights": say("weights"),
        "method": say("method"),
    }
    units, marked = _words_of(parts.units, words, named)
    order = sorted(PARTS, key=lambda part: part != "indicators")
    return draw_change(
        {labels[part]: getattr(parts, part) for part in order}, units=units, named=marked, look=look
    )


def draw_index_effort(path: EffortPath, *, elements: Sequence[str], look: Look = ENGLISH) -> Chart:
    """Draw which element gets effort as the budget grows."""
    return draw_effort(path.budgets, path.scores, elements=elements, index=path.index, look=look)


def draw_index_ceiling(
    found: Ceiling,
    *,
    condition: int = 0,
    axes: tuple[str, str],
    units: Sequence[str],
    named: Sequence[str] = (),
    look: Look = ENGLISH,
) -> Chart:
    """Draw one condition of a necessity question, asked without draws in front.

    Both ceilings are drawn over the observed range, also when the question set limits by theory.
    """
    question = found.question
    return draw_ceiling(
        question.conditions[..., condition],
        question.outcome,
        axes=axes,
        units=units,
        corner=question.corner,
        named=named,
        look=look,
    )


def _words_of(
    codes: Sequence[str], words: Mapping[str, str], named: Sequence[str]
) -> tuple[list[str], list[str]]:
    units = [words.get(code, code) for code in codes]
    units = units if len(set(units)) == len(units) else list(codes)
    return units, [units[place] for place in places_of(named, codes)]
