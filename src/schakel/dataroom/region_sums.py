# SPDX-License-Identifier: EUPL-1.2
"""Figures of a region from the figures of its members, without ever hiding what is unknown.

Flows and stocks are added, ratios are weighted, an index is refused. One withheld or missing
member makes the sum unknown; what is certain about it is a bracket (:mod:`schakel.dataroom.brackets`).
"""

from collections.abc import Collection, Iterable
from typing import Any, Final

import polars as pl

from schakel.dataroom.brackets import Bracket, Cell, Cells, bracket_of_unknown
from schakel.dataroom.measures import Measure
from schakel.dataroom.observations import LEVELS
from schakel.dataroom.regions import RegionTable
from schakel.koers.failures import N_, Failure

SUM_SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "period": pl.Int64,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "status": pl.String,
    "n_members": pl.Int64,
    "n_unknown": pl.Int64,
    "note": pl.String,
    "tolerance": pl.Float64,
    "measured_at_level": pl.String,
}
_PERCENT: Final = "percent"


class IndexNotCombined(Failure):
    """An index cannot be added or averaged over regions."""

    template = N_("'{measure}' is an index: the figures of {n_members} areas cannot be combined.")
    cure = N_("Show the areas side by side under their own names.")


class UnknownMeasure(Failure):
    """A measure that no table declares."""

    template = N_("There is no measure '{measure}'.")
    cure = N_("Use a code that a table in `figures` declares.")


class NoWeight(Failure):
    """A ratio that nothing says how to weigh."""

    template = N_("'{measure}' is a ratio of {n_members} areas and has no numerator, denominator or weight.")
    cure = N_("Declare `weight` for this measure in its table.")


class NoMembers(Failure):
    """A sum over nothing."""

    template = N_("'{measure}' was asked for a region without members.")
    cure = N_("Name at least one area.")


def sum_over_members(
    observations: pl.DataFrame,
    *,
    measure: str,
    members: Collection[str],
    measures: dict[str, Measure],
    periods: Collection[int] | None = None,
    regions: RegionTable | None = None,
) -> pl.DataFrame:
    """Combine the figures of the members of a region, per period.

    A period appears when at least one member has a row in it. Where two editions give the same
    figure, the newest counts. A single member keeps its own figure.

    Parameters
    ----------
    observations
        Table with the columns of :data:`schakel.dataroom.observations.SCHEMA`.
    measure, measures
        The code, and every declaration (time semantics, weights, groups).
    members
        Region codes, in any order; each counts once.
    periods
        Years to keep; all where ``None``.
    regions
        When given, a withheld figure is also bracketed by the larger area around it.

    Returns
    -------
    polars.DataFrame
        ``period``; ``value`` (null when a member is unknown); ``lower``, ``upper`` (published
        bounds added up, or the bracket of an unknown sum; null where nothing is certain);
        ``status`` (suppressed or missing when unknown, else provisional or estimated when a
        member is, nil when all are); ``n_members``; ``n_unknown``; ``note``; ``tolerance`` (how
        far rounding alone can put the value off); ``measured_at_level`` (the highest of the members).

    Raises
    ------
    IndexNotCombined
        For an index over two or more members.
    NoWeight, NoMembers, UnknownMeasure
        When the question has no answer.
    """
    cells = cells_for(observations, measure=measure, measures=measures, regions=regions)
    rows = sum_cells(cells, measure=measure, members=members, measures=measures, periods=periods)
    return pl.DataFrame(rows, schema=SUM_SCHEMA, orient="row")


def cells_for(
    observations: pl.DataFrame,
    *,
    measure: str,
    measures: dict[str, Measure],
    regions: RegionTable | None = None,
) -> Cells:
    """Return the figures that sums of a measure need, for use in many calls of :func:`sum_cells`."""
    declared = _declared(measure, measures)
    parts = [_declared(code, measures) for code in (*declared.numerator, *declared.denominator)]
    needed = dict.fromkeys(code for part in (declared, *parts) for code in _needed(part, measures))
    return Cells.of(observations, tuple(needed), measures, regions)


