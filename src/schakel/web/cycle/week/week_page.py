# SPDX-License-Identifier: EUPL-1.2
"""Board > Week of the bureau: what is due, who has not answered, what is missing, what changed."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.cycle.models import Paper
from schakel.cycle.queries.agenda import is_late
from schakel.cycle.queries.calendar_entries import CalendarEntry
from schakel.cycle.queries.comparing_inputs import inputs_moved
from schakel.cycle.queries.promises import Promise, open_promises
from schakel.cycle.queries.week import ASSESSMENT, OWNER, UPDATE, Silent, Week, read_week
from schakel.cycle.sight import PUBLIC
from schakel.documents import formats
from schakel.documents.cycle_papers.phase_words import date_kinds
from schakel.documents.messages import words
from schakel.documents.sentences.escalations import rule_name
from schakel.koers.failures import Failure
from schakel.programme.models import Body
from schakel.web.cycle.measurements.known import Known, known_measurements, open_known
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.cycle.week.week_letters import letter_address, promise_key, public_keys
from schakel.web.cycle.year.calendar_pages import address_of
from schakel.web.cycle.year.gates import gate_lines, names_of
from schakel.web.cycle.year.tables import dates_table, title_words
from schakel.web.programme.course_names import course_names
from schakel.web.programme.partners.words import body_words
from schakel.web.reading import Reading, page

MOST_LATE = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody or something that is waited for, with the mail that asks for it."""

    name: str
    about: str
    when: str
    is_late: bool
    url: str
    mail: str
    invented: bool


