# SPDX-License-Identifier: EUPL-1.2
"""The card of facts of one element with what can be done from it; as PDF and Word, and all cards as a kit."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.cycle.models import CycleYear
from schakel.cycle.queries.dialogue import element_states
from schakel.cycle.queries.fact_cards import fact_cards
from schakel.cycle.queries.owner_suggestions import suggest_owners
from schakel.cycle.queries.years import adoption_of, chosen_links
from schakel.documents.cycle_papers.fact_card import CardText, as_paper, fact_card_text
from schakel.documents.cycle_papers.fact_card_pdf import fact_cards_pdf
from schakel.documents.cycle_papers.paper_docx import paper_docx
from schakel.web.cycle.dialogue.finding import element_names, element_or_404, known_years
from schakel.web.cycle.dialogue.perception_table import perception_table
from schakel.web.cycle.dialogue.tables import agreements_table
from schakel.web.cycle.dialogue.words import owner_answer_words, suggestion_words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import cycle_of, show_board
from schakel.web.pages.element import element_indicators
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_CARDS = 20


@require_safe
@page
def show_element_card(request: HttpRequest, reading: Reading, element: str) -> HttpResponse:
    """Show what is known of an element, the questions that this raises, and the conversation of this year."""
    name = element_or_404(reading, element)
    cycle = cycle_of(request)
    today = timezone.localdate()
    (card,) = fact_cards(reading.dossier, [element], cycle, today, sight_of(request))
    text = fact_card_text(card, reading.dossier, reading.stored.id, reading.language)
    measured = [
        element_indicators(reading, element, c.code)
        for c in reading.dossier.comparisons
        if any(i.element == element for i in c.indicators)
    ]
    names = element_names(reading)
    agreed = [*card.state.agreements, *card.state.dropped] if card.state else []
    may_settle = visitor_of(request).may("agreement-settle", "write")
    tables = [agreements_table(reading, agreed, names, today, may_settle=may_settle, with_element=False)]
    if card.perceived is not None:
        tables.append(perception_table(reading, [card.perceived], names))
    context: dict[str, Any] = {
        "cycle": cycle,
        "years": known_years(cycle),
        "topic": "dialogue",
        "element": element,
        "name": name,
        "card": card,
        "text": text,
        "measured": measured,
        "state": card.state,
        "has_agreements": bool(agreed),
        "other_measurement": _other_measurement(reading, cycle),
    }
    if cycle is not None and card.state is not None:
        context |= _owners(request, cycle, element)
    return show_board(
        request, reading, "web/cycle/dialogue_element.html", context, page="dialogue", tables=tables
    )


def _owners(request: HttpRequest, cycle: CycleYear, element: str) -> dict[str, Any]:
    """Return who was asked with its answer, and for who may ask: who might be asked."""
    (state,) = element_states(cycle, [element], sight_of(request))
    asked = [
        (owner, owner_answer_words(owner.answer)) for owner in (*state.owners, *state.asked, *state.declined)
    ]
    suggestions = []
    if visitor_of(request).may("owner-ask", "write"):
        suggestions = [
            (s, ", ".join(suggestion_words(r) for r in s.reasons))
            for s in suggest_owners(cycle, element, timezone.localdate())
        ]
    return {"asked": asked, "suggestions": suggestions}


def _other_measurement(reading: Reading, cycle: CycleYear | None) -> str:
    """Return the number of the measurement that the board adopted, where the page reads another one."""
    adoption = adoption_of(cycle) if cycle else None
    if adoption is None or adoption.measurement.identity == reading.stored.id:
        return ""
    return adoption.measurement.identity


def _texts(reading: Reading, elements: list[str], cycle: CycleYear | None) -> list[CardText]:
    cards = fact_cards(reading.dossier, elements, cycle, timezone.localdate())
    return [fact_card_text(card, reading.dossier, reading.stored.id, reading.language) for card in cards]


@require_safe
@page
def send_card(request: HttpRequest, reading: Reading, element: str, form: str) -> HttpResponse:
    """Send the card of one element as PDF or Word document."""
    name = element_or_404(reading, element)
    if form not in ("pdf", "docx"):
        raise Http404
    (text,) = _texts(reading, [element], cycle_of(request))
    today = timezone.localdate()
    if form == "docx":
        return _send(paper_docx(as_paper(text), today), DOCX, f"{element}-{reading.year}.docx")
    title = _("%(element)s: facts for the conversation") % {"element": name}
    return _send(fact_cards_pdf([text], title, today), PDF, f"{element}-{reading.year}.pdf")


@require_safe
@page
def send_kit(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Send the cards of the elements asked for, else of the chosen links, else of all, as one PDF."""
    names = element_names(reading)
    cycle = cycle_of(request)
    asked = [code for code in dict.fromkeys(request.GET.getlist("element")) if code in names]
    if not asked and cycle is not None and "all" not in request.GET:
        asked = [e for e in chosen_links(cycle).values_list("element", flat=True) if e in names]
    wanted = (asked or list(names))[:MOST_CARDS]
    if not wanted:
        raise Http404
    title = _("Facts for the conversation")
    pdf = fact_cards_pdf(_texts(reading, wanted, cycle), title, timezone.localdate())
    return _send(pdf, PDF, f"gesprek-{reading.year}.pdf")


def _send(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
