# SPDX-License-Identifier: EUPL-1.2
"""From the text of a cell to a number and a status: marks, flags, decimal and thousands signs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.dataroom.readers.raw_table import Kind

# The share of cells that must prove the decimal mark of a column in which others could be either.
SMALLEST_PROOF = 0.02

STATLINE_MARKS: Mapping[str, str] = {".": "missing", "x": "suppressed", "-": "nil", "": "missing"}
PLAIN_MARKS: Mapping[str, str] = {
    **dict.fromkeys(("", ".", "..", "...", ":", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null"), "missing"),
    "x": "suppressed",
}
EUROSTAT_MARKS: Mapping[str, str] = {":": "missing", "": "missing"}

_STARS = r"^(.*?)\s*(\*{1,2})$"
_FLAGGED = r"^(:|[-+]?[0-9.]+(?:[eE][-+]?\d+)?)\s*([bcdefimnprsuz]{1,5})$"
_SPACED = r"^([-+]?[1-9]\d{0,2}(?:[ \u00a0\u202f']\d{3})+)([.,]\d+)?$"
_GROUPED = "[, \u00a0\u202f']"
PERIOD = r"^(1[89]|20)\d\d(JJ00)?(\s+\pL+)?\s*\*{0,2}$"
_SHAPES = {
    "integer": r"^[-+]?(0|[1-9]\d*)$",
    "code": r"^[-+]?0\d+$",
    "either_point": r"^[-+]?[1-9]\d{0,2}\.\d{3}$",
    "either_comma": r"^[-+]?[1-9]\d{0,2},\d{3}$",
    "comma_decimal": r"^[-+]?(\d*,\d+([eE][-+]?\d+)?|[1-9]\d{0,2}(\.\d{3})+,\d+|[1-9]\d{0,2}(\.\d{3}){2,})$",
    "point_decimal": r"^[-+]?(\d*\.\d+([eE][-+]?\d+)?|[1-9]\d{0,2}(,\d{3})+\.\d+|[1-9]\d{0,2}(,\d{3}){2,})$",
    "exponent": r"^[-+]?\d+[eE][-+]?\d+$",
}


@dataclass(frozen=True, slots=True)
class Interpreted:
    """Cells with their meaning, and per column the decimal mark and the kind.

    ``cells``: text, number, status (null = a text), note, shape. ``decimal_marks``: "," or ".",
    "" where no cell needs one, "?" where the cells could be read both ways, "!" where they contradict.
    """

    cells: pl.DataFrame
    decimal_marks: tuple[str, ...]
    kinds: tuple[Kind, ...]


def interpret(
    texts: pl.Series,
    n_columns: int,
    *,
    marks: Mapping[str, str],
    flags: bool = False,
    decimal_mark: str | None = None,
    typed: pl.Series | None = None,
) -> Interpreted:
    """Read every cell as a number or a mark where it is one.

    Parameters
    ----------
    texts
        All cells, row by row (String, length rows x columns).
    n_columns
        Number of columns.
    marks
        Texts that stand for a status: missing, suppressed (value null) or nil (value 0).
    flags
        Whether letters after a number are Eurostat flags.
    decimal_mark
        Stated mark; None = by the evidence of the column, then of the whole file.
    typed
        Numbers that the file itself types as such (Float64, null = a text cell).
    """
    texts = texts.cast(pl.String).fill_null("").str.strip_chars()
    meanings = _meanings(texts.unique(), marks, flags)
    cells = texts.to_frame("text").join(meanings, on="text", how="left", maintain_order="left")
    column = pl.Series("column", np.arange(len(texts), dtype=np.int64) % max(n_columns, 1))
    cells = cells.with_columns(column)
    if typed is not None:
        cells = _with_typed(cells, typed)
    counts = _counts(cells, n_columns)
    decimals = _decimal_marks(counts, decimal_mark)
    cells = _with_numbers(cells, decimals)
    kinds = _kinds(cells, n_columns)
    return Interpreted(cells.select("text", "number", "status", "note", "shape"), decimals, kinds)


def _meanings(unique: pl.Series, marks: Mapping[str, str], flags: bool) -> pl.DataFrame:
    """Return, for each distinct text: mark status, flag, shape, and the number both ways."""
    pattern = _FLAGGED if flags else _STARS
    text = pl.col("text")
    core = text.str.extract(pattern, 1).fill_null(text).str.replace("^\u2212", "-")
    frame = unique.to_frame("text").with_columns(flag=text.str.extract(pattern, 2).fill_null(""), core=core)
    spaced = pl.col("core").str.contains(_SPACED)
    squeezed = pl.col("core").str.replace_all("[ \u00a0\u202f']", "")
    if not flags:  # Eurostat never groups digits, so a group there is an error
        frame = frame.with_columns(core=pl.when(spaced).then(squeezed).otherwise("core"))
    shape = pl.coalesce(
        *(pl.when(pl.col("core").str.contains(p)).then(pl.lit(name)) for name, p in _SHAPES.items()),
    )
    with_point = pl.col("core").str.replace_all(",", "", literal=True)
    with_comma = pl.col("core").str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    status = pl.col("core").replace_strict(dict(marks), default=None, return_dtype=pl.String)
    is_grouped = pl.col("core").str.contains(_GROUPED) if flags else pl.lit(False)
    return frame.with_columns(
        mark=status,
        shape=pl.when(status.is_null() & ~is_grouped).then(shape),
        by_point=_finite(with_point),
        by_comma=_finite(with_comma),
        is_period=text.str.contains(PERIOD),
    )


def _finite(text: pl.Expr) -> pl.Expr:
    number = text.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def _with_typed(cells: pl.DataFrame, typed: pl.Series) -> pl.DataFrame:
    is_typed = pl.col("typed").is_not_null()
    return cells.with_columns(typed.alias("typed")).with_columns(
        shape=pl.when(is_typed).then(pl.lit("typed")).otherwise("shape"),
        by_point=pl.coalesce("typed", "by_point"),
        by_comma=pl.coalesce("typed", "by_comma"),
        mark=pl.when(is_typed).then(None).otherwise("mark"),
    )


def _counts(cells: pl.DataFrame, n_columns: int) -> dict[str, np.ndarray]:
    """Count, per column, the filled cells, the number-like ones and each shape."""
    is_shape = {name: (pl.col("shape") == name) for name in (*_SHAPES, "typed")}
    counted = cells.group_by("column").agg(
        (pl.col("text") != "").sum().alias("filled"),
        (pl.col("shape").is_not_null() | (pl.col("mark").is_not_null() & (pl.col("text") != "")))
        .sum()
        .alias("like"),
        *(expression.sum().alias(name) for name, expression in is_shape.items()),
    )
    result = {name: np.zeros(n_columns, dtype=np.int64) for name in counted.columns if name != "column"}
    places = counted["column"].to_numpy()
    for name, array in result.items():
        array[places] = counted[name].to_numpy()
    return result


def _decimal_marks(counts: dict[str, np.ndarray], stated: str | None) -> tuple[str, ...]:
    comma, point = counts["comma_decimal"], counts["point_decimal"]
    either = counts["either_point"] + counts["either_comma"]
    if stated:
        return tuple(stated if n else "" for n in comma + point + either)
    proven = np.maximum(comma, point) >= SMALLEST_PROOF * (comma + point + either)
    numeric = proven & (counts["like"] >= 0.8 * counts["filled"])
    whole = _file_mark(int(comma[numeric].sum()), int(point[numeric].sum()))
    return tuple(
        _column_mark(int(c), int(p), int(e), whole) for c, p, e in zip(comma, point, either, strict=True)
    )


def _file_mark(comma: int, point: int) -> str:
    if comma and point:
        return "?"
    return "," if comma else "." if point else "?"


def _column_mark(comma: int, point: int, either: int, whole: str) -> str:
    if comma and point:
        return "!"
    if not comma and not point:
        return whole if either else ""
    own = "," if comma else "."
    proven = max(comma, point) >= SMALLEST_PROOF * (comma + point + either)
    return own if proven or own == whole else "?"


def _with_numbers(cells: pl.DataFrame, decimals: tuple[str, ...]) -> pl.DataFrame:
    mark = pl.Series("decimal", decimals, dtype=pl.String)
    mark = mark.gather(cells["column"].cast(pl.UInt32)) if len(cells) else mark.clear()
    shape = pl.col("shape")
    plain = shape.is_in(["integer", "exponent", "typed"])
    either = shape.is_in(["either_point", "either_comma"])
    decimal = pl.col("decimal")
    by_point = (decimal == ".") & (either | (shape == "point_decimal"))
    by_comma = (decimal == ",") & (either | (shape == "comma_decimal"))
    number = pl.when(plain | by_point).then(pl.col("by_point")).when(by_comma).then(pl.col("by_comma"))
    cells = cells.with_columns(mark).with_columns(number=number)
    flag = pl.col("flag")
    status = (
        pl.when(pl.col("mark").is_not_null() & flag.str.contains("c"))
        .then(pl.lit("suppressed"))
        .when(pl.col("mark").is_not_null())
        .then(pl.col("mark"))
        .when(pl.col("number").is_null())
        .then(None)
        .when(flag.str.contains("[esf]"))
        .then(pl.lit("estimated"))
        .when(flag.str.contains(r"p|\*"))
        .then(pl.lit("provisional"))
        .otherwise(pl.lit("normal"))
    )
    cells = cells.with_columns(status=status)
    nil = pl.col("status") == "nil"
    return cells.with_columns(
        number=pl.when(nil).then(0.0).otherwise("number"),
        note=pl.when(pl.col("status").is_not_null()).then(flag).otherwise(pl.lit("")),
    )


def _kinds(cells: pl.DataFrame, n_columns: int) -> tuple[Kind, ...]:
    filled = pl.col("text") != ""
    counted = cells.group_by("column").agg(
        filled.sum().alias("filled"),
        (filled & pl.col("status").is_null()).sum().alias("texts"),
        (filled & pl.col("is_period")).sum().alias("periods"),
    )
    kinds: list[Kind] = ["empty"] * n_columns
    for column, n_filled, n_texts, n_periods in counted.iter_rows():
        if n_filled:
            kinds[column] = "period" if n_periods == n_filled else "text" if n_texts else "number"
    return tuple(kinds)
