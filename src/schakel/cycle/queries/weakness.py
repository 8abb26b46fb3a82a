# SPDX-License-Identifier: EUPL-1.2
"""How likely an element is the weakest link, as a dossier says it."""

from dataclasses import dataclass

from schakel.diagnosis.dossier import Comparison, Dossier


@dataclass(frozen=True, slots=True)
class Weakness:
    """The comparison in which an element is most likely the weakest, and how likely.

    ``probability`` is ``None`` and ``comparison`` empty for an element that is measured nowhere.
    ``in_set``: it is in the set of possible weakest links.
    """

    element: str
    comparison: str
    probability: float | None
    in_set: bool


def elements_of(dossier: Dossier) -> tuple[str, ...]:
    """Return the codes of the elements of a dossier, in its order."""
    return tuple(dict.fromkeys(e.element for c in dossier.comparisons for e in c.elements))


def probability_in(comparison: Comparison, element: str) -> float | None:
    """Return how likely an element is the weakest in one comparison, all its areas together.

    All areas have equal say, as in the verdict itself; where the element is not measured it is never the
    weakest. ``None`` when it is measured in no area.
    """
    of_element = [e for e in comparison.elements if e.element == element]
    ranked = {e.area_code for e in comparison.elements if e.measured}
    shares = [e.probability_weakest[0] for e in of_element if e.measured and e.probability_weakest]
    return round(sum(shares) / len(ranked), 9) if shares else None


def weakness_in(dossier: Dossier, comparison: Comparison, element: str) -> Weakness:
    """Return how likely an element is the weakest in one comparison, by the verdict if in its set."""
    links = (link for v in dossier.weakest if v.comparison == comparison.code for link in v.links)
    stated = next((link.probability for link in links if link.element == element), None)
    probability = stated if stated is not None else probability_in(comparison, element)
    return Weakness(element, "" if probability is None else comparison.code, probability, stated is not None)


def weakness_of(dossier: Dossier, element: str) -> Weakness:
    """Return where an element is most likely the weakest; a comparison that has it in its set goes first."""
    found = [weakness_in(dossier, c, element) for c in dossier.comparisons]
    measured = [w for w in found if w.probability is not None]
    none = Weakness(element, "", None, False)
    return max(measured, key=lambda w: (w.in_set, w.probability or 0.0), default=none)
