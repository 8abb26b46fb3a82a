# SPDX-License-Identifier: EUPL-1.2
"""What a figure means: the measures and source tables that the YAML files in ``figures/`` declare."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from schakel.koers.failures import N_, Failure
from schakel.koers.label import Label

TimeSemantics = Literal["flow", "stock", "ratio", "index"]


class WrongDeclaration(Failure):
    """A declaration of a table or measure that cannot be used."""

    template = N_("{file}, {place}: found {found}, expected {expected}.")
    cure = N_("Correct the declaration and try again.")


@dataclass(frozen=True, slots=True)
class Break:
    """From this period on the series is not comparable with the periods before."""

    from_period: int
    reason: Label


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A publisher's table as the project ships it.

    ``stem`` is the name of its files in ``figures/``; ``vintage`` the edition (rows may carry
    their own); ``retrieved_date`` the day on which the figures were compiled;
    ``municipalities_of`` holds (period, year) pairs where the municipal figures of a period follow
    the division of another year.
    """

    id: str
    stem: str
    publisher: str
    title: Label
    url: str
    licence: str
    attribution: str
    reference_date: Label
    retrieved_date: date
    vintage: str
    cautions: Label
    municipalities_of: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What one figure counts and how it behaves.

    Parameters
    ----------
    code
        For example ``"cbs_jobs_employees:B-E"``.
    unit, unit_code
        The unit in words, and its code as in the observations.
    time_semantics
        flow and stock are summed over areas; a ratio is weighted by ``denominator`` or
        ``weight``; an index is never combined.
    rounding, rounding_at
        Step to which the publisher rounds, in the unit (``None``: not known to round), and the
        step at levels that are rounded otherwise.
    numerator, denominator
        Measures whose sums make the ratio, multiplied by ``factor``.
    weight
        Measure that weighs a ratio whose numerator is not published.
    within
        Larger measure of which this is a part: an upper bound for a withheld figure.
    siblings
        The other parts of ``within``, where the parts add up to it.
    counts_what
        What is counted, to keep definitions apart ("employee jobs", "jobs of all persons" ...).
    """

    code: str
    label: Label
    unit: Label
    unit_code: str
    decimals: int
    time_semantics: TimeSemantics
    rounding: float | None
    rounding_at: tuple[tuple[str, float], ...]
    definition: Label
    counts_what: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    factor: float
    weight: str | None
    within: str | None
    siblings: tuple[str, ...]
    breaks: tuple[Break, ...]
    tables: tuple[SourceTable, ...]

    @property
    def table(self) -> SourceTable:
        """The table that declares the measure."""
        return self.tables[0]

    @property
    def tolerance(self) -> float:
        """Half the rounding step: how far a published figure may be from the true one."""
        return (self.rounding or 0.0) / 2

    def tolerance_at(self, level: str) -> float:
        """Half the rounding step at a level."""
        return dict(self.rounding_at).get(level, self.rounding or 0.0) / 2

    def division_year(self, period: int) -> int:
        """Return the year whose municipalities (of 1 January) the figures of a period follow."""
        for table in self.tables:
            for figures_period, year in table.municipalities_of:
                if figures_period == period:
                    return year
        return period

    def breaks_between(self, first_period: int, last_period: int) -> tuple[Break, ...]:
        """Return the breaks that lie between two periods (first < from_period <= last)."""
        return tuple(b for b in self.breaks if first_period < b.from_period <= last_period)


def load_measures(figures_folder: Path) -> dict[str, Measure]:
    """Return every measure that the tables in ``figures_folder`` declare, by code.

    Raises
    ------
    WrongDeclaration
        With file and place, when a declaration is incomplete, or names an unknown measure.
    """
    return dict(_load(figures_folder, _fingerprint(figures_folder))[1])


def load_tables(figures_folder: Path) -> dict[str, SourceTable]:
    """Return every source table by its id (for example ``"CBS 83582NED"``)."""
    return dict(_load(figures_folder, _fingerprint(figures_folder))[0])


def measures_of_table(measures: dict[str, Measure], table: SourceTable) -> dict[str, Measure]:
    """Return the measures that may occur in a table."""
    return {code: measure for code, measure in measures.items() if table in measure.tables}


def _fingerprint(folder: Path) -> tuple[tuple[str, int, int], ...]:
    stats = ((path.name, path.stat()) for path in sorted(folder.glob("*.yaml")))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


_Loaded = tuple[dict[str, SourceTable], dict[str, Measure]]


@lru_cache(maxsize=4)
def _load(folder: Path, fingerprint: tuple[tuple[str, int, int], ...]) -> _Loaded:
    vocabulary = _Reader(folder / "vocabulary.yaml").content
    tables: dict[str, SourceTable] = {}
    measures: dict[str, Measure] = {}
    shared: list[tuple[_Reader, SourceTable, list[str]]] = []
    for path in sorted(folder.glob("*.yaml")):
        reader = _Reader(path)
        if "measures" not in reader.content:
            continue
        table = _table(reader)
        tables[table.id] = table
        for entry in reader.content["measures"]:
            for measure in _measures(reader, entry, table, vocabulary):
                if measure.code in measures:
                    reader.fail(measure.code, "a measure declared twice", "each measure in one file")
                measures[measure.code] = measure
        shared.append((reader, table, reader.content.get("shares_measures", [])))
    _add_shared(measures, shared)
    _check_references(folder, measures)
    return tables, measures


class _Reader:
    """One YAML file and the failures about it."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self.content: dict[str, Any] = yaml.load(path.read_bytes(), Loader=_loader())
        except (OSError, yaml.YAMLError) as error:
            raise WrongDeclaration(file=path, place="whole file", found=error, expected="YAML") from error
        if not isinstance(self.content, dict):
            self.fail("whole file", type(self.content).__name__, "a table with names")

    def fail(self, place: str, found: object, expected: str) -> None:
        raise WrongDeclaration(file=self.name, place=place, found=found, expected=expected)

    def text(self, entry: dict[str, Any], name: str, place: str) -> str:
        value = entry.get(name)
        if not isinstance(value, str) or not value.strip():
            self.fail(f"{place}.{name}", value, "a text")
        return str(value).strip()

    def label(self, entry: dict[str, Any], name: str, place: str) -> Label:
        value = entry.get(name)
        if not isinstance(value, dict) or not all(isinstance(value.get(k), str) for k in ("nl", "en")):
            self.fail(f"{place}.{name}", value, "a text in Dutch (nl) and in English (en)")
        assert isinstance(value, dict)
        return Label(nl=value["nl"].strip(), en=value["en"].strip())


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _table(reader: _Reader) -> SourceTable:
    content = reader.content
    retrieved = content.get("retrieved_date")
    if not isinstance(retrieved, date):
        reader.fail("retrieved_date", retrieved, "a date such as 2026-11-23")
    assert isinstance(retrieved, date)
    return SourceTable(
        id=reader.text(content, "id", "table"),
        stem=reader.name.removesuffix(".yaml"),
        publisher=reader.text(content, "publisher", "table"),
        title=reader.label(content, "title", "table"),
        url=reader.text(content, "url", "table"),
        licence=reader.text(content, "licence", "table"),
        attribution=reader.text(content, "attribution", "table"),
        reference_date=reader.label(content, "reference_date", "table"),
        retrieved_date=retrieved,
        vintage=reader.text(content, "vintage", "table"),
        cautions=reader.label(content, "cautions", "table"),
        municipalities_of=tuple(sorted(content.get("municipalities_of", {}).items())),
    )


