# SPDX-License-Identifier: EUPL-1.2
"""What the diagnosis cannot say and why, derived from what was and was not found."""

from collections.abc import Iterable, Sequence

from schakel.diagnosis.dossier import Comparison, KeyPoint, Note, PictureItem
from schakel.diagnosis.key_points import N_POINTS

OLD_AFTER_YEARS = 3


def comparison_limits(comparisons: Sequence[Comparison]) -> Iterable[Note]:
    """Yield, per comparison: elements that nothing measures, the bracket, national values not counted."""
    for comparison in comparisons:
        codes = dict.fromkeys(e.element for e in comparison.elements)
        for code in codes:
            if not any(e.measured for e in comparison.elements if e.element == code):
                yield Note("element_not_measured", {"element": code, "comparison": comparison.code})
        yield from (
            n for n in comparison.notes if n.code in ("region_is_bracket", "national_values_not_counted")
        )


def picture_limits(picture: Sequence[PictureItem], year: int) -> Iterable[Note]:
    """Yield, per item: no figure at all, only larger areas, withheld figures, an old newest figure."""
    for item in picture:
        if item.standing.period is None:
            yield Note("item_without_figure", {"item": item.code})
            continue
        yield from (n for n in item.notes if n.code == "item_not_for_the_region")
        own = [p for line in item.lines if line.role in ("region", "nearest") for p in line.points]
        withheld = sum(p.status == "suppressed" for p in own)
        if withheld:
            yield Note("suppressed_figures", {"item": item.code, "n": withheld})
        age = year - item.standing.period
        if age > OLD_AFTER_YEARS:
            newest = item.standing.period
            yield Note("old_figure", {"item": item.code, "newest_period": newest, "age": age})


def statement_limits(picture: Sequence[PictureItem]) -> Iterable[Note]:
    """Yield the printed figures and statements that no public figure confirms or contradicts."""
    for item in picture:
        for check in item.printed:
            if check.verdict == "no_figure":
                words = {"statement_nl": check.label.nl, "statement_en": check.label.en}
                yield Note("statement_without_figure", {"figure": check.figure_id, **words})


def point_limits(strong: Sequence[KeyPoint], attention: Sequence[KeyPoint]) -> Iterable[Note]:
    """Yield that fewer points than wanted meet the rule."""
    for kind, points in (("strong", strong), ("attention", attention)):
        if len(points) < N_POINTS:
            yield Note("fewer_points", {"kind": kind, "n": len(points), "wanted": N_POINTS})
