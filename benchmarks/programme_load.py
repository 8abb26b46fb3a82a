# SPDX-License-Identifier: EUPL-1.2
"""Twenty people at once on a full register, one in ten requests a change (SQLite, 2 workers of 4 threads).

Run: ``pip install --require-hashes -r requirements/load.txt`` and ``python benchmarks/programme_load.py``.
Prints, for each kind of page, the median and the 95th percentile against the target. Everything happens
in a folder of its own on the loopback address; ``--home`` takes an existing home folder as its start. The
register has 300 initiatives, 100 partners and lists of 2,000 ledger lines and activities, unless
``--initiatives`` and ``--rows`` say otherwise.
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

REPOSITORY = Path(__file__).resolve().parents[1]
TARGET_MS = {"list": 250, "dashboard": 500, "write": 500}
PORT = 8197
DASHBOARDS = ",geld/,resultaten/,portfolio/,netwerk/,indicatoren/"
FILLING = """
import json, sys
from datetime import date
import django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course
from schakel.web.models import Account, RoleGrant
from tests.programme.full_register import TRACED, Codes, Size, fill_register
n, rows, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
from pathlib import Path
course = read_course(Path(folder))
codes = Codes(
    places=tuple(m.code for m in course.region.members),
    lines=tuple(line.code for line in course.lines),
    actions=tuple(a.code for line in course.lines for a in line.actions),
    goals=tuple(g.code for g in course.goals),
    elements=tuple(e.code for e in load_framework(Path(folder)).elements),
)
size = Size(initiatives=n, partners=max(n // 3, 10), entries=rows, activities=rows, claims=n, commitments=n, events=n)
made = fill_register(size, codes)
account = Account.objects.create_user("bureau@voorbeeld.invalid", "x" * 20)
RoleGrant.objects.create(account=account, role="bureau", sponsor="benchmark", starts_on=date(2020, 1, 1),
    ends_on=date(2999, 1, 1), **TRACED)
session = SessionStore()
session["_auth_user_id"] = str(account.pk)
session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
session["_auth_user_hash"] = account.get_session_auth_hash()
session.create()
print(json.dumps({"session": session.session_key, "initiatives": [i.code for i in made.initiatives[:300]]}))
"""
LOCUST = """
import os, random, re
from locust import HttpUser, between, task

CODES = os.environ["BENCH_CODES"].split(",")
YEAR = os.environ["BENCH_YEAR"]
SPLIT = os.environ["BENCH_SPLIT"] == "yes"

def named(kind, page):
    return f"{kind} {page}" if SPLIT else kind

class Member(HttpUser):
    wait_time = between(1, 3)

    def look(self, address, name):
        # Read a page, and its pictures as a wide screen does, each once.
        html = self.client.get(address, name=name).text
        for src in re.findall(r'<img src="([^"]*picture=[^"]*)"', html):
            if src not in self.seen:
                self.seen.add(src)
                self.client.get(src.replace("&amp;", "&"), name="picture")

    def on_start(self):
        self.seen = set()
        self.client.cookies.set("sessionid", os.environ["BENCH_SESSION"])

    @task(30)
    def lists(self):
        page = random.choice(["initiatieven", "partners", "geld/boekingen", "activiteiten", "bijeenkomsten",
            "toezeggingen"])
        self.client.get(f"/{YEAR}/programma/{page}/?page={random.randint(1, 5)}", name=named("list", page))

    @task(15)
    def sheets(self):
        address = f"/{YEAR}/programma/initiatieven/{random.choice(CODES)}/"
        self.look(address, named("dashboard", "initiative"))

    @task(9)
    def dashboards(self):
        page = random.choice(os.environ["BENCH_DASHBOARDS"].split(","))
        self.look(f"/{YEAR}/programma/{page}", named("dashboard", page or "programme"))

    @task(6)
    def writes(self):
        address = f"/{YEAR}/programma/initiatieven/{random.choice(CODES)}/prestaties/nieuw/"
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
    parser.add_argument("--course", type=Path, default=REPOSITORY / "courses" / "dutch-techzone")
    parser.add_argument("--initiatives", type=int, default=300)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--dashboards", default=DASHBOARDS, help="with commas; nothing is the programme page")
    parser.add_argument("--split", action="store_true", help="a row for each page")
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="schakel-load-") as folder:
        home = Path(folder) / "home"
        environment = os.environ | {
            "SCHAKEL_HOME": str(home),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "schakel.web.settings",
            "SCHAKEL_SECOND_FACTOR": "off",
            "SCHAKEL_COURSES": str(choices.course.parent),
            "PYTHONPATH": str(REPOSITORY),
        }
        prepare(home, choices, environment)
        filled = subprocess.run(
            [sys.executable, "-c", FILLING, str(choices.initiatives), str(choices.rows), str(choices.course)],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
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


def prepare(home: Path, choices, environment) -> None:
    """Make a home folder with a measurement and an empty register."""
    if choices.home:
        shutil.copytree(choices.home, home, ignore=shutil.ignore_patterns("*.sqlite3*"))
    else:
        command = [sys.executable, "-m", "schakel", "start", "--no-serve"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    for database in home.glob("*.sqlite3*"):
        database.unlink()
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"], env=environment, check=True)


def measure(folder, environment, made, choices) -> int:
    year = wait_for_the_site()
    (folder / "locustfile.py").write_text(LOCUST)
    environment = environment | {
        "BENCH_SESSION": made["session"],
        "BENCH_CODES": ",".join(made["initiatives"]),
        "BENCH_YEAR": year,
        "BENCH_DASHBOARDS": choices.dashboards,
        "BENCH_SPLIT": "yes" if choices.split else "no",
    }
    command = [
        *(sys.executable, "-m", "locust", "-f", str(folder / "locustfile.py"), "--headless"),
        *("-u", str(choices.users), "-r", "5", "-t", f"{choices.seconds}s"),
        *("--host", f"http://127.0.0.1:{PORT}", "--json", "--only-summary", "--exit-code-on-error", "0"),
    ]
    before = os.getloadavg()[0]
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    if "[" not in result.stdout:
        raise SystemExit(result.stderr[-2_000:])
    rows = json.loads(result.stdout[result.stdout.index("[") :])
    worst = 0
    print(
        f"{choices.initiatives} initiatives, lists of {choices.rows}; load of the machine before: {before:.1f}"
    )
    print(
        f"{'kind':26}{'requests':>9}{'failures':>9}{'median ms':>11}{'p95 ms':>9}{'slowest':>9}{'target':>8}"
    )
    for row in sorted(rows, key=lambda row: row["name"]):
        times = sorted((float(ms), n) for ms, n in row["response_times"].items())
        p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
        target = TARGET_MS.get(row["name"].split()[0])
        worst |= bool(row["num_failures"]) or bool(target and p95 > target)
        counts = f"{row['num_requests']:>9}{row['num_failures']:>9}"
        print(f"{row['name']:26}{counts}{p50:>11.0f}{p95:>9.0f}{times[-1][0]:>9.0f}{target or '':>8}")
    return worst


def percentile(times, share):
    total, seen = sum(n for _, n in times), 0
    for ms, n in times:
        seen += n
        if seen >= share * total:
            return ms
    return float("nan")


def wait_for_the_site() -> str:
    """Return the year of the newest measurement as soon as the site answers."""
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
