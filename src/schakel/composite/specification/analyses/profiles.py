# SPDX-License-Identifier: EUPL-1.2
"""Per unit its strengths, weaknesses and profile; per indicator a description."""

from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np
import polars as pl

from schakel.composite.building.results import contributions_to_score, summarise_unit
from schakel.composite.describing.availability import measure_availability
from schakel.composite.describing.describe import Description, describe_indicators
from schakel.composite.describing.strengths import Discarded, find_strengths, list_strengths
from schakel.composite.specification.known_names import Count, NodeCode, PeriodCode, Share, StageLabel
from schakel.composite.specification.made_index import Found, Index, as_table, tabulate_units


@dataclass(frozen=True, slots=True)
class StrengthsAsked:
    """The indicators on which each unit does best and worst.

    Attributes
    ----------
    label
        Name of the tables.
    codes
        Indicators or branches; all indicators where absent.
    by
        By rank, or by the share of other units that do worse.
    n_shown
        How many at each end.
    discard_lowest, smallest_unique_share
        Which indicators are no strength; only by rank.
    """

    label: str = "strengths"
    codes: tuple[NodeCode, ...] = ()
    by: Literal["rank", "share"] = "rank"
    n_shown: Count = 5
    discard_lowest: Discarded = "strengths"
    smallest_unique_share: Share = 0.0
    period: PeriodCode | None = None


@dataclass(frozen=True, slots=True)
class Profiles:
    """Score and rank of each unit on every node, and what each child of the top adds to its score."""

    label: str = "profiles"
    period: PeriodCode | None = None


@dataclass(frozen=True, slots=True)
class DescriptionAsked:
    """Statistics of each indicator, and how much each unit knows.

    ``stage``: step after which values are taken, "raw" for the figures as they came. The other settings are
    the limits beyond which an indicator is flagged.
    """

    label: str = "description"
    stage: StageLabel = "raw"
    min_share_known: Share = 0.65
    min_share_nonzero: Share = 0.5
    min_share_unique: Share = 0.5
    max_skewness: float = 2.0
    max_kurtosis: float = 3.5
    period: PeriodCode | None = None


def find_strengths_and_weaknesses(asked: StrengthsAsked, index: Index) -> Found:
    """Return per unit its strongest and weakest indicators with value and rank."""
    tree = index.build.tree
    codes = list(asked.codes or tree.indicator_codes)
    values = index.values(codes, period=asked.period)
    found: Any
    if asked.by == "rank":
        found = list_strengths(
            values,
            n_shown=asked.n_shown,
            discard_lowest=asked.discard_lowest,
            smallest_unique_share=asked.smallest_unique_share,
            indicators=codes,
        )
        measure, heading = found.ranks, "rank"
    else:
        found = find_strengths(values, n_shown=asked.n_shown)
        measure, heading = found.share_below, "share_below"
    data, rows = index.build.final, []
    for row, unit in enumerate(data.units):
        for kind, listed in (("strength", found.strongest), ("weakness", found.weakest)):
            for number, place in enumerate(listed[row], start=1):
                if place >= 0:
                    code = codes[place]
                    name = data.name_of_unit(row)
                    rows.append(
                        (
                            unit,
                            name,
                            kind,
                            number,
                            code,
                            tree.named(code),
                            measure[row, place],
                            values[row, place],
                        )
                    )
    headings = ("unit", "name", "kind", "number", "code", "indicator", heading, "score")
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headings)
    return Found(found, {"": as_table({h: list(c) for h, c in zip(headings, columns, strict=True)})})


def find_profiles(asked: Profiles, index: Index) -> Found:
    """Return a row per unit and node, and the contributions to the score."""
    place = index.place(asked.period)
    period = index.build.final.periods[place]
    units = index.build.units
    tables = [
        summarise_unit(index.build, unit, period=period).select(pl.lit(unit).alias("unit"), pl.all())
        for unit in units
    ]
    added = contributions_to_score(index.build, period=period)
    columns = {f"contribution {code}": numbers for code, numbers in added.items()}
    score = {"score": index.build.scores()[place]}
    contributions = tabulate_units(index.build.final, {**score, **columns})
    return Found(added, {"": pl.concat(tables), "contributions": contributions})


def find_description(asked: DescriptionAsked, index: Index) -> Found:
    """Return a row per indicator, and a row per unit with its share of known values."""
    codes = list(index.build.tree.indicator_codes)
    values = index.values(codes, stage=asked.stage, period=asked.period)
    found = describe_indicators(
        values,
        min_share_known=asked.min_share_known,
        min_share_nonzero=asked.min_share_nonzero,
        min_share_unique=asked.min_share_unique,
        max_skewness=asked.max_skewness,
        max_kurtosis=asked.max_kurtosis,
    )
    known = measure_availability(values)
    named = {"code": codes, "name": [index.build.tree.named(code) for code in codes]}
    columns = {each.name: np.asarray(getattr(found, each.name)) for each in fields(Description)}
    per_unit = tabulate_units(
        index.stage(asked.stage),
        {"share_known": known.per_unit, "n_missing": known.missing_per_unit, "n_zero": known.zeros_per_unit},
    )
    return Found(
        {"description": found, "availability": known}, {"": as_table({**named, **columns}), "units": per_unit}
    )
