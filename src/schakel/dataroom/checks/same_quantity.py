# SPDX-License-Identifier: EUPL-1.2
"""Rule ``same_quantity``: one quantity, area and date for which several values are printed."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from schakel.dataroom.checks.findings import Detail, Finding
from schakel.dataroom.checks.likelihood import Likelier, find_likelier
from schakel.dataroom.checks.rules import Rule, SameQuantity
from schakel.dataroom.checks.stated import Stated, StatedFigures


def check_same_quantity(
    rule: SameQuantity, figures: StatedFigures, rules: Iterable[Rule]
) -> Iterator[Finding]:
    """Yield a finding for each quantity, area, date and unit with more than one printed value.

    It is a contradiction when no true value can be behind all of them, else a matter of rounding;
    values that "at least" leaves room for are no finding.
    """
    wanted = [s for s in figures.everything() if not rule.quantities or s.quantity in rule.quantities]
    for _, group in groupby(sorted(wanted, key=_place), key=_place):
        values = tuple(group)
        if len(values) > 1 and not _agree(values):
            yield _finding(rule, values, find_likelier(values, figures, rules))


def _place(stated: Stated) -> tuple[str, str, int, int, str]:
    return (stated.quantity, stated.area, stated.period or 0, stated.from_period or 0, stated.unit)


def _agree(values: tuple[Stated, ...]) -> bool:
    return all(one.fits(other.value) or other.fits(one.value) for one in values for other in values)


def _finding(rule: SameQuantity, values: tuple[Stated, ...], likelier: Likelier) -> Finding:
    apart = any(not one.bounds.meets(other.bounds) for one in values for other in values)
    favoured = likelier.favoured
    first, last = values[0], values[-1]
    details: dict[str, Detail] = {
        "label_nl": first.label.nl,
        "label_en": first.label.en,
        "first": first.value,
        "second": last.value,
        "values": "; ".join(f"{v.value:.12g}" for v in values),
        "n_values": len(values),
        "period": first.period,
        "unit": first.unit,
        "probability_percent": None if favoured is None else round(100 * likelier.probability(favoured)),
        "n_relations": len(likelier.evidence),
        "reason_codes": ", ".join(e.rule for e in likelier.evidence),
    }
    code = "same_quantity_two_values" if apart else "same_quantity_within_rounding"
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        severity="contradiction" if apart else "rounding",
        scope="course",
        subject=rule.label if rule.quantities else first.label,
        figures=tuple(i for v in values for i in v.ids),
        stated=first.value,
        computed=last.value,
        tolerance=(first.rounding + last.rounding) / 2,
        likelier_figure=None if favoured is None else favoured.ids[0],
        likelier_value=None if favoured is None else favoured.value,
        likelier_probability=None if favoured is None else likelier.probability(favoured),
        note_code=code,
        note_details=details,
        next_step=rule.next_step,
    )
