# SPDX-License-Identifier: EUPL-1.2
"""The economic picture: every item for the region or its nearest areas, beside peers and country."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from schakel.economy.areas import PictureArea, PictureAreas, no_parts
from schakel.economy.cells import Cell
from schakel.economy.formulas import apply_formula
from schakel.economy.picture_definition import Formula, ItemDefinition, Level
from schakel.economy.standing import change_within_series, median_cells, newest_known, rank_among
from schakel.koers.label import Label

Role = Literal["region", "nearest", "peers", "peer", "country"]
NEAREST_LEVELS: tuple[Level, ...] = ("corop", "nuts2")
PEERS_LABEL = Label("Vergelijkbare gebieden (mediaan)", "Similar areas (median)")


class SeriesSource(Protocol):
    """What gives the series of a measure for an area, and the breaks of a measure."""

    def series(self, measure: str, area: PictureArea) -> Mapping[int, Cell]:
        """Return the series of a measure for an area, empty when there is none."""

    def breaks(self, measure: str) -> Sequence[tuple[int, Label]]:
        """Return the first period of each new series of a measure, with the reason."""

    def is_amount(self, measure: str) -> bool:
        """Say whether a measure grows with the size of an area (a stock or a flow)."""


@dataclass(frozen=True, slots=True)
class AreaLine:
    """The series of one area in the picture."""

    area: PictureArea
    role: Role
    cells: Mapping[int, Cell]


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """The newest value with what it is compared with; see ``Standing`` in the dossier."""

    cell: Cell | None
    area: PictureArea | None
    country_value: float | None
    peers_median: float | None
    others: tuple[float, ...]
    rank: int | None
    n_regions: int
    change_value: float | None
    change_from_period: int | None


@dataclass(frozen=True, slots=True)
class ItemPicture:
    """One item with its lines; ``level`` is where the figure exists ("region", "corop", "nuts2" or "")."""

    definition: ItemDefinition
    level: str
    lines: tuple[AreaLine, ...]
    standing: ItemStanding
    breaks: tuple[tuple[int, Label], ...]


def lines_of(
    formula_at: Callable[[Level], Formula], source: SeriesSource, areas: PictureAreas
) -> tuple[str, tuple[AreaLine, ...]]:
    """Return the level at which a formula has figures for the region, and the lines of its own areas.

    The region itself when its municipalities have the figure; else the COROP regions in which
    they lie; else the NUTS 2 regions. Nothing of a larger area is ever called the region's.
    """
    line = _line(formula_at("region"), areas.region, "region", source)
    if newest_known(line.cells):
        return "region", (line,)
    for level in NEAREST_LEVELS:
        formula = formula_at(level)
        lines = tuple(_line(formula, a, "nearest", source) for a in areas.nearest_areas(level))
        lines = tuple(x for x in lines if newest_known(x.cells))
        if lines:
            return level, lines
    return "", ()


def _line(formula: Formula, area: PictureArea, role: Role, source: SeriesSource) -> AreaLine:
    return AreaLine(area, role, apply_formula(formula, lambda measure: source.series(measure, area)))


def make_item(
    item: ItemDefinition, source: SeriesSource, areas: PictureAreas, peers: Sequence[str]
) -> ItemPicture:
    """Return one item: own lines, peers with their median, the country, standing and breaks."""
    level, own = lines_of(item.formula, source, areas)
    breaks = _breaks_of(item, level, source)
    if not own:
        nothing = ItemStanding(None, None, None, None, (), None, 0, None, None)
        return ItemPicture(item, "", (), nothing, breaks)
    compared: Level = "nuts2" if level == "nuts2" else "corop"
    formula = item.formula(compared)
    peer_areas = _peers_at(compared, peers, areas)
    peer_lines = tuple(_line(formula, a, "peer", source) for a in peer_areas)
    peer_lines = tuple(x for x in peer_lines if newest_known(x.cells))
    middle = median_cells([x.cells for x in peer_lines]) if len(peer_lines) > 1 else {}
    country = _line(item.formula("country"), areas.country, "country", source)
    everyone = _all_series(item, compared, source, areas)
    standing = _standing(item, own[0], country, middle, everyone, [period for period, _ in breaks])
    median_area = PictureArea("peers", PEERS_LABEL, compared, (), no_parts)
    lines = (*own, AreaLine(median_area, "peers", middle), *peer_lines, country)
    return ItemPicture(item, level, tuple(x for x in lines if newest_known(x.cells)), standing, breaks)


def _breaks_of(item: ItemDefinition, level: str, source: SeriesSource) -> tuple[tuple[int, Label], ...]:
    formula = item.formula(level) if level in ("region", "corop", "nuts2") else item.value  # type: ignore[arg-type]
    found = {b[0]: b for measure in formula.measures for b in source.breaks(measure)}
    return tuple(found[period] for period in sorted(found))


def _peers_at(level: Level, peers: Sequence[str], areas: PictureAreas) -> tuple[PictureArea, ...]:
    if level == "corop":
        return tuple(areas.corops[code] for code in peers if code in areas.corops)
    own = {code for code, _ in areas.nearest["nuts2"]}
    codes = dict.fromkeys(areas.nuts2_of_corop[p] for p in peers if p in areas.nuts2_of_corop)
    return tuple(areas.nuts2[code] for code in codes if code not in own and code in areas.nuts2)


def _all_series(
    item: ItemDefinition, level: Level, source: SeriesSource, areas: PictureAreas
) -> dict[str, Mapping[int, Cell]]:
    formula = item.formula(level)
    return {code: _line(formula, a, "peer", source).cells for code, a in areas.at_level(level).items()}


def _standing(
    item: ItemDefinition,
    own: AreaLine,
    country: AreaLine,
    middle: Mapping[int, Cell],
    everyone: Mapping[str, Mapping[int, Cell]],
    breaks: Sequence[int],
) -> ItemStanding:
    newest = newest_known(own.cells)
    assert newest is not None
    others = tuple(
        c.value
        for code, cells in sorted(everyone.items())
        if code != own.area.code and (c := cells.get(newest.period)) and c.value is not None
    )
    value = newest.value
    rank = None if value is None or len(others) < 2 else rank_among(value, others, higher_is=item.higher_is)
    change, since = change_within_series(own.cells, breaks, years=item.change_years)
    at = newest.period
    return ItemStanding(
        newest,
        own.area,
        country.cells[at].value if at in country.cells else None,
        middle[at].value if at in middle else None,
        others,
        rank,
        len(others) + 1 if rank else 0,
        change,
        since,
    )
