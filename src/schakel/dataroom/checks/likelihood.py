# SPDX-License-Identifier: EUPL-1.2
"""Which of several printed values for one quantity the other printed figures favour.

For each value, each relation in which it takes part gives the chance that true values,
equally likely within their declared rounding, would be printed as they are. A printed figure
may also rest on other data altogether (an older edition, a typing error): with probability
``SLIP`` it then falls anywhere within ``SLIP_STEPS`` rounding steps, with equal chance. Without
that allowance one impossible figure would decide everything. The values start equally likely;
relations are taken as independent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan, prod

from schakel.dataroom.checks.relations import Relation, relations_of
from schakel.dataroom.checks.rules import Rule
from schakel.dataroom.checks.stated import Stated, StatedFigures

SLIP = 0.05
SLIP_STEPS = 20
FAVOURED_FROM = 2 / 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one relation says: the chance of what is printed, for each of the values."""

    rule: str
    figure: str
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Likelier:
    """The values with the probability of each; ``favoured`` is None where neither reaches two thirds."""

    values: tuple[Stated, ...]
    probabilities: tuple[float, ...]
    evidence: tuple[Evidence, ...]

    @property
    def favoured(self) -> Stated | None:
        """The value that the arithmetic favours by at least two to one."""
        best = max(range(len(self.values)), key=lambda k: self.probabilities[k])
        return self.values[best] if self.probabilities[best] >= FAVOURED_FROM - 1e-12 else None

    def probability(self, stated: Stated) -> float:
        """Return the probability of one of the values."""
        return self.probabilities[self.values.index(stated)]


def find_likelier(values: tuple[Stated, ...], figures: StatedFigures, rules: Iterable[Rule]) -> Likelier:
    """Weigh the values that are printed for one quantity against each other.

    Parameters
    ----------
    values
        At least two distinct values of the same quantity, area and period.
    figures, rules
        All printed figures and the rules among them.

    Returns
    -------
    Likelier
        Equal probabilities when no relation tells the values apart.
    """
    chances: dict[tuple[str, str], dict[Stated, list[float]]] = {}
    for rule in rules:
        for relation in relations_of(rule, figures):
            involved = [v for v in values if v == relation.stated or v in relation.operands]
            if not involved:
                continue
            chance = relation.probability()
            for value in involved:
                per_value = chances.setdefault(_subject(relation, value), {})
                per_value.setdefault(value, []).append(chance)
    evidence = []
    for (rule_id, figure), per_value in sorted(chances.items()):
        means = tuple(sum(per_value[v]) / len(per_value[v]) for v in values if v in per_value)
        if len(means) == len(values) and not any(isnan(mean) for mean in means):
            evidence.append(Evidence(rule_id, figure, means))
    weights = [prod(_allowing_slip(e.chances[k]) for e in evidence) for k in range(len(values))]
    return Likelier(values, tuple(w / sum(weights) for w in weights), tuple(evidence))


def _subject(relation: Relation, value: Stated) -> tuple[str, str]:
    """Return the rule and the figure that is computed, the same for each value under comparison."""
    if value == relation.stated:
        return relation.rule.id, "/".join(relation.operands[0].ids)
    return relation.rule.id, relation.stated.ids[0]


def _allowing_slip(chance: float) -> float:
    return (1 - SLIP) * chance + SLIP / SLIP_STEPS
