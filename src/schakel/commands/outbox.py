# SPDX-License-Identifier: EUPL-1.2
"""Commands about mail that waits: send it, and see what is there."""

import time
from typing import Annotated

import typer

from schakel.commands.database import open_database
from schakel.commands.terminal import print_plain, say

outbox_app = typer.Typer(help=say("The outbox: mail that waits to be sent."), no_args_is_help=True)
SECONDS = 60


@outbox_app.command("send", help=say("Send the mail that is due; meant to run every five minutes."))
def send(
    loop: Annotated[bool, typer.Option("--loop", help=say("Go on until it is stopped."))] = False,
    every: Annotated[
        int, typer.Option("--every", min=5, help=say("With --loop: seconds between two rounds."))
    ] = SECONDS,
) -> None:
    """Send what is due, once or again and again."""
    open_database()
    send_round()
    while loop:
        time.sleep(every)
        send_round()


def send_round() -> None:
    """Send what is due and say what happened; silent where nothing did."""
    from django.conf import settings

    from schakel.cycle.models import MessageState, OutboxMessage
    from schakel.web.mailing import send_waiting

    report = send_waiting()
    if not settings.SCHAKEL_SENDS_MAIL:
        waiting = OutboxMessage.objects.filter(state=MessageState.WAITING).count()
        print_plain(
            say.choose(
                "There is no mail server (SCHAKEL_MAIL_URL), so nothing is sent; {n} message waits.",
                "There is no mail server (SCHAKEL_MAIL_URL), so nothing is sent; {n} messages wait.",
                waiting,
            )
        )
        return
    if report.n_sent or report.n_delayed or report.n_given_up:
        print_plain(
            say(
                "Mail: {sent} sent, {delayed} to be tried again, {given_up} given up.",
                sent=report.n_sent,
                delayed=report.n_delayed,
                given_up=report.n_given_up,
            )
        )


@outbox_app.command("list", help=say("Show what waits, was sent and was given up."))
def list_messages(
    everything: Annotated[bool, typer.Option("--all", help=say("Also what was sent or withdrawn."))] = False,
) -> None:
    """Print a line for each message, those that wait first."""
    open_database()
    from django.utils import timezone

    from schakel.cycle.actions.outbox import STATES
    from schakel.cycle.models import MessageState, OutboxMessage

    rows = OutboxMessage.objects.order_by("not_before", "pk")
    if not everything:
        rows = rows.exclude(state__in=[MessageState.SENT, MessageState.WITHDRAWN])
    n_rows = 0
    for message in rows.iterator(chunk_size=500):
        n_rows += 1
        when = timezone.localtime(message.not_before).strftime("%Y-%m-%d %H:%M")
        state = say(STATES[MessageState(message.state)])
        told = f"  ({message.last_problem})" if message.last_problem else ""
        print_plain(f"{message.pk}  {state}  {when}  {message.to}  {message.subject}{told}")
    if not n_rows:
        print_plain(say("Nothing waits in the outbox."))
