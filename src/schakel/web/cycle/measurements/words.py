# SPDX-License-Identifier: EUPL-1.2
"""What the states of a measurement, and what went into it, are called."""

from django.utils.translation import gettext as _

from schakel.cycle.archive import FolderState
from schakel.cycle.models import DiagnosisAdoption
from schakel.cycle.queries.comparing import HowSplit
from schakel.cycle.queries.comparing_inputs import InputMoved
from schakel.cycle.queries.wholeness import Wholeness
from schakel.documents import formats
from schakel.web.cycle.measurements.known import Known
from schakel.web.reading import Reading
from schakel.web.words import choice_words


def adoption_words(reading: Reading, adoption: DiagnosisAdoption, number: str) -> str:
    """Return when the board adopted a measurement, for which year, and by which decision if that is open."""
    details = {
        "day": formats.day(adoption.on, reading.language),
        "cycle": adoption.cycle.year,
        "number": number,
    }
    if number:
        return _("Adopted by the board on %(day)s for %(cycle)s (decision %(number)s)") % details
    return _("Adopted by the board on %(day)s for %(cycle)s") % details


def keeping_words(known: Known) -> str:
    """Return whether a measurement is kept."""
    if known.kept is None:
        return _("on disk only")
    return (
        _("in the database and on disk")
        if known.folder is not None
        else _("in the database; its folder is gone")
    )


def wholeness_words(state: Wholeness) -> str:
    """Return whether a kept measurement is still what was computed, and what helps where it is not."""
    if state.failure is not None and state.folder is not FolderState.WHOLE:
        return _("It is damaged in the database and on disk: put the last backup back.")
    if state.failure is not None:
        return _("The file in the database is damaged; the folder is whole. Put the last backup back.")
    if state.folder is FolderState.GONE:
        return _(
            "The database holds it whole; the folder is gone. “schakel measurement restore” puts it back."
        )
    if state.folder is FolderState.DAMAGED:
        return _(
            "The database holds it whole; the folder was changed. “schakel measurement restore” puts it back."
        )
    return _("Proved just now: the database and the folder hold exactly what was computed.")


def split_words(how: HowSplit) -> str:
    """Return how the parts of a change are known."""
    return {
        "stated": _("told apart when the newer one was made"),
        "same_figures": _("same files: all of it is method"),
        "revised": _("same method and period: all of it is revision"),
        "not": _("cannot be split"),
    }[how]


def beyond_words(is_beyond_noise: bool | None, moved: float | None) -> str:
    """Return whether a change of this size is more than noise."""
    if moved == 0:
        return _("did not move")
    if is_beyond_noise is None or moved is None:
        return _("not known")
    return _("yes") if is_beyond_noise else _("could be noise")


def input_words(moved: InputMoved) -> str:
    """Return what went in differently is called."""
    if moved.kind == "choice":
        return choice_words(moved.name)
    return {
        "code_version": _("Version of the program"),
        "course_version": _("Version of the course"),
        "framework": _("Framework"),
        "seed": _("Seed"),
        "n_runs": _("Runs"),
        "file": moved.name,
    }[moved.kind]


def input_state(moved: InputMoved) -> str:
    """Return whether something is new, gone or changed."""
    if moved.then is None:
        return _("new")
    return _("gone") if moved.now is None else _("changed")
