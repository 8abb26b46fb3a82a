# SPDX-License-Identifier: EUPL-1.2
"""Tables of the ecosystem pages: elements, weakest links, ranking, indicators."""

import polars as pl
from django.utils.translation import gettext as _

from schakel.diagnosis.dossier import Comparison, ElementResult, IndicatorResult, Interval
from schakel.documents import formats
from schakel.documents.sentences.names import upper_first
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def chosen_comparison(reading: Reading, code: str | None) -> Comparison | None:
    """Return the comparison with this code, or the first one."""
    comparisons = reading.dossier.comparisons
    return next((c for c in comparisons if c.code == code), next(iter(comparisons), None))


def interval_cell(reading: Reading, value: Interval, decimals: int = 0, link: str = "") -> Cell:
    """Return a value with its bounds; unknown is said and ordered last."""
    text = formats.interval(value, reading.language, decimals)
    known = formats.is_known(value.value)
    return Cell(text, value.value if known else None, link, "" if known else "unknown")


def probability_cell(reading: Reading, value: float | None) -> Cell:
    """Return a probability."""
    if value is None:
        return Cell(_("not measured"), None, tone="unknown")
    return Cell(formats.probability(value, reading.language), value)


def elements_table(reading: Reading, comparison: Comparison) -> Table:
    """Return every element for every area of the region, weak ones first."""
    columns = (
        Column("element", _("Element")),
        Column("area", _("Area")),
        Column("score", _("Score and interval"), True, _("average of the regions = 1")),
        Column("rank", _("Place and interval"), True),
        Column("weakest", _("Weakest"), True, _("probability")),
        Column("weakest_three", _("Among the weakest three"), True, _("probability")),
        Column("indicators", _("Indicators used"), True),
        Column("newest", _("Newest figure"), True),
    )
    results = sorted(
        comparison.elements, key=lambda e: (not e.measured, e.score.value or 0.0, e.element, e.area_code)
    )
    measured = {e.element for e in results if e.measured}
    rows = [Row(_element_cells(reading, comparison, e)) for e in results if e.element in measured]
    missing = {e.element: e for e in results if e.element not in measured}
    rows += [Row(_missing_cells(reading, comparison, e)) for e in missing.values()]
    caption = _("The elements of the ecosystem: %(comparison)s") % {
        "comparison": reading.text(comparison.label)
    }
    return Table("elements", caption, columns, tuple(rows), query=f"comparison={comparison.code}")


def _element_cells(reading: Reading, comparison: Comparison, result: ElementResult) -> tuple[Cell, ...]:
    link = reading.url("element", result.element) + f"?comparison={comparison.code}"
    probabilities = (*result.probability_weakest, None, None, None)
    score = interval_cell(reading, result.score, 2)
    if not result.measured:
        score = Cell(_("not measured"), None, tone="unknown")
    return (
        text_cell(upper_first(reading.text(result.label)), link),
        text_cell(reading.names.area(result.area_code)),
        score,
        interval_cell(reading, result.rank) if result.measured else Cell("–", None),
        probability_cell(reading, probabilities[0]),
        probability_cell(reading, probabilities[2]),
        Cell(
            _("%(used)s of %(declared)s")
            % {"used": result.n_indicators_used, "declared": result.n_indicators_declared},
            result.n_indicators_used,
        ),
        Cell("–", None)
        if result.newest_period is None
        else Cell(str(result.newest_period), result.newest_period),
    )


def _missing_cells(reading: Reading, comparison: Comparison, result: ElementResult) -> tuple[Cell, ...]:
    """Return the row of an element that is measured in no area."""
    first, _area, score, *rest = _element_cells(reading, comparison, result)
    return (first, text_cell(_("all areas")), score, *(Cell("–", None) for _cell in rest))


def weakest_table(reading: Reading, comparison: Comparison) -> Table:
    """Return the probability of being the weakest link: by data error, by method and by both."""
    columns = (
        Column("element", _("Element")),
        Column("area", _("Area")),
        Column("both", _("Weakest"), True, _("data error and method choices")),
        Column("data", _("By data error alone"), True),
        Column("method", _("By method choices alone"), True),
        Column("two", _("Among the weakest two"), True),
        Column("three", _("Among the weakest three"), True),
    )
    measured = [e for e in comparison.elements if e.measured]
    measured.sort(key=lambda e: -(e.probability_weakest or (0.0,))[0])
    rows = []
    for e in measured:
        both = (*e.probability_weakest, None, None, None)
        data, method = (*e.probability_weakest_data, None), (*e.probability_weakest_method, None)
        cells = (both[0], data[0], method[0], both[1], both[2])
        link = reading.url("element", e.element) + f"?comparison={comparison.code}"
        names = (
            text_cell(upper_first(reading.text(e.label)), link),
            text_cell(reading.names.area(e.area_code)),
        )
        rows.append(Row((*names, *(probability_cell(reading, c) for c in cells))))
    caption = _("Probability of being the weakest link: %(comparison)s") % {
        "comparison": reading.text(comparison.label)
    }
    return Table("weakest", caption, columns, tuple(rows), query=f"comparison={comparison.code}")


