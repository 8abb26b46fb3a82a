# SPDX-License-Identifier: EUPL-1.2
"""What the network is made of: who took part in which initiative in which years, and who met where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from schakel.programme.models import (
    Attendance,
    Initiative,
    InitiativeRelation,
    Participation,
    Partner,
    PartnerRelation,
)


@dataclass(frozen=True, slots=True)
class Membership:
    """An organisation in an initiative, from a year until a year, both included; ``None`` is not known."""

    partner: int
    initiative: int
    first_year: int | None
    last_year: int | None

    def covers(self, year: int) -> bool:
        """Say whether it held in a year; a first or last year that is not known excludes no year."""
        begun = self.first_year is None or self.first_year <= year
        return begun and (self.last_year is None or self.last_year >= year)


@dataclass(frozen=True, slots=True)
class NetworkRecords:
    """Everything that ties are made of, by key; read once and used for every year.

    Attributes
    ----------
    meetings
        Year, event and organisation of each attendance.
    """

    partners: Mapping[int, Partner]
    initiatives: Mapping[int, Initiative]
    memberships: tuple[Membership, ...]
    meetings: tuple[tuple[int, int, int], ...]

    def members_in(self, year: int, *, with_external: bool = False) -> dict[int, set[int]]:
        """Return the organisations in each initiative in a year, in the order of the initiatives.

        Without outside ones, neither outside organisations nor initiatives of others count.
        """
        found: dict[int, set[int]] = {}
        for m in self._counting(year, with_external=with_external):
            found.setdefault(m.initiative, set()).add(m.partner)
        return found

    def _counting(self, year: int, *, with_external: bool) -> list[Membership]:
        return [
            m
            for m in self.memberships
            if m.covers(year)
            and self.is_there(m.partner, year)
            and (with_external or not self._is_outside(m))
        ]

    def _is_outside(self, membership: Membership) -> bool:
        return (
            self.initiatives[membership.initiative].relation == InitiativeRelation.EXTERNAL
            or self.partners[membership.partner].relation == PartnerRelation.EXTERNAL
        )

    def is_there(self, partner: int, year: int) -> bool:
        """Say whether an organisation had joined and not left in a year."""
        record = self.partners[partner]
        joined = record.joined_on is None or record.joined_on.year <= year
        return joined and (record.left_on is None or record.left_on.year >= year)

    def n_undated(self, year: int, *, with_external: bool = False) -> int:
        """Return how many memberships count in a year only because no first year is known."""
        counting = self._counting(year, with_external=with_external)
        dated = {(m.partner, m.initiative) for m in counting if m.first_year is not None}
        undated = {(m.partner, m.initiative) for m in counting if m.first_year is None}
        return len(undated - dated)

    def years(self, until: int) -> range:
        """Return the years from the first one that is known until ``until``."""
        known = [m.first_year for m in self.memberships if m.first_year is not None]
        known += [year for year, _, _ in self.meetings]
        return range(min([*known, until]), until + 1)


def network_records() -> NetworkRecords:
    """Read what ties are made of, in four queries; an owner takes part in its initiative."""
    partners = {p.pk: p for p in Partner.objects.all()}
    initiatives = {i.pk: i for i in Initiative.objects.all()}
    taking_part = Participation.objects.values_list("partner_id", "initiative_id", "starts_on", "ends_on")
    memberships = [
        _membership(partner, initiatives[initiative], _year(starts), _year(ends))
        for partner, initiative, starts, ends in taking_part
    ]
    owners = [(i.owner_id, i) for i in initiatives.values() if i.owner_id is not None]
    memberships += [_membership(owner, initiative, None, None) for owner, initiative in owners]
    attended = Attendance.objects.values_list("event__on", "event_id", "partner_id")
    return NetworkRecords(
        partners=partners,
        initiatives=initiatives,
        memberships=tuple(memberships),
        meetings=tuple((on.year, event, partner) for on, event, partner in attended),
    )


def _membership(
    partner: int, initiative: Initiative, first_year: int | None, last_year: int | None
) -> Membership:
    """Return a membership; years that are not known are those of the initiative."""
    began = initiative.started_on.year if initiative.started_on else initiative.started_year
    ended = initiative.ended_on.year if initiative.ended_on else initiative.ended_year
    last_years = [year for year in (last_year, ended) if year is not None]
    return Membership(partner, initiative.pk, first_year or began, min(last_years, default=None))


def _year(day: date | None) -> int | None:
    return None if day is None else day.year


def pairs_of(members: Iterable[int]) -> list[tuple[int, int]]:
    """Return every pair of a group, the lower key first."""
    ordered = sorted(members)
    return [(first, second) for i, first in enumerate(ordered) for second in ordered[i + 1 :]]
