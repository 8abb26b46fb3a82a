# SPDX-License-Identifier: EUPL-1.2
"""Developer's tool: reads the stored tidy tables and turns their marks into statuses."""

from pathlib import Path

import polars as pl
from region_names import ABOLISHED, ACCENTS, YOUNGER


class Tidy:
    """The folder with tidy tables, and the names of Dutch municipalities as codes."""

    def __init__(self, shared: Path) -> None:
        self.folder = shared / "tidy" if (shared / "tidy").is_dir() else shared
        towns = pl.read_csv(self.folder / "map_gemeente_corop_nuts.csv", infer_schema=False)
        self.corop_of = dict(zip(towns["gm"], towns["corop"], strict=True))
        names = {ACCENTS.get(n, n): c for n, c in zip(towns["name"], towns["gm"], strict=True)}
        names |= {name: code for code, (name, _) in (ABOLISHED | YOUNGER).items()}
        self.code_of = names | {"s-Hertogenbosch": "GM0796", "s-Gravenhage (gemeente)": "GM0518"}

    def read(self, name: str) -> pl.DataFrame:
        """Return a tidy table with codes for names, and one code for the Netherlands."""
        table = pl.read_csv(self.folder / name, infer_schema=False)
        code = pl.coalesce("region_code", pl.col("region_name").replace_strict(self.code_of, default=None))
        return table.with_columns(
            code.replace("NL01", "NL").alias("region_code"),
            pl.col("year").cast(pl.Int64).alias("period"),
            pl.col("value").cast(pl.Float64),
        )


def rows(table: pl.DataFrame, measures: dict[str, str]) -> pl.DataFrame:
    """Keep the indicators that have a measure, under its code."""
    return (
        table.filter(pl.col("indicator").is_in(list(measures)))
        .with_columns(
            pl.col("indicator").replace_strict(measures).alias("measure"), status=pl.lit(None, pl.String)
        )
        .with_columns(note=pl.lit(None, pl.String))
    )


def family(table: pl.DataFrame, prefix: str, code: str) -> pl.DataFrame:
    """Map every indicator ``prefix:<category>`` to ``code:<category>``."""
    found = [i for i in table["indicator"].unique().to_list() if i.startswith(f"{prefix}:")]
    return rows(table, {i: f"{code}:{i.split(':', 1)[1]}" for i in found})


def eurostat_flags(table: pl.DataFrame) -> pl.DataFrame:
    """Turn the flags p, e, b, d and u into status and note."""
    words = {"b": "break in series", "d": "definition differs", "u": "low reliability"}
    flag = pl.col("flag").fill_null("")
    status = pl.when(flag.str.contains("p")).then(pl.lit("provisional")).when(flag.str.contains("e"))
    notes = [
        pl.when(flag.str.contains(letter)).then(pl.lit(f"{letter}: {text}")) for letter, text in words.items()
    ]
    return table.with_columns(
        status.then(pl.lit("estimated")).alias("status"),
        pl.concat_str(notes, separator="; ", ignore_nulls=True).replace("", None).alias("note"),
    )


def cbs_marks(table: pl.DataFrame) -> pl.DataFrame:
    """Turn x, . and - into suppressed, missing and nil (a true zero)."""
    flag = pl.col("flag")
    status = pl.when(flag == "x").then(pl.lit("suppressed")).when(flag == ".").then(pl.lit("missing"))
    status = status.when(flag == "-").then(pl.lit("nil")).otherwise("status")
    value = pl.when(flag == "-").then(0.0).otherwise("value")
    return table.with_columns(status.alias("status"), value.alias("value"))
