# SPDX-License-Identifier: EUPL-1.2
"""Where the year stands, in sentences that never say more than the tables hold."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.cycle.models import YearClosure
from schakel.cycle.queries.artefacts import Artefact
from schakel.cycle.queries.year_state import PhaseState, YearState, promises_told
from schakel.cycle.sight import Sight
from schakel.documents import formats
from schakel.documents.cycle_papers.phase_words import phase_name
from schakel.documents.messages import words
from schakel.web.cycle.year.words import artefact_name
from schakel.web.reading import Reading


def year_sentences(
    reading: Reading, state: YearState, closure: YearClosure | None, sight: Sight
) -> list[str]:
    """Return where the year stands and what is missing today."""
    year = state.cycle.year
    if state.cycle.closed_on is not None:
        day = formats.day(state.cycle.closed_on, reading.language)
        closed = [_("The year %(year)s was closed on %(day)s.") % {"year": year, "day": day}]
        return [*closed, promises_sentence(closure, sight)] if closure else closed
    if state.current is None:
        return [_all_ended(reading, state)]
    return [*phase_sentences(reading, state.current), *_late(reading, state)]


def _all_ended(reading: Reading, state: YearState) -> str:
    if not state.phases:
        return _("The year %(year)s has no phases.") % {"year": state.cycle.year}
    if state.may_close:
        return _("Every phase of %(year)s has ended; the board can close the year.") % {
            "year": state.cycle.year
        }
    phases = formats.enumeration([_name(reading, p) for p in state.broken], reading.language)
    return _(
        "Every phase of %(year)s has ended, but something is missing again in: %(phases)s. "
        "The year cannot be closed yet."
    ) % {"year": state.cycle.year, "phases": phases}


def phase_sentences(reading: Reading, state: PhaseState) -> list[str]:
    """Return how long a phase still has, and what is missing."""
    return [f"{_where(reading, state)} {_days(state)}".strip(), missing_sentence(reading, state)]


def _where(reading: Reading, state: PhaseState) -> str:
    name = {"phase": _name(reading, state), "day": formats.day(state.phase.ended_on, reading.language)}
    if state.standing == "ended":
        return _("The phase “%(phase)s” ended on %(day)s.") % name
    if state.standing == "running":
        return _("We are in the phase “%(phase)s”.") % name
    return _("The phase “%(phase)s” has not started.") % name


def _days(state: PhaseState) -> str:
    n = state.days_left
    if n is None:
        return ""
    if state.standing == "running":
        if n == 0:
            return _("It ends today.")
        if n < 0:
            return ngettext("It should have ended yesterday.", "It should have ended %(n)s days ago.", -n) % {
                "n": -n
            }
        return ngettext("One day is left.", "%(n)s days are left.", n) % {"n": n}
    if n == 0:
        return _("It is to start today.")
    if n < 0:
        return ngettext("It should have started yesterday.", "It should have started %(n)s days ago.", -n) % {
            "n": -n
        }
    return ngettext("It starts tomorrow.", "It starts in %(n)s days.", n) % {"n": n}


def missing_sentence(reading: Reading, state: PhaseState) -> str:
    """Return what is missing at the gate of a phase; what waits for something else comes with that."""
    if not state.missing:
        if state.standing == "running":
            return _("Nothing is missing: the phase can end.")
        return _("Nothing is missing.")
    first = [a for a in state.missing if not a.waits_for] or list(state.missing)
    return _("Missing: %(things)s.") % {"things": _listed(reading, first)}


def _listed(reading: Reading, artefacts: list[Artefact]) -> str:
    return formats.enumeration([artefact_name(a.code) for a in artefacts], reading.language)


def _late(reading: Reading, state: YearState) -> list[str]:
    late = [p for p in state.late if p is not state.current and p.standing == "waiting"]
    if not late:
        return []
    names = formats.enumeration([_name(reading, p) for p in late], reading.language)
    return [_("Should also have started by now: %(phases)s.") % {"phases": names}]


def promises_sentence(closure: YearClosure, sight: Sight) -> str:
    """Return how many promises that the reader may see went on to the next year."""
    n = len(promises_told(closure, sight))
    if not n:
        return _("No promise was open.")
    return ngettext("One promise was still open.", "%(n)s promises were still open.", n) % {"n": n}


def _name(reading: Reading, state: PhaseState) -> str:
    return phase_name(state.phase.kind, words(reading.language))
