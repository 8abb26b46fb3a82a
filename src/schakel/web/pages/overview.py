# SPDX-License-Identifier: EUPL-1.2
"""Overzicht: on one screen where the region stands, what is weakest, what moved, what cannot be said."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.diagnosis.dossier import KeyPoint
from schakel.documents.sentences.answers import answer_figures, answer_overview, closest_comparison
from schakel.documents.sentences.limits import limit_sentences
from schakel.documents.sentences.moved import change_sentence, changes_answer
from schakel.documents.sentences.points import point_sentence
from schakel.documents.sentences.weakest import link_sentence, weakest_sentence
from schakel.web.cycle.year.front import year_on_front
from schakel.web.language import page_language
from schakel.web.programme.showing import show_programme
from schakel.web.reading import NoMeasurementError, Reading, open_reading, page
from schakel.web.tables.ecosystem_tables import weakest_table

SHOWN_CHANGES = 3
SHOWN_LIMITS = 4


@require_safe
def go_to_newest(request: HttpRequest) -> HttpResponse:
    """Go to the newest measurement, or say how to make the first one."""
    try:
        reading = open_reading(None, page_language())
    except NoMeasurementError:
        return render(request, "web/empty.html", status=HTTPStatus.OK)
    return HttpResponseRedirect(reading.url("overview"))


@require_safe
@page
def show_overview(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the answer, where the year stands, the weakest links, what stands out, and the limits."""
    dossier, language = reading.dossier, reading.language
    closest = closest_comparison(dossier)
    limits = limit_sentences(dossier, language)
    moved = [c for c in dossier.changes if c.is_beyond_noise]
    context: dict[str, Any] = {
        "section": "overview",
        "sentences": answer_overview(dossier, language),
        "closest": closest,
        "strong": [_point(reading, p) for p in dossier.strong_points],
        "attention": [_point(reading, p) for p in dossier.attention_points],
        "verdicts": _verdicts(reading),
        "moved_answer": changes_answer(dossier, language),
        "moved": [change_sentence(c, dossier, language) for c in moved[:SHOWN_CHANGES]],
        "contradictions": answer_figures(dossier, language),
        "limits": limits[:SHOWN_LIMITS],
        "more_limits": limits[SHOWN_LIMITS:],
        "table": weakest_table(reading, closest) if closest else None,
        "year": year_on_front(request, reading),
    }
    wheel = context["year"].get("wheel")
    pictures = [wheel] if wheel else []
    return show_programme(request, reading, "web/overview.html", context, pictures=pictures)


def _point(reading: Reading, point: KeyPoint) -> dict[str, str]:
    """Return a point as a sentence in parts: its name as a link, and the rest."""
    sentence = point_sentence(point, reading.dossier, reading.language)
    label = reading.text(point.label)
    page_name = "element" if point.subject_kind == "element" else "region-item"
    query = f"?comparison={point.comparison}" if point.subject_kind == "element" and point.comparison else ""
    return {
        "label": label,
        "rest": sentence.removeprefix(label),
        "url": reading.url(page_name, point.subject) + query,
    }


def _verdicts(reading: Reading) -> list[dict[str, Any]]:
    """Return per comparison the verdict on the weakest link and each link's probability."""
    found = []
    for verdict in reading.dossier.weakest:
        links = [
            {
                "label": reading.text(link.label),
                "rest": link_sentence(link, reading.language, reading.dossier).partition(":")[2],
                "url": reading.url("element", link.element) + f"?comparison={verdict.comparison}",
            }
            for link in verdict.links
        ]
        found.append(
            {
                "comparison": verdict.comparison,
                "name": reading.names.comparison(verdict.comparison),
                "sentence": weakest_sentence(reading.dossier, verdict, reading.language),
                "links": links,
                "not_measured": [
                    {"label": reading.names.element(e), "url": reading.url("element", e)}
                    for e in verdict.not_measured
                ],
            }
        )
    return found
