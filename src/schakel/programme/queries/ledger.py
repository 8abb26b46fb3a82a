# SPDX-License-Identifier: EUPL-1.2
"""What the ledger adds up to: the one place where lines become amounts, exact to the cent.

The database adds whole cents of the lines that hold (corrected and withdrawn lines drop out), grouped by
everything that is asked for; all totals are sums of these groups. Streams of money are only put together
where the caller names them.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Round, Substr

from schakel.programme.models import EntryKind, LedgerEntry

ZERO = Decimal("0.00")
RETURNED_TO_PAYER = "returned_to_payer"
RETURNED_BY_INITIATIVE = "returned_by_initiative"
STEPS = (
    EntryKind.PLEDGED.value,
    EntryKind.RECEIVED.value,
    EntryKind.GRANTED.value,
    EntryKind.SPENT.value,
    RETURNED_TO_PAYER,
    RETURNED_BY_INITIATIVE,
)
"""The steps of money; what is returned counts down from RECEIVED, or from GRANTED when an initiative
returns it."""

Key = TypeVar("Key", bound=Hashable)


class MixedStreamsError(ValueError):
    """Amounts of a stream that was not named would be added together with others."""


class Flow(NamedTuple):
    """The lines that hold and agree in everything named here, with their sum.

    ``municipality`` is where the money comes from or lands, "" for the region as a whole; ``initiative``,
    ``payer``, ``line`` and ``purpose`` are "" where none is named. What was not asked for keeps its default.
    """

    stream: str
    step: str
    n_lines: int
    amount_eur: Decimal
    programme: str = ""
    programme_name: str = ""
    year: int = 0
    municipality: str = ""
    initiative: str = ""
    initiative_name: str = ""
    payer: str = ""
    payer_name: str = ""
    line: str = ""
    purpose: str = ""
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """Amounts by step; ``None`` where the ledger has no line, which is not the same as nothing."""

    pledged: Decimal | None = None
    received: Decimal | None = None
    granted: Decimal | None = None
    spent: Decimal | None = None
    returned_to_payer: Decimal | None = None
    returned_by_initiative: Decimal | None = None

    @property
    def received_net(self) -> Decimal | None:
        """What came in less what went back to the payers."""
        return _less(self.received, self.returned_to_payer)

    @property
    def granted_net(self) -> Decimal | None:
        """What was granted less what initiatives gave back."""
        return _less(self.granted, self.returned_by_initiative)

    @property
    def left(self) -> Decimal | None:
        """What was granted and not spent; unknown where either is unknown."""
        granted = self.granted_net
        return None if granted is None or self.spent is None else granted - self.spent


def _less(amount: Decimal | None, back: Decimal | None) -> Decimal | None:
    if amount is None and back is None:
        return None
    return (amount or ZERO) - (back or ZERO)


def current_entries() -> QuerySet[LedgerEntry]:
    """Return the lines that hold: not replaced by a correction (a withdrawn one has the amount zero)."""
    return LedgerEntry.objects.filter(corrected_by__isnull=True)


_STEP = Case(
    When(kind=EntryKind.RETURNED, initiative__isnull=True, then=Value(RETURNED_TO_PAYER)),
    When(kind=EntryKind.RETURNED, then=Value(RETURNED_BY_INITIATIVE)),
    default=F("kind"),
    output_field=CharField(),
)
_CENTS = Sum(Cast(Round(F("amount_eur") * 100), BigIntegerField()))
_YEAR = Cast(Substr(Cast("on", CharField()), 1, 4), IntegerField())
_COLUMNS = (
    "programme__code",
    "programme__name",
    "year",
    "municipality",
    "initiative__code",
    "initiative__name",
    "payer__code",
    "payer__name",
    "line",
    "purpose",
    "invented",
)
"""In the order of the fields of Flow that follow on its amount."""


def money_flows(entries: QuerySet[LedgerEntry] | None = None, *, whole: bool = False) -> tuple[Flow, ...]:
    """Return the amounts of all lines that hold, or of a selection of them, in one query.

    Parameters
    ----------
    entries
        A selection out of :func:`current_entries`.
    whole
        Only kept apart by stream and step, for who asks no more: as many flows as there are of those.
    """
    chosen = current_entries() if entries is None else entries
    columns = ("programme__kind", "step") if whole else ("programme__kind", "step", *_COLUMNS)
    groups = (
        chosen.filter(amount_eur__gt=0)
        .annotate(step=_STEP, year=_YEAR)
        .order_by()
        .values_list(*columns)
        .annotate(n=Count("pk"), cents=_CENTS)
        .order_by(*columns)
    )
    return tuple(_flow(*group) for group in groups)


def _flow(stream: str, step: str, *rest: Any) -> Flow:
    *parts, n_lines, cents = rest
    named: list[Any] = ["" if part is None else part for part in parts]
    return Flow(stream, step, n_lines, Decimal(cents).scaleb(-2), *named)


def ledger_years() -> list[int]:
    """Return the years of which the ledger has lines, the last first."""
    days = LedgerEntry.objects.order_by().values_list("on", flat=True).distinct()
    return sorted({day.year for day in days}, reverse=True)


def steps_of(flows: Iterable[Flow], streams: Collection[str]) -> Steps:
    """Add flows up by step.

    Parameters
    ----------
    streams
        The streams that may be put together; name them where the sum is shown.

    Raises
    ------
    MixedStreamsError
        When a flow is of another stream.
    """
    sums: dict[str, Decimal] = {}
    for flow in flows:
        if flow.stream not in streams:
            raise MixedStreamsError(f"{flow.stream} is not one of {', '.join(sorted(streams))}")
        sums[flow.step] = sums.get(flow.step, ZERO) + flow.amount_eur
    return Steps(**sums)


def steps_by(flows: Iterable[Flow], key: Callable[[Flow], Key], streams: Collection[str]) -> dict[Key, Steps]:
    """Add flows up by step for each value of ``key``; raises as :func:`steps_of` does."""
    parts: dict[Key, list[Flow]] = {}
    for flow in flows:
        parts.setdefault(key(flow), []).append(flow)
    return {value: steps_of(part, streams) for value, part in parts.items()}


def of_stream(flows: Iterable[Flow], stream: str) -> tuple[Flow, ...]:
    """Return the flows of one stream."""
    return tuple(flow for flow in flows if flow.stream == stream)
