# SPDX-License-Identifier: EUPL-1.2
"""The economic picture written into the dossier and its tables."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from schakel.diagnosis.dossier import (
    Area,
    FigureKey,
    Line,
    Note,
    PeerRegion,
    PictureItem,
    Point,
    PrintedCheck,
    Standing,
)
from schakel.economy.areas import PictureArea
from schakel.economy.cells import Cell
from schakel.economy.peers import PeerChoice
from schakel.economy.picture import AreaLine, ItemPicture
from schakel.economy.printed_checks import CheckResult

DIGITS = 9


def settled(number: float | None) -> float | None:
    """Round to nine decimals, so that the last bits of an addition do not show in a stored value."""
    return None if number is None else round(float(number), DIGITS) + 0.0


def area_of(area: PictureArea) -> Area:
    """Return the area as the dossier names it."""
    return Area(area.code, area.label, area.kind)


def figure_key(cell: Cell) -> FigureKey | None:
    """Return where a cell comes from, ``None`` when it was not read from a table."""
    if not cell.measure:
        return None
    return FigureKey(cell.measure, cell.region_code, cell.period, cell.source_table, cell.snapshot_id)


def dossier_item(item: ItemPicture, checks: Sequence[CheckResult]) -> PictureItem:
    """Return an item of the picture as the dossier holds it."""
    definition = item.definition
    tables = {c.source_table for line in item.lines for c in line.cells.values() if c.source_table}
    return PictureItem(
        code=definition.code,
        theme=definition.theme,
        label=definition.label,
        question=definition.question,
        unit=definition.unit,
        decimals=definition.decimals,
        higher_is=definition.higher_is,
        is_region_exact=item.level == "region",
        lines=tuple(_line(line) for line in item.lines),
        standing=_standing(item),
        printed=tuple(_printed(check, definition.unit) for check in checks),
        breaks=tuple(_break_note(period, reason.nl, reason.en) for period, reason in item.breaks),
        definition=definition.definition,
        source_tables=tuple(sorted(tables)),
        notes=tuple(_item_notes(item)),
    )


def _break_note(period: int, reason_nl: str, reason_en: str) -> Note:
    return Note("series_break", {"from_period": period, "reason_nl": reason_nl, "reason_en": reason_en})


def _line(line: AreaLine) -> Line:
    points = tuple(
        Point(c.period, settled(c.value), settled(c.low), settled(c.high), c.status)
        for _, c in sorted(line.cells.items())
    )
    return Line(area_of(line.area), line.role, points)


def _standing(item: ItemPicture) -> Standing:
    found = item.standing
    cell = found.cell
    return Standing(
        period=cell.period if cell else None,
        area=area_of(found.area) if found.area else None,
        value=settled(cell.value) if cell else None,
        low=settled(cell.low) if cell else None,
        high=settled(cell.high) if cell else None,
        country_value=settled(found.country_value),
        peers_median=settled(found.peers_median),
        rank=found.rank,
        n_regions=found.n_regions,
        change_value=settled(found.change_value),
        change_from_period=found.change_from_period,
        figure=figure_key(cell) if cell else None,
    )


def _item_notes(item: ItemPicture) -> Iterable[Note]:
    if not item.level:
        yield Note("item_without_figure", {"item": item.definition.code})
    elif item.level != "region":
        areas = [line.area for line in item.lines if line.role == "nearest"]
        names = ", ".join(a.label.nl for a in areas), ", ".join(a.label.en for a in areas)
        details = {"item": item.definition.code, "areas_nl": names[0], "areas_en": names[1]}
        yield Note("item_not_for_the_region", {**details, "level": item.level})
    if item.definition.remark is not None:
        remark = item.definition.remark
        yield Note("item_remark", {"text_nl": remark.nl, "text_en": remark.en})


def _printed(check: CheckResult, unit: str) -> PrintedCheck:
    found = check.found
    return PrintedCheck(
        figure_id=check.id,
        label=check.label,
        section=check.section,
        printed_value=settled(check.printed_value),
        printed_period=check.printed_period,
        unit=unit,
        found_value=settled(found.value) if found else None,
        found_low=settled(found.low) if found else None,
        found_high=settled(found.high) if found else None,
        found_period=found.cell.period if found else None,
        found_area=area_of(found.area) if found else None,
        verdict=check.verdict,
        notes=tuple(Note(code, dict(details)) for code, details in check.remarks),
        figure=figure_key(found.cell) if found else None,
    )


def dossier_peers(peers: Sequence[PeerChoice], corops: Mapping[str, PictureArea]) -> tuple[PeerRegion, ...]:
    """Return the chosen peers as the dossier holds them."""
    return tuple(
        PeerRegion(
            area_of(corops[peer.code]),
            round(peer.distance, DIGITS),
            {code: settled(value) for code, value in peer.criteria.items()},
        )
        for peer in peers
    )


def picture_series_table(items: Sequence[ItemPicture]) -> pl.DataFrame:
    """Return every point of every line of the picture, one row each."""
    rows = [
        (
            item.definition.code,
            line.area.code,
            line.area.label.nl,
            line.role,
            c.period,
            settled(c.value),
            settled(c.low),
            settled(c.high),
            c.status,
            c.source_table,
            c.measure,
        )
        for item in items
        for line in item.lines
        for _, c in sorted(line.cells.items())
    ]
    text, number = pl.String, pl.Float64
    schema = {
        **dict.fromkeys(("item", "area_code", "area_name", "role"), text),
        "period": pl.Int64,
        **dict.fromkeys(("value", "low", "high"), number),
        **dict.fromkeys(("status", "source_table", "measure"), text),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def printed_checks_table(items: Sequence[PictureItem]) -> pl.DataFrame:
    """Return every printed figure of the picture with its verdict, one row each."""
    rows = [
        (
            item.code,
            check.figure_id,
            check.section,
            check.printed_value,
            check.printed_period,
            check.unit,
            check.found_value,
            check.found_low,
            check.found_high,
            check.found_period,
            check.found_area.code if check.found_area else None,
            check.verdict,
            ", ".join(note.code for note in check.notes),
        )
        for item in items
        for check in item.printed
    ]
    schema = {
        **dict.fromkeys(("item", "figure_id", "section"), pl.String),
        "printed_value": pl.Float64,
        "printed_period": pl.Int64,
        "unit": pl.String,
        **dict.fromkeys(("found_value", "found_low", "found_high"), pl.Float64),
        "found_period": pl.Int64,
        **dict.fromkeys(("found_area", "verdict", "notes"), pl.String),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
