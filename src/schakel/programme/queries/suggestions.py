# SPDX-License-Identifier: EUPL-1.2
"""Who might gain from knowing each other, and which organisations outside would fill a gap.

Two partners of different strands without a tie are suggested when their initiatives share something: an
element that they strengthen, a target group, a place, a theme or an action of the course; or when goals
of their own stand beside the same part of the course. What few have in common says more than what many
have: each thing shared adds 1 divided by the natural logarithm of the number of partners that have it
(Adamic and Adar's measure). The score only puts the list in order.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from schakel.programme.models import (
    Connection,
    Fit,
    GoalAlignment,
    Initiative,
    InitiativeRelation,
    Partner,
    PartnerRelation,
    Strengthening,
)
from schakel.programme.queries.network import HelixMix, Network
from schakel.programme.queries.network_metrics import Pair
from schakel.programme.queries.network_records import pairs_of

Feature = tuple[str, str]
MOST_SUGGESTIONS = 12


@dataclass(frozen=True, slots=True)
class SharedThing:
    """Something that two partners share.

    ``kind`` is "element", "target_group", "place", "theme", "action" or "goal"; ``n_partners`` is how many
    partners have it.
    """

    kind: str
    code: str
    n_partners: int

    @property
    def weight(self) -> float:
        """Return what it adds to the score."""
        return 1 / math.log(self.n_partners)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two partners that do not work together yet and share something.

    ``introducers`` work with both, so they can make the introduction.
    """

    first: Partner
    second: Partner
    shared: tuple[SharedThing, ...]
    score: float
    introducers: tuple[Partner, ...]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A candidate partner and the initiatives that lack its strand; those in its own place come first."""

    partner: Partner
    initiatives: tuple[Initiative, ...]


def suggest_connections(network: Network, n_most: int = MOST_SUGGESTIONS) -> list[Suggestion]:
    """Return the strongest suggestions for a year, in three queries.

    Pairs that were brought together before are left out.
    """
    partners = {k: p for k, p in network.partners.items() if p.relation == PartnerRelation.PARTNER}
    features = {k: v for k, v in _features(network).items() if k in partners}
    introduced = {(min(pair), max(pair)) for pair in Connection.objects.values_list("first_id", "second_id")}
    return rank_pairs(network, partners, features, introduced, n_most)


def rank_pairs(
    network: Network,
    partners: Mapping[int, Partner],
    features: Mapping[int, set[Feature]],
    introduced: Iterable[Pair] = (),
    n_most: int | None = None,
) -> list[Suggestion]:
    """Return the pairs of two strands without a tie that share something, the strongest first.

    Parameters
    ----------
    n_most
        How many; every one when left out.
    """
    holders: dict[Feature, set[int]] = {}
    for key, found in features.items():
        for feature in found:
            holders.setdefault(feature, set()).add(key)
    left_out = {*network.ties, *introduced}
    shared: dict[Pair, list[SharedThing]] = {}
    for (kind, code), keys in sorted(holders.items()):
        thing = SharedThing(kind, code, len(keys))
        for pair in pairs_of(keys):
            if pair not in left_out and partners[pair[0]].helix != partners[pair[1]].helix:
                shared.setdefault(pair, []).append(thing)
    neighbours = {key: set(others) for key, others in network.neighbours().items()}

    def strength(pair: Pair) -> tuple[float, str, str]:
        score = sum(thing.weight for thing in shared[pair])
        return -round(score, 9), network.partners[pair[0]].name, network.partners[pair[1]].name

    strongest = sorted(shared, key=strength) if n_most is None else nsmallest(n_most, shared, key=strength)
    return [
        _suggestion(network, neighbours[pair[0]] & neighbours[pair[1]], pair, shared[pair])
        for pair in strongest
    ]


def newcomers(network: Network, candidates: Iterable[Partner]) -> list[Newcomer]:
    """Return the candidate partners with the initiatives that lack their strand.

    Initiatives of others are left out: nobody of the collaboration can invite for them.
    """
    gaps = [m for m in network.mixes if m.initiative.relation != InitiativeRelation.EXTERNAL]
    return [
        Newcomer(
            partner,
            tuple(
                mix.initiative
                for mix in sorted(gaps, key=lambda m: _own_place_first(m, partner))
                if partner.helix in mix.missing
            ),
        )
        for partner in candidates
    ]


def candidate_partners() -> list[Partner]:
    """Return the organisations that might become a partner, by name."""
    return list(Partner.objects.filter(relation=PartnerRelation.CANDIDATE, left_on__isnull=True))


def _features(network: Network) -> dict[int, set[Feature]]:
    """Return what each organisation has that another may share."""
    initiatives = {mix.initiative.pk: mix.initiative for mix in network.mixes}
    of_initiative = {key: _own_features(initiative) for key, initiative in initiatives.items()}
    for key, element in Strengthening.objects.filter(initiative__in=initiatives).values_list(
        "initiative_id", "element"
    ):
        of_initiative[key].add(("element", element))
    found: dict[int, set[Feature]] = {
        key: set().union(*(of_initiative[i] for i in taking_part))
        for key, taking_part in network.initiatives_of.items()
    }
    aligned = GoalAlignment.objects.exclude(fit=Fit.CONFLICT).values_list("goal__partner_id", "course_code")
    for key, code in aligned:
        found.setdefault(key, set()).add(("goal", code))
    return found


def _own_features(initiative: Initiative) -> set[Feature]:
    lists = {
        "target_group": initiative.target_groups,
        "theme": initiative.tags,
        "action": initiative.actions,
        "place": [initiative.place] if initiative.place else [],
    }
    return {(kind, code) for kind, codes in lists.items() for code in codes}


def _suggestion(network: Network, both: set[int], pair: Pair, things: list[SharedThing]) -> Suggestion:
    """Return the suggestion; ``both`` are those that work with the one and with the other."""
    introducers = sorted(both, key=lambda k: (-network.metrics.degree[k], network.partners[k].name))
    return Suggestion(
        first=network.partners[pair[0]],
        second=network.partners[pair[1]],
        shared=tuple(sorted(things, key=lambda t: (t.n_partners, t.kind, t.code))),
        score=sum(t.weight for t in things),
        introducers=tuple(network.partners[k] for k in introducers),
    )


def _own_place_first(mix: HelixMix, partner: Partner) -> tuple[bool, str]:
    elsewhere = not partner.municipality or mix.initiative.place != partner.municipality
    return (elsewhere, mix.initiative.name)
