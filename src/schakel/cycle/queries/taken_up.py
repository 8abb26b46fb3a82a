# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody took up what asks for attention: a deviation, or an item that waits for a meeting.

A deviation by a rule answers what was known when it was noted, of that rule and of lighter ones about the
same thing. What began later, or what got worse since, is not answered by it. A settled one answers what is
still the same for a while. An agenda item answers until it was handled.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, DateField, F, Q, Value
from django.utils import timezone

from schakel.cycle.escalation_rules import SETTLED_DAYS, Rule, find_rule, is_at_least_as_grave
from schakel.cycle.models import DeviationState, ItemState, SourceKind
from schakel.cycle.queries.deviations import visible_deviations
from schakel.cycle.sight import Sight, visible_items
from schakel.koers.failures import Failure

DEVIATION, ITEM = "deviation", "item"
WAITING = (ItemState.BACKLOG, ItemState.SCHEDULED)
ANSWERING = (SourceKind.INITIATIVE, SourceKind.ALARM, SourceKind.NEED, SourceKind.CLAIM)


@dataclass(frozen=True, slots=True)
class Mark:
    """A deviation or an agenda item that may answer what asks for attention.

    ``on`` is the code of the initiative of a deviation, or the key of what an item comes from; ``rule`` the
    rule of a deviation, or the kind of source of an item.
    """

    what: str
    pk: int
    on: str
    rule: str
    kind: str
    state: str
    title: str
    settled_on: date | None
    noted_at: datetime

    @property
    def noted_on(self) -> date:
        """The day on which it was noted."""
        return timezone.localdate(self.noted_at)


@dataclass(frozen=True, slots=True)
class Asking:
    """What asks: a rule about an initiative, one thing (``key``), since when, and its newest news."""

    rule: Rule
    initiative: str
    kind: str
    key: str
    since: date
    last_on: date


class Marks:
    """The marks of every initiative, found by what they are about."""

    def __init__(self, marks: Iterable[Mark], today: date) -> None:
        self._today = today
        self._on: dict[tuple[str, str], list[Mark]] = defaultdict(list)
        for mark in marks:
            self._on[mark.what if mark.what == DEVIATION else mark.rule, mark.on].append(mark)

    def that_answer(self, asking: Asking) -> tuple[Mark, ...]:
        """Return the marks that answer what asks."""
        rule, code = asking.rule, asking.initiative
        found = [m for m in self._on[DEVIATION, code] if self._deviation_answers(m, asking)]
        keys = [(SourceKind.INITIATIVE, code), *((SourceKind.ALARM, f"{a}:{code}") for a in rule.alarms)]
        if rule.looks_at == "need":
            keys.append((SourceKind.NEED, asking.key))
        if rule.looks_at == "result":
            keys.append((SourceKind.CLAIM, asking.key))
        items = [mark for key in keys for mark in self._on[key]]
        return tuple([*found, *(m for m in items if asking.since <= m.noted_on)])

    def _deviation_answers(self, mark: Mark, asking: Asking) -> bool:
        if mark.kind != asking.kind or not _is_about(mark.rule, asking.rule):
            return False
        if asking.since > mark.noted_on:
            return False
        if mark.settled_on is None:
            return True
        is_same = asking.last_on <= mark.settled_on
        return is_same and self._today <= mark.settled_on + timedelta(days=SETTLED_DAYS)


def _is_about(rule_id: str, asked: Rule) -> bool:
    """Say whether a deviation by a rule answers another; a rule that no longer exists answers itself only."""
    try:
        return is_at_least_as_grave(find_rule(rule_id), asked)
    except Failure:
        return False


def read_marks(sight: Sight, own: Collection[str], today: date) -> Marks:
    """Read every mark that the reader may see, in one query."""
    newest_settled = today - timedelta(days=SETTLED_DAYS)
    deviations = visible_deviations(sight, own).filter(
        Q(settled_on__isnull=True) | Q(settled_on__gte=newest_settled)
    )
    items = visible_items(sight).filter(state__in=WAITING, source_kind__in=ANSWERING)
    rows = _columns(
        deviations,
        DEVIATION,
        on=F("initiative__code"),
        rule_=F("rule"),
        kind_=F("kind"),
        title_=F("what"),
        settled=F("settled_on"),
    ).union(
        _columns(
            items,
            ITEM,
            on=F("source_key"),
            rule_=F("source_kind"),
            kind_=Value("", CharField()),
            title_=F("title"),
            settled=Value(None, DateField()),
        ),
        all=True,
    )
    return Marks([Mark(*row) for row in rows], today)


def _columns(found: Any, what: str, **named: Any) -> Any:
    told: Mapping[str, Any] = {"what_": Value(what, CharField()), **named}
    return (
        found.order_by()
        .annotate(**told)
        .values_list("what_", "pk", "on", "rule_", "kind_", "state", "title_", "settled", "created_at")
    )


def is_open(mark: Mark) -> bool:
    """Say whether a mark still waits: an item, or a deviation that is not settled."""
    return mark.what == ITEM or mark.state != DeviationState.SETTLED
