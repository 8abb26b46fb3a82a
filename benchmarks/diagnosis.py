# SPDX-License-Identifier: EUPL-1.2
"""Seconds for the whole diagnosis with 1,000 runs, as a fresh process, from shipped figures to report.

Usage: python benchmarks/diagnosis.py [course folder]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]


def main() -> None:
    course = sys.argv[1] if len(sys.argv) > 1 else str(REPOSITORY / "courses" / "dutch-techzone")
    for formats in ([], ["--format", "pdf", "--format", "html", "--format", "xlsx"]):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            command = [sys.executable, "-m", "schakel", "diagnose", "--course", course, "--out", str(out)]
            command += formats or ["--format", "none"]
            environment = os.environ | {"SCHAKEL_HOME": folder}
            began = time.perf_counter()
            subprocess.run(command, check=True, cwd=REPOSITORY, stdout=subprocess.DEVNULL, env=environment)
            label = "+".join(formats[1::2]) or "tables only"
            print(f"diagnosis, 1,000 runs, {label:14s} {time.perf_counter() - began:6.2f} s   (target 10 s)")


if __name__ == "__main__":
    main()
