# SPDX-License-Identifier: EUPL-1.2
"""The tables of the recalibration: versions, differences with reasons, and old items beside new ones."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from schakel.cycle.queries.course_skeleton import ItemPassage
from schakel.cycle.queries.course_versions import VersionSpan
from schakel.cycle.queries.hanging import Hanging
from schakel.documents.formats import enumeration
from schakel.documents.sentences.course_changes import ChangeSentence
from schakel.web.cycle.recalibration import words
from schakel.web.programme.activities.tables import day_cell, invented_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

TONES = {"added": "good", "removed": "bad", "changed": "mild"}


def version_table(spans: Sequence[VersionSpan], numbers: Mapping[int, str], reading: Reading) -> Table:
    """Return the versions, newest first; ``numbers`` are the decisions that the reader may see."""
    columns = (
        Column("version", _("Version")),
        Column("from", _("Holds from")),
        Column("until", _("Until")),
        Column("decision", _("Adopted by")),
    )
    rows = []
    for span in reversed(spans):
        version = span.version
        number = numbers.get(version.decision_id or 0, "")
        decision = text_cell(number, reading.url("decision", number)) if number else text_cell("–")
        until = text_cell("–") if span.until is None else day_cell(span.until, reading)
        name = Cell(
            version.version_name,
            version.version_name,
            reading.url("course-version", version.pk),
            "",
            invented_words(version.invented),
        )
        rows.append(Row((name, day_cell(version.valid_from, reading), until, decision)))
    return Table("versions", _("Versions of the course"), columns, tuple(rows))


def difference_table(sentences: Sequence[ChangeSentence], caption: str, reading: Reading) -> Table:
    """Return differences with the reason of each."""
    kinds = {"added": _("new"), "removed": _("goes"), "changed": _("changed")}
    columns = (
        Column("kind", _("What")),
        Column("difference", _("Difference")),
        Column("reason", _("Why")),
    )
    rows = tuple(
        Row(
            (
                Cell(kinds[s.kind], kinds[s.kind], tone=TONES[s.kind]),
                text_cell(s.text),
                _reason_cell(s.reasons),
            )
        )
        for s in sentences
    )
    return Table("differences", caption, columns, rows)


def _reason_cell(reasons: Sequence[str]) -> Cell:
    told = "; ".join(reasons)
    return text_cell(told) if told else Cell(_("no reason kept"), None, tone="unknown")


def mapping_table(
    passages: Sequence[ItemPassage], hanging: Mapping[str, Hanging], reading: Reading, edit: str = ""
) -> Table:
    """Return each old line and action with what it goes on as, and what hangs on those that go.

    ``edit`` is the code of the draft for who may say what they go on as.
    """
    columns = (
        Column("old", _("In the old course")),
        Column("new", _("Goes on as")),
        Column("hanging", _("What hangs on it")),
    )
    came: dict[str, list[str]] = {}
    for passage in passages:
        for old in passage.came_from:
            came.setdefault(old, []).append(passage.item)
    shown = [p for p in passages if p.state != "new" and p.list_name in ("lines", "actions", "goals")]
    rows = []
    for passage in sorted(shown, key=lambda p: p.state != "gone"):
        link = reading.url("course-mapping", edit, passage.item) if edit else ""
        name = f"{words.item_title(passage.item, reading.language)}: {reading.text(passage.label)}"
        hangs = hanging.get(passage.item)
        told = words.hanging_words(hangs, reading.language) if hangs else ""
        goes_on = came.get(passage.item) or list(passage.goes_on)
        rows.append(
            Row((text_cell(name, link), _goes_on_cell(goes_on, hangs, reading), text_cell(told or "–")))
        )
    return Table("mapping", _("Old lines, actions and goals, and what they go on as"), columns, tuple(rows))


def _goes_on_cell(goes_on: Sequence[str], hanging: Hanging | None, reading: Reading) -> Cell:
    if goes_on:
        return text_cell(
            enumeration((words.item_name(i, reading.language) for i in goes_on), reading.language)
        )
    if hanging is not None and hanging.goes_on is None:
        return Cell(_("not said yet"), None, tone="bad" if hanging.is_open else "unknown")
    return text_cell(_("nothing: it ends"))
