# SPDX-License-Identifier: EUPL-1.2
"""The agenda of a meeting: its items in order, when each starts, and what hangs on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from schakel.cycle.models import (
    ActionPoint,
    AgendaItem,
    AgendaOption,
    Decision,
    ItemKind,
    ItemState,
    Meeting,
    Paper,
    Presence,
)
from schakel.cycle.queries.time_budget import Slot, TimeBudget, budget_of, slots_of, takes_time
from schakel.cycle.sight import (
    Sight,
    may_read_notes,
    visible_actions,
    visible_decisions,
    visible_items,
    visible_papers,
)

Hanging = TypeVar("Hanging", bound=Model)


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item with its number on the agenda, its time, and what hangs on it that may be seen.

    Attributes
    ----------
    number
        Its number on the whole agenda: an item that may not be seen keeps its own.
    notes
        The report of the discussion, where it may be read; the reason of an item that was withdrawn.
    """

    item: AgendaItem
    number: int | None
    slot: Slot
    options: tuple[AgendaOption, ...] = ()
    papers: tuple[Paper, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[ActionPoint, ...] = ()
    notes: str = ""

    @property
    def asks_decision(self) -> bool:
        """Whether the meeting still has to decide on it."""
        waits = self.item.state in (ItemState.SCHEDULED, ItemState.BACKLOG)
        return self.item.kind == ItemKind.DECIDE and waits and not self.decisions

    @property
    def n_missing_papers(self) -> int:
        """How many papers are expected and did not come."""
        return sum(p.received_on is None for p in self.papers)

    def n_late_papers(self, today: date) -> int:
        """Return how many papers should have been there."""
        return sum(is_late(p, today) for p in self.papers)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of a meeting for one reader: the lines that may be seen, in order, and its time budget.

    ``n_confidential`` items are on it that the reader may not see.
    """

    meeting: Meeting
    lines: tuple[AgendaLine, ...]
    budget: TimeBudget
    presences: tuple[Presence, ...] = ()
    n_confidential: int = 0

    @property
    def to_decide(self) -> tuple[AgendaLine, ...]:
        """The lines on which a decision is still asked."""
        return tuple(line for line in self.lines if line.asks_decision)

    @property
    def n_missing_papers(self) -> int:
        """How many papers are expected and did not come."""
        return sum(line.n_missing_papers for line in self.lines)


def is_late(paper: Paper, today: date) -> bool:
    """Say whether a paper should have been there."""
    return paper.received_on is None and paper.due_on is not None and paper.due_on < today


def agenda_of(meeting: Meeting, sight: Sight) -> Agenda:
    """Return the agenda of a meeting that may be seen.

    The times and numbers are those of the whole agenda, so that they are the same for every reader.
    """
    everything = list(meeting.items.order_by("position", "pk"))
    slots = _slots(meeting, everything)
    numbers = _numbers(everything)
    seen = _seen_items(meeting, sight)
    hanging = _hanging(list(seen), sight)
    reads_notes = may_read_notes(sight, meeting)
    lines = tuple(
        _line(seen[i.pk], numbers.get(i.pk), slots[i.pk], hanging, reads_notes=reads_notes)
        for i in everything
        if i.pk in seen
    )
    presences = meeting.presences.select_related("seat__partner").order_by("seat__partner__name", "pk")
    n_confidential = sum(i.is_confidential and i.pk not in seen and takes_time(i) for i in everything)
    return Agenda(meeting, lines, budget_of(meeting, everything), tuple(presences), n_confidential)


def line_of(item: AgendaItem, sight: Sight) -> AgendaLine:
    """Return one item that may be seen with what hangs on it."""
    if item.meeting is not None:
        found = agenda_of(item.meeting, sight)
        return next(line for line in found.lines if line.item.pk == item.pk)
    hanging = _hanging([item.pk], sight)
    return _line(item, None, Slot(None, None, is_over=False), hanging, reads_notes=sight.closed)


def _seen_items(meeting: Meeting, sight: Sight) -> dict[int, AgendaItem]:
    rows = visible_items(sight).filter(meeting=meeting)
    rows = rows.select_related("presenter", "carried_from__meeting")
    found = {item.pk: item for item in rows}
    for item in found.values():
        item.meeting = meeting
    return found


def _slots(meeting: Meeting, items: Iterable[AgendaItem]) -> dict[int, Slot]:
    counted = [item for item in items if takes_time(item)]
    slots = slots_of(meeting.starts_at, meeting.ends_at, [item.minutes for item in counted])
    found = {item.pk: slot for item, slot in zip(counted, slots, strict=True)}
    return defaultdict(lambda: Slot(None, None, is_over=False), found)


def _numbers(items: Iterable[AgendaItem]) -> dict[int, int]:
    counted = [item for item in items if takes_time(item)]
    return {item.pk: n for n, item in enumerate(counted, start=1)}


@dataclass(frozen=True, slots=True)
class _Hanging:
    options: Mapping[int, list[AgendaOption]]
    papers: Mapping[int, list[Paper]]
    decisions: Mapping[int, list[Decision]]
    actions: Mapping[int, list[ActionPoint]]


def _hanging(keys: list[int], sight: Sight) -> _Hanging:
    return _Hanging(
        options=_by_item(AgendaOption.objects.filter(item__in=keys).order_by("position", "pk")),
        papers=_by_item(
            visible_papers(sight)
            .filter(item__in=keys)
            .select_related("owner")
            .prefetch_related("files")
            .order_by("pk")
        ),
        decisions=_by_item(
            visible_decisions(sight).filter(item__in=keys).select_related("owner").order_by("number")
        ),
        actions=_by_item(
            visible_actions(sight).filter(item__in=keys).select_related("owner").order_by("due_on", "pk")
        ),
    )


def _by_item(rows: QuerySet[Hanging]) -> Mapping[int, list[Hanging]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)  # type: ignore[attr-defined]
    return found


def _line(
    item: AgendaItem, number: int | None, slot: Slot, hanging: _Hanging, *, reads_notes: bool
) -> AgendaLine:
    return AgendaLine(
        item=item,
        number=number,
        slot=slot,
        options=tuple(hanging.options.get(item.pk, ())),
        papers=tuple(hanging.papers.get(item.pk, ())),
        decisions=tuple(hanging.decisions.get(item.pk, ())),
        actions=tuple(hanging.actions.get(item.pk, ())),
        notes=item.notes if reads_notes else "",
    )
