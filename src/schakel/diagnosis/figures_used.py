# SPDX-License-Identifier: EUPL-1.2
"""The figures that a diagnosis of a year rests on: what was known then, and where it came from."""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from schakel.dataroom.measures import Measure, SourceTable
from schakel.dataroom.observations import KEY
from schakel.diagnosis.dossier import SnapshotUse
from schakel.koers.label import Label


def with_needed_measures(wanted: Iterable[str], measures: Mapping[str, Measure]) -> tuple[str, ...]:
    """Return the wanted measures with those that weigh, bound or make them, sorted."""
    found: set[str] = set()
    waiting = [m for m in wanted]
    while waiting:
        code = waiting.pop()
        if code in found:
            continue
        found.add(code)
        if code in measures:
            m = measures[code]
            named = (*m.numerator, *m.denominator, *m.siblings, m.weight, m.within)
            waiting += [other for other in named if other is not None]
    return tuple(sorted(found))


def figures_known(observations: pl.DataFrame, year: int, wanted: Iterable[str]) -> pl.DataFrame:
    """Return the figures of wanted measures up to a year, one edition of each.

    A figure's edition is the newest one published by the end of the year; where all editions are
    later (or carry no date), the newest of all, since an earlier state is then not known.

    Parameters
    ----------
    observations : polars.DataFrame
        All observations (see ``dataroom.observations``).
    year : int
        Year of the diagnosis; later periods are left out.
    wanted : iterable of str
        Codes of measures.
    """
    chosen = observations.filter(pl.col("measure").is_in(sorted(set(wanted))) & (pl.col("period") <= year))
    edition_year = pl.col("vintage").str.extract(r"^(\d{4})", 1).cast(pl.Int64, strict=False)
    ranked = chosen.with_columns((edition_year <= year).fill_null(False).alias("_known_then"))
    key = ["measure", "region_code", "period"]
    newest = ranked.sort([*key, "_known_then", "vintage"]).unique(key, keep="last", maintain_order=True)
    return newest.drop("_known_then").sort(KEY)


def shares_of_status(figures: pl.DataFrame) -> tuple[float, float]:
    """Return the share of figures that are estimates, and the share that the publisher withholds."""
    if figures.is_empty():
        return 0.0, 0.0
    counts = figures["status"].value_counts()
    by_status = dict(zip(counts["status"], counts["count"], strict=True))
    n = figures.height
    return round(by_status.get("estimated", 0) / n, 9), round(by_status.get("suppressed", 0) / n, 9)


def snapshots_used(
    figures: pl.DataFrame, tables: Mapping[str, SourceTable], file_hashes: Mapping[str, str], year: int
) -> tuple[SnapshotUse, ...]:
    """Return every snapshot behind the figures, by source table.

    Parameters
    ----------
    figures : polars.DataFrame
        The figures used.
    tables : mapping
        Source tables by id.
    file_hashes : mapping
        SHA-256 per snapshot id, as far as known.
    year : int
        Year of the diagnosis, for the age of the newest figure.
    """
    groups = (
        figures.with_columns(pl.col("snapshot_id").fill_null(""))
        .group_by("snapshot_id", "source_table")
        .agg(pl.col("period").max().alias("newest"), pl.len().alias("n"))
        .sort("source_table", "snapshot_id")
    )
    return tuple(
        _use(row, tables.get(row["source_table"]), file_hashes.get(row["snapshot_id"], ""), year)
        for row in groups.iter_rows(named=True)
    )


def _use(row: Mapping[str, object], table: SourceTable | None, sha256: str, year: int) -> SnapshotUse:
    newest = row["newest"]
    assert isinstance(newest, int) and isinstance(row["n"], int)
    name = str(row["source_table"])
    retrieved: date | None = table.retrieved_date if table else None
    return SnapshotUse(
        snapshot_id=str(row["snapshot_id"]),
        source_table=name,
        title=table.title if table else Label(name, name),
        publisher=table.publisher if table else "",
        licence=table.licence if table else "",
        url=table.url if table else "",
        file_name=f"{table.stem}.csv" if table else "",
        sha256=sha256,
        retrieved_date=retrieved.isoformat() if retrieved else None,
        newest_period=newest,
        n_observations=row["n"],
        age_years=max(year - newest, 0),
    )
