# SPDX-License-Identifier: EUPL-1.2
"""The list of organisations, and the sheet of one: what it brings in, wants, holds and takes part in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from schakel.koers.failures import N_, Failure
from schakel.programme.models import (
    Attendance,
    Commitment,
    Participation,
    Partner,
    Responsibility,
    Seat,
)
from schakel.programme.queries.alignment import GoalLine, goal_lines
from schakel.programme.queries.commitments import (
    CommitmentState,
    CommitmentTotal,
    states_of,
    totals_by,
    totals_by_kind,
)
from schakel.programme.queries.ledger import current_entries, money_flows
from schakel.programme.queries.seats import SeatLine, seats_on


class UnknownPartner(Failure):
    """No organisation has this code."""

    template = N_("There is no organisation with the code “{code}”.")
    cure = N_("Look the code up on the page of the partners: it is in the address of each.")


@dataclass(frozen=True, slots=True)
class PaidMoney:
    """Money that a partner paid into a funding programme in a year, by step of the ledger."""

    programme: str
    stream: str
    step: str
    year: int
    amount_eur: Decimal
    invented: bool


@dataclass(frozen=True, slots=True)
class PartnerSheet:
    """Everything that is known of a partner and may be read by everybody.

    Attributes
    ----------
    commitments, totals, totals_by_line
        What it brings in, with totals of each kind, and of each line ("" where none is named).
    participations
        The initiatives that it takes part in now, with its role.
    ended_participations
        Those that it took part in.
    meetings
        Its attendance at meetings, newest first.
    """

    partner: Partner
    commitments: tuple[CommitmentState, ...]
    totals: tuple[CommitmentTotal, ...]
    totals_by_line: dict[str, list[CommitmentTotal]]
    goals: tuple[GoalLine, ...]
    seats: tuple[SeatLine, ...]
    responsibilities: tuple[Responsibility, ...]
    participations: tuple[Participation, ...]
    ended_participations: tuple[Participation, ...]
    paid: tuple[PaidMoney, ...]
    meetings: tuple[Attendance, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return what is not known of this partner: "commitments", "goals", "seats", "initiatives"."""
        parts = {
            "commitments": self.commitments,
            "goals": self.goals,
            "initiatives": self.participations,
            "seats": self.seats,
        }
        return tuple(name for name, found in parts.items() if not found)


def find_partner(code: str) -> Partner:
    """Return the organisation with a code.

    Raises
    ------
    UnknownPartner
        When there is none.
    """
    found = Partner.objects.filter(code=code).first()
    if found is None:
        raise UnknownPartner(code=code)
    return found


def listed_partners(today: date) -> QuerySet[Partner]:
    """Return the organisations for a list, with how many seats, commitments and initiatives each has now."""

    def counted(rows: QuerySet[Any], of: str = "pk") -> Subquery:
        own = rows.filter(partner=OuterRef("pk")).order_by()
        return Subquery(own.values("partner").annotate(n=Count(of, distinct=True)).values("n"))

    held = Seat.objects.filter(_running(today), is_vacant=False)
    taking_part = Participation.objects.filter(_running(today))
    return Partner.objects.annotate(
        n_seats=counted(held),
        n_commitments=counted(Commitment.objects.all()),
        n_initiatives=counted(taking_part, "initiative"),
    )


def partner_sheet(partner: Partner, today: date) -> PartnerSheet:
    """Return the sheet of an organisation on a day, in nine queries."""
    states = states_of(Commitment.objects.filter(partner=partner), today)
    participations = partner.participations.select_related("initiative").order_by("initiative__name", "role")
    running = [p for p in participations if p.ends_on is None or p.ends_on >= today]
    duties = partner.responsibilities.filter(Q(until__isnull=True) | Q(until__gt=today))
    return PartnerSheet(
        partner=partner,
        commitments=tuple(states),
        totals=tuple(totals_by_kind(states)),
        totals_by_line=totals_by(states, lambda state: state.line),
        goals=tuple(goal_lines(today, partner)),
        seats=tuple(seats_on(today, partner)),
        responsibilities=tuple(duties),
        participations=tuple(running),
        ended_participations=tuple(p for p in participations if p not in running),
        paid=tuple(paid_by(partner)),
        meetings=tuple(partner.attendances.select_related("event").order_by("-event__on", "pk")),
    )


def paid_by(partner: Partner) -> list[PaidMoney]:
    """Return what a partner pledged, paid and got back, from the ledger; newest year first."""
    sums: dict[tuple[str, str, str, int], tuple[Decimal, bool]] = {}
    for flow in money_flows(current_entries().filter(payer=partner)):
        key = (flow.programme, flow.stream, flow.step, flow.year)
        amount, invented = sums.get(key, (Decimal(0), False))
        sums[key] = (amount + flow.amount_eur, invented or flow.invented)
    found = [PaidMoney(*key, amount, invented) for key, (amount, invented) in sums.items()]
    return sorted(found, key=lambda p: (-p.year, p.programme, p.step))


def _running(today: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=today)
