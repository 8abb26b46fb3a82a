# SPDX-License-Identifier: EUPL-1.2
"""The minutes of a meeting: from its rows while they are a draft, from what was kept once adopted.

Both go through the same cut: who may not see what is confidential gets the number of items left out, and the
report of the discussion only once the minutes are adopted.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from schakel.cycle.models import (
    ActionPoint,
    AdoptedMinutes,
    AgendaItem,
    Decision,
    ItemState,
    Meeting,
    MeetingState,
    Presence,
)
from schakel.cycle.sight import HELD, Sight, may_read_notes


@dataclass(frozen=True, slots=True)
class MinutedPresence:
    """Who was there, by organisation and role."""

    partner: str
    role: str
    presence: str
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class MinutedDecision:
    """A decision as the minutes tell it; days are ISO dates."""

    number: str
    text: str
    owner: str
    due_on: str
    reason: str = ""
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class MinutedAction:
    """An action point as the minutes tell it."""

    text: str
    owner: str
    due_on: str
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class MinutedItem:
    """An agenda item with what was said, decided and promised; ``key`` is that of its row."""

    title: str
    kind: str
    state: str
    asked: str = ""
    notes: str = ""
    is_confidential: bool = False
    decisions: tuple[MinutedDecision, ...] = ()
    actions: tuple[MinutedAction, ...] = ()
    key: int = 0


@dataclass(frozen=True, slots=True)
class MinutesContent:
    """All that minutes say, as it is kept when they are adopted."""

    code: str
    title: str
    body: str
    on: str
    starts_at: str
    ends_at: str
    venue: str = ""
    chair: str = ""
    chair_role: str = ""
    opening_note: str = ""
    presences: tuple[MinutedPresence, ...] = ()
    items: tuple[MinutedItem, ...] = ()
    actions: tuple[MinutedAction, ...] = ()


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes as somebody may read them.

    Attributes
    ----------
    content
        Without what the reader may not see.
    n_confidential
        The number of items that were left out.
    shows_notes, shows_outcomes
        Whether the report of the discussion, and what was decided and promised, is in it. Where it is not,
        it was left out.
    sha256, adopted_on, adopted_in, adopted_by
        Of adopted minutes: the digest of what was kept, the day and the meeting that adopted them, and the
        number of its decision; empty for a draft, and the number for who may not see that decision.
    """

    content: MinutesContent
    state: str
    n_confidential: int = 0
    shows_notes: bool = False
    shows_outcomes: bool = False
    invented: bool = False
    sha256: str = ""
    adopted_on: str = ""
    adopted_in: str = ""
    adopted_in_code: str = ""
    adopted_by: str = ""

    @property
    def is_adopted(self) -> bool:
        """Whether they were adopted, and so no longer change."""
        return bool(self.sha256)


def minutes_content(meeting: Meeting, sight: Sight) -> Minutes:
    """Return the minutes of a meeting, adopted or not, as far as a reader may see them."""
    kept = (
        AdoptedMinutes.objects.filter(meeting=meeting).select_related("adopted_in", "decision__item").first()
    )
    shows_notes = may_read_notes(sight, meeting)
    shows_outcomes = sight.closed or meeting.state in HELD
    whole = from_data(kept.content) if kept else content_of(meeting)
    content, n_left_out = cut(whole, sight, shows_notes=shows_notes, shows_outcomes=shows_outcomes)
    found = Minutes(
        content=content,
        state=MeetingState(meeting.state).value,
        n_confidential=n_left_out,
        shows_notes=shows_notes,
        shows_outcomes=shows_outcomes,
        invented=meeting.invented,
    )
    return _with_adoption(found, kept, sight) if kept else found


def _with_adoption(found: Minutes, kept: AdoptedMinutes, sight: Sight) -> Minutes:
    decision = kept.decision
    is_closed = decision.is_confidential or decision.item.is_confidential
    is_over = kept.adopted_in.state in HELD
    return replace(
        found,
        sha256=kept.sha256,
        adopted_on=kept.adopted_in.on.isoformat(),
        adopted_in=kept.adopted_in.title,
        adopted_in_code=kept.adopted_in.code,
        adopted_by=decision.number if sight.closed or (is_over and not is_closed) else "",
    )


