# SPDX-License-Identifier: EUPL-1.2
"""The pictures of one index that was built, straight from the build.

Units and nodes are named by their codes in the arguments and by their words in the pictures. The last
period is drawn unless another is named.
"""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.composite.building.build import Build
from schakel.composite.building.results import DrawsInFront, contributions_to_score
from schakel.composite.building.steps import Treat
from schakel.composite.describing.correlate import correlate
from schakel.composite.structure.indicator_data import IndicatorData, Period, place_of_period
from schakel.composite.structure.tree import known_branch, known_node
from schakel.composite.weighing.importance import measure_importance
from schakel.documents.charts.chart import Chart
from schakel.documents.charts.index_pictures.availability import draw_availability
from schakel.documents.charts.index_pictures.contributions import draw_contributions
from schakel.documents.charts.index_pictures.correlations import draw_correlations
from schakel.documents.charts.index_pictures.distributions import draw_distributions
from schakel.documents.charts.index_pictures.dots import draw_dots
from schakel.documents.charts.index_pictures.framework import draw_framework
from schakel.documents.charts.index_pictures.look import ENGLISH, Look, places_of
from schakel.documents.charts.index_pictures.panel import draw_panel
from schakel.documents.charts.index_pictures.scatter import draw_scatter
from schakel.documents.charts.index_pictures.weights import draw_weights

SIGNIFICANT = 0.05


def draw_index_framework(build: Build, *, marked: Sequence[str] = (), look: Look = ENGLISH) -> Chart:
    """Draw the structure with the weights as used, their mean where they differ between units or periods."""
    used = {code: float(np.nanmean(weight)) for code, weight in build.weights.items()}
    shares = {build.tree.root: 1.0}
    for code in reversed(build.tree.bottom_up):
        children = build.tree.children[code]
        total = sum(used[child] for child in children)
        for child in children:
            shares[child] = shares[code] * used[child] / total if total else np.nan
    return draw_framework(build.tree, shares=shares, marked=marked, look=look)


def draw_index_availability(
    build: Build, *, named: Sequence[str] = (), period: Period | None = None, look: Look = ENGLISH
) -> Chart:
    """Draw which values are known of the indicators as they came in."""
    data = build.raw
    units, marked = words_of(data, named)
    known = np.isfinite(values_of(data, period))
    return draw_availability(known, units=units, indicators=_indicators(build), named=marked, look=look)


