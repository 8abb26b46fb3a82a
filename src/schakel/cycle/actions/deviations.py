# SPDX-License-Identifier: EUPL-1.2
"""Note that an initiative deviates, with cause and proposal; put it before the board; settle it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.cycle.escalation_rules import find_rule
from schakel.cycle.models import (
    AgendaItem,
    CycleYear,
    Decision,
    Deviation,
    DeviationState,
    ItemState,
    SourceKind,
)
from schakel.cycle.queries.years import open_year
from schakel.cycle.transitions import DEVIATION_STEPS
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import check_happened
from schakel.programme.auditing import take_turn
from schakel.programme.models import Initiative, InitiativeRelation, Partner
from schakel.programme.recording import Actor, add_record, change_record

CHANGEABLE = ("kind", "since", "what", "cause", "proposal", "proposal_kind", "owner", "source")
LONGEST_ITEM_TITLE = 200


class CauseNeeded(Failure):
    """A deviation without its cause."""

    template = N_("A deviation needs its cause, and none was given.")
    cure = N_("Say in one sentence why it deviates; write “not known yet, because …” where that is so.")


class ProposalNeeded(Failure):
    """A deviation without a proposal."""

    template = N_("A deviation needs a proposal, and none was given.")
    cure = N_("Say in one sentence what should be done, or that it should be accepted.")


class AlreadyNoted(Failure):
    """The same deviation was noted already, and is not settled."""

    template = N_("“{name}” was noted already and is not settled.")
    cure = N_("Open that deviation and add to it what is new.")


class OfOthers(Failure):
    """An initiative of others is not followed here."""

    template = N_("“{name}” is an initiative of others, which is shown and not followed.")
    cure = N_("Speak with who runs it; a deviation is noted of our own initiatives and those of partners.")


class DeviationIsSettled(Failure):
    """A settled deviation is changed."""

    template = N_("“{name}” was settled on {on}; it does not change any more.")
    cure = N_("Note a new deviation where it deviates again.")


class AlreadyBeforeTheBoard(Failure):
    """A deviation is put on the agenda twice."""

    template = N_("“{name}” waits for a meeting already.")
    cure = N_("Open its agenda item and add there what the meeting should know.")


class OutcomeNeeded(Failure):
    """A deviation is settled without saying how."""

    template = N_("A settled deviation says how it was settled, and that was not said.")
    cure = N_("Say in one sentence what was agreed or what solved it.")


class WaitsForTheBoard(Failure):
    """A deviation that waits for a meeting is settled outside it."""

    template = N_("“{name}” waits for a meeting, so that it is settled there.")
    cure = N_("Record the decision in the meeting, or take its item off the agenda first.")


def note_deviation(
    *,
    initiative: Initiative,
    kind: str,
    since: date,
    what: str,
    cause: str,
    proposal: str,
    by: Actor,
    at: datetime,
    proposal_kind: str = "adjust",
    owner: Partner | None = None,
    rule: str = "",
    source: str = "",
) -> Deviation:
    """Note that an initiative deviates, in the year of the cycle that is open.

    Parameters
    ----------
    rule
        The rule that asked for it; empty where somebody noted it by hand.

    Raises
    ------
    CauseNeeded, ProposalNeeded
        Without one of the two.
    NotYetHappened
        When it would begin after today.
    AlreadyNoted
        When the same is noted already, by the same rule or in the same words, and is still open.
    OfOthers, UnknownRule, WrongEntry
        When the initiative is one of others, the rule does not exist, or a field is wrong.
    """
    if initiative.relation == InitiativeRelation.EXTERNAL:
        raise OfOthers(name=initiative.name)
    if rule:
        find_rule(rule)
    told = _checked({"since": since, "what": what, "cause": cause, "proposal": proposal}, at)
    with transaction.atomic():
        take_turn()
        _check_new(initiative, kind, rule, told["what"], since)
        deviation = Deviation(
            initiative=initiative,
            cycle=_year_for(initiative, by),
            kind=kind,
            proposal_kind=proposal_kind,
            owner=owner,
            rule=rule,
            source=source,
            **told,
        )
        return add_record(deviation, action="deviation.note", by=by, at=at)


def _year_for(initiative: Initiative, by: Actor) -> CycleYear | None:
    """Return the open year; what is real is kept out of an invented one, and goes on without it."""
    cycle = open_year()
    if cycle is not None and cycle.invented != (by.invented or initiative.invented):
        return None
    return cycle


def change_deviation(
    *,
    deviation: Deviation,
    changes: Mapping[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Deviation:
    """Change what was noted of a deviation that is not settled.

    Raises
    ------
    DeviationIsSettled
        When it was settled.
    CauseNeeded, ProposalNeeded, NotYetHappened
        As :func:`note_deviation` does.
    """
    with transaction.atomic():
        take_turn()
        current = _newest(deviation)
        _check_open(current)
        kept = {name: value for name, value in changes.items() if name in CHANGEABLE}
        return change_record(
            current,
            action="deviation.change",
            expected_version=expected_version,
            by=by,
            at=at,
            changes=_checked(kept, at),
        )


def escalate_deviation(
    *,
    deviation: Deviation,
    by: Actor,
    at: datetime,
    asked: str = "",
    is_confidential: bool = False,
    confidential_ground: str = "",
    wanted_before: date | None = None,
) -> Deviation:
    """Put a deviation before the board: an item in the backlog that asks to decide on the proposal.

    Parameters
    ----------
    asked
        What is asked of the board; the proposal where it is left empty.

    Raises
    ------
    DeviationIsSettled, AlreadyBeforeTheBoard
        When there is nothing to put before the board.
    ConfidentialWithoutGround, WrongEntry
        When the item cannot be made so.
    """
    from schakel.cycle.actions.agenda import add_agenda_item

    with transaction.atomic():
        take_turn()
        current = _newest(deviation)
        _check_open(current)
        if waits_for_a_meeting(current.item):
            raise AlreadyBeforeTheBoard(name=current.what)
        title = f"{current.initiative.name}: {current.what}"[:LONGEST_ITEM_TITLE]
        item = add_agenda_item(
            title=title,
            kind="decide",
            source_kind=SourceKind.DEVIATION,
            source_key=str(current.pk),
            source_title=title,
            explanation=current.cause,
            asked=asked.strip() or current.proposal,
            presenter=current.owner,
            is_confidential=is_confidential,
            confidential_ground=confidential_ground,
            wanted_before=wanted_before,
            by=by,
            at=at,
        )
        return change_record(
            current,
            action="deviation.escalate",
            expected_version=None,
            by=by,
            at=at,
            changes={"state": DeviationState.ESCALATED, "item": item},
        )


def settle_deviation(
    *,
    deviation: Deviation,
    outcome: str,
    by: Actor,
    at: datetime,
    decision: Decision | None = None,
    expected_version: int | None = None,
) -> Deviation:
    """Settle a deviation: by a decision of a meeting, or outside it where none has to deal with it.

    Raises
    ------
    OutcomeNeeded
        Without saying how.
    DeviationIsSettled
        When it was settled before.
    WaitsForTheBoard
        When it waits for a meeting and no decision is given.
    """
    if not outcome.strip():
        raise OutcomeNeeded
    with transaction.atomic():
        take_turn()
        current = _newest(deviation)
        _check_open(current)
        if decision is None and waits_for_a_meeting(current.item):
            raise WaitsForTheBoard(name=current.what)
        changes: dict[str, Any] = {
            "state": DeviationState.SETTLED,
            "decision": decision,
            "settled_on": timezone.localdate(at) if decision is None else decision.on,
            "outcome": outcome.strip(),
        }
        return change_record(
            current,
            action="deviation.settle",
            expected_version=expected_version,
            by=by,
            at=at,
            changes=changes,
        )


def waits_for_a_meeting(item: AgendaItem | None) -> bool:
    """Say whether an item, or the one it was carried over to, still waits for a meeting."""
    while item is not None and item.state == ItemState.CARRIED:
        item = item.carried_to.order_by("pk").last()
    return item is not None and item.state in (ItemState.BACKLOG, ItemState.SCHEDULED)


def _newest(deviation: Deviation) -> Deviation:
    found = Deviation.objects.select_for_update(of=("self",)).select_related("initiative", "item", "owner")
    return found.get(pk=deviation.pk)


def _check_open(deviation: Deviation) -> None:
    if not DEVIATION_STEPS[deviation.state]:
        raise DeviationIsSettled(name=deviation.what, on=deviation.settled_on)


def _check_new(initiative: Initiative, kind: str, rule: str, what: str, since: date) -> None:
    """Refuse what is noted already; by the same rule only what began before that was noted."""
    rows = Deviation.objects.filter(initiative=initiative, kind=kind).exclude(state=DeviationState.SETTLED)
    for row in rows.order_by("pk"):
        same_words = row.what.casefold() == what.casefold()
        same_rule = bool(rule) and row.rule == rule and since <= timezone.localdate(row.created_at)
        if same_words or same_rule:
            raise AlreadyNoted(name=row.what)


def _checked(values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return the values without spaces around texts; raises where one that is needed is missing."""
    kept: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    if "since" in kept:
        check_happened(kept["since"], timezone.localdate(at))
    if "cause" in kept and not kept["cause"]:
        raise CauseNeeded
    if "proposal" in kept and not kept["proposal"]:
        raise ProposalNeeded
    return kept
