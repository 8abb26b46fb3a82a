# SPDX-License-Identifier: EUPL-1.2
"""Every number of an index as tables: each step, flags of cells, weights, ranks and analyses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from schakel.composite.building.build import Build
from schakel.composite.building.results import tabulate_results, top_down
from schakel.composite.describing.denominate import Denominated
from schakel.composite.describing.screen import Screening
from schakel.composite.imputing.imputed import Imputed
from schakel.composite.specification.analyses.choices import Uncertainty
from schakel.composite.specification.analyses.errors import RankSetsAsked
from schakel.composite.specification.elicited_weights import tabulate_judged
from schakel.composite.specification.made_index import Index, as_table
from schakel.composite.specification.running import Ran
from schakel.composite.structure.frames import data_to_frame
from schakel.composite.structure.indicator_data import IndicatorData
from schakel.composite.treating.two_stage import Treated

FLAG_COLUMNS = ("step", "period", "unit", "code", "flag")
Flag = tuple[str, str, str, str, str]


def tabulate_index(index: Index, ran: Sequence[Ran]) -> dict[str, pl.DataFrame]:
    """Return every table by its name, in the order in which they are read.

    Ranking with intervals, scores and ranks, structure and weights, the figures after every step with
    flags of cells that were filled, treated or lost, and the tables of every analysis, named after its label.
    """
    tables: dict[str, pl.DataFrame] = {"ranking": tabulate_ranking(index, ran)}
    build = index.build
    tables["scores"] = tabulate_results(build, what="scores")
    tables["ranks"] = tabulate_results(build, what="ranks")
    for group in build.final.groups:
        ranks = tabulate_results(build, what="group_ranks", group=group, codes=[index.root])
        tables[f"ranks_within_{group}"] = ranks
    tables["weights"] = tabulate_weights(index)
    for number, judged in enumerate(index.judged, start=1):
        tables[f"judged_weights_{number}"] = tabulate_judged(judged)
    tables["step_0_data"] = _tabulate_raw(build.raw)
    for number, stage in enumerate(build.stages, start=1):
        tables[f"step_{number}_{stage.step.label}"] = data_to_frame(stage.data)
        if isinstance(stage.details, Treated):
            tables[f"step_{number}_{stage.step.label}_what_was_done"] = _tabulate_treatment(
                stage.details, stage.data
            )
    tables["flags"] = tabulate_flags(build)
    for each in ran:
        for name, table in (each.found.tables if each.found is not None else {}).items():
            tables[_free_name(f"{each.asked.label}_{name}" if name else each.asked.label, tables)] = table
    return tables


def tabulate_ranking(index: Index, ran: Sequence[Ran]) -> pl.DataFrame:
    """Return the ranking in the period that is shown: rank, unit, score, and the intervals of the rank.

    ``rank_low`` and ``rank_high`` come from the first uncertainty analysis, ``rank_set_low`` and
    ``rank_set_high`` from the first simultaneous rank sets.
    """
    data, place = index.build.final, index.place(None)
    period = str(data.periods[place])
    table = as_table(
        {
            "rank": index.build.ranks()[place],
            "unit": list(data.units),
            "name": [data.name_of_unit(row) for row in range(len(data.units))],
            "score": index.build.scores()[place],
        }
    )
    uncertainty = _first(ran, Uncertainty)
    if uncertainty is not None:
        own = uncertainty.filter(pl.col("period") == period).select("unit", "rank_low", "rank_high")
        table = table.join(own, on="unit", how="left", maintain_order="left")
    sets = _first(ran, RankSetsAsked)
    if sets is not None and "simultaneous_low" in sets.columns:
        bounds = sets.select("unit", rank_set_low="simultaneous_low", rank_set_high="simultaneous_high")
        table = table.join(bounds, on="unit", how="left", maintain_order="left")
    return table.sort("rank", nulls_last=True, maintain_order=True)


def tabulate_weights(index: Index) -> pl.DataFrame:
    """Return a row per node from the root down: stated weight, weight used, and shares of the whole."""
    tree, used, stated = index.build.tree, index.build.weights, index.stated_shares()
    shares = {tree.root: 1.0}
    codes = top_down(index.build)
    for code in codes:
        if code in tree.children:
            for child in tree.children[code]:
                shares[child] = shares[code] * float(np.asarray(used[child]))
    nodes = [tree.nodes[code] for code in codes]
    return as_table(
        {
            "code": codes,
            "name": [tree.named(code) for code in codes],
            "parent": [node.parent for node in nodes],
            "level": [tree.heights[code] for code in codes],
            "direction": [getattr(node, "direction", None) for node in nodes],
            "method": [index.aggregation(code).method if code in tree.children else None for code in codes],
            "weight_stated": [node.weight for node in nodes],
            "weight_used": [float(np.asarray(used[code])) for code in codes],
            "share_stated": [stated[code] for code in codes],
            "share_used": [shares[code] for code in codes],
        }
    )


def tabulate_flags(build: Build) -> pl.DataFrame:
    """Return a row per cell that a step filled, lost or treated, and per unit that was screened out."""
    rows: list[Flag] = []
    before = build.raw
    for stage in build.stages:
        label = stage.step.label
        match stage.details:
            case Denominated():
                rows += _cells(label, "lost", stage.details.lost, before)
            case Imputed():
                rows += _cells(label, "imputed", stage.details.imputed, before)
            case Treated():
                rows += _treated(label, stage.details, before)
            case Screening():
                rows += _screened(label, stage.details, before)
        before = stage.data
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(FLAG_COLUMNS)
    schema = dict.fromkeys(FLAG_COLUMNS, pl.String)
    return pl.DataFrame({h: list(c) for h, c in zip(FLAG_COLUMNS, columns, strict=True)}, schema=schema)


def _free_name(name: str, tables: Mapping[str, pl.DataFrame]) -> str:
    """Return the name, with _2 and so on behind it where another table has it, also in capitals."""
    taken = {each.casefold() for each in tables}
    number, free = 2, name
    while free.casefold() in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def _first(ran: Sequence[Ran], kind: type) -> pl.DataFrame | None:
    for each in ran:
        if isinstance(each.asked, kind) and each.found is not None:
            return each.found.tables[""]
    return None


def _cells(label: str, flag: str, mask: Any, data: IndicatorData) -> Iterator[Flag]:
    for period, unit, column in np.argwhere(mask):
        yield label, str(data.periods[period]), data.units[unit], data.columns[column], flag


def _treated(label: str, treated: Treated, data: IndicatorData) -> Iterator[Flag]:
    points = treated.treated_points.reshape(data.values.shape)
    transforms = np.broadcast_to(treated.transform, (len(data.periods), len(data.columns)))
    for period, unit, column in np.argwhere(points):
        transform = str(transforms[period, column])
        flag = "winsorised" if transform == "none" else f"transformed: {transform}"
        yield label, str(data.periods[period]), data.units[unit], data.columns[column], flag


def _screened(label: str, screening: Screening, data: IndicatorData) -> Iterator[Flag]:
    kept = screening.kept.reshape(len(data.periods), len(data.units))
    reasons = screening.reason.reshape(kept.shape)
    for period, unit in np.argwhere(~kept):
        reason = f"screened out: {reasons[period, unit]}"
        yield label, str(data.periods[period]), data.units[unit], "", reason


def _tabulate_raw(raw: IndicatorData) -> pl.DataFrame:
    """Return the figures with groups and denominators beside them, as far as these are no indicators too."""
    beside = {name: numbers for name, numbers in raw.denominators.items() if name not in raw.columns}
    return data_to_frame(replace(raw, denominators=beside), beside=True)


def _tabulate_treatment(treated: Treated, data: IndicatorData) -> pl.DataFrame:
    """Return per indicator (and period) what was done to it and the shape before and after."""
    names = (
        "n_winsorised",
        "transform",
        "skewness_before",
        "kurtosis_before",
        "skewness_after",
        "kurtosis_after",
        "passed_before",
        "passed_after",
    )
    found: Mapping[str, Any] = {name: np.atleast_2d(getattr(treated, name)) for name in names}
    n_rows = found["transform"].shape[0]
    periods = [str(period) for period in data.periods] if n_rows == len(data.periods) else ["all"]
    return as_table(
        {
            "period": [period for period in periods for _ in data.columns],
            "code": list(data.columns) * n_rows,
            **{name: values.ravel() for name, values in found.items()},
        }
    )
