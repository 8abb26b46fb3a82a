# SPDX-License-Identifier: EUPL-1.2
"""What an invented meeting decides changes nothing that is real."""

from django.db.models import Model

from schakel.cycle.actions.effect_parts import Subject
from schakel.cycle.models import CourseDraft, CycleYear, DecisionEffect, Meeting
from schakel.koers.failures import N_, Failure


class RealRecordUntouched(Failure):
    """A decision of an invented meeting would change a real record."""

    template = N_("This meeting is invented; what it decides cannot change real records, such as “{name}”.")
    cure = N_("Decide this in a real meeting, or record the decision without an effect.")


def check_leaves_real_alone(meeting: Meeting, effect: str, subject: Subject) -> None:
    """Refuse that an invented meeting changes a real record.

    A measurement is always real, and an invented year may adopt it, since that changes nothing of it. A new
    version of the course changes the real course, also when its draft was invented.

    Raises
    ------
    RealRecordUntouched
        When the effect would change something real.
    """
    if not meeting.invented:
        return
    changed = _changed(effect, subject)
    if isinstance(changed, Model) and not getattr(changed, "invented", False):
        raise RealRecordUntouched(name=subject.name)


def _changed(effect: str, subject: Subject) -> object:
    """Return the record that an effect changes: of an adoption the year, of a draft what it is based on."""
    if effect == DecisionEffect.ADOPT_DIAGNOSIS:
        return CycleYear.objects.get(year=subject.details["cycle"])
    if isinstance(subject.record, CourseDraft):
        return subject.record.based_on
    return subject.record
