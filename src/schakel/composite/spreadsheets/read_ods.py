# SPDX-License-Identifier: EUPL-1.2
"""Cells of an OpenDocument spreadsheet (.ods): the tables in its content.xml."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

CONTENT = "content.xml"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MOST_COLUMNS = 16_384
FIGURES = ("float", "percentage", "currency")


def read_ods_tables(xml: bytes, most_cells: int = 3_000_000) -> list[tuple[str, list[list[object]]]]:
    """Return the name and the rows of every table; cells that repeat are written out, empty ends are not.

    Raises
    ------
    ValueError
        When the contents are damaged, hold a document type, or are larger than ``most_cells``.
    """
    if b"<!DOCTYPE" in xml[:2048]:
        raise ValueError("a document type in content.xml")
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        raise ValueError(f"damaged content.xml: {error}") from error
    left = [most_cells]
    return [(table.get(f"{TABLE}name", ""), _rows(table, left)) for table in root.iter(f"{TABLE}table")]


def _rows(table: ElementTree.Element, left: list[int]) -> list[list[object]]:
    rows: list[list[object]] = []
    waiting = 0
    for row in table.iter(f"{TABLE}table-row"):
        times = int(row.get(f"{TABLE}number-rows-repeated", "1"))
        cells = list(_cells(row))
        if not cells:
            waiting += times
            continue
        left[0] -= waiting + times * len(cells)
        if left[0] < 0:
            raise ValueError("too many cells")
        rows += [[] for _ in range(waiting)]
        rows += [list(cells) for _ in range(times)]
        waiting = 0
    return rows


def _cells(row: ElementTree.Element) -> Iterator[object]:
    empty = 0
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        value = _value(cell)
        if value is None:
            empty += times
            continue
        if empty + times > MOST_COLUMNS:
            raise ValueError(f"more than {MOST_COLUMNS} columns")
        yield from [None] * empty
        yield from [value] * times
        empty = 0


def _value(cell: ElementTree.Element) -> Any:
    kind = cell.get(f"{OFFICE}value-type")
    if kind in FIGURES:
        return float(cell.get(f"{OFFICE}value", "nan"))
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value") == "true"
    if kind == "date":
        return cell.get(f"{OFFICE}date-value")
    paragraphs = ["".join(part.itertext()) for part in cell.iter(f"{TEXT}p")]
    return "\n".join(paragraphs) or None
