# SPDX-License-Identifier: EUPL-1.2
"""Processes that are killed while they write lose nothing that was confirmed, on both databases."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from tests.shared_data import REPOSITORY

WRITER = Path(__file__).with_name("writing_until_killed.py")
CHECK = """
import django; django.setup()
from schakel.programme.auditing import verify_audit_chain
from schakel.programme.models import FundingProgramme, LedgerEntry
report = verify_audit_chain()
for reference in LedgerEntry.objects.order_by("pk").values_list("reference", flat=True):
    print("entry", reference)
for code, summary in FundingProgramme.objects.values_list("code", "summary"):
    print("last", code, summary)
print("chain", report.n_entries)
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request, tmp_path):
    """The environment of a database of its own, migrated; removed afterwards."""
    environment = os.environ | {
        "SCHAKEL_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "schakel.web.settings",
        "PYTHONPATH": str(REPOSITORY),
        "DATABASE_URL": "",
    }
    name = f"kill_{uuid.uuid4().hex[:12]}"
    server = os.environ.get("SCHAKEL_TEST_DATABASE_URL", "")
    if request.param == "postgresql":
        if not server:
            pytest.skip("no PostgreSQL: SCHAKEL_TEST_DATABASE_URL is not set")
        execute(server, f"CREATE DATABASE {name}")
        environment["DATABASE_URL"] = f"{server.rsplit('/', 1)[0]}/{name}"
    run(environment, "-m", "django", "migrate", "--verbosity", "0")
    yield environment
    if request.param == "postgresql":
        execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def execute(server, statement):
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def run(environment, *arguments):
    result = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


@pytest.mark.xdist_group("kill")
def test_what_was_confirmed_is_still_there_and_the_chain_holds(database):
    writers = [
        subprocess.Popen(
            [sys.executable, str(WRITER), f"writer{n}"], env=database, stdout=subprocess.PIPE, text=True
        )
        for n in range(3)
    ]
    confirmed = []
    for writer, amount in zip(writers, (5, 17, 31), strict=True):
        confirmed += [writer.stdout.readline().strip() for _ in range(amount)]
    for writer in writers:
        writer.kill()
        confirmed += [line.strip() for line in writer.stdout if line.endswith("\n")]
        writer.wait()
        writer.stdout.close()
    found = run(database, "-c", CHECK)
    entries = {line.split()[1] for line in found if line.startswith("entry")}
    assert len(confirmed) >= 53
    assert set(confirmed) <= entries
    assert len(entries - set(confirmed)) <= len(writers), "at most one write each was on its way"
    last = dict(line.split()[1:] for line in found if line.startswith("last"))
    for writer in ("writer0", "writer1", "writer2"):
        numbers = [int(e.rsplit("-", 1)[1]) for e in entries if e.startswith(writer)]
        assert last[writer] == f"{writer}-{max(numbers)}", "both writes of one action, or neither"
    assert found[-1] == f"chain {2 * len(entries) + 3}"
