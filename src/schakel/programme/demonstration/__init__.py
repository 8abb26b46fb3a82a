# SPDX-License-Identifier: EUPL-1.2
"""The demonstration year: invented rows that show every page, added and taken away in one step each."""

from schakel.programme.demonstration.adding import DemonstrationThere, add_demonstration_year
from schakel.programme.demonstration.invented_rows import DemonstrationReport, has_demonstration_year
from schakel.programme.demonstration.removing import (
    NoDemonstration,
    RealRowsHang,
    remove_demonstration_year,
)

__all__ = [
    "DemonstrationReport",
    "DemonstrationThere",
    "NoDemonstration",
    "RealRowsHang",
    "add_demonstration_year",
    "has_demonstration_year",
    "remove_demonstration_year",
]