def draw_index_distributions(
    build: Build,
    *,
    codes: Sequence[str] | None = None,
    named: Sequence[str] = (),
    period: Period | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw how the indicators are spread before and after the step that treats outlying values.

    Without such a step they are drawn as they came in.
    """
    place = next((k for k, step in enumerate(build.steps) if isinstance(step, Treat)), None)
    before = build.raw if not place else build.stages[place - 1].data
    chosen = list(build.tree.indicator_codes if codes is None else codes)
    units, marked = words_of(before, named)
    after = None if place is None else _columns(build.stages[place].data, chosen, period)
    return draw_distributions(
        _columns(before, chosen, period),
        units=units,
        indicators=[_words(build, code) for code in chosen],
        after=after,
        named=marked,
        look=look,
    )


def draw_index_correlations(
    build: Build, *, codes: Sequence[str] | None = None, period: Period | None = None, look: Look = ENGLISH
) -> Chart:
    """Draw the correlations of nodes as they are joined, by default all indicators; small from p = 0.05."""
    chosen = list(build.tree.indicator_codes if codes is None else codes)
    found = correlate(_columns(build.final, chosen, period))
    parents = [build.tree.nodes[code].parent if code in build.tree.nodes else None for code in chosen]
    return draw_correlations(
        found.coefficients,
        indicators=[_words(build, code) for code in chosen],
        groups=[_words(build, parent) if parent else "" for parent in parents],
        significant=found.p_values < SIGNIFICANT,
        look=look,
    )


def draw_index_weights(
    build: Build,
    *,
    branch: str | None = None,
    marked: Sequence[str] = (),
    period: Period | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw the weights under a branch (the root unless named) beside their linear relative importance.

    Raises
    ------
    UnknownNode, TooFewKnown, ConstantIndicator, NoVariance
        When there is no such branch, or its importance cannot be measured.
    """
    code = branch or build.tree.root
    known_branch(build.tree, code)
    children = list(build.tree.children[code])
    used = build.weights
    stated = np.array([float(np.nanmean(used[child])) for child in children])
    elements = [build.tree.named(child) for child in children]
    found = measure_importance(
        _columns(build.final, children, period),
        _columns(build.final, [code], period)[:, 0],
        indicators=elements,
    )
    return draw_weights(
        stated / stated.sum(),
        found.relative,
        elements=elements,
        marked=[_words(build, each) for each in marked],
        look=look,
    )


def draw_index_contributions(
    build: Build, *, named: Sequence[str] = (), period: Period | None = None, look: Look = ENGLISH
) -> Chart:
    """Draw what each child of the root adds to the score of every unit."""
    _refuse_draws(build.final)
    units, marked = words_of(build.final, named)
    parts = contributions_to_score(build, period=period)
    return draw_contributions(
        {build.tree.named(code): values for code, values in parts.items()},
        units=units,
        named=marked,
        look=look,
    )


def draw_index_scatter(
    build: Build,
    across: str,
    up: str,
    *,
    named: Sequence[str] = (),
    period: Period | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw two nodes of the index against each other, as they are joined."""
    units, marked = words_of(build.final, named)
    values = _columns(build.final, [across, up], period)
    axes = (_words(build, across), _words(build, up))
    return draw_scatter(values[:, 0], values[:, 1], axes=axes, units=units, named=marked, look=look)


def draw_index_dots(
    build: Build,
    code: str | None = None,
    *,
    named: Sequence[str] = (),
    period: Period | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw the scores of one node, the root unless another is named."""
    units, marked = words_of(build.final, named)
    chosen = code or build.tree.root
    values = _columns(build.final, [chosen], period)[:, 0]
    return draw_dots(values, name=_words(build, chosen), units=units, named=marked, look=look)


def draw_index_panel(
    build: Build, code: str | None = None, *, named: Sequence[str] = (), look: Look = ENGLISH
) -> Chart:
    """Draw the scores of one node over all periods, the root unless another is named."""
    _refuse_draws(build.final)
    units, marked = words_of(build.final, named)
    chosen = code or build.tree.root
    return draw_panel(
        build.final.column(chosen),
        periods=build.final.periods,
        units=units,
        named=marked,
        name=_words(build, chosen),
        look=look,
    )


def words_of(data: IndicatorData, named: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words for all units, and those for the units named by their codes.

    Raises
    ------
    NotInPicture
        When there is no such unit.
    """
    names = [data.name_of_unit(place) for place in range(len(data.units))]
    units = names if len(set(names)) == len(names) else list(data.units)
    return units, [units[place] for place in places_of(named, data.units)]


def values_of(data: IndicatorData, period: Period | None) -> Floats:
    """Return the values of a period, shape (n_units, k_columns).

    Raises
    ------
    DrawsInFront, UnknownPeriod
        When the index holds draws, or lacks the period.
    """
    _refuse_draws(data)
    values: Floats = data.values[place_of_period(data.periods, period)]
    return values


def _refuse_draws(data: IndicatorData) -> None:
    if data.values.ndim > 3:
        raise DrawsInFront(n=data.values.shape[0])


def _columns(data: IndicatorData, codes: Sequence[str], period: Period | None) -> Floats:
    values = values_of(data, period)
    return values[:, [data.position(code) for code in codes]]


def _words(build: Build, code: str) -> str:
    known_node(build.tree, code)
    return build.tree.named(code)


def _indicators(build: Build) -> list[str]:
    return [build.tree.named(code) for code in build.tree.indicator_codes]
