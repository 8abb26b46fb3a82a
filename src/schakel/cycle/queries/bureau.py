# SPDX-License-Identifier: EUPL-1.2
"""The hours of the bureau in a year, by task and role, beside the plan; never by person.

What nobody wrote down is not known: without a single line in a year there are no hours, not zero hours.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, QuerySet

from schakel.cycle.models import BureauEffort, BureauPlan
from schakel.programme.models import ActivityRole
from schakel.programme.queries.exact_sums import exact_sum

COURSE_ROLES = (
    ActivityRole.CONNECT.value,
    ActivityRole.INITIATE.value,
    ActivityRole.PROGRAMME.value,
    ActivityRole.AGENDA.value,
)
"""The roles that the course gives the collaboration (section 6); facilitating is beside them."""
ROLES = (*COURSE_ROLES, ActivityRole.FACILITATE.value)
NO_ROLE = ""
TENTH = Decimal("0.1")
RECENT_DAYS = 92
MOST_USUAL = 6


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours planned and spent; ``None`` where nothing was planned, or nothing was written down at all."""

    planned: Decimal | None
    spent: Decimal | None

    @property
    def share(self) -> Fraction | None:
        """What was spent of what was planned; unknown without a plan or without lines."""
        if not self.planned or self.spent is None:
            return None
        return Fraction(self.spent) / Fraction(self.planned)


@dataclass(frozen=True, slots=True)
class TaskHours:
    """The hours of one task: together, and by role as (role, hours); a plan may name no role."""

    task: str
    hours: Hours
    by_role: tuple[tuple[str, Hours], ...]


@dataclass(frozen=True, slots=True)
class BureauYear:
    """The hours of a year.

    Attributes
    ----------
    tasks
        Each task of the course, also without hours, and any other code that was used.
    by_role
        Each role as (role, hours); the hours planned without a role come last, where there are any.
    n_lines
        How many lines were written down.
    """

    year: int
    tasks: tuple[TaskHours, ...]
    by_role: tuple[tuple[str, Hours], ...]
    total: Hours
    n_lines: int

    @property
    def without_hours(self) -> tuple[str, ...]:
        """The tasks for which nothing was written down; none can be named in a year without lines."""
        if not self.n_lines:
            return ()
        return tuple(t.task for t in self.tasks if not t.hours.spent)

    @property
    def without_plan(self) -> tuple[str, ...]:
        """The tasks that the plan gives no hours; none can be named in a year without a plan."""
        if self.total.planned is None:
            return ()
        return tuple(t.task for t in self.tasks if not t.hours.planned)

    @property
    def over_plan(self) -> tuple[str, ...]:
        """The tasks on which more was spent than planned."""
        return tuple(t.task for t in self.tasks if t.hours.share is not None and t.hours.share > 1)

    def role_share(self, role: str) -> Fraction | None:
        """Return the share of all hours that were spent in a role."""
        spent = dict(self.by_role)[role].spent if role in dict(self.by_role) else None
        if not self.total.spent:
            return None
        return Fraction(spent or 0) / Fraction(self.total.spent)

    @property
    def facilitating_share(self) -> Fraction | None:
        """The share of all hours that went to facilitating, and not to one of the four roles."""
        return self.role_share(ActivityRole.FACILITATE)


def read_bureau_year(year: int, tasks: Sequence[str] = ()) -> BureauYear:
    """Return the hours of a year, in three queries.

    Parameters
    ----------
    tasks
        The codes of the tasks in the course, in their order.
    """
    planned = _sums(BureauPlan.objects.filter(year=year))
    efforts = BureauEffort.objects.filter(on__year=year)
    spent = _sums(efforts)
    n_lines = efforts.aggregate(n=Count("pk"))["n"]
    codes = list(dict.fromkeys([*tasks, *sorted({task for task, _ in (*planned, *spent)})]))
    counted = spent if n_lines else None
    return BureauYear(
        year,
        tuple(_task(task, planned, counted) for task in codes),
        tuple((role, _hours(planned, counted, role=role)) for role in _roles(planned)),
        _hours(planned, counted),
        n_lines,
    )


Sums = Mapping[tuple[str, str], Decimal]


def _sums(rows: QuerySet[BureauPlan] | QuerySet[BureauEffort]) -> dict[tuple[str, str], Decimal]:
    groups = rows.order_by().values_list("task", "role").annotate(sum=exact_sum("hours", 1))
    return {(task, role): Decimal(total).quantize(TENTH) for task, role, total in groups}


def _roles(planned: Sums) -> tuple[str, ...]:
    return (*ROLES, NO_ROLE) if any(role == NO_ROLE for _, role in planned) else ROLES


def _task(task: str, planned: Sums, spent: Sums | None) -> TaskHours:
    by_role = tuple((role, _hours(planned, spent, task=task, role=role)) for role in _roles(planned))
    return TaskHours(task, _hours(planned, spent, task=task), by_role)


def _hours(planned: Sums, spent: Sums | None, *, task: str | None = None, role: str | None = None) -> Hours:
    """Add up what is of a task and a role; ``None`` takes all of them together."""
    given = _picked(planned, task, role)
    return Hours(
        sum(given, Decimal(0)) if given else None,
        None if spent is None else sum(_picked(spent, task, role), Decimal(0)),
    )


def _picked(sums: Sums, task: str | None, role: str | None) -> list[Decimal]:
    return [
        hours for (t, r), hours in sums.items() if (task is None or t == task) and (role is None or r == role)
    ]


@dataclass(frozen=True, slots=True)
class UsualLine:
    """A task, role and number of hours that is written down often."""

    task: str
    role: str
    hours: Decimal
    n: int


def usual_lines(today: date) -> tuple[UsualLine, ...]:
    """Return what was written down most often in the last quarter, to be repeated in two clicks."""
    groups = (
        BureauEffort.objects.filter(on__gt=today - timedelta(days=RECENT_DAYS), on__lte=today)
        .order_by()
        .values_list("task", "role", "hours")
        .annotate(n=Count("pk"))
        .order_by("-n", "task", "role", "hours")
    )
    return tuple(UsualLine(*row) for row in groups[:MOST_USUAL])


def hours_by_day(entries: Iterable[BureauEffort]) -> dict[date, Decimal]:
    """Return the hours of each day among some lines."""
    found: dict[date, Decimal] = defaultdict(Decimal)
    for entry in entries:
        found[entry.on] += entry.hours
    return dict(found)


def bureau_years(today: date) -> tuple[int, ...]:
    """Return the years of which there are hours or a plan, and this and the next, the newest first."""
    planned = BureauPlan.objects.order_by().values_list("year", flat=True).distinct()
    spent = BureauEffort.objects.order_by().dates("on", "year")
    return tuple(sorted({*planned, *(d.year for d in spent), today.year, today.year + 1}, reverse=True))
