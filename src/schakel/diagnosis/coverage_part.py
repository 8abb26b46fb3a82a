# SPDX-License-Identifier: EUPL-1.2
"""The course's coverage and the findings of the checks written into the dossier."""

from collections.abc import Iterable
from operator import attrgetter

import polars as pl

from schakel.dataroom.checks.findings import Finding
from schakel.diagnosis.dossier import Change, Contradiction, CoverageCell, Note
from schakel.koers.coverage import Coverage


def coverage_cells(coverage: Coverage) -> tuple[CoverageCell, ...]:
    """Return the line x element matrix."""
    return tuple(CoverageCell(c.line, c.element, c.strength) for c in coverage.cells)


def coverage_holes(coverage: Coverage) -> tuple[Note, ...]:
    """Return each kind of hole with its codes; elements under ``elements``, other items under ``codes``."""
    return tuple(
        Note(
            hole.kind,
            {
                "elements" if hole.kind.startswith("elements") else "codes": ", ".join(hole.codes),
                "n": len(hole.codes),
                "n_items": hole.n_items,
            },
        )
        for hole in coverage.holes()
    )


def contradiction_of(finding: Finding) -> Contradiction:
    """Return a finding as the dossier holds it."""
    details = dict(finding.note_details)
    if finding.likelier_probability is not None:
        details.setdefault("likelier_probability", finding.likelier_probability)
    return Contradiction(
        rule=finding.rule,
        kind=finding.kind,
        severity=finding.severity,
        subject=finding.subject,
        scope=finding.scope,
        figures=finding.figures,
        stated=finding.stated,
        computed=finding.computed,
        computed_low=finding.computed_low,
        computed_high=finding.computed_high,
        likelier_figure=finding.likelier_figure,
        likelier_value=finding.likelier_value,
        note=Note(finding.note_code, details),
        next_step=finding.next_step,
    )


def contradictions_table(findings: Iterable[Finding]) -> pl.DataFrame:
    """Return every finding, one row each."""
    return _table(findings, _FINDING_COLUMNS)


def changes_table(changes: Iterable[Change]) -> pl.DataFrame:
    """Return every change with its parts, one row each."""
    return _table(changes, _CHANGE_COLUMNS)


Columns = dict[str, tuple[str, type[pl.DataType]]]
_FINDING_COLUMNS: Columns = {
    **{name: (name, pl.String) for name in ("scope", "severity", "rule", "kind")},
    "subject_nl": ("subject.nl", pl.String),
    "subject_en": ("subject.en", pl.String),
    "figures": ("figures", pl.String),
    **{n: (n, pl.Float64) for n in ("stated", "computed", "computed_low", "computed_high", "tolerance")},
    "likelier_figure": ("likelier_figure", pl.String),
    **{n: (n, pl.Float64) for n in ("likelier_value", "likelier_probability", "needed")},
    "note": ("note_code", pl.String),
    "next_step": ("next_step", pl.String),
}
_CHANGE_COLUMNS: Columns = {
    "subject_kind": ("subject_kind", pl.String),
    "subject": ("subject", pl.String),
    "area_code": ("area.code", pl.String),
    "area_name": ("area.label.nl", pl.String),
    "unit": ("unit", pl.String),
    "period": ("period", pl.Int64),
    "previous_period": ("previous_period", pl.Int64),
    **{n: (n, pl.Float64) for n in ("previous_value", "value", "total", "real", "revision", "method")},
    "is_beyond_noise": ("is_beyond_noise", pl.Boolean),
}


def _table(items: Iterable[object], columns: Columns) -> pl.DataFrame:
    read = attrgetter(*(attribute for attribute, _ in columns.values()))
    rows = [[", ".join(v) if isinstance(v, tuple) else v for v in read(item)] for item in items]
    return pl.DataFrame(rows, schema={name: kind for name, (_, kind) in columns.items()}, orient="row")
