# SPDX-License-Identifier: EUPL-1.2
"""Who sent an update and who did not, how partners keep up, and what leads need."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import (
    CharField,
    Count,
    Max,
    Min,
    OuterRef,
    QuerySet,
    SmallIntegerField,
    Subquery,
    Value,
)

from schakel.programme.models import (
    Initiative,
    InitiativeRelation,
    Need,
    ProgressUpdate,
    Reminder,
    Risk,
    UpdateRound,
)
from schakel.programme.transitions import RUNNING

AnswerState = Literal["sent", "late", "waiting", "overdue"]
ROUNDS_THAT_COUNT = 4


@dataclass(frozen=True, slots=True)
class RoundLine:
    """An initiative in a round: whether and when its update came, and how often it was reminded.

    ``days_late`` is positive when the update came, or still has to come, after the due day.
    """

    initiative: Initiative
    state: AnswerState
    sent_on: date | None
    days_late: int
    n_reminders: int
    reminded_on: date | None
    lights: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How a partner kept up over the last rounds: updates asked, sent, sent in time.

    Shares are ``None`` when nothing was asked yet.
    """

    partner_code: str
    partner_name: str
    n_asked: int
    n_sent: int
    n_in_time: int

    @property
    def sent_share(self) -> float | None:
        """The share of what was asked that came (0 to 1)."""
        return self.n_sent / self.n_asked if self.n_asked else None

    @property
    def in_time_share(self) -> float | None:
        """The share of what was asked that came in time (0 to 1)."""
        return self.n_in_time / self.n_asked if self.n_asked else None


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """A risk that is not closed, or a need that is not met; ``sort`` is "risk" or "need".

    ``likelihood``, ``effect`` (1 to 3), ``measure`` are of a risk; ``asked_of``, ``asked_on`` of a need.
    """

    sort: str
    pk: int
    text: str
    likelihood: int
    effect: int
    measure: str
    asked_of: str | None
    asked_on: date | None


def asked_initiatives() -> QuerySet[Initiative]:
    """Return the initiatives that report: running, and of the collaboration or its partners.

    ``first_step`` is the day on which the first stage of each was recorded, or ``None``.
    """
    return (
        Initiative.objects.filter(stage__in=RUNNING)
        .exclude(relation=InitiativeRelation.EXTERNAL)
        .select_related("owner")
        .annotate(first_step=Min("stage_changes__on"))
        .order_by("name", "pk")
    )


def newest_round(today: date) -> UpdateRound | None:
    """Return the round that is open, or else the last one that was."""
    return UpdateRound.objects.filter(opens_on__lte=today).order_by("-opens_on", "-pk").first()


def round_lines(update_round: UpdateRound, today: date) -> tuple[RoundLine, ...]:
    """Return every initiative of a round, the latest first.

    An update counts for a round when it names it; the first one of an initiative decides whether it
    was in time, the last one gives the lights. What began after the round was due was not asked.
    """
    updates: dict[int, list[ProgressUpdate]] = {}
    for update in ProgressUpdate.objects.filter(round=update_round).order_by("on", "pk"):
        updates.setdefault(update.initiative_id, []).append(update)
    reminders = {
        row["initiative"]: (row["n"], row["last"])
        for row in Reminder.objects.filter(round=update_round)
        .values("initiative")
        .annotate(n=Count("pk"), last=Max("on"))
    }
    lines = [
        _round_line(i, updates.get(i.pk, []), reminders.get(i.pk, (0, None)), update_round.due_on, today)
        for i in asked_initiatives()
        if i.pk in updates or _was_asked(i, update_round)
    ]
    order = {"overdue": 0, "waiting": 1, "late": 2, "sent": 3}
    return tuple(sorted(lines, key=lambda line: (order[line.state], line.initiative.name)))


def _was_asked(initiative: Initiative, update_round: UpdateRound) -> bool:
    """Say whether a round asked an initiative; an invented round asks nobody real."""
    if update_round.invented and not initiative.invented:
        return False
    first_step: date | None = getattr(initiative, "first_step", None)
    return first_step is None or first_step <= update_round.due_on


def _round_line(
    initiative: Initiative,
    updates: list[ProgressUpdate],
    reminded: tuple[int, date | None],
    due_on: date,
    today: date,
) -> RoundLine:
    sent_on = updates[0].on if updates else None
    days_late = ((sent_on or today) - due_on).days
    state: AnswerState = (
        ("late" if days_late > 0 else "sent") if updates else ("overdue" if days_late > 0 else "waiting")
    )
    last = updates[-1] if updates else None
    return RoundLine(
        initiative,
        state,
        sent_on,
        days_late,
        reminded[0],
        reminded[1],
        None if last is None else (last.quality, last.time, last.money),
    )


def punctuality_of_partners(today: date) -> tuple[Punctuality, ...]:
    """Return for each owner how it kept up over the last four rounds that are due, best first."""
    rounds = UpdateRound.objects.filter(due_on__lt=today).order_by("-due_on")[:ROUNDS_THAT_COUNT]
    counts: dict[tuple[str, str], list[int]] = {}
    for update_round in rounds:
        for line in round_lines(update_round, today):
            owner = line.initiative.owner
            if owner is not None:
                found = counts.setdefault((owner.code, owner.name), [0, 0, 0])
                found[0] += 1
                found[1] += line.sent_on is not None
                found[2] += line.state == "sent"
    kept = [Punctuality(code, name, *found) for (code, name), found in counts.items()]
    return tuple(sorted(kept, key=lambda p: (-(p.in_time_share or 0), p.partner_name)))


def newest_updates(initiatives: Iterable[int]) -> Mapping[int, ProgressUpdate]:
    """Return the newest update of each initiative (by primary key), in one question."""
    newest = ProgressUpdate.objects.filter(initiative=OuterRef("initiative")).order_by("-on", "-pk")
    found = ProgressUpdate.objects.filter(
        initiative__in=list(initiatives), pk=Subquery(newest.values("pk")[:1])
    )
    return {update.initiative_id: update for update in found}


def open_needs() -> QuerySet[Need]:
    """Return what leads still wait for, the oldest first."""
    needs = Need.objects.filter(status="open").select_related("initiative", "asked_of")
    return needs.order_by("asked_on", "pk")


def open_matters(initiative: Initiative) -> tuple[OpenMatter, ...]:
    """Return the open risks of an initiative, the largest first, and then its open needs, the newest first.

    One query for both, since they are shown side by side.
    """
    nothing, nobody = Value(0, SmallIntegerField()), Value("", CharField())
    risks = Risk.objects.filter(initiative=initiative, closed_on=None).order_by()
    needs = Need.objects.filter(initiative=initiative, status="open").order_by()
    rows = risks.values_list(
        Value("risk", CharField()), "pk", "text", "likelihood", "effect", "measure", nobody, "closed_on"
    ).union(
        needs.values_list(
            Value("need", CharField()), "pk", "text", nothing, nothing, nobody, "asked_of__name", "asked_on"
        ),
        all=True,
    )
    found = [OpenMatter(*row) for row in rows]
    newest_first = sorted(found, key=lambda m: m.asked_on or date.min, reverse=True)
    return tuple(sorted(newest_first, key=lambda m: (m.sort != "risk", -m.likelihood, -m.effect)))


def open_risks(initiative: Initiative | None = None) -> QuerySet[Risk]:
    """Return the risks that are not closed, the largest first."""
    risks = Risk.objects.filter(closed_on=None).select_related("initiative")
    if initiative is not None:
        risks = risks.filter(initiative=initiative)
    return risks.order_by("-likelihood", "-effect", "pk")
