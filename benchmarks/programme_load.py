# SPDX-License-Identifier: EUPL-1.2
"""Twenty people at once on a register of 10,000 initiatives, one in ten requests a change (SQLite, 2 workers).

Run: ``pip install --require-hashes -r requirements/load.txt`` and ``python benchmarks/programme_load.py``.
Prints, for each kind of page, the median and the 95th percentile against the target. Everything happens
in a folder of its own on the loopback address; ``--home`` takes an existing home folder as its start.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

TARGET_MS = {"list": 250, "dashboard": 500, "write": 500}
PORT = 8197
FILLING = """
import json, sys
from datetime import UTC, date, datetime, timedelta
import django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
from schakel.programme.models import *
from schakel.web.models import Account, RoleGrant
at = datetime.now(UTC)
traced = dict(created_at=at, changed_at=at, created_by="benchmark", changed_by="benchmark", invented=True)
row = dict(recorded_at=at, recorded_by="benchmark", invented=True)
n = int(sys.argv[1])
helix = ["business", "knowledge", "government"]
Partner.objects.bulk_create([Partner(code=f"bp{i}", name=f"Partij {i}", helix=helix[i % 3], **traced) for i in range(n // 5)])
partners = list(Partner.objects.filter(code__startswith="bp"))
stages = ["sowing", "germinating", "growing", "harvesting", "quartermaster"]
Initiative.objects.bulk_create([Initiative(code=f"bi{i}", name=f"Initiatief {i}", kind="project", relation="partner",
    stage=stages[i % 5], owner=partners[i % len(partners)], started_year=2015 + i % 10, lines=["1"], actions=["1a"], **traced) for i in range(n)])
initiatives = list(Initiative.objects.filter(code__startswith="bi"))
Participation.objects.bulk_create([Participation(initiative=x, partner=partners[(7 * k + j) % len(partners)], role="participant", **traced)
    for k, x in enumerate(initiatives[:300]) for j in range(3)])
source = FundingProgramme.objects.create(code="bsource", name="Bron", kind="grant", **traced)
LedgerEntry.objects.bulk_create([LedgerEntry(kind=("granted", "spent")[i % 2], programme=source, amount_eur=100 + i, on=date(2020, 1, 1) + timedelta(days=i % 2000),
    initiative=initiatives[i % n], reference=f"b{i}", **row) for i in range(n)])
account = Account.objects.create_user("bureau@voorbeeld.invalid", "x" * 20)
RoleGrant.objects.create(account=account, role="bureau", sponsor="benchmark", starts_on=date(2020, 1, 1), ends_on=date(2999, 1, 1),
    **{k: v for k, v in traced.items()})
session = SessionStore()
session["_auth_user_id"] = str(account.pk)
session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
session["_auth_user_hash"] = account.get_session_auth_hash()
session.create()
print(json.dumps({"session": session.session_key, "initiatives": [x.code for x in initiatives[:500]]}))
"""
LOCUST = """
import os, random, re
from locust import HttpUser, between, task

CODES = os.environ["BENCH_CODES"].split(",")
YEAR = os.environ["BENCH_YEAR"]

class Member(HttpUser):
    wait_time = between(1, 3)

    def on_start(self):
        self.client.cookies.set("sessionid", os.environ["BENCH_SESSION"])

    @task(30)
    def lists(self):
        page = random.choice(["initiatieven", "partners", "geld/grootboek", "activiteiten"])
        self.client.get(f"/{YEAR}/programma/{page}/?page={random.randint(1, 5)}", name="list")

    @task(15)
    def sheets(self):
        self.client.get(f"/{YEAR}/programma/initiatieven/{random.choice(CODES)}/", name="dashboard")

    @task(9)
    def dashboards(self):
        page = random.choice(["", "geld/", "resultaten/"])
        self.client.get(f"/{YEAR}/programma/{page}", name="dashboard")

    @task(6)
    def writes(self):
        address = f"/{YEAR}/programma/initiatieven/{random.choice(CODES)}/uitkomsten/nieuw/"
        page = self.client.get(address, name="form")
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        data = {"csrfmiddlewaretoken": found.group(1) if found else "", "title": "Voorbeeld", "kind": "event",
                "amount": "1", "unit": "keer", "on": "2024-05-06"}
        with self.client.post(address, data, name="write", allow_redirects=False, catch_response=True) as answer:
            if answer.status_code not in (302, 303):
                answer.failure(f"not saved: {answer.status_code}")
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--initiatives", type=int, default=10_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=60)
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="schakel-load-") as folder:
        home = Path(folder) / "home"
        environment = os.environ | {
            "SCHAKEL_HOME": str(home),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "schakel.web.settings",
            "SCHAKEL_SECOND_FACTOR": "off",
        }
        if choices.home:
            shutil.copytree(choices.home, home, ignore=shutil.ignore_patterns("*.sqlite3*"))
        subprocess.run(
            [sys.executable, "-m", "schakel", "start", "--no-serve"],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"], env=environment, check=True)
        filled = subprocess.run(
            [sys.executable, "-c", FILLING, str(choices.initiatives)],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        made = json.loads(filled.stdout.splitlines()[-1])
        site = subprocess.Popen(
            [sys.executable, "-m", "schakel", "serve", "--port", str(PORT)],
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        try:
            return measure(Path(folder), environment, made, choices)
        finally:
            site.terminate()
            site.wait(20)


def measure(folder, environment, made, choices) -> int:
    year = wait_for_the_site()
    (folder / "locustfile.py").write_text(LOCUST)
    environment = environment | {
        "BENCH_SESSION": made["session"],
        "BENCH_CODES": ",".join(made["initiatives"]),
        "BENCH_YEAR": year,
    }
    command = [
        sys.executable,
        "-m",
        "locust",
        "-f",
        str(folder / "locustfile.py"),
        "--headless",
        "-u",
        str(choices.users),
        "-r",
        "5",
        "-t",
        f"{choices.seconds}s",
        "--host",
        f"http://127.0.0.1:{PORT}",
        "--json",
        "--only-summary",
        "--exit-code-on-error",
        "0",
    ]
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    rows = json.loads(result.stdout[result.stdout.index("[") :])
    worst = 0
    print(f"{'kind':12}{'requests':>9}{'failures':>9}{'median ms':>11}{'p95 ms':>9}{'target':>8}")
    for row in rows:
        times = sorted((float(ms), n) for ms, n in row["response_times"].items())
        p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
        target = TARGET_MS.get(row["name"])
        worst |= bool(row["num_failures"]) or bool(target and p95 > target)
        print(
            f"{row['name']:12}{row['num_requests']:>9}{row['num_failures']:>9}{p50:>11.0f}{p95:>9.0f}{target or '':>8}"
        )
    return worst


def percentile(times, share):
    total, seen = sum(n for _, n in times), 0
    for ms, n in times:
        seen += n
        if seen >= share * total:
            return ms
    return float("nan")


def wait_for_the_site() -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(300):
        try:
            with opener.open(f"http://127.0.0.1:{PORT}/", timeout=20) as answer:
                return answer.geturl().rstrip("/").rsplit("/", 1)[1]
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the site did not start")


if __name__ == "__main__":
    sys.exit(main())
