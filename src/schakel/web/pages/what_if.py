# SPDX-License-Identifier: EUPL-1.2
"""Ecosysteem > Wat als: the verdict under other choices, computed while the reader waits."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.diagnosis.dossier import Comparison, RankResult
from schakel.documents import formats
from schakel.documents.failures_in_words import explain_failure
from schakel.documents.sentences.names import lower_first
from schakel.ecosystem.choices import ALLOWED, Choices
from schakel.ecosystem.indicator_table import IndicatorTable, indicators_from_frame
from schakel.ecosystem.results import TriedChoices
from schakel.ecosystem.trying import try_choices
from schakel.koers.failures import Failure
from schakel.web.reading import Reading, home, open_reading, page, show
from schakel.web.strategic_course import open_course
from schakel.web.tables.ecosystem_tables import chosen_comparison
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell
from schakel.web.words import choice_words

HEAVIEST = 10.0


@dataclass(frozen=True)
class Asked:
    """The choices of a reader; what is not understood keeps its default."""

    choices: Choices
    changed: tuple[str, ...]
    refused: tuple[str, ...]

    @classmethod
    def of(cls, request: HttpRequest, default: Choices, table: IndicatorTable) -> "Asked":
        """Read the choices from the address."""
        get = request.GET
        chosen: dict[str, Any] = {}
        refused = []
        for name, allowed in ALLOWED.items():
            value = get.get(name, "")
            if value in allowed:
                chosen[name] = value
            elif value:
                refused.append(name)
        left_out = get.get("leave_out", "")
        if left_out in (*table.elements, *(i.code for i in table.indicators)):
            chosen["leave_out"] = (left_out,)
        elif left_out:
            refused.append("leave_out")
        if get.get("boundary", "") in table.boundaries:
            chosen["boundary"] = get["boundary"]
        weights, wrong = _weights(request, table.elements)
        if weights:
            chosen["weights"] = weights
        names = {n: getattr(default, n) for n in Choices.__dataclass_fields__}
        changed = tuple(n for n, v in chosen.items() if v != names[n] and not _is_declared(n, v, table))
        return cls(Choices(**names | chosen), changed, (*refused, *(("weights",) if wrong else ())))


def _is_declared(name: str, value: object, table: IndicatorTable) -> bool:
    """Tell whether a boundary is the one that the diagnosis uses."""
    return name == "boundary" and value == table.boundaries[0]


def _weights(request: HttpRequest, elements: tuple[str, ...]) -> tuple[tuple[tuple[str, float], ...], bool]:
    """Return the weights when they differ from each other, and whether one could not be read."""
    found, wrong = [], False
    for element in elements:
        text = request.GET.get(f"w_{element}", "1").strip().replace(",", ".")
        try:
            weight = float(text or "1")
        except ValueError:
            weight, wrong = 1.0, True
        if not 0 <= weight <= HEAVIEST:
            weight, wrong = 1.0, True
        found.append((element, weight))
    values = {weight for _element, weight in found}
    return (tuple(found) if len(values) > 1 and any(values) else ()), wrong


@lru_cache(maxsize=8)
def _indicators(folder: Path, measurement: str, year: int, comparison: str) -> IndicatorTable:
    reading = open_reading(year, "nl")
    return indicators_from_frame(reading.table("indicators"), comparison)


def default_choices(comparison: Comparison) -> Choices:
    """Return the choices with which the measurement was made, all of them."""
    stored = comparison.choices
    known: dict[str, Any] = {name: stored[name] for name in ALLOWED if stored.get(name) in ALLOWED[name]}
    known |= {name: float(stored[name]) for name in _SHARES if name in stored}
    left_out = stored.get("leave_out", "none")
    if left_out != "none":
        known["leave_out"] = tuple(left_out.split(", "))
    weights = stored.get("weights", "equal")
    if weights != "equal":
        pairs = (pair.rsplit(" ", 1) for pair in weights.split(", "))
        known["weights"] = tuple((element, float(weight)) for element, weight in pairs)
    if stored.get("boundary", "declared") != "declared":
        known["boundary"] = stored["boundary"]
    return Choices(**known)


_SHARES = ("min_indicator_share", "min_element_share")


@require_safe
@page
def show_what_if(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the form, and what the chosen method does to place and weakest element."""
    comparison = chosen_comparison(reading, request.GET.get("comparison"))
    if comparison is None:
        return show(request, reading, "web/no_comparison.html", {"section": "ecosystem"})
    try:
        table = _indicators(home(), reading.stored.id, reading.year, comparison.code)
    except (Failure, KeyError, pl.exceptions.PolarsError):
        return show(request, reading, "web/not_recomputable.html", {"section": "ecosystem"})
    asked = Asked.of(request, default_choices(comparison), table)
    context: dict[str, Any] = {
        "section": "ecosystem",
        "comparison": comparison,
        "asked": asked,
        "selects": _selects(reading, asked, table),
        "weights": _weight_fields(reading, asked, table),
    }
    try:
        tried = try_choices(table, asked.choices)
    except Failure as failure:
        context["failure"] = explain_failure(failure, reading.language)
        return show(request, reading, "web/what_if.html", context)
    results = _results(reading, comparison, table, tried)
    context |= {
        "holds": all(r["holds"] for r in results),
        "table": _result_table(reading, results, request.GET.urlencode()),
        "changed": [choice_words(name) for name in asked.changed],
        "refused": [choice_words(name) for name in asked.refused],
    }
    return show(request, reading, "web/what_if.html", context)


