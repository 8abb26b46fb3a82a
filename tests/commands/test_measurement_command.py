# SPDX-License-Identifier: EUPL-1.2
"""``schakel measurement``: keep, list, verify and restore, with damage named and mended."""

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from tests.cycle.made_up_stored import store
from tests.made_up_dossier import YEAR


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home-of-measurements")


@pytest.fixture(scope="module")
def stored(home):
    return store(home)


@pytest.fixture(scope="module")
def run(home, stored):
    def ran(*arguments, expect=0, language="en"):
        command = [sys.executable, "-m", "schakel", "--lang", language, "measurement", *arguments]
        environment = os.environ | {"SCHAKEL_HOME": str(home), "DATABASE_URL": "", "COLUMNS": "200"}
        result = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert result.returncode == expect, result.stdout + result.stderr
        return result.stdout + result.stderr

    return ran


@pytest.fixture(scope="module")
def kept(run, stored):
    return run("keep")


def test_the_current_measurement_is_kept_once(run, stored, kept):
    assert f"Measurement {stored.id} of {YEAR} is kept." in kept
    assert "was kept already" in run("keep", stored.id)


def test_the_list_says_where_a_measurement_is(run, stored, kept):
    (row,) = [line for line in run("list").splitlines() if stored.id in line]
    assert row.split() == ["made-up", str(YEAR), stored.id, "yes", "yes"]


def test_a_measurement_that_is_nowhere_is_a_sentence(run, kept):
    told = run("keep", "f" * 16, expect=1)
    assert "There is no computed measurement" in told and "Traceback" not in told
    assert "is not kept in the database" in run("restore", "f" * 16, expect=1)


def test_what_is_whole_is_proved(run, kept):
    assert "1 kept measurement is whole, in the database and on disk." in run("verify")
    assert "No folder was gone or changed." in run("restore")


def test_a_lost_folder_is_named_with_its_cure_and_put_back(run, stored, kept):
    shutil.rmtree(stored.folder)
    told = run("verify", expect=1)
    assert f"put it back with schakel measurement restore {stored.id}" in told and "is gone" in told
    assert f"Measurement {stored.id} stands in its folder again." in run("restore", stored.id)
    assert "is whole" in run("verify")


def test_a_changed_folder_is_named_with_its_cure_and_put_back(run, stored, kept):
    (stored.folder / "tables" / "pairwise.parquet").write_bytes(b"other")
    assert "was changed: put it back" in run("verify", expect=1)
    run("restore")
    assert "is whole" in run("verify")


def test_a_mark_that_does_not_follow_the_database_is_found_and_mended(run, stored, kept):
    mark = stored.folder.parent / "adopted.json"
    mark.write_text(
        f'{{"identity": "{stored.id}", "on": "2031-03-12", "decision": "2031-001", "cycle": 2031}}'
    )
    assert f"The pages of made-up {YEAR} do not follow what the board adopted." in run("verify", expect=1)
    assert f"The pages of made-up {YEAR} show what the board adopted." in run("restore")
    assert not mark.exists() and "is whole" in run("verify")


def test_a_row_that_was_changed_by_force_is_found_last_of_all(run, stored, home, kept):
    with sqlite3.connect(home / "schakel.sqlite3") as database:
        table = "cycle_measurement"
        with pytest.raises(sqlite3.Error, match="append-only"):
            database.execute(f"UPDATE {table} SET archive = x'00'")
        database.execute(f"DROP TRIGGER {table}_no_update")
        database.execute(f"UPDATE {table} SET archive = x'00'")
    told = run("verify", expect=1)
    assert f"The kept file of measurement {stored.id} is damaged" in told and "backup" in told
    shutil.rmtree(stored.folder)
    assert "is damaged in the database and on disk" in run("verify", expect=1)
    told = run("restore", expect=1)
    assert "is damaged" in told and not stored.folder.exists()
