# SPDX-License-Identifier: EUPL-1.2
"""The options of an item to decide: what each asks and what shows that it works; at most one is advised."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from schakel.cycle.actions.meeting_rules import check_item_changes, newest
from schakel.cycle.models import AgendaItem, AgendaOption
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, add_record, change_record, remove_record


def add_option(
    *,
    item: AgendaItem,
    title: str,
    by: Actor,
    at: datetime,
    consequence: str = "",
    evidence: str = "",
    is_advised: bool = False,
) -> AgendaOption:
    """Add an option to an item; when it is advised, no other is.

    Parameters
    ----------
    consequence
        What it asks: money, hours, what is not done.
    evidence
        What shows that it works, or that this is not known.

    Raises
    ------
    ItemIsOver, MeetingIsFixed
        When the item, or its meeting, is over.
    """
    with transaction.atomic():
        take_turn()
        now = newest(item)
        check_item_changes(now)
        if is_advised:
            _advise_no_other(now, None, by, at)
        last = now.options.aggregate(last=Max("position"))["last"] or 0
        option = AgendaOption(
            item=now,
            position=last + 1,
            title=title,
            consequence=consequence,
            evidence=evidence,
            is_advised=is_advised,
        )
        return add_record(option, action="option.add", by=by, at=at)


def change_option(
    *,
    option: AgendaOption,
    expected_version: int | None,
    title: str,
    consequence: str,
    evidence: str,
    is_advised: bool,
    by: Actor,
    at: datetime,
) -> AgendaOption:
    """Change an option; when it is advised, no other is."""
    with transaction.atomic():
        take_turn()
        now = newest(option.item)
        check_item_changes(now)
        if is_advised:
            _advise_no_other(now, option, by, at)
        changes = {
            "title": title,
            "consequence": consequence,
            "evidence": evidence,
            "is_advised": is_advised,
        }
        return change_record(
            option,
            action="option.change",
            expected_version=expected_version,
            by=by,
            at=at,
            changes=changes,
        )


def remove_option(*, option: AgendaOption, expected_version: int | None, by: Actor, at: datetime) -> None:
    """Remove an option."""
    with transaction.atomic():
        take_turn()
        check_item_changes(newest(option.item))
        remove_record(option, action="option.remove", expected_version=expected_version, by=by, at=at)


def _advise_no_other(item: AgendaItem, except_for: AgendaOption | None, by: Actor, at: datetime) -> None:
    for other in item.options.filter(is_advised=True):
        if other == except_for:
            continue
        changes = {"is_advised": False}
        change_record(other, action="option.change", expected_version=None, by=by, at=at, changes=changes)
