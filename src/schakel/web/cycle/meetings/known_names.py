# SPDX-License-Identifier: EUPL-1.2
"""The names of what only the course and the measurement know: elements, contradictions and checks."""

import hashlib
from collections.abc import Mapping

from schakel.cycle.models import SourceKind
from schakel.diagnosis.dossier import Contradiction
from schakel.programme.integrity.checks import integrity_checks
from schakel.web.programme.course_names import course_names
from schakel.web.reading import Reading


def known_names(reading: Reading, kind: str) -> Mapping[str, str]:
    """Return names by key for a kind of source; nothing for a kind that the register knows itself."""
    if kind in (SourceKind.ELEMENT, SourceKind.PERCEPTION):
        return _elements(reading)
    if kind == SourceKind.CONTRADICTION:
        return {contradiction_key(c): reading.text(c.subject) for c in reading.dossier.contradictions}
    if kind == SourceKind.CHECK:
        return {check.id: reading.text(check.label) for check in integrity_checks()}
    return {}


def contradiction_key(contradiction: Contradiction) -> str:
    """Return a key that stays the same in every measurement in which the same figures contradict."""
    told = "|".join((contradiction.rule, contradiction.subject.en, *sorted(contradiction.figures)))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _elements(reading: Reading) -> Mapping[str, str]:
    """Return the elements by the names of the course, or else of the measurement."""
    measured = {e.element: reading.text(e.label) for c in reading.dossier.comparisons for e in c.elements}
    return measured | dict(course_names(reading).elements)
