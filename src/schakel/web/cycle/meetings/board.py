# SPDX-License-Identifier: EUPL-1.2
"""The landing page of the board: what must be decided, what was promised, what moved."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.cycle.models import Meeting
from schakel.cycle.queries.agenda import Agenda, agenda_of
from schakel.cycle.queries.decisions import decisions_with_standing
from schakel.cycle.queries.meetings import last_meeting, next_meeting
from schakel.cycle.queries.moved import Moved, moved_since
from schakel.cycle.queries.promises import Promise, open_promises
from schakel.documents import formats
from schakel.documents.cycle_papers.decision_words import late_words, standing_words
from schakel.documents.cycle_papers.moved_sentences import (
    diagnosis_sentence,
    light_change,
    light_subject,
    result_sentence,
    stage_sentence,
)
from schakel.documents.messages import words
from schakel.koers.label import Language
from schakel.web.cycle.meetings.showing_items import show_line
from schakel.web.cycle.meetings.words import when_words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import cycle_of, show_board
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of

MOST_PROMISES, MOST_MOVED, MOST_DECISIONS = 8, 8, 5


@dataclass(frozen=True, slots=True)
class Told:
    """Something that moved: a name with its page, and what is said of it; ``light`` with its subject."""

    name: str
    url: str
    text: str
    light: str = ""
    subject: str = ""
    invented: bool = False


@require_safe
@page
def show_landing(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what the board needs now; who signed in for a partner sees what that promised first."""
    sight, today, language = sight_of(request), timezone.localdate(), reading.language
    coming = next_meeting(sight, today)
    last = last_meeting(sight)
    agenda = agenda_of(coming, sight) if coming else None
    promises = open_promises(sight, today)
    own_codes = frozenset[str]().union(*visitor_of(request).partners.values())
    moved = moved_since(last.on, today, sight) if last else None
    decisions = list(decisions_with_standing(sight, today)[:MOST_DECISIONS])
    asked = [show_line(request, reading, line, today) for line in agenda.to_decide] if agenda else []
    context = {
        "cycle": cycle_of(request),
        "coming": coming,
        "last": last,
        "when": when_words(coming, language) if coming else "",
        "sentences": _sentences(coming, agenda, promises, today, language),
        "asked": asked,
        "n_items": len(agenda.lines) if agenda else 0,
        "own": [p for p in promises if p.owner_code in own_codes],
        "promises": promises[:MOST_PROMISES],
        "n_promises": len(promises),
        "moved": _moved(reading, moved)[:MOST_MOVED] if moved else [],
        "decisions": [(d, _standing(d, today, language)) for d in decisions],
    }
    return show_board(request, reading, "web/cycle/meetings_board.html", context, page="board")


def _sentences(
    coming: Meeting | None,
    agenda: Agenda | None,
    promises: tuple[Promise, ...],
    today: date,
    language: Language,
) -> list[str]:
    return [_meeting_sentence(coming, agenda, today, language), _promise_sentence(promises, language)]


def _meeting_sentence(coming: Meeting | None, agenda: Agenda | None, today: date, language: Language) -> str:
    if coming is None or agenda is None:
        return _("No meeting of the board is planned.")
    days = (coming.on - today).days
    n = len(agenda.to_decide)
    asked = ngettext("%(n)s decision is asked", "%(n)s decisions are asked", n) % {
        "n": formats.number(n, language, 0)
    }
    what = asked if n else _("no decision is asked")
    if days <= 0:
        return _("The board meets today: %(what)s.") % {"what": what}
    told = ngettext(
        "The board meets in %(days)s day: %(what)s.", "The board meets in %(days)s days: %(what)s.", days
    )
    return told % {"days": formats.number(days, language, 0), "what": what}


def _promise_sentence(promises: tuple[Promise, ...], language: Language) -> str:
    if not promises:
        return _("No promise is open.")
    n_late = sum(p.is_late for p in promises)
    told = ngettext("%(n)s promise is open", "%(n)s promises are open", len(promises)) % {
        "n": formats.number(len(promises), language, 0)
    }
    if not n_late:
        return _("%(told)s; none is late.") % {"told": told}
    late = ngettext("%(n)s is late", "%(n)s are late", n_late) % {"n": formats.number(n_late, language, 0)}
    return _("%(told)s; %(late)s.") % {"told": told, "late": late}


def _moved(reading: Reading, moved: Moved) -> list[Told]:
    """Return what moved, what the board may want to act on first."""
    say = words(reading.language)
    return [
        *(Told("", "", diagnosis_sentence(d, say)) for d in moved.diagnoses),
        *(
            Told(
                c.name,
                reading.url("initiative", c.code),
                light_change(c, say),
                c.now,
                light_subject(c.light, say),
                c.invented,
            )
            for c in moved.lights
        ),
        *(
            Told(r.title, reading.url("result", r.code), result_sentence(r, say), invented=r.invented)
            for r in moved.results
        ),
        *(
            Told(s.name, reading.url("initiative", s.code), stage_sentence(s, say), invented=s.invented)
            for s in moved.stages
        ),
    ]


def _standing(decision: object, today: date, language: Language) -> str:
    say = words(language)
    days_late = (today - decision.due_on).days if decision.is_late else 0  # type: ignore[attr-defined]
    return late_words(standing_words(decision.standing, say), days_late, say)  # type: ignore[attr-defined]
