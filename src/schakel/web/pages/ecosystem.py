# SPDX-License-Identifier: EUPL-1.2
"""Ecosysteem: the ten elements, the place among all regions and the weakest links, per comparison."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from schakel.documents.sentences.answers import answer_ecosystem
from schakel.documents.sentences.notes import note_sentence
from schakel.documents.sentences.ranking import rank_sentence
from schakel.documents.sentences.weakest import flip_sentence
from schakel.web.reading import Reading, page, show
from schakel.web.tables.ecosystem_tables import (
    chosen_comparison,
    elements_table,
    level_in_words,
    ranking_table,
    weakest_table,
)


@require_safe
@page
def show_ecosystem(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show one of the comparisons."""
    dossier, language = reading.dossier, reading.language
    comparison = chosen_comparison(reading, request.GET.get("comparison"))
    if comparison is None:
        return show(request, reading, "web/no_comparison.html", {"section": "ecosystem"})
    context = {
        "section": "ecosystem",
        "comparison": comparison,
        "sentences": answer_ecosystem(dossier, comparison, language),
        "places": [rank_sentence(dossier, comparison, r, language) for r in comparison.ranks],
        "level": level_in_words(comparison.level),
        "open_ranking": request.GET.get("sort", "").startswith("ranking."),
        "notes": [note_sentence(n, dossier, language) for n in comparison.notes],
        "flips": [
            {"sentence": flip_sentence(dossier, f, language), "holds": f.holds} for f in comparison.flips
        ],
        "not_measured": [
            e for e in comparison.elements if not e.measured and e.area_code == comparison.targets[0].code
        ],
        "elements": elements_table(reading, comparison),
        "weakest": weakest_table(reading, comparison),
        "ranking": ranking_table(reading, comparison),
    }
    return show(request, reading, "web/ecosystem.html", context)
