# SPDX-License-Identifier: EUPL-1.2
"""The table of observations: one row a figure, with everything that travels with it.

Columns and their meaning (``SCHEMA`` has the types):

measure, region_code, period (year), vintage
    Together the key of a row; ``vintage`` is the edition of the publisher's table.
value, lower, upper
    The figure (null: unknown) and a published margin or known bracket (null: none).
unit
    Code of the unit, see ``units`` in ``figures/vocabulary.yaml``.
status
    normal, provisional, estimated (by the publisher or by us, see ``note``), suppressed
    (withheld, value null), missing (not available, value null) or nil (a true zero).
note
    The publisher's mark in words, or how an estimate was made.
measured_at_level
    Level at which the value was really measured, which may be higher than the region's own.
source_table, snapshot_id
    Where the figure comes from; the snapshot holds the bytes.
"""

from pathlib import Path
from typing import Final

import polars as pl

from schakel.koers.failures import N_, Failure

STATUSES: Final = ("normal", "provisional", "estimated", "suppressed", "missing", "nil")
UNKNOWN_STATUSES: Final = ("suppressed", "missing")
LEVELS: Final = ("municipality", "corop", "province", "nuts3", "nuts2", "nuts1", "country")
KEY: Final = ("measure", "region_code", "period", "vintage")
SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "measure": pl.String,
    "region_code": pl.String,
    "period": pl.Int64,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "unit": pl.String,
    "status": pl.String,
    "note": pl.String,
    "measured_at_level": pl.String,
    "source_table": pl.String,
    "vintage": pl.String,
    "snapshot_id": pl.String,
}


class NoObservations(Failure):
    """No figures were loaded yet."""

    template = N_("There are no figures in {folder} yet.")
    cure = N_("Load them with `make start`, or with `schakel start`.")


class WrongObservations(Failure):
    """A table of observations that breaks its own rules."""

    template = N_("{where}: {found}. Expected: {expected}.")
    cure = N_("Correct the table and load it again; nothing of it was kept.")


def observations_path(home: Path) -> Path:
    """Return where the observations of a home folder are kept."""
    return home / "dataroom" / "observations.parquet"


def empty_observations() -> pl.DataFrame:
    """Return a table of observations without rows."""
    return pl.DataFrame(schema=SCHEMA)


def read_observations(home: Path) -> pl.DataFrame:
    """Return every observation, sorted by measure, region, period and vintage.

    Raises
    ------
    NoObservations
        When nothing was loaded into this home folder.
    """
    path = observations_path(home)
    if not path.is_file():
        raise NoObservations(folder=path.parent)
    return pl.read_parquet(path)


def newest_vintage(observations: pl.DataFrame) -> pl.DataFrame:
    """Keep one row per measure, region and period: that of the newest edition (labels sort by date)."""
    key = ["measure", "region_code", "period"]
    return observations.sort([*key, "vintage"]).unique(key, keep="last", maintain_order=True)


def check_observations(observations: pl.DataFrame, where: str) -> pl.DataFrame:
    """Return the observations in the order of ``SCHEMA`` after checking the rules above.

    Parameters
    ----------
    observations
        Table with the columns of ``SCHEMA``.
    where
        Name of the table or file, for the message.

    Raises
    ------
    WrongObservations
        At the first rule that is broken: columns, status, a value where there may be none or
        none where there must be one, a zero that is not one, bounds in the wrong order, a key twice.
    """
    if set(observations.columns) != set(SCHEMA):
        odd = ", ".join(sorted(set(observations.columns) ^ set(SCHEMA)))
        raise WrongObservations(where=where, found=f"columns {odd}", expected=", ".join(SCHEMA))
    table = observations.select([pl.col(name).cast(kind) for name, kind in SCHEMA.items()])
    for rule, expected in _rules():
        wrong = table.filter(rule)
        if wrong.height:
            raise WrongObservations(where=where, found=_row_in_words(wrong), expected=expected)
    doubled = table.filter(table.select(KEY).is_duplicated())
    if doubled.height:
        raise WrongObservations(
            where=where, found=f"twice {_row_in_words(doubled)}", expected="every key once"
        )
    return table.sort(KEY)


def _rules() -> tuple[tuple[pl.Expr, str], ...]:
    status, value = pl.col("status"), pl.col("value")
    unknown = status.is_in(UNKNOWN_STATUSES)
    bounds_wrong = (pl.col("lower") > pl.col("upper")) | (pl.col("lower") > value) | (pl.col("upper") < value)
    return (
        (~status.is_in(STATUSES), f"a status of {', '.join(STATUSES)}"),
        (~pl.col("measured_at_level").is_in(LEVELS), f"a level of {', '.join(LEVELS)}"),
        (unknown & value.is_not_null(), "no value where it is suppressed or missing"),
        (~unknown & (value.is_null() | ~value.is_finite()), "a number, or the status suppressed or missing"),
        ((status == "nil") & (value != 0), "the value 0 where the status is nil"),
        (bounds_wrong, "lower <= value <= upper"),
        (pl.any_horizontal(pl.col(*KEY, "unit", "source_table").is_null()), "no empty key, unit or source"),
    )


def _row_in_words(rows: pl.DataFrame) -> str:
    first = rows.row(0, named=True)
    more = f" (and {rows.height - 1} more)" if rows.height > 1 else ""
    names = ("measure", "region_code", "period", "value", "lower", "upper", "status")
    return ", ".join(f"{name} {first[name]}" for name in names if first[name] is not None) + more
