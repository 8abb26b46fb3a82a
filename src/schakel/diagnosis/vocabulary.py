# SPDX-License-Identifier: EUPL-1.2
"""The smallest parts of a dossier: an area, an interval, a remark, where a figure comes from."""

from dataclasses import dataclass

from schakel.koers.label import Label

Detail = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the bounds between which it lies in 90 % of the runs (``None``: not known)."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A remark as a code with details; ``documents`` knows the sentence for each code."""

    code: str
    details: dict[str, Detail]


@dataclass(frozen=True, slots=True)
class FigureKey:
    """Where one number comes from: enough to open its page in the ledger."""

    measure: str
    region_code: str
    period: int
    source_table: str
    snapshot_id: str


@dataclass(frozen=True, slots=True)
class Area:
    """An area that figures are about; ``kind`` is region, municipality, corop, nuts2 or country."""

    code: str
    label: Label
    kind: str
