# SPDX-License-Identifier: EUPL-1.2
"""Whatever the bytes are: a reader gives a table or a failure with a cure, and soon."""

import gzip
import io
import time

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.dataroom.readers.forms import READERS, read_any, sniff
from schakel.dataroom.readers.mapping import ObservationMapping, fixed, in_column, in_header
from schakel.dataroom.readers.observing import to_observations
from schakel.dataroom.readers.raw_table import RawTable, ReadOptions
from schakel.koers.failures import Failure

LONGEST_SECONDS = 20  # a bound against hanging, far above what a file of this size takes

STATLINE = (
    'Verzonnen banen\r\n"Regio\'s";"Perioden";"Banen"\r\n'
    + "".join(f'"Dorp {i}";"20{10 + i}*";{i},5\r\n' for i in range(12))
    + '"Bron: CBS"\r\n'
).encode("utf-8-sig")
DOUBLED = b'"Perioden"";""Regio\'s"";""Banen"\r\n"2024*"";""A"";8,9\r\n""2024*"";""B"";1,4\r\n"'
WIDE = (
    '"Regio\'s";"A (GM)";"A (GM)";"B (CR)"\n"Perioden";"2011*";"2012*";"2011*"\n'
    '"SBI";"aantal";"aantal";"aantal"\n"C Financiële";"940";"x";"-"\n"D";"1";".";"2"\n'
).encode("latin-1")
BULK = b"unit,geo\\time\t2021 \t2020 \nEUR_HAB,NL13\t: \t31500 p\nEUR_HAB,NL21\t: c\t40000 b\n"
SDMX = b"freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\nA,NL13,2020,3.5,\nA,NL21,2020,,c\n"
PLAIN = b'code,name,year,value\nGM9001,A,2019,1.25\nGM9002,B,2019,\nGM9003,"C, D",2019,7\n'


def small_workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["Titel"], [], ["Regio", "2019", "2020"], ["NL91", 1.5, 2], ["NL92", "x", None]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


WORKBOOK = small_workbook()
VALID = [
    STATLINE,
    DOUBLED,
    WIDE,
    BULK,
    SDMX,
    PLAIN,
    WORKBOOK,
    gzip.compress(BULK, mtime=0),
    STATLINE[3:].decode().encode("utf-16"),
]
PIECES = [
    b"\0", b'"', b'""', b";", b",", b"\t", b"\r", b"\n", b"\r\n", b"\\", b"\xff", b"\xeb", b"\xc3", b"\x92", b"*",
    b"9" * 200_000, b'"' + b"a" * 140_000, b"1.234", b"1,234", b"-", b"x", b"\xef\xbb\xbf", b"\x1f\x8b", b"PK\x03\x04",
    "\u2028".encode(), "٣".encode(), b"1e999", b"nan", b"inf", b"''", b";" * 5_000, b"\n" * 5_000,
]  # fmt: skip


def check(read, data: bytes, options: ReadOptions | None = None) -> RawTable | None:
    """A table whose parts fit together, or a failure that names file and cure."""
    start = time.monotonic()
    try:
        table = read(data, "fuzz.bin", options)
    except Failure as failure:
        assert "fuzz.bin" in str(failure)
        assert failure.cure
        table = None
    assert time.monotonic() - start < LONGEST_SECONDS
    if table is None:
        return None
    n = len(table.columns)
    assert n == len(set(table.columns)) == len(table.header) == len(table.kinds) == len(table.column_numbers)
    assert table.cells.height == n * table.n_rows
    assert table.n_rows > 0
    assert list(table.row_numbers) == sorted(set(table.row_numbers))
    assert all(str(remark) for remark in table.remarks)
    next(iter(table.rows(1)))
    table.to_frame()
    return table


def check_observations(table: RawTable) -> None:
    for region, period in (
        (in_column(table.columns[0]), in_header()),
        (fixed("NL"), in_column(table.columns[-1])),
    ):
        mapping = ObservationMapping(fixed("m"), region, period, region_codes={"A": "GM9001"})
        try:
            found = to_observations(table, mapping)
        except Failure as failure:
            assert "fuzz.bin" in str(failure)
        else:
            known = {"normal", "provisional", "estimated", "nil"}
            assert found.height > 0
            assert all(
                (v is not None) == (s in known) for v, s in found.select("value", "status").iter_rows()
            )


@st.composite
def mutations(draw):
    data = bytearray(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(["cut", "flip", "insert", "remove", "double", "front"]))
        if kind == "cut":
            del data[at:]
        elif kind == "flip" and at < len(data):
            data[at] ^= draw(st.integers(1, 255))
        elif kind == "insert":
            data[at:at] = draw(st.sampled_from(PIECES))
        elif kind == "remove":
            del data[at : at + draw(st.integers(1, 30))]
        elif kind == "double":
            data[at:at] = data[at : at + draw(st.integers(1, 200))]
        elif kind == "front":
            del data[:at]
    return bytes(data)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_random_bytes_never_crash_a_reader(data):
    for read in (read_any, *READERS.values()):
        check(read, data)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text("abcX019.,;\t\"'\n\r-*: |\\xé()NL", max_size=120))
def test_random_text_never_crashes_a_reader(text):
    for read in (read_any, *READERS.values()):
        table = check(read, text.encode())
        if table:
            check_observations(table)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutations())
def test_damaged_files_never_crash_a_reader(data):
    table = check(read_any, data)
    if table:
        check_observations(table)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=mutations(),
    options=st.builds(
        ReadOptions,
        encoding=st.sampled_from([None, "utf-8", "mac_roman", "no such encoding", "base64", "utf-7"]),
        separator=st.sampled_from([None, ";", ",", "\t", "ab", "", '"', "\n", "é"]),
        decimal_mark=st.sampled_from([None, ",", ".", ";"]),
        header_rows=st.sampled_from([None, 0, 1, 3, 50, -1]),
        sheet=st.sampled_from([None, "Sheet", "no such sheet"]),
        form=st.sampled_from([None, None, None, "workbook", "sdmx_csv", "eurostat_tsv", "no such form"]),
        marks=st.sampled_from([None, {"-": "nil"}, {"x": "missing"}, {"?": "unknown"}]),
    ),
)
def test_no_combination_of_options_crashes_a_reader(data, options):
    check(read_any, data, options)


@pytest.mark.parametrize("data", VALID, ids=[f"valid-{number}" for number in range(len(VALID))])
def test_every_prefix_of_a_valid_file_is_a_table_or_a_failure(data):
    whole = check(read_any, data)
    assert whole is not None
    step = max(1, len(data) // 60)
    for end in range(0, len(data), step):
        check(read_any, data[:end])


def test_the_forms_of_the_valid_files():
    assert [sniff(data, "x") for data in VALID[:8]] == [
        "statline_csv", "statline_csv", "statline_csv", "eurostat_tsv", "sdmx_csv", "plain_csv", "workbook", "eurostat_tsv",
    ]  # fmt: skip


def test_a_gzip_bomb_is_refused_within_bounds(monkeypatch):
    monkeypatch.setattr("schakel.dataroom.readers.encodings.MOST_BYTES", 1_000_000)
    with pytest.raises(Failure, match="more than 1 MB"):
        read_any(gzip.compress(b"a;b\n" * 5_000_000, mtime=0), "bomb.csv.gz")


def test_a_table_of_too_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr("schakel.dataroom.readers.delimited.MOST_CELLS", 1_000)
    with pytest.raises(Failure, match="more than 1000 cells"):
        read_any(b"a;b\n" + b"1;2\n" * 600, "large.csv")
