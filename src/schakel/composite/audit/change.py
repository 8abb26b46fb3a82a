# SPDX-License-Identifier: EUPL-1.2
"""Change between two periods or two editions, in parts: revision, indicators, weights, method."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.composite.audit.findings import AuditFinding, Severity, frame_of, in_cell, in_figure, in_table
from schakel.composite.audit.subject import Subject
from schakel.composite.bad_input import BadInput, Floats
from schakel.composite.building.build import Build
from schakel.composite.changing.change_parts import ChangeParts, Version, split_change
from schakel.composite.ranking.rank import rank_scores
from schakel.composite.varying.data_error import ErrorSpread

TWICE_THE_SPREAD = 1.96


@dataclass(frozen=True, slots=True, eq=False)
class ChangeAudit:
    """What moved.

    Attributes
    ----------
    change
        Per unit in both: before, after, total, the parts revision, indicators, weights and method that add
        up to it, rank_before, rank_after, rise (places won), and beyond_noise (null where the error of the
        data is not stated).
    figures
        from_period, to_period (null where they are no numbers), n_units_compared, mean_change, and the mean
        absolute size of each part: mean_revision, mean_indicators, mean_weights, mean_method;
        n_beyond_noise.
    findings
        What stands out.
    """

    change: pl.DataFrame
    figures: Mapping[str, float | None]
    findings: tuple[AuditFinding, ...]


def audit_change(subject: Subject, later: Build | None, spread: ErrorSpread | None) -> ChangeAudit | None:
    """Split the change to a later edition, or else from the period before; None when there is neither.

    ``spread`` holds draws of the data for all periods of the index; it tells what is noise only between
    periods of one index.
    """
    pair = _versions(subject, later)
    if pair is None:
        return None
    before, after = pair
    try:
        parts = split_change(before, after)
    except BadInput as failure:
        found = in_table("change_not_split", "unknown", "change", failure)
        return ChangeAudit(_EMPTY, {"n_units_compared": 0}, (found,))
    noise = None if later is not None or spread is None else _noise(subject, spread, parts)
    table = _table(subject, parts, noise)
    figures = _figures(before, after, table)
    return ChangeAudit(table, figures, tuple(_findings(table, figures)))


_PARTS = ("revision", "indicators", "weights", "method")
_EMPTY = pl.DataFrame(schema={"unit": pl.String})


def _versions(subject: Subject, later: Build | None) -> tuple[Version, Version] | None:
    build, periods = subject.build, subject.build.raw.periods
    here = Version(build.raw, build.tree, build.steps, subject.period)
    if later is not None:
        return here, Version(later.raw, later.tree, later.steps, later.raw.periods[-1])
    if subject.row == 0:
        return None
    return Version(build.raw, build.tree, build.steps, periods[subject.row - 1]), here


def _noise(subject: Subject, spread: ErrorSpread, parts: ChangeParts) -> Floats:
    """Return the standard deviation of each unit's change over the draws, shape (n_units,)."""
    moved = spread.scores[:, subject.row] - spread.scores[:, subject.row - 1]
    rows = [spread.units.index(unit) for unit in parts.units if unit in spread.units]
    if len(rows) < len(parts.units):
        return np.full(len(parts.units), np.nan)
    return np.asarray(moved[:, rows].std(axis=0, ddof=1), dtype=np.float64)


def _table(subject: Subject, parts: ChangeParts, noise: Floats | None) -> pl.DataFrame:
    total = parts.after - parts.before
    ranks = rank_scores(np.stack([parts.before, parts.after]))
    names = dict(zip(subject.units, subject.unit_names, strict=True))
    columns = {
        "unit": list(parts.units),
        "name": [names.get(unit, unit) for unit in parts.units],
        "before": parts.before,
        "after": parts.after,
        "total": total,
        **{name: getattr(parts, name) for name in _PARTS},
        "rank_before": ranks[0],
        "rank_after": ranks[1],
        "rise": ranks[0] - ranks[1],
    }
    table = frame_of(columns)
    if noise is None:
        beyond = pl.Series("beyond_noise", [None] * len(parts.units), dtype=pl.Boolean)
    else:
        known = np.isfinite(noise) & np.isfinite(total)
        flags = np.abs(total) > TWICE_THE_SPREAD * np.where(known, noise, np.inf)
        cells = [bool(flag) if held else None for flag, held in zip(flags, known, strict=True)]
        beyond = pl.Series("beyond_noise", cells, dtype=pl.Boolean)
    return table.with_columns(beyond).sort("rank_after", "unit", nulls_last=True)


def _figures(before: Version, after: Version, table: pl.DataFrame) -> dict[str, float | None]:
    def mean_of(name: str) -> float | None:
        found = table[name].abs().mean()
        return float(found) if isinstance(found, float) else None

    moved = table["beyond_noise"]
    return {
        "from_period": before.period if isinstance(before.period, int) else None,
        "to_period": after.period if isinstance(after.period, int) else None,
        "n_units_compared": table["total"].drop_nulls().len(),
        "mean_change": mean_of("total"),
        **{f"mean_{name}": mean_of(name) for name in _PARTS},
        "n_beyond_noise": int(moved.sum()) if moved.drop_nulls().len() else None,
    }


def _findings(table: pl.DataFrame, figures: Mapping[str, float | None]) -> Iterator[AuditFinding]:
    held = {name: figures[name] for name in ("n_units_compared", "mean_change", "from_period", "to_period")}
    yield in_figure("change_counted", "good", "n_units_compared", **held)
    ours = (figures["mean_weights"] or 0.0) + (figures["mean_method"] or 0.0)
    if ours > 0:
        theirs = figures["mean_indicators"] or 0.0
        yield in_figure(
            "method_changed",
            "serious" if ours > theirs else "attention",
            "mean_method",
            **{name: figures[name] for name in ("mean_method", "mean_weights", "mean_indicators")},
        )
    if figures["mean_revision"]:
        value = figures["mean_revision"]
        yield in_figure("old_figures_revised", "attention", "mean_revision", mean_revision=value)
    ordered = table.drop_nulls("rise").sort("rise", descending=True)
    for code, place in (("largest_rise", 0), ("largest_fall", -1)):
        if ordered.height and ordered["rise"][place]:
            row = ordered.row(place, named=True)
            numbers = {name: row[name] for name in ("rise", "rank_before", "rank_after")}
            yield in_cell(code, "good", "change", "rise", {"unit": row["unit"]}, **numbers)
    beyond = figures["n_beyond_noise"]
    if beyond is None:
        yield in_table("noise_not_measurable", "unknown", "change")
    else:
        level: Severity = "good" if beyond else "attention"
        n = figures["n_units_compared"]
        yield in_figure("beyond_noise", level, "n_beyond_noise", n_beyond_noise=beyond, n_units_compared=n)
