# SPDX-License-Identifier: EUPL-1.2
"""The small registers: advice and what was done with it, context, subjects raised elsewhere, services."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import check_happened
from schakel.programme.models import (
    AgendaSubject,
    ContextSignal,
    Initiative,
    Partner,
    Recommendation,
    Service,
)
from schakel.programme.models.record import Record
from schakel.programme.recording import Actor, add_record, change_record

AnyRecord = TypeVar("AnyRecord", bound=Record)

ANSWERED = ("partly", "done", "declined")
AFTER_RAISING = ("raised", "taken", "declined")
WITH_OUTCOME = ("taken", "declined")


class FollowUpNeeded(Failure):
    """A recommendation is called done, partly done or declined, and nothing says what was done."""

    template = N_("What was done with the recommendation is missing.")
    cure = N_("Say in one sentence what was done, or why it was declined.")


class AssumptionNeeded(Failure):
    """A signal contradicts an assumption of the course, which is not named."""

    template = N_("Which assumption of the course does the signal contradict?")
    cure = N_("Name the assumption, or say that the signal contradicts none.")


class DayNeeded(Failure):
    """A subject was raised, on a day that is missing."""

    template = N_("The day on which the subject was raised is missing.")
    cure = N_("Enter the day, or leave the subject as planned.")


class OutcomeNeeded(Failure):
    """A subject was taken up or declined, and nothing says with what outcome."""

    template = N_("The outcome is missing.")
    cure = N_("Say in one sentence what came of it.")


def add_recommendation(
    *,
    report: str,
    text: str,
    today: date,
    by: Actor,
    at: datetime,
    on: date | None = None,
    owner: Partner | None = None,
    status: str = "unknown",
    what_was_done: str = "",
    source: str = "",
) -> Recommendation:
    """Record a recommendation of a report, audit or evaluation.

    Raises
    ------
    FollowUpNeeded
        When the status says that something was done, or declined, and it is not said what or why.
    """
    _check_recommendation(status, what_was_done, on, today)
    entry = Recommendation(
        report=report,
        text=text,
        on=on,
        owner=owner,
        status=status,
        what_was_done=what_was_done,
        source=source,
    )
    return add_record(entry, action="recommendation.add", by=by, at=at)


def change_recommendation(
    *,
    recommendation: Recommendation,
    changes: Mapping[str, Any],
    today: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Recommendation:
    """Change a recommendation or what was done with it."""
    new = _after(recommendation, changes, "status", "what_was_done", "on")
    _check_recommendation(new["status"], new["what_was_done"], new["on"], today)
    return _change(recommendation, "recommendation.change", changes, expected_version, by, at)


def add_signal(
    *,
    title: str,
    on: date,
    kind: str,
    today: date,
    by: Actor,
    at: datetime,
    assumption: str = "",
    contradicts: bool = False,
    meaning: str = "",
    source: str = "",
) -> ContextSignal:
    """Record a change outside that bears on an assumption of the course.

    Raises
    ------
    AssumptionNeeded
        When it contradicts an assumption that is not named.
    """
    _check_signal(assumption, contradicts, on, today)
    entry = ContextSignal(
        title=title,
        on=on,
        kind=kind,
        assumption=assumption,
        contradicts=contradicts,
        meaning=meaning,
        source=source,
    )
    return add_record(entry, action="signal.add", by=by, at=at)


def change_signal(
    *,
    signal: ContextSignal,
    changes: Mapping[str, Any],
    today: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> ContextSignal:
    """Change a signal."""
    new = _after(signal, changes, "assumption", "contradicts", "on")
    _check_signal(new["assumption"], new["contradicts"], new["on"], today)
    return _change(signal, "signal.change", changes, expected_version, by, at)


def add_agenda_subject(
    *,
    subject: str,
    addressee: str,
    ask: str,
    today: date,
    by: Actor,
    at: datetime,
    raised_on: date | None = None,
    owner: Partner | None = None,
    status: str = "planned",
    outcome: str = "",
    source: str = "",
) -> AgendaSubject:
    """Record a subject that is put on the agenda of others.

    Raises
    ------
    DayNeeded, OutcomeNeeded
        When it was raised without a day, or taken up or declined without an outcome.
    """
    _check_subject(status, raised_on, outcome, today)
    entry = AgendaSubject(
        subject=subject,
        addressee=addressee,
        ask=ask,
        raised_on=raised_on,
        owner=owner,
        status=status,
        outcome=outcome,
        source=source,
    )
    return add_record(entry, action="agenda.add", by=by, at=at)


def change_agenda_subject(
    *,
    subject: AgendaSubject,
    changes: Mapping[str, Any],
    today: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> AgendaSubject:
    """Change a subject, or say what came of it."""
    new = _after(subject, changes, "status", "raised_on", "outcome")
    _check_subject(new["status"], new["raised_on"], new["outcome"], today)
    return _change(subject, "agenda.change", changes, expected_version, by, at)


def add_service(
    *,
    provider: Partner,
    title: str,
    topic: str,
    tier: int,
    by: Actor,
    at: datetime,
    places: Sequence[str] = (),
    firm_stage: str = "all",
    initiative: Initiative | None = None,
    source: str = "",
) -> Service:
    """Record a service for firms; no ``places`` means that it is not known where it is given."""
    entry = Service(
        provider=provider,
        title=title,
        topic=topic.strip(),
        places=list(places),
        firm_stage=firm_stage,
        tier=tier,
        initiative=initiative,
        source=source,
    )
    return add_record(entry, action="service.add", by=by, at=at)


def change_service(
    *,
    service: Service,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Service:
    """Change a service."""
    return _change(service, "service.change", changes, expected_version, by, at)


def _after(record: Record, changes: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: changes.get(name, getattr(record, name)) for name in names}


def _change(
    record: AnyRecord,
    action: str,
    changes: Mapping[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> AnyRecord:
    return change_record(
        record, action=action, expected_version=expected_version, by=by, at=at, changes=changes
    )


def _check_recommendation(status: str, what_was_done: str, on: date | None, today: date) -> None:
    check_happened(on, today)
    if status in ANSWERED and not what_was_done.strip():
        raise FollowUpNeeded


def _check_signal(assumption: str, contradicts: bool, on: date, today: date) -> None:
    check_happened(on, today)
    if contradicts and not assumption.strip():
        raise AssumptionNeeded


def _check_subject(status: str, raised_on: date | None, outcome: str, today: date) -> None:
    check_happened(raised_on, today)
    if status in AFTER_RAISING and raised_on is None:
        raise DayNeeded
    if status in WITH_OUTCOME and not outcome.strip():
        raise OutcomeNeeded