def _measures(
    reader: _Reader, entry: dict[str, Any], table: SourceTable, vocabulary: dict[str, Any]
) -> list[Measure]:
    """Return the measures of one entry: one, or one per category where the code has ``{category}``."""
    family = entry.get("categories")
    if family is None:
        return [_measure(reader, entry, table, vocabulary)]
    words = vocabulary["categories"]
    found = []
    for category in entry["categories"]:
        if category not in words:
            reader.fail(str(entry.get("code")), category, "a category of vocabulary.yaml")
        found.append(_measure(reader, _filled(entry, category, words[category]), table, vocabulary))
    return found


def _filled(entry: Any, category: str, words: dict[str, str]) -> Any:
    """Fill ``{category}`` (the code) and ``{words}`` (its text in the language) in an entry."""
    if isinstance(entry, str):
        return entry.replace("{category}", category)
    if isinstance(entry, list):
        return [_filled(item, category, words) for item in entry]
    if isinstance(entry, dict):
        if set(entry) == {"nl", "en"}:
            return {
                k: v.replace("{category}", category).replace("{words}", words[k]) for k, v in entry.items()
            }
        return {key: _filled(value, category, words) for key, value in entry.items()}
    return entry


def _measure(
    reader: _Reader, entry: dict[str, Any], table: SourceTable, vocabulary: dict[str, Any]
) -> Measure:
    code = reader.text(entry, "code", "measures")
    unit_code = reader.text(entry, "unit", code)
    if unit_code not in vocabulary["units"]:
        reader.fail(f"{code}.unit", unit_code, "a unit of vocabulary.yaml")
    if entry.get("time_semantics") not in get_args(TimeSemantics):
        reader.fail(f"{code}.time_semantics", entry.get("time_semantics"), ", ".join(get_args(TimeSemantics)))
    hierarchy = _hierarchy(code, entry.get("parts_of", {}))
    return Measure(
        code=code,
        label=reader.label(entry, "label", code),
        unit=Label(**vocabulary["units"][unit_code]),
        unit_code=unit_code,
        decimals=int(entry.get("decimals", 0)),
        time_semantics=entry["time_semantics"],
        rounding=entry.get("rounding"),
        rounding_at=tuple(sorted(entry.get("rounding_at", {}).items())),
        definition=reader.label(entry, "definition", code),
        counts_what=reader.text(entry, "counts_what", code),
        numerator=tuple(entry.get("numerator", ())),
        denominator=tuple(entry.get("denominator", ())),
        factor=float(entry.get("factor", 1)),
        weight=entry.get("weight"),
        within=hierarchy[0],
        siblings=hierarchy[1],
        breaks=tuple(
            Break(int(b["from_period"]), reader.label(b, "reason", code)) for b in entry.get("breaks", ())
        ),
        tables=(table,),
    )


def _hierarchy(code: str, parts_of: dict[str, list[str]]) -> tuple[str | None, tuple[str, ...]]:
    family, _, category = code.partition(":")
    for whole, parts in parts_of.items():
        if category in parts:
            return f"{family}:{whole}", tuple(f"{family}:{p}" for p in parts if p != category)
    return None, ()


def _add_shared(measures: dict[str, Measure], shared: list[tuple[_Reader, SourceTable, list[str]]]) -> None:
    for reader, table, codes in shared:
        for code in codes:
            if code not in measures:
                reader.fail("shares_measures", code, "a measure that another table declares")
            old = measures[code]
            values = {name: getattr(old, name) for name in Measure.__slots__}
            measures[code] = Measure(**{**values, "tables": (*old.tables, table)})


def _check_references(folder: Path, measures: dict[str, Measure]) -> None:
    for measure in measures.values():
        named = (*measure.numerator, *measure.denominator, *measure.siblings, measure.weight, measure.within)
        for code in named:
            if code is not None and code not in measures:
                file = f"{measure.table.stem}.yaml"
                raise WrongDeclaration(
                    file=file, place=measure.code, found=code, expected="a declared measure"
                )
