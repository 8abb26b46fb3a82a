# SPDX-License-Identifier: EUPL-1.2
"""What sets off each rule for one initiative: the cases, since when, and what cannot be judged.

What is not known never sets off a rule. ``since`` is the first day on which the rule held.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from schakel.cycle.escalation_rules import Rule
from schakel.cycle.queries.delivery_facts import Booked, Facts, Told, moved_at
from schakel.cycle.queries.light_rules import (
    SUBJECTS,
    LightRun,
    Shown,
    lights_of,
    red_run,
    run_without_green,
    worsened_run,
)
from schakel.programme.models import Continuity, EntryKind, Initiative
from schakel.programme.queries.claims import YEARS_TO_COME_BACK
from schakel.programme.queries.funding import until_of
from schakel.programme.queries.milestones import stand_of
from schakel.programme.queries.months import months_later
from schakel.programme.queries.seed_money import SeedMoney, SeedState
from schakel.programme.transitions import RUNNING

Detail = str | int | date | Decimal | None
DAY = timedelta(days=1)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that sets off a rule: a light, a milestone, a claim; ``key`` tells which.

    ``last_on`` is the day of the newest news about it.
    """

    key: str
    since: date
    last_on: date
    details: tuple[tuple[str, Detail], ...] = ()


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Why a rule cannot be judged: "granted", "continuity" or "promised_on"."""

    missing: str


Found = Case | NotKnown


@dataclass(frozen=True, slots=True)
class Looking:
    """What a rule looks at: an initiative with the facts of all, on a day."""

    initiative: Initiative
    facts: Facts
    today: date


def cases_of(rule: Rule, look: Looking) -> Iterator[Found]:
    """Yield what sets off a rule, and where it cannot be judged."""
    yield from _JUDGES[rule.looks_at](rule, look)


LightJudge = Callable[[Sequence[Shown], int], LightRun | None]
_LIGHT_JUDGES: Mapping[str, LightJudge] = {
    "red_light": red_run,
    "amber_twice": run_without_green,
    "worsened": worsened_run,
}


def _light(rule: Rule, look: Looking) -> Iterator[Found]:
    updates = look.facts.updates.get(look.initiative.pk, [])
    for subject in SUBJECTS:
        run = _LIGHT_JUDGES[rule.id](lights_of(updates, subject), rule.limit)
        if run is not None:
            details = (("first_on", run.first_on), ("n", run.n), ("reason", run.newest.reason))
            yield Case(subject, run.since, run.newest.on, (*details, ("light", run.newest.light)))


def _update(rule: Rule, look: Looking) -> Iterator[Found]:
    """Judge the last round that ended more than so many days ago, for what was asked in it."""
    i = look.initiative
    due_on: date | None = i.round_due_on  # type: ignore[attr-defined]
    if due_on is None or i.stage not in RUNNING:
        return
    first_step: date | None = i.first_step  # type: ignore[attr-defined]
    updates = look.facts.updates.get(i.pk, [])
    last = updates[-1].on if updates else None
    was_asked = first_step is None or first_step <= due_on
    told_since = last is not None and last >= i.round_opens_on  # type: ignore[attr-defined]
    if not was_asked or told_since or (rule.id == "never_updated") != (last is None):
        return
    since = due_on + timedelta(days=rule.limit) + DAY
    details = (("round", i.round_title), ("due_on", due_on), ("last_on", last))  # type: ignore[attr-defined]
    yield Case("update", since, since, details)


def _milestone(rule: Rule, look: Looking) -> Iterator[Found]:
    for milestone in look.facts.milestones.get(look.initiative.pk, []):
        stands = stand_of(milestone, look.today)
        if stands.overdue_days is not None and stands.overdue_days > rule.limit:
            since = stands.due_on + timedelta(days=rule.limit) + DAY
            yield Case(str(stands.pk), since, since, (("what", stands.title), ("due_on", stands.due_on)))


def _milestone_moves(rule: Rule, look: Looking) -> Iterator[Found]:
    for milestone in look.facts.milestones.get(look.initiative.pk, []):
        moved = moved_at(milestone)
        if moved is not None:
            since = timezone.localdate(moved) if isinstance(moved, datetime) else moved
            details = (
                ("what", milestone.title),
                ("n", milestone.n_dates),  # type: ignore[attr-defined]
                ("first_due_on", milestone.first_due_on),
                ("due_on", milestone.due_on),
            )
            yield Case(str(milestone.pk), since, since, details)


def _money(rule: Rule, look: Looking) -> Iterator[Found]:
    """Compare what was spent, by the ledger or by the newest update, with what was granted."""
    booked = look.facts.booked.get(look.initiative.pk, [])
    told = [u for u in look.facts.updates.get(look.initiative.pk, []) if u.spent_eur is not None]
    granted = granted_net(booked)
    spent = sum((b.amount_eur for b in booked if b.kind == EntryKind.SPENT), Decimal(0))
    reported = told[-1].spent_eur if told else None
    most = max(spent, reported or Decimal(0))
    if not most:
        return
    if granted is None:
        yield NotKnown("granted")
        return
    if most * HUNDRED <= granted * (HUNDRED + rule.limit):
        return
    days = [b.on for b in booked if b.kind == EntryKind.SPENT] if spent >= most else []
    since = _over_since(booked, granted, rule.limit) if days else _told_over_since(told, granted, rule.limit)
    last_on = max(days, default=told[-1].on if told else since)
    details = (("spent_eur", most), ("granted_eur", granted), ("over_eur", most - granted))
    yield Case("money", since, last_on, details)


def granted_net(booked: Sequence[Booked]) -> Decimal | None:
    """Return what was granted less what the initiative gave back; ``None`` where no grant is booked."""
    granted = [b.amount_eur for b in booked if b.kind == EntryKind.GRANTED]
    returned = [b.amount_eur for b in booked if b.kind == EntryKind.RETURNED]
    return sum(granted, Decimal(0)) - sum(returned, Decimal(0)) if granted else None


def _over_since(booked: Sequence[Booked], granted: Decimal, limit: int) -> date:
    """Return the day of the line with which more was spent than what is granted by now, and the limit."""
    spent = Decimal(0)
    for line in booked:
        if line.kind == EntryKind.SPENT:
            spent += line.amount_eur
            if spent * HUNDRED > granted * (HUNDRED + limit):
                return line.on
    return booked[-1].on


def _told_over_since(told: Sequence[Told], granted: Decimal, limit: int) -> date:
    """Return the first day of the unbroken run of updates that tell of too much spent."""
    since = told[-1].on
    for update in reversed(told):
        if (update.spent_eur or Decimal(0)) * HUNDRED <= granted * (HUNDRED + limit):
            break
        since = update.on
    return since


def _result(rule: Rule, look: Looking) -> Iterator[Found]:
    for claim in look.facts.claims.get(look.initiative.code, []):
        if claim.never_came_back(look.today) and claim.promised_on is not None:
            since = months_later(claim.promised_on, 12 * YEARS_TO_COME_BACK) + DAY
            yield Case(claim.code, since, since, (("what", claim.title), ("promised_on", claim.promised_on)))


def _commitment(rule: Rule, look: Looking) -> Iterator[Found]:
    for state in look.facts.commitments.get(look.initiative.pk, []):
        commitment = state.commitment
        if commitment.due_on is not None:
            since = commitment.due_on + DAY
            named = (("partner", commitment.partner.name), ("what", commitment.title))
            yield Case(commitment.code, since, since, (*named, ("due_on", commitment.due_on)))


def _funding(rule: Rule, look: Looking) -> Iterator[Found]:
    until = until_of(look.initiative, look.facts.fundings.get(look.initiative.pk, []), look.today)
    if not until.is_cliff or until.until_on is None or look.initiative.stage not in RUNNING:
        return
    if until.continuity == Continuity.UNKNOWN:
        yield NotKnown("continuity")
        return
    since = months_later(until.until_on, -rule.limit) + DAY
    yield Case("funding", since, since, (("until_on", until.until_on),))


def _seed(rule: Rule, look: Looking) -> Iterator[Found]:
    for seed in _seed_in(look, SeedState.OVERDUE):
        if seed.decision_due_on is not None:
            since = seed.decision_due_on + DAY
            details = (("amount_eur", seed.amount_eur), ("due_on", seed.decision_due_on))
            yield Case(str(seed.pk), since, since, details)


def _seed_day(rule: Rule, look: Looking) -> Iterator[Found]:
    for seed in _seed_in(look, SeedState.WITHOUT_DATE):
        yield Case(str(seed.pk), seed.on, seed.on, (("amount_eur", seed.amount_eur), ("on", seed.on)))


def _seed_in(look: Looking, state: SeedState) -> list[SeedMoney]:
    return [s for s in look.facts.seed.get(look.initiative.code, []) if s.state is state]


def _risk(rule: Rule, look: Looking) -> Iterator[Found]:
    for matter in look.facts.matters.get(look.initiative.pk, []):
        if matter.sort == "risk" and matter.size >= rule.limit and not matter.measure.strip():
            yield Case(str(matter.pk), matter.on, matter.on, (("what", matter.text),))


def _need(rule: Rule, look: Looking) -> Iterator[Found]:
    for matter in look.facts.matters.get(look.initiative.pk, []):
        if matter.sort == "need" and (look.today - matter.on).days > rule.limit:
            since = matter.on + timedelta(days=rule.limit) + DAY
            yield Case(str(matter.pk), since, since, (("what", matter.text), ("asked_on", matter.on)))


_JUDGES: Mapping[str, Callable[[Rule, Looking], Iterator[Found]]] = {
    "light": _light,
    "update": _update,
    "milestone": _milestone,
    "milestone_moves": _milestone_moves,
    "money": _money,
    "result": _result,
    "commitment": _commitment,
    "funding": _funding,
    "seed": _seed,
    "seed_day": _seed_day,
    "risk": _risk,
    "need": _need,
}
