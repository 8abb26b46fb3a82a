# SPDX-License-Identifier: EUPL-1.2
"""The papers with an item: expected of somebody before a day, received as a link or a file, in versions."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from schakel.cycle.actions.meeting_rules import NOT_ADOPTED, check_meeting_is, newest
from schakel.cycle.models import AgendaItem, Paper, PaperFile
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.models import Partner
from schakel.programme.recording import (
    Actor,
    ChangedMeanwhile,
    add_record,
    append_row,
    change_record,
    remove_record,
)
from schakel.programme.uploads import keep_file


class NothingReceived(Failure):
    """A paper is received without a link or a file."""

    template = N_("There is no link and no file for “{name}”.")
    cure = N_("Give the web address of the paper, or upload it.")


class PaperReceived(Failure):
    """A paper that was received is removed."""

    template = N_("“{name}” was received, so it stays with the item.")
    cure = N_("Add a newer version; the last one counts.")


def expect_paper(
    *,
    item: AgendaItem,
    title: str,
    by: Actor,
    at: datetime,
    owner: Partner | None = None,
    due_on: date | None = None,
    is_public: bool = True,
    source: str = "",
) -> Paper:
    """Note that a paper is expected with an item.

    Parameters
    ----------
    due_on
        When empty, the day on which the papers of the meeting are due.
    is_public
        Whether everybody may read it; never so with a confidential item.

    Raises
    ------
    MeetingIsFixed
        When the minutes of the meeting were adopted.
    """
    with transaction.atomic():
        take_turn()
        now = _open_item(item)
        due = due_on or (now.meeting.papers_due_on if now.meeting is not None else None)
        paper = Paper(item=now, title=title, owner=owner, due_on=due, is_public=is_public, source=source)
        return add_record(paper, action="paper.expect", by=by, at=at)


def change_paper(
    *,
    paper: Paper,
    expected_version: int | None,
    title: str,
    owner: Partner | None,
    due_on: date | None,
    is_public: bool,
    by: Actor,
    at: datetime,
) -> Paper:
    """Change what is written about a paper, and who may read it."""
    with transaction.atomic():
        take_turn()
        _open_item(paper.item)
        changes = {"title": title, "owner": owner, "due_on": due_on, "is_public": is_public}
        return change_record(
            paper, action="paper.change", expected_version=expected_version, by=by, at=at, changes=changes
        )


def receive_paper(
    *,
    paper: Paper,
    expected_version: int | None,
    by: Actor,
    at: datetime,
    folder: Path,
    link: str = "",
    name: str = "",
    content: bytes | None = None,
) -> Paper:
    """Receive a paper as a link, a file, or both; again for a newer version.

    Parameters
    ----------
    folder
        ``SCHAKEL_HOME``; the bytes of a file stand there with the evidence, under their hash.
    name, content
        The file as it was uploaded.

    Raises
    ------
    NothingReceived
        When there is no link and no file.
    MeetingIsFixed
        When the minutes of the meeting were adopted.
    EmptyFile, FileTooLarge, TypeNotAccepted, ContentDoesNotMatch, HoldsPrograms
        When the file cannot be kept.
    """
    if not link.strip() and content is None:
        raise NothingReceived(name=paper.title)
    with transaction.atomic():
        take_turn()
        _open_item(paper.item)
        now = Paper.objects.get(pk=paper.pk)
        if expected_version is not None and now.version != expected_version:
            raise ChangedMeanwhile(now.title, now.version, {"link": now.link})
        if content is not None:
            kept = keep_file(name=name, content=content, folder=folder)
            row = PaperFile(
                paper=now,
                name=kept.name,
                sha256=kept.sha256,
                size_bytes=kept.size_bytes,
                media_type=kept.media_type,
            )
            append_row(row, action="paper.receive", by=by, at=at)
        changes = {"received_on": timezone.localdate(at), "link": link.strip() or now.link}
        return change_record(
            now, action="paper.receive", expected_version=None, by=by, at=at, changes=changes
        )


def remove_paper(*, paper: Paper, expected_version: int | None, by: Actor, at: datetime) -> None:
    """Remove a paper that was expected and did not come.

    Raises
    ------
    PaperReceived
        When it came.
    """
    with transaction.atomic():
        take_turn()
        _open_item(paper.item)
        now = Paper.objects.get(pk=paper.pk)
        if now.received_on is not None:
            raise PaperReceived(name=now.title)
        remove_record(now, action="paper.remove", expected_version=expected_version, by=by, at=at)


def _open_item(item: AgendaItem) -> AgendaItem:
    now = newest(item)
    if now.meeting is not None:
        check_meeting_is(now.meeting, NOT_ADOPTED)
    return now