def what_if_table(request: HttpRequest, reading: Reading) -> Table:
    """Return the result for the choices in the address, for a file."""
    comparison = chosen_comparison(reading, request.GET.get("comparison"))
    if comparison is None:
        raise Http404
    try:
        table = _indicators(home(), reading.stored.id, reading.year, comparison.code)
        tried = try_choices(table, Asked.of(request, default_choices(comparison), table).choices)
    except (Failure, KeyError, pl.exceptions.PolarsError) as error:
        raise Http404 from error
    return _result_table(reading, _results(reading, comparison, table, tried), request.GET.urlencode())


def _results(
    reading: Reading, comparison: Comparison, table: IndicatorTable, tried: TriedChoices
) -> list[dict[str, Any]]:
    """Return for each area its place and weakest element before and after."""
    found = []
    for place in comparison.ranks:
        unit = _unit_of(place.area_code, table, tried)
        if unit is None:
            continue
        before = weakest_before(comparison, place.area_code)
        after = next(iter(tried.weakest.get(unit, ())), None)
        rank = tried.ranking.rank(unit)
        found.append(
            {
                "area": reading.names.area(place.area_code),
                "place": place,
                "rank": rank,
                "before": reading.names.element(before) if before else _("not known"),
                "after": reading.names.element(after) if after else _("not known"),
                "holds": before == after and _inside(rank, place),
            }
        )
    return found


def _unit_of(code: str, table: IndicatorTable, tried: TriedChoices) -> str | None:
    """Return the row of an area: itself, or the chosen boundary of the region."""
    if code in tried.ranking.units:
        return code
    if code in table.boundaries:
        return next((u for u in tried.ranking.units if u in table.boundaries), None)
    return None


def weakest_before(comparison: Comparison, area_code: str) -> str | None:
    """Return the element with the lowest stored score of an area."""
    scored = [
        (e.score.value, e.element)
        for e in comparison.elements
        if e.area_code == area_code and e.measured and e.score.value is not None
    ]
    return min(scored)[1] if scored else None


def _inside(rank: int | None, place: RankResult) -> bool:
    """Tell whether a place lies within the interval that data error alone leaves."""
    if rank is None or place.rank is None:
        return rank is None and place.rank is None
    low, high = place.rank_data.low, place.rank_data.high
    if low is None or high is None:
        return rank == place.rank
    return low <= rank <= high


def _result_table(reading: Reading, results: list[dict[str, Any]], query: str) -> Table:
    columns = (
        Column("area", _("Area")),
        Column("before", _("Place in the diagnosis"), True, _("interval of data error")),
        Column("after", _("Place under these choices"), True),
        Column("weakest_before", _("Weakest in the diagnosis")),
        Column("weakest_after", _("Weakest under these choices")),
        Column("verdict", _("Verdict")),
    )
    rows = []
    for r in results:
        place: RankResult = r["place"]
        span = formats.span(place.rank_data.low, place.rank_data.high, reading.language)
        rank_text = formats.number(place.rank, reading.language, 0)
        cells = (
            text_cell(r["area"]),
            Cell(f"{rank_text} ({span})" if place.rank_data.low is not None else rank_text, place.rank),
            Cell(formats.number(r["rank"], reading.language, 0), r["rank"]),
            text_cell(lower_first(r["before"])),
            text_cell(lower_first(r["after"])),
            text_cell(_("holds") if r["holds"] else _("changes"), tone="good" if r["holds"] else "bad"),
        )
        rows.append(Row(cells))
    return Table("what-if", _("Before and after"), columns, tuple(rows), query=query)


def _selects(reading: Reading, asked: Asked, table: IndicatorTable) -> list[dict[str, Any]]:
    """Return the drop-down lists of the form."""
    selects = [
        {
            "name": name,
            "label": choice_words(name),
            "options": [(code, choice_words(code), code == getattr(asked.choices, name)) for code in allowed],
        }
        for name, allowed in ALLOWED.items()
    ]
    left = asked.choices.leave_out
    elements = [(e, lower_first(reading.names.element(e)), e in left) for e in table.elements]
    selects.append(
        {
            "name": "leave_out",
            "label": choice_words("leave_out"),
            "options": [("", _("nothing"), not left), *elements],
        }
    )
    if len(table.boundaries) > 1:
        chosen = asked.choices.boundary or table.boundaries[0]
        options = [(code, _boundary_words(reading, code), code == chosen) for code in table.boundaries]
        selects.append({"name": "boundary", "label": choice_words("boundary"), "options": options})
    return selects


def _boundary_words(reading: Reading, code: str) -> str:
    """Return the name of a boundary, from the course where it declares it."""
    course = open_course(reading)
    variants = course.region.variants if course else ()
    found = next((v for v in variants if code.endswith(v.code)), None)
    if found is None and course and code == course.region.code:
        found = course.region.variant()
    return reading.text(found.label) if found else code


def _weight_fields(reading: Reading, asked: Asked, table: IndicatorTable) -> list[dict[str, str]]:
    given = dict(asked.choices.weights)
    return [
        {"code": e, "label": reading.names.element(e), "value": f"{given.get(e, 1.0):g}"}
        for e in table.elements
    ]
