# SPDX-License-Identifier: EUPL-1.2
"""Every open promise until it is closed, by who made it; late ones first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.cycle.queries.promises import (
    ACTION,
    AGREEMENT,
    DECISION,
    KINDS,
    OwnerPromises,
    Promise,
    open_promises,
    promises_by_owner,
)
from schakel.documents import formats
from schakel.koers.label import Language
from schakel.web.cycle.decisions.tables import promises_table
from schakel.web.cycle.decisions.words import late_words, promise_kind_words, standing_words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of
from schakel.web.rights.visitor import Visitor

OWNER, KIND = "eigenaar", "soort"


@dataclass(frozen=True, slots=True)
class ShownPromise:
    """A promise as the page tells it; ``done`` is where it is marked as done, for who may do that."""

    promise: Promise
    kind: str
    address: str
    done: str
    late: str
    underway: str


@dataclass(frozen=True, slots=True)
class ShownOwner:
    """An organisation with its promises."""

    code: str
    name: str
    n_late: int
    promises: tuple[ShownPromise, ...]


@require_safe
@page
def show_promises(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the open promises."""
    everything = open_promises(sight_of(request), timezone.localdate())
    owner, kind = request.GET.get(OWNER, ""), request.GET.get(KIND, "")
    chosen = [p for p in everything if owner in ("", p.owner_code) and kind in ("", p.kind)]
    visitor = visitor_of(request)
    context = {
        "answer": answer_words(everything, reading.language),
        "n_all": len(everything),
        "n_chosen": len(chosen),
        "is_filtered": bool(owner or kind),
        "owner": owner,
        "kind": kind,
        "owners": [(o.owner_code, o.owner) for o in _by_name(everything)],
        "kinds": [(k, promise_kind_words(k)) for k in KINDS],
        "groups": [_shown_owner(o, visitor, reading) for o in promises_by_owner(chosen)],
    }
    table = promises_table(chosen, reading, lambda p: promise_address(p, visitor, reading))
    return show_board(
        request, reading, "web/cycle/decisions_promises.html", context, page="promises", tables=[table]
    )


def _by_name(promises: Sequence[Promise]) -> list[OwnerPromises]:
    return sorted(promises_by_owner(promises), key=lambda o: o.owner.casefold())


def answer_words(promises: Sequence[Promise], language: Language) -> str:
    """Return how many promises are open, how many are late, and how many come from an earlier year."""
    if not promises:
        return _("No promise is open.")

    def n(amount: int) -> dict[str, str]:
        return {"n": formats.number(amount, language, 0)}

    n_late = sum(1 for p in promises if p.is_late)
    n_carried = sum(1 for p in promises if p.carried_from is not None)
    told = ngettext("%(n)s promise is open", "%(n)s promises are open", len(promises)) % n(len(promises))
    late = ngettext("%(n)s of them is late", "%(n)s of them are late", n_late) % n(n_late)
    told += f"; {late if n_late else _('none of them is late')}."
    if n_carried:
        carried = ngettext(
            "%(n)s comes from an earlier year.", "%(n)s come from an earlier year.", n_carried
        ) % n(n_carried)
        told += f" {carried}"
    return told


def _shown_owner(owner: OwnerPromises, visitor: Visitor, reading: Reading) -> ShownOwner:
    shown = tuple(
        ShownPromise(
            promise=p,
            kind=promise_kind_words(p.kind),
            address=promise_address(p, visitor, reading),
            done=done_address(p, visitor, reading),
            late=late_words(p.days_late, reading.language),
            underway=standing_words(p.status) if p.status == "underway" else "",
        )
        for p in owner.promises
    )
    return ShownOwner(owner.owner_code, owner.owner, owner.n_late, shown)


def promise_address(promise: Promise, visitor: Visitor, reading: Reading) -> str:
    """Return the page of a promise."""
    if promise.kind == DECISION:
        return reading.url("decision", promise.key)
    if promise.kind == ACTION:
        return reading.url("action-point", promise.key)
    return reading.url("agreements") if visitor.may("agreements") else ""


def done_address(promise: Promise, visitor: Visitor, reading: Reading) -> str:
    """Return where a promise is marked as done, or an agreement settled, for who may do that."""
    pages = {
        DECISION: ("decision-step", "decision-step-own", "?status=executed"),
        ACTION: ("action-point-done", "action-point-done-own", ""),
        AGREEMENT: ("agreement-settle", "", ""),
    }
    page_name, own_page, query = pages[promise.kind]
    if visitor.may(page_name, "write"):
        return reading.url(page_name, promise.key) + query
    if visitor.may(own_page, "write", {"partner": promise.owner_code}):
        return reading.url(own_page, promise.owner_code, promise.key) + query
    return ""
