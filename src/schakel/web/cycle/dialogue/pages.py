# SPDX-License-Identifier: EUPL-1.2
"""Board > Conversation: where the talk about each weak link stands, and how people see the region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.cycle.models import AgreementStatus, CycleYear
from schakel.cycle.queries.dialogue import LinkState, LinkStep, element_states, is_late, link_states
from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.queries.weakness import find_weaknesses, weak_elements
from schakel.web.cycle.dialogue.finding import element_names, known_years
from schakel.web.cycle.dialogue.gap_view import DISAGREE, gap_picture, gap_rows, gap_sentence, gap_table
from schakel.web.cycle.dialogue.tables import links_table
from schakel.web.cycle.dialogue.words import next_step_words, survey_state_words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import cycle_of, show_board
from schakel.web.reading import Reading, page


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A weak link as the page tells it; ``deed`` is the page on which the next step is taken."""

    name: str
    state: LinkState
    step: str
    deed: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An element on which figures and scores disagree."""

    element: str
    name: str


@require_safe
@page
def show_dialogue(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show for each weak link its owner, who was heard, what was agreed, and what comes next."""
    cycle = cycle_of(request)
    names = element_names(reading)
    context: dict[str, Any] = {"cycle": cycle, "years": known_years(cycle), "topic": "dialogue"}
    if cycle is None:
        return show_board(request, reading, "web/cycle/dialogue_links.html", context, page="dialogue")
    today = timezone.localdate()
    states = link_states(cycle, sight_of(request))
    context["is_chosen"] = bool(states)
    if not states:
        states = element_states(cycle, _possible_links(reading, names), sight_of(request))
    rows = gap_rows(reading, cycle, names, today)
    surveys = list(cycle.surveys.all())
    context |= {
        "links": [_shown(s, names) for s in states],
        "sentences": _answer(states, names, chosen=context["is_chosen"]),
        "gap_sentence": gap_sentence(rows, names) if rows else "",
        "has_gap": bool(rows),
        "disagreements": [
            Disagreement(r.element, names.get(r.element, r.element)) for r in rows if r.quadrant in DISAGREE
        ],
        "surveys": [(s, survey_state_words(s, today, reading.language)) for s in surveys],
        "promises": _promises(cycle, states, reading.language),
        "kit_query": "&".join(f"element={s.element}" for s in states),
    }
    tables = [links_table(reading, states, names), *([gap_table(reading, rows, names)] if rows else [])]
    pictures = [gap_picture(rows, names)] if rows else []
    return show_board(
        request,
        reading,
        "web/cycle/dialogue_links.html",
        context,
        page="dialogue",
        tables=tables,
        pictures=pictures,
    )


def _possible_links(reading: Reading, names: Mapping[str, str]) -> list[str]:
    """Return the possible weakest links of the diagnosis that is read, in the order of the course."""
    weak = weak_elements(find_weaknesses(reading.dossier))
    return [code for code in names if code in weak]


def _shown(state: LinkState, names: Mapping[str, str]) -> ShownLink:
    deeds = {
        LinkStep.ASK_OWNER: "owner-ask",
        LinkStep.AWAIT_ANSWER: "owner-ask",
        LinkStep.TALK: "talk-new",
        LinkStep.AGREE: "agreement-new",
        LinkStep.TAKE_UP: "agreements",
    }
    name = names.get(state.element, state.element)
    return ShownLink(name, state, next_step_words(state.next_step), deeds.get(state.next_step, ""))


def _answer(states: Sequence[LinkState], names: Mapping[str, str], *, chosen: bool) -> list[str]:
    """Return how many links have an owner and were talked about, and which have none."""
    if not states:
        return [_("No link is weak enough to talk about, or none could be measured.")]
    n_owned = sum(bool(s.owners) for s in states)
    n_heard = sum(s.is_heard for s in states)
    n_agreed = sum(s.is_agreed for s in states)
    told = ngettext(
        "Of the %(all)s weakest link %(owned)s has a challenge owner; with %(heard)s the conversation was "
        "held.",
        "Of the %(all)s weakest links %(owned)s have a challenge owner; with %(heard)s the conversation was "
        "held.",
        len(states),
    ) % {"all": len(states), "owned": n_owned, "heard": n_heard}
    found = [told]
    holes = [names.get(s.element, s.element).lower() for s in states if not s.owners]
    if holes:
        found.append(_("Nobody owns the challenge of %(elements)s yet.") % {"elements": ", ".join(holes)})
    elif n_agreed < len(states):
        found.append(_("On %(n)s of them something was agreed.") % {"n": n_agreed})
    if not chosen:
        found.append(_("The board has not chosen its links for this year yet; these are the possible ones."))
    return found


def _promises(cycle: CycleYear, states: Sequence[LinkState], language: Language) -> str:
    """Return how many agreements of these links are open, and how many late."""
    today = timezone.localdate()
    agreed = [a for s in states for a in s.agreements if a.status == AgreementStatus.OPEN]
    if not agreed:
        return ""
    told = ngettext("%(n)s agreement is open.", "%(n)s agreements are open.", len(agreed)) % {
        "n": formats.number(len(agreed), language, 0)
    }
    n_late = sum(is_late(a, today) for a in agreed)
    if n_late:
        told += " " + ngettext("Of %(n)s the day has passed.", "Of %(n)s the day has passed.", n_late) % {
            "n": formats.number(n_late, language, 0)
        }
    return told
