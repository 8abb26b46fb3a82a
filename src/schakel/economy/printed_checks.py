# SPDX-License-Identifier: EUPL-1.2
"""Printed figures and statements of a course beside what the statistics say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schakel.economy.areas import PictureArea, PictureAreas
from schakel.economy.cells import Cell
from schakel.economy.picture import AreaLine, ItemPicture, SeriesSource, lines_of
from schakel.economy.picture_definition import PrintedRule
from schakel.economy.verdicts import Evidence, Verdict, decide_verdict, within_tolerance
from schakel.koers.label import Label

Detail = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure as the course prints it; ``period`` is ``None`` where it gives no date."""

    id: str
    label: Label
    section: str
    value: float
    period: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one area: the compared number (or its bounds) and the cell it rests on."""

    area: PictureArea
    cell: Cell
    value: float | None
    low: float | None
    high: float | None
    agrees: bool | None
    from_period: int | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The verdict on one printed figure or statement; ``remarks`` are codes with details."""

    id: str
    label: Label
    section: str
    printed_value: float | None
    printed_period: int | None
    found: Found | None
    verdict: Verdict
    remarks: tuple[tuple[str, dict[str, Detail]], ...]


@dataclass(frozen=True, slots=True)
class _Statement:
    id: str
    label: Label
    section: str
    value: float | None
    period: int | None
    from_period: int | None


def check_item(
    item: ItemPicture, printed: Mapping[str, PrintedFigure], source: SeriesSource, areas: PictureAreas
) -> tuple[CheckResult, ...]:
    """Return the verdict on every printed figure that an item's rules name.

    A rule whose figures the course no longer prints gives nothing.
    """
    results = []
    for rule in item.definition.printed:
        statement = _statement(rule, printed)
        if statement is not None:
            results.append(_check(item, rule, statement, source, areas))
    return tuple(results)


def _statement(rule: PrintedRule, printed: Mapping[str, PrintedFigure]) -> _Statement | None:
    named = [code for code in (rule.figure, rule.from_figure) if code]
    if any(code not in printed for code in named) or not (named or rule.claim):
        return None
    figure = printed[rule.figure] if rule.figure else None
    start = printed[rule.from_figure] if rule.from_figure else None
    value = None if figure is None else figure.value * rule.printed_factor
    if value is not None and start is not None:
        value -= start.value * rule.printed_factor
    period = rule.period or (figure.period if figure else None) or (rule.claim.period if rule.claim else None)
    since = rule.from_period or (start.period if start else None)
    if rule.claim is not None:
        return _Statement(rule.claim.id, rule.claim.label, rule.claim.section, value, period, since)
    assert figure is not None
    return _Statement(figure.id, figure.label, figure.section, value, period, since)


def _check(
    item: ItemPicture,
    rule: PrintedRule,
    statement: _Statement,
    source: SeriesSource,
    areas: PictureAreas,
) -> CheckResult:
    lines = _lines_for(item, rule, source, areas)
    found = [f for line in lines if (f := _find(item, rule, statement, line, source)) is not None]
    evidence = [_evidence(rule, statement, f) for f in found]
    verdict = decide_verdict(rule.compare, evidence, max_gap=rule.max_gap)
    return CheckResult(
        statement.id,
        statement.label,
        statement.section,
        statement.value,
        statement.period,
        found[0] if found else None,
        verdict,
        tuple(_remarks(item, rule, statement, found)),
    )


def _lines_for(
    item: ItemPicture, rule: PrintedRule, source: SeriesSource, areas: PictureAreas
) -> tuple[AreaLine, ...]:
    if rule.value is None:
        return tuple(line for line in item.lines if line.role in ("region", "nearest"))
    value = rule.value
    return lines_of(lambda level: value, source, areas)[1]


def _evidence(rule: PrintedRule, statement: _Statement, found: Found) -> Evidence:
    gap = None if statement.period is None else abs(found.cell.period - statement.period)
    return Evidence(found.agrees, rule.counts == "same", found.area.kind == "region", gap)


