# SPDX-License-Identifier: EUPL-1.2
"""What an agenda item comes from, in words: its title, the question to ask, and what is known about it."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from schakel.cycle.models import SourceKind
from schakel.cycle.queries.sources import Source
from schakel.documents import formats
from schakel.documents.sentences.portfolio import alarm_name
from schakel.koers.label import Language
from schakel.web.programme.activities.words import outcome_words
from schakel.web.programme.initiatives.words import stage_words
from schakel.web.programme.partners.words import partner_relation_words
from schakel.web.programme.results.words import step_words
from schakel.web.programme.updates.words import light_words


def source_kind_words(kind: str) -> str:
    """Return what an agenda item comes from."""
    words = {
        SourceKind.ELEMENT: _("weak link"),
        SourceKind.INITIATIVE: _("initiative"),
        SourceKind.ALARM: _("alarm of the portfolio"),
        SourceKind.CLAIM: _("claimed result"),
        SourceKind.CONTRADICTION: _("contradiction in the figures"),
        SourceKind.CHECK: _("check of the register"),
        SourceKind.DEVIATION: _("deviation"),
        SourceKind.NEED: _("need of an initiative"),
        SourceKind.PROPOSAL: _("proposal for a new topic"),
        SourceKind.AGREEMENT: _("agreement"),
        SourceKind.PERCEPTION: _("gap between measured and perceived"),
        SourceKind.SIGNAL: _("signal from outside"),
        SourceKind.ASSUMPTION: _("assumption of the course"),
        SourceKind.RECOMMENDATION: _("recommendation"),
        SourceKind.PARTNER: _("partner"),
        SourceKind.INDICATOR: _("indicator"),
        SourceKind.MEASUREMENT: _("measurement"),
        SourceKind.MEETING: _("earlier meeting"),
        SourceKind.DECISION: _("earlier decision"),
        SourceKind.EVALUATION: _("evaluation of a year"),
        SourceKind.COURSE: _("draft of the course"),
        SourceKind.CAPACITY: _("hours and money of the bureau"),
    }
    return words.get(kind, "")  # type: ignore[call-overload, no-any-return]


def source_title(source: Source, language: Language) -> str:
    """Return what something is called as a subject for a meeting."""
    if source.kind == SourceKind.ALARM:
        alarm = alarm_name(source.detail, language)
        return f"{source.title}: {alarm}" if source.title else alarm
    facts = dict(source.facts)
    titles: dict[str, Callable[[], str]] = {
        SourceKind.PERCEPTION: lambda: _("Measured and perceived: %(what)s") % {"what": source.title},
        SourceKind.MEASUREMENT: lambda: (
            _("Measurement %(id)s of %(year)s") % {"id": source.key, "year": facts["year"]}
        ),
        SourceKind.MEETING: lambda: _("Minutes of: %(what)s") % {"what": source.title},
        SourceKind.EVALUATION: lambda: _("Evaluation of %(year)s") % {"year": facts["year"]},
        SourceKind.COURSE: lambda: _("New version of the course: %(what)s") % {"what": source.title},
        SourceKind.CAPACITY: lambda: _("Hours and money of the bureau in %(year)s") % {"year": facts["year"]},
    }
    return titles.get(source.kind, lambda: source.title)()[:200]


def source_question(source: Source) -> str:
    """Return what is usually asked of the meeting about it."""
    words = {
        SourceKind.ELEMENT: _("What do we do about this link, and who takes it up?"),
        SourceKind.INITIATIVE: _("Go on, adjust, scale up, merge or stop?"),
        SourceKind.ALARM: _("Is this right, and what do we do about it?"),
        SourceKind.CLAIM: _("Do we stand behind this result, and what is still to be shown?"),
        SourceKind.CONTRADICTION: _("Which figure holds, and who finds that out?"),
        SourceKind.CHECK: _("Who puts this right, and before when?"),
        SourceKind.DEVIATION: _("Accept it, adjust the plan, help, or stop?"),
        SourceKind.NEED: _("Who of us can help with this?"),
        SourceKind.PROPOSAL: _("Do we take up this topic?"),
        SourceKind.AGREEMENT: _("Does this agreement still stand, and what is in its way?"),
        SourceKind.PERCEPTION: _("Why does what people see differ from what is measured?"),
        SourceKind.SIGNAL: _("Does this touch our course?"),
        SourceKind.ASSUMPTION: _("Does this assumption still hold?"),
        SourceKind.RECOMMENDATION: _("Do we follow this advice, and who does it?"),
        SourceKind.PARTNER: _("What do we ask of this partner, and what do we offer?"),
        SourceKind.INDICATOR: _("Do we adopt this value or target?"),
        SourceKind.MEASUREMENT: _("Do we adopt this measurement as the diagnosis of the year?"),
        SourceKind.MEETING: _("Do you adopt the minutes?"),
        SourceKind.DECISION: _("Does this decision still stand?"),
        SourceKind.EVALUATION: _("Do we adopt this evaluation?"),
        SourceKind.COURSE: _("Do we adopt this version of the course?"),
        SourceKind.CAPACITY: _("Where do the hours and the money of the bureau go?"),
    }
    return words.get(source.kind, "")  # type: ignore[call-overload, no-any-return]


def fact_lines(source: Source, language: Language) -> list[tuple[str, str]]:
    """Return what is known about a source as names with values."""
    return [(_fact_name(name), _fact_value(name, value, language)) for name, value in source.facts]


def _fact_name(name: str) -> str:
    names = {
        "causes": _("Causes named"),
        "activities": _("Activities and initiatives that strengthen it"),
        "chosen_in": _("Chosen by the board in"),
        "stage": _("Stage"),
        "owner": _("Owner"),
        "quality": _("Quality"),
        "time": _("Time"),
        "money": _("Money"),
        "reported_on": _("Last report"),
        "initiative": _("Initiative"),
        "claimed_by": _("Claimed by"),
        "step": _("Last said"),
        "said_on": _("Said on"),
        "since": _("Since"),
        "because": _("Because"),
        "proposed": _("Proposed"),
        "asked_of": _("Asked of"),
        "asked_on": _("Asked on"),
        "proposed_by": _("Proposed by"),
        "outcome": _("Outcome"),
        "due_on": _("Before"),
        "seen_on": _("Seen on"),
        "touches": _("Touches"),
        "holds": _("Standing"),
        "stands_in": _("Stands in"),
        "relation": _("Relation"),
        "year": _("Year"),
        "runs": _("Times computed"),
        "on": _("Day"),
        "valid_from": _("Valid from"),
    }
    return names.get(name, name)


def _fact_value(name: str, value: str | int | date, language: Language) -> str:
    if isinstance(value, date):
        return formats.day(value, language)
    if isinstance(value, int):
        return str(value) if name in ("year", "chosen_in") else formats.number(value, language, 0)
    readers: dict[str, Callable[[str], str]] = {
        "stage": stage_words,
        "quality": light_words,
        "time": light_words,
        "money": light_words,
        "step": step_words,
        "outcome": outcome_words,
        "relation": partner_relation_words,
        "holds": _standing_words,
    }
    return readers.get(name, str)(value)


def _standing_words(status: str) -> str:
    words = {"holds": _("holds"), "doubted": _("is doubted"), "fallen": _("no longer holds")}
    return words.get(status, status)
