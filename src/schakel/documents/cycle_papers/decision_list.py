# SPDX-License-Identifier: EUPL-1.2
"""The list of decisions and the list of action points as papers, one row each.

The rows are what a board system (iBabs, Notubiz) takes over: number, day, text, owner, date and status, in
this order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schakel.documents import formats
from schakel.documents.cycle_papers.decision_words import action_words, late_words, standing_words
from schakel.documents.cycle_papers.paper import Grid, Paper, Text
from schakel.documents.messages import Words


@dataclass(frozen=True, slots=True)
class ListedDecision:
    """A decision as the list tells it; ``days_late`` is 0 while its date has not passed."""

    number: str
    on: date
    text: str
    owner: str
    due_on: date
    standing: str
    days_late: int = 0
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class ListedAction:
    """An action point as the list tells it; ``promised_in`` is its meeting or decision."""

    number: int
    text: str
    owner: str
    due_on: date
    state: str
    days_late: int = 0
    promised_in: str = ""
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom a list is, on which day, and ``what`` was chosen for it (empty: everything)."""

    whose: str
    made_on: date
    what: str = ""


def decision_list_paper(rows: Sequence[ListedDecision], scope: Scope, say: Words) -> Paper:
    """Return the list of decisions."""
    grid = Grid(
        caption=say("Decisions"),
        columns=(
            say("Number"),
            say("Date"),
            say("Decision"),
            say("Owner"),
            say("Before"),
            say("Status"),
        ),
        widths=(1.0, 1.5, 5.0, 2.2, 1.6, 1.9),
        rows=tuple(_decision_row(row, say) for row in rows),
    )
    title = say("List of decisions")
    lead = say.choose("{n} decision.", "{n} decisions.", len(rows))
    return _list(title, lead, grid, any(r.is_confidential for r in rows), scope, say)


def _decision_row(row: ListedDecision, say: Words) -> tuple[str, ...]:
    return (
        row.number,
        formats.day(row.on, say.language),
        _marked(row.text, row.is_confidential, say),
        row.owner,
        formats.day(row.due_on, say.language),
        late_words(standing_words(row.standing, say), row.days_late, say),
    )


def action_list_paper(rows: Sequence[ListedAction], scope: Scope, say: Words) -> Paper:
    """Return the list of action points."""
    grid = Grid(
        caption=say("Action points"),
        columns=(
            say("Number"),
            say("What"),
            say("Who"),
            say("Before"),
            say("Status"),
            say("Promised in"),
        ),
        widths=(0.9, 4.8, 2.3, 1.4, 1.6, 2.4),
        rows=tuple(_action_row(row, say) for row in rows),
    )
    title = say("List of action points")
    lead = say.choose("{n} action point.", "{n} action points.", len(rows))
    return _list(title, lead, grid, any(r.is_confidential for r in rows), scope, say)


def _action_row(row: ListedAction, say: Words) -> tuple[str, ...]:
    return (
        str(row.number),
        _marked(row.text, row.is_confidential, say),
        row.owner,
        formats.day(row.due_on, say.language),
        late_words(action_words(row.state, say), row.days_late, say),
        row.promised_in or "–",
    )


def _marked(text: str, is_confidential: bool, say: Words) -> str:
    return f"{text} ({say('confidential')})" if is_confidential else text


def _list(title: str, lead: str, grid: Grid, is_closed: bool, scope: Scope, say: Words) -> Paper:
    day = formats.day(scope.made_on, say.language)
    facts = [(say("As it is on"), day)]
    if scope.what:
        facts.append((say("Chosen"), scope.what))
    note = say("This list holds confidential rows: keep it among who may read them.")
    return Paper(
        language=say.language,
        title=title,
        above=scope.whose,
        facts=tuple(facts),
        parts=(Text(f"{lead} {note}" if is_closed else lead), *((grid,) if grid.rows else ())),
        foot=f"{scope.whose} · {title} · {day}",
        page_words=(say("page"), say("of")),
        is_wide=True,
    )
