# SPDX-License-Identifier: EUPL-1.2
"""Keep the marks beside the measurements equal to what the database says was adopted.

What was adopted in the demonstration year leaves no mark: an invented board never adopts a real diagnosis.
"""

from pathlib import Path

from schakel.cycle.adopted_mark import AdoptedMark, read_marks, write_mark
from schakel.cycle.models import DiagnosisAdoption
from schakel.cycle.sight import HELD

Key = tuple[str, int]


def mark_of(adoption: DiagnosisAdoption) -> AdoptedMark:
    """Return the mark of an adoption, without the number of a decision that not everybody may see."""
    decision = adoption.decision
    is_over = decision.meeting.state in HELD
    is_closed = not is_over or decision.is_confidential or decision.item.is_confidential
    return AdoptedMark(
        identity=adoption.measurement.identity,
        on=adoption.on.isoformat(),
        decision="" if is_closed else decision.number,
        cycle=adoption.cycle.year,
    )


def marks_by_database() -> dict[Key, AdoptedMark]:
    """Return the mark of every year, by course and year of the measurement: that of its last adoption.

    Invented adoptions do not count.
    """
    rows = DiagnosisAdoption.objects.filter(invented=False).select_related(
        "measurement", "decision__item", "decision__meeting", "cycle"
    )
    found = rows.defer("measurement__archive").order_by("pk")
    return {(a.measurement.course, a.measurement.year): mark_of(a) for a in found}


def marks_that_differ(home: Path) -> tuple[Key, ...]:
    """Return the years whose mark in the home folder is not what the database says."""
    wanted, found = marks_by_database(), read_marks(home)
    return tuple(sorted(k for k in wanted.keys() | found.keys() if wanted.get(k) != found.get(k)))


def settle_marks(home: Path) -> tuple[Key, ...]:
    """Make every mark in the home folder what the database says; return the years that changed."""
    wanted = marks_by_database()
    keys = sorted(wanted.keys() | read_marks(home).keys())
    return tuple(key for key in keys if write_mark(home, *key, wanted.get(key)))