def cut(
    content: MinutesContent, sight: Sight, *, shows_notes: bool, shows_outcomes: bool
) -> tuple[MinutesContent, int]:
    """Return the content without what the reader may not see, and the number of items that were left out."""
    items = [i for i in content.items if sight.closed or not i.is_confidential]
    shown = tuple(
        replace(
            item,
            notes=item.notes if shows_notes else "",
            decisions=_open(item.decisions, sight, shows_outcomes),
            actions=_open(item.actions, sight, shows_outcomes),
        )
        for item in items
    )
    given = replace(
        content,
        opening_note=content.opening_note if shows_notes else "",
        items=shown,
        actions=_open(content.actions, sight, shows_outcomes),
    )
    return given, len(content.items) - len(items)


def _open(rows: tuple[Any, ...], sight: Sight, shows_outcomes: bool) -> tuple[Any, ...]:
    return tuple(row for row in rows if shows_outcomes and (sight.closed or not row.is_confidential))


def content_of(meeting: Meeting) -> MinutesContent:
    """Return all that the minutes of a meeting say by its rows, with what is confidential marked."""
    by_item = _group(meeting.decisions.select_related("owner").order_by("number"), _as_decision)
    actions = list(ActionPoint.objects.filter(meeting=meeting).select_related("owner").order_by("pk"))
    actions_by_item = _group([a for a in actions if a.item_id is not None], _as_action)
    items = meeting.items.exclude(state=ItemState.WITHDRAWN).order_by("position", "pk")
    return MinutesContent(
        code=meeting.code,
        title=meeting.title,
        body=meeting.body,
        on=meeting.on.isoformat(),
        starts_at=f"{meeting.starts_at:%H:%M}",
        ends_at=f"{meeting.ends_at:%H:%M}",
        venue=meeting.venue,
        chair=meeting.chair.name if meeting.chair else "",
        chair_role=meeting.chair_role,
        opening_note=meeting.opening_note,
        presences=_presences(meeting),
        items=tuple(_as_item(i, by_item, actions_by_item) for i in items),
        actions=tuple(_as_action(a) for a in actions if a.item_id is None),
    )


def _presences(meeting: Meeting) -> tuple[MinutedPresence, ...]:
    rows: Iterable[Presence] = meeting.presences.select_related("seat__partner").order_by(
        "seat__partner__name", "seat__role", "pk"
    )
    return tuple(MinutedPresence(r.seat.partner.name, r.seat.role, r.presence, r.deputy) for r in rows)


def _group(rows: Iterable[Any], made: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(made(row))
    return found


def _as_item(
    item: AgendaItem,
    decisions: dict[int, list[MinutedDecision]],
    actions: dict[int, list[MinutedAction]],
) -> MinutedItem:
    return MinutedItem(
        title=item.title,
        kind=item.kind,
        state=item.state,
        asked=item.asked,
        notes=item.notes,
        is_confidential=item.is_confidential,
        decisions=tuple(decisions.get(item.pk, ())),
        actions=tuple(actions.get(item.pk, ())),
        key=item.pk,
    )


def _as_decision(d: Decision) -> MinutedDecision:
    return MinutedDecision(d.number, d.text, d.owner.name, d.due_on.isoformat(), d.reason, d.is_confidential)


def _as_action(a: ActionPoint) -> MinutedAction:
    return MinutedAction(a.text, a.owner.name, a.due_on.isoformat(), a.is_confidential)


def as_data(content: MinutesContent) -> dict[str, Any]:
    """Return the content as plain data that a database can keep."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(content)))
    return found


def from_data(data: dict[str, Any]) -> MinutesContent:
    """Return the content that was kept as plain data."""
    items = tuple(
        MinutedItem(
            **item
            | {
                "decisions": tuple(MinutedDecision(**d) for d in item["decisions"]),
                "actions": tuple(MinutedAction(**a) for a in item["actions"]),
            }
        )
        for item in data["items"]
    )
    return MinutesContent(
        **data
        | {
            "presences": tuple(MinutedPresence(**p) for p in data["presences"]),
            "items": items,
            "actions": tuple(MinutedAction(**a) for a in data["actions"]),
        }
    )


def digest_of(data: dict[str, Any]) -> str:
    """Return the SHA-256 over minutes as data, whatever the order of their keys."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
