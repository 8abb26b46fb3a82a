# SPDX-License-Identifier: EUPL-1.2
"""Which function draws which chart, with its title, reading guide, text alternative and table."""

from dataclasses import dataclass

from schakel.documents.charts import (
    age,
    contradictions,
    coverage,
    elements,
    moved,
    picture,
    ranks,
    tiles,
    weakest,
)
from schakel.documents.charts.canvas import Canvas
from schakel.documents.charts.chart import ChartTable
from schakel.documents.charts.stored import Stored, Surroundings
from schakel.documents.sentences.names import Names


@dataclass(frozen=True)
class Drawn:
    """A chart before it is turned into SVG."""

    canvas: Canvas
    title: str
    how: str
    alt: str
    table: ChartTable


def draw(name: str, stored: Stored, width: int, names: Names, around: Surroundings) -> Drawn:
    """Draw the chart with this name.

    Raises
    ------
    KeyError
        When there is no such chart for this dossier.
    """
    kind, _, subject = name.partition("-")
    if kind in ("elements", "weakest", "ranks", "tiles"):
        return _DRAW_COMPARISON[kind](stored, subject, width, names, around)
    if kind == "picture":
        return _picture(stored, subject, width, names)
    return _DRAW_OTHER[kind](stored, width, names, around)


def _elements(stored: Stored, code: str, width: int, names: Names, around: Surroundings) -> Drawn:
    comparison = stored.dossier.comparison(code)
    canvas = elements.draw_elements(
        stored.dossier, comparison, stored.table("element_scores"), width, names.language
    )
    how = names.say(
        "Each blue dot is an area of the region with the interval in which its score lies in 90 per cent "
        "of the runs; "
        "a filled dot is the region itself. The grey strip holds all {n} regions.",
        n=comparison.n_regions,
    )
    title = names.say("The elements of the ecosystem: {comparison}", comparison=names.comparison(code))
    return Drawn(
        canvas,
        title,
        how,
        elements.elements_alt(comparison, names),
        elements.elements_table(comparison, names),
    )


def _weakest(stored: Stored, code: str, width: int, names: Names, around: Surroundings) -> Drawn:
    comparison = stored.dossier.comparison(code)
    verdict = next((w for w in stored.dossier.weakest if w.comparison == code), None)
    rows = weakest.weakest_rows(comparison, verdict)
    how = names.say(
        "Dark: the share of runs in which the element is the weakest. Pale: among the weakest three. "
        "Thin lines: the weakest when only data error or only the method choices vary. Blue: in "
        "the set of possible weakest links."
    )
    title = names.say(
        "Probability of being the weakest link: {comparison}", comparison=names.comparison(code)
    )
    canvas = weakest.draw_weakest(rows, width, names)
    return Drawn(canvas, title, how, weakest.weakest_alt(rows, names), weakest.weakest_table(rows, names))


def _ranks(stored: Stored, code: str, width: int, names: Names, around: Surroundings) -> Drawn:
    comparison, ranking = stored.dossier.comparison(code), stored.table("index_ranking")
    how = names.say(
        "Each line runs from the best to the worst place that a region takes in 90 per cent of the runs; "
        "1 is the highest. "
        "Blue: the areas of the region. Dark grey: similar regions."
    )
    title = names.say("Place among all regions: {comparison}", comparison=names.comparison(code))
    canvas = ranks.draw_ranks(comparison, ranking, width, names)
    return Drawn(
        canvas, title, how, ranks.ranks_alt(comparison, names), ranks.ranks_table(comparison, ranking, names)
    )


def _tiles(stored: Stored, code: str, width: int, names: Names, around: Surroundings) -> Drawn:
    comparison, ranking = stored.dossier.comparison(code), stored.table("index_ranking")
    how = names.say(
        "Each square is a region, about where it lies. Its shade tells in which fifth its place falls; "
        "places close together cannot be told apart. Blue outline: the areas of the region."
    )
    title = names.say("Map of the places: {comparison}", comparison=names.comparison(code))
    canvas = tiles.draw_tiles(comparison, ranking, around.tiles, width, names)
    table = tiles.tiles_table(comparison, ranking, around.tiles, names)
    return Drawn(canvas, title, how, tiles.tiles_alt(comparison, around.tiles, names), table)


def _picture(stored: Stored, code: str, width: int, names: Names) -> Drawn:
    items = stored.dossier.picture
    how = names.say(
        "Blue: the region, or the nearest area that the figures are about. Grey: the median of "
        "similar regions, and the country. "
        "A diamond is the figure printed in the course, filled when it is confirmed. A thick "
        "pale bar is a suppressed figure of which only the bounds are known."
    )
    if not code:
        canvas = picture.draw_picture(items, width, names)
        title = names.say("The economic picture")
        return Drawn(
            canvas, title, how, picture.picture_alt(items, names), picture.latest_table(items, names)
        )
    item = next(i for i in items if i.code == code)
    canvas = picture.draw_item(item, width, names)
    return Drawn(
        canvas, names.item(code), how, picture.picture_alt((item,), names), picture.item_table((item,), names)
    )


def _coverage(stored: Stored, width: int, names: Names, around: Surroundings) -> Drawn:
    how = names.say(
        "A filled dot: the line strengthens the element. Open: possibly. Small: indirectly. A dash: not."
    )
    canvas = coverage.draw_coverage(stored.dossier, around.lines, width, names)
    table = coverage.coverage_table(stored.dossier, around.lines, names)
    return Drawn(
        canvas, names.say("What the course covers"), how, coverage.coverage_alt(stored.dossier, names), table
    )


def _moved(stored: Stored, width: int, names: Names, around: Surroundings) -> Drawn:
    how = names.say(
        "Each bar is the change in per cent of the previous value, cut into its parts. Bold: more than noise."
    )
    canvas = moved.draw_moved(stored.dossier, width, names)
    title = names.say("What moved since the previous year")
    return Drawn(
        canvas, title, how, moved.moved_alt(stored.dossier, names), moved.moved_table(stored.dossier, names)
    )


def _age(stored: Stored, width: int, names: Names, around: Surroundings) -> Drawn:
    how = names.say("Each line runs from the newest figure of a source to the year of this diagnosis.")
    canvas = age.draw_age(stored.dossier, width, names)
    return Drawn(
        canvas,
        names.say("How old the figures are"),
        how,
        age.age_alt(stored.dossier, names),
        age.age_table(stored.dossier, names),
    )


def _contradictions(stored: Stored, width: int, names: Names, around: Surroundings) -> Drawn:
    how = names.say(
        "A diamond is the stated figure; the grey dot or bar is what follows from the other "
        "figures, with the room that rounding leaves. Every line has a scale of its own."
    )
    canvas = contradictions.draw_contradictions(stored.dossier, width, names)
    title = names.say("Contradictions in the figures")
    table = contradictions.contradictions_table(stored.dossier, names)
    return Drawn(canvas, title, how, contradictions.contradictions_alt(stored.dossier, names), table)


_DRAW_COMPARISON = {"elements": _elements, "weakest": _weakest, "ranks": _ranks, "tiles": _tiles}
_DRAW_OTHER = {"coverage": _coverage, "moved": _moved, "age": _age, "contradictions": _contradictions}
