# SPDX-License-Identifier: EUPL-1.2
"""The outbox: mail that waits, was sent or was given up; its text to copy; withdraw it or try again."""

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.db.models import Case, Count, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from schakel.cycle.actions.outbox import try_again, withdraw_message
from schakel.cycle.models import MessageState, OutboxMessage
from schakel.documents import formats
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.web.cycle.showing import show_board
from schakel.web.cycle.week.outbox_words import TONES, occasion_words, problem_words, state_words
from schakel.web.programme.activities.tables import invented_words
from schakel.web.programme.editing import now, sent_version
from schakel.web.programme.listing import ListColumn, make_listing
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of
from schakel.web.tables.table import Cell, text_cell

ORDER = (
    MessageState.FAILED,
    MessageState.WAITING,
    MessageState.SENDING,
    MessageState.SENT,
    MessageState.WITHDRAWN,
)
LONGEST_LINK = 1800


@require_safe
@page
def show_outbox(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show every message, those that ask for something first."""
    place = Case(*(When(state=s, then=Value(n)) for n, s in enumerate(ORDER)), default=Value(len(ORDER)))
    rows = OutboxMessage.objects.annotate(place=place).order_by("place", "-created_at", "-pk")
    listing = make_listing(request, rows, _columns(reading), name="outbox", caption=_("Messages"))
    counts = dict(OutboxMessage.objects.values_list("state").annotate(n=Count("pk")).order_by())
    context = {
        "listing": listing,
        "n_waiting": counts.get(MessageState.WAITING, 0) + counts.get(MessageState.SENDING, 0),
        "n_failed": counts.get(MessageState.FAILED, 0),
        "n": sum(counts.values()),
        "sends_mail": settings.SCHAKEL_SENDS_MAIL,
    }
    return show_board(
        request, reading, "web/cycle/week_outbox.html", context, page="outbox", tables=[listing.table]
    )


def _columns(reading: Reading) -> list[ListColumn]:
    return [
        ListColumn("subject", _("Subject"), lambda m: _subject_cell(m, reading), "subject"),
        ListColumn("to", _("To"), lambda m: text_cell(m.to or "–"), "to"),
        ListColumn("occasion", _("About"), lambda m: text_cell(occasion_words(m.occasion)), "occasion"),
        ListColumn(
            "state",
            _("Stands"),
            lambda m: Cell(state_words(m.state), m.state, "", TONES[m.state], problem_words(m.last_problem)),
            "state",
        ),
        ListColumn("moment", _("When"), lambda m: _moment_cell(m, reading), "not_before"),
    ]


def _subject_cell(message: OutboxMessage, reading: Reading) -> Cell:
    subject = message.subject or _("(text forgotten)")
    link = reading.url("outbox-message", message.pk)
    return Cell(subject, subject, link, "", invented_words(message.invented))


def _moment_cell(message: OutboxMessage, reading: Reading) -> Cell:
    """Return when a message was sent, or will be tried."""
    moment = message.sent_at or (message.not_before if message.state == MessageState.WAITING else None)
    if moment is None:
        return text_cell("–")
    local = timezone.localtime(moment)
    text = f"{formats.day(local.date(), reading.language)}, {local:%H:%M}"
    return Cell(text, local.isoformat(timespec="minutes"), tone="date")


@require_safe
@page
def show_message(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Show a message with its text, to copy or to send from one's own mail program."""
    message = get_object_or_404(OutboxMessage, pk=pk)
    context = {
        "m": message,
        "state": state_words(message.state),
        "moment": _moment_cell(message, reading).text,
        "about": occasion_words(message.occasion),
        "problem": problem_words(message.last_problem),
        "may_withdraw": message.state in (MessageState.WAITING, MessageState.FAILED),
        "may_try": bool(message.text)
        and (
            message.state == MessageState.FAILED
            or (message.state == MessageState.WAITING and message.n_tries)
        ),
        "mailto": mail_link(message),
        "sends_mail": settings.SCHAKEL_SENDS_MAIL,
    }
    return show_board(request, reading, "web/cycle/week_outbox_message.html", context, page="outbox")


def mail_link(message: OutboxMessage) -> str:
    """Return the address that opens a message in a mail program; without its text where that is too long."""
    if not message.to:
        return ""
    start = f"mailto:{quote(message.to, safe='@')}?subject={quote(message.subject)}"
    body = quote(message.text.replace("\r\n", "\n").replace("\n", "\r\n"))
    whole = f"{start}&body={body}"
    return whole if len(whole) <= LONGEST_LINK else start


@require_POST
@page
def withdraw(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Keep a message from being sent."""
    return _act(request, reading, pk, withdraw_message, _("The message is withdrawn and will not be sent."))


@require_POST
@page
def send_again(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Let a message be sent as soon as possible."""
    return _act(request, reading, pk, try_again, _("The message goes with the next round."))


def _act(
    request: HttpRequest, reading: Reading, pk: int, act: Callable[..., OutboxMessage], said: str
) -> HttpResponse:
    message = get_object_or_404(OutboxMessage, pk=pk)
    try:
        act(message=message, expected_version=sent_version(request), by=actor_of(request), at=now())
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reading.url("outbox-message", pk))
