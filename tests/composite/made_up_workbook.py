# SPDX-License-Identifier: EUPL-1.2
"""Small workbooks with made-up figures: any sheet, and one in the layout of the COIN Tool."""

import io

import openpyxl

COIN_TOOL_COLUMN = 5


def workbook(**sheets):
    """Return the bytes of a workbook with a sheet per name, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def add_framework(book, first_row):
    page = book.create_sheet("Framework")
    rows = [
        ("p.01", 3, "Talent"),
        ("p.02", 1, "Knowledge"),
        ("si.01", 1, "All"),
        ("Index", 1, "Made-up index"),
        ("--", "--", "--"),
    ]
    for column, heading in ((3, "Code"), (5, "Weight"), (8, "Dimension/indicator")):
        page.cell(first_row, column, heading)
    for row, (code, weight, name) in enumerate(rows, start=first_row + 1):
        for column, value in ((3, code), (5, weight), (8, name)):
            page.cell(row, column, value)


def coin_tool_workbook(change=None, *, framework=True, first_framework_row=4, labels=()):
    """Return a workbook at the addresses that COINr's import reads; ``change`` may edit it before saving.

    Three indicators (two in p.01, one in p.02; both pillars in si.01; the sub-pillar level not used), two
    units, one unknown value, and room left for a fourth indicator and for unused dimensions.
    """
    book = openpyxl.Workbook()
    database = book.active
    database.title = "Database"
    columns = [
        # weight, direction, low, high, index, sub-index, pillar, sub-pillar, name, code
        (2, 1, 0, 100, "Index", "si.01", "p.01", "sp.01", "Share of graduates", "Ind.01"),
        (1, -1, 0, 50, "Index", "si.01", "p.01", "sp.01", "Youth without work", "Ind.02"),
        (1, 1, None, None, "Index", "si.01", "p.02", "sp.01", "Patents", "Ind.03"),
        (None, None, None, None, "--", "--", "--", "--", None, "Ind.04"),
    ]
    for place, settings in enumerate(columns):
        for row, value in enumerate(settings, start=7):
            database.cell(row, COIN_TOOL_COLUMN + place, value)
    units = [("Noord", "N", 12.5, 3, 40), ("Zuid", "Z", 30, "n/a", 0.1)]
    for row, (name, code, *figures) in enumerate(units, start=17):
        database.cell(row, 2, name)
        database.cell(row, 3, code)
        for place, figure in enumerate(figures):
            database.cell(row, COIN_TOOL_COLUMN + place, figure)
    for row, label in labels:
        database.cell(row, 4, label)
    if framework:
        add_framework(book, first_framework_row)
    if change is not None:
        change(book)
    return saved(book)
