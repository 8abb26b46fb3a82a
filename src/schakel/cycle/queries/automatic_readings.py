# SPDX-License-Identifier: EUPL-1.2
"""Readings of yardsticks that Schakel computes itself, and nobody types.

A code names what is computed: ``assessment_response``, ``assessment:<question>``, ``elicited:<investor>``,
``coalition_size``, ``coalition_net``, ``new_partners_eur``, ``level:<item>`` and ``growth:<item>``.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from schakel.cycle.models import CycleYear
from schakel.cycle.queries import settlement
from schakel.cycle.queries.assessments import (
    QUESTIONS,
    HelixAnswers,
    assessments_of,
    day_of_asking,
    public_results,
    told_so_far,
)
from schakel.cycle.queries.real_rows import rows_for
from schakel.cycle.queries.yardsticks import NOTHING_SHOWN, Shown
from schakel.diagnosis.dossier import Dossier
from schakel.programme.models import Claim, ClaimKind, ClaimStep, Commitment, CommitmentKind, Partner
from schakel.programme.queries.claims import claim_states
from schakel.programme.queries.coalition import partners_on
from schakel.programme.queries.commitments import states_of, totals_by_kind
from schakel.programme.queries.ledger import current_entries, money_flows
from schakel.programme.queries.leverage import LeverageRow, total_leverage

UNITS: Mapping[str, str] = {
    "assessment_response": "percent",
    "assessment": "score",
    "elicited": "eur_per_eur",
    "coalition_size": "partners",
    "coalition_net": "partners",
    "new_partners_eur": "EUR",
    "growth": "percent",
}
"""What each is counted in; a level has the unit of its item."""
SUGGESTED: Mapping[str, tuple[str, ...]] = {
    "9.1": ("assessment_response", *(f"assessment:{question}" for question in QUESTIONS)),
    "9.2": ("elicited:private", "elicited:public"),
    "9.3": ("coalition_size", "coalition_net", "new_partners_eur"),
    "9.4": tuple(f"{kind}:{item}" for kind in ("level", "growth") for item in settlement.ITEMS),
}
"""Which belong to which criterion of the course; a criterion with another code may use any."""


def codes_for(criterion: str) -> tuple[str, ...]:
    """Return the computed readings that a criterion may have."""
    return SUGGESTED.get(criterion, tuple(code for codes in SUGGESTED.values() for code in codes))


class Facts:
    """What the computed readings of one year are made of; each part is read when first asked for.

    Without ``tells_means`` no mean of the self-assessments is among them: for who may not see single
    answers, while these still come.
    """

    def __init__(
        self,
        cycle: CycleYear,
        today: date,
        dossier: Callable[[], Dossier | None],
        *,
        tells_means: bool = True,
    ) -> None:
        self.cycle, self.today, self.tells_means = cycle, today, tells_means
        self.until = day_of_asking(cycle, today)
        self._dossier = dossier

    @cached_property
    def dossier(self) -> Dossier | None:
        """The diagnosis of the year."""
        return self._dossier()

    @cached_property
    def answers(self) -> HelixAnswers:
        """The self-assessments of all partners together, as everybody may see them."""
        found = public_results(assessments_of(self.cycle, self.today))
        return (found if self.tells_means else told_so_far(found))[0]

    @cached_property
    def leverage(self) -> LeverageRow:
        """Elicited investment beside own money."""
        claims = rows_for(self.cycle, Claim.objects.filter(kind=ClaimKind.INVESTMENT))
        states = [s for s in claim_states(claims.order_by("pk")) if self.cycle.invented or not s.invented]
        return total_leverage(states, money_flows(rows_for(self.cycle, current_entries())))

    def partners_on(self, day: date) -> QuerySet[Partner]:
        """Return the partners of a day that count in this year."""
        return rows_for(self.cycle, partners_on(day))

    def read(self, code: str, since: date | None = None) -> Shown:
        """Return what a code shows; ``since`` is the day of the baseline, where one was agreed."""
        kind, _, part = code.partition(":")
        reader = _READERS.get(kind)
        return NOTHING_SHOWN if reader is None else reader(self, part, since)


def _response(facts: Facts, part: str, since: date | None) -> Shown:
    share, n = facts.answers.response, facts.answers.n_asked
    if share is None:
        return Shown(facts.until, None, n=0, because="nobody_asked")
    return Shown(facts.until, _rounded(100 * share), n=n)


def _mean(facts: Facts, part: str, since: date | None) -> Shown:
    n = next((n for code, _, n in facts.answers.means if code == part), 0)
    mean = facts.answers.mean(part)
    if mean is None and n and not facts.tells_means:
        return Shown(facts.until, None, n=n, because="still_asked")
    if mean is None:
        return Shown(facts.until, None, n=n, because="few_answers" if n else "no_answers")
    return Shown(facts.until, _rounded(mean), n=n)


def _elicited(facts: Facts, part: str, since: date | None) -> Shown:
    row = facts.leverage
    if not row.own.amount_eur:
        return Shown(facts.today, None, because="no_own_money")
    ratio = row.ratio(part, ClaimStep.REALISED)
    if ratio is None:
        return Shown(facts.today, None, because="nothing_realised")
    n = row.elicited(part, ClaimStep.REALISED).n_claims
    low, high = _rounded(ratio.low), _rounded(ratio.high)
    at_least = ratio.is_at_least or low != high
    return Shown(facts.today, low, low, high, n, "at_least" if at_least else "")


def _size(facts: Facts, part: str, since: date | None) -> Shown:
    return Shown(facts.until, Decimal(facts.partners_on(facts.until).count()))


def _net(facts: Facts, part: str, since: date | None) -> Shown:
    start = since or facts.cycle.starts_on - timedelta(days=1)
    gained = facts.partners_on(facts.until).count() - facts.partners_on(start).count()
    return Shown(facts.until, Decimal(gained))


def _new_partners(facts: Facts, part: str, since: date | None) -> Shown:
    start = since or facts.cycle.starts_on
    new = facts.partners_on(facts.until).filter(joined_on__gte=start)
    n = new.count()
    if not n:
        return Shown(facts.until, Decimal(0), n=0)
    money = Commitment.objects.filter(kind=CommitmentKind.MONEY, partner__in=new.values("pk"))
    total = next(iter(totals_by_kind(states_of(money, facts.today))), None)
    if total is None or total.delivered is None:
        return Shown(facts.until, None, n=n, because="not_known")
    missing = total.n_delivered_unknown or total.n_unreported
    return Shown(facts.until, total.delivered, n=n, because="at_least" if missing else "")


def _level(facts: Facts, part: str, since: date | None) -> Shown:
    item = settlement.item_of(facts.dossier, part)
    if item is None:
        return Shown(None, None, because="no_figure")
    level = settlement.level_of(item)
    if level.period is None:
        return Shown(None, None, because="no_figure")
    if level.value is None:
        because = "not_of_region" if not item.is_region_exact else "suppressed"
        return Shown(_last_day(facts, level.period), None, because=because)
    return Shown(_last_day(facts, level.period), _rounded(level.value))


def _growth(facts: Facts, part: str, since: date | None) -> Shown:
    item = settlement.item_of(facts.dossier, part)
    if item is None:
        return Shown(None, None, because="no_figure")
    growth = settlement.growth_of(item, since.year if since else None)
    on = _last_day(facts, growth.to_period) if growth.to_period else None
    if growth.because:
        return Shown(on, None, because=growth.because)
    if growth.value is None or growth.low is None or growth.high is None:
        return Shown(on, None, because="not_of_region")
    return Shown(on, _rounded(growth.value))


def _last_day(facts: Facts, period: int) -> date:
    """Return the day that a figure of a year is laid beside the agreed way: its last, but not after today."""
    return min(date(period, 12, 31), facts.today)


def _rounded(value: float | Decimal) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.001"))


_READERS: Mapping[str, Callable[[Facts, str, date | None], Shown]] = {
    "assessment_response": _response,
    "assessment": _mean,
    "elicited": _elicited,
    "coalition_size": _size,
    "coalition_net": _net,
    "new_partners_eur": _new_partners,
    "level": _level,
    "growth": _growth,
}
