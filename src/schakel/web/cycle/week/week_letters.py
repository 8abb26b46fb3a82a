# SPDX-License-Identifier: EUPL-1.2
"""The mails that the week asks for: to whom, about what, with a text that can be changed first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.cycle.models import Meeting, Paper
from schakel.cycle.queries.promises import Promise, open_promises
from schakel.cycle.queries.week import ASSESSMENT, UPDATE, Silent, read_week
from schakel.cycle.sight import PUBLIC, visible_items, visible_meetings, visible_papers
from schakel.documents.messages import words
from schakel.documents.sentences.letters import (
    Gathering,
    Letter,
    assessment_asked,
    meeting_convened,
    papers_asked,
    promise_reminder,
    update_reminder,
)
from schakel.programme.models import Contact, Initiative
from schakel.web.reading import Reading

KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class WeekLetter:
    """A mail to send: ``partner`` whose contacts it may go to, ``key`` its occasion for the outbox."""

    occasion: str
    key: str
    partner: str
    letter: Letter


def letter_address(reading: Reading, kind: str, key: object) -> str:
    """Return the address of the page with a mail."""
    return reading.url("week-letter", kind, str(key))


def find_letter(request: HttpRequest, reading: Reading, kind: str, key: str, today: date) -> WeekLetter:
    """Return the mail of this kind about this; raises Http404 where the week does not ask for it (any more).

    Letters hold only what anybody may read, whoever asks: a mail is passed on easily.
    """
    make = MAKERS.get(kind)
    if make is None:
        raise Http404
    return make(request, reading, key, today)


def addresses_of(partner: str, today: date) -> list[tuple[str, str]]:
    """Return the e-mail addresses that are kept for a partner, each with the function it belongs to."""
    found = Contact.objects.filter(partner__code=partner, keep_until__gte=today).exclude(email="")
    return [(c.email, c.function) for c in found]


def _link(request: HttpRequest, reading: Reading, page: str, *args: object) -> str:
    return request.build_absolute_uri(reverse(page, args=(reading.year, *args)))


def _sender(reading: Reading) -> str:
    return _("The bureau of %(region)s") % {"region": reading.text(reading.dossier.region.label)}


def _silent(kind: str, key: str, today: date) -> Silent:
    found = next((s for s in read_week(today, PUBLIC).silent if (s.kind, s.key) == (kind, key)), None)
    if found is None:
        raise Http404
    return found


def _update(request: HttpRequest, reading: Reading, key: str, today: date) -> WeekLetter:
    silent = _silent(UPDATE, key, today)
    owner = Initiative.objects.filter(code=key).values_list("owner__code", flat=True).first()
    letter = update_reminder(
        initiative=silent.name,
        due_on=silent.due_on or today,
        today=today,
        link=_link(request, reading, "initiative-update", key),
        sender=_sender(reading),
        say=words(reading.language),
    )
    return WeekLetter("update", f"update:{silent.about}:{key}:{today}", owner or "", letter)


def _assessment(request: HttpRequest, reading: Reading, key: str, today: date) -> WeekLetter:
    silent = _silent(ASSESSMENT, key, today)
    letter = assessment_asked(
        partner=silent.name,
        year=int(silent.about),
        due_on=silent.due_on,
        link=_link(request, reading, "self-assessment", key),
        sender=_sender(reading),
        say=words(reading.language),
    )
    return WeekLetter("assessment", f"assessment:{silent.about}:{key}:{today}", key, letter)


def _promise(request: HttpRequest, reading: Reading, key: str, today: date) -> WeekLetter:
    promise = next((p for p in open_promises(PUBLIC, today) if promise_key(p) == key), None)
    if promise is None:
        raise Http404
    letter = promise_reminder(
        what=promise.text,
        due_on=promise.due_on,
        today=today,
        link=_link(request, reading, "promises"),
        sender=_sender(reading),
        say=words(reading.language),
    )
    return WeekLetter("promise", f"promise:{key}:{today}", promise.owner_code, letter)


def promise_key(promise: Promise) -> str:
    """Return what names a promise in an address."""
    return f"{promise.kind}-{promise.key}"


def _gathering(meeting: Meeting) -> Gathering:
    titles = tuple(
        visible_items(PUBLIC).filter(meeting=meeting).order_by("position").values_list("title", flat=True)
    )
    n_closed = meeting.items.filter(is_confidential=True).exclude(state__in=("withdrawn", "carried")).count()
    return Gathering(
        meeting.title, meeting.on, meeting.starts_at, meeting.ends_at, meeting.venue, titles, n_closed
    )


def _papers(request: HttpRequest, reading: Reading, key: str, today: date) -> WeekLetter:
    """Return the mail about one paper; the other papers of its owner for that meeting go with it."""
    wanted = visible_papers(PUBLIC).filter(received_on__isnull=True).select_related("item__meeting", "owner")
    paper = wanted.filter(pk=key).first() if key.isascii() and key.isdigit() else None
    if paper is None or paper.item.meeting is None:
        raise Http404
    meeting = paper.item.meeting
    with_it = wanted.filter(item__meeting=meeting, owner=paper.owner)
    due = min((p.due_on for p in with_it if p.due_on), default=meeting.papers_due_on or meeting.on)
    letter = papers_asked(
        gathering=_gathering(meeting),
        papers=[p.title for p in with_it],
        due_on=due,
        today=today,
        sender=_sender(reading),
        say=words(reading.language),
    )
    owner = paper.owner.code if paper.owner else ""
    return WeekLetter("papers", f"papers:{meeting.code}:{owner}:{today}", owner, letter)


def _meeting(request: HttpRequest, reading: Reading, key: str, today: date) -> WeekLetter:
    meeting = visible_meetings(PUBLIC).filter(code=key, on__gte=today).first()
    if meeting is None:
        raise Http404
    letter = meeting_convened(
        gathering=_gathering(meeting),
        link=_link(request, reading, "meeting", key),
        sender=_sender(reading),
        say=words(reading.language),
    )
    return WeekLetter("meeting", f"meeting:{key}:{today}", "", letter)


Maker = Callable[[HttpRequest, Reading, str, date], WeekLetter]
MAKERS: Mapping[str, Maker] = {
    UPDATE: _update,
    ASSESSMENT: _assessment,
    "promise": _promise,
    "papers": _papers,
    "meeting": _meeting,
}


def public_keys(papers: tuple[Paper, ...]) -> frozenset[int]:
    """Return the papers that a mail may name."""
    return frozenset(
        visible_papers(PUBLIC).filter(pk__in=[p.pk for p in papers]).values_list("pk", flat=True)
    )
