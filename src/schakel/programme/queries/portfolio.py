# SPDX-License-Identifier: EUPL-1.2
"""The portfolio: every initiative that is not external, with what alarms and advice are judged on.

One pass: each table is read once for all initiatives. ``None`` is unknown, never zero: an initiative
without a registered participation has an unknown number of partners, one whose partners all left has none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Q

from schakel.programme.models import (
    ActivityStatus,
    EmbeddingAnswer,
    Funding,
    Initiative,
    InitiativeLink,
    InitiativeRelation,
    Lesson,
    Light,
    LinkKind,
    Participation,
    ProgressUpdate,
    Raci,
    Responsibility,
    Stage,
    StageChange,
    Strengthening,
)
from schakel.programme.queries.effort import MoneyByLine, read_money_by_line
from schakel.programme.queries.evidence_level import evidence_levels
from schakel.programme.queries.spans import whole_months
from schakel.programme.transitions import ENDED, RUNNING

Item = TypeVar("Item")
LIGHTS = ("quality", "time", "money")


@dataclass(frozen=True, slots=True)
class Running:
    """Until when it is paid for. ``is_known`` is false where a funding without an end is not structural."""

    is_known: bool
    until: date | None
    first: date | None
    is_structural: bool


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """An initiative in the portfolio.

    Attributes
    ----------
    stage_since
        The day on which it came into its stage; extending a preparation does not start it anew.
    helix
        The number of partners of each strand, as (code, number).
    embedding
        The number of yes, partly, no and unknown answers of the embedding checklist.
    evidence
        A level of ``queries.evidence_level``.
    last_lights
        For the two newest updates, newest first: the day and which lights were red.
    ties
        What it or its activities strengthen, as (element, whether a cause is named).
    shares_target_group_with
        Codes of initiatives with which a shared target group is registered.
    """

    id: int
    code: str
    name: str
    kind: str
    relation: str
    stage: str
    invented: bool
    place: str
    lines: tuple[str, ...]
    target_groups: tuple[str, ...]
    owner: str
    has_accountable: bool
    started_on: date | None
    started_year: int | None
    ended_year: int | None
    exit_on: date | None
    continuity: str
    stage_since: date | None
    n_partners: int | None
    helix: tuple[tuple[str, int], ...]
    granted_eur: Decimal | None
    spent_eur: Decimal | None
    money: Running
    embedding: tuple[int, int, int, int]
    evidence: str
    last_lights: tuple[tuple[date, tuple[str, ...]], ...]
    ties: tuple[tuple[str, bool], ...]
    has_lesson: bool
    shares_target_group_with: tuple[str, ...]

    @property
    def is_running(self) -> bool:
        """Whether it is known to run."""
        return self.stage in RUNNING

    @property
    def has_ended(self) -> bool:
        """Whether it is known to have ended."""
        return self.stage in ENDED

    @property
    def may_run(self) -> bool:
        """Whether it runs, or nothing known says that it ended."""
        return self.is_running or (self.stage == Stage.UNKNOWN and self.ended_year is None)

    @property
    def elements(self) -> tuple[str, ...]:
        """The elements that it strengthens."""
        return tuple(dict.fromkeys(element for element, _ in self.ties))

    @property
    def earliest_start(self) -> date | None:
        """The day on which it started, or the first day of that year where only the year is known."""
        if self.started_on is not None:
            return self.started_on
        return date(self.started_year, 1, 1) if self.started_year else self.money.first

    def age_months(self, today: date) -> int | None:
        """Return how long ago it started; at most so long where only the year is known."""
        start = self.earliest_start
        return None if start is None else max(whole_months(start, today), 0)

    def months_in_stage(self, today: date) -> int | None:
        """Return how long it has been in its stage."""
        return None if self.stage_since is None else max(whole_months(self.stage_since, today), 0)

    def planned_months(self) -> int | None:
        """Return for how long it is planned: from its start until its money ends; at most so long."""
        start, end = self.earliest_start, self.money.until
        return None if start is None or end is None else max(whole_months(start, end), 0)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read for all initiatives, by their key."""

    fundings: Mapping[int, list[Funding]]
    changes: Mapping[int, list[StageChange]]
    partners: Mapping[int, Mapping[int, str]]
    granted: MoneyByLine
    spent: MoneyByLine
    embedding: Mapping[int, tuple[int, int, int, int]]
    evidence: Mapping[int, str]
    lights: Mapping[int, list[tuple[date, tuple[str, ...]]]]
    ties: Mapping[int, list[tuple[str, bool]]]
    with_lesson: set[int | None]
    shared: Mapping[str, set[str]]
    accountable: set[str]


def read_portfolio(*, today: date) -> tuple[PortfolioRow, ...]:
    """Read the portfolio by name, in sixteen queries whatever its size."""
    initiatives = list(
        Initiative.objects.exclude(relation=InitiativeRelation.EXTERNAL)
        .select_related("owner")
        .order_by("name", "pk")
    )
    granted, spent = read_money_by_line()
    read = _Read(
        fundings=_by_initiative(Funding.objects.order_by("pk")),
        changes=_by_initiative(StageChange.objects.order_by("on", "pk")),
        partners=_read_partners(today),
        granted=granted,
        spent=spent,
        embedding=_read_embedding(),
        evidence=evidence_levels(initiatives),
        lights=_read_lights(),
        ties=_read_ties(),
        with_lesson=set(Lesson.objects.exclude(text="").values_list("initiative_id", flat=True)),
        shared=_read_shared_target_groups(),
        accountable=_read_accountable(today),
    )
    return tuple(_row(initiative, read) for initiative in initiatives)


