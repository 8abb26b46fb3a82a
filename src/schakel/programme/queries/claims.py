# SPDX-License-Identifier: EUPL-1.2
"""Claims with their statements: what was promised, expected, realised and verified, with every version.

Nothing is added up here; ``claim_sums`` does. A statement that was corrected no longer counts, neither does
one that was withdrawn (corrected by a statement without an amount). At the steps that report what is there
(realised, verified), somebody who speaks again in a later year replaces their own earlier statement; all
others stay side by side as versions. A promise is never replaced by a later promise.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from schakel.programme.models import (
    Claim,
    ClaimKind,
    ClaimStatement,
    ClaimStep,
    InitiativeKind,
    InitiativeRelation,
)

STEPS: tuple[str, ...] = (
    ClaimStep.PROMISED.value,
    ClaimStep.EXPECTED.value,
    ClaimStep.REALISED.value,
    ClaimStep.VERIFIED.value,
)
REPORTING_STEPS = frozenset({ClaimStep.REALISED, ClaimStep.VERIFIED})
YEARS_TO_COME_BACK = 2
MOST_KEYS = 500
NOT_FOR_BRANDS = frozenset({ClaimKind.JOBS, ClaimKind.FIRMS})
CURRENT = Q(corrected_by__isnull=True) & (Q(corrects__isnull=True) | Q(amount__isnull=False))
"""The statements that count: not corrected, and not themselves a withdrawal."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it was made; ``corrects_id`` names the one of which it corrects a typing error."""

    id: int
    claim_id: int
    step: str
    amount: Decimal | None
    on: date
    only_year: bool
    stated_by: str
    method: str
    source: str
    evidence_id: int | None
    evidence_url: str
    note: str
    corrects_id: int | None
    invented: bool

    @property
    def has_evidence(self) -> bool:
        """Whether there is a file or an address to look at."""
        return self.evidence_id is not None or bool(self.evidence_url)

    @property
    def is_withdrawal(self) -> bool:
        """Whether it takes an earlier statement back."""
        return self.corrects_id is not None and self.amount is None


