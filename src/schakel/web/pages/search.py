# SPDX-License-Identifier: EUPL-1.2
"""Search over pages, elements, indicators, items, the course, measures and areas."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.koers.course import Item
from schakel.koers.failures import Failure
from schakel.web.cycle.seeing import sight_of
from schakel.web.ledger import open_ledger
from schakel.web.programme.searching import search_register
from schakel.web.reading import Reading, page, show
from schakel.web.strategic_course import open_course

MOST_OF_A_KIND = 20
LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found."""

    kind: str
    title: str
    text: str
    url: str


def plain(text: str) -> str:
    """Return text without accents and capitals, to compare."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def find(entries: list[Entry], query: str) -> list[Entry]:
    """Return the entries that hold every word; those with the words in their title first."""
    words = plain(query).split()
    if not words:
        return []
    ranked = []
    for position, entry in enumerate(entries):
        title = plain(entry.title)
        both = f"{title} {plain(entry.text)}"
        if all(w in both for w in words):
            in_title = all(w in title for w in words)
            ranked.append((not title.startswith(words[0]) if in_title else 2, position, entry))
    return [entry for _rank, _position, entry in sorted(ranked, key=lambda r: r[:2])]


def entries_of(reading: Reading) -> list[Entry]:
    """Return everything that can be found in one measurement."""
    return [*_pages(reading), *_dossier(reading), *_course(reading), *_ledger(reading)]


def _pages(reading: Reading) -> list[Entry]:
    names = {
        "overview": (_("Overview"), _("where the region stands")),
        "region": (_("Region"), _("the economic picture")),
        "ecosystem": (_("Ecosystem"), _("elements, ranking, weakest links, tile map")),
        "what-if": (_("What if"), _("other choices of method, weights and boundary")),
        "programme": (_("Programme"), _("weak links, activities, money, aimed right or not")),
        "portfolio": (_("Portfolio"), _("what to consolidate, scale, merge or stop")),
        "initiatives": (_("Initiatives"), _("hubs, campuses, projects and their names through time")),
        "partners": (_("Partners"), _("who committed what")),
        "network": (_("Network"), _("who works with whom")),
        "money": (_("Money"), _("streams, ledger, contributions per inhabitant")),
        "results": (_("Results"), _("promised, realised, verified")),
        "board": (_("Board"), _("next meeting, decisions asked, open promises")),
        "meetings": (_("Board meetings"), _("agendas, papers and minutes")),
        "course": (_("Course"), _("vision, lines, actions, criteria, coverage")),
        "figures": (_("Figures"), _("ledger of every figure")),
        "contradictions": (_("Contradictions"), _("consistency checks")),
        "account": (_("Accountability"), _("methods, choices, data age, report, downloads")),
    }
    return [Entry(_("Pages"), title, text, reading.url(name)) for name, (title, text) in names.items()]


def _dossier(reading: Reading) -> list[Entry]:
    found: dict[str, Entry] = {}
    for comparison in reading.dossier.comparisons:
        for e in comparison.elements:
            found[e.element] = Entry(
                _("Elements"), reading.text(e.label), e.element, reading.url("element", e.element)
            )
        for i in comparison.indicators:
            title = reading.text(i.label)
            found[i.code] = Entry(_("Indicators"), title, i.source_table, reading.url("element", i.element))
    for item in reading.dossier.picture:
        text = f"{reading.text(item.question)} {reading.text(item.definition)}"
        found[f"item {item.code}"] = Entry(
            _("Economic picture"), reading.text(item.label), text, reading.url("region-item", item.code)
        )
    return list(found.values())


def _course(reading: Reading) -> list[Entry]:
    course = open_course(reading)
    if course is None:
        return []
    groups: tuple[tuple[str, tuple[Item, ...]], ...] = (
        ("lines", course.lines),
        ("actions", course.actions),
        ("vision", (*course.vision, *course.ambitions)),
        ("goals", course.goals),
        ("criteria", course.criteria),
        ("tasks", course.tasks),
    )
    found = [
        Entry(_("Course"), reading.text(item.label), item.code, f"{reading.url('course')}#{place}")
        for place, items in groups
        for item in items
    ]
    return found


def _ledger(reading: Reading) -> list[Entry]:
    try:
        ledger = open_ledger()
    except Failure:
        return []
    address = reading.url("figures")
    measures = [
        Entry(
            _("Figures"),
            reading.text(m.label),
            f"{m.code} {reading.text(m.definition)} {m.table.id}",
            f"{address}?{urlencode({'maat': m.code})}",
        )
        for m in ledger.measures.values()
    ]
    tables = [
        Entry(
            _("Source tables"),
            t.id,
            f"{reading.text(t.title)} {t.publisher}",
            f"{address}?{urlencode({'tabel': t.id})}",
        )
        for t in ledger.tables.values()
    ]
    areas = [
        Entry(
            _("Areas"),
            ledger.region_label(code, reading.language),
            code,
            f"{address}?{urlencode({'gebied': code})}",
        )
        for code in sorted(set(ledger.observations["region_code"].unique().to_list()))
    ]
    return [*measures, *tables, *areas]


@require_safe
@page
def show_search(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what was found, by kind."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    register = [Entry(f.kind, f.title, "", f.url) for f in search_register(reading, query, sight_of(request))]
    found = [*register, *find(entries_of(reading), query)]
    kinds: dict[str, list[Entry]] = {}
    for entry in found:
        kinds.setdefault(entry.kind, []).append(entry)
    groups = [
        {"kind": kind, "entries": entries[:MOST_OF_A_KIND], "more": max(0, len(entries) - MOST_OF_A_KIND)}
        for kind, entries in kinds.items()
    ]
    context = {"section": "search", "query": query, "groups": groups, "n_found": len(found)}
    return show(request, reading, "web/search.html", context)
