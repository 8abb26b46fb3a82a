# SPDX-License-Identifier: EUPL-1.2
"""Whether each municipality pays what was agreed: the rate times its inhabitants of that year.

The number of inhabitants is a public figure; the caller passes it with its period and status.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from schakel.programme.queries.ledger import Flow, Steps, steps_by
from schakel.programme.queries.money_flow import ProgrammeAccount

CENT = Decimal("0.01")
ROUNDING_EUR = Decimal("1.00")
"""A difference up to this is a rounding of the contribution to whole euros."""


@dataclass(frozen=True, slots=True)
class Inhabitants:
    """The inhabitants of a municipality on 1 January of ``period``.

    ``number`` is ``None`` where the figure is withheld or missing; ``status`` is that of the publisher.
    """

    number: int | None
    period: int
    status: str


@dataclass(frozen=True, slots=True)
class ContributionCheck:
    """What a municipality should contribute in a year beside what the ledger holds.

    ``verdict`` is "ok", "short", "over" or "unknown"; ``reason`` says why it is unknown:
    "no_rate", "no_inhabitants", "other_year" (the amount due rests on the inhabitants of another year)
    or "no_lines". ``basis`` is the step that was compared: "received", or "pledged" where nothing came in.
    ``difference_eur`` is the basis less what is due.
    """

    programme: str
    municipality: str
    year: int
    inhabitants: Inhabitants | None
    due_eur: Decimal | None
    pledged_eur: Decimal | None
    received_eur: Decimal | None
    basis: str
    difference_eur: Decimal | None
    verdict: str
    reason: str = ""


def check_contributions(
    accounts: Iterable[ProgrammeAccount],
    flows: Iterable[Flow],
    members: Mapping[int, Collection[str]],
    inhabitants: Mapping[tuple[str, int], Inhabitants],
) -> tuple[ContributionCheck, ...]:
    """Return a check for each contribution programme, year and municipality, newest year first.

    Parameters
    ----------
    accounts
        Of these, those of the stream "contribution" are checked.
    members
        By year the municipalities that should contribute; one that has lines without being a member is
        checked as well.
    inhabitants
        By municipality and year the figure to count with.
    """
    found = []
    all_flows = tuple(flows)
    for account in accounts:
        if account.stream != "contribution":
            continue
        own = (f for f in all_flows if f.programme == account.code and f.municipality)
        paid = steps_by(own, lambda f: (f.municipality, f.year), {account.stream})
        wanted = {(code, year) for year, codes in members.items() for code in codes if _runs(account, year)}
        for code, year in sorted(wanted | set(paid), key=lambda pair: (-pair[1], pair[0])):
            steps = paid.get((code, year), Steps())
            found.append(_check(account, (code, year), steps, inhabitants.get((code, year))))
    return tuple(found)


def contribution_without_municipality(account: ProgrammeAccount, flows: Iterable[Flow]) -> Steps:
    """Return what a contribution programme holds that names no municipality, so that no check sees it."""
    own = (f for f in flows if f.programme == account.code and not f.municipality)
    paid = (f for f in own if f.step in ("pledged", "received", "returned_to_payer"))
    return steps_by(paid, lambda f: "", {account.stream}).get("", Steps())


def contribution_due(rate_eur: Decimal, inhabitants: int) -> Decimal:
    """Return the rate times the inhabitants, to the cent."""
    return (rate_eur * inhabitants).quantize(CENT, ROUND_HALF_UP)


def _runs(account: ProgrammeAccount, year: int) -> bool:
    started = account.starts_on is None or account.starts_on.year <= year
    return started and (account.ends_on is None or account.ends_on.year >= year)


def _check(
    account: ProgrammeAccount, place: tuple[str, int], steps: Steps, people: Inhabitants | None
) -> ContributionCheck:
    code, year = place
    rate = account.rate_eur_per_inhabitant
    number = people.number if people else None
    due = None if rate is None or number is None else contribution_due(rate, number)
    received = steps.received_net
    basis = "received" if received is not None else "pledged" if steps.pledged is not None else ""
    paid = received if received is not None else steps.pledged
    difference = None if due is None or paid is None else paid - due
    reason = _why_unknown(rate, people, paid, year)
    verdict = "unknown" if reason or difference is None else _verdict(difference)
    return ContributionCheck(
        account.code,
        code,
        year,
        people,
        due,
        steps.pledged,
        received,
        basis,
        difference,
        verdict,
        reason,
    )


def _why_unknown(rate: Decimal | None, people: Inhabitants | None, paid: Decimal | None, year: int) -> str:
    if rate is None:
        return "no_rate"
    if people is None or people.number is None:
        return "no_inhabitants"
    if paid is None:
        return "no_lines"
    return "" if people.period == year else "other_year"


def _verdict(difference: Decimal) -> str:
    if abs(difference) <= ROUNDING_EUR:
        return "ok"
    return "short" if difference < 0 else "over"
