# SPDX-License-Identifier: EUPL-1.2
"""Milliseconds and queries of the first fifty rows of lists of 10,000, in every order and with every filter.

Usage: python benchmarks/programme_lists.py [--home FOLDER] [--rows 10000] [--page initiatives] [--slow]

Without ``--home`` the made-up course is measured first. Everything happens in a temporary folder on SQLite,
in this process, signed in as the programme office. ``--slow`` prints only what is over the target.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))
TARGET_MS = 100
MOST_QUERIES = 15
ROUNDS = 7
LISTS = ("initiatives", "partners", "activities", "ledger", "results", "events", "commitments", "audit-log")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--page", choices=LISTS, action="append")
    parser.add_argument("--slow", action="store_true")
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="schakel-lists-") as folder:
        home = Path(folder) / "home"
        prepare(home, choices.home)
        client = fill(choices.rows)
        print(f"load of the machine at the start: {os.getloadavg()[0]:.1f}")
        heading = f"{'median ms':>10}{'of CPU':>8}{'slowest':>9}{'first':>8}{'queries':>9}"
        print(f"{'page':13}{'what':34}{heading}  target {TARGET_MS} ms")
        misses = [measure(client, name, choices.slow) for name in choices.page or LISTS]
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}; over the target: {sum(misses)}")
    return int(sum(misses) > 0)


def prepare(home: Path, start: Path | None) -> None:
    """Set the site up on a home folder with a measurement and an empty register."""
    os.environ |= {
        "SCHAKEL_HOME": str(home),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "schakel.web.settings",
        "SCHAKEL_SECOND_FACTOR": "off",
    }
    if start is not None:
        shutil.copytree(start, home, ignore=shutil.ignore_patterns("*.sqlite3*"))
    else:
        made_up = REPOSITORY / "tests" / "courses" / "made-up"
        os.environ |= {
            "SCHAKEL_COURSES": str(made_up.parent),
            "SCHAKEL_COURSE": "voorbeeldland",
            "SCHAKEL_FIGURES": str(made_up / "figures"),
        }
        from schakel.diagnosis.run import make_measurement

        make_measurement(made_up, made_up / "figures", home, n_runs=50)
    import django

    django.setup()
    from schakel.web.preparing import prepare_database

    prepare_database()


def fill(n: int):
    """Write the rows and return the browser of somebody of the programme office."""
    from django.test import Client
    from tests.programme.full_register import TRACED, Size, fill_register

    from schakel.web.models import Account, RoleGrant

    fill_register(Size(n, n, n, n, n, n, n, 30, n))
    account = Account.objects.create_user("bureau@voorbeeld.invalid")
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2999, 1, 1)}
    RoleGrant.objects.create(account=account, role="bureau", sponsor="benchmark", **days, **TRACED)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(account)
    return client


def measure(client, page: str, only_slow: bool) -> int:
    """Print the times of one list and return how many of them miss a target."""
    address, wanted = questions(client, page)
    misses = 0
    for what, query in wanted:
        first, times, busy, n_queries = time_of(client, address + query)
        median = statistics.median(times)
        is_miss = median > TARGET_MS or n_queries > MOST_QUERIES
        misses += is_miss
        if is_miss or not only_slow:
            mark = "  <- over" if is_miss else ""
            print(
                f"{page:13}{what:34}{median:>10.0f}{busy:>8.0f}{max(times):>9.0f}{first:>8.0f}{n_queries:>9}{mark}",
                flush=True,
            )
    return misses


def time_of(client, address: str) -> tuple[float, list[float], float, int]:
    """Return the first time of an address, later ones, the median on the processor, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    began = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        found = client.get(address)
    if found.status_code != 200:
        raise SystemExit(f"{address}: {found.status_code}")
    first, n_queries = (time.perf_counter() - began) * 1000, len(asked)
    times, busy = [], []
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return first, times, statistics.median(busy), n_queries


def questions(client, page: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the address of a list with every order and filter that it offers."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    try:
        root = client.get("/").url
        address = "/account/logboek/" if page == "audit-log" else f"{root}{ADDRESSES[page]}"
        found = client.get(address)
        if found.status_code != 200:
            raise SystemExit(f"{address}: {found.status_code}")
        listing = found.context["listing"]
    finally:
        teardown_test_environment()
    table = listing.table.name
    asked = [("all", ""), ("page 2", "?page=2"), ("last page", "?page=200")]
    asked += [(f"order {s}{k}", f"?sort={table}.{s}{k}") for k in listing.table.sortable for s in ("", "-")]
    for name, field in (listing.filter_form.fields if listing.filter_form else {}).items():
        asked += [(f"filter {name}={value}", f"?{name}={value}") for value in values_of(name, field)]
    return address, asked


ADDRESSES = {
    "initiatives": "programma/initiatieven/",
    "partners": "programma/partners/",
    "activities": "programma/activiteiten/",
    "ledger": "programma/geld/boekingen/",
    "results": "programma/resultaten/",
    "events": "programma/bijeenkomsten/",
    "commitments": "programma/toezeggingen/",
}
WORDS = {"since": ["2031-01-03"], "until": ["2031-01-03"], "actor": ["account:3"], "action": ["ledger"]}


def values_of(name: str, field) -> list[str]:
    """Return some values of a filter: words for a text, else the first choices."""
    options = getattr(field, "choices", None)
    if options is None:
        return WORDS.get(name, ["01", "niets van dit"])
    values = [str(value) for value, _ in options if str(value)]
    return values[:3]


if __name__ == "__main__":
    sys.exit(main())