def _row(i: Initiative, read: _Read) -> PortfolioRow:
    changes = read.changes.get(i.pk, [])
    present = read.partners.get(i.pk)
    return PortfolioRow(
        id=i.pk,
        code=i.code,
        name=i.name,
        kind=i.kind,
        relation=i.relation,
        stage=i.stage,
        invented=i.invented,
        place=i.place,
        lines=tuple(i.lines),
        target_groups=tuple(i.target_groups),
        owner=i.owner.name if i.owner else "",
        has_accountable=i.code in read.accountable,
        started_on=i.started_on,
        started_year=i.started_year,
        ended_year=i.ended_on.year if i.ended_on is not None else i.ended_year,
        exit_on=i.exit_on,
        continuity=i.continuity,
        stage_since=_stage_since(i.stage, changes),
        n_partners=None if present is None else len(present),
        helix=tuple(sorted(Counter((present or {}).values()).items())),
        granted_eur=_total(read.granted.get(i.code)),
        spent_eur=_total(read.spent.get(i.code)),
        money=_running(read.fundings.get(i.pk, [])),
        embedding=read.embedding.get(i.pk, (0, 0, 0, 0)),
        evidence=read.evidence[i.pk],
        last_lights=tuple(read.lights.get(i.pk, ())),
        ties=tuple(read.ties.get(i.pk, ())),
        has_lesson=i.pk in read.with_lesson or any(c.lesson for c in changes),
        shares_target_group_with=tuple(sorted(read.shared.get(i.code, ()))),
    )


def _by_initiative(rows: Iterable[Item]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = defaultdict(list)
    for row in rows:
        found[row.initiative_id].append(row)  # type: ignore[attr-defined]
    return found


def _total(by_line: Mapping[str, Decimal] | None) -> Decimal | None:
    return sum(by_line.values(), Decimal(0)) if by_line else None


def _stage_since(stage: str, changes: list[StageChange]) -> date | None:
    """Return the first day of the last unbroken time in the stage; unknown where no step led to it."""
    since = None
    for change in reversed(changes):
        if change.to_stage != stage:
            break
        since = change.on
    return since


def _running(fundings: list[Funding]) -> Running:
    starts = [f.starts_on for f in fundings if f.starts_on is not None]
    first = min(starts, default=None)
    if any(f.is_structural and f.ends_on is None for f in fundings):
        return Running(True, None, first, True)
    ends = [f.ends_on for f in fundings if f.ends_on is not None]
    if not fundings or len(ends) < len(fundings):
        return Running(False, None, first, False)
    return Running(True, max(ends), first, False)


def _read_partners(today: date) -> dict[int, dict[int, str]]:
    """Return the partners of each initiative today with their strand."""
    present: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Participation.objects.order_by().values_list(
        "initiative_id", "partner_id", "partner__helix", "ends_on"
    )
    for initiative, partner, strand, ends_on in rows:
        here = present[initiative]
        if ends_on is None or ends_on >= today:
            here[partner] = strand
    return present


def _read_embedding() -> dict[int, tuple[int, int, int, int]]:
    answers: dict[int, Counter[str]] = defaultdict(Counter)
    for key, answer in EmbeddingAnswer.objects.order_by().values_list("initiative_id", "answer"):
        answers[key][answer] += 1
    return {k: (c["yes"], c["partly"], c["no"], c["unknown"]) for k, c in answers.items()}


def _read_lights() -> dict[int, list[tuple[date, tuple[str, ...]]]]:
    found: dict[int, list[tuple[date, tuple[str, ...]]]] = defaultdict(list)
    for key, on, *lights in ProgressUpdate.objects.order_by("-on", "-pk").values_list(
        "initiative_id", "on", *LIGHTS
    ):
        if len(found[key]) < 2:
            red = tuple(name for name, light in zip(LIGHTS, lights, strict=True) if light == Light.RED)
            found[key].append((on, red))
    return found


def _read_ties() -> dict[int, list[tuple[str, bool]]]:
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    rows = Strengthening.objects.order_by("element", "pk").values_list(
        "initiative_id", "activity__initiative_id", "activity__status", "element", "cause_id"
    )
    for own, of_activity, status, element, cause in rows:
        if status != ActivityStatus.CANCELLED and (own or of_activity):
            found[own or of_activity].append((element, cause is not None))
    return found


def _read_shared_target_groups() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    rows = InitiativeLink.objects.filter(kind=LinkKind.TARGET_GROUP).order_by()
    for first, second in rows.values_list("first__code", "second__code"):
        found[first].add(second)
        found[second].add(first)
    return found


def _read_accountable(today: date) -> set[str]:
    return set(
        Responsibility.objects.filter(
            Q(until__isnull=True) | Q(until__gte=today), subject="initiative", role=Raci.ACCOUNTABLE
        )
        .order_by()
        .values_list("subject_code", flat=True)
    )
