# SPDX-License-Identifier: EUPL-1.2
"""A site with a filled register, served as readers get it, and people who look at it in chromium."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.web.site import MADE_UP, REPOSITORY

from schakel.diagnosis.run import make_measurement

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
PHONE, DESKTOP = 360, 1280
PATIENCE_MS = 15_000


@dataclass(frozen=True)
class FilledSite:
    """Where the site is, the year of its measurement, and what the filling made (by name)."""

    url: str
    year: int
    made: dict

    def address(self, page: str) -> str:
        return f"{self.url}/{self.year}/programma/{page}"


@contextmanager
def serve_filled_site(folder: Path, filling: str = "tests.browser.filling", with_demonstration: bool = True):
    """Compute the made-up measurement, fill its register, and serve it on a free port."""
    stored = make_measurement(MADE_UP, MADE_UP / "figures", folder, n_runs=50)
    environment = os.environ | {
        "SCHAKEL_HOME": str(folder),
        "SCHAKEL_FIGURES": str(MADE_UP / "figures"),
        "SCHAKEL_COURSES": str(MADE_UP.parent),
        "DJANGO_SETTINGS_MODULE": "schakel.web.settings",
        "DATABASE_URL": "",
        "SCHAKEL_SECOND_FACTOR": "on",
    }
    started = {"env": environment, "cwd": REPOSITORY}
    demonstration = [sys.executable, "-m", "schakel", "demo-year", "--course", str(MADE_UP)]
    if with_demonstration:
        subprocess.run(demonstration, check=True, stdout=subprocess.DEVNULL, **started)
    else:
        migrate = [sys.executable, "-m", "django", "migrate"]
        subprocess.run(migrate, check=True, stdout=subprocess.DEVNULL, **started)
    command = [sys.executable, "-m", filling]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **started).stdout
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "schakel.web.serve", "127.0.0.1", str(port), "1"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL, **started)
    site = FilledSite(f"http://127.0.0.1:{port}", stored.dossier.year, json.loads(told.splitlines()[-1]))
    try:
        wait_for(site.address(""))
        yield site
    finally:
        server.terminate()
        server.wait(10)


def wait_for(url: str) -> None:
    """Wait until a page of the site is there; a page that fails ends the waiting at once."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(300):
        try:
            opener.open(url, timeout=30).close()
            return
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{url} answers {error.code}") from error
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the site did not start")


@dataclass
class People:
    """Gives everybody a browser of their own: ``open("bureau")``; what chromium complains about is kept."""

    chromium: object
    site: FilledSite
    contexts: list = field(default_factory=list)

    def open(self, who: str = "reader", width: int = DESKTOP, language: str = "nl", **options):
        """Return a page of somebody who is signed in already; "reader" and "visitor" are not."""
        context = self.chromium.new_context(viewport={"width": width, "height": 780}, **options)
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        cookies = {"schakel_language": language}
        if who in self.site.made["sessions"]:
            cookies["sessionid"] = self.site.made["sessions"][who]
        context.add_cookies([{"name": n, "value": v, "url": self.site.url} for n, v in cookies.items()])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: page.complaints.append(str(e)))
        page.on("request", lambda r: None if self._is_ours(r.url) else page.complaints.append(r.url))
        return page

    def _is_ours(self, url: str) -> bool:
        return url.startswith((self.site.url, "data:", "blob:"))

    def leave(self) -> None:
        """Close every browser."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
