# SPDX-License-Identifier: EUPL-1.2
"""What moved since a day: lights that changed, stages, results that were verified, an adopted diagnosis."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery

from schakel.cycle.models import DiagnosisAdoption
from schakel.cycle.sight import Sight, visible_decisions
from schakel.programme.models import ClaimStatement, ClaimStep, ProgressUpdate, StageChange
from schakel.programme.queries.claims import CURRENT

LIGHTS = ("quality", "time", "money")
WORSE = {"green": 0, "amber": 1, "red": 2}


@dataclass(frozen=True, slots=True)
class LightChange:
    """A light of an initiative that changed; ``before`` is empty when it is the first report."""

    code: str
    name: str
    light: str
    before: str
    now: str
    reason: str
    on: date
    invented: bool

    @property
    def is_worse(self) -> bool:
        """Whether it went from better to worse."""
        return bool(self.before) and WORSE[self.now] > WORSE[self.before]


@dataclass(frozen=True, slots=True)
class StageMove:
    """An initiative that went to another stage of its life."""

    code: str
    name: str
    before: str
    now: str
    on: date
    invented: bool


@dataclass(frozen=True, slots=True)
class VerifiedResult:
    """A result that an independent party or a public register confirmed; ``amount`` is what counts."""

    code: str
    title: str
    amount: Decimal | None
    unit: str
    on: date
    invented: bool


@dataclass(frozen=True, slots=True)
class AdoptedDiagnosis:
    """A diagnosis that the board adopted; ``number`` is that of the decision."""

    identity: str
    year: int
    on: date
    number: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved since a day, up to and with another; the newest of each kind first."""

    since: date
    until: date
    lights: tuple[LightChange, ...]
    stages: tuple[StageMove, ...]
    results: tuple[VerifiedResult, ...]
    diagnoses: tuple[AdoptedDiagnosis, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is registered moved."""
        return not (self.lights or self.stages or self.results or self.diagnoses)


def moved_since(since: date, until: date, sight: Sight) -> Moved:
    """Return what moved after a day, up to and with ``until``; six queries at most."""
    days = Q(on__gt=since, on__lte=until)
    return Moved(since, until, _lights(since, until), _stages(days), _results(days), _diagnoses(days, sight))


def _lights(since: date, until: date) -> tuple[LightChange, ...]:
    """Return for each initiative that reported the lights that differ from its last report before."""
    new = {u.initiative_id: u for u in _last_reports(until).filter(on__gt=since)}
    old = {u.initiative_id: u for u in _last_reports(since).filter(initiative__in=list(new))}
    found = [
        LightChange(
            code=update.initiative.code,
            name=update.initiative.name,
            light=light,
            before=str(getattr(before, light)) if before else "",
            now=str(getattr(update, light)),
            reason=str(getattr(update, f"{light}_reason")),
            on=update.on,
            invented=update.invented or update.initiative.invented,
        )
        for key, update in new.items()
        for before in (old.get(key),)
        for light in LIGHTS
        if _differs(before, update, light)
    ]
    return tuple(sorted(found, key=lambda c: (-WORSE[c.now], c.name, LIGHTS.index(c.light))))


def _last_reports(until: date) -> QuerySet[ProgressUpdate]:
    """Return the last report of each initiative up to a day."""
    rows = ProgressUpdate.objects.filter(initiative=OuterRef("initiative"), on__lte=until)
    last = rows.order_by("-on", "-pk").values("pk")[:1]
    return ProgressUpdate.objects.filter(pk=Subquery(last)).select_related("initiative")


def _differs(before: ProgressUpdate | None, now: ProgressUpdate, light: str) -> bool:
    if before is None:
        return str(getattr(now, light)) != "green"
    return str(getattr(before, light)) != str(getattr(now, light))


def _stages(days: Q) -> tuple[StageMove, ...]:
    rows = StageChange.objects.filter(days).select_related("initiative").order_by("-on", "-pk")
    return tuple(
        StageMove(c.initiative.code, c.initiative.name, str(c.from_stage), str(c.to_stage), c.on, c.invented)
        for c in rows
        if c.from_stage != c.to_stage
    )


def _results(days: Q) -> tuple[VerifiedResult, ...]:
    rows = ClaimStatement.objects.filter(days, CURRENT, step=ClaimStep.VERIFIED).select_related("claim")
    return tuple(
        VerifiedResult(
            s.claim.code, s.claim.title, s.amount, s.claim.unit, s.on, s.invented or s.claim.invented
        )
        for s in rows.order_by("-on", "-pk")
    )


def _diagnoses(days: Q, sight: Sight) -> tuple[AdoptedDiagnosis, ...]:
    rows = DiagnosisAdoption.objects.filter(days, decision__in=visible_decisions(sight))
    rows = rows.select_related("measurement", "decision").defer("measurement__archive").order_by("-on", "-pk")
    return tuple(
        AdoptedDiagnosis(a.measurement.identity, a.measurement.year, a.on, a.decision.number) for a in rows
    )
