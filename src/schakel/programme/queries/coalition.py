# SPDX-License-Identifier: EUPL-1.2
"""The coalition: who is a partner on a day, and how it grew year by year."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from schakel.programme.models import Helix, Partner, PartnerRelation

MOST_NAMED = 12

Years = Mapping[tuple[int | None, str], int]


@dataclass(frozen=True, slots=True)
class CoalitionYear:
    """The coalition in a year, by strand of the helix.

    Attributes
    ----------
    joined, left
        How many joined and left in the year.
    at_end
        How many there were on the last day. Partners whose first day is not known are in every year.
    newcomers
        Who joined, by name; nobody is named where more than a dozen did.
    """

    year: int
    joined: Mapping[str, int]
    left: Mapping[str, int]
    at_end: Mapping[str, int]
    newcomers: tuple[Partner, ...]

    @property
    def net(self) -> int:
        """Return by how many the coalition grew."""
        return sum(self.joined.values()) - sum(self.left.values())


def partners_on(today: date) -> QuerySet[Partner]:
    """Return the partners of the collaboration on a day; who has no known first day counts."""
    return Partner.objects.filter(
        Q(joined_on__isnull=True) | Q(joined_on__lte=today),
        Q(left_on__isnull=True) | Q(left_on__gt=today),
        relation=PartnerRelation.PARTNER,
    )


def coalition_growth(until_year: int, n_years: int = 10) -> list[CoalitionYear]:
    """Return the coalition year by year, from the first known change on, in three queries.

    Parameters
    ----------
    until_year
        The last year.
    n_years
        How many years at most.
    """
    joined, left = _counted("joined_on"), _counted("left_on")
    known = [year for year, _ in (*joined, *left) if year is not None]
    first = max(min([*known, until_year]), until_year - n_years + 1)
    years = range(first, until_year + 1)
    few = [year for year in years if 0 < sum(_of_year(joined, year).values()) <= MOST_NAMED]
    found = _partners().filter(joined_on__year__in=few) if few else Partner.objects.none()
    named: dict[int, list[Partner]] = {}
    for partner in found:
        if partner.joined_on is not None:
            named.setdefault(partner.joined_on.year, []).append(partner)
    return [_year(year, joined, left, named.get(year, [])) for year in years]


def n_without_first_day(today: date) -> int:
    """Return of how many partners it is not known when they joined."""
    return partners_on(today).filter(joined_on__isnull=True).count()


def count_by_helix(partners: Iterable[Partner]) -> dict[str, int]:
    """Return how many organisations each strand has; strands without any are there with zero."""
    counted = Counter(p.helix for p in partners)
    return {helix: counted.get(helix, 0) for helix in Helix.values}


def _partners() -> QuerySet[Partner]:
    return Partner.objects.filter(relation=PartnerRelation.PARTNER)


def _counted(day: str) -> dict[tuple[int | None, str], int]:
    """Return how many partners have their first or last day in each year, by strand."""
    rows = (
        _partners()
        .annotate(year=ExtractYear(day))
        .order_by()
        .values_list("year", "helix")
        .annotate(n=Count("pk"))
    )
    return {(year, helix): n for year, helix, n in rows}


def _of_year(counted: Years, year: int) -> dict[str, int]:
    return {helix: counted.get((year, helix), 0) for helix in Helix.values}


def _year(year: int, joined: Years, left: Years, newcomers: list[Partner]) -> CoalitionYear:
    """Return a year; who is there at its end joined by then or on an unknown day, and has not left."""
    at_end = dict.fromkeys(Helix.values, 0)
    for (first, helix), n in joined.items():
        if first is None or first <= year:
            at_end[helix] += n
    for (last, helix), n in left.items():
        if last is not None and last <= year:
            at_end[helix] -= n
    return CoalitionYear(
        year=year,
        joined=_of_year(joined, year),
        left=_of_year(left, year),
        at_end=at_end,
        newcomers=tuple(newcomers),
    )
