# SPDX-License-Identifier: EUPL-1.2
"""Who helps firms with what, where and when; where nobody does and where several do the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from schakel.programme.models import Service

TIERS = (1, 2)
STAGES = ("start", "growth", "settled")


@dataclass(frozen=True, slots=True)
class ServicesFound:
    """The services that fit, and those of which it is not known where they are given."""

    fitting: tuple[Service, ...]
    place_unknown: tuple[Service, ...]


class Supply(StrEnum):
    """How a topic is supplied in a place."""

    GAP = "gap"
    ONE = "one"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class SupplyCell:
    """Who gives a service of one tier on one topic in one place.

    OVERLAP: two providers or more serve firms in the same stage.
    """

    topic: str
    place: str
    tier: int
    providers: tuple[str, ...]
    supply: Supply


def find_services(
    place: str = "", topic: str = "", firm_stage: str = "", tier: int | None = None
) -> ServicesFound:
    """Return who to go to.

    Parameters
    ----------
    place
        A municipality; empty for anywhere.
    topic
        A word of the topic or the title, without regard to case; empty for any.
    firm_stage
        The stage of the firm; services for all stages fit every stage.
    tier
        1 for the first door to knock on, 2 for the specialist behind it.
    """
    fitting, unknown = [], []
    for service in _services():
        if not _fits(service, topic, firm_stage, tier):
            continue
        if not place or place in service.places:
            fitting.append(service)
        elif not service.places:
            unknown.append(service)
    return ServicesFound(tuple(fitting), tuple(unknown))


def _fits(service: Service, topic: str, firm_stage: str, tier: int | None) -> bool:
    word = topic.strip().casefold()
    return (
        (not word or word in service.topic.casefold() or word in service.title.casefold())
        and (not firm_stage or service.firm_stage in (firm_stage, "all"))
        and (tier is None or service.tier == tier)
    )


def _services() -> Iterable[Service]:
    return Service.objects.select_related("provider", "initiative")


def supply_by_place(places: Collection[str]) -> tuple[SupplyCell, ...]:
    """Return for each topic, place and tier who supplies it; only topics that somebody supplies somewhere.

    A topic that is known in one place and supplied by nobody in another is a gap there.
    """
    by_cell: dict[tuple[str, str, int], list[Service]] = defaultdict(list)
    topics: set[str] = set()
    for service in _services():
        topics.add(_plain(service.topic))
        for place in service.places:
            by_cell[_plain(service.topic), place, service.tier].append(service)
    return tuple(
        _cell(topic, place, tier, by_cell[topic, place, tier])
        for topic in sorted(topics)
        for place in places
        for tier in TIERS
    )


def _cell(topic: str, place: str, tier: int, services: list[Service]) -> SupplyCell:
    providers = tuple(sorted({service.provider.name for service in services}))
    if not services:
        return SupplyCell(topic, place, tier, providers, Supply.GAP)
    doubled = any(
        len({s.provider_id for s in services if s.firm_stage in (stage, "all")}) > 1 for stage in STAGES
    )
    return SupplyCell(topic, place, tier, providers, Supply.OVERLAP if doubled else Supply.ONE)


def _plain(topic: str) -> str:
    return " ".join(topic.split()).casefold()
