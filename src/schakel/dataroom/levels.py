# SPDX-License-Identifier: EUPL-1.2
"""Finds figures that a publisher repeats over regions, so that none passes for a regional figure.

European tables give every region of a country the national value where no regional one
exists. The value then belongs to the country (or to the NUTS 1 area), not to the region.
"""

import polars as pl

from schakel.dataroom.observations import LEVELS

_SMALLEST_GROUP = 2
_NUTS2_LENGTH = 4
_COUNTRY_LENGTH = 2
_RANK = {level: number for number, level in enumerate(LEVELS)}


def flag_repeated_values(observations: pl.DataFrame) -> pl.DataFrame:
    """Set ``measured_at_level`` to country or nuts1 where values are repeated over NUTS regions.

    Within a measure, period and vintage: when a country has at least two NUTS 1 or 2 regions with a
    value and all those values are the same, they were measured at country level. Otherwise,
    when a NUTS 1 area has at least two regions with a value, every such area of the country
    repeats one value and there are at least two different values, they were measured at nuts1.
    A level that was already higher stays.

    Parameters
    ----------
    observations
        Table with the columns of ``observations.SCHEMA``; other levels than NUTS are left alone.

    Returns
    -------
    polars.DataFrame
        The same rows in the same order.
    """
    keys = ["measure", "period", "vintage", "_country"]
    code = pl.col("region_code")
    regional = (
        pl.col("value").is_not_null()
        & (code.str.len_chars() >= _COUNTRY_LENGTH + 1)
        & (code.str.len_chars() <= _NUTS2_LENGTH)
        & code.str.contains(r"^[A-Z]{2}[0-9A-Z_]{1,2}$")
        & ~code.str.contains(r"^(GM|CR|PV|LD)")
    )
    marked = observations.with_row_index("_row").with_columns(
        regional.alias("_regional"), code.str.slice(0, _COUNTRY_LENGTH).alias("_country")
    )
    groups = marked.filter("_regional").with_columns(code.str.slice(0, _COUNTRY_LENGTH + 1).alias("_nuts1"))
    country = groups.group_by(keys).agg(
        ((pl.len() >= _SMALLEST_GROUP) & (pl.col("value").n_unique() == 1)).alias("_national")
    )
    within = (
        groups.group_by([*keys, "_nuts1"])
        .agg(pl.len().alias("n"), pl.col("value").n_unique().alias("distinct"))
        .group_by(keys)
        .agg(((pl.col("distinct") == 1).all() & (pl.col("n") >= _SMALLEST_GROUP).any()).alias("_by_nuts1"))
    )
    flagged = marked.join(country, on=keys, how="left").join(within, on=keys, how="left")
    return _raised(flagged).sort("_row").select(observations.columns)


def _raised(flagged: pl.DataFrame) -> pl.DataFrame:
    found = (
        pl.when(pl.col("_regional") & pl.col("_national"))
        .then(pl.lit("country"))
        .when(pl.col("_regional") & pl.col("_by_nuts1"))
        .then(pl.lit("nuts1"))
        .otherwise(pl.col("measured_at_level"))
    )
    rank = pl.col("measured_at_level").replace_strict(_RANK, default=0)
    new_rank = found.replace_strict(_RANK, default=0)
    return flagged.with_columns(
        pl.when(new_rank > rank).then(found).otherwise("measured_at_level").alias("measured_at_level")
    )
