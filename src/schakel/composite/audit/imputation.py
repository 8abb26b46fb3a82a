# SPDX-License-Identifier: EUPL-1.2
"""Step 3, imputation: how much was filled in, for whom, and how far that may move a rank."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.composite.audit.findings import AuditFinding, Severity, frame_of, in_cell, in_figure, in_table
from schakel.composite.audit.subject import Subject
from schakel.composite.audit.thresholds import FEWEST_KNOWN, NEARLY_ALL_KNOWN, holding_width
from schakel.composite.bad_input import BadInput, Floats, Mask
from schakel.composite.building.steps import Impute
from schakel.composite.imputing.imputed import Imputed
from schakel.composite.ranking.rank import summarise_ranks
from schakel.composite.varying.imputation_error import NothingImputed, carry_imputation


@dataclass(frozen=True, slots=True, eq=False)
class ImputationAudit:
    """What was filled in.

    Attributes
    ----------
    imputation_indicators
        Per indicator: method ("" where nothing fills it), n_imputed, share_imputed of the units in the
        index.
    imputation_units
        Per unit in the index: n_imputed, share_imputed of its indicators, share_of_weight (of the whole
        index, imputed), rank, and rank_low, rank_high, rank_width when the filled cells are drawn again;
        null where that cannot be done.
    figures
        n_imputed, share_imputed, n_still_unknown (cells of the index that stay unknown),
        n_imputation_draws, mean_rank_width over the units with an imputed cell.
    findings
        What stands out.
    """

    imputation_indicators: pl.DataFrame
    imputation_units: pl.DataFrame
    figures: Mapping[str, float | None]
    findings: tuple[AuditFinding, ...]


def audit_imputation(
    subject: Subject, *, n_draws: int, coverage: float, rng: np.random.Generator
) -> ImputationAudit:
    """Count what was filled in and, where a normal model can be fitted, draw it again."""
    filled, methods = filled_cells(subject)
    spread, failure = _rank_bounds(subject, n_draws, coverage, rng)
    units = _unit_table(subject, filled, spread)
    touched = units.filter(pl.col("n_imputed") > 0)
    width = touched["rank_width"].mean()
    figures: dict[str, float | None] = {
        "n_imputed": int(filled.sum()),
        "share_imputed": float(filled.mean()),
        "n_still_unknown": int((~np.isfinite(subject.indicators)).sum()),
        "n_imputation_draws": None if spread is None else n_draws,
        "mean_rank_width": float(width) if isinstance(width, float) else None,
    }
    codes = subject.build.tree.indicator_codes
    return ImputationAudit(
        imputation_indicators=frame_of(
            {
                "code": list(codes),
                "name": [subject.build.tree.named(code) for code in codes],
                "method": [methods[code] for code in codes],
                "n_imputed": filled.sum(axis=0),
                "share_imputed": filled.mean(axis=0),
            }
        ),
        imputation_units=units,
        figures=figures,
        findings=tuple(_findings(subject, units, figures, failure)),
    )


def filled_cells(subject: Subject) -> tuple[Mask, dict[str, str]]:
    """Return which cells of the index were filled, (n_units, k), and the method per indicator."""
    codes = subject.build.tree.indicator_codes
    filled = np.zeros((len(subject.units), len(codes)), dtype=np.bool_)
    methods: dict[str, list[str]] = {code: [] for code in codes}
    for stage in subject.build.stages:
        if not isinstance(stage.step, Impute):
            continue
        for code in codes:
            method = stage.step.per_indicator.get(code, stage.step.method)
            methods[code] += [] if method in methods[code] else [method]
        if isinstance(stage.details, Imputed):
            rows = [stage.data.units.index(unit) for unit in subject.units]
            columns = [stage.data.position(code) for code in codes]
            filled |= stage.details.imputed[subject.row][np.ix_(rows, columns)]
    return filled, {code: ", ".join(names) for code, names in methods.items()}


def _rank_bounds(
    subject: Subject, n_draws: int, coverage: float, rng: np.random.Generator
) -> tuple[tuple[Floats, Floats] | None, BadInput | None]:
    """Return lowest and highest rank of each unit over draws of the filled cells, or why there are none."""
    try:
        spread = carry_imputation(subject.build, n_draws=n_draws, rng=rng)
    except BadInput as failure:
        return None, failure
    found = summarise_ranks(spread.ranks[:, subject.row], nominal=subject.ranks, coverage=coverage)
    return (found.low, found.high), None


def _unit_table(subject: Subject, filled: Mask, bounds: tuple[Floats, Floats] | None) -> pl.DataFrame:
    n = len(subject.units)
    low, high = bounds if bounds is not None else (np.full(n, np.nan), np.full(n, np.nan))
    shares = np.array([subject.shares[code] for code in subject.build.tree.indicator_codes])
    return frame_of(
        {
            "unit": list(subject.units),
            "name": list(subject.unit_names),
            "n_imputed": filled.sum(axis=1),
            "share_imputed": filled.mean(axis=1),
            "share_of_weight": filled @ shares,
            "rank": subject.ranks,
            "rank_low": low,
            "rank_high": high,
            "rank_width": high - low,
        }
    )


def _findings(
    subject: Subject,
    units: pl.DataFrame,
    figures: Mapping[str, float | None],
    failure: BadInput | None,
) -> Iterator[AuditFinding]:
    left, n_imputed = figures["n_still_unknown"], figures["n_imputed"]
    if left:
        yield in_figure("left_unknown", "attention", "n_still_unknown", n_still_unknown=left)
    if not n_imputed:
        if not left:
            yield in_figure("nothing_imputed", "good", "n_imputed", n_imputed=0)
        return
    share = figures["share_imputed"] or 0.0
    level: Severity = "good" if share <= 1 - NEARLY_ALL_KNOWN.value else "attention"
    yield in_figure("imputed", level, "share_imputed", share_imputed=share, n_imputed=n_imputed)
    for row in units.sort("share_imputed", descending=True).iter_rows(named=True):
        if row["share_imputed"] > 1 - FEWEST_KNOWN.value:
            yield in_cell(
                "unit_much_imputed",
                "attention",
                "imputation_units",
                "share_imputed",
                {"unit": row["unit"]},
                share_imputed=row["share_imputed"],
            )
    yield from _doubt(subject, units, figures, failure)


def _doubt(
    subject: Subject, units: pl.DataFrame, figures: Mapping[str, float | None], failure: BadInput | None
) -> Iterator[AuditFinding]:
    if figures["mean_rank_width"] is None:
        shown = None if isinstance(failure, NothingImputed) else failure
        yield in_table("imputation_doubt_not_measured", "unknown", "imputation_units", shown)
        return
    width, limit = figures["mean_rank_width"], holding_width(subject.n_ranked)
    yield in_figure(
        "imputation_moves_ranks",
        "attention" if width > limit else "good",
        "mean_rank_width",
        mean_rank_width=width,
        n_imputation_draws=figures["n_imputation_draws"],
    )
    worst = units.filter(pl.col("rank_width").is_not_null()).sort("rank_width", descending=True)
    for row in worst.head(3).iter_rows(named=True):
        if row["rank_width"] > limit:
            yield in_cell(
                "unit_moved_by_imputation",
                "attention",
                "imputation_units",
                "rank_width",
                {"unit": row["unit"]},
                **{name: row[name] for name in ("rank_width", "rank_low", "rank_high", "n_imputed")},
            )
