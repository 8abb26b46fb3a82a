# SPDX-License-Identifier: EUPL-1.2
"""What a provisional year and a flag column add to the status of a figure."""

import polars as pl

EUROSTAT_FLAGS = r"^[bcdefimnprsuz]{1,5}$"


def with_marks(cells: pl.DataFrame) -> pl.DataFrame:
    """Carry the marks of the period and of the flag column over to status, value and note.

    Parameters
    ----------
    cells
        With ``number``, ``status``, ``note``, ``period_mark`` (``*``, ``**`` or "") and ``flag`` (text of
        the flag column or "").

    Returns
    -------
    pl.DataFrame
        The same cells with ``value``, ``status`` and ``note``. A mark never removes a number: ``x`` beside
        a blank cell makes it suppressed, ``-`` makes it nil, ``*`` and ``p`` make a figure provisional,
        ``e``, ``s`` and ``f`` estimated; every mark is kept in the note.
    """
    flag = pl.col("flag").fill_null("")
    letters = flag.str.contains(EUROSTAT_FLAGS)
    status = pl.col("status")
    is_open = status.is_in(["normal", "provisional"])
    is_missing = status == "missing"
    cells = cells.with_columns(
        status=pl.when(is_missing & ((flag == "x") | (letters & flag.str.contains("c"))))
        .then(pl.lit("suppressed"))
        .when(is_missing & (flag == "-"))
        .then(pl.lit("nil"))
        .when(is_open & letters & flag.str.contains("[esf]"))
        .then(pl.lit("estimated"))
        .when(
            (status == "normal")
            & (
                (pl.col("period_mark") != "")
                | flag.str.contains(r"^\*{1,2}$")
                | (letters & flag.str.contains("p"))
            )
        )
        .then(pl.lit("provisional"))
        .otherwise(status)
    )
    nil = pl.col("status") == "nil"
    parts = [pl.col("note"), pl.col("period_mark"), flag]
    joined = pl.concat_list([pl.when(part != "").then(part) for part in parts]).list.drop_nulls()
    return cells.with_columns(
        value=pl.when(nil).then(0.0).otherwise("number"),
        note=joined.list.unique(maintain_order=True).list.join(" "),
    )
