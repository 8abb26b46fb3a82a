# SPDX-License-Identifier: EUPL-1.2
"""Milliseconds at the server and gzip weight of every page, on the measurements in SCHAKEL_HOME.

Usage: python benchmarks/pages.py   (after `schakel start --no-serve`)
"""

import gzip
import os
import re
import statistics
import time

import django
from django.test import Client

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.web.settings")
django.setup()

ROUNDS = 5
SEED_PAGES = ["/"]
PAGES_AT_MOST = 80


def linked_pages(client: Client) -> list[str]:
    found, queue = [], list(SEED_PAGES)
    while queue and len(found) < PAGES_AT_MOST:
        path = queue.pop(0)
        response = client.get(path, follow=True)
        if path in found or not response.get("Content-Type", "").startswith("text/html"):
            continue
        found.append(path)
        links = re.findall(r'href="(/[^"#]*)"', response.content.decode())
        queue += [link.replace("&amp;", "&") for link in links if link not in found and link not in queue]
    return found


def main() -> None:
    client = Client(HTTP_HOST="127.0.0.1")
    rows = []
    for path in linked_pages(client):
        client.get(path, follow=True)
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            response = client.get(path, follow=True)
            times.append((time.perf_counter() - began) * 1000)
        rows.append((statistics.median(times), max(times), len(gzip.compress(response.content)) / 1000, path))
    rows.sort(reverse=True)
    print("median ms    max ms   gzip kB  page")
    for median, slowest, weight, path in rows:
        print(f"{median:9.1f} {slowest:9.1f} {weight:9.1f}  {path}")
    heaviest = max(row[2] for row in rows)
    print(f"{len(rows)} pages; slowest median {rows[0][0]:.0f} ms (target 200)")
    print(f"heaviest {heaviest:.0f} kB HTML (target 50 with CSS)")


if __name__ == "__main__":
    main()
