# SPDX-License-Identifier: EUPL-1.2
"""Step 2, data selection: how much is known and zero, who was left out, and whether errors are stated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.composite.audit.findings import AuditFinding, Severity, frame_of, in_cell, in_figure, in_table
from schakel.composite.audit.subject import Subject
from schakel.composite.audit.supplied import Supplied
from schakel.composite.audit.thresholds import (
    FEWEST_DIFFERENT,
    FEWEST_KNOWN,
    FEWEST_NONZERO,
    NEARLY_ALL_KNOWN,
)
from schakel.composite.describing.availability import measure_availability, measure_group_availability
from schakel.composite.describing.describe import describe_indicators
from schakel.composite.describing.screen import Screening
from schakel.composite.structure.tree import known_node
from schakel.composite.varying.data_error import ErrorModel, models_of_tree


@dataclass(frozen=True, slots=True, eq=False)
class SelectionAudit:
    """What the data are.

    Attributes
    ----------
    availability_indicators
        Per indicator, in the audited period: n_known, share_known, n_zero, share_nonzero, n_different,
        share_different, error_kind ("" where none is stated) and error_size where that is one number.
    availability_units
        Per unit that came in: n_unknown, share_known, n_zero, in_index, reason.
    availability_branches
        Per unit the share of known indicators below each branch.
    availability_periods
        Per period the share of known cells.
    availability_cells
        Per unit and indicator "known", "zero" or "unknown".
    figures
        share_known of all cells, n_units, n_left_out, n_without_error.
    findings
        What stands out.
    """

    availability_indicators: pl.DataFrame
    availability_units: pl.DataFrame
    availability_branches: pl.DataFrame
    availability_periods: pl.DataFrame
    availability_cells: pl.DataFrame
    figures: Mapping[str, float | None]
    findings: tuple[AuditFinding, ...]


def audit_selection(subject: Subject, supplied: Supplied) -> SelectionAudit:
    """Describe availability, zeros and stated errors of the data as they came in."""
    raw = subject.build.raw
    errors = error_models(subject, supplied)
    units, indicators = _units(subject), _indicators(subject, errors)
    branches = _branches(subject)
    figures: dict[str, float | None] = {
        "share_known": float(np.isfinite(subject.raw).mean()),
        "n_units": len(raw.units),
        "n_left_out": int((~units["in_index"]).sum()),
        "n_without_error": len(raw.columns) - len(errors),
    }
    return SelectionAudit(
        availability_indicators=indicators,
        availability_units=units,
        availability_branches=branches,
        availability_periods=frame_of(
            {"period": list(raw.periods), "share_known": np.isfinite(raw.values).mean(axis=(-2, -1))}
        ),
        availability_cells=_cells(subject),
        figures=figures,
        findings=tuple(_findings(subject, (units, indicators, branches), figures)),
    )


def error_models(subject: Subject, supplied: Supplied) -> Mapping[str, ErrorModel]:
    """Return the error models of the indicators: those supplied, else those of the tree.

    Raises
    ------
    UnknownNode
        For a model of an indicator that the index does not have.
    """
    if supplied.error_models is None:
        return models_of_tree(subject.build.tree)
    for code in supplied.error_models:
        known_node(subject.build.tree, code)
    return supplied.error_models


def _indicators(subject: Subject, errors: Mapping[str, ErrorModel]) -> pl.DataFrame:
    raw, tree = subject.build.raw, subject.build.tree
    found = describe_indicators(subject.raw)
    sizes = [errors[code].size if code in errors else np.nan for code in raw.columns]
    return frame_of(
        {
            "code": list(raw.columns),
            "name": [tree.named(code) for code in raw.columns],
            "n_known": found.n_known,
            "share_known": found.share_known,
            "n_zero": found.n_known - found.n_nonzero,
            "share_nonzero": found.share_nonzero,
            "n_different": found.n_unique,
            "share_different": found.share_unique,
            "error_kind": [errors[code].kind if code in errors else "" for code in raw.columns],
            "error_size": [float(np.asarray(size)) if np.ndim(size) == 0 else np.nan for size in sizes],
        }
    )


def _units(subject: Subject) -> pl.DataFrame:
    raw = subject.build.raw
    found = measure_availability(subject.raw)
    kept = set(subject.units)
    reasons = _reasons(subject)
    return frame_of(
        {
            "unit": list(raw.units),
            "name": [raw.name_of_unit(place) for place in range(len(raw.units))],
            "n_unknown": found.missing_per_unit,
            "share_known": found.per_unit,
            "n_zero": found.zeros_per_unit,
            "in_index": [unit in kept for unit in raw.units],
            "reason": [reasons.get(unit, "") for unit in raw.units],
        }
    )


def _reasons(subject: Subject) -> dict[str, str]:
    """Return per unit why the first screening that left it out did so."""
    found: dict[str, str] = {}
    before = subject.build.raw
    for stage in subject.build.stages:
        if isinstance(stage.details, Screening):
            why = stage.details.reason.reshape(-1, len(before.units))[subject.row]
            for unit, reason in zip(before.units, why, strict=True):
                if unit not in stage.data.units:
                    found.setdefault(unit, str(reason))
        before = stage.data
    return found


def _branches(subject: Subject) -> pl.DataFrame:
    raw, tree = subject.build.raw, subject.build.tree
    places = {code: place for place, code in enumerate(raw.columns)}
    groups = {code: [places[leaf] for leaf in tree.leaves(code)] for code in reversed(tree.bottom_up)}
    shares = measure_group_availability(subject.raw, groups=groups)
    columns = {code: shares[:, place] for place, code in enumerate(groups)}
    return frame_of({"unit": list(raw.units), **columns})


def _cells(subject: Subject) -> pl.DataFrame:
    raw = subject.build.raw
    words = np.where(np.isfinite(subject.raw), np.where(subject.raw == 0, "zero", "known"), "unknown").astype(
        object
    )
    columns = {code: words[:, place].tolist() for place, code in enumerate(raw.columns)}
    return pl.DataFrame({"unit": list(raw.units), **columns})


def _findings(
    subject: Subject,
    tables: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame],
    figures: Mapping[str, float | None],
) -> Iterator[AuditFinding]:
    units, indicators, branches = tables
    share = figures["share_known"] or 0.0
    level: Severity = "good" if share >= NEARLY_ALL_KNOWN.value else "attention"
    yield in_figure(
        "share_known", "serious" if share < FEWEST_KNOWN.value else level, "share_known", share_known=share
    )
    yield from _indicator_findings(indicators)
    for row in units.iter_rows(named=True):
        key, known = {"unit": row["unit"]}, row["share_known"]
        if not row["in_index"]:
            yield in_cell(
                "unit_left_out",
                "attention",
                "availability_units",
                "share_known",
                key,
                share_known=known,
                reason=row["reason"],
            )
        elif known < FEWEST_KNOWN.value:
            yield in_cell(
                "unit_little_known", "attention", "availability_units", "share_known", key, share_known=known
            )
    for row in branches.filter(pl.col("unit").is_in(subject.units)).iter_rows(named=True):
        for code in subject.build.tree.bottom_up[:-1]:
            if row[code] == 0:
                yield in_cell(
                    "branch_not_measured",
                    "attention",
                    "availability_branches",
                    code,
                    {"unit": row["unit"]},
                    node=code,
                    **{code: row[code]},
                )
    yield from _error_findings(subject, figures)
    yield in_table("source_not_judged", "unknown", "availability_indicators")


def _indicator_findings(indicators: pl.DataFrame) -> Iterator[AuditFinding]:
    limits = (
        ("indicator_little_known", "serious", "share_known", FEWEST_KNOWN.value),
        ("mostly_zero", "attention", "share_nonzero", FEWEST_NONZERO.value),
        ("few_different", "attention", "share_different", FEWEST_DIFFERENT.value),
    )
    for code, severity, column, limit in limits:
        for row in indicators.sort(column).iter_rows(named=True):
            if row[column] is not None and row[column] < limit:
                yield in_cell(
                    code,
                    "serious" if severity == "serious" else "attention",
                    "availability_indicators",
                    column,
                    {"code": row["code"]},
                    **{column: row[column]},
                )


def _error_findings(subject: Subject, figures: Mapping[str, float | None]) -> Iterator[AuditFinding]:
    without, k = figures["n_without_error"] or 0, len(subject.build.raw.columns)
    if without == 0:
        yield in_figure("errors_stated", "good", "n_without_error", n_without_error=0, n_indicators=k)
    elif without == k:
        yield in_figure("errors_not_stated", "unknown", "n_without_error", n_without_error=without)
    else:
        yield in_figure(
            "errors_partly_stated", "attention", "n_without_error", n_without_error=without, n_indicators=k
        )
