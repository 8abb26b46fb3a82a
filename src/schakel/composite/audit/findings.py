# SPDX-License-Identifier: EUPL-1.2
"""What an audit found: a code, how serious it is, its values, and the cell of a table that proves it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

import polars as pl

from schakel.composite.bad_input import BadInput

Severity = Literal["good", "attention", "serious", "unknown"]
SEVERITIES: tuple[Severity, ...] = ("serious", "attention", "unknown", "good")
Detail = str | int | float | bool | None
FIGURES = "figures"
NON_VALUES = ("figures", "findings")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the proof of a finding stands.

    Attributes
    ----------
    table
        Name of a table of the audit; ``figures`` is the table of single numbers.
    column
        Column of the table; "" when the whole table is the proof.
    where
        Per key column the value that selects one row; empty for all rows.
    """

    table: str
    column: str = ""
    where: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """Something that an audit found.

    Attributes
    ----------
    code
        What it is; the words belong to the code.
    severity
        "good", "attention", "serious", or "unknown" where it cannot be judged from what was given.
    values
        Numbers, and codes of nodes and units; the number in the cell of ``place`` is among them under the
        name of its column (or of the figure).
    place
        The cell that proves it.
    failure
        Why something could not be computed, where that is the finding.
    """

    code: str
    severity: Severity
    values: Mapping[str, Detail]
    place: Place
    failure: BadInput | None = None


def in_cell(
    code: str, severity: Severity, table: str, column: str, where: Mapping[str, Detail], /, **values: Detail
) -> AuditFinding:
    """Return a finding that one cell of a table proves; keys of the row are among its values."""
    return AuditFinding(code, severity, {**where, **values}, Place(table, column, dict(where)))


def in_figure(code: str, severity: Severity, figure: str, /, **values: Detail) -> AuditFinding:
    """Return a finding that a single number proves."""
    return AuditFinding(code, severity, values, Place(FIGURES, "value", {"figure": figure}))


def in_table(
    code: str, severity: Severity, table: str, failure: BadInput | None = None, /, **values: Detail
) -> AuditFinding:
    """Return a finding that a whole table proves, or that it stays empty because of a failure."""
    return AuditFinding(code, severity, values, Place(table), failure)


def worst_severity(findings: Iterable[AuditFinding]) -> Severity:
    """Return the severity of the worst finding; "good" where there are none.

    "unknown" comes after what is wrong and before what is good.
    """
    held = {finding.severity for finding in findings}
    return next((severity for severity in SEVERITIES if severity in held), "good")


def tables_of(part: Any) -> dict[str, pl.DataFrame]:
    """Return the tables of a part of an audit by the names of its fields."""
    named = {each.name: getattr(part, each.name) for each in fields(part)}
    return {name: value for name, value in named.items() if isinstance(value, pl.DataFrame)}


def plain(value: Any) -> float | None:
    """Return a number as a Python float, and None for one that is not known."""
    if value is None:
        return None
    number = float(value)
    return number if number == number else None


def frame_of(columns: Mapping[str, Any]) -> pl.DataFrame:
    """Return a table of columns in which an unknown number is null."""
    return pl.DataFrame(dict(columns)).with_columns(pl.col(pl.Float64).fill_nan(None))
