# SPDX-License-Identifier: EUPL-1.2
"""Run the integrity checks: how many findings each has, and which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import pydantic
import yaml
from django.db import connection

from schakel.koers.entries import Code, Entry, Text, Words
from schakel.koers.failures import N_, Failure

TABLE = Path(__file__).with_name("checks.yaml")
Severity = Literal["critical", "severe", "warning", "info"]
About = Literal["initiative", "partner", "claim", "activity", "source", "indicator", "none"]
SEVERITIES: tuple[Severity, ...] = ("critical", "severe", "warning", "info")


class Check(Entry):
    """A check: what it finds, how bad that is, why it matters and what to do.

    ``query`` gives a row for each finding: ``code`` and ``name`` of the record, and a ``detail``.
    ``about`` is the kind of record that the code belongs to.
    """

    id: Code
    severity: Severity
    about: About
    label: Words
    why: Words
    do: Words
    query: Annotated[Text, pydantic.Field(min_length=20)]


class UnknownCheck(Failure):
    """There is no check with this name."""

    template = N_("There is no check “{found}”.")
    cure = N_("Choose one from the page with all checks.")


@dataclass(frozen=True, slots=True)
class CheckCount:
    """A check and how many findings it has."""

    check: Check
    n_findings: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the record it is about, and a detail."""

    code: str
    name: str
    detail: str


@cache
def integrity_checks() -> tuple[Check, ...]:
    """Return every check, the worst first."""
    data = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    found = [Check.model_validate(entry) for entry in data["checks"]]
    return tuple(sorted(found, key=lambda c: SEVERITIES.index(c.severity)))


def find_check(check_id: str) -> Check:
    """Return a check by its id; raises UnknownCheck."""
    for check in integrity_checks():
        if check.id == check_id:
            return check
    raise UnknownCheck(found=check_id)


def count_findings(today: date) -> tuple[CheckCount, ...]:
    """Return the number of findings of every check, in one question to the database."""
    checks = integrity_checks()
    parts = [
        f"SELECT '{check.id}' AS check_id, COUNT(*) AS n FROM ({check.query}) found{number}"
        for number, check in enumerate(checks)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), _days(today))
        counts = dict(cursor.fetchall())
    return tuple(CheckCount(check, counts[check.id]) for check in checks)


def findings_of(check: Check, today: date, limit: int = 1_000) -> tuple[Finding, ...]:
    """Return the findings of a check in the order of their names, at most ``limit``."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT code, name, detail FROM ({check.query}) found ORDER BY name, code LIMIT {int(limit)}",
            _days(today),
        )
        return tuple(Finding(str(c), str(n), "" if d is None else str(d)) for c, n, d in cursor.fetchall())


def _days(today: date) -> Mapping[str, str]:
    """Return the days that queries may name, as ISO dates."""
    back = {"month_ago": 31, "quarter_ago": 92, "year_ago": 365, "two_years_ago": 731, "soon": -365}
    days = {name: today - timedelta(days=n) for name, n in back.items()} | {"today": today}
    return {name: day.isoformat() for name, day in days.items()}
