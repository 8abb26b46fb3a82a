# SPDX-License-Identifier: EUPL-1.2
"""The figure ledger: what a course prints and what statistics say, as statements side by side.

A statement is one value that someone published about one quantity, area and date. Two
statements about the same thing may both stand; nothing is averaged or overwritten.
``statement_id`` is the ``figure_id`` of a printed figure, or
``measure/region_code/period/vintage`` of an observation.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from schakel.dataroom.measures import Measure, SourceTable
from schakel.dataroom.printed_figures import load_printed_figures as load_printed_figures
from schakel.koers.failures import N_, Failure
from schakel.koers.label import Label

SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "statement_id": pl.String,
    "origin": pl.String,
    "quantity": pl.String,
    "label_nl": pl.String,
    "label_en": pl.String,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "unit": pl.String,
    "area_code": pl.String,
    "period": pl.Int64,
    "from_period": pl.Int64,
    "reference_date": pl.String,
    "reference_date_nl": pl.String,
    "reference_date_en": pl.String,
    "definition_nl": pl.String,
    "definition_en": pl.String,
    "source": pl.String,
    "vintage": pl.String,
    "status": pl.String,
    "rounding": pl.Float64,
    "qualifier": pl.String,
    "section": pl.String,
    "passage": pl.String,
    "measured_at_level": pl.String,
    "note": pl.String,
    "snapshot_id": pl.String,
}
_FIRST_DATA_LINE = 2


class UnknownStatement(Failure):
    """A statement id that the ledger does not hold."""

    template = N_("There is no figure with id '{statement_id}'.")
    cure = N_("Look it up in the ledger; ids are written measure/area/year/edition, or as the course's own.")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Printed figures and observations with what their measures mean.

    Parameters
    ----------
    printed, observations, measures
        The tables and the meaning of their measures.
    course
        Name of the course, as the source of its figures.
    region_code, region_members
        Stands in the ledger where printed figures say "region"; its municipalities, for sums.
    about
        Per quantity of the course the measures that count (nearly) the same.
    figures_folder
        Where the shipped tables lie, to find the line of a figure (``None``: lines are not looked up).
    """

    printed: pl.DataFrame
    observations: pl.DataFrame
    measures: dict[str, Measure]
    course: str = ""
    region_code: str = "region"
    about: dict[str, tuple[str, ...]] | None = None
    region_members: tuple[str, ...] = ()
    figures_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a statement comes from: file and line, source table, licence, and the parts it rests on."""

    statement_id: str
    file: str
    line: int | None
    source_table: str
    title: Label
    publisher: str
    licence: str
    attribution: str
    url: str
    vintage: str
    retrieved_date: str | None
    snapshot_id: str
    definition: Label
    reference_date: Label
    cautions: Label
    members: tuple[str, ...]


def list_statements(
    ledger: Ledger,
    *,
    quantity: str | None = None,
    areas: tuple[str, ...] = (),
    periods: tuple[int, int] | None = None,
    source: str | None = None,
    status: str | None = None,
    origin: str | None = None,
) -> pl.DataFrame:
    """Return statements as a table with the columns of ``SCHEMA``, printed figures first.

    Parameters
    ----------
    ledger
        Printed figures, observations and measures.
    quantity
        A quantity of the course, a measure, or a family of measures (the part before ``:``).
    areas
        Area codes; all where empty.
    periods
        First and last year, both included. Statements without a year are then left out.
    source, status, origin
        Source table (or the course), status, "printed" or "observation".
    """
    frames = []
    if origin != "observation":
        frames.append(_printed_statements(ledger))
    if origin != "printed":
        frames.append(_with_meaning(_kept(ledger.observations, quantity, areas, periods), ledger.measures))
    table = pl.concat(frames)
    if quantity is not None:
        family = pl.col("quantity").str.split(":").list.first()
        table = table.filter((pl.col("quantity") == quantity) | (family == quantity))
    if areas:
        table = table.filter(pl.col("area_code").is_in(list(areas)))
    if periods is not None:
        table = table.filter(pl.col("period").is_between(*periods))
    for column, wanted in (("source", source), ("status", status)):
        if wanted is not None:
            table = table.filter(pl.col(column) == wanted)
    order = ["quantity", "area_code", "period", "statement_id"]
    return table.sort([pl.col("origin") != "printed", *order], nulls_last=True, maintain_order=True)


def statements_about(ledger: Ledger, quantity: str, area: str, period: int) -> pl.DataFrame:
    """Return every statement about one quantity, area and year, from whatever source, side by side.

    A quantity of the course also brings the measures that the course's rules name as counting
    (nearly) the same thing, and a measure the quantities that it stands beside; each row keeps
    its own definition. Statements that print no year are included.
    """
    about = ledger.about or {}
    names = {quantity, *about.get(quantity, ())}
    names |= {own for own, others in about.items() if quantity in others}
    found = [list_statements(ledger, quantity=name, areas=(area,)) for name in sorted(names)]
    table = pl.concat(found).filter((pl.col("period") == period) | pl.col("period").is_null())
    order = [pl.col("origin") != "printed", pl.col("quantity"), pl.col("statement_id")]
    return table.unique("statement_id", keep="first", maintain_order=True).sort(order)


def trace(ledger: Ledger, statement_id: str) -> Trace:
    """Return file, line, source table and licence of a statement, with its members where it was put together.

    A ratio rests on the figures above and below the line; the id of a measure with the region's own
    code stands for the sum over its municipalities.

    Raises
    ------
    UnknownStatement
        When the ledger has no such statement.
    """
    place = ledger.printed["figure_id"].index_of(statement_id) if ledger.printed.height else None
    if place is not None:
        return _trace_printed(ledger, ledger.printed.row(place, named=True), place + _FIRST_DATA_LINE)
    parts = statement_id.split("/", 3)
    if len(parts) == len(("measure", "region", "period", "vintage")) and parts[2].lstrip("-").isdigit():
        measure, region, period, vintage = parts
        same = ledger.observations.filter(
            pl.col("measure") == measure, pl.col("period") == int(period), pl.col("vintage") == vintage
        )
        row = same.filter(pl.col("region_code") == region)
        if row.height:
            return _trace_observation(ledger, statement_id, row.row(0, named=True))
        members = same.filter(pl.col("region_code").is_in(list(ledger.region_members)))
        if region == ledger.region_code and members.height:
            return _trace_sum(ledger, statement_id, members)
    raise UnknownStatement(statement_id=statement_id)


def statement_ids() -> pl.Expr:
    """Return the expression that gives the statement id of each observation."""
    return pl.format("{}/{}/{}/{}", "measure", "region_code", "period", "vintage")


def _kept(
    observations: pl.DataFrame,
    quantity: str | None,
    areas: tuple[str, ...],
    periods: tuple[int, int] | None,
) -> pl.DataFrame:
    """Filter observations before their meaning is joined, which is the slow part."""
    if quantity is not None:
        family = pl.col("measure").str.split(":").list.first()
        observations = observations.filter((pl.col("measure") == quantity) | (family == quantity))
    if areas:
        observations = observations.filter(pl.col("region_code").is_in(list(areas)))
    if periods is not None:
        observations = observations.filter(pl.col("period").is_between(*periods))
    return observations


def _printed_statements(ledger: Ledger) -> pl.DataFrame:
    area = pl.when(pl.col("area") == "region").then(pl.lit(ledger.region_code)).otherwise("area")
    made = ledger.printed.with_columns(
        pl.col("figure_id").alias("statement_id"),
        pl.lit("printed").alias("origin"),
        area.alias("area_code"),
        pl.col("reference_date").alias("reference_date_nl"),
        pl.col("reference_date").alias("reference_date_en"),
        pl.lit(ledger.course).alias("source"),
        pl.lit("printed").alias("status"),
    )
    return _shaped(made)


def _with_meaning(observations: pl.DataFrame, measures: dict[str, Measure]) -> pl.DataFrame:
    codes = [code for code in observations["measure"].unique().sort() if code in measures]
    found = [measures[code] for code in codes]
    texts = {
        "label_nl": [m.label.nl for m in found],
        "label_en": [m.label.en for m in found],
        "definition_nl": [m.definition.nl for m in found],
        "definition_en": [m.definition.en for m in found],
        "reference_date_nl": [m.table.reference_date.nl for m in found],
        "reference_date_en": [m.table.reference_date.en for m in found],
        "rounding": [m.rounding for m in found],
    }
    meaning = pl.DataFrame({"measure": codes, **texts}, schema_overrides={"rounding": pl.Float64})
    made = observations.join(
        meaning.with_columns(pl.col("measure").cast(pl.String)), on="measure", how="left"
    )
    made = made.with_columns(
        statement_ids().alias("statement_id"),
        pl.lit("observation").alias("origin"),
        pl.col("measure").alias("quantity"),
        pl.col("region_code").alias("area_code"),
        pl.col("period").cast(pl.String).alias("reference_date"),
        pl.col("source_table").alias("source"),
        pl.lit("exact").alias("qualifier"),
    )
    return _shaped(made)


def _shaped(table: pl.DataFrame) -> pl.DataFrame:
    missing = [
        pl.lit(None, dtype=kind).alias(name) for name, kind in SCHEMA.items() if name not in table.columns
    ]
    table = table.with_columns(missing)
    return table.select([pl.col(name).cast(kind) for name, kind in SCHEMA.items()])


def _trace_printed(ledger: Ledger, row: dict[str, str], line: int) -> Trace:
    nothing = Label("", "")
    return Trace(
        statement_id=row["figure_id"],
        file="printed_figures.csv",
        line=line,
        source_table=ledger.course,
        title=Label(row["passage_nl"], row["passage_en"]),
        publisher=ledger.course,
        licence="",
        attribution="",
        url="",
        vintage="",
        retrieved_date=None,
        snapshot_id="",
        definition=Label(row["definition_nl"], row["definition_en"]),
        reference_date=Label(row["reference_date"] or "", row["reference_date"] or ""),
        cautions=nothing,
        members=(),
    )


def _trace_observation(ledger: Ledger, statement_id: str, row: dict[str, str]) -> Trace:
    measure = ledger.measures.get(row["measure"])
    tables = measure.tables if measure else ()
    table = next((t for t in tables if t.id == row["source_table"]), None)
    nothing = Label("", "")
    return Trace(
        statement_id=statement_id,
        file=f"{table.stem}.csv" if table else "",
        line=_line(ledger, table, row),
        source_table=row["source_table"],
        title=table.title if table else nothing,
        publisher=table.publisher if table else "",
        licence=table.licence if table else "",
        attribution=table.attribution if table else "",
        url=table.url if table else "",
        vintage=row["vintage"],
        retrieved_date=table.retrieved_date.isoformat() if table else None,
        snapshot_id=row["snapshot_id"],
        definition=measure.definition if measure else nothing,
        reference_date=table.reference_date if table else nothing,
        cautions=table.cautions if table else nothing,
        members=_members(ledger, measure, row) if measure else (),
    )


def _trace_sum(ledger: Ledger, statement_id: str, members: pl.DataFrame) -> Trace:
    first = _trace_observation(ledger, statement_id, members.sort("region_code").row(0, named=True))
    ids = tuple(members.select(statement_ids().alias("id")).sort("id")["id"])
    return replace(first, line=None, members=ids)


def _line(ledger: Ledger, table: SourceTable | None, row: dict[str, str]) -> int | None:
    """Return the line of a figure in its shipped CSV, ``None`` where that cannot be looked up."""
    if ledger.figures_folder is None or table is None:
        return None
    path = ledger.figures_folder / f"{table.stem}.csv"
    if not path.is_file():
        return None
    raw = pl.read_csv(path, infer_schema=False).with_row_index("line", offset=_FIRST_DATA_LINE)
    wanted = [pl.col(name) == str(row[name]) for name in ("measure", "region_code", "period")]
    if "vintage" in raw.columns:
        wanted.append(pl.col("vintage").fill_null(table.vintage) == row["vintage"])
    found = raw.filter(*wanted)
    return int(found["line"][0]) if found.height else None


def _members(ledger: Ledger, measure: Measure, row: dict[str, str]) -> tuple[str, ...]:
    """Return the statements of the same area and year from which a ratio was made."""
    wanted = [*measure.numerator, *measure.denominator]
    if not wanted:
        return ()
    same = ledger.observations.filter(
        pl.col("measure").is_in(wanted),
        pl.col("region_code") == row["region_code"],
        pl.col("period") == row["period"],
    )
    return tuple(same.select(statement_ids().alias("id")).sort("id")["id"])
