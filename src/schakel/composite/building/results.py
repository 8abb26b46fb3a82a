# SPDX-License-Identifier: EUPL-1.2
"""Tables of an index: scores and ranks, ranks within groups, and the profile of one unit."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import polars as pl

from schakel.composite.bad_input import N_, BadInput, Floats
from schakel.composite.building.applying_imputation import UnknownGroup
from schakel.composite.building.build import Build
from schakel.composite.building.joining import aggregation_of
from schakel.composite.building.steps import Aggregate
from schakel.composite.ranking.rank import rank_indicators, rank_scores, rank_within_groups
from schakel.composite.structure.indicator_data import Period, UnknownUnit, period_place, refuse_repeats


class DrawsInFront(BadInput):
    """A table of one result asked of many draws."""

    template = N_("The index holds {n} draws; a table shows one.")
    cure = N_("Build the index without draws, or take a summary over the draws.")


def tabulate_results(
    build: Build,
    *,
    what: Literal["scores", "ranks", "group_ranks"] = "scores",
    group: str | None = None,
    codes: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Return a row per period and unit: unit, name, period, rank on the index, then the columns asked for.

    Rows are in order of period and rank (unranked units last). ``codes`` names the columns, by default
    the branches from the root down and then the indicators. With ranks, 1 is the highest after
    normalisation and ties share the better rank; "group_ranks" counts within ``group``. Unknown is null.

    Raises
    ------
    UnknownGroup, UnknownColumn, DrawsInFront
        When something is asked that is not there.
    CodesNotUnique
        When two columns of the table would have the same name.
    """
    data = build.final
    if data.values.ndim > 3:
        raise DrawsInFront(n=data.values.shape[0])
    chosen = list(codes) if codes is not None else top_down(build)
    beside = [group] if what == "group_ranks" and group is not None else []
    refuse_repeats(["unit", "name", "period", "rank", *beside, *chosen], N_("columns of the table"))
    numbers = {code: data.column(code) for code in chosen}
    if what == "ranks":
        numbers = {code: rank_scores(values) for code, values in numbers.items()}
    elif what == "group_ranks":
        labels = _labels(build, group)
        numbers = {code: rank_within_groups(values, groups=labels) for code, values in numbers.items()}
    n_periods, n_units = len(data.periods), len(data.units)
    columns: dict[str, object] = {
        "unit": list(data.units) * n_periods,
        "name": [data.name_of_unit(place) for place in range(n_units)] * n_periods,
        "period": [period for period in data.periods for _ in range(n_units)],
        "rank": build.ranks().ravel(),
    }
    for name in beside:
        columns[name] = list(data.groups[name]) * n_periods
    table = pl.DataFrame({**columns, **{code: values.ravel() for code, values in numbers.items()}})
    order = np.argsort(build.ranks(), axis=-1, kind="stable") + n_units * np.arange(n_periods)[:, None]
    return table.with_columns(pl.col(pl.Float64).fill_nan(None))[order.ravel()]


def summarise_unit(build: Build, unit: str, *, period: Period | None = None) -> pl.DataFrame:
    """Return the profile of one unit: per node its level, score, rank and how many are ranked.

    The last period unless another is named. (COINr: ``get_unit_summary``.)

    Raises
    ------
    UnknownUnit, UnknownPeriod, DrawsInFront
        When there is no such unit or period.
    """
    data = build.final
    if data.values.ndim > 3:
        raise DrawsInFront(n=data.values.shape[0])
    if unit not in data.units:
        raise UnknownUnit(unit=unit, known=", ".join(data.units))
    values = data.values[-1 if period is None else period_place(data, period)]
    row = data.units.index(unit)
    ranks = rank_indicators(values)
    codes = top_down(build)
    places = [data.position(code) for code in codes]
    nodes = [build.tree.nodes[code] for code in codes]
    return pl.DataFrame(
        {
            "code": codes,
            "name": [build.tree.named(code) for code in codes],
            "parent": [node.parent for node in nodes],
            "level": [build.tree.heights[code] for code in codes],
            "score": values[row, places],
            "rank": ranks[row, places],
            "n_ranked": np.isfinite(values[:, places]).sum(axis=0),
        }
    ).with_columns(pl.col(pl.Float64).fill_nan(None))


def top_down(build: Build) -> list[str]:
    """Return the codes from the root down, branches of one level before those below, indicators last."""
    tree = build.tree
    depth = {code: len(tree.path(code)) for code in tree.nodes}
    branches = sorted((branch.code for branch in tree.branches), key=lambda code: depth[code])
    return [*branches, *tree.indicator_codes]


def contributions_to_score(build: Build, *, period: Period | None = None) -> dict[str, Floats]:
    """Return per child of the root what it adds to the score, for stacked bars; shape (n_units,).

    Weight times score over the known weight, which adds up to the root where that is a weighted
    arithmetic mean (or a sum), in the last period unless another is named; for other methods the same
    parts scaled to the root's score, NaN where they add up to nothing. An unknown child has NaN.
    """
    tree, data = build.tree, build.final
    children = tree.children[tree.root]
    weights = build.weights
    row = -1 if period is None else period_place(data, period)
    cells = np.stack([data.column(child)[..., row, :] for child in children], axis=-1)
    shares = np.stack(np.broadcast_arrays(*(np.asarray(weights[child]) for child in children)), axis=-1)
    parts = cells * shares
    root = build.scores()[..., row, :]
    last = build.steps[-1]
    method = aggregation_of(tree, last, tree.root).method if isinstance(last, Aggregate) else None
    with np.errstate(invalid="ignore", divide="ignore"):
        if method in ("arithmetic", "additive"):
            size = (shares > 0).sum(axis=-1) if method == "additive" else 1
            factor = size / np.where(np.isfinite(cells), shares, 0.0).sum(axis=-1)
        else:
            total = np.nansum(parts, axis=-1)
            factor = np.where(total != 0, root / total, np.nan)
    factor = np.where(np.isfinite(root), factor, np.nan)
    return {child: parts[..., place] * factor for place, child in enumerate(children)}


def _labels(build: Build, group: str | None) -> Sequence[str]:
    if group is None or group not in build.final.groups:
        raise UnknownGroup(group=group, known=", ".join(build.final.groups) or "-")
    return build.final.groups[group]