def sum_cells(
    cells: Cells,
    *,
    measure: str,
    members: Collection[str],
    measures: dict[str, Measure],
    periods: Collection[int] | None = None,
) -> list[dict[str, Any]]:
    """Combine figures as :func:`sum_over_members` does, from cells made once; one dictionary a period."""
    codes = tuple(sorted(set(members)))
    declared = _declared(measure, measures)
    if not codes:
        raise NoMembers(measure=measure)
    if declared.time_semantics == "index" and len(codes) > 1:
        raise IndexNotCombined(measure=measure, n_members=len(codes))
    is_ratio = declared.time_semantics == "ratio" and len(codes) > 1
    if is_ratio and declared.numerator and declared.denominator:
        return _ratio_of_sums(cells, declared, codes, measures, periods)
    if is_ratio and declared.weight is None:
        raise NoWeight(measure=measure, n_members=len(codes))
    rows = []
    for period in cells.periods(measure, codes, periods):
        found = [cells.get(measure, code, period) for code in codes]
        combine = _weighted if is_ratio else _added
        rows.append({"period": period, **combine(declared, found, cells, period)})
    return rows


def _declared(measure: str, measures: dict[str, Measure]) -> Measure:
    try:
        return measures[measure]
    except KeyError:
        raise UnknownMeasure(measure=measure) from None


def _needed(measure: Measure, measures: dict[str, Measure]) -> tuple[str, ...]:
    """Return the measures that may serve to sum, weigh or bracket this one."""
    related = (measure.code, measure.within, measure.weight, *measure.siblings)
    return tuple(code for code in related if code is not None and code in measures)


def _added(measure: Measure, found: list[Cell], cells: Cells, period: int) -> dict[str, object]:
    unknown = [cell for cell in found if cell.value is None]
    known = [cell for cell in found if cell.value is not None]
    total = sum(cell.value for cell in known if cell.value is not None)
    tolerance = sum(cell.tolerance for cell in known)
    row = _row(found, tolerance)
    if unknown:
        bracket = bracket_of_unknown(measure, unknown, cells, period)
        return {**row, **_bounded(bracket, Bracket(_lower(known) - tolerance, _upper(known) + tolerance))}
    has_bounds = any(cell.has_bounds for cell in known)
    bounds = (
        {"lower": _lower(known), "upper": _upper(known)} if has_bounds else {"lower": None, "upper": None}
    )
    return {**row, "value": _plain(total), **bounds}


def _bounded(unknown: Bracket, known: Bracket) -> dict[str, object]:
    lower = (
        None
        if unknown.lower is None or known.lower is None
        else _plain(max(unknown.lower + known.lower, 0.0))
    )
    upper = None if unknown.upper is None or known.upper is None else _plain(unknown.upper + known.upper)
    notes = {"note": unknown.basis} if unknown.basis else {}
    return {"value": None, "lower": lower, "upper": upper, **notes}


def _weighted(measure: Measure, found: list[Cell], cells: Cells, period: int) -> dict[str, object]:
    weights, weight_period = cells.weights(str(measure.weight), [cell.region for cell in found], period)
    row = _row(found, max((cell.tolerance for cell in found), default=0.0))
    if weight_period not in (None, period):
        row["note"] = "; ".join(n for n in (str(row["note"]), f"weights of {weight_period}") if n)
    total = sum(w for w in weights if w is not None)
    if any(w is None for w in weights) or total <= 0:
        status = row["status"] if int(str(row["n_unknown"])) else "missing"
        return {
            **row,
            "value": None,
            "lower": None,
            "upper": None,
            "status": status,
            "note": "a weight is unknown",
        }
    shares = [w / total for w in weights if w is not None]
    is_share = measure.unit_code == _PERCENT
    lowest, highest = _ends(found, shares, is_share)
    if any(cell.value is None for cell in found):
        return {**row, "value": None, "lower": lowest, "upper": highest}
    value = sum(s * cell.value for s, cell in zip(shares, found, strict=True) if cell.value is not None)
    has_bounds = any(cell.has_bounds for cell in found)
    return {
        **row,
        "value": value,
        "lower": lowest if has_bounds else None,
        "upper": highest if has_bounds else None,
    }


