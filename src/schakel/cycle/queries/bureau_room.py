# SPDX-License-Identifier: EUPL-1.2
"""Does it fit: what the bureau has in a year beside what is planned and asked of it, in hours and in money.

What is not known stays between brackets: hours that an activity does not name may be any number, so that
"fits" is only said where nothing is missing, and "too much" only where it is so whatever is missing.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from django.db.models import Q

from schakel.cycle.models import BureauCapacity, BureauPlan
from schakel.cycle.queries.bureau import TENTH
from schakel.programme.models import Activity, ActivityRole, ActivityStatus, Body, EntryKind, Partner
from schakel.programme.queries.capacity import read_capacity
from schakel.programme.queries.coverage import Amount, add_up
from schakel.programme.queries.exact_sums import exact_sum
from schakel.programme.queries.ledger import RETURNED_BY_INITIATIVE, current_entries, money_flows
from schakel.programme.queries.seed_money import SeedMoney, SeedState, list_seed_money

FITS, OVER, UNKNOWN = "fits", "over", "unknown"
ZERO = Decimal(0)
NOTHING = Amount(None, 0)


@dataclass(frozen=True, slots=True)
class Room:
    """What there is beside what is claimed of it.

    Attributes
    ----------
    has
        Hours or euros in the year; ``None`` is not known.
    planned
        In the plan of the bureau, or already given as seed money; ``None`` where there is none.
    asked
        What activities ask on top of that, with how many do not say how much.
    needs_plan
        Whether nothing can be said to fit as long as there is no plan.
    """

    has: Decimal | None
    planned: Decimal | None
    asked: Amount
    needs_plan: bool = True

    @property
    def claimed(self) -> Decimal:
        """What is known to be claimed; more may be, where something is not known."""
        return (self.planned or ZERO) + (self.asked.known or ZERO)

    @property
    def is_certain(self) -> bool:
        """Whether everything that is claimed is known."""
        return not self.asked.n_unknown and not (self.needs_plan and self.planned is None)

    @property
    def left(self) -> Decimal | None:
        """What is left at most; below zero where too much is claimed."""
        return None if self.has is None else self.has - self.claimed

    @property
    def verdict(self) -> str:
        """Whether it fits, is too much, or cannot be said."""
        if self.left is None:
            return UNKNOWN
        if self.left < 0:
            return OVER
        return FITS if self.is_certain else UNKNOWN


@dataclass(frozen=True, slots=True)
class BureauRoom:
    """The room of the bureau in a year.

    ``offices`` are the organisations that sit at the table of the bureau, whose activities are counted;
    without any the hours that activities ask are not known. ``seed`` is all seed money that waits for a
    decision, or has no day for one.
    """

    year: int
    hours: Room
    money: Room
    offices: tuple[Partner, ...]
    seed: tuple[SeedMoney, ...]
    capacity: BureauCapacity | None


def read_room(year: int, today: date) -> BureauRoom:
    """Return what the bureau has in a year and what is claimed of it, in nine queries."""
    capacity = BureauCapacity.objects.filter(year=year).first()
    offices = bureau_offices(today)
    codes = {office.code for office in offices}
    waiting = tuple(
        s for s in list_seed_money(today) if s.state in (SeedState.WITHOUT_DATE, SeedState.OVERDUE)
    )
    return BureauRoom(
        year,
        Room(capacity.hours if capacity else None, planned_hours(year), _asked_hours(codes, today)),
        Room(
            capacity.seed_money_eur if capacity else None,
            committed_seed(year),
            _planned_seed(codes, year),
            needs_plan=False,
        ),
        offices,
        waiting,
        capacity,
    )


def bureau_offices(today: date) -> tuple[Partner, ...]:
    """Return the organisations that sit at the table of the bureau on a day."""
    here = Q(seats__ends_on__isnull=True) | Q(seats__ends_on__gte=today)
    begun = Q(seats__starts_on__isnull=True) | Q(seats__starts_on__lte=today)
    found = Partner.objects.filter(here, begun, seats__body=Body.BUREAU, seats__is_vacant=False)
    return tuple(found.distinct().order_by("name", "pk"))


def planned_hours(year: int) -> Decimal | None:
    """Return the hours in the plan of a year; ``None`` where there is no plan."""
    total = BureauPlan.objects.filter(year=year).aggregate(total=exact_sum("hours", 1))["total"]
    return None if total is None else Decimal(total).quantize(TENTH)


def _asked_hours(offices: set[str], today: date) -> Amount:
    """Return the hours that the activities of the bureau ask."""
    asked = [c.planned_hours for c in read_capacity(today) if c.code in offices]
    if not offices:
        return Amount(None, 1)
    known = [a.known for a in asked if a.known is not None]
    return Amount(sum(known, ZERO) if known else None, sum(a.n_unknown for a in asked))


def committed_seed(year: int) -> Decimal | None:
    """Return the seed money that was given in a year; ``None`` where the ledger has none.

    What was granted to an initiative and spent by it is the same money, so the larger of the two counts;
    what came back is taken off.
    """
    sums: dict[tuple[str, str], dict[str, Decimal]] = {}
    for flow in money_flows(current_entries().filter(purpose="seed", on__year=year)):
        steps = sums.setdefault((flow.programme, flow.initiative), {})
        steps[flow.step] = steps.get(flow.step, ZERO) + flow.amount_eur
    given = [
        max(
            steps.get(EntryKind.GRANTED, ZERO) - steps.get(RETURNED_BY_INITIATIVE, ZERO),
            steps.get(EntryKind.SPENT, ZERO),
        )
        for steps in sums.values()
        if EntryKind.GRANTED in steps or EntryKind.SPENT in steps
    ]
    return sum(given, ZERO) if given else None


def _planned_seed(offices: set[str], year: int) -> Amount:
    """Return the euros of activities of the bureau that would initiate something and did not begin yet."""
    rows = Activity.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__year=year),
        owner__code__in=offices,
        role=ActivityRole.INITIATE,
        status=ActivityStatus.PLANNED,
    )
    return add_up(list(rows.order_by().values_list("planned_eur", flat=True)))


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody would like the bureau to do: from which month of the year, and what it takes."""

    month: int
    hours: Decimal | None = None
    eur: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something fits in what is left; ``free`` is what is left at most, rounded down.

    ``wanted`` ``None``: not asked.
    """

    wanted: Decimal | None
    free: Decimal | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a wish fits: in hours, in euros, and both together."""

    months_left: int
    hours: Answer
    money: Answer

    @property
    def verdict(self) -> str:
        """Too much where either is; fits where everything that is asked does; else it cannot be said."""
        asked = [a.verdict for a in (self.hours, self.money) if a.wanted is not None]
        if OVER in asked:
            return OVER
        return FITS if asked and all(verdict == FITS for verdict in asked) else UNKNOWN


def can_we_do(room: BureauRoom, wish: Wish) -> Fit:
    """Say whether something still fits.

    The hours that are left are spread evenly over the year, so that from a month on only the months that
    are left count; the money is that of the whole year.
    """
    months = 13 - wish.month
    return Fit(
        months,
        _answer(room.hours, wish.hours, Decimal(months), TENTH),
        _answer(room.money, wish.eur, Decimal(12), Decimal("0.01")),
    )


def _answer(room: Room, wanted: Decimal | None, months: Decimal, step: Decimal) -> Answer:
    if room.left is None:
        return Answer(wanted, None, UNKNOWN)
    free = max(room.left, ZERO) * months / 12
    shown = free.quantize(step, rounding=ROUND_FLOOR)
    if wanted is None:
        return Answer(None, shown, UNKNOWN)
    if wanted * 12 > max(room.left, ZERO) * months:
        return Answer(wanted, shown, OVER)
    return Answer(wanted, shown, FITS if room.is_certain else UNKNOWN)
