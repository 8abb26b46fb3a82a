# SPDX-License-Identifier: EUPL-1.2
"""How old the newest figure of each source is."""

from schakel.diagnosis.dossier import Dossier, SnapshotUse
from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import day
from schakel.documents.sentences.answers import OLD_AFTER_YEARS
from schakel.documents.sentences.names import Names

NARROW = 500


def _sorted(dossier: Dossier) -> list[SnapshotUse]:
    return sorted(
        dossier.provenance.snapshots, key=lambda s: (s.newest_period or 0, s.source_table, s.file_name)
    )


def draw_age(dossier: Dossier, width: int, names: Names) -> Canvas:
    """Draw a line from the newest figure to the year of the diagnosis, oldest source first."""
    uses = _sorted(dossier)
    narrow = width < NARROW
    row, label_room = (36, 0) if narrow else (22, 330)
    known = [s.newest_period for s in uses if s.newest_period is not None]
    scale = Scale(min([dossier.year - 5, *known]), dossier.year, label_room + 8, width - 62)
    canvas = Canvas(width, height=26 + row * len(uses))
    for tick in scale.ticks(4):
        x = scale.at(tick)
        canvas.rule((x, 16, x, 20 if narrow else canvas.height), "grid")
        canvas.text((max(x, 13), 8), str(round(tick)), "muted", 10.5, align="center")
    for i, use in enumerate(uses):
        top = 26.0 + row * i
        y = top + (25 if narrow else row / 2)
        title = f"{use.title.in_language(names.language)} ({use.source_table})"
        canvas.text(
            (0, top + (9 if narrow else row / 2)), fit(title, width if narrow else label_room, 11), "ink", 11
        )
        if use.newest_period is None:
            canvas.text((scale.start, y), names.say("age not known"), "muted", 10.5)
            continue
        old = dossier.year - use.newest_period >= OLD_AFTER_YEARS
        canvas.rule((scale.at(use.newest_period), y, scale.end, y), "peer" if old else "strip", 2)
        canvas.dot((scale.at(use.newest_period), y), "ink" if old else "peer", 40)
        canvas.text(
            (scale.end + 8, y),
            _age(dossier.year - use.newest_period, names),
            "ink" if old else "muted",
            11,
            bold=old,
        )
    return canvas


def _age(years: int, names: Names) -> str:
    if years <= 0:
        return names.say("this year")
    return names.say.choose("{n} year", "{n} years", years)


def age_table(dossier: Dossier, names: Names) -> ChartTable:
    """Return every source with its newest figure, when it was retrieved and its licence."""
    say = names.say
    columns = (
        Column(say("Source")),
        Column(say("Table")),
        Column(say("Publisher")),
        Column(say("Newest figure"), "year"),
        Column(say("Retrieved")),
        Column(say("Figures"), "count"),
        Column(say("Licence")),
    )
    rows = tuple(
        (
            s.title.in_language(names.language),
            s.source_table,
            s.publisher,
            s.newest_period,
            day(s.retrieved_date, names.language),
            s.n_observations,
            s.licence,
        )
        for s in _sorted(dossier)
    )
    return ChartTable(columns, rows)


def age_alt(dossier: Dossier, names: Names) -> str:
    """Return the text alternative: the sources with the oldest figures."""
    old = [
        s
        for s in _sorted(dossier)
        if s.newest_period is not None and dossier.year - s.newest_period >= OLD_AFTER_YEARS
    ]
    parts = "; ".join(f"{s.title.in_language(names.language)} {s.newest_period}" for s in old)
    return names.say(
        "Newest figure of {n} sources. Oldest: {parts}.",
        n=len(dossier.provenance.snapshots),
        parts=parts or names.say("none"),
    )
