# SPDX-License-Identifier: EUPL-1.2
"""How firmly the course strengthens an element, over all its lines."""

from collections.abc import Iterable

from schakel.diagnosis.dossier import CoverageCell
from schakel.documents.sentences.names import Names

FIRMNESS = ("yes", "possibly", "implicit", "no")


def firmest(cells: Iterable[CoverageCell]) -> dict[str, str]:
    """Return per element the firmest word that any line has for it: yes, possibly, implicit or no."""
    found: dict[str, str] = {}
    for cell in cells:
        before = found.get(cell.element, "no")
        found[cell.element] = min(before, cell.strength, key=FIRMNESS.index)
    return found


def hole_words(strength: str, names: Names) -> str:
    """Return what is missing for an element; empty where a line strengthens it."""
    say = names.say
    if strength == "yes":
        return ""
    if strength == "possibly":
        return say("only possibly")
    return say("only indirectly") if strength == "implicit" else say("no line")
