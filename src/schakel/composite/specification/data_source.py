# SPDX-License-Identifier: EUPL-1.2
"""Where the numbers are: files, sheets and the role of each column."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class DataSource:
    """Files with the numbers, and what is stated about their columns; the rest is guessed.

    Attributes
    ----------
    file, files
        One file, or several CSV files that belong together; relative to the specification.
    data_sheet, structure_sheet
        Names of sheets.
    unit, unit_name, period
        Headings of the columns with codes of units, their names, and periods.
    groups
        Headings of columns with groupings of units.
    denominators, other_columns
        Headings of columns with numbers that are no indicators: to divide by, or for an analysis.
    leave_out
        Headings of columns that do not count.
    decimal_mark
        Of numbers that are text.
    """

    file: str = ""
    files: tuple[str, ...] = ()
    data_sheet: str | None = None
    structure_sheet: str | None = None
    unit: str | None = None
    unit_name: str | None = None
    period: str | None = None
    groups: tuple[str, ...] = ()
    denominators: tuple[str, ...] = ()
    other_columns: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    decimal_mark: Literal[".", ","] | None = None

    def find_problems(self) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, Any]]]:
        """Yield what does not go together."""
        if self.file and self.files:
            yield (), "together", {"found": "file, files", "expected": "file: ..."}

    def paths(self, folder: Path) -> tuple[Path, ...]:
        """Return the files, seen from the folder of the specification."""
        names = self.files or ((self.file,) if self.file else ())
        return tuple(folder / name for name in names)
