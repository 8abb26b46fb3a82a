# SPDX-License-Identifier: EUPL-1.2
"""Milliseconds and queries of the pages of the cycle, beside ten years of meetings and 300 initiatives.

Usage: python benchmarks/cycle_pages.py [--home FOLDER] [--initiatives 300] [--meetings 60] [--items 10]

Without ``--home`` the made-up course is measured first. Everything happens in a temporary folder on SQLite,
in this process, signed in as the programme office. Each meeting holds ``--items`` items, each with a decision
and an action point; half of the decisions and action points are open. Targets: a page 250 ms, a dashboard
(board, week, delivery, year) 500 ms.
"""

import argparse
import os
import statistics
import sys
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "benchmarks")]
PAGES = {
    "board": 500,
    "cycle-year": 500,
    "week": 500,
    "following": 500,
    "meetings": 250,
    "backlog": 250,
    "decisions": 250,
    "promises": 250,
    "dialogue": 250,
    "evaluation": 500,
    "criteria": 250,
    "calendar": 250,
    "measurements": 250,
    "course-versions": 250,
    "outbox": 250,
}


def main() -> int:
    from programme_lists import prepare, time_of

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--initiatives", type=int, default=300)
    parser.add_argument("--meetings", type=int, default=60)
    parser.add_argument("--items", type=int, default=10)
    choices = parser.parse_args()
    misses = 0
    with tempfile.TemporaryDirectory(prefix="schakel-cycle-") as folder:
        home = Path(folder) / "home"
        prepare(home, choices.home)
        client, meeting = fill(choices)
        print(f"load of the machine at the start: {os.getloadavg()[0]:.1f}")
        print(f"{'page':18}{'median ms':>10}{'of CPU':>8}{'slowest':>9}{'first':>8}{'queries':>9}  target")
        for name, target in (*PAGES.items(), ("meeting", 250)):
            first, times, busy, n = time_of(client, address_of(client, name, meeting))
            median = statistics.median(times)
            misses += median > target
            mark = "  <- over" if median > target else ""
            print(
                f"{name:18}{median:>10.0f}{busy:>8.0f}{max(times):>9.0f}{first:>8.0f}{n:>9}{target:>8}{mark}",
                flush=True,
            )
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}; over the target: {misses}")
    return int(misses > 0)


def fill(choices):
    """Write the rows and return the browser of the programme office, and the last meeting."""
    from django.test import Client
    from tests.cycle.factories import year_with_phases
    from tests.programme.full_register import TRACED, Size, fill_register

    from schakel.web.models import Account, RoleGrant

    n = choices.initiatives
    fill_register(Size(n, n, n, n, n, n, n, 30, n))
    today = date.today()
    year_with_phases(today.year)
    meeting = hold_meetings(choices, today)
    account = Account.objects.create_user("bureau@voorbeeld.invalid")
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2999, 1, 1)}
    RoleGrant.objects.create(account=account, role="bureau", sponsor="benchmark", **days, **TRACED)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(account)
    return client, meeting


def hold_meetings(choices, today: date):
    """Write the meetings with their items, decisions and action points; return the last one."""
    from tests.programme.full_register import TRACED

    from schakel.cycle.models import ActionPoint, AgendaItem, Decision, DecisionStep, Meeting
    from schakel.programme.models import Partner

    at = datetime.now(UTC)
    owners = list(Partner.objects.all()[:40])
    appended = {"recorded_at": at, "recorded_by": "benchmark"}
    meeting = None
    for m in range(choices.meetings):
        on = today - timedelta(60 * (choices.meetings - m))
        meeting = Meeting.objects.create(
            code=f"bench-{m}",
            title=f"Voorbeeldvergadering {m}",
            on=on,
            starts_at=time(9),
            ends_at=time(12),
            state="closed",
            convened_at=at,
            **TRACED,
        )
        for i in range(choices.items):
            number = m * choices.items + i
            item = AgendaItem.objects.create(
                meeting=meeting,
                position=i,
                title=f"Onderwerp {number}",
                state="handled",
                minutes=10,
                **TRACED,
            )
            owner, due = owners[number % len(owners)], on + timedelta(90)
            decision = Decision.objects.create(
                number=f"{on.year}-{number:04d}",
                meeting=meeting,
                item=item,
                text=f"Besluit {number}",
                on=on,
                owner=owner,
                due_on=due,
                **appended,
            )
            if number % 2:
                DecisionStep.objects.create(
                    decision=decision, status="executed", on=due, note="Gedaan", **appended
                )
            ActionPoint.objects.create(
                meeting=meeting,
                item=item,
                text=f"Actie {number}",
                owner=owner,
                due_on=due,
                done_on=due if number % 2 else None,
                **TRACED,
            )
    return meeting


def address_of(client, name: str, meeting) -> str:
    """Return the address of a page in the year of the newest measurement."""
    from django.urls import reverse

    year = client.get("/").url.strip("/")
    return reverse(name, args=(year, meeting.code) if name == "meeting" else (year,))


if __name__ == "__main__":
    sys.exit(main())
