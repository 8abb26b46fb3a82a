# SPDX-License-Identifier: EUPL-1.2
"""How probable the diagnosis holds it that each element is the weakest link, in each comparison."""

from dataclasses import dataclass

from schakel.diagnosis.dossier import Comparison, Dossier, WeakestVerdict


@dataclass(frozen=True, slots=True)
class Weakness:
    """An element in one comparison.

    Attributes
    ----------
    probability
        That it is the weakest element, over all areas of the region; ``None`` where it is not measured.
    in_set
        Whether it belongs to the set that holds the weakest link.
    """

    element: str
    comparison: str
    probability: float | None
    in_set: bool


def find_weaknesses(dossier: Dossier) -> tuple[Weakness, ...]:
    """Return every element of every comparison in the order of the dossier."""
    verdicts = {v.comparison: v for v in dossier.weakest}
    return tuple(
        weakness
        for comparison in dossier.comparisons
        for weakness in _of_comparison(comparison, verdicts.get(comparison.code))
    )


def weak_elements(weaknesses: tuple[Weakness, ...]) -> frozenset[str]:
    """Return the elements that are a possible weakest link in any comparison."""
    return frozenset(w.element for w in weaknesses if w.in_set)


def unmeasured_elements(weaknesses: tuple[Weakness, ...]) -> frozenset[str]:
    """Return the elements that no comparison measures: they could be weaker still."""
    measured = {w.element for w in weaknesses if w.probability is not None}
    return frozenset(w.element for w in weaknesses) - measured


def highest_probability(weaknesses: tuple[Weakness, ...], element: str) -> float | None:
    """Return the highest probability of an element in any comparison."""
    known = [w.probability for w in weaknesses if w.element == element and w.probability is not None]
    return max(known, default=None)


def _of_comparison(comparison: Comparison, verdict: WeakestVerdict | None) -> list[Weakness]:
    links = {link.element: link.probability for link in verdict.links} if verdict else {}
    found = []
    for code in dict.fromkeys(e.element for e in comparison.elements):
        known = [
            e.probability_weakest[0]
            for e in comparison.elements
            if e.element == code and e.measured and e.probability_weakest
        ]
        probability = links.get(code, sum(known) / len(known) if known else None)
        found.append(Weakness(code, comparison.code, probability, code in links))
    return found
