# SPDX-License-Identifier: EUPL-1.2
"""The network: who works with whom, who stands between, who stands alone, and who might meet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.documents.programme_pictures.helix_mix import draw_helix_mix
from schakel.documents.programme_pictures.network import draw_network
from schakel.koers.label import Language
from schakel.programme.queries.network import Network, network_in
from schakel.programme.queries.network_change import NetworkYear, network_changes
from schakel.programme.queries.network_records import NetworkRecords, network_records
from schakel.programme.queries.suggestions import (
    Suggestion,
    candidate_partners,
    newcomers,
    suggest_connections,
)
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.network import tables as tables_of
from schakel.web.programme.network.choosing import choose
from schakel.web.programme.network.words import shared_words
from schakel.web.programme.partners.cutting import MOST_ROWS, first_rows, needs_all
from schakel.web.programme.partners.words import helix_words
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.reading import Reading, page
from schakel.web.tables.table import Table

MOST_YEARS = 10
MOST_PAIRS_NAMED = 20
MOST_ISOLATED_NAMED = 100
MOST_REASONS = 3
SHOWN_AT_ONCE = 5
LONGEST_REASON = 300


@require_safe
@page
def show_network(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the network of a year."""
    records = network_records()
    years = records.years(reading.year)
    form, choice = choose(request, years, reading.year)
    options = {"with_events": choice.with_events, "with_external": choice.with_external}
    network = network_in(records, choice.year, **options)
    changes = network_changes(records, years[-MOST_YEARS:], **options)
    candidates = newcomers(network, candidate_partners())
    names = course_names(reading)
    suggestions = [_shown(s, names) for s in suggest_connections(network)]
    whole = [
        tables_of.ties_table(network, records, reading),
        tables_of.mixes_table(network, reading),
        tables_of.changes_table(changes, reading),
        tables_of.newcomers_table(candidates, reading),
    ]
    context = {
        "programme_page": "network",
        "form": form,
        "choice": choice,
        "network": network,
        "sentences": _sentences(network, reading.language),
        "change": _change(network, changes, records),
        "has_history": len(changes) > 1,
        "suggestions": suggestions[:SHOWN_AT_ONCE],
        "more_suggestions": suggestions[SHOWN_AT_ONCE:],
        "candidates": candidates,
        "broker_names": [network.partners[key] for key in network.metrics.brokers],
        "isolated": [network.partners[key] for key in network.metrics.isolated[:MOST_ISOLATED_NAMED]],
        "n_isolated": len(network.metrics.isolated),
        "pieces": [_names(network, c) for c in network.metrics.components if len(c) > 1],
        "expected": network.metrics.cross_helix_expected,
    }
    return show_programme(
        request,
        reading,
        "web/programme/network_page.html",
        context,
        tables=[_adjacency(network, reading, request), *(first_rows(table, request) for table in whole)],
        pictures=_pictures(network),
    )


def _adjacency(network: Network, reading: Reading, request: HttpRequest) -> Table:
    most = None if needs_all("adjacency", request) else MOST_ROWS
    table = tables_of.adjacency_table(network, reading, most)
    return first_rows(table, request, len(network.partners))


def _pictures(network: Network) -> list[Picture]:
    found = []
    if network.ties:
        found.append(Picture("network", tables_of.network_drawing(network), draw_network))
    if network.mixes:
        found.append(Picture("mix", tables_of.mix_drawing(network.mixes), draw_helix_mix))
    return found


def _sentences(network: Network, language: Language) -> list[str]:
    """Return how many work together, across which strands, through whom, and who stands alone."""
    n, n_ties, metrics = len(network.partners), len(network.ties), network.metrics
    if not n:
        return []
    if not n_ties:
        return [
            ngettext(
                "In %(year)s %(n)s organisation is in the network, and no tie is recorded.",
                "In %(year)s %(n)s organisations are in the network, and no tie is recorded.",
                n,
            )
            % {"year": network.year, "n": formats.number(n, language, 0)}
        ]
    first = ngettext(
        "In %(year)s %(n)s organisations have %(ties)s tie; %(share)s of the ties joins two strands.",
        "In %(year)s %(n)s organisations have %(ties)s ties; %(share)s of the ties join two strands.",
        n_ties,
    ) % {
        "year": network.year,
        "n": formats.number(n, language, 0),
        "ties": formats.number(n_ties, language, 0),
        "share": formats.percent(metrics.cross_helix_share, language),
    }
    return [first, *_second(network, language)]


def _second(network: Network, language: Language) -> list[str]:
    metrics = network.metrics
    parts = []
    if metrics.brokers:
        names = [network.partners[key].name for key in metrics.brokers[:3]]
        parts.append(
            _("Most ways between the others run through %(names)s.")
            % {"names": formats.enumeration(names, language)}
        )
    if metrics.isolated:
        parts.append(
            ngettext(
                "%(n)s organisation has no tie.", "%(n)s organisations have no tie.", len(metrics.isolated)
            )
            % {"n": formats.number(len(metrics.isolated), language, 0)}
        )
    return [" ".join(parts)] if parts else []


def _shown(suggestion: Suggestion, names: CourseNames) -> dict[str, Any]:
    reasons = [shared_words(thing, names) for thing in suggestion.shared[:MOST_REASONS]]
    return {
        "first": suggestion.first,
        "second": suggestion.second,
        "strands": (helix_words(suggestion.first.helix), helix_words(suggestion.second.helix)),
        "reason": fit("; ".join(reasons)),
        "n_more": len(suggestion.shared) - len(reasons),
        "score": suggestion.score,
        "introducers": suggestion.introducers[:3],
    }


def fit(reason: str) -> str:
    """Return a reason that fits in its field."""
    return reason if len(reason) <= LONGEST_REASON else reason[: LONGEST_REASON - 1] + "…"


def _change(
    network: Network, changes: list[NetworkYear], records: NetworkRecords
) -> dict[str, list[tuple[str, str]]]:
    """Return which ties came and went in the chosen year, by name."""
    year = next((y for y in changes if y.year == network.year), None)
    if year is None or year.new_ties is None or year.lost_ties is None:
        return {}
    return {
        kind: [(records.partners[a].name, records.partners[b].name) for a, b in pairs[:MOST_PAIRS_NAMED]]
        for kind, pairs in (("new", year.new_ties), ("lost", year.lost_ties))
    }


def _names(network: Network, keys: tuple[int, ...]) -> list[str]:
    return [network.partners[key].name for key in keys]
