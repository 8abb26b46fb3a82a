# SPDX-License-Identifier: EUPL-1.2
"""How firmly units stand: intervals of ranks, thirds of the ranking, places that many could take."""

import numpy as np
import polars as pl

from schakel.composite.audit.findings import frame_of
from schakel.composite.audit.subject import Subject
from schakel.composite.audit.thresholds import holding_width
from schakel.composite.ranking.rank import summarise_ranks
from schakel.composite.varying.variation import Variation

THIRDS = ("top", "middle", "bottom")


def intervals_of(subject: Subject, varied: Variation, coverage: float) -> pl.DataFrame:
    """Return the interval of the rank of each ranked unit, from the first place down.

    An interval always holds the rank of the index as it is: a rank beyond the quantiles of the runs
    widens it. ``holds`` says that the interval is no wider than a rank may vary and still hold.
    """
    found = summarise_ranks(
        varied.ranks[:, subject.row], nominal=varied.nominal_ranks[subject.row], coverage=coverage
    )
    rows = [varied.units.index(unit) for unit in subject.units]
    nominal = found.nominal[rows]
    low, high = np.fmin(found.low[rows], nominal), np.fmax(found.high[rows], nominal)
    table = frame_of(
        {
            "unit": list(subject.units),
            "name": list(subject.unit_names),
            "score": subject.scores[subject.build.tree.root],
            "rank": nominal,
            "median": found.median[rows],
            "low": low,
            "high": high,
            "best": found.best[rows],
            "worst": found.worst[rows],
            "width": high - low,
            "ranked_share": found.ranked_share[rows],
        }
    )
    limit = holding_width(subject.n_ranked)
    ranked = table.filter(pl.col("rank").is_not_null())
    return ranked.with_columns((pl.col("width") <= limit).alias("holds")).sort("rank", "unit")


def thirds_of(intervals: pl.DataFrame) -> pl.DataFrame:
    """Return per third of the ranking how many units hold their place, and how wide intervals are."""
    parts = np.array_split(np.arange(intervals.height), len(THIRDS))
    rows = []
    for third, members in zip(THIRDS, parts, strict=True):
        held = intervals[members.tolist()]
        width = held["width"].mean()
        rows.append((third, held.height, int(held["holds"].sum()), width if held.height else None))
    schema = {"third": pl.String, "n_units": pl.Int64, "n_holding": pl.Int64, "mean_width": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def overlap_of(intervals: pl.DataFrame) -> pl.DataFrame:
    """Return per place how many units could stand there: units at one place cannot be told apart by it."""
    low, high = np.floor(intervals["low"].to_numpy()), np.ceil(intervals["high"].to_numpy())
    places = np.arange(1, intervals.height + 1)
    counts = ((low[:, None] <= places) & (places <= high[:, None])).sum(axis=0)
    return pl.DataFrame({"place": places, "n_units": counts})
