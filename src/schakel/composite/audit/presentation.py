# SPDX-License-Identifier: EUPL-1.2
"""Step 10, presentation: which ranks the error in the data leaves possible, and who shares a place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.composite.audit.findings import AuditFinding, Severity, frame_of, in_figure, in_table
from schakel.composite.audit.subject import Subject
from schakel.composite.bad_input import BadInput
from schakel.composite.ranking.rank_inference import group_by_leader, infer_ranks
from schakel.composite.varying.data_error import ErrorModel, ErrorSpread, carry_error


@dataclass(frozen=True, slots=True, eq=False)
class PresentationAudit:
    """Confidence sets of the ranks.

    Attributes
    ----------
    rank_sets
        Per unit in order of rank: score, standard_error, rank, low, high (with probability ``coverage``
        all ranks lie inside together), width, group (units of one group are not told apart from its
        first); empty when no error is stated.
    figures
        n_error_draws, n_groups, n_in_largest_group, n_indicators_with_error, median_set_width; None when they
        are not measurable.
    findings
        What stands out.
    spread
        The draws behind it, or None.
    """

    rank_sets: pl.DataFrame
    figures: Mapping[str, float | None]
    findings: tuple[AuditFinding, ...]
    spread: ErrorSpread | None


EMPTY = pl.DataFrame(
    schema={
        "unit": pl.String,
        "name": pl.String,
        "score": pl.Float64,
        "standard_error": pl.Float64,
        "rank": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "width": pl.Float64,
        "group": pl.Int64,
    }
)
FIGURES = ("n_error_draws", "n_groups", "n_in_largest_group", "n_indicators_with_error", "median_set_width")


def audit_presentation(
    subject: Subject,
    models: Mapping[str, ErrorModel],
    *,
    n_draws: int,
    coverage: float,
    rng: np.random.Generator,
) -> PresentationAudit:
    """Draw the data within their stated error and infer which ranks are possible."""
    if not models:
        found = in_table("rank_sets_not_measurable", "unknown", "rank_sets")
        return PresentationAudit(EMPTY, dict.fromkeys(FIGURES), (found,), None)
    try:
        spread = carry_error(subject.build, n_draws=n_draws, rng=rng, models=models)
        table = _table(subject, spread, coverage)
    except BadInput as failure:
        found = in_table("rank_sets_not_measurable", "unknown", "rank_sets", failure)
        return PresentationAudit(EMPTY, dict.fromkeys(FIGURES), (found,), None)
    sizes = table["group"].value_counts()["count"]
    largest = sizes.max()
    figures: dict[str, float | None] = {
        "n_error_draws": n_draws,
        "n_groups": table["group"].n_unique(),
        "n_in_largest_group": largest if isinstance(largest, int) else None,
        "n_indicators_with_error": len(models),
        "median_set_width": float(np.median(table["width"].to_numpy())),
    }
    return PresentationAudit(table, figures, tuple(_findings(subject, figures, coverage, spread)), spread)


def _table(subject: Subject, spread: ErrorSpread, coverage: float) -> pl.DataFrame:
    """Return the rank sets of the units that have a score in every draw."""
    draws, nominal = spread.scores[:, subject.row], spread.nominal_scores[subject.row]
    usable = np.isfinite(draws).all(axis=0) & np.isfinite(nominal)
    nominal = np.where(usable, nominal, np.nan)
    errors = np.where(usable, draws - draws.mean(axis=0), 0.0)
    found = infer_ranks(nominal, errors, coverage=coverage, units=subject.units, unknown="leave_out")
    kept = np.flatnonzero(usable)
    groups = group_by_leader(nominal[kept], found.above[np.ix_(kept, kept)])
    table = frame_of(
        {
            "unit": [subject.units[place] for place in kept],
            "name": [subject.unit_names[place] for place in kept],
            "score": nominal[kept],
            "standard_error": draws[:, kept].std(axis=0, ddof=1),
            "rank": subject.ranks[kept],
            "low": found.low[kept],
            "high": found.high[kept],
            "width": found.high[kept] - found.low[kept],
            "group": groups,
        }
    )
    return table.sort("rank", "unit")


def _findings(
    subject: Subject, figures: Mapping[str, float | None], coverage: float, spread: ErrorSpread
) -> Iterator[AuditFinding]:
    n_groups, largest = figures["n_groups"] or 0, figures["n_in_largest_group"] or 0
    held = {"n_groups": n_groups, "n_in_largest_group": largest, "coverage": coverage}
    level: Severity = "attention" if n_groups > 2 else "serious"
    single = largest <= 1
    yield in_figure("equal_rank_groups", "good" if single else level, "n_groups", **held)
    without = len(spread.without_error)
    if without:
        yield in_figure(
            "sets_too_narrow",
            "unknown",
            "n_indicators_with_error",
            n_indicators_with_error=figures["n_indicators_with_error"],
            n_without=without,
            n_indicators=len(subject.build.tree.indicators),
        )