@dataclass(frozen=True, slots=True)
class StepState:
    """What is said at one step: the versions that stand, and those their own speakers replaced.

    ``amounts`` are the different known amounts of the versions, lowest first.
    """

    step: str
    versions: tuple[Statement, ...] = ()
    earlier: tuple[Statement, ...] = ()
    amounts: tuple[Decimal, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Find the amounts once, since sums over many claims ask for them again and again."""
        found = {v.amount for v in self.versions if v.amount is not None}
        object.__setattr__(self, "amounts", tuple(sorted(found)))

    @property
    def low(self) -> Decimal | None:
        """The lowest version; None when no amount is known."""
        return self.amounts[0] if self.amounts else None

    @property
    def high(self) -> Decimal | None:
        """The highest version; None when no amount is known."""
        return self.amounts[-1] if self.amounts else None

    @property
    def is_contested(self) -> bool:
        """Whether versions differ."""
        return len(self.amounts) > 1

    @property
    def newest(self) -> Statement | None:
        """The version that was said last."""
        return max(self.versions, key=lambda v: (v.on, v.id), default=None)


@dataclass(frozen=True, slots=True)
class ClaimState:
    """A claim with its four steps, in the order of ``STEPS``; ``invented``: it or what is said about it."""

    id: int
    code: str
    title: str
    kind: str
    unit: str
    level: str
    place: str
    goal: str
    investor: str
    initiative: str
    initiative_name: str
    initiative_kind: str
    relation: str
    lines: tuple[str, ...]
    programme: str
    programme_name: str
    claimed_by: str
    claimed_by_name: str
    same_as: int | None
    invented: bool
    steps: tuple[StepState, ...]
    is_invented_itself: bool = False

    def at(self, step: str) -> StepState:
        """Return one of the four steps."""
        return self.steps[STEPS.index(step)]

    @property
    def reached(self) -> str:
        """The furthest step at which something is said; empty when nothing is."""
        return next((s.step for s in reversed(self.steps) if s.versions), "")

    @property
    def is_own(self) -> bool:
        """Whether it may count as a result here: those of external initiatives are only shown."""
        return self.relation != InitiativeRelation.EXTERNAL

    @property
    def is_of_brand(self) -> bool:
        """Whether it is a number of jobs or firms hung on a brand or campaign."""
        return self.initiative_kind == InitiativeKind.BRAND and self.kind in NOT_FOR_BRANDS

    @property
    def is_contested(self) -> bool:
        """Whether the versions differ at any step."""
        return any(s.is_contested for s in self.steps)

    @property
    def promise(self) -> Statement | None:
        """The first promise, or the first expectation where no promise is known."""
        for step in self.steps[:2]:
            if step.versions:
                return min(step.versions, key=lambda v: (v.on, v.id))
        return None

    @property
    def promised_on(self) -> date | None:
        """The date of the first promise or expectation."""
        return self.promise.on if self.promise else None

    @property
    def came_back(self) -> bool:
        """Whether something was said afterwards about what it became."""
        return any(s.versions for s in self.steps[2:])

    def days_since_promise(self, today: date) -> int | None:
        """Return the age of the promise in days; None without a promise."""
        return None if self.promised_on is None else (today - self.promised_on).days

    def never_came_back(self, today: date) -> bool:
        """Say whether the promise is older than two years and nobody said what it became."""
        return (
            not self.came_back
            and self.promised_on is not None
            and self.promised_on < years_before(today, YEARS_TO_COME_BACK)
        )


def years_before(today: date, years: int) -> date:
    """Return the same day some years earlier; 29 February becomes 28 February."""
    day = min(today.day, 28) if today.month == 2 else today.day
    return date(today.year - years, today.month, day)


def claim_states(claims: QuerySet[Claim]) -> tuple[ClaimState, ...]:
    """Return claims with their statements in two queries, in the order of the queryset."""
    rows = _tied_again(list(claims.values_list(*_CLAIM_FIELDS)))
    if len(rows) > MOST_KEYS and not claims.query.is_sliced:
        wanted = Q(claim__in=claims.order_by().values("pk"))
    else:
        wanted = Q(claim__in=[row[0] for row in rows])
    said = defaultdict(list)
    for statement in statements_of(ClaimStatement.objects.filter(CURRENT).filter(wanted)):
        said[statement.claim_id].append(statement)
    return tuple(_state(row, said.get(row[0], [])) for row in rows)


def _tied_again(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Let a claim that is the same as one left out here point at the next one of that chain.

    Else two claims of one result, of which the one between them was filtered out, would count twice.
    """
    here, at = {row[0] for row in rows}, _CLAIM_FIELDS.index("same_as")
    if all(row[at] is None or row[at] in here for row in rows):
        return rows
    points_at = dict(Claim.objects.filter(same_as__isnull=False).values_list("pk", "same_as"))
    return [(*row[:at], _first_of(row[at], points_at, here), *row[at + 1 :]) for row in rows]


def _first_of(claim: int | None, points_at: Mapping[int, int | None], here: set[int]) -> int | None:
    """Return the first claim of a chain that is here, else the last of the chain."""
    seen: set[int] = set()
    while claim is not None and claim not in here and claim not in seen:
        seen.add(claim)
        further = points_at.get(claim)
        if further is None:
            return claim
        claim = further
    return claim


def few_claim_states(claims: QuerySet[Claim]) -> tuple[ClaimState, ...]:
    """Return a handful of claims with their statements in one query, in the order of the queryset."""
    columns = (*_CLAIM_FIELDS, *(f"statements__{name}" for name in _STATEMENT_FIELDS))
    n = len(_CLAIM_FIELDS)
    of_claim: dict[int, tuple[Any, ...]] = {}
    said: dict[int, list[Statement]] = defaultdict(list)
    for row in claims.values_list(*columns):
        of_claim[row[0]] = row[:n]
        if row[n] is not None:
            said[row[0]].append(Statement(*row[n:]))
    return tuple(_state(row, counting(said[pk])) for pk, row in of_claim.items())


def counting(said: Iterable[Statement]) -> list[Statement]:
    """Return the statements that count, oldest first: the rule of ``CURRENT`` on what was read already."""
    everything = sorted(said, key=lambda s: (s.on, s.id))
    replaced = {s.corrects_id for s in everything}
    return [s for s in everything if s.id not in replaced and not s.is_withdrawal]


def claims_with_names() -> QuerySet[Claim]:
    """Return all claims with what their names need, and ``reached`` (1 to 4, 0 for nothing said)."""
    return Claim.objects.select_related(*_NAMED).annotate(reached=_reached())


def listed_claims() -> QuerySet[Claim]:
    """Return all claims for a list: with what :func:`state_of_claim` needs; ``reached`` only to choose by."""
    current = ClaimStatement.objects.filter(CURRENT).order_by("on", "pk")
    found = Claim.objects.select_related(*_NAMED).alias(reached=_reached())
    return found.prefetch_related(Prefetch("statements", current))


def state_of_claim(claim: Claim) -> ClaimState:
    """Return the state of a claim out of :func:`listed_claims`."""
    said = [Statement(*(getattr(s, name) for name in _STATEMENT_FIELDS)) for s in claim.statements.all()]
    return _state(tuple(_found(claim, field) for field in _CLAIM_FIELDS), said)


def _found(claim: Claim, field: str) -> Any:
    """Return a field, also of what the claim points at; ``None`` where it points at nothing."""
    name, _, further = field.partition("__")
    if name == "same_as":
        return claim.same_as_id
    value = getattr(claim, name)
    return getattr(value, further) if further and value is not None else value


def _reached() -> Case:
    return Case(
        *(
            When(pk__in=ClaimStatement.objects.filter(CURRENT, step=step).values("claim"), then=Value(k))
            for k, step in reversed(list(enumerate(STEPS, start=1)))
        ),
        default=Value(0),
        output_field=IntegerField(),
    )


def statements_of(rows: QuerySet[ClaimStatement]) -> list[Statement]:
    """Return statements as plain data, oldest first."""
    return [Statement(*values) for values in rows.order_by("on", "pk").values_list(*_STATEMENT_FIELDS)]


def all_statements(claim: Claim) -> list[Statement]:
    """Return everything that was ever said about a claim, also what was corrected or withdrawn."""
    return statements_of(ClaimStatement.objects.filter(claim=claim))


def sort_into_steps(statements: Iterable[Statement]) -> tuple[StepState, ...]:
    """Return the four steps with their versions, whatever the order of the statements."""
    by_step: dict[str, list[Statement]] = {}
    for statement in sorted(statements, key=lambda s: (s.on, s.id)):
        by_step.setdefault(statement.step, []).append(statement)
    return tuple(_step(step, tuple(by_step[step])) if step in by_step else _NOTHING[step] for step in STEPS)


def _step(step: str, said: tuple[Statement, ...]) -> StepState:
    if step not in REPORTING_STEPS or len(said) == 1:
        return StepState(step, said)
    newest: dict[str, int] = {}
    for s in said:
        speaker = _speaker(s)
        if s.amount is not None and speaker:
            newest[speaker] = max(newest.get(speaker, 0), s.on.year)
    earlier = tuple(s for s in said if s.on.year < newest.get(_speaker(s), 0))
    return StepState(step, tuple(s for s in said if s not in earlier), earlier)


def _speaker(statement: Statement) -> str:
    return (statement.stated_by or statement.source).strip().casefold()


_NAMED = ("initiative", "programme", "claimed_by")
_STATEMENT_FIELDS = tuple(Statement.__dataclass_fields__)
_NOTHING = {step: StepState(step) for step in STEPS}
_CLAIM_FIELDS = (
    "pk",
    "code",
    "title",
    "kind",
    "unit",
    "level",
    "place",
    "goal",
    "investor",
    "initiative__code",
    "initiative__name",
    "initiative__kind",
    "initiative__relation",
    "initiative__lines",
    "programme__code",
    "programme__name",
    "claimed_by__code",
    "claimed_by__name",
    "same_as",
    "invented",
)
"""In the order of the fields of ClaimState; what is not filled in is empty there."""
_NAMES = tuple(
    name for name in ClaimState.__dataclass_fields__ if name not in ("steps", "is_invented_itself")
)


def _state(row: tuple[Any, ...], said: list[Statement]) -> ClaimState:
    named: dict[str, Any] = dict(zip(_NAMES, row, strict=True))
    for name in _NAMES:
        if named[name] is None and name != "same_as":
            named[name] = ""
    named["lines"] = tuple(named["lines"])
    itself = named["invented"]
    named["invented"] = itself or any(s.invented for s in said)
    return ClaimState(**named, steps=sort_into_steps(said), is_invented_itself=itself)
