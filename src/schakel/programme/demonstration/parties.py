# SPDX-License-Identifier: EUPL-1.2
"""The invented organisations: partners, seats, own goals, commitments and responsibilities."""

from decimal import Decimal

from schakel.programme.actions.commitments import correct_entry, make_commitment, record_step
from schakel.programme.actions.partners import (
    add_partner,
    add_partner_goal,
    align_goal,
    leave_partnership,
)
from schakel.programme.actions.responsibilities import assign_responsibility
from schakel.programme.actions.seats import add_seat, vacate_seat
from schakel.programme.demonstration.scene import Row, Scene
from schakel.programme.models import CommitmentEntry, Helix, Raci, Responsibility

JOINED_DAYS_AGO = 1600


def add_partners(scene: Scene) -> None:
    """Add the partners, one for each municipality of the course among them."""
    template = scene.data["municipality"]
    for number, code in enumerate(scene.codes.lists["place"], 1):
        record = add_partner(
            name=template["name"].format(number=number),
            helix=Helix.GOVERNMENT,
            municipality=code,
            is_manufacturer=False,
            summary=template["summary"],
            joined_on=scene.day(-JOINED_DAYS_AGO),
            by=scene.by,
            at=scene.at,
        )
        scene.keep("partners", {"key": f"g{number}"}, record)
    for row in scene.rows("partners"):
        scene.keep("partners", row, add_partner(**scene.fields(row), by=scene.by, at=scene.at))


def seat_partners(scene: Scene) -> None:
    """Give partners their seats, leave one empty, and let one partner go."""
    for row in scene.rows("seats"):
        scene.keep("seats", row, add_seat(**scene.fields(row), by=scene.by, at=scene.at))
    for row in scene.rows("vacancies"):
        vacate_seat(**scene.fields(row), expected_version=None, by=scene.by, at=scene.at)
    for row in scene.rows("leaving"):
        leave_partnership(**scene.fields(row), expected_version=None, by=scene.by, at=scene.at)


def align_goals(scene: Scene) -> None:
    """Note goals of partners, and put most of them beside the course."""
    for row in scene.rows("goals"):
        goal = add_partner_goal(**scene.fields(row, "at"), by=scene.by, at=scene.at)
        for beside in row.get("at", ()):
            _, code = scene.course_code(beside["course_code"])
            if code:
                more = {"fit": beside["fit"], "note": beside.get("note", "")}
                align_goal(goal=goal, course_code=code, **more, by=scene.by, at=scene.at)


def make_commitments(scene: Scene) -> None:
    """Let partners promise, confirm and deliver."""
    for row in scene.rows("commitments"):
        commitment = make_commitment(**scene.fields(row, "said", "corrected"), by=scene.by, at=scene.at)
        entry = None
        for step, amount, days in row.get("said", ()):
            entry = record_step(
                commitment=commitment,
                step=step,
                amount=Decimal(amount),
                on=scene.day(days),
                by=scene.by,
                at=scene.at,
            )
        if entry is not None and "corrected" in row:
            _correct(scene, entry, row)


def _correct(scene: Scene, entry: CommitmentEntry, row: Row) -> None:
    amount, note = row["corrected"]
    correct_entry(entry=entry, amount=Decimal(amount), on=entry.on, note=note, by=scene.checker, at=scene.at)


def assign_responsibilities(scene: Scene) -> None:
    """Say who answers for what; much stays open, and one partner has too much.

    What a real partner answers for is left alone, since a second one would end that.
    """
    accountable = Responsibility.objects.filter(role=Raci.ACCOUNTABLE)
    taken = set(accountable.values_list("subject", "subject_code"))
    for partner, role, reference, days in scene.rows("responsibilities"):
        subject, code = scene.course_code(reference)
        if code and (role != Raci.ACCOUNTABLE or (subject, code) not in taken):
            taken |= {(subject, code)} if role == Raci.ACCOUNTABLE else set()
            assign_responsibility(
                partner=scene.partner(partner),
                subject=subject,
                subject_code=code,
                role=role,
                since=scene.day(days),
                by=scene.by,
                at=scene.at,
            )
