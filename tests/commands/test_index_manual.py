# SPDX-License-Identifier: EUPL-1.2
"""The Dutch manual page about ``schakel index`` describes what happens."""

import re

import openpyxl
import pytest
import yaml
from tests.shared_data import REPOSITORY

from schakel.__main__ import main
from schakel.composite.specification.running import make_index, read_index, run_analyses

PAGE = (REPOSITORY / "docs" / "handleiding" / "index.md").read_text(encoding="utf-8")


def tables():
    """Return the tables of the page, each as rows of cells."""
    found = [[]]
    for line in PAGE.splitlines():
        if line.startswith("|"):
            if not line.startswith("|---"):
                found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return [rows for rows in found if rows]


def number(cell):
    text = cell.replace(",", ".")
    return float(text) if re.fullmatch(r"-?[0-9.]+", text) else cell or None


@pytest.fixture
def workbook(tmp_path):
    """The example of the page, with ten more rows of the same kind."""
    figures, structure = tables()[:2]
    rows = [figures[0], *([number(cell) for cell in row] for row in figures[1:])]
    for place in range(3, 13):
        north = "noord" if place % 2 else "zuid"
        rows.append(
            [
                f"A{place:02d}",
                f"Dorp {place}",
                north,
                15000 + 900 * place,
                2700 + 37 * place % 400,
                8 + place * 7 % 11 / 2,
                30000 + 1234 * (place * 5 % 7),
            ]
        )
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    other = book.create_sheet("Opbouw")
    for row in structure:
        other.append([number(cell) for cell in row])
    book.save(tmp_path / "gemeenten.xlsx")
    return tmp_path / "gemeenten.xlsx"


def test_the_example_of_the_manual_is_understood_as_it_says(workbook):
    given = read_index({}, files=[workbook])
    tree = given.tree
    assert tree.root == "index" and tree.named("index") == "Leefindex"
    assert tree.children == {"werk": ("banen", "lonen"), "natuur": ("fijnstof",), "index": ("werk", "natuur")}
    assert tree.nodes["banen"].weight == 2 and tree.nodes["banen"].denominator == "inwoners"
    assert tree.nodes["fijnstof"].direction == -1
    assert tree.nodes["lonen"].standard_error == 30
    assert set(given.read.data.groups) == {"provincie"}
    assert given.read.data.unit_names[:2] == ("Adorp", "Bestad")
    assert make_index(given).build.stage("impute").details.imputed.sum() == 1


def test_the_changes_that_the_manual_names_can_be_made(workbook):
    plain = yaml.safe_load(
        """
        structure: {per_node: {banen: {weight: 3}, lonen: {direction: -1}}}
        steps:
          - denominate
          - normalise: {low: 1.0}
          - aggregate:
              aggregation: {method: geometric}
        analyses:
          - effort: {unit: A01, budget: 10}
        """
    )
    for text in ("aggregation: {method: geometric}", "low: 1.0", "- effort: {unit: A01, budget: 10}"):
        assert text in PAGE
    given = read_index(plain, files=[workbook])
    index = make_index(given)
    assert index.build.weights["banen"] == 0.75
    assert run_analyses(index, given.specification.analyses)[0].failure is None


def test_the_files_that_the_manual_names_are_written(workbook, tmp_path):
    out = tmp_path / "uitkomst"
    with pytest.raises(SystemExit) as stop:
        main(["index", str(workbook), "--out", str(out), "--runs", "40", "--format", "xlsx"])
    assert stop.value.code == 0
    named = {name for row in tables()[3] for name in re.findall(r"`([\w.]+)`", row[0])}
    assert len(named) > 10
    assert sorted(named - {path.name for path in out.iterdir()}) == []
