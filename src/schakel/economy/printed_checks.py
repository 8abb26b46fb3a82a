# SPDX-License-Identifier: EUPL-1.2
"""Printed figures and statements of a course beside what the statistics say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schakel.economy.areas import PictureArea, PictureAreas
from schakel.economy.cells import Cell
from schakel.economy.formulas import apply_formula
from schakel.economy.picture import AreaLine, ItemPicture, SeriesSource, lines_of
from schakel.economy.picture_definition import PrintedRule
from schakel.economy.verdicts import Evidence, Verdict, decide_verdict, within_tolerance
from schakel.koers.label import Label

Detail = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure as the course prints it; ``period`` is ``None`` where it gives no date.

    ``area`` is "region" or the code of another area; ``rounding`` the step to which it is printed.
    """

    id: str
    label: Label
    section: str
    value: float
    period: int | None
    quantity: str = ""
    area: str = "region"
    rounding: float = 0.0
    from_period: int | None = None


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
    area: str
    tolerance: float


def check_item(
    item: ItemPicture, printed: Mapping[str, PrintedFigure], source: SeriesSource, areas: PictureAreas
) -> tuple[CheckResult, ...]:
    """Return the verdict on every printed figure that an item's rules name.

    A rule whose figures the course no longer prints gives nothing.
    """
    return tuple(
        _check(item, rule, statement, source, areas)
        for rule in item.definition.printed
        for statement in _statements(rule, printed)
    )


def _statements(rule: PrintedRule, printed: Mapping[str, PrintedFigure]) -> list[_Statement]:
    """Return what a rule is about; a figure printed twice with one value is one statement."""
    named = [code for code in (rule.figure, rule.from_figure) if code]
    if any(code not in printed for code in named):
        return []
    if rule.quantity is not None:
        same = [f for f in printed.values() if f.quantity == rule.quantity]
        different = {(f.area, f.period, f.value): f for f in reversed(same)}
        return [_statement(rule, f, None) for f in same if different[f.area, f.period, f.value] is f]
    figure = printed[rule.figure] if rule.figure else None
    return [_statement(rule, figure, printed[rule.from_figure] if rule.from_figure else None)]


def _statement(rule: PrintedRule, figure: PrintedFigure | None, start: PrintedFigure | None) -> _Statement:
    factor = rule.printed_factor
    value = None if figure is None else figure.value * factor
    if value is not None and start is not None:
        value -= start.value * factor
    claim = rule.claim
    period = rule.period or (figure.period if figure else None) or (claim.period if claim else None)
    since = rule.from_period or (start.period if start else figure.from_period if figure else None)
    steps = [f.rounding * factor / 2 for f in (figure, start) if f is not None]
    named = claim or figure
    assert named is not None
    area = figure.area if figure else "region"
    return _Statement(named.id, named.label, named.section, value, period, since, area, sum(steps))


def _check(
    item: ItemPicture,
    rule: PrintedRule,
    statement: _Statement,
    source: SeriesSource,
    areas: PictureAreas,
) -> CheckResult:
    lines = _lines_for(item, rule, statement, source, areas)
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
        (*_remarks(item, rule, statement, found), *_members_that_differ(item, rule, found, source, areas)),
    )


def _lines_for(
    item: ItemPicture,
    rule: PrintedRule,
    statement: _Statement,
    source: SeriesSource,
    areas: PictureAreas,
) -> tuple[AreaLine, ...]:
    if statement.area != "region":
        return tuple(line for line in item.lines if line.area.code == statement.area)
    if rule.value is None:
        return tuple(line for line in item.lines if line.role in ("region", "nearest"))
    value = rule.value
    return lines_of(lambda level: value, source, areas)[1]


def _evidence(rule: PrintedRule, statement: _Statement, found: Found) -> Evidence:
    gap = None if statement.period is None else abs(found.cell.period - statement.period)
    is_exact = found.area.kind == "region" if statement.area == "region" else True
    return Evidence(found.agrees, rule.counts == "same", is_exact, gap)


def _find(
    item: ItemPicture, rule: PrintedRule, statement: _Statement, line: AreaLine, source: SeriesSource
) -> Found | None:
    if rule.compare in ("change", "direction"):
        return _find_change(item, rule, statement, line, source)
    cell = _nearest_cell(line.cells, statement.period)
    if cell is None:
        return None
    if rule.compare == "versus_country":
        return _find_versus_country(item, rule, line, cell)
    if _is_amount_elsewhere(item, rule, line, source):
        return None
    tolerance = _tolerance(rule, statement)
    agrees = (
        None
        if statement.value is None
        else within_tolerance(statement.value, cell.value, cell.low, cell.high, tolerance)
    )
    return Found(line.area, cell, cell.value, cell.low, cell.high, agrees)


def _is_amount_elsewhere(item: ItemPicture, rule: PrintedRule, line: AreaLine, source: SeriesSource) -> bool:
    """Say whether a line holds an amount of another area, which says nothing about the region's amount."""
    formula = rule.value or item.definition.value
    is_amount = not formula.denominator and any(source.is_amount(m) for m in formula.measures)
    return line.role == "nearest" and is_amount


def _tolerance(rule: PrintedRule, statement: _Statement) -> float:
    """Return the widest of: the rule's tolerances, and half the step to which the course rounds."""
    return max(rule.tolerance_absolute, rule.tolerance * abs(statement.value or 0.0), statement.tolerance)


