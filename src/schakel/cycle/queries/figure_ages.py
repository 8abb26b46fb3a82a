# SPDX-License-Identifier: EUPL-1.2
"""Figures that are old: of the diagnosis, and printed in the course."""

from dataclasses import dataclass

from schakel.diagnosis.dossier import Dossier
from schakel.koers.label import Label

OLD_AFTER_YEARS = 3


@dataclass(frozen=True, slots=True)
class OldFigure:
    """A source, or a figure printed in the course, that is old; ``kind`` is "source" or "printed"."""

    kind: str
    code: str
    label: Label
    period: int
    age_years: int


def old_figures(dossier: Dossier | None, year: int, after: int = OLD_AFTER_YEARS) -> tuple[OldFigure, ...]:
    """Return what is at least some years old in a year, the oldest first."""
    if dossier is None:
        return ()
    sources = [
        OldFigure("source", s.source_table, s.title, s.newest_period, year - s.newest_period)
        for s in dossier.provenance.snapshots
        if s.newest_period is not None
    ]
    printed = [
        OldFigure("printed", check.figure_id, check.label, check.printed_period, year - check.printed_period)
        for item in dossier.picture
        for check in item.printed
        if check.printed_period is not None
    ]
    found = {(f.kind, f.code): f for f in (*sources, *printed) if f.age_years >= after}
    return tuple(sorted(found.values(), key=lambda f: (-f.age_years, f.kind, f.code)))
