# SPDX-License-Identifier: EUPL-1.2
"""The migrations make the tables that the models describe, and a database can be made with them."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "command", [["makemigrations", "--check", "--dry-run"], ["migrate", "--verbosity", "0"]]
)
def test_the_migrations_are_those_of_the_models(command, tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "schakel.web.settings",
        "SCHAKEL_HOME": str(tmp_path),
        "DATABASE_URL": "",
    }
    run = [sys.executable, "-m", "django", *command]
    done = subprocess.run(run, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
