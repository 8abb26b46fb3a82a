# SPDX-License-Identifier: EUPL-1.2
"""A table of observations written in each publisher's dialect comes back equal (made-up figures)."""

import gzip
import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.dataroom.readers.forms import read_any
from schakel.dataroom.readers.mapping import ObservationMapping, fixed, in_column, in_header
from schakel.dataroom.readers.observing import to_observations

YEARS = (2019, 2020, 2021)
# A cell: value in tenths, or the status of a cell without one.
CELLS = st.one_of(st.integers(-99_999, 99_999), st.sampled_from(["suppressed", "missing", "nil"]))
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=2, max_size=15).filter(
    lambda rows: any(isinstance(cell, int) for row in rows for cell in row)
)


def expected(rows):
    result = []
    for i, row in enumerate(rows):
        for year, cell in zip(YEARS, row, strict=True):
            known = isinstance(cell, int)
            value = cell / 10 if known else 0.0 if cell == "nil" else None
            result.append((f"GM{9000 + i}", year, value, "normal" if known else cell))
    return result


def found(data, region, period, **more):
    table = read_any(data, "made_up")
    observations = to_observations(table, ObservationMapping(fixed("m"), in_column(region), period, **more))
    return observations.select("region_code", "period", "value", "status").rows()


def statline_field(cell, mark=","):
    if isinstance(cell, int):
        return f"{cell / 10:.1f}".replace(".", mark)
    return {"suppressed": "x", "missing": ".", "nil": "-"}[cell]


@settings(max_examples=60, deadline=None)
@given(
    rows=TABLES,
    mark=st.sampled_from([",", "."]),
    style=st.sampled_from(["quoted", "doubled", "wide", "latin-1"]),
)
def test_statline(rows, mark, style):
    if style == "wide":
        lines = ['"Regio\'s"' + "".join(f';"{year}"' for year in YEARS)]
        for i, row in enumerate(rows):
            lines.append(f'"GM{9000 + i}    "' + "".join(f';"{statline_field(c, mark)}"' for c in row))
        data = "\n".join([*lines, '"Bron: CBS"', ""]).encode()
        assert found(data, "Regio's", in_header()) == expected(rows)
        return
    lines = ['"Perioden";"Regio\'s";"Naam";"Banen"']
    for i, row in enumerate(rows):
        for year, cell in zip(YEARS, row, strict=True):
            lines.append(f'"{year}";"GM{9000 + i}    ";"Coëvorde {i}";{statline_field(cell, mark)}')
    text = "\r\n".join([*lines, ""])
    if style == "doubled":
        text = '"' + text[1:].replace('"', '""').replace('\r\n""', '\r\n""', 1) + '"'
    data = text.encode("latin-1" if style == "latin-1" else "utf-8-sig")
    back = found(data, "Regio's", in_column("Perioden"), value_columns=("Banen",))
    assert back == expected(rows)


@settings(max_examples=40, deadline=None)
@given(rows=TABLES, packed=st.booleans())
def test_eurostat_bulk(rows, packed):
    lines = ["unit,geo\\time\t" + "\t".join(f"{year} " for year in YEARS)]
    for i, row in enumerate(rows):
        fields = [
            f"{cell / 10} "
            if isinstance(cell, int)
            else {"suppressed": ": c", "missing": ": ", "nil": "0 "}[cell]
            for cell in row
        ]
        lines.append(f"X,GM{9000 + i}\t" + "\t".join(fields))
    data = "\n".join([*lines, ""]).encode()
    back = found(gzip.compress(data) if packed else data, "geo", in_header("time"))
    plain = [(r, y, v, "normal" if s == "nil" else s) for r, y, v, s in expected(rows)]
    assert back == plain


@settings(max_examples=30, deadline=None)
@given(rows=TABLES, as_text=st.booleans(), title=st.booleans())
def test_workbook(rows, as_text, title):
    book = openpyxl.Workbook()
    if title:
        book.active.append(["Verzonnen tabel"])
        book.active.append([])
    book.active.append(["Regio", "Naam", *YEARS])
    for i, row in enumerate(rows):
        cells = [
            (f"{cell / 10:.1f}" if as_text else cell / 10)
            if isinstance(cell, int)
            else {"suppressed": "x", "missing": "..", "nil": 0}[cell]
            for cell in row
        ]
        book.active.append([f"GM{9000 + i}", f"Dorp {i}", *cells])
    buffer = io.BytesIO()
    book.save(buffer)
    back = found(buffer.getvalue(), "Regio", in_header())
    assert back == [(r, y, v, "normal" if s == "nil" else s) for r, y, v, s in expected(rows)]