def _ends(found: list[Cell], shares: list[float], is_share: bool) -> tuple[float | None, float | None]:
    """Return the weighted ends: of an unknown share only 0 and 100 per cent are certain."""
    lows: list[float | None] = []
    highs: list[float | None] = []
    for cell in found:
        slack = cell.tolerance if cell.value is not None and not cell.has_bounds else 0.0
        low, high = cell.lower_end, cell.upper_end
        lows.append(low - slack if low is not None else (0.0 if is_share else None))
        highs.append(high + slack if high is not None else (100.0 if is_share else None))
    return _mean(shares, lows), _mean(shares, highs)


def _mean(shares: list[float], ends: list[float | None]) -> float | None:
    if any(end is None for end in ends):
        return None
    return sum(s * end for s, end in zip(shares, ends, strict=True) if end is not None)


def _row(found: list[Cell], tolerance: float) -> dict[str, object]:
    unknown = [cell for cell in found if cell.value is None]
    notes = dict.fromkeys(cell.note for cell in found if cell.note)
    return {
        "status": _status([cell.status for cell in found]),
        "n_members": len(found),
        "n_unknown": len(unknown),
        "note": "; ".join(notes),
        "tolerance": tolerance,
        "measured_at_level": max((cell.level for cell in found), key=_height),
    }


def _height(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else -1


def _status(statuses: Iterable[str]) -> str:
    """Return the status of a sum: the worst that one member has."""
    found = set(statuses)
    for worst in ("suppressed", "missing", "estimated", "provisional"):
        if worst in found:
            return worst
    return "nil" if found == {"nil"} else "normal"


def _lower(cells: list[Cell]) -> float:
    return sum(cell.lower_end for cell in cells if cell.lower_end is not None)


def _upper(cells: list[Cell]) -> float:
    return sum(cell.upper_end for cell in cells if cell.upper_end is not None)


def _plain(number: float) -> float:
    """Take away the noise of binary addition (13.530000000000001)."""
    return round(number, 9)


def _ratio_of_sums(
    cells: Cells,
    measure: Measure,
    codes: tuple[str, ...],
    measures: dict[str, Measure],
    periods: Collection[int] | None,
) -> list[dict[str, Any]]:
    """Return factor * sum of numerators / sum of denominators; a bracket where either is only bracketed."""

    def parts(names: tuple[str, ...]) -> list[dict[int, dict[str, Any]]]:
        sums = (
            sum_cells(cells, measure=name, members=codes, measures=measures, periods=periods)
            for name in names
        )
        return [{row["period"]: row for row in rows} for rows in sums]

    top, bottom = parts(measure.numerator), parts(measure.denominator)
    shared = sorted(set.intersection(*(set(part) for part in (*top, *bottom))))
    return [
        _ratio_row(measure, [part[period] for part in top], [part[period] for part in bottom])
        | {"period": period, "n_members": len(codes)}
        for period in shared
    ]


def _ratio_row(
    measure: Measure, top: list[dict[str, Any]], bottom: list[dict[str, Any]]
) -> dict[str, object]:
    every = [*top, *bottom]

    def divided(numerator_end: str, denominator_end: str) -> float | None:
        numerator, denominator = _end(top, numerator_end), _end(bottom, denominator_end)
        return None if numerator is None or not denominator else measure.factor * numerator / denominator

    is_known = all(row["value"] is not None for row in every)
    has_bounds = any(row["lower"] is not None or row["upper"] is not None for row in every)
    return {
        "value": divided("value", "value") if is_known else None,
        "lower": divided("lower", "upper") if has_bounds else None,
        "upper": divided("upper", "lower") if has_bounds else None,
        "status": _status([row["status"] for row in every]),
        "n_unknown": max(row["n_unknown"] for row in every),
        "note": "; ".join(dict.fromkeys(row["note"] for row in every if row["note"])),
        "tolerance": 0.0,
        "measured_at_level": max((row["measured_at_level"] for row in every), key=_height),
    }


def _end(rows: list[dict[str, Any]], end: str) -> float | None:
    """Return the sum of one end (value, lower or upper); a known figure without bounds is its own end."""
    ends = [row[end] if row[end] is not None else row["value"] for row in rows]
    return None if any(e is None for e in ends) else float(sum(ends))
