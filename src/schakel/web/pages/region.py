# SPDX-License-Identifier: EUPL-1.2
"""Regio: the economic picture as small multiples, and a page of its own for each item."""

from collections import Counter

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.diagnosis.dossier import PictureItem
from schakel.documents.sentences.answers import answer_region
from schakel.documents.sentences.findings import printed_sentence, verdict_word
from schakel.documents.sentences.moved import changes_answer, without_newer_figure
from schakel.documents.sentences.notes import note_sentence
from schakel.documents.sentences.points import standing_words
from schakel.web.ledger import known_figures
from schakel.web.reading import Reading, page, show
from schakel.web.tables.region_tables import TONES, changes_table, item_table, picture_table, printed_table
from schakel.web.tables.table import Table


@require_safe
@page
def show_region(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show every item of the picture beside each other, by theme."""
    themes = {
        "jobs": _("Jobs"),
        "firms": _("Businesses"),
        "people": _("People"),
        "income": _("Income"),
    }
    items = reading.dossier.picture
    context = {
        "section": "region",
        "sentences": answer_region(reading.dossier, reading.language),
        "themes": [
            {"code": code, "name": name, "items": [_multiple(reading, i) for i in items if i.theme == code]}
            for code, name in themes.items()
            if any(i.theme == code for i in items)
        ],
        "table": picture_table(reading),
        "changes": changes_table(reading) if reading.dossier.changes else None,
        "moved_answer": changes_answer(reading.dossier, reading.language),
        "unmoved": without_newer_figure(reading.dossier, reading.language),
        "peers": reading.dossier.peers,
    }
    return show(request, reading, "web/region.html", context)


def _multiple(reading: Reading, item: PictureItem) -> dict[str, object]:
    return {
        "item": item,
        "now": standing_words(item, reading.names) if item.standing.value is not None else "",
        "verdicts": _verdicts(reading, item),
    }


def _verdicts(reading: Reading, item: PictureItem) -> list[dict[str, object]]:
    """Return how often each verdict on the printed figures of an item occurs."""
    counted = Counter(p.verdict for p in item.printed)
    return [
        {"word": verdict_word(v, reading.language, reading.dossier), "tone": TONES[v], "n": n}
        for v, n in counted.most_common()
    ]


def find_item(reading: Reading, code: str) -> PictureItem:
    """Return the item with this code, or answer that the page does not exist."""
    item = next((i for i in reading.dossier.picture if i.code == code), None)
    if item is None:
        raise Http404
    return item


def lines_table(reading: Reading, item: PictureItem) -> Table:
    """Return the table of all lines of an item, each number with a link to its figure."""
    series = reading.table("picture_series").filter(pl.col("item") == item.code)
    return item_table(reading, item, known_figures(reading, series))


@require_safe
@page
def show_item(request: HttpRequest, reading: Reading, code: str) -> HttpResponse:
    """Show one item through time: all lines, the printed figure and its verdict."""
    item = find_item(reading, code)
    position = reading.dossier.picture.index(item)
    following = reading.dossier.picture[(position + 1) % len(reading.dossier.picture)]
    context = {
        "section": "region",
        "item": item,
        "now": standing_words(item, reading.names) if item.standing.value is not None else "",
        "verdicts": _verdicts(reading, item),
        "printed": [
            printed_sentence(p, reading.dossier, reading.language, item.decimals) for p in item.printed
        ],
        "printed_table": printed_table(reading, [(item, p) for p in item.printed]) if item.printed else None,
        "notes": [note_sentence(n, reading.dossier, reading.language) for n in (*item.breaks, *item.notes)],
        "table": lines_table(reading, item) if item.lines else None,
        "following": following,
    }
    return show(request, reading, "web/region_item.html", context)
