# SPDX-License-Identifier: EUPL-1.2
"""The invented meetings of the board: planned, convened and held, with decisions and promises."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from schakel.cycle.actions.action_points import drop_action, finish_action, promise_action
from schakel.cycle.actions.agenda import add_agenda_item, change_agenda_item, write_notes
from schakel.cycle.actions.agenda_steps import carry_item, handle_item, schedule_item
from schakel.cycle.actions.deciding import record_decision
from schakel.cycle.actions.decision_steps import report_on_decision
from schakel.cycle.actions.meetings import close_session, convene_meeting, open_session, plan_meeting
from schakel.cycle.actions.presence import Noted, held_seats, note_presence
from schakel.cycle.demonstration.effects import decided_effect
from schakel.cycle.demonstration.stage import CycleStage
from schakel.cycle.demonstration.year_phases import end_invented_phase
from schakel.cycle.models import AgendaItem, Decision, Meeting, SourceKind
from schakel.programme.demonstration.scene import Row

STARTS_AT, ENDS_AT = time(13, 30), time(16)
PLANNED_BEFORE, CONVENED_BEFORE, PAPERS_BEFORE = 40, 14, 7
VENUE = "Voorbeeldzaal"
CHAIR, CHAIR_ROLE = "b3", "voorzitter"
MINUTES_TEXT = "Voorbeeldbesluit het verslag vaststellen"
MINUTES_ITEM = "Voorbeeldpunt het verslag van de vorige keer"


def plan_invented(stage: CycleStage, which: str, row: Row, planned: int) -> Meeting:
    """Plan a meeting of the board of a year."""
    meeting = plan_meeting(
        on=stage.day(row["on"]),
        starts_at=STARTS_AT,
        ends_at=ENDS_AT,
        title=row["title"],
        venue=VENUE,
        chair=stage.partner(CHAIR),
        chair_role=CHAIR_ROLE,
        papers_due_on=stage.day(row["on"] - PAPERS_BEFORE),
        cycle=stage.years[which],
        **stage.who(planned),
    )
    stage.keep("meetings", row, meeting)
    return meeting


def hold_meetings(stage: CycleStage, which: str, *keys: str) -> None:
    """Hold meetings of a year, from planning to closing."""
    rows = {row["key"]: row for row in stage.data["meetings"][which]}
    for key in keys:
        _hold(stage, which, rows[key])


def _hold(stage: CycleStage, which: str, row: Row) -> None:
    on = row["on"]
    meeting = plan_invented(stage, which, row, on - PLANNED_BEFORE)
    agenda = [
        (spec, put_on_agenda(stage, which, spec, meeting, on - CONVENED_BEFORE))
        for spec in _specs(stage, which, row)
    ]
    convene_meeting(meeting=meeting, expected_version=None, **stage.who(on - CONVENED_BEFORE))
    meeting = open_session(meeting=meeting, expected_version=None, **stage.who(on))
    _note_presence(stage, meeting, row, on)
    for spec, item in agenda:
        _deal_with(stage, which, spec, item, on)
    for action in row.get("actions", ()):
        _promise(stage, action, {"meeting": meeting}, on)
    close_session(meeting=meeting, expected_version=None, **stage.who(on))
    for spec, _ in agenda:
        for decided in spec.get("decisions", ()):
            _report(stage, decided)


def _specs(stage: CycleStage, which: str, row: Row) -> list[dict[str, Any]]:
    """Return the items of a meeting that can be dealt with, the minutes of the meeting before it first."""
    found: list[dict[str, Any]] = []
    before = stage.kept("meetings", row.get("minutes_of", ""))
    if before is not None:
        decision = {"text": MINUTES_TEXT, "owner": CHAIR, "due": row["on"], "of": row["minutes_of"]}
        found.append(
            {
                "title": MINUTES_ITEM,
                "kind": "decide",
                "minutes": 5,
                "meeting": row["minutes_of"],
                "notes": "Voorbeeldverslag zonder wijzigingen.",
                "decisions": [decision | {"effect": "adopt_minutes"}],
            }
        )
    needs_measurement = "diagnosis" if stage.measurement is None else ""
    found += [dict(spec) for spec in row["items"] if spec.get("about", " ") != needs_measurement]
    return found


def put_on_agenda(stage: CycleStage, which: str, spec: Row, meeting: Meeting | None, day: int) -> AgendaItem:
    """Put an item on an agenda, or without a meeting in the backlog; a deviation brings its own."""
    if "deviation" in spec and meeting is not None:
        item: AgendaItem = stage.kept("deviations", spec["deviation"]).item
        scheduled = schedule_item(item=item, meeting=meeting, expected_version=None, **stage.who(day))
        _plan_minutes(stage, scheduled, spec, day)
        return scheduled
    kind, key, title = source_of(stage, which, spec)
    ground = spec.get("confidential", "")
    return add_agenda_item(
        title=spec["title"],
        meeting=meeting,
        kind=spec.get("kind", "discuss"),
        minutes=spec.get("minutes"),
        asked=spec.get("asked", ""),
        explanation=spec.get("explanation", ""),
        presenter=stage.partner(spec.get("presenter")),
        source_kind=kind,
        source_key=key,
        source_title=title,
        is_confidential=bool(ground),
        confidential_ground=ground,
        wanted_before=stage.day(spec["wanted"]) if "wanted" in spec else None,
        **stage.who(day),
    )


def _plan_minutes(stage: CycleStage, item: AgendaItem, spec: Row, day: int) -> None:
    changes = {"minutes": spec["minutes"]}
    change_agenda_item(item=item, expected_version=None, changes=changes, **stage.who(day))


def source_of(stage: CycleStage, which: str, spec: Row) -> tuple[str, str, str]:
    """Return what an item comes from: its kind, key and title."""
    cycle = str(stage.years[which].year)
    measurement = stage.measured(which)
    if spec.get("about") == "diagnosis" and measurement is not None:
        return SourceKind.MEASUREMENT, measurement.identity, str(measurement)
    if spec.get("about") == "evaluation":
        return SourceKind.EVALUATION, cycle, cycle
    if "link" in spec and (link := stage.link(which, spec["link"])) is not None:
        return SourceKind.ELEMENT, link.element, link.element
    if "capacity" in spec:
        return SourceKind.CAPACITY, cycle, cycle
    for name, kind, kept in (
        ("initiative", SourceKind.INITIATIVE, "initiatives"),
        ("partner", SourceKind.PARTNER, "partners"),
        ("meeting", SourceKind.MEETING, "meetings"),
    ):
        if name in spec:
            record = stage.kept(kept, spec[name])
            return kind, record.code, str(record)
    if "signal" in spec:
        record = stage.kept("signals", str(spec["signal"]))
        return SourceKind.SIGNAL, str(record.pk), str(record)
    return SourceKind.NONE, "", ""


def _note_presence(stage: CycleStage, meeting: Meeting, row: Row, on: int) -> None:
    """Note who was there, of the invented seats only: some excused, one with somebody instead."""
    seats = [seat for seat in held_seats(meeting.body, meeting.on) if seat.invented]
    n_absent = row.get("absent", 0)
    noted: dict[Any, Noted | None] = {seat: Noted("present") for seat in seats}
    noted |= {seat: Noted("excused") for seat in seats[:n_absent]}
    if len(seats) > n_absent:
        noted[seats[-1]] = Noted("replaced", "hoofd strategie")
    note_presence(meeting=meeting, noted=noted, **stage.who(on))


def _deal_with(stage: CycleStage, which: str, spec: Row, item: AgendaItem, on: int) -> None:
    who = stage.who(on)
    if "carried" in spec:
        carry_item(item=item, expected_version=None, **who)
        return
    write_notes(item=item, notes=spec.get("notes", ""), expected_version=None, **who)
    for action in spec.get("actions", ()):
        _promise(stage, action, {"item": item}, on)
    for decided in spec.get("decisions", ()):
        if "ends" in decided:
            end_invented_phase(stage, which, decided["ends"], on)
        effect = decided_effect(stage, which, decided, spec)
        decision = record_decision(
            item=item,
            text=decided["text"],
            owner=stage.partner(decided["owner"]),
            due_on=stage.day(decided["due"]),
            **effect,
            **who,
        )
        stage.keep("made", decided, decision.effect_on)
        stage.scene.kept["decisions", decided["text"]] = decision
    handle_item(item=item, expected_version=None, **who)


def _promise(stage: CycleStage, row: Row, of: Mapping[str, Any], on: int) -> None:
    action = promise_action(
        text=row["text"],
        owner=stage.partner(row["owner"]),
        due_on=stage.day(row["due"]),
        **of,
        **stage.who(on),
    )
    if "done" in row:
        day, result = row["done"]
        finish_action(action=action, on=stage.day(day), result=result, **stage.who(day))
    if "dropped" in row:
        day, reason = row["dropped"]
        drop_action(action=action, on=stage.day(day), reason=reason, **stage.who(day))


def _report(stage: CycleStage, decided: Row) -> None:
    """Say what came of a decision, where something did."""
    decision: Decision = stage.kept("decisions", decided["text"])
    for name, status in (("underway", "underway"), ("done", "executed")):
        if name in decided:
            day, note = decided[name]
            report_on_decision(
                decision=decision, status=status, on=stage.day(day), note=note, **stage.who(day)
            )
