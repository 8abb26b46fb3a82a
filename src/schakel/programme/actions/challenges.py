# SPDX-License-Identifier: EUPL-1.2
"""Plans to buy and innovations on offer: add them, match two, and count the first customer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import check_happened, check_sizes
from schakel.programme.auditing import take_turn
from schakel.programme.models import Challenge, Partner
from schakel.programme.recording import Actor, add_record, change_record


class ThemeNeeded(Failure):
    """An entry without themes can never be matched."""

    template = N_("At least one theme is needed to find a match.")
    cure = N_("Enter one or more themes, with commas between them.")


class NoPair(Failure):
    """Two entries cannot be matched: the same side, or the same organisation."""

    template = N_("A match joins somebody who asks and another organisation that offers.")
    cure = N_("Choose one of each, from two organisations.")


class MatchedAlready(Failure):
    """One of the two is matched with a third."""

    template = N_("“{name}” is matched with another already.")
    cure = N_("Take that match away first.")


class NotMatched(Failure):
    """A first customer is recorded of something without a match."""

    template = N_("“{name}” is not matched yet, so nobody can be its first customer.")
    cure = N_("Match it first.")


def add_challenge(
    *,
    partner: Partner,
    side: str,
    title: str,
    themes: Sequence[str],
    by: Actor,
    at: datetime,
    budget_eur: Decimal | None = None,
    wanted_on: date | None = None,
    note: str = "",
    source: str = "",
) -> Challenge:
    """Record what a partner wants to buy or have solved ("ask"), or what a firm offers ("offer").

    Raises
    ------
    ThemeNeeded, NegativeAmount
        Without a theme, or with a budget below zero.
    """
    entry = Challenge(
        partner=partner,
        side=side,
        title=title,
        themes=_themes(themes),
        budget_eur=budget_eur,
        wanted_on=wanted_on,
        note=note,
        source=source,
    )
    check_sizes(budget_eur)
    return add_record(entry, action="challenge.add", by=by, at=at)


def change_challenge(
    *,
    challenge: Challenge,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Challenge:
    """Change an entry; the side of a matched one stays."""
    new = dict(changes)
    if "themes" in new:
        new["themes"] = _themes(new["themes"])
    check_sizes(new.get("budget_eur"))
    if challenge.matched_with_id and new.get("side", challenge.side) != challenge.side:
        raise MatchedAlready(name=challenge.title)
    return change_record(
        challenge, action="challenge.change", expected_version=expected_version, by=by, at=at, changes=new
    )


def match_challenge(*, ask: Challenge, offer: Challenge, by: Actor, at: datetime) -> Challenge:
    """Join an ask and an offer; both then show the other.

    Raises
    ------
    NoPair, MatchedAlready
        When they are on the same side, of the same organisation, or one has another match.
    """
    if {ask.side, offer.side} != {"ask", "offer"} or ask.partner_id == offer.partner_id:
        raise NoPair
    with transaction.atomic():
        take_turn()
        pair = list(Challenge.objects.select_for_update().filter(pk__in=(ask.pk, offer.pk)))
        for entry in pair:
            if entry.matched_with_id not in (None, ask.pk, offer.pk):
                raise MatchedAlready(name=entry.title)
        _change(offer, "challenge.match", {"matched_with": ask}, by, at)
        return _change(ask, "challenge.match", {"matched_with": offer}, by, at)


def unmatch_challenge(*, challenge: Challenge, by: Actor, at: datetime) -> Challenge:
    """Take a match away, on both sides; a first customer that was counted goes with it."""
    with transaction.atomic():
        current = Challenge.objects.select_related("matched_with").get(pk=challenge.pk)
        gone = {"matched_with": None, "became_customer_on": None}
        if current.matched_with is not None:
            _change(current.matched_with, "challenge.unmatch", gone, by, at)
        return _change(current, "challenge.unmatch", gone, by, at)


def record_first_customer(
    *, challenge: Challenge, on: date, today: date, by: Actor, at: datetime
) -> Challenge:
    """Say on which day the one that asks became the first customer; it is kept on the ask only.

    Raises
    ------
    NotMatched, NotYetHappened
        Without a match, or for a day that has not come yet.
    """
    check_happened(on, today)
    current = Challenge.objects.select_related("matched_with").get(pk=challenge.pk)
    if current.matched_with is None:
        raise NotMatched(name=current.title)
    ask = current if current.side == "ask" else current.matched_with
    return _change(ask, "challenge.customer", {"became_customer_on": on}, by, at)


def _change(entry: Challenge, action: str, changes: Mapping[str, Any], by: Actor, at: datetime) -> Challenge:
    return change_record(entry, action=action, expected_version=None, by=by, at=at, changes=changes)


def _themes(themes: Sequence[str]) -> list[str]:
    """Return the themes in plain spelling, each once; raises ThemeNeeded when none is left."""
    plain = list(dict.fromkeys(" ".join(t.split()).casefold() for t in themes if t.strip()))
    if not plain:
        raise ThemeNeeded
    return plain
