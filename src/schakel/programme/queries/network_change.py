# SPDX-License-Identifier: EUPL-1.2
"""How the network changed from year to year: ties that came and went, density, ties between strands."""

from collections.abc import Iterable
from dataclasses import dataclass

from schakel.programme.queries.network import nodes_in, ties_in
from schakel.programme.queries.network_metrics import Pair, cross_helix_share, density_of
from schakel.programme.queries.network_records import NetworkRecords


@dataclass(frozen=True, slots=True)
class NetworkYear:
    """The network of a year beside the year before.

    Attributes
    ----------
    n_isolated
        Organisations without a tie.
    new_ties, lost_ties
        Pairs that have a tie and had none the year before, and the other way round; ``None`` in the
        first year.
    """

    year: int
    n_partners: int
    n_isolated: int
    n_ties: int
    density: float | None
    cross_helix_share: float | None
    new_ties: tuple[Pair, ...] | None
    lost_ties: tuple[Pair, ...] | None


def network_changes(
    records: NetworkRecords,
    years: Iterable[int],
    *,
    with_events: bool = False,
    with_external: bool = False,
) -> list[NetworkYear]:
    """Return the network year by year; the choices are those of :func:`network_in`."""
    found: list[NetworkYear] = []
    before: frozenset[Pair] | None = None
    for year in years:
        members = records.members_in(year, with_external=with_external)
        partners = nodes_in(records, year, members)
        ties = frozenset(ties_in(records, year, members, partners, with_events=with_events))
        helix = {key: partner.helix for key, partner in partners.items()}
        connected = {key for pair in ties for key in pair}
        found.append(
            NetworkYear(
                year=year,
                n_partners=len(partners),
                n_isolated=len(partners) - len(connected),
                n_ties=len(ties),
                density=density_of(len(partners), len(ties)),
                cross_helix_share=cross_helix_share(helix, ties),
                new_ties=None if before is None else tuple(sorted(ties - before)),
                lost_ties=None if before is None else tuple(sorted(before - ties)),
            )
        )
        before = ties
    return found
