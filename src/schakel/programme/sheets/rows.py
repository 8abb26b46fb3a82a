# SPDX-License-Identifier: EUPL-1.2
"""What a row of each sheet is about, and the actions that it asks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.activities import change_activity, plan_activity
from schakel.programme.actions.commitments import record_step
from schakel.programme.actions.indicator_values import change_value, enter_value
from schakel.programme.actions.initiative_names import rename_initiative
from schakel.programme.actions.initiatives import change_initiative, start_initiative
from schakel.programme.actions.ledger import AlreadyCorrected, correct_entry, record_entry
from schakel.programme.actions.milestones import agree_milestone, change_milestone, reach_milestone
from schakel.programme.actions.outputs import add_output, change_output
from schakel.programme.actions.participations import add_participation, change_participation
from schakel.programme.actions.partners import add_partner, change_partner
from schakel.programme.models import (
    Activity,
    CommitmentEntry,
    IndicatorValue,
    Initiative,
    LedgerEntry,
    Milestone,
    Output,
    Participation,
    Partner,
    UploadedChange,
    UploadState,
)
from schakel.programme.recording import Actor
from schakel.programme.sheets.columns import is_same

Values = Mapping[str, Any]
UPLOADED = "uploaded spreadsheet"


class NotInRegister(Failure):
    """A row has the number of a record that is not there."""

    template = N_("The record of this row is not in the register any more.")
    cure = N_("Download the sheet again, or empty the hidden column “id” to add it as a new one.")


class StaysWhereItIs(Failure):
    """A row moves something to another initiative or partner."""

    template = N_("“{name}” stays with what it belongs to.")
    cure = N_(
        "Empty the hidden column “id” to add it there as a new one, and end or remove this one by hand."
    )


class StatedAlready(Failure):
    """A row repeats a statement with another remark or source."""

    template = N_("This statement is in the register already, with another remark or source.")
    cure = N_(
        "A statement is never changed: correct it on the page of the commitment, or leave this row out."
    )


def _check_stays(record: Any, changes: Values, *fixed: str) -> None:
    if any(name in changes for name in fixed):
        raise StaysWhereItIs(name=str(record))


def _without(values: Values, *names: str) -> dict[str, Any]:
    return {k: v for k, v in values.items() if k not in (*names, "id", "version")}


def _by_id(model: Any, values: Values) -> Any:
    if values.get("id") is None:
        return None
    found = model.objects.filter(pk=values["id"]).first()
    if found is None:
        raise NotInRegister
    return found


def find_partner(values: Values) -> Partner | None:
    """Return the partner with the code, or else the name, of the row."""
    code = values.get("code")
    by_code = Partner.objects.filter(code=code).first() if code else None
    return by_code or Partner.objects.filter(name__iexact=values["name"]).first()


def add_partner_row(values: Values, by: Actor, at: datetime) -> Partner:
    """Add a partner."""
    fields = {k: v for k, v in _without(values, "name", "helix").items() if v not in ("", None)}
    return add_partner(name=values["name"], helix=values["helix"], by=by, at=at, **fields)


def change_partner_row(
    record: Partner, changes: Values, version: int | None, by: Actor, at: datetime
) -> Partner:
    """Change a partner."""
    return change_partner(partner=record, expected_version=version, changes=changes, by=by, at=at)


def find_initiative(values: Values) -> Initiative | None:
    """Return the initiative with the code of the row; without a code, the one with its name."""
    if values.get("code"):
        return Initiative.objects.filter(code=values["code"]).first()
    return Initiative.objects.filter(name__iexact=values["name"]).first()


def add_initiative_row(values: Values, by: Actor, at: datetime) -> Initiative:
    """Start an initiative."""
    details = _without(values, "name", "kind", "relation", "code")
    return start_initiative(
        name=values["name"],
        kind=values["kind"],
        relation=values["relation"],
        code=values.get("code") or "",
        details={k: v for k, v in details.items() if v not in ("", None, [])},
        by=by,
        at=at,
    )


def change_initiative_row(
    record: Initiative, changes: Values, version: int | None, by: Actor, at: datetime
) -> Initiative:
    """Change an initiative; another name keeps the one it had."""
    others = {key: value for key, value in changes.items() if key != "name"}
    if "name" in changes:
        record = rename_initiative(
            initiative=record, name=changes["name"], expected_version=version, by=by, at=at
        )
        version = None
    return change_initiative(initiative=record, changes=others, expected_version=version, by=by, at=at)


def find_participation(values: Values) -> Participation | None:
    """Return the participation of the row."""
    found: Participation | None = _by_id(Participation, values)
    same = Participation.objects.filter(
        initiative=values["initiative"],
        partner=values["partner"],
        role=values["role"],
        starts_on=values.get("starts_on"),
    )
    return found or same.first()


def add_participation_row(values: Values, by: Actor, at: datetime) -> Participation:
    """Add a participation."""
    return add_participation(**_without(values), by=by, at=at)


def change_participation_row(
    record: Participation, changes: Values, version: int | None, by: Actor, at: datetime
) -> Participation:
    """Change when a partner takes part, or the remark."""
    _check_stays(record, changes, "initiative", "partner", "role")
    return change_participation(participation=record, changes=changes, expected_version=version, by=by, at=at)


def find_activity(values: Values) -> Activity | None:
    """Return the activity with the code of the row."""
    return Activity.objects.filter(code=values["code"]).first() if values.get("code") else None


def add_activity_row(values: Values, by: Actor, at: datetime) -> Activity:
    """Plan an activity."""
    return plan_activity(**_without(values), by=by, at=at)


def change_activity_row(
    record: Activity, changes: Values, version: int | None, by: Actor, at: datetime
) -> Activity:
    """Change an activity."""
    return change_activity(activity=record, changes=changes, expected_version=version, by=by, at=at)


def find_milestone(values: Values) -> Milestone | None:
    """Return the milestone of the row."""
    found: Milestone | None = _by_id(Milestone, values)
    same = Milestone.objects.filter(initiative=values["initiative"], title=values["title"])
    return found or same.first()


def add_milestone_row(values: Values, by: Actor, at: datetime) -> Milestone:
    """Agree a milestone, and say when it was reached."""
    made = agree_milestone(**_without(values, "done_on"), by=by, at=at)
    if values.get("done_on"):
        made = reach_milestone(
            milestone=made, done_on=values["done_on"], today=timezone.localdate(at), by=by, at=at
        )
    return made


def change_milestone_row(
    record: Milestone, changes: Values, version: int | None, by: Actor, at: datetime
) -> Milestone:
    """Change, move or reach a milestone."""
    _check_stays(record, changes, "initiative")
    new = {name: getattr(record, name) for name in ("title", "due_on", "done_on", "note")} | dict(changes)
    return change_milestone(
        milestone=record,
        title=new["title"],
        due_on=new["due_on"],
        done_on=new["done_on"],
        reason=new["note"],
        today=timezone.localdate(at),
        activity=record.activity,
        expected_version=version,
        by=by,
        at=at,
    )


def find_output(values: Values) -> Output | None:
    """Return the output of the row."""
    found: Output | None = _by_id(Output, values)
    same = Output.objects.filter(initiative=values["initiative"], title=values["title"], on=values.get("on"))
    return found or same.first()


def add_output_row(values: Values, by: Actor, at: datetime) -> Output:
    """Add an output."""
    return add_output(**_without(values), today=timezone.localdate(at), by=by, at=at)


def change_output_row(
    record: Output, changes: Values, version: int | None, by: Actor, at: datetime
) -> Output:
    """Change an output."""
    _check_stays(record, changes, "initiative")
    return change_output(
        output=record, changes=changes, today=timezone.localdate(at), by=by, at=at, expected_version=version
    )


def find_entry(values: Values) -> LedgerEntry | None:
    """Return the line that counts now for the reference of the row: the last of its corrections.

    Raises
    ------
    AlreadyCorrected
        When the line was replaced since the file was made, and the row says something else than what counts
        now; a line of an upload that was undone may be sent again.
    """
    named = LedgerEntry.objects.filter(reference=values["reference"]).first()
    newest = named
    while newest is not None and hasattr(newest, "corrected_by"):
        newest = newest.corrected_by
    if named is not None and newest is not None and newest.pk != named.pk:
        says_more = any(not is_same(getattr(newest, k), v) for k, v in values.items() if k != "reference")
        if says_more and not _is_of_undone_upload(named):
            raise AlreadyCorrected(reference=named.reference, newer=newest.reference)
    return newest


def _is_of_undone_upload(entry: LedgerEntry) -> bool:
    written = UploadedChange.objects.filter(object_type="ledgerentry", object_id=str(entry.pk))
    return written.filter(upload__state=UploadState.UNDONE).exists()


def add_entry_row(values: Values, by: Actor, at: datetime) -> LedgerEntry:
    """Record a line of the ledger."""
    return record_entry(**_without(values), by=by, at=at)


def change_entry_row(
    record: LedgerEntry, changes: Values, version: int | None, by: Actor, at: datetime
) -> LedgerEntry:
    """Correct a line of the ledger with a new one."""
    asked = {k: v for k, v in changes.items() if k != "reference"}
    return correct_entry(entry=record, changes=asked, why=UPLOADED, by=by, at=at)


def find_value(values: Values) -> IndicatorValue | None:
    """Return the value of the indicator, period, initiative and place of the row."""
    return IndicatorValue.objects.filter(
        indicator=values["indicator"],
        period=values["period"],
        initiative=values.get("initiative"),
        place=values.get("place") or "",
        superseded_by=None,
    ).first()


def add_value_row(values: Values, by: Actor, at: datetime) -> IndicatorValue:
    """Enter a value as a draft."""
    fields = _without(values)
    return enter_value(**(fields | {"is_provisional": bool(fields.get("is_provisional"))}), by=by, at=at)


def change_value_row(
    record: IndicatorValue, changes: Values, version: int | None, by: Actor, at: datetime
) -> IndicatorValue:
    """Change a draft or returned value."""
    amounts = {n: getattr(record, n) for n in ("value", "numerator", "denominator")}
    return change_value(
        value=record,
        amounts={n: changes.get(n, amount) for n, amount in amounts.items()},
        note=changes.get("note", record.note),
        source=changes.get("source", record.source),
        is_provisional=changes.get("is_provisional", record.is_provisional),
        expected_version=version,
        by=by,
        at=at,
    )


def find_step(values: Values) -> CommitmentEntry | None:
    """Return the same statement about the same commitment, if it is there."""
    return CommitmentEntry.objects.filter(
        commitment=values["commitment"],
        step=values["step"],
        on=values["on"],
        amount=values.get("amount"),
        corrected_by=None,
    ).first()


def add_step_row(values: Values, by: Actor, at: datetime) -> CommitmentEntry:
    """Record a step of a commitment."""
    return record_step(**_without(values), by=by, at=at)


def change_step_row(
    record: CommitmentEntry, changes: Values, version: int | None, by: Actor, at: datetime
) -> CommitmentEntry:
    """Refuse to change a statement: another remark is no other statement."""
    raise StatedAlready
