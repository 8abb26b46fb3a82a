# SPDX-License-Identifier: EUPL-1.2
"""Measurements are written once, named after their content, and read back unchanged."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.made_up_dossier import make_dossier, make_tables

from schakel.diagnosis.dossier import Interval, Note, Point, Standing
from schakel.diagnosis.dossier_json import UnreadableDossier, dossier_from_json, dossier_to_json
from schakel.diagnosis.storage import (
    DamagedMeasurement,
    Diagnosis,
    NoMeasurement,
    NoTable,
    current_with_inputs,
    list_measurements,
    load_measurement,
    store_measurement,
    table_to_parquet,
    verify_measurement,
    write_provenance,
    write_tables,
)

NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture
def diagnosis():
    dossier = make_dossier(first_year=False)
    return Diagnosis(dossier, make_tables(dossier))


def test_a_dossier_goes_to_json_and_back_byte_for_byte(diagnosis):
    content = dossier_to_json(diagnosis.dossier)
    assert dossier_from_json(content) == diagnosis.dossier
    assert dossier_to_json(dossier_from_json(content)) == content


@given(value=NUMBERS, low=NUMBERS, high=NUMBERS)
def test_an_interval_goes_to_json_and_back(value, low, high):
    adapter = TypeAdapter(Interval)
    made = Interval(value, low, high)
    assert adapter.validate_json(adapter.dump_json(made)) == made


@given(
    code=st.text(max_size=20),
    details=st.dictionaries(
        st.text(max_size=8), st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=12)
    ),
)
def test_a_note_goes_to_json_and_back_with_its_types(code, details):
    adapter = TypeAdapter(Note)
    found = adapter.validate_json(adapter.dump_json(Note(code, details)))
    assert found == Note(code, details)
    assert [type(v) for v in found.details.values()] == [type(v) for v in details.values()]


@given(period=st.integers(1900, 2100), value=NUMBERS, status=st.sampled_from(["normal", "suppressed", "nil"]))
def test_a_point_goes_to_json_and_back(period, value, status):
    adapter = TypeAdapter(Point)
    made = Point(period, value, None, None, status)
    assert adapter.validate_json(adapter.dump_json(made)) == made


def test_whole_numbers_in_decimal_fields_settle():
    adapter = TypeAdapter(Standing)
    made = Standing(2020, None, 3, None, None, None, None, 1, 40, None, None, None)
    assert adapter.validate_json(adapter.dump_json(made)).value == 3.0


def test_storing_twice_is_storing_once(diagnosis, tmp_path):
    first = store_measurement(diagnosis, tmp_path, inputs_sha256="a")
    dossier = tmp_path / "measurements" / "made-up" / "2024" / first / "dossier.json"
    before = dossier.stat().st_mtime_ns
    assert store_measurement(diagnosis, tmp_path, inputs_sha256="a") == first
    assert dossier.stat().st_mtime_ns == before
    assert [m.id for m in list_measurements(tmp_path)] == [first]
    assert current_with_inputs(tmp_path, "made-up", 2024, "a") == first
    assert current_with_inputs(tmp_path, "made-up", 2024, "b") is None


def test_the_newest_of_a_year_is_current_and_the_older_one_stays(diagnosis, tmp_path):
    first = store_measurement(diagnosis, tmp_path)
    dossier = make_dossier(first_year=True)
    second = store_measurement(Diagnosis(dossier, make_tables(dossier)), tmp_path)
    assert load_measurement(tmp_path, "made-up").id == second
    assert load_measurement(tmp_path, "made-up", 2024, first).dossier == diagnosis.dossier
    assert {m.id: m.is_current for m in list_measurements(tmp_path, "made-up")} == {
        first: False,
        second: True,
    }


def test_tables_come_back_and_unknown_ones_are_named(diagnosis, tmp_path):
    store_measurement(diagnosis, tmp_path)
    stored = load_measurement(tmp_path, "made-up", 2024)
    assert stored.table("index_ranking").equals(diagnosis.tables["index_ranking"])
    with pytest.raises(NoTable, match="index_ranking"):
        stored.table("nothing")


def test_a_measurement_that_was_changed_by_hand_is_found(diagnosis, tmp_path):
    store_measurement(diagnosis, tmp_path)
    stored = load_measurement(tmp_path, "made-up")
    verify_measurement(stored)
    path = stored.folder / "dossier.json"
    path.write_bytes(path.read_bytes().replace(b'"score"', b'"scorE"', 1).replace(b"2022", b"2021", 1))
    with pytest.raises(DamagedMeasurement):
        verify_measurement(stored)


def test_what_is_not_there_is_said_with_its_cure(tmp_path):
    with pytest.raises(NoMeasurement, match="schakel diagnose"):
        load_measurement(tmp_path, "made-up", 2031)
    with pytest.raises(UnreadableDossier, match="course_id"):
        dossier_from_json(b"{}")


def test_the_same_table_gives_the_same_bytes():
    table = pl.DataFrame({"a": [1, 2, None], "b": ["x", None, "z"]})
    again = pl.concat([table[:1], table[1:]])
    assert table_to_parquet(table) == table_to_parquet(again)


def test_tables_and_provenance_are_written_for_others(diagnosis, tmp_path):
    written = write_tables(diagnosis, tmp_path / "out")
    assert tmp_path / "out" / "index_ranking.csv" in written
    assert (
        pl.read_csv(tmp_path / "out" / "index_ranking.csv").height == diagnosis.tables["index_ranking"].height
    )
    facts = json.loads(write_provenance(diagnosis, tmp_path / "out").read_text())
    assert facts["seed"] == diagnosis.dossier.provenance.seed
    assert facts["snapshots"][0]["sha256"]
