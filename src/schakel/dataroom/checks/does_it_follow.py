# SPDX-License-Identifier: EUPL-1.2
"""Whether a printed share, ratio, difference or sum follows from the other printed figures.

The four rule kinds differ in what they compute (:mod:`schakel.dataroom.checks.relations`) and
in their words; the verdict is the same. The result has bounds from the rounding of its parts:
when they lie wholly outside the rounding of the printed figure it is a contradiction, when the
result would be printed otherwise but the bounds overlap it is a matter of rounding.
"""

from collections.abc import Callable

from schakel.dataroom.checks.findings import Detail, Finding
from schakel.dataroom.checks.relations import Relation
from schakel.dataroom.checks.stated import Stated, StatedFigures

HARDLY_POSSIBLE_BELOW = 0.05
ROUNDED_TO = 6


def judge(
    relation: Relation, figures: StatedFigures, likelier: Callable[[Stated], Stated | None]
) -> Finding | None:
    """Return the finding about one relation, or ``None`` when the printed figure follows.

    Parameters
    ----------
    relation
        The printed figure and what it should follow from.
    figures
        All printed figures, to see which operands have more than one value.
    likelier
        Gives, for an operand with several values, the one that the arithmetic favours.
    """
    stated, bounds, computed = relation.stated, relation.bounds, relation.computed
    if computed != computed or stated.fits(computed):
        return None
    chance = relation.probability()
    meets = stated.bounds.meets(bounds)
    if meets:
        ending = "only_just_possible" if chance < HARDLY_POSSIBLE_BELOW else "within_rounding"
    else:
        ending = "above_parts" if stated.bounds.low > bounds.high else "below_parts"
    disputed = [o for o in relation.operands if len(figures.at(o.quantity, o.area, o.period)) > 1]
    favoured = likelier(disputed[0]) if disputed else None
    return Finding(
        rule=relation.rule.id,
        kind=relation.rule.kind,
        severity="rounding" if meets else "contradiction",
        scope="course",
        subject=relation.rule.label,
        figures=relation.ids,
        stated=stated.value,
        computed=_rounded(computed),
        computed_low=_rounded(_low(relation)),
        computed_high=_rounded(bounds.finite_high),
        tolerance=stated.rounding / 2,
        likelier_figure=favoured.ids[0] if favoured else None,
        likelier_value=favoured.value if favoured else None,
        needed=_rounded(relation.needed),
        note_code=f"{relation.rule.kind.removesuffix('_of')}_{ending}",
        note_details=_details(relation, chance),
        next_step=relation.rule.next_step,
    )


def _details(relation: Relation, chance: float) -> dict[str, Detail]:
    first, last = relation.operands[0], relation.operands[-1]
    return {
        "stated": relation.stated.value,
        "period": relation.stated.period,
        "unit": relation.stated.unit,
        "computed": round(relation.computed, 2),
        "low": _rounded(_low(relation), 2),
        "high": _rounded(relation.bounds.finite_high, 2),
        "first": first.value,
        "first_label_nl": first.label.nl,
        "first_label_en": first.label.en,
        "first_qualifier": first.qualifier,
        "second": last.value,
        "second_label_nl": last.label.nl,
        "second_label_en": last.label.en,
        "second_qualifier": last.qualifier,
        "second_is_derived": bool(last.parts),
        "n_parts": len(relation.operands),
        "needed": _rounded(relation.needed, 0 if abs(relation.needed or 0) >= 1_000 else 2),
        "chance_percent": None if chance != chance else round(100 * chance, 2),
    }


def _low(relation: Relation) -> float | None:
    """Return the lower bound; ``None`` where it is only zero because a divisor has no upper end."""
    divisor_is_open = relation.form == "quotient" and relation.operands[1].bounds.finite_high is None
    return None if divisor_is_open else relation.bounds.finite_low


def _rounded(value: float | None, digits: int = ROUNDED_TO) -> float | None:
    return None if value is None else round(value, digits)
