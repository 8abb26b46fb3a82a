# SPDX-License-Identifier: EUPL-1.2
"""``schakel accounts`` and ``schakel audit``: the first administrator, and the proof that the log is whole."""

import csv
import os
import re
import sqlite3
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home-of-accounts")


@pytest.fixture(scope="module")
def run(home):
    def ran(*arguments, expect=0):
        command = [sys.executable, "-m", "schakel", "--lang", "en", *arguments]
        environment = os.environ | {"SCHAKEL_HOME": str(home), "DATABASE_URL": ""}
        result = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert result.returncode == expect, result.stdout + result.stderr
        return result.stdout + result.stderr

    return ran


@pytest.fixture(scope="module")
def link(run):
    """What the invitation of the first administrator prints."""
    return run(
        "accounts",
        "invite",
        "--email",
        "Chef@voorbeeld.invalid",
        "--site",
        "https://schakel.voorbeeld.invalid/",
    )


def test_the_first_administrator_gets_a_link(link):
    assert re.search(r"^https://schakel\.voorbeeld\.invalid/uitnodiging/[\w-]{43}/$", link, re.MULTILINE)


def test_the_chain_holds_and_is_exported(run, link, tmp_path):
    assert "The audit chain holds: 1 line." in run("audit", "verify")
    file = tmp_path / "log.csv"
    run("audit", "export", "--to", str(file))
    (row,) = csv.DictReader(file.open(encoding="utf-8-sig"))
    assert (row["action"], row["actor"], row["origin"]) == ("invitation.make", "system", "command")
    assert "voorbeeld.invalid" not in file.read_text()
    assert "invitation.make" in run("audit", "export")


def test_a_mistake_is_a_sentence(run):
    assert "There is no account for" in run("accounts", "let-in", "--email", "x@voorbeeld.invalid", expect=1)
    told = run("accounts", "invite", "--email", "geen adres", expect=1)
    assert "Traceback" not in told and "email" in told
    assert "Choose the initiative" in run(
        "accounts", "invite", "--email", "a@voorbeeld.invalid", "--role", "lead", expect=1
    )


def test_a_line_that_was_changed_by_force_is_found(run, link, home):
    run("accounts", "invite", "--email", "chef@voorbeeld.invalid")
    with sqlite3.connect(home / "schakel.sqlite3") as database:
        table = "programme_auditentry"
        with pytest.raises(sqlite3.Error, match="append-only"):
            database.execute(f"UPDATE {table} SET actor = 'account:9' WHERE number = 1")
        for event in ("update", "delete"):
            database.execute(f"DROP TRIGGER {table}_no_{event}")
        database.execute(f"UPDATE {table} SET actor = 'account:9' WHERE number = 1")
    told = run("audit", "verify", expect=1)
    assert "line 1" in told and "changed" in told
