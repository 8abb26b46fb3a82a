# SPDX-License-Identifier: EUPL-1.2
"""Where each initiative stood at the start of a year and where it stands now."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Prefetch, Q, Subquery

from schakel.cycle.models import CycleYear, DecisionEffect, SourceKind
from schakel.cycle.queries.real_rows import rows_for
from schakel.cycle.sight import PUBLIC, visible_decisions
from schakel.programme.models import (
    Claim,
    Initiative,
    InitiativeRelation,
    Lesson,
    ProgressUpdate,
    Stage,
    StageChange,
)
from schakel.programme.queries.claim_sums import results
from schakel.programme.queries.claims import STEPS, ClaimState, claim_states
from schakel.programme.transitions import RUNNING

Lights = tuple[str, str, str]
OF_INITIATIVES = (
    DecisionEffect.START_INITIATIVE,
    DecisionEffect.CHANGE_INITIATIVE,
    DecisionEffect.CONSOLIDATE_INITIATIVE,
    DecisionEffect.STOP_INITIATIVE,
)


@dataclass(frozen=True, slots=True)
class InitiativeMoved:
    """An initiative then and now.

    Attributes
    ----------
    stage_before, stage
        On the day before the year began and now, or on its last day; "" where it was not there yet.
    lights_before, lights
        Quality, time and money by the last update until then and until now; ``None`` without one.
    n_promised, n_came_back, n_verified
        Results that were promised or expected; of those, how many somebody said what they became, and how
        many another verified.
    n_lessons
        Lessons that were written down about it in the year.
    decisions
        Numbers of the public decisions of the year about it.
    """

    code: str
    name: str
    invented: bool
    stage_before: str
    stage: str
    lights_before: Lights | None
    lights: Lights | None
    n_promised: int
    n_came_back: int
    n_verified: int
    n_lessons: int
    decisions: tuple[str, ...]


def initiatives_moved(cycle: CycleYear, today: date) -> tuple[InitiativeMoved, ...]:
    """Return the initiatives that a year was about, by name, in eight queries.

    Those of the collaboration and its partners that run, of which the stage is not known, or that took a
    step in the year; what had ended before it is left out.
    """
    until = min(today, cycle.ends_on)
    before = cycle.starts_on - timedelta(days=1)
    rows = list(_initiatives(cycle, until))
    keys = [row.pk for row in rows]
    first, last = _lights(keys, before), _lights(keys, until)
    claims = claim_states(rows_for(cycle, Claim.objects.filter(initiative__in=keys)).order_by("pk"))
    told = _results(claim for claim in claims if cycle.invented or not claim.invented)
    window = (cycle.starts_on, until)
    lessons = Counter(
        rows_for(cycle, Lesson.objects.filter(initiative__in=keys, on__range=window)).values_list(
            "initiative_id", flat=True
        )
    )
    decisions = _decisions(cycle, window)
    return tuple(
        InitiativeMoved(
            code=row.code,
            name=row.name,
            invented=row.invented,
            stage_before=stage_on(row, before),
            stage=stage_on(row, until),
            lights_before=first.get(row.pk),
            lights=last.get(row.pk),
            n_promised=told[row.code][0],
            n_came_back=told[row.code][1],
            n_verified=told[row.code][2],
            n_lessons=lessons[row.pk],
            decisions=tuple(decisions[row.code]),
        )
        for row in rows
    )


def _initiatives(cycle: CycleYear, until: date) -> Iterable[Initiative]:
    moved = StageChange.objects.filter(on__range=(cycle.starts_on, until)).values("initiative")
    over = Q(ended_year__lt=cycle.starts_on.year) | Q(ended_on__lt=cycle.starts_on)
    there = (Q(stage__in=(*RUNNING, Stage.UNKNOWN)) & ~over) | Q(pk__in=moved)
    steps = StageChange.objects.order_by("on", "pk")
    found = (
        rows_for(cycle, Initiative.objects.all()).exclude(relation=InitiativeRelation.EXTERNAL).filter(there)
    )
    return found.order_by("name", "pk").prefetch_related(Prefetch("stage_changes", steps))


def stage_on(initiative: Initiative, day: date) -> str:
    """Return the stage of an initiative on a day, from its steps in order; "" before it was there.

    Before the first recorded step it had the stage from which that step went, unless it only started then.
    """
    steps = sorted(initiative.stage_changes.all(), key=lambda s: (s.on, s.pk))
    past = [step for step in steps if step.on <= day]
    if past:
        return past[-1].to_stage
    if _starts_after(initiative, day):
        return ""
    return steps[0].from_stage if steps else initiative.stage


def _starts_after(initiative: Initiative, day: date) -> bool:
    if initiative.started_on is not None:
        return initiative.started_on > day
    return initiative.started_year is not None and initiative.started_year > day.year


def _lights(keys: Iterable[int], until: date) -> dict[int, Lights]:
    newest = ProgressUpdate.objects.filter(initiative=OuterRef("initiative"), on__lte=until)
    newest = newest.order_by("-on", "-pk")
    rows = ProgressUpdate.objects.filter(initiative__in=list(keys), pk=Subquery(newest.values("pk")[:1]))
    return {
        key: (quality, time, money)
        for key, quality, time, money in rows.values_list("initiative_id", "quality", "time", "money")
    }


def _results(claims: Iterable[ClaimState]) -> dict[str, tuple[int, int, int]]:
    """Return by initiative how many results were promised, came back and were verified."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for same in results(claims).values():
        steps = {s.step for c in same for s in c.steps if s.versions}
        if steps & {STEPS[0], STEPS[1]}:
            for code in dict.fromkeys(c.initiative for c in same):
                found[code][0] += 1
                found[code][1] += bool(steps & {STEPS[2], STEPS[3]})
                found[code][2] += STEPS[3] in steps
    told = {code: (n[0], n[1], n[2]) for code, n in found.items()}
    return defaultdict(lambda: (0, 0, 0), told)


def _decisions(cycle: CycleYear, window: tuple[date, date]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    about = Q(effect__in=OF_INITIATIVES) | Q(item__source_kind=SourceKind.INITIATIVE)
    rows = rows_for(cycle, visible_decisions(PUBLIC)).filter(about, on__range=window).order_by("number")
    for number, effect, on, kind, key in rows.values_list(
        "number", "effect", "effect_on", "item__source_kind", "item__source_key"
    ):
        codes = [on] if effect in OF_INITIATIVES else []
        codes += [key] if kind == SourceKind.INITIATIVE else []
        for code in dict.fromkeys(codes):
            found[code].append(number)
    return found
