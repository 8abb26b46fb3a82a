# SPDX-License-Identifier: EUPL-1.2
"""The alarms of the portfolio, judged by the rules of ``portfolio_rules``.

What is not known never sets off an alarm; it is said that the alarm cannot be judged and why. A share or
median over many initiatives is judged by its bounds: the alarm goes off only where it would whatever the
unknown ones turned out to be.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

from schakel.programme import portfolio_rules as rules
from schakel.programme.models import Continuity, Stage
from schakel.programme.queries.months import months_later
from schakel.programme.queries.portfolio import PortfolioRow

Detail = str | int | date | Decimal | Fraction
Details = tuple[tuple[str, Detail], ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm that goes off: for an initiative, or for the whole portfolio (``code`` is empty)."""

    rule: str
    code: str
    name: str
    details: Details = ()
    other: str = ""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """An alarm that cannot be judged; ``missing`` is a key of ``portfolio_rules.MISSING``."""

    rule: str
    code: str
    name: str
    missing: str


Verdict = Alarm | Unjudged | None


@dataclass(frozen=True, slots=True)
class Alarms:
    """What went off and what could not be judged, in the order of the rules."""

    fired: tuple[Alarm, ...]
    unjudged: tuple[Unjudged, ...]
    _of_one: dict[str, list[Alarm]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the alarms by initiative once, since a page asks for those of each."""
        for alarm in self.fired:
            self._of_one.setdefault(alarm.code, []).append(alarm)

    def of(self, code: str) -> tuple[Alarm, ...]:
        """Return the alarms of one initiative."""
        return tuple(self._of_one.get(code, ()))


def judge_alarms(rows: Sequence[PortfolioRow], *, today: date) -> Alarms:
    """Judge every alarm for the portfolio and for each initiative in it."""
    verdicts: list[Verdict] = [judge(rows) for judge in _PORTFOLIO]
    doubles = find_doubles(rows)
    for row in rows:
        verdicts += [Alarm(rule, row.code, row.name) for rule, holds in _WHATEVER_STAGE.items() if holds(row)]
        verdicts += [_for_one(rule, judge, row, today) for rule, judge in _RUNNING.items()]
        verdicts += _same_firms(row, doubles)
    found = [v for v in verdicts if v is not None]
    order = {rule.id: n for n, rule in enumerate(rules.ALARMS)}
    found.sort(key=lambda v: order[v.rule])
    return Alarms(
        tuple(v for v in found if isinstance(v, Alarm)), tuple(v for v in found if isinstance(v, Unjudged))
    )


def find_doubles(rows: Sequence[PortfolioRow]) -> dict[str, list[PortfolioRow]]:
    """Return for each structure the others that serve the same firms: a shared group, and place or line."""
    hubs = [r for r in rows if r.kind in rules.HUBS and r.is_running]
    found: dict[str, list[PortfolioRow]] = {}
    for n, first in enumerate(hubs):
        for second in hubs[n + 1 :]:
            if _shares_firms(first, second):
                found.setdefault(first.code, []).append(second)
                found.setdefault(second.code, []).append(first)
    return found


def _shares_firms(first: PortfolioRow, second: PortfolioRow) -> bool:
    same_group = bool(set(first.target_groups) & set(second.target_groups))
    same_group = same_group or second.code in first.shares_target_group_with
    same_place = bool(first.place) and first.place == second.place
    return same_group and (same_place or bool(set(first.lines) & set(second.lines)))


def _for_one(rule: str, judge: "Judge", row: PortfolioRow, today: date) -> Verdict:
    """Judge one rule that is about running initiatives; of an unknown stage nothing can be said."""
    if row.stage == Stage.UNKNOWN:
        return Unjudged(rule, row.code, row.name, "stage")
    if not row.is_running:
        return None
    verdict = judge(row, today)
    if verdict is None or isinstance(verdict, str):
        return Unjudged(rule, row.code, row.name, verdict) if verdict else None
    return Alarm(rule, row.code, row.name, verdict)


def _grant_ends(row: PortfolioRow, today: date) -> "Found":
    if row.money.is_structural or row.continuity == Continuity.ARRANGED:
        return None
    if row.money.until is None:
        return None if _not_carried(row) else "funding_end"
    if row.money.until >= months_later(today, rules.CLIFF_MONTHS):
        return None
    return "continuity" if row.continuity == Continuity.UNKNOWN else (("until", row.money.until),)


def _overdue_quartermaster(row: PortfolioRow, today: date) -> "Found":
    if row.stage != Stage.QUARTERMASTER or row.exit_on is None or row.exit_on >= today:
        return None
    return (("exit_on", row.exit_on),)


def _quartermaster_without_exit(row: PortfolioRow, today: date) -> "Found":
    return () if row.stage == Stage.QUARTERMASTER and row.exit_on is None else None


def _too_long_in_stage(row: PortfolioRow, today: date) -> "Found":
    limit = rules.MOST_MONTHS_IN_STAGE.get(row.stage)
    if limit is None:
        return None
    if row.stage_since is None:
        return "stage_since"
    if months_later(row.stage_since, limit) >= today:
        return None
    return (("since", row.stage_since), ("limit", limit))


def _too_short(row: PortfolioRow, today: date) -> "Found":
    if row.money.is_structural:
        return None
    months = row.planned_months()
    if months is None:
        return "planned_end"
    return (("value", months),) if months < rules.SHORTEST_MONTHS else None


def _red_twice(row: PortfolioRow, today: date) -> "Found":
    if len(row.last_lights) < 2:
        return "updates"
    (second, now_red), (first, then_red) = row.last_lights
    return (("first", first), ("second", second)) if now_red and then_red else None


def _no_owner(row: PortfolioRow, today: date) -> "Found":
    return None if row.owner or row.has_accountable else ()


def _no_evidence_growing(row: PortfolioRow, today: date) -> "Found":
    return () if row.stage in rules.GROWN and row.evidence not in rules.SHOWN else None


def _no_weak_link(row: PortfolioRow, today: date) -> "Found":
    return None if row.ties else ()


def _not_carried(row: PortfolioRow) -> bool:
    """Say whether it is known that nothing follows, where it is not known when its money ends."""
    has_end = row.money.is_structural or row.money.until is not None
    return row.may_run and not has_end and row.continuity in (Continuity.NONE, Continuity.PARTLY)


def _stopped_without_lesson(row: PortfolioRow) -> bool:
    return row.has_ended and not row.has_lesson


_WHATEVER_STAGE: dict[str, Callable[[PortfolioRow], bool]] = {
    "not_carried": _not_carried,
    "stopped_without_lesson": _stopped_without_lesson,
}
Found = Details | str | None
"""Details of an alarm, the key of what is missing, or nothing where all is well."""
Judge = Callable[[PortfolioRow, date], Found]
_RUNNING: dict[str, Judge] = {
    "grant_ends": _grant_ends,
    "overdue_quartermaster": _overdue_quartermaster,
    "quartermaster_without_exit": _quartermaster_without_exit,
    "too_long_in_stage": _too_long_in_stage,
    "too_short": _too_short,
    "red_twice": _red_twice,
    "no_owner": _no_owner,
    "no_evidence_growing": _no_evidence_growing,
    "no_weak_link": _no_weak_link,
}


def _same_firms(row: PortfolioRow, doubles: dict[str, list[PortfolioRow]]) -> Iterator[Verdict]:
    if row.kind not in rules.HUBS or row.has_ended:
        return
    if row.stage == Stage.UNKNOWN:
        yield Unjudged("same_firms", row.code, row.name, "stage")
        return
    for other in doubles.get(row.code, ()):
        yield Alarm("same_firms", row.code, row.name, (("other", other.name),), other.code)
    if row.code not in doubles and not row.target_groups and not row.shares_target_group_with:
        yield Unjudged("same_firms", row.code, row.name, "target_groups")


def _too_many_new(rows: Sequence[PortfolioRow]) -> Verdict:
    new = sum(r.stage in rules.NEW for r in rows)
    running = sum(r.is_running for r in rows)
    unknown = sum(r.stage == Stage.UNKNOWN for r in rows)
    if not running:
        return Unjudged("too_many_new", "", "", "stage" if unknown else "none_running")
    lowest, highest = Fraction(new, running + unknown), Fraction(new + unknown, running + unknown)
    limit = Fraction(rules.MOST_NEW_SHARE)
    if lowest > limit:
        details: Details = (("n", new), ("of", running), ("share", Fraction(new, running)))
        return Alarm("too_many_new", "", "", details)
    return Unjudged("too_many_new", "", "", "stage") if highest > limit else None


def _too_few_partners(rows: Sequence[PortfolioRow]) -> Verdict:
    limit = rules.FEWEST_PARTNERS
    return _median_alarm("too_few_partners", rows, lambda r: r.n_partners, limit, ("value", "partners"))


def _too_little_money(rows: Sequence[PortfolioRow]) -> Verdict:
    limit = rules.SMALLEST_GRANT_EUR
    return _median_alarm("too_little_money", rows, lambda r: r.granted_eur, limit, ("amount", "money"))


def _too_short_on_the_whole(rows: Sequence[PortfolioRow]) -> Verdict:
    """Judge for how long initiatives are planned; lasting money is long enough."""
    limit = rules.SHORTEST_MONTHS

    def months(row: PortfolioRow) -> int | None:
        return limit if row.money.is_structural else row.planned_months()

    return _median_alarm("too_short_on_the_whole", rows, months, limit, ("value", "planned_end"))


def _median_alarm(
    rule: str,
    rows: Sequence[PortfolioRow],
    value: Callable[[PortfolioRow], int | Decimal | None],
    limit: int | Decimal,
    words: tuple[str, str],
) -> Verdict:
    """Judge a median over what runs; what is not known must not be able to change the verdict.

    An initiative of unknown stage may run, so it counts as an unknown value. ``words`` are the name of
    the detail and of what is missing.
    """
    running = [value(r) for r in rows if r.is_running]
    n_unknown_stage = sum(r.stage == Stage.UNKNOWN for r in rows)
    if not running:
        return Unjudged(rule, "", "", "stage" if n_unknown_stage else "none_running")
    known = [Decimal(v) for v in running if v is not None]
    unknown = len(running) - len(known) + n_unknown_stage
    highest = median([*known, *[Decimal(limit) * 2] * unknown])
    lowest = median([*known, *[Decimal(0)] * unknown])
    if highest < limit:
        return Alarm(rule, "", "", ((words[0], highest),))
    if lowest >= limit:
        return None
    return Unjudged(rule, "", "", words[1] if len(known) < len(running) else "stage")


_PORTFOLIO: tuple[Callable[[Sequence[PortfolioRow]], Verdict], ...] = (
    _too_many_new,
    _too_few_partners,
    _too_little_money,
    _too_short_on_the_whole,
)
