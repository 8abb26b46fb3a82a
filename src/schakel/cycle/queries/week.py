# SPDX-License-Identifier: EUPL-1.2
"""The week of the bureau: what has a date, who has not answered, what is missing, what nobody took up."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schakel.cycle.models import (
    AgendaItem,
    ChallengeOwner,
    CycleYear,
    Meeting,
    MessageState,
    OutboxMessage,
    OwnerAnswer,
    Paper,
    Survey,
)
from schakel.cycle.queries.artefacts import Artefact
from schakel.cycle.queries.assessments import assessments_of
from schakel.cycle.queries.backlog import is_pressing, waiting_items
from schakel.cycle.queries.calendar import calendar_days
from schakel.cycle.queries.calendar_entries import CalendarEntry
from schakel.cycle.queries.escalation import Escalation, escalations
from schakel.cycle.queries.meetings import AHEAD, next_meeting
from schakel.cycle.queries.perceptions import HelixResponse, response_of
from schakel.cycle.queries.promises import Promise, open_promises
from schakel.cycle.queries.year_state import is_in_evaluation, year_state
from schakel.cycle.queries.years import open_year
from schakel.cycle.sight import Sight, visible_meetings, visible_papers
from schakel.programme.queries.updates import newest_round, round_lines

DAYS_AHEAD = 14
UPDATE, OWNER, ASSESSMENT = "update", "owner", "self_assessment"
NOT_SHOWN = frozenset({"phase"})


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody who was asked something and did not answer yet.

    Attributes
    ----------
    kind
        "update" (an initiative in the round), "owner" (asked to own a challenge) or "self_assessment".
    key
        The code of the initiative, or of the partner.
    about
        What was asked: the title of the round, the element, the year.
    since, due_on
        When it was asked; the day before which it was wanted, ``None`` where none was given.
    n_reminders
        How often they were reminded.
    """

    kind: str
    key: str
    name: str
    about: str
    since: date
    due_on: date | None
    n_reminders: int
    invented: bool

    def days_late(self, today: date) -> int:
        """Return the days since it was wanted; 0 while that has not passed."""
        return max(0, (today - self.due_on).days) if self.due_on else 0


@dataclass(frozen=True, slots=True)
class SurveyWaiting:
    """A survey that can be answered, with the response of each strand."""

    survey: Survey
    responses: tuple[HelixResponse, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """What asks for the bureau now.

    ``dates`` are of the coming fortnight, ``missing`` is what the present phase still needs, ``untaken``
    what nobody answered. ``n_waiting`` messages wait in the outbox, ``n_failed`` were given up.
    """

    today: date
    cycle: CycleYear | None
    missing: tuple[Artefact, ...]
    dates: tuple[CalendarEntry, ...]
    silent: tuple[Silent, ...]
    surveys: tuple[SurveyWaiting, ...]
    papers: tuple[Paper, ...]
    late: tuple[Promise, ...]
    untaken: tuple[Escalation, ...]
    backlog: tuple[AgendaItem, ...]
    meeting: Meeting | None
    n_waiting: int
    n_failed: int

    @property
    def pressing(self) -> tuple[AgendaItem, ...]:
        """What waits for a meeting and is wanted at the next one."""
        on = self.meeting.on if self.meeting else None
        return tuple(item for item in self.backlog if is_pressing(item, on))


def read_week(today: date, sight: Sight, *, days_ahead: int = DAYS_AHEAD) -> Week:
    """Return what asks for the bureau on a day, in some thirty queries.

    Parameters
    ----------
    sight
        Of who looks; what it may not see is not counted either.
    """
    cycle = open_year()
    messages = Counter(
        OutboxMessage.objects.filter(state__in=(MessageState.WAITING, MessageState.FAILED)).values_list(
            "state", flat=True
        )
    )
    return Week(
        today=today,
        cycle=cycle,
        missing=year_state(cycle, today, all_gates=False).missing if cycle else (),
        dates=tuple(_dates(today, days_ahead, sight)),
        silent=tuple(_silent(cycle, today)),
        surveys=tuple(SurveyWaiting(s, response_of(s)) for s in _open_surveys(today)),
        papers=tuple(_papers(sight)),
        late=tuple(p for p in open_promises(sight, today) if p.is_late),
        untaken=tuple(e for e in escalations(today, sight) if not e.is_taken_up),
        backlog=tuple(waiting_items(sight)),
        meeting=next_meeting(sight, today),
        n_waiting=messages[MessageState.WAITING],
        n_failed=messages[MessageState.FAILED],
    )


def _dates(today: date, days_ahead: int, sight: Sight) -> Iterator[CalendarEntry]:
    for entry in calendar_days(today, today + timedelta(days_ahead), sight):
        if entry.kind not in NOT_SHOWN and not entry.is_cancelled:
            yield entry


def _silent(cycle: CycleYear | None, today: date) -> Iterator[Silent]:
    """Return who did not answer: what is late first, then what was asked longest ago."""
    found = [*_without_update(today), *(_of_year(cycle, today) if cycle else ())]
    return iter(sorted(found, key=lambda s: (-s.days_late(today), s.since, s.kind, s.name)))


def _without_update(today: date) -> Iterator[Silent]:
    asked = newest_round(today)
    if asked is None:
        return
    for line in round_lines(asked, today):
        if line.state in ("waiting", "overdue"):
            yield Silent(
                UPDATE,
                line.initiative.code,
                line.initiative.name,
                asked.title,
                asked.opens_on,
                asked.due_on,
                line.n_reminders,
                line.initiative.invented,
            )


def _of_year(cycle: CycleYear, today: date) -> Iterator[Silent]:
    owners = ChallengeOwner.objects.filter(cycle=cycle, answer=OwnerAnswer.ASKED).select_related("partner")
    for o in owners:
        yield Silent(OWNER, o.partner.code, o.partner.name, o.element, o.asked_on, None, 0, o.invented)
    if not is_in_evaluation(cycle):
        return
    began = cycle.phases.filter(kind="evaluate").values_list("started_on", flat=True).get()
    for partner in assessments_of(cycle, today).silent:
        yield Silent(
            ASSESSMENT,
            partner.code,
            partner.name,
            str(cycle.year),
            began or cycle.starts_on,
            cycle.ends_on,
            0,
            partner.invented,
        )


def _open_surveys(today: date) -> Iterator[Survey]:
    found = Survey.objects.filter(closed_on__isnull=True, opens_on__lte=today, closes_on__gte=today)
    return iter(found.order_by("closes_on", "pk"))


def _papers(sight: Sight) -> Iterator[Paper]:
    """Return the papers that did not come for the meetings ahead, the first meeting first."""
    ahead = visible_meetings(sight).filter(state__in=AHEAD)
    found = visible_papers(sight).filter(received_on__isnull=True, item__meeting__in=ahead)
    return iter(found.select_related("owner", "item__meeting").order_by("item__meeting__on", "due_on", "pk"))
