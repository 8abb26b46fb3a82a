# SPDX-License-Identifier: EUPL-1.2
"""Error in the figures and in what was filled in, and which ranks can be told apart then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import polars as pl

from schakel.composite.bad_input import Floats
from schakel.composite.ranking.rank import rank_scores, summarise_ranks
from schakel.composite.ranking.rank_counts import infer_ranks_of_counts, infer_ranks_of_counts_marginally
from schakel.composite.ranking.rank_inference import (
    group_by_leader,
    infer_best,
    infer_ranks,
    infer_ranks_marginally,
    infer_worst,
)
from schakel.composite.specification.known_names import (
    BranchCode,
    ColumnName,
    Count,
    IndicatorCode,
    PeriodCode,
    Positive,
    Share,
)
from schakel.composite.specification.made_index import Found, Index, tabulate_panel, tabulate_units
from schakel.composite.varying.data_error import (
    ErrorKind,
    ErrorModel,
    ErrorSpread,
    carry_error,
    models_of_tree,
)
from schakel.composite.varying.imputation_error import carry_imputation

RankSetKind = Literal["simultaneous", "marginal", "best", "worst"]


@dataclass(frozen=True, slots=True)
class StatedError:
    """How far the values of an indicator may be off; see :class:`ErrorModel`.

    Attributes
    ----------
    kind
        "absolute", "relative", "count", "share" or "revision".
    size, size_column
        Standard deviation: one number, or a column with one per unit.
    cases_column
        Column with the number of cases behind a share.
    per
        What a share is expressed in.
    revisions
        Relative revisions of the past.
    lowest, highest
        Bounds of the indicator; without bounds where absent.
    """

    kind: ErrorKind
    size: Positive = 0.0
    size_column: ColumnName | None = None
    cases_column: ColumnName | None = None
    per: float = 1.0
    revisions: tuple[float, ...] = ()
    lowest: float | None = None
    highest: float | None = None

    def find_problems(self) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, Any]]]:
        """Yield what the kind of error needs and does not have."""
        if self.kind in ("absolute", "relative") and not self.size and self.size_column is None:
            yield (), "missing_key", {"expected": "size"}
        if self.kind == "share" and self.cases_column is None:
            yield (), "missing_key", {"expected": "cases_column"}
        if self.kind == "revision" and not self.revisions:
            yield (), "missing_key", {"expected": "revisions"}


Models = Mapping[IndicatorCode, StatedError]


@dataclass(frozen=True, slots=True)
class DataError:
    """Scores and ranks when the figures are drawn again within their error.

    ``models`` come on top of the standard and relative errors in the structure.
    """

    label: str = "data_error"
    models: Models = field(default_factory=dict)
    n_draws: Count | None = None
    coverage: Share | None = None
    branch: BranchCode | None = None


@dataclass(frozen=True, slots=True)
class ImputationError:
    """Scores and ranks when the filled cells are drawn again from a normal model."""

    label: str = "imputation_error"
    n_draws: Count | None = None
    coverage: Share | None = None
    branch: BranchCode | None = None


@dataclass(frozen=True, slots=True)
class RankSetsAsked:
    """Which ranks each unit may truly have, given the error.

    Attributes
    ----------
    label
        Name of the tables.
    kinds
        "simultaneous": all true ranks together lie inside with the coverage; "marginal": each unit's own;
        "best", "worst": which units may be among the best or worst ``places``.
    places
        For "best" and "worst".
    error_from
        Draws of the figures (``models``) or of filled cells.
    """

    label: str = "rank_sets"
    kinds: tuple[RankSetKind, ...] = ("simultaneous",)
    places: Count = 3
    error_from: Literal["data", "imputation"] = "data"
    models: Models = field(default_factory=dict)
    n_draws: Count | None = None
    coverage: Share | None = None
    branch: BranchCode | None = None
    period: PeriodCode | None = None


@dataclass(frozen=True, slots=True)
class RankCounts:
    """Which ranks units may have on a number of events, the most frequent first.

    Attributes
    ----------
    counts, exposure
        Columns with events, and with what they are out of (such as inhabitants).
    kinds
        As for rank sets.
    """

    counts: ColumnName
    exposure: ColumnName | None = None
    label: str = "rank_counts"
    kinds: tuple[Literal["simultaneous", "marginal"], ...] = ("simultaneous",)
    coverage: Share | None = None
    period: PeriodCode | None = None


def find_data_error(asked: DataError, index: Index) -> Found:
    """Return the standard error of each score and the interval of each rank."""
    spread = _draw_data(asked.models, asked.n_draws, asked.branch, asked.label, index)
    return Found(spread, {"": _tabulate_spread(spread, index, asked.coverage)})


def find_imputation_error(asked: ImputationError, index: Index) -> Found:
    """Return the standard error of each score and the interval of each rank that imputation adds."""
    spread = carry_imputation(
        index.build, n_draws=asked.n_draws or index.n_runs, rng=index.rng(asked.label), code=asked.branch
    )
    return Found(spread, {"": _tabulate_spread(spread, index, asked.coverage)})


def find_rank_sets(asked: RankSetsAsked, index: Index) -> Found:
    """Return per unit the ranks that cannot be ruled out, and per kind what else it says."""
    if asked.error_from == "data":
        spread = _draw_data(asked.models, asked.n_draws, asked.branch, "data_error", index)
    else:
        spread = carry_imputation(
            index.build,
            n_draws=asked.n_draws or index.n_runs,
            rng=index.rng("imputation_error"),
            code=asked.branch,
        )
    place = index.place(asked.period)
    nominal, drawn = spread.nominal_scores[place], spread.scores[:, place]
    known = np.isfinite(nominal) & np.isfinite(drawn).all(axis=0)
    estimates, errors = nominal[known], drawn[:, known] - drawn[:, known].mean(axis=0)
    coverage = asked.coverage or index.coverage
    units = [unit for unit, is_known in zip(spread.units, known, strict=True) if is_known]
    columns: dict[str, Any] = {"score": estimates, "standard_error": drawn[:, known].std(axis=0, ddof=1)}
    results: dict[str, Any] = {}
    for kind in asked.kinds:
        results[kind], found = _infer(kind, estimates, errors, coverage, asked.places)
        columns |= found
    table = tabulate_units(index.build.final, columns, units=units)
    return Found(results, {"": table.sort("score", descending=True)})


def find_rank_counts(asked: RankCounts, index: Index) -> Found:
    """Return per unit the ranks that cannot be ruled out for a number of events."""
    place, units = index.place(asked.period), index.build.units
    counts = index.column(asked.counts)[place]
    exposure = None if asked.exposure is None else index.column(asked.exposure)[place]
    coverage = asked.coverage or index.coverage
    columns: dict[str, Any] = {"count": counts}
    if exposure is not None:
        columns |= {"exposure": exposure, "rate": counts / exposure}
    results: dict[str, Any] = {}
    for kind in asked.kinds:
        infer = infer_ranks_of_counts if kind == "simultaneous" else infer_ranks_of_counts_marginally
        results[kind] = infer(counts, coverage=coverage, exposure=exposure, units=units)
        columns |= {f"{kind}_low": results[kind].low, f"{kind}_high": results[kind].high}
    return Found(results, {"": tabulate_units(index.build.final, columns)})


def error_models(stated: Models, index: Index) -> dict[str, ErrorModel]:
    """Return the errors in the structure with those that are stated on top of them."""
    own = {code: _model(each, index) for code, each in stated.items()}
    return {**models_of_tree(index.build.tree), **own}


def _infer(
    kind: RankSetKind, estimates: Floats, errors: Floats, coverage: float, places: int
) -> tuple[Any, dict[str, Any]]:
    if kind == "simultaneous":
        sets = infer_ranks(estimates, errors, coverage=coverage)
        groups = group_by_leader(estimates, sets.above)
        return sets, {"simultaneous_low": sets.low, "simultaneous_high": sets.high, "group": groups}
    if kind == "marginal":
        own = infer_ranks_marginally(estimates, errors, coverage=coverage)
        return own, {"marginal_low": own.low, "marginal_high": own.high}
    infer = infer_best if kind == "best" else infer_worst
    among = infer(estimates, errors, places=places, coverage=coverage)
    return among, {f"may_be_among_{kind}_{places}": among}


def _draw_data(
    stated: Models, n_draws: int | None, branch: str | None, label: str, index: Index
) -> ErrorSpread:
    return carry_error(
        index.build,
        n_draws=n_draws or index.n_runs,
        rng=index.rng(label),
        models=error_models(stated, index),
        code=branch,
    )


def _model(stated: StatedError, index: Index) -> ErrorModel:
    size = stated.size if stated.size_column is None else index.column(stated.size_column)
    cases = None if stated.cases_column is None else index.column(stated.cases_column)
    return ErrorModel(
        kind=stated.kind,
        size=size,
        cases=cases,
        per=stated.per,
        revisions=stated.revisions,
        lowest=-np.inf if stated.lowest is None else stated.lowest,
        highest=np.inf if stated.highest is None else stated.highest,
    )


def _tabulate_spread(spread: ErrorSpread, index: Index, coverage: float | None) -> pl.DataFrame:
    nominal = rank_scores(spread.nominal_scores)
    summaries = [
        summarise_ranks(spread.ranks[:, place], nominal=ranks, coverage=coverage or index.coverage)
        for place, ranks in enumerate(nominal)
    ]
    return tabulate_panel(
        index.build.final,
        {
            "score": spread.nominal_scores,
            "standard_error": spread.standard_errors(),
            "rank": nominal,
            "rank_low": np.stack([each.low for each in summaries]),
            "rank_high": np.stack([each.high for each in summaries]),
            "rank_mean": np.stack([each.mean for each in summaries]),
        },
    )
