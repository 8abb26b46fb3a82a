# SPDX-License-Identifier: EUPL-1.2
"""Settings come from the environment, are checked at once, and keep their secrets."""

import os
import socket
import stat
import subprocess
import sys

import pytest

from schakel.web.environment import WrongSettings, database_settings, read_environment, secret_key
from schakel.web.serve import PortTaken, serve


@pytest.fixture
def environment(monkeypatch):
    for name in list(os.environ):
        if name.startswith("SCHAKEL_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)
    return monkeypatch


def test_a_bare_machine_needs_no_settings(environment):
    settings = read_environment()
    assert settings.schakel_home.name == "schakel"
    database = database_settings(settings)
    assert database["ENGINE"].endswith("sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_every_wrong_setting_is_named_at_once(environment):
    environment.setenv("SCHAKEL_DEBUG", "perhaps")
    environment.setenv("DATABASE_URL", "mysql://user:s3cret@somewhere/x")
    environment.setenv("SCHAKEL_ALLOWED_HOSTS", "https://example.org")
    with pytest.raises(WrongSettings) as caught:
        read_environment()
    text = str(caught.value)
    assert all(name in text for name in ("SCHAKEL_DEBUG", "DATABASE_URL", "SCHAKEL_ALLOWED_HOSTS"))
    assert "s3cret" not in text


def test_a_postgresql_address_is_taken_apart(environment):
    environment.setenv("DATABASE_URL", "postgresql://me:p%40ss@db:5433/schakel?sslmode=require")
    database = database_settings(read_environment())
    assert database["ENGINE"].endswith("postgresql")
    assert (database["NAME"], database["USER"], database["PASSWORD"], database["PORT"]) == (
        "schakel",
        "me",
        "p@ss",
        5433,
    )
    assert database["OPTIONS"] == {"sslmode": "require"}


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path):
    first = secret_key(tmp_path / "home")
    assert secret_key(tmp_path / "home") == first
    assert len(first) > 50
    assert stat.S_IMODE((tmp_path / "home" / "secret-key").stat().st_mode) == 0o600


def test_a_taken_port_is_one_clear_failure():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortTaken):
            serve(port=taken.getsockname()[1])


def run_django(*arguments, **environment):
    command = [sys.executable, "-m", "django", *arguments, "--settings", "schakel.web.settings"]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)


def test_django_finds_nothing_wrong(tmp_path):
    result = run_django("check", "--fail-level", "ERROR", SCHAKEL_HOME=str(tmp_path))
    assert result.returncode == 0, result.stderr


def test_migrating_sqlite_makes_the_file_in_the_home_folder(tmp_path):
    result = run_django("migrate", SCHAKEL_HOME=str(tmp_path), DATABASE_URL="")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "schakel.sqlite3").exists()


@pytest.mark.postgresql
def test_migrating_postgresql(tmp_path):
    url = os.environ.get("SCHAKEL_TEST_DATABASE_URL")
    if not url:
        pytest.skip("no PostgreSQL: SCHAKEL_TEST_DATABASE_URL is not set")
    for command in (("migrate",), ("check", "--database", "default")):
        result = run_django(*command, SCHAKEL_HOME=str(tmp_path), DATABASE_URL=url)
        assert result.returncode == 0, result.stderr
