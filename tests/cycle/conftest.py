# SPDX-License-Identifier: EUPL-1.2
"""A database with the tables of the cycle, somebody who acts, and a moment."""

from datetime import UTC, datetime

import pytest

from schakel.programme.recording import Actor

NOW = datetime(2031, 5, 6, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _database(db):
    """Every test here may use the database."""


@pytest.fixture
def by():
    return Actor("account:1", "web 127.0.0.1")


@pytest.fixture
def somebody_else():
    return Actor("account:2", "web 127.0.0.1")


@pytest.fixture
def now():
    return NOW
