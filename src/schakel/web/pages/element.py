# SPDX-License-Identifier: EUPL-1.2
"""Ecosysteem > Element: what is behind one element, and what in the course strengthens it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.documents.sentences.ranking import element_answer
from schakel.web.cycle.dialogue.element_part import conversation_part
from schakel.web.reading import Reading, page, show
from schakel.web.strategic_course import line_names, strength_words
from schakel.web.tables.ecosystem_tables import indicators_table
from schakel.web.tables.table import Table


def element_indicators(reading: Reading, code: str, comparison: str) -> Table:
    """Return the indicators of an element in one comparison."""
    found = next((c for c in reading.dossier.comparisons if c.code == comparison), None)
    if found is None:
        raise Http404
    indicators = [i for i in found.indicators if i.element == code]
    caption = _("Indicators: %(comparison)s") % {"comparison": reading.text(found.label)}
    table = indicators_table(reading, indicators, f"indicators-{comparison}", caption)
    return Table(**{n: getattr(table, n) for n in Table.__slots__} | {"query": f"element={code}"})


@require_safe
@page
def show_element(request: HttpRequest, reading: Reading, code: str) -> HttpResponse:
    """Show the results of one element in every comparison, with its indicators."""
    dossier, language = reading.dossier, reading.language
    parts = []
    label = None
    for comparison in dossier.comparisons:
        results = [e for e in comparison.elements if e.element == code]
        label = label or next((e.label for e in results), None)
        parts.append(
            {
                "comparison": comparison,
                "answers": [element_answer(dossier, e, language) for e in results],
                "table": element_indicators(reading, code, comparison.code),
                "measured": any(e.measured for e in results),
                "would_measure": next((e.would_measure for e in results if e.would_measure), None),
            }
        )
    if label is None:
        raise Http404
    names = line_names(reading)
    lines = [
        {"name": names.get(c.line, c.line), "strength": strength_words(c.strength)}
        for c in dossier.coverage
        if c.element == code and c.strength != "no"
    ]
    context = {
        "section": "ecosystem",
        "label": label,
        "code": code,
        "parts": parts,
        "lines": lines,
        "conversation": conversation_part(request, code),
    }
    return show(request, reading, "web/element.html", context)
