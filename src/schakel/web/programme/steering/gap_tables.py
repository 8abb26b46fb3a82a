# SPDX-License-Identifier: EUPL-1.2
"""What is missing: work without an element or goal, actions without work, and effort beside weakness."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.programme.queries.coverage import EffortShare, Orphan
from schakel.programme.queries.effort import Effort
from schakel.web.programme.activities.words import activity_status_words
from schakel.web.programme.initiatives.words import stage_words
from schakel.web.programme.steering.answers import share_of
from schakel.web.programme.steering.diagnosis import Aim, element_name
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def effort_cell(reading: Reading, effort: Effort) -> Cell:
    """Return the name of an initiative or activity with its link, marked where it is invented."""
    detail = _("invented") if effort.invented else ""
    return Cell(effort.name, effort.name, reading.url(effort.kind, effort.code), detail=detail)


def kind_cell(effort: Effort) -> Cell:
    """Return what it is and where it stands."""
    if effort.kind == "activity":
        return text_cell(f"{_('activity')}, {activity_status_words(effort.status)}")
    return text_cell(f"{_('initiative')}, {stage_words(effort.status)}")


def orphan_table(reading: Reading, orphans: Sequence[Orphan]) -> Table:
    """Return the initiatives and activities that serve no element or no goal."""
    columns = (
        Column("name", _("Initiative or activity")),
        Column("kind", _("What it is")),
        Column("element", _("Element")),
        Column("goal", _("Goal of the course")),
    )
    rows = tuple(
        Row(
            (
                effort_cell(reading, o.effort),
                kind_cell(o.effort),
                _lack_cell("element" in o.lacks),
                _lack_cell("goal" in o.lacks),
            )
        )
        for o in orphans
    )
    return Table("orphans", _("Work of which it is not said what it serves"), columns, rows)


def _lack_cell(lacks: bool) -> Cell:
    return Cell(_("not named"), 1, tone="bad") if lacks else Cell(_("named"), 0)


def action_table(reading: Reading, aim: Aim, actions: tuple[str, ...]) -> Table:
    """Return the actions of the course that nothing registered carries out."""
    columns = (
        Column("code", _("Action")),
        Column("action", _("What the course wants")),
        Column("line", _("Line")),
    )
    rows = tuple(
        Row(
            (
                text_cell(code, reading.url("course") + "#actions"),
                text_cell(aim.names.actions[code]),
                text_cell(aim.names.lines.get(aim.names.line_of_action[code], "")),
            )
        )
        for code in actions
    )
    return Table("open-actions", _("Actions of the course without an initiative or activity"), columns, rows)


def effort_table(reading: Reading, shares: tuple[EffortShare, ...]) -> Table:
    """Return the share of the effort for each element, beside how weak it may be."""
    columns = (
        Column("element", _("Element")),
        Column("weakest", _("Weakest link"), numeric=True, hint=_("highest of the comparisons")),
        Column("work", _("Initiatives and activities"), numeric=True),
        Column("hours", _("Planned hours"), numeric=True),
        Column("money", _("Money granted"), numeric=True),
    )
    rows = tuple(
        Row(
            (
                text_cell(element_name(reading, s.element), reading.url("element", s.element)),
                _chance_cell(reading, s.probability),
                *(_share_cell(reading, share_of(s, measure)) for measure in ("work", "hours", "money")),
            ),
            "target" if s.is_weak else "",
        )
        for s in shares
    )
    return Table(
        "effort",
        _("Share of the effort for each element"),
        columns,
        rows,
        sort="-weakest",
        note=_("What serves several elements counts whole for each, so shares add up to more than 100%."),
    ).ordered("-weakest")


def _chance_cell(reading: Reading, value: float | None) -> Cell:
    if value is None:
        return Cell(_("not measured"), None, tone="unknown")
    return Cell(formats.probability(value, reading.language), value)


def _share_cell(reading: Reading, value: float | None) -> Cell:
    tone = "unknown" if value is None else ""
    return Cell(formats.percent(value, reading.language), value, tone=tone)
