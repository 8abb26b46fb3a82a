# SPDX-License-Identifier: EUPL-1.2
"""Whether a kept measurement is still whole: in the database, and in its folder."""

from dataclasses import dataclass
from pathlib import Path

from schakel.cycle.archive import DamagedArchive, FolderState, folder_state
from schakel.cycle.models import Measurement
from schakel.cycle.queries.measured import folder_of, opened_anew


@dataclass(frozen=True, slots=True)
class Wholeness:
    """What was found of one measurement; ``failure`` where the kept file itself is damaged."""

    identity: str
    year: int
    folder: FolderState
    failure: DamagedArchive | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.failure is None and self.folder is FolderState.WHOLE


def wholeness_of(measurement: Measurement, home: Path) -> Wholeness:
    """Prove a kept measurement again, byte for byte, in the database and in its folder."""
    failure = None
    try:
        opened_anew(measurement)
    except DamagedArchive as found:
        failure = found
    folder = folder_state(folder_of(measurement, home))
    return Wholeness(measurement.identity, measurement.year, folder, failure)
