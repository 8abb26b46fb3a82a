# SPDX-License-Identifier: EUPL-1.2
"""Seconds for 1,000 uncertainty runs of both comparisons, and for one what-if.

Prints elapsed time and processor time (the second is what counts on a busy machine), and how many times
faster scoring all draws as arrays is than scoring them one after the other.

Usage: python benchmarks/uncertainty.py [course folder]
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from schakel.dataroom.measures import load_measures
from schakel.dataroom.observations import read_observations
from schakel.dataroom.regions import load_regions
from schakel.dataroom.store import ingest_figures
from schakel.ecosystem.choices import Choices
from schakel.ecosystem.error_draws import draw_values
from schakel.ecosystem.indicators import choice_space, compute_indicators
from schakel.ecosystem.scores import plan_scores, score_values
from schakel.ecosystem.trying import try_choices
from schakel.ecosystem.variation import vary
from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course

REPOSITORY = Path(__file__).resolve().parents[1]
N_RUNS = 1000
YEAR = 2025


def timed(work):
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def main() -> None:
    course = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "courses" / "dutch-techzone"
    figures = REPOSITORY / "figures"
    framework, region = load_framework(course), read_course(course).region
    with tempfile.TemporaryDirectory() as folder:
        ingest_figures(figures, Path(folder))
        world = {
            "observations": read_observations(Path(folder)),
            "framework": framework,
            "regions": load_regions(figures),
            "measures": load_measures(figures),
            "region": region,
            "year": YEAR,
        }
        total, began = 0.0, time.process_time()
        for comparison in framework.comparisons:
            made, table = timed(lambda code=comparison.code: compute_indicators(**world, comparison=code))
            seconds, _ = timed(lambda t=table: vary(t, space=choice_space(framework), n_runs=N_RUNS, seed=1))
            total += seconds
            size = "{} x {}".format(*table.values.shape)
            print(
                f"{comparison.code:10s} {size:9s} indicators {made:5.2f} s   {N_RUNS} runs {seconds:5.2f} s"
            )
        used = time.process_time() - began
        print(f"both comparisons, {N_RUNS} runs of three kinds: {total:5.2f} s   (target 4 s)")
        print(f"processor time of both, with their indicators: {used:5.2f} s")
        report_ratio(table)
        seconds, _ = timed(lambda: [try_choices(table, Choices(treatment="winsorise")) for _ in range(20)])
        print(f"one what-if: {1000 * seconds / 20:5.1f} ms   (target 100 ms)")


def report_ratio(table) -> None:
    """Compare scoring all draws as arrays with scoring them one after the other."""
    plan = plan_scores(table, Choices())
    draws = draw_values(table, n_runs=N_RUNS, rng=np.random.default_rng(1))
    together, _ = timed(lambda: score_values(draws, plan))
    singly, _ = timed(lambda: [score_values(draw[None], plan) for draw in draws])
    milliseconds = f"{1000 * together:.0f} ms as arrays, {1000 * singly:.0f} ms one by one"
    print(f"scores of {N_RUNS} draws ({table.comparison}): {milliseconds}: {singly / together:.1f} times")


if __name__ == "__main__":
    main()
