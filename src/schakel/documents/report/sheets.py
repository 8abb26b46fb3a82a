# SPDX-License-Identifier: EUPL-1.2
"""Which tables go into the workbook beside those of the charts, and what the sheets are called."""

import polars as pl

from schakel.diagnosis.dossier import Dossier
from schakel.documents.charts.chart import Chart, ChartTable, Column, Kind
from schakel.documents.charts.picture import item_table
from schakel.documents.charts.stored import Stored
from schakel.documents.sentences.findings import contradiction_sentence, severity_word, verdict_word
from schakel.documents.sentences.names import Names
from schakel.documents.sentences.notes import note_sentence
from schakel.koers.failures import N_, Failure

LONGEST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
SHORT = {
    "elements": N_("Elements"),
    "weakest": N_("Weakest links"),
    "ranks": N_("Places"),
    "tiles": N_("Map"),
    "picture": N_("Economic picture"),
    "moved": N_("What moved"),
    "contradictions": N_("Contradictions"),
    "coverage": N_("Coverage"),
    "age": N_("Age of the figures"),
}
STORED_TABLES = ("element_scores", "index_ranking", "pairwise", "indicators")


def short_title(chart: Chart, names: Names) -> str:
    """Return a title that still tells sheets apart after 31 letters: what, then which comparison."""
    kind, _, rest = chart.name.partition("-")
    if kind not in SHORT:
        return chart.title
    what = names.say(SHORT[kind])
    return f"{what} {names.comparison(rest)}" if rest else what


def sheet_names(titles: list[str], taken: set[str]) -> list[str]:
    """Return a valid, unique name for each sheet (at most 31 letters)."""
    found: list[str] = []
    used = {name.lower() for name in taken}
    for title in titles:
        plain = " ".join(title.translate(FORBIDDEN).split()).strip("'")
        name, k = plain[:LONGEST_NAME].strip(), 2
        while name.lower() in used:
            name, k = f"{plain[: LONGEST_NAME - 3].strip()} {k}", k + 1
        used.add(name.lower())
        found.append(name)
    return found


def data_tables(stored: Stored, names: Names) -> list[tuple[str, ChartTable]]:
    """Return title and table of every extra sheet."""
    dossier, say = stored.dossier, names.say
    found = [
        (say("Series of the picture"), item_table(dossier.picture, names)),
        (say("Printed figures"), _printed(dossier, names)),
        (say("Findings"), _findings(dossier, names)),
        (say("What cannot be said"), _limits(dossier, names)),
        (say("Source files"), _sources(dossier, names)),
    ]
    for name in STORED_TABLES:
        try:
            frame = stored.table(name)
        except (Failure, KeyError):
            continue
        found.append((name, frame_as_table(frame)))
    return found


def _printed(dossier: Dossier, names: Names) -> ChartTable:
    say = names.say
    columns = (
        Column(say("Figure in the course")),
        Column(say("Section")),
        Column(say("Printed"), "number"),
        Column(say("Unit")),
        Column(say("Year"), "year"),
        Column(say("Found"), "number"),
        Column(say("Low"), "number"),
        Column(say("High"), "number"),
        Column(say("Found for the year"), "year"),
        Column(say("Area")),
        Column(say("Verdict")),
        Column(say("Remarks")),
    )
    rows = tuple(
        (
            p.label.in_language(names.language),
            p.section,
            p.printed_value,
            names.unit(p.unit),
            p.printed_period,
            p.found_value,
            p.found_low,
            p.found_high,
            p.found_period,
            names.area(p.found_area) if p.found_area else None,
            verdict_word(p.verdict, names.language, dossier),
            " ".join(note_sentence(n, dossier, names.language) for n in p.notes),
        )
        for item in dossier.picture
        for p in item.printed
    )
    return ChartTable(columns, rows)


def _findings(dossier: Dossier, names: Names) -> ChartTable:
    say = names.say
    columns = (
        Column(say("Subject")),
        Column(say("Kind")),
        Column(say("Stated"), "number"),
        Column(say("Computed"), "number"),
        Column(say("Lowest"), "number"),
        Column(say("Highest"), "number"),
        Column(say("Likelier"), "number"),
        Column(say("Finding")),
    )
    rows = tuple(
        (
            c.subject.in_language(names.language),
            severity_word(c.severity, names.language, dossier),
            c.stated,
            c.computed,
            c.computed_low,
            c.computed_high,
            c.likelier_value,
            contradiction_sentence(c, dossier, names.language),
        )
        for c in dossier.contradictions
    )
    return ChartTable(columns, rows)


def _limits(dossier: Dossier, names: Names) -> ChartTable:
    sentences = (note_sentence(n, dossier, names.language) for n in dossier.cannot_say)
    return ChartTable((Column(names.say("What cannot be said")),), tuple((s,) for s in sentences))


def _sources(dossier: Dossier, names: Names) -> ChartTable:
    say = names.say
    columns = (
        Column(say("Source")),
        Column(say("Table")),
        Column(say("Publisher")),
        Column(say("Licence")),
        Column(say("Address")),
        Column(say("File")),
        Column(say("Fingerprint (SHA-256)")),
        Column(say("Retrieved")),
        Column(say("Newest figure"), "year"),
        Column(say("Figures"), "count"),
        Column(say("Age in years"), "rank"),
    )
    rows = tuple(
        (
            s.title.in_language(names.language),
            s.source_table,
            s.publisher,
            s.licence,
            s.url,
            s.file_name,
            s.sha256,
            s.retrieved_date,
            s.newest_period,
            s.n_observations,
            s.age_years,
        )
        for s in dossier.provenance.snapshots
    )
    return ChartTable(columns, rows)


def frame_as_table(frame: pl.DataFrame) -> ChartTable:
    """Return a stored table with its own column names; numbers stay numbers."""
    columns = tuple(Column(name, _kind(name, dtype)) for name, dtype in frame.schema.items())
    return ChartTable(columns, tuple(frame.rows()))


def _kind(name: str, dtype: pl.DataType) -> Kind:
    if not dtype.is_numeric():
        return "text"
    if "period" in name or name.endswith("year"):
        return "year"
    return "rank" if dtype.is_integer() else "number"
