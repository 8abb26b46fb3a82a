# SPDX-License-Identifier: EUPL-1.2
"""Seconds for the whole diagnosis with 1,000 runs, each time as a fresh process.

First on an empty home (the year before is diagnosed too), then one year with its predecessor
stored, then that year with the report in three forms.

Usage: python benchmarks/diagnosis.py [course folder]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
CASES = (
    ("two years, empty home", "2022", ("--format", "none")),
    ("one year", "2023", ("--format", "none")),
    ("one year and the report", "2024", ()),
)


def main() -> None:
    course = sys.argv[1] if len(sys.argv) > 1 else str(REPOSITORY / "courses" / "dutch-techzone")
    with tempfile.TemporaryDirectory() as home:
        for label, seed, formats in CASES:
            command = [sys.executable, "-m", "schakel", "diagnose", "--course", course, "--seed", seed]
            command += ["--out", str(Path(home) / "out"), *formats]
            began = time.perf_counter()
            subprocess.run(
                command,
                check=True,
                cwd=REPOSITORY,
                stdout=subprocess.DEVNULL,
                env=os.environ | {"SCHAKEL_HOME": home},
            )
            print(f"diagnosis, 1,000 runs, {label:24s} {time.perf_counter() - began:6.2f} s   (target 10 s)")


if __name__ == "__main__":
    main()
