# SPDX-License-Identifier: EUPL-1.2
"""Observations as the checks on statistics need them: newest edition, chosen measures, units in step."""

from collections.abc import Mapping

import polars as pl

from schakel.dataroom.ledger import statement_ids
from schakel.dataroom.measures import Measure
from schakel.dataroom.observations import newest_vintage

SHOWN_AT_MOST = 12


def of_measures(observations: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Return the observations of measures or families (the part before ``:``); all where empty."""
    if not names:
        return observations
    family = pl.col("measure").str.split(":").list.first()
    return observations.filter(pl.col("measure").is_in(list(names)) | family.is_in(list(names)))


def newest(observations: pl.DataFrame) -> pl.DataFrame:
    """Return one row per measure, region and period, of the newest edition, with its ``statement_id``."""
    return newest_vintage(observations).with_columns(statement_ids().alias("statement_id"))


def step_of(measures: Mapping[str, Measure], code: str) -> float:
    """Return the rounding step of a measure: the declared one, else one unit of its last decimal."""
    measure = measures.get(code)
    if measure is None:
        return 0.0
    return measure.rounding if measure.rounding is not None else 10.0**-measure.decimals


def label_of(measures: Mapping[str, Measure], code: str, language: str) -> str:
    """Return the name of a measure, or its code where it is not declared."""
    measure = measures.get(code)
    return measure.label.in_language(language) if measure else code


def shortened(items: list[str]) -> str:
    """Return a list as text, cut off after some items."""
    more = len(items) - SHOWN_AT_MOST
    return ", ".join(items[:SHOWN_AT_MOST]) + (f" (+{more})" if more > 0 else "")