def _nearest_cell(cells: Mapping[int, Cell], period: int | None) -> Cell | None:
    """Return the cell nearest to a period (the later of two equally near), the newest without a period."""
    usable = [c for c in cells.values() if c.value is not None or (c.low is not None and c.high is not None)]
    if not usable:
        return None
    if period is None:
        return max(usable, key=lambda c: c.period)
    return min(usable, key=lambda c: (abs(c.period - period), -c.period))


def _find_change(
    item: ItemPicture, rule: PrintedRule, statement: _Statement, line: AreaLine, source: SeriesSource
) -> Found | None:
    until, since = statement.period, statement.from_period
    if until is None or since is None or any(since < b <= until for b, _ in item.breaks):
        return None
    last, first = line.cells.get(until), line.cells.get(since)
    if last is None or first is None or last.value is None or first.value is None:
        return None
    change = last.value - first.value
    agrees: bool | None
    if rule.compare == "direction":
        up = rule.expect == "up" if rule.expect else (statement.value or 0.0) > 0
        is_clear = abs(change) > (item.definition.noise or 0.0) + 1e-9
        agrees = (change > 0) is up if is_clear else None
    elif _is_amount_elsewhere(item, rule, line, source):
        return None
    else:
        wanted = statement.value or 0.0
        agrees = abs(change - wanted) <= _tolerance(rule, statement) + 1e-12
    return Found(line.area, last, change, None, None, agrees, from_period=since)


def _find_versus_country(item: ItemPicture, rule: PrintedRule, line: AreaLine, cell: Cell) -> Found | None:
    country = next((x for x in item.lines if x.role == "country"), None)
    reference = country.cells.get(cell.period) if country and rule.value is None else None
    if reference is None or reference.bottom is None or reference.top is None:
        return None
    agrees = _compares(cell, reference, rule.expect == "above", item.definition.noise or 0.0)
    return Found(line.area, cell, cell.value, cell.low, cell.high, agrees)


def _compares(cell: Cell, reference: Cell, is_above: bool, noise: float) -> bool | None:
    """Say whether a value (or its bracket) lies above or below a reference.

    ``None`` when both are open, or the difference is not more than ``noise``.
    """
    low, high = (cell.value, cell.value) if cell.value is not None else (cell.low, cell.high)
    at = (
        (reference.value, reference.value) if reference.value is not None else (reference.low, reference.high)
    )
    if low is None or high is None or at[0] is None or at[1] is None:
        return None
    if low > at[1] + noise:
        return is_above
    return not is_above if high < at[0] - noise else None


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
    if found and statement.area == "region" and found[0].area.kind != "region":
        remarks.append(("not_the_region_itself", _area_details(found[0].area)))
    if found and statement.period is not None and found[0].cell.period != statement.period:
        periods: dict[str, Detail] = {
            "printed_period": statement.period,
            "found_period": found[0].cell.period,
        }
        remarks.append(("other_period", periods))
    if found and found[0].agrees is None and rule.compare in ("direction", "versus_country"):
        remarks.append(("too_close_to_tell", {}))
    if found and found[0].from_period is not None:
        remarks.append(
            ("change_over", {"from_period": found[0].from_period, "until_period": found[0].cell.period})
        )
    if found and rule.compare == "versus_country":
        remarks.append(_country_remark(item, found[0]))
    for other in found[1:]:
        value = None if other.value is None else round(other.value, 9)
        details = {**_area_details(other.area), "value": value, "agrees": other.agrees}
        remarks.append(("also_found", details))
    return remarks


def _country_remark(item: ItemPicture, found: Found) -> tuple[str, dict[str, Detail]]:
    country = next(x for x in item.lines if x.role == "country")
    cell = country.cells[found.cell.period]
    details: dict[str, Detail] = {"value": cell.value, "period": cell.period}
    if cell.value is None:
        details |= {"low": cell.low, "high": cell.high}
    return "country_value", details


def _members_that_differ(
    item: ItemPicture,
    rule: PrintedRule,
    found: Sequence[Found],
    source: SeriesSource,
    areas: PictureAreas,
) -> list[tuple[str, dict[str, Detail]]]:
    """Name the municipalities for which a comparison with the country turns out the other way."""
    if rule.compare != "versus_country" or not found or found[0].area.kind != "region":
        return []
    country = next(x for x in item.lines if x.role == "country").cells[found[0].cell.period]
    formula = rule.value or item.definition.formula("region")
    differ = []
    for member in areas.members:
        cells = apply_formula(formula, lambda measure, area=member: source.series(measure, area))  # type: ignore[misc]
        cell = cells.get(country.period)
        if (
            cell is not None
            and _compares(cell, country, rule.expect == "above", item.definition.noise or 0.0) is False
        ):
            differ.append(member.label)
    if not differ:
        return []
    names: dict[str, Detail] = {
        "members_nl": ", ".join(label.nl for label in differ),
        "members_en": ", ".join(label.en for label in differ),
        "n": len(differ),
    }
    return [("members_differ", names)]


def _area_details(area: PictureArea) -> dict[str, Detail]:
    return {"area": area.code, "area_nl": area.label.nl, "area_en": area.label.en}
