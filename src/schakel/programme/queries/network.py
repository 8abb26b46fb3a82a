# SPDX-License-Identifier: EUPL-1.2
"""Who works with whom in a year: the organisations, their ties through initiatives, and the mix of each.

Two organisations have a tie when they took part in the same initiative in the year. On request, meeting
at the same event counts as well, and outside organisations and initiatives are shown.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from schakel.programme.models import Initiative, Partner, PartnerRelation
from schakel.programme.queries.coalition import count_by_helix
from schakel.programme.queries.network_metrics import (
    STRANDS,
    NetworkMetrics,
    Pair,
    balance_of,
    measure_network,
)
from schakel.programme.queries.network_records import NetworkRecords, pairs_of


@dataclass(frozen=True, slots=True)
class Tie:
    """Two organisations that work together: the initiatives they share, and how often they met."""

    initiatives: tuple[int, ...]
    n_events: int
    is_cross_helix: bool


@dataclass(frozen=True, slots=True)
class HelixMix:
    """The organisations of an initiative by strand, how balanced that is, and the strands that lack."""

    initiative: Initiative
    counts: Mapping[str, int]
    balance: float | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """The network of a year.

    Attributes
    ----------
    partners
        Who is in it, by key: the partners of the year, and others that take part in something.
    ties
        By pair of keys, the lower one first.
    initiatives_of
        The initiatives that each takes part in.
    mixes
        The mix of each initiative, by name.
    n_undated
        Memberships that count because it is not known when they began.
    """

    year: int
    partners: Mapping[int, Partner]
    ties: Mapping[Pair, Tie]
    metrics: NetworkMetrics
    initiatives_of: Mapping[int, tuple[int, ...]]
    mixes: tuple[HelixMix, ...]
    n_undated: int

    def neighbours(self) -> dict[int, list[int]]:
        """Return with whom each works: most initiatives together first, then by name."""
        found: dict[int, list[tuple[int, int, str, int]]] = {key: [] for key in self.partners}
        for (first, second), tie in self.ties.items():
            for key, other in ((first, second), (second, first)):
                name = self.partners[other].name
                found[key].append((-len(tie.initiatives), -tie.n_events, name, other))
        return {key: [other for *_, other in sorted(others)] for key, others in found.items()}


def network_in(
    records: NetworkRecords, year: int, *, with_events: bool = False, with_external: bool = False
) -> Network:
    """Return the network of a year.

    Parameters
    ----------
    with_events
        Also count meeting at the same event as a tie.
    with_external
        Also show outside organisations, and count initiatives of others.
    """
    members = records.members_in(year, with_external=with_external)
    partners = nodes_in(records, year, members)
    ties = ties_in(records, year, members, partners, with_events=with_events)
    helix = {key: partner.helix for key, partner in partners.items()}
    taking_part: dict[int, list[int]] = {key: [] for key in partners}
    for initiative, keys in members.items():
        for key in keys:
            taking_part[key].append(initiative)
    return Network(
        year=year,
        partners=partners,
        ties=ties,
        metrics=measure_network(helix, ties.keys()),
        initiatives_of={key: tuple(sorted(found)) for key, found in taking_part.items()},
        mixes=helix_mixes(records, members),
        n_undated=records.n_undated(year, with_external=with_external),
    )


def nodes_in(records: NetworkRecords, year: int, members: Mapping[int, set[int]]) -> dict[int, Partner]:
    """Return who is in the network of a year: its partners, and others that take part in something."""
    taking_part = set().union(*members.values())
    return {
        key: partner
        for key, partner in records.partners.items()
        if key in taking_part or (partner.relation == PartnerRelation.PARTNER and records.is_there(key, year))
    }


def ties_in(
    records: NetworkRecords,
    year: int,
    members: Mapping[int, set[int]],
    partners: Mapping[int, Partner],
    *,
    with_events: bool = False,
) -> dict[Pair, Tie]:
    """Return the ties of a year by pair."""
    together: dict[Pair, list[int]] = {}
    for initiative, keys in members.items():
        for pair in pairs_of(keys):
            together.setdefault(pair, []).append(initiative)
    met = _meetings_together(records, year, partners) if with_events else Counter()
    return {
        pair: Tie(
            initiatives=tuple(sorted(together.get(pair, ()))),
            n_events=met[pair],
            is_cross_helix=partners[pair[0]].helix != partners[pair[1]].helix,
        )
        for pair in sorted(together.keys() | met.keys())
    }


def helix_mixes(records: NetworkRecords, members: Mapping[int, set[int]]) -> tuple[HelixMix, ...]:
    """Return the mix of strands of each initiative, by name."""
    mixes = []
    for key, keys in members.items():
        counts = count_by_helix(records.partners[k] for k in keys)
        missing = tuple(strand for strand in STRANDS if not counts[strand])
        mixes.append(HelixMix(records.initiatives[key], counts, balance_of(counts), missing))
    return tuple(sorted(mixes, key=lambda m: (m.initiative.name, m.initiative.pk)))


def _meetings_together(records: NetworkRecords, year: int, partners: Mapping[int, Partner]) -> Counter[Pair]:
    present: dict[int, set[int]] = {}
    for met_in, event, partner in records.meetings:
        if met_in == year and partner in partners:
            present.setdefault(event, set()).add(partner)
    return Counter(pair for keys in present.values() for pair in pairs_of(keys))