def _find(
    item: ItemPicture, rule: PrintedRule, statement: _Statement, line: AreaLine, source: SeriesSource
) -> Found | None:
    if rule.compare in ("change", "direction"):
        return _find_change(item, rule, statement, line)
    cell = _nearest_cell(line.cells, statement.period)
    if cell is None:
        return None
    if rule.compare == "versus_country":
        return _find_versus_country(item, rule, line, cell)
    is_amount = not item.definition.value.denominator and any(
        source.is_amount(m) for m in (rule.value or item.definition.value).measures
    )
    if line.role != "region" and is_amount:
        return None
    tolerance = max(rule.tolerance_absolute, rule.tolerance * abs(statement.value or 0.0))
    agrees = (
        None
        if statement.value is None
        else within_tolerance(statement.value, cell.value, cell.low, cell.high, tolerance)
    )
    return Found(line.area, cell, cell.value, cell.low, cell.high, agrees)


def _nearest_cell(cells: Mapping[int, Cell], period: int | None) -> Cell | None:
    """Return the cell nearest to a period (the later of two equally near), the newest without a period."""
    usable = [c for c in cells.values() if c.value is not None or (c.low is not None and c.high is not None)]
    if not usable:
        return None
    if period is None:
        return max(usable, key=lambda c: c.period)
    return min(usable, key=lambda c: (abs(c.period - period), -c.period))


def _find_change(item: ItemPicture, rule: PrintedRule, statement: _Statement, line: AreaLine) -> Found | None:
    until, since = statement.period, statement.from_period
    if until is None or since is None or any(since < b <= until for b, _ in item.breaks):
        return None
    last, first = line.cells.get(until), line.cells.get(since)
    if last is None or first is None or last.value is None or first.value is None:
        return None
    change = last.value - first.value
    if rule.compare == "direction":
        up = rule.expect == "up" if rule.expect else (statement.value or 0.0) > 0
        agrees = change > 0 if up else change < 0
    else:
        wanted = statement.value or 0.0
        agrees = abs(change - wanted) <= max(rule.tolerance_absolute, rule.tolerance * abs(wanted)) + 1e-12
    return Found(line.area, last, change, None, None, agrees, from_period=since)


def _find_versus_country(item: ItemPicture, rule: PrintedRule, line: AreaLine, cell: Cell) -> Found | None:
    country = next((x for x in item.lines if x.role == "country"), None)
    reference = country.cells.get(cell.period) if country and rule.value is None else None
    if reference is None or reference.value is None or cell.value is None:
        return None
    agrees = cell.value > reference.value if rule.expect == "above" else cell.value < reference.value
    return Found(line.area, cell, cell.value, cell.low, cell.high, agrees)


def _remarks(
    item: ItemPicture,
    rule: PrintedRule,
    statement: _Statement,
    found: Sequence[Found],
) -> list[tuple[str, dict[str, Detail]]]:
    remarks: list[tuple[str, dict[str, Detail]]] = []
    if found and rule.counts == "other":
        why = rule.why_other or Label("", "")
        remarks.append(("counts_something_else", {"why_nl": why.nl, "why_en": why.en}))
    if found and found[0].area.kind != "region":
        remarks.append(("not_the_region_itself", _area_details(found[0].area)))
    if found and statement.period is not None and found[0].cell.period != statement.period:
        periods: dict[str, Detail] = {"printed": statement.period, "found": found[0].cell.period}
        remarks.append(("other_period", periods))
    if found and found[0].from_period is not None:
        remarks.append(("change_over", {"from": found[0].from_period, "until": found[0].cell.period}))
    if found and rule.compare == "versus_country":
        remarks.append(_country_remark(item, found[0]))
    for other in found[1:]:
        details = {**_area_details(other.area), "value": other.value, "agrees": other.agrees}
        remarks.append(("also_found", details))
    return remarks


def _country_remark(item: ItemPicture, found: Found) -> tuple[str, dict[str, Detail]]:
    country = next(x for x in item.lines if x.role == "country")
    value = country.cells[found.cell.period].value
    return "country_value", {"value": value, "period": found.cell.period}


def _area_details(area: PictureArea) -> dict[str, Detail]:
    return {"area": area.code, "area_nl": area.label.nl, "area_en": area.label.en}
