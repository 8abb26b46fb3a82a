# SPDX-License-Identifier: EUPL-1.2
"""The invented dossier of :mod:`tests.made_up_dossier` stored in a folder, with parts replaced."""

from dataclasses import dataclass, replace
from functools import cache

from tests.made_up_dossier import make_dossier, tables_of

from schakel.diagnosis.dossier import Dossier, Interval
from schakel.diagnosis.storage import Diagnosis, StoredMeasurement, load_measurement, store_measurement

PREDECESSOR = "0123456789abcdef"


@cache
def first_dossier() -> Dossier:
    return make_dossier(first_year=True)


@cache
def second_dossier() -> Dossier:
    """A dossier with what moved since its predecessor :data:`PREDECESSOR`."""
    return make_dossier(first_year=False)


def store(home, dossier: Dossier | None = None) -> StoredMeasurement:
    """Store a dossier with the invented tables."""
    dossier = dossier or first_dossier()
    identity = store_measurement(Diagnosis(dossier, dict(tables_of(True))), home)
    return load_measurement(home, dossier.course_id, dossier.year, identity)


@dataclass(frozen=True)
class Told:
    """A measurement that only has a name and a dossier."""

    id: str
    dossier: Dossier


def with_provenance(dossier: Dossier, **changes) -> Dossier:
    return replace(dossier, provenance=replace(dossier.provenance, **changes))


def with_score(dossier: Dossier, element: str, area: str, score: Interval) -> Dossier:
    """Return the dossier with another score of one element in one area."""

    def changed(comparison):
        elements = tuple(
            replace(e, score=score) if (e.element, e.area_code) == (element, area) else e
            for e in comparison.elements
        )
        return replace(comparison, elements=elements)

    return replace(dossier, comparisons=tuple(changed(c) for c in dossier.comparisons))


def with_item(dossier: Dossier, code: str, value: float | None, period: int | None = None) -> Dossier:
    """Return the dossier with another value, and perhaps period, of one item of the picture."""

    def changed(item):
        if item.code != code:
            return item
        at = item.standing
        return replace(item, standing=replace(at, value=value, period=period or at.period))

    return replace(dossier, picture=tuple(changed(i) for i in dossier.picture))