def ranking_table(reading: Reading, comparison: Comparison) -> Table:
    """Return every region with its place and the three intervals that are kept apart."""
    columns = (
        Column("region", _("Region")),
        Column("country", _("Country")),
        Column("rank", _("Place"), True),
        Column("both", _("Interval"), True, _("data and method")),
        Column("data", _("By data error"), True),
        Column("method", _("By method"), True),
        Column("index", _("Index"), True, _("average = 1")),
        Column("group", _("Group"), True, _("regions that cannot be told apart")),
        *(
            Column(
                f"below-{rank.area_code}",
                reading.names.area(rank.area_code),
                True,
                _("chance to be above it"),
            )
            for rank in comparison.ranks
            if rank.rank is not None
        ),
    )
    found = reading.table("index_ranking").filter(pl.col("comparison") == comparison.code).sort("rank")
    above = _chances_to_be_above(reading, comparison)
    rows = tuple(
        Row((*row.cells, *above.get(r["region_code"], ())), row.tone)
        for r in found.iter_rows(named=True)
        for row in (_ranking_row(reading, r),)
    )
    caption = _("All %(n)s regions: %(comparison)s") % {
        "n": len(rows),
        "comparison": reading.text(comparison.label),
    }
    note = _("Coloured rows are the areas of the region; grey rows are similar regions.")
    return Table("ranking", caption, columns, rows, query=f"comparison={comparison.code}", note=note)


def _chances_to_be_above(reading: Reading, comparison: Comparison) -> dict[str, tuple[Cell, ...]]:
    """Return per region the chance that each ranked area of ours has the higher index."""
    ours = [rank.area_code for rank in comparison.ranks if rank.rank is not None]
    pairs = reading.table("pairwise").filter(pl.col("comparison") == comparison.code)
    chances = {(r["target"], r["other"]): r["probability_above"] for r in pairs.iter_rows(named=True)}
    regions = {*(other for _target, other in chances), *ours}
    return {region: tuple(_chance(reading, chances.get((own, region))) for own in ours) for region in regions}


def _chance(reading: Reading, value: float | None) -> Cell:
    known = formats.is_known(value)
    return Cell(formats.probability(value, reading.language) if known else "–", value if known else None)


def _ranking_row(reading: Reading, row: dict[str, object]) -> Row:
    def span(kind: str) -> Cell:
        low, high = row[f"rank_{kind}low"], row[f"rank_{kind}high"]
        known = isinstance(low, int | float) and isinstance(high, int | float)
        text = formats.span(float(low), float(high), reading.language) if known else "–"  # type: ignore[arg-type]
        return Cell(text, float(low) if known else None)  # type: ignore[arg-type]

    rank, index, group = row["rank"], row["index"], row["group"]
    rank_value = float(rank) if isinstance(rank, int | float) else None
    index_value = float(index) if isinstance(index, int | float) else None
    tone = "target" if row["is_target"] else "peer" if row["is_peer"] else ""
    cells = (
        text_cell(str(row["region_name"])),
        text_cell(str(row["country"] or "")),
        Cell(formats.number(rank_value, reading.language, 0), rank_value),
        span(""),
        span("data_"),
        span("method_"),
        Cell(formats.number(index_value, reading.language, 2), index_value),
        Cell("–" if group is None else str(group), group if isinstance(group, int) else None),
    )
    return Row(cells, tone)


def indicators_table(reading: Reading, indicators: list[IndicatorResult], name: str, caption: str) -> Table:
    """Return indicators with their value, period, level and whether they count as regional evidence."""
    columns = (
        Column("indicator", _("Indicator")),
        Column("area", _("Area")),
        Column("value", _("Value"), True),
        Column("unit", _("Unit")),
        Column("period", _("Year"), True),
        Column("percentile", _("Percentile"), True, _("share of regions that do less well")),
        Column("counts", _("Counts as regional evidence")),
        Column("level", _("Measured at")),
        Column("source", _("Source table")),
    )
    rows = tuple(Row(_indicator_cells(reading, i)) for i in indicators)
    note = _("A minus after an indicator means that lower is better.")
    return Table(name, caption, columns, rows, note=note)


def _indicator_cells(reading: Reading, result: IndicatorResult) -> tuple[Cell, ...]:
    reasons = {
        "national_value": _("no: one value for the whole country"),
        "missing": _("no: no figure"),
        "not_at_this_level": _("no: not measured at this level"),
    }
    mark = " (−)" if result.direction == "-" else ""
    value = formats.plain_number(result.value, reading.language)
    unit = reading.dossier.units.get(result.unit)
    return (
        text_cell(reading.text(result.label) + mark),
        text_cell(reading.names.area(result.area_code)),
        Cell(
            value,
            result.value,
            reading.figure_url(result.figure),
            "" if result.value is not None else "unknown",
        ),
        text_cell(reading.text(unit) if unit else result.unit),
        Cell(formats.year(result.period, reading.language), result.period),
        Cell(formats.percent(result.percentile, reading.language), result.percentile),
        text_cell(
            _("yes") if result.used else reasons.get(result.reason or "", _("no")),
            tone="" if result.used else "unknown",
        ),
        text_cell(level_in_words(result.measured_at_level)),
        text_cell(result.source_table),
    )


def level_in_words(level: str) -> str:
    """Return the level at which a figure was measured, in words."""
    levels = {
        "municipality": _("municipality"),
        "corop": _("COROP area"),
        "province": _("province"),
        "nuts3": "NUTS 3",
        "nuts2": "NUTS 2",
        "nuts1": "NUTS 1",
        "country": _("country"),
        "region": _("region"),
    }
    return levels.get(level, level)
