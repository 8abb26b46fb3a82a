# SPDX-License-Identifier: EUPL-1.2
"""Put the folder of a kept measurement back from the database, and let the home folder follow it."""

from pathlib import Path

from schakel.cycle.archive import DamagedArchive, FolderState, folder_state, write_folder
from schakel.cycle.marking import marks_by_database, settle_marks
from schakel.cycle.models import Measurement
from schakel.cycle.queries.measured import folder_of, kept_measurements, measurement_called, opened_anew
from schakel.koers.failures import N_, Failure


class NotKept(Failure):
    """A measurement that the database does not hold."""

    template = N_("Measurement {measurement} is not kept in the database.")
    cure = N_("See what is kept with `schakel measurement list`; keep it with `schakel measurement keep`.")


def restore_folder(measurement: Measurement, home: Path) -> FolderState:
    """Write the folder of a kept measurement back when it is gone or damaged; return what it was before.

    Raises
    ------
    DamagedArchive
        When the kept file itself was changed; the folder is then left as it is.
    """
    stored = folder_of(measurement, home)
    state = folder_state(stored)
    if state is not FolderState.WHOLE:
        write_folder(opened_anew(measurement), stored.folder)
    return state


def restore_called(identity: str, home: Path) -> FolderState:
    """Write the folder of the kept measurement with this name back, as :func:`restore_folder` does.

    Raises
    ------
    NotKept
        When the database does not hold it.
    """
    found = measurement_called(identity)
    if found is None:
        raise NotKept(measurement=identity)
    return restore_folder(found, home)


def settle_adopted(home: Path) -> tuple[DamagedArchive, ...]:
    """Let the home folder follow the database: the marks of what was adopted, and the folders they name.

    Returns
    -------
    tuple of DamagedArchive
        One for each adopted measurement that could not be put back.
    """
    settle_marks(home)
    adopted = {mark.identity for mark in marks_by_database().values()}
    refusals = []
    for measurement in kept_measurements().filter(identity__in=adopted):
        try:
            restore_folder(measurement, home)
        except DamagedArchive as failure:
            refusals.append(failure)
    return tuple(refusals)
