# SPDX-License-Identifier: EUPL-1.2
"""Record a conversation about elements of the ecosystem, with who was heard by organisation and role."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.cycle.actions.open_year import check_year_open, in_turn
from schakel.cycle.models import CycleYear, Heard, Talk, TalkForm
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.causes import UnknownElement
from schakel.programme.actions.entry_rules import check_happened
from schakel.programme.auditing import take_turn
from schakel.programme.models import Event, Partner
from schakel.programme.recording import Actor, add_record, change_record, remove_record

TALK_FIELDS = ("title", "form", "on", "elements", "event", "report", "is_confidential")


class NobodyHeard(Failure):
    """A conversation was recorded in which nobody was heard."""

    template = N_("Nobody was heard in this conversation.")
    cure = N_("Name at least one organisation that was there.")


class TalkAboutNothing(Failure):
    """A conversation was recorded without an element that it was about."""

    template = N_("It is not said which element the conversation was about.")
    cure = N_("Choose at least one element.")


@dataclass(frozen=True, slots=True)
class HeardChoice:
    """An organisation that was heard; ``role`` is a function, never a name."""

    partner: Partner
    role: str = ""


@in_turn
def record_talk(
    *,
    cycle: CycleYear,
    title: str,
    on: date,
    elements: Sequence[str],
    known_elements: Collection[str],
    heard: Sequence[HeardChoice],
    form: str = TalkForm.TALK,
    event: Event | None = None,
    report: str = "",
    is_confidential: bool = False,
    by: Actor,
    at: datetime,
) -> Talk:
    """Record a conversation that was held.

    Parameters
    ----------
    known_elements
        The codes of the elements of the course.
    report
        Without names of people. With ``is_confidential`` only the bureau and the board read it.

    Raises
    ------
    YearIsClosed, NotYetHappened, TalkAboutNothing, UnknownElement, NobodyHeard
        When it cannot be right.
    """
    check_year_open(cycle)
    check_happened(on, timezone.localdate(at))
    _check(elements, known_elements, heard)
    talk = Talk(
        cycle=cycle,
        title=title,
        form=form,
        on=on,
        elements=list(elements),
        event=event,
        report=report,
        is_confidential=is_confidential,
    )
    with transaction.atomic():
        take_turn()
        add_record(talk, action="talk.record", by=by, at=at)
        for choice in dict.fromkeys(heard):
            _hear(talk, choice, by, at)
    return talk


@in_turn
def change_talk(
    *,
    talk: Talk,
    changes: Mapping[str, Any],
    known_elements: Collection[str],
    heard: Sequence[HeardChoice] | None = None,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Talk:
    """Change a conversation; ``heard`` says anew who was there, ``None`` leaves that as it is."""
    check_year_open(talk.cycle)
    allowed = {name: value for name, value in changes.items() if name in TALK_FIELDS}
    check_happened(allowed.get("on", talk.on), timezone.localdate(at))
    elements = list(allowed.get("elements", talk.elements))
    allowed |= {"elements": elements} if "elements" in allowed else {}
    with transaction.atomic():
        take_turn()
        present = {HeardChoice(row.partner, row.role): row for row in talk.heard.select_related("partner")}
        wanted = dict.fromkeys(present if heard is None else heard)
        _check(elements, known_elements, list(wanted))
        changed = change_record(
            talk, action="talk.change", expected_version=expected_version, by=by, at=at, changes=allowed
        )
        for choice, row in present.items():
            if choice not in wanted:
                row.talk = changed
                remove_record(row, action="talk.not_heard", expected_version=None, by=by, at=at)
        for choice in wanted:
            if choice not in present:
                _hear(changed, choice, by, at)
    return changed


def _check(elements: Sequence[str], known: Collection[str], heard: Sequence[HeardChoice]) -> None:
    if not elements:
        raise TalkAboutNothing
    for element in elements:
        if element not in known:
            raise UnknownElement(element=element, known=list(known))
    if not heard:
        raise NobodyHeard


def _hear(talk: Talk, choice: HeardChoice, by: Actor, at: datetime) -> None:
    add_record(Heard(talk=talk, partner=choice.partner, role=choice.role), action="talk.heard", by=by, at=at)
