# SPDX-License-Identifier: EUPL-1.2
"""Seconds from `schakel start` to the first page: on an empty home folder, and again on the filled one.

Usage: python benchmarks/start.py [port]
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8765
REPOSITORY = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 180


def seconds_to_first_page(home: str) -> float:
    command = [sys.executable, "-m", "schakel", "start", "--port", str(PORT)]
    environment = os.environ | {"SCHAKEL_HOME": home}
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        while time.perf_counter() - began < PATIENCE_SECONDS:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=30) as page:
                    page.read()
                    return time.perf_counter() - began
            except (urllib.error.URLError, ConnectionError):
                if process.poll() is not None:
                    raise SystemExit(process.stderr.read().decode()) from None
                time.sleep(0.05)
        raise SystemExit(f"no page within {PATIENCE_SECONDS} seconds")
    finally:
        process.terminate()
        process.wait(timeout=20)


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        print(f"empty home to first page:  {seconds_to_first_page(home):6.2f} s")
        subprocess.run(
            [sys.executable, "-m", "schakel", "start", "--no-serve"],
            cwd=REPOSITORY,
            env=os.environ | {"SCHAKEL_HOME": home},
            check=True,
            capture_output=True,
        )
        for _ in range(3):
            print(f"filled home to first page: {seconds_to_first_page(home):6.2f} s   (target 5 s)")


if __name__ == "__main__":
    main()
