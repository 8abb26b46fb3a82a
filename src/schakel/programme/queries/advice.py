# SPDX-License-Identifier: EUPL-1.2
"""Advice for each running initiative by the rules of ``portfolio_rules``: people decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schakel.programme import portfolio_rules as rules
from schakel.programme.models import Continuity, Stage
from schakel.programme.portfolio_rules import AdviceRule, Wanted
from schakel.programme.queries.alarms import Alarms, find_doubles
from schakel.programme.queries.months import months_later
from schakel.programme.queries.portfolio import PortfolioRow

Facts = Mapping[str, bool | None]
"""What is known of an initiative; ``None`` is not known."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A piece of advice with the conditions that fired, those for and against, and what is not known.

    ``others`` are the codes of the initiatives to merge with. The conditions are keys of
    ``portfolio_rules.CONDITION_WORDS``.
    """

    id: str
    code: str
    name: str
    because: tuple[Wanted, ...]
    pro: tuple[Wanted, ...]
    con: tuple[Wanted, ...]
    unknown: tuple[str, ...]
    others: tuple[str, ...] = ()


def advise(
    rows: Sequence[PortfolioRow],
    alarms: Alarms,
    *,
    weak: frozenset[str],
    unmeasured: frozenset[str],
    today: date,
) -> tuple[Advice, ...]:
    """Return every piece of advice, by initiative.

    Parameters
    ----------
    weak
        The elements that are a possible weakest link.
    unmeasured
        The elements that nobody measures: whether they are weak is not known.
    """
    doubles = find_doubles(rows)
    fired: dict[str, set[str]] = {}
    unjudged: dict[str, set[str]] = {}
    for alarm in alarms.fired:
        fired.setdefault(alarm.code, set()).add(alarm.rule)
    for case in alarms.unjudged:
        unjudged.setdefault(case.code, set()).add(case.rule)
    found: list[Advice] = []
    for row in rows:
        if row.is_running:
            others = doubles.get(row.code, [])
            alarm_facts = _alarm_facts(fired.get(row.code, set()), unjudged.get(row.code, set()))
            facts = _facts(row, others, weak, unmeasured, today) | alarm_facts
            found += _of_one(row, facts, tuple(o.code for o in others))
    return tuple(found)


def _of_one(row: PortfolioRow, facts: dict[str, bool | None], others: tuple[str, ...]) -> list[Advice]:
    found: list[Advice] = []
    for rule in rules.ADVICE:
        if rule.id == "keep" and found:
            continue
        because = _fired(rule, facts)
        if because:
            merging = others if rule.id == "merge" else ()
            asked = (*rule.pro, *rule.con, *rule.one_of)
            unknown = dict.fromkeys(name for name, _ in asked if facts.get(name) is None)
            found.append(
                Advice(
                    rule.id,
                    row.code,
                    row.name,
                    because,
                    _holding(rule.pro, facts),
                    _holding(rule.con, facts),
                    tuple(name for name in unknown if name in rules.FACT_WORDS),
                    merging,
                )
            )
    return found


def _fired(rule: AdviceRule, facts: Facts) -> tuple[Wanted, ...]:
    """Return the conditions that make the advice; none where one is missing or not known."""
    needs, one_of = _holding(rule.needs, facts), _holding(rule.one_of, facts)
    if len(needs) < len(rule.needs) or (rule.one_of and not one_of):
        return ()
    return (*needs, *one_of)


def _holding(conditions: tuple[Wanted, ...], facts: Facts) -> tuple[Wanted, ...]:
    return tuple((name, wanted) for name, wanted in conditions if facts.get(name) is wanted)


def _alarm_facts(fired: set[str], unjudged: set[str]) -> dict[str, bool | None]:
    """Return what the alarms already found out."""
    of_rule = {
        "is_stuck": "red_twice",
        "is_overdue": "overdue_quartermaster",
        "is_too_long_in_stage": "too_long_in_stage",
    }
    return {fact: None if rule in unjudged else rule in fired for fact, rule in of_rule.items()}


def _facts(
    row: PortfolioRow,
    others: list[PortfolioRow],
    weak: frozenset[str],
    unmeasured: frozenset[str],
    today: date,
) -> dict[str, bool | None]:
    elements = set(row.elements)
    strengthens: bool | None = bool(elements & weak)
    if not strengthens and (not elements or elements & unmeasured or not weak):
        strengthens = None
    carried = {Continuity.UNKNOWN: None, Continuity.ARRANGED: True}.get(Continuity(row.continuity), False)
    knows_firms = bool(row.target_groups or row.shares_target_group_with) or row.kind not in rules.HUBS
    owners = {o.owner for o in others}
    return {
        "is_running": True,
        "is_grown": row.stage in rules.GROWN,
        "can_grow": row.stage in (Stage.GERMINATING, Stage.GROWING),
        "has_evidence": row.evidence in rules.SHOWN,
        "has_mass": None if row.n_partners is None else row.n_partners >= rules.FEWEST_PARTNERS,
        "is_embedded": _embedded(row),
        "money_ends_soon": _ends_soon(row, today),
        "strengthens_weak": strengthens,
        "names_element": bool(elements),
        "names_cause": any(named for _, named in row.ties) if row.ties else None,
        "is_carried": True if row.money.is_structural else carried,
        "has_owner": bool(row.owner) or row.has_accountable,
        "is_young": _young(row, today),
        "has_double": bool(others) or (False if knows_firms else None),
        "same_owner": (row.owner in owners) if row.owner and others else None,
        "same_lines": any(set(row.lines) & set(o.lines) for o in others) if others and row.lines else None,
    }


def _embedded(row: PortfolioRow) -> bool | None:
    """Say whether most answered questions of the checklist are yes; unknown where none is answered."""
    yes, partly, no, _ = row.embedding
    answered = yes + partly + no
    return None if not answered else 2 * yes + partly > answered


def _ends_soon(row: PortfolioRow, today: date) -> bool | None:
    if row.money.is_structural:
        return False
    return None if row.money.until is None else row.money.until < months_later(today, rules.CLIFF_MONTHS)


def _young(row: PortfolioRow, today: date) -> bool | None:
    """Say whether it started less than a year ago; unknown where only its year is known and it matters."""
    start = row.started_on
    if start is None and row.started_year:
        if today.year - row.started_year <= 1:
            return None
        start = date(row.started_year, 12, 31)
    return None if start is None else months_later(start, rules.YOUNG_MONTHS) > today
