# SPDX-License-Identifier: EUPL-1.2
"""What was done in a year for each action of the course: activities, hours, money, outputs and results."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from schakel.cycle.models import CycleYear
from schakel.cycle.queries.real_rows import rows_for
from schakel.cycle.queries.work_on_elements import activities_of_year
from schakel.koers.course import CourseFile
from schakel.koers.label import Label
from schakel.programme.models import (
    Activity,
    ActivityStatus,
    Claim,
    EntryKind,
    Initiative,
    InitiativeRelation,
    Output,
)
from schakel.programme.queries.claim_sums import results
from schakel.programme.queries.claims import STEPS, ClaimState, claim_states
from schakel.programme.queries.ledger import RETURNED_BY_INITIATIVE, Flow, current_entries, money_flows


@dataclass(frozen=True, slots=True)
class OutputSum:
    """Outputs of one kind and unit; ``amount`` is ``None`` where none has a number."""

    kind: str
    unit: str
    n: int
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class ActionDone:
    """What was done for one action of the course.

    Attributes
    ----------
    activities
        How many there were in the year, by status.
    planned_hours, spent_hours, planned_eur
        Of the activities that were not cancelled; ``None`` where none of them has a number. ``n_spent`` says
        of how many the hours spent are known.
    initiatives
        Codes of the initiatives of the collaboration and its partners that name the action.
    granted_eur, spent_eur
        What these got and spent in the year by the ledger; ``None`` where it has no line. ``is_shared``:
        one of them names another action too, so that its money stands there as well.
    results
        Of the results of these initiatives, how many came how far: promised, expected, realised, verified.
    """

    action: str
    label: Label
    line: str
    activities: tuple[tuple[str, int], ...]
    planned_hours: Decimal | None
    spent_hours: Decimal | None
    n_spent: int
    planned_eur: Decimal | None
    initiatives: tuple[str, ...]
    granted_eur: Decimal | None
    spent_eur: Decimal | None
    is_shared: bool
    outputs: tuple[OutputSum, ...]
    results: tuple[tuple[str, int], ...]

    def n_activities(self, status: str) -> int:
        """Return how many activities have a status."""
        return dict(self.activities).get(status, 0)

    def n_results(self, step: str) -> int:
        """Return how many results came as far as a step and no further."""
        return dict(self.results).get(step, 0)


def actions_done(cycle: CycleYear, course: CourseFile | None) -> tuple[ActionDone, ...]:
    """Return what was done for each action of the course, in its order; eight queries."""
    if course is None:
        return ()
    activities = activities_of_year(cycle)
    actions_of = {
        code: tuple(actions)
        for code, actions in rows_for(cycle, Initiative.objects.exclude(relation=InitiativeRelation.EXTERNAL))
        .order_by("code")
        .values_list("code", "actions")
    }
    claims = claim_states(rows_for(cycle, Claim.objects.filter(initiative__isnull=False)).order_by("pk"))
    claims = tuple(claim for claim in claims if cycle.invented or not claim.invented)
    flows = money_flows(
        rows_for(cycle, current_entries()).filter(
            on__range=(cycle.starts_on, cycle.ends_on), initiative__isnull=False
        )
    )
    outputs = rows_for(cycle, Output.objects.filter(on__range=(cycle.starts_on, cycle.ends_on)))
    reached = _reached(claims)
    made = list(outputs.select_related("initiative", "activity").order_by("kind", "unit", "pk"))
    return tuple(
        _action(
            (action.code, action.label, line.code),
            [a for a in activities if a.action == action.code],
            actions_of,
            flows,
            [o for o in made if _is_for(o, action.code, actions_of)],
            reached,
        )
        for line in course.lines
        for action in line.actions
    )


def _is_for(output: Output, action: str, actions_of: dict[str, tuple[str, ...]]) -> bool:
    """Say whether an output is of an activity for an action, or of an initiative that names it."""
    if output.activity is not None and output.activity.action:
        return output.activity.action == action
    return action in actions_of.get(output.initiative.code, ())


def _reached(claims: Iterable[ClaimState]) -> dict[str, list[str]]:
    """Return how far each result came, by initiative; each result once, at the furthest step."""
    found: dict[str, list[str]] = defaultdict(list)
    for same in results(claims).values():
        steps = [c.reached for c in same if c.reached]
        if steps:
            furthest = max(steps, key=STEPS.index)
            for code in dict.fromkeys(c.initiative for c in same if c.initiative):
                found[code].append(furthest)
    return found


def _action(
    naming: tuple[str, Label, str],
    activities: Sequence[Activity],
    actions_of: dict[str, tuple[str, ...]],
    flows: Iterable[Flow],
    outputs: Sequence[Output],
    reached: dict[str, list[str]],
) -> ActionDone:
    code, label, line = naming
    counted = [a for a in activities if a.status != ActivityStatus.CANCELLED]
    initiatives = tuple(c for c, actions in actions_of.items() if code in actions)
    own = [flow for flow in flows if flow.initiative in initiatives]
    came = Counter(step for initiative in initiatives for step in reached.get(initiative, ()))
    return ActionDone(
        action=code,
        label=label,
        line=line,
        activities=tuple(sorted(Counter(a.status for a in activities).items())),
        planned_hours=known_sum(a.planned_hours for a in counted),
        spent_hours=known_sum(a.spent_hours for a in counted),
        n_spent=sum(a.spent_hours is not None for a in counted),
        planned_eur=known_sum(a.planned_eur for a in counted),
        initiatives=initiatives,
        granted_eur=_granted(own),
        spent_eur=known_sum(f.amount_eur for f in own if f.step == EntryKind.SPENT),
        is_shared=any(len(actions_of[i]) > 1 for i in {f.initiative for f in own}),
        outputs=_outputs(outputs),
        results=tuple((step, came[step]) for step in STEPS if came[step]),
    )


def known_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of what is known; ``None`` where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _granted(flows: Iterable[Flow]) -> Decimal | None:
    signs = {EntryKind.GRANTED.value: 1, RETURNED_BY_INITIATIVE: -1}
    return known_sum(flow.amount_eur * signs[flow.step] for flow in flows if flow.step in signs)


def _outputs(outputs: Iterable[Output]) -> tuple[OutputSum, ...]:
    parts: dict[tuple[str, str], list[Output]] = defaultdict(list)
    for output in outputs:
        parts[output.kind, output.unit].append(output)
    return tuple(
        OutputSum(kind, unit, len(part), known_sum(o.amount for o in part))
        for (kind, unit), part in sorted(parts.items())
    )
