# SPDX-License-Identifier: EUPL-1.2
"""An invented index of sixteen towns, as a workbook or CSV files that a bureau might have."""

import csv
from pathlib import Path

import numpy as np
import openpyxl

TOWNS = tuple(f"Town {letter}" for letter in "ABCDEFGHIJKLMNOP")
CODES = ("jobs", "wages", "patents", "school", "air", "waste")
STRUCTURE = (
    ("code", "name", "parent", "weight", "direction", "unit", "denominator", "error"),
    ("jobs", "Jobs", "work", 2, 1, "per inhabitant", "inhabitants", 300),
    ("wages", "Wages", "work", 1, 1, "euro", None, 30),
    ("patents", "Patents", "ideas", 1, 1, "number", None, None),
    ("school", "Higher education", "ideas", 1, 1, "%", None, 1.0),
    ("air", "Fine dust", "nature", 1, -1, "microgram", None, 0.2),
    ("waste", "Waste", "nature", 1, -1, "kg", None, None),
    ("work", "Work", "index", 1, None, None, None, None),
    ("ideas", "Ideas", "index", 1, None, None, None, None),
    ("nature", "Nature", "index", 1, None, None, None, None),
    ("index", "Living index", None, 1, None, None, None, None),
)


def made_up_figures(year: int = 2023) -> np.ndarray:
    """Return invented figures, shape (16, 6), with inhabitants behind them, shape (16, 7); some unknown."""
    rng = np.random.default_rng(11)
    level = rng.normal(size=16)
    own = rng.normal(size=(16, 6))
    later = (year - 2020) * rng.normal(0.05, 0.03, size=(16, 6))
    z = 0.7 * level[:, None] + 0.6 * own + later
    inhabitants = np.round(np.exp(rng.normal(10.5, 0.6, size=16)))
    figures = np.column_stack(
        [
            np.round(inhabitants * (0.5 + 0.05 * z[:, 0])),
            np.round(2800 + 220 * z[:, 1]),
            np.round(np.exp(2.0 + 1.1 * z[:, 2])),
            np.round(38 + 6 * z[:, 3], 1),
            np.round(11 - 1.2 * z[:, 4], 2),
            np.round(480 - 40 * z[:, 5]),
            inhabitants,
        ]
    )
    figures[3, 4] = figures[9, 2] = np.nan
    return figures


def figure_rows(years: tuple[int, ...] = ()) -> list[list[object]]:
    """Return the rows of the sheet with figures, names above them; a row per town (and year)."""
    heading = ["code", "name", *(["year"] if years else []), "province", *CODES, "inhabitants", "cases"]
    rows: list[list[object]] = [heading]
    for year in years or (2023,):
        figures = made_up_figures(year)
        for number, town in enumerate(TOWNS):
            cells = [None if value != value else float(value) for value in figures[number]]
            place = [
                f"T{number + 1:02d}",
                town,
                *([year] if years else []),
                "north" if number < 8 else "south",
            ]
            rows.append([*place, *cells, 50 + 7 * number])
    return rows


def write_workbook(path: Path, *, years: tuple[int, ...] = (), with_structure: bool = True) -> Path:
    """Write the workbook: a sheet with figures and, if wanted, one with the structure."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Figures"
    for row in figure_rows(years):
        sheet.append(row)
    if with_structure:
        other = book.create_sheet("Structure")
        for row in STRUCTURE:
            other.append(row)
    book.save(path)
    return path


def write_plain_csv(path: Path) -> Path:
    """Write the figures alone as CSV with semicolons and decimal commas."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for row in figure_rows():
            writer.writerow(["" if v is None else str(v).replace(".", ",") for v in row])
    return path