@require_safe
@page
def show_week(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the week; every part says where to act, and gives the mail that can be sent."""
    today, sight = timezone.localdate(), sight_of(request)
    week = read_week(today, sight)
    named = names_of(reading, week.missing, sight)
    shown = [(entry, address_of(request, reading, entry)) for entry in week.dates]
    public = frozenset(promise_key(p) for p in open_promises(PUBLIC, today))
    context = {
        "week": week,
        "sentences": week_sentences(week),
        "missing": gate_lines(request, reading, week.missing, named),
        "days": _days(reading, shown),
        "silent": [_silent(reading, s, today) for s in week.silent],
        "papers": _papers(reading, week.papers, today),
        "late": [_late(reading, p, public) for p in week.late[:MOST_LATE]],
        "n_more_late": max(0, len(week.late) - MOST_LATE),
        "untaken": _untaken(reading, week),
        "convene": letter_address(reading, "meeting", week.meeting.code)
        if week.meeting and week.meeting.state == "convened"
        else "",
        "body": body_words(week.meeting.body if week.meeting else Body.BOARD),
        "data": data_sentences(reading),
        "sends_mail": settings.SCHAKEL_SENDS_MAIL,
    }
    tables = [dates_table(reading, shown, dict(course_names(reading).places))]
    return show_board(request, reading, "web/cycle/week.html", context, page="week", tables=tables)


def week_sentences(week: Week) -> list[str]:
    """Return what the week asks, in a few sentences; calm when it asks nothing."""
    told = [
        (len(week.silent), ngettext("%(n)s has not answered", "%(n)s have not answered", len(week.silent))),
        (len(week.papers), ngettext("%(n)s paper is missing", "%(n)s papers are missing", len(week.papers))),
        (len(week.late), ngettext("%(n)s promise is late", "%(n)s promises are late", len(week.late))),
        (
            len(week.untaken),
            ngettext("%(n)s signal was not taken up", "%(n)s signals were not taken up", len(week.untaken)),
        ),
    ]
    asked = [text % {"n": n} for n, text in told if n]
    dates = ngettext(
        "The coming two weeks hold one date.",
        "The coming two weeks hold %(n)s dates.",
        len(week.dates),
    ) % {"n": len(week.dates)}
    if not week.dates:
        dates = _("The coming two weeks hold no date.")
    if not asked:
        return [dates, _("Nobody keeps you waiting, and nothing is late.")]
    return [dates, f"{'; '.join(asked)}.".capitalize()]


def _days(reading: Reading, shown: list[tuple[CalendarEntry, str]]) -> list[dict[str, object]]:
    kinds = date_kinds(words(reading.language))
    days = groupby(shown, key=lambda pair: pair[0].on)
    return [
        {
            "day": formats.day(on, reading.language),
            "dates": [
                {
                    "kind": kinds[e.kind],
                    "title": title_words(reading, e),
                    "url": url,
                    "about": e.about,
                    "invented": e.invented,
                }
                for e, url in entries
            ],
        }
        for on, entries in days
    ]


def _silent(reading: Reading, silent: Silent, today: date) -> Asked:
    about = {
        UPDATE: _("update: %(about)s"),
        OWNER: _("asked to own the challenge %(about)s"),
        ASSESSMENT: _("self-assessment %(about)s"),
    }[silent.kind]
    named = course_names(reading).element(silent.about) if silent.kind == OWNER else silent.about
    late = silent.days_late(today)
    when = (
        ngettext("one day late", "%(n)s days late", late) % {"n": late}
        if late
        else _("asked on %(day)s") % {"day": formats.day(silent.since, reading.language)}
    )
    if silent.n_reminders:
        when += "; " + ngettext("reminded once", "reminded %(n)s times", silent.n_reminders) % {
            "n": silent.n_reminders
        }
    url = {
        UPDATE: lambda: reading.url("initiative", silent.key),
        OWNER: lambda: reading.url("dialogue-element", silent.about),
        ASSESSMENT: lambda: reading.url("partner", silent.key),
    }[silent.kind]()
    mail = "" if silent.kind == OWNER else letter_address(reading, silent.kind, silent.key)
    return Asked(silent.name, about % {"about": named}, when, late > 0, url, mail, silent.invented)


def _papers(reading: Reading, papers: tuple[Paper, ...], today: date) -> list[Asked]:
    public = public_keys(papers)
    found = []
    for paper in papers:
        meeting = paper.item.meeting
        due = paper.due_on or (meeting.papers_due_on if meeting else None)
        when = _("due on %(day)s") % {"day": formats.day(due, reading.language)} if due else _("no day given")
        found.append(
            Asked(
                paper.title,
                f"{meeting}; {paper.owner.name if paper.owner else _('nobody brings it')}",
                when,
                is_late(paper, today),
                reading.url("agenda-item", paper.item_id),
                letter_address(reading, "papers", paper.pk) if paper.pk in public else "",
                paper.invented,
            )
        )
    return found


def _late(reading: Reading, promise: Promise, public: frozenset[str]) -> Asked:
    pages = {"decision": "decision", "action": "action-point"}
    url = (
        reading.url(pages[promise.kind], promise.key) if promise.kind in pages else reading.url("agreements")
    )
    when = ngettext("one day late", "%(n)s days late", promise.days_late) % {"n": promise.days_late}
    key = promise_key(promise)
    mail = letter_address(reading, "promise", key) if key in public else ""
    return Asked(promise.text, promise.owner, when, True, url, mail, promise.invented)


def _untaken(reading: Reading, week: Week) -> list[dict[str, object]]:
    by_initiative = groupby(
        sorted(week.untaken, key=lambda e: (e.name, e.initiative)), key=lambda e: (e.initiative, e.name)
    )
    return [
        {
            "code": code,
            "name": name,
            "rules": "; ".join(dict.fromkeys(rule_name(e.rule, reading.language) for e in rows)),
        }
        for (code, name), rows in by_initiative
    ]


def data_sentences(reading: Reading) -> list[str]:
    """Return what changed in the figures since the diagnosis that the pages show."""
    known = known_measurements(reading)
    newest = next((k for k in known if k.is_current), None)
    adopted = next((k for k in known if k.adoptions), None)
    if newest is None:
        return [_("No diagnosis was computed yet.")]
    if adopted is None:
        return [_("The diagnosis of %(year)s was computed, and not adopted yet.") % {"year": newest.year}]
    if newest.identity == adopted.identity:
        return [
            _("Nothing changed: the newest computation is the diagnosis of %(year)s that was adopted.")
            % {"year": adopted.year}
        ]
    return _moved(newest, adopted)


def _moved(newest: Known, adopted: Known) -> list[str]:
    years = {"new": newest.year, "old": adopted.year}
    told = [_("There is a newer computation (of %(new)s) than the adopted diagnosis (of %(old)s).") % years]
    try:
        moved = inputs_moved(open_known(adopted).dossier.provenance, open_known(newest).dossier.provenance)
    except Failure:
        return [*told, _("What differs cannot be said, since one of the two cannot be opened.")]
    n = len(moved)
    told.append(
        ngettext("One of its inputs differs.", "%(n)s of its inputs differ.", n) % {"n": n}
        if n
        else _("Its inputs are the same.")
    )
    return told
