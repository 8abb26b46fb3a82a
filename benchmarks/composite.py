# SPDX-License-Identifier: EUPL-1.2
"""Seconds for composite indicators, next to those of COINr, on one thread.

R is not needed: the peer's seconds are figures, measured on a machine like this one (2 cores, shared) with
COINr 1.1.14 and R 4.2.2; see shared/design/composite-peers.md, section 6. "at least" marks a lower bound
(some of the peer's replications failed and were quick) and "about" an extrapolation from fewer runs.

Usage: python benchmarks/composite.py [small]      (small: without 10,000 x 100)
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import resource
import sys
import time
from pathlib import Path

import numpy as np
from composite_scaling import made_up_index, noisy_weights, reasonable_choices

from schakel.composite.aggregating.benefit_of_doubt import give_benefit_of_doubt
from schakel.composite.aggregating.outrank import aggregate_copeland
from schakel.composite.building.build import build_index, replay
from schakel.composite.building.comparing import remove_each
from schakel.composite.building.steps import change_step
from schakel.composite.ranking.rank_inference import infer_ranks
from schakel.composite.structure.tree import Aggregation
from schakel.composite.varying.variation import analyse_sensitivity, vary_index

REPOSITORY = Path(__file__).resolve().parents[1]
N_RUNS = 1000


def timed(work, times=1):
    """Return the least processor seconds of a few repetitions, and the last result."""
    best, result = np.inf, None
    for _ in range(times):
        began = time.process_time()
        result = work()
        best = min(best, time.process_time() - began)
    return best, result


def report(task, seconds, peer=None, *, said="", target=None):
    words = f"{task:58s} {seconds:9.4f} s"
    if peer is not None:
        words += f"   peer {said:9s}{peer:9,.3f} s   {peer / seconds:8,.0f} x"
    if target is not None:
        words += f"   (target {target} s{'' if seconds <= target else ', MISSED'})"
    print(words, flush=True)


def example_index():
    """Return COINr's example with its steps; made-up numbers of that size where the data are not here."""
    sys.path.insert(0, str(REPOSITORY))
    from tests.shared_data import SHARED

    if not (SHARED / "reference" / "coinr").exists():
        data, tree, steps = made_up_index(51, 49)
        return "made-up numbers", data, tree, steps, noisy_weights(tree)
    from tests.reference.asem_index import STEPS, load_asem, weight_sets

    asem = load_asem()
    return "COINr's example", asem.data, asem.tree, STEPS, weight_sets(asem.tree)


def run_example():
    name, data, tree, steps, weights = example_index()
    rng = np.random.default_rng(1)
    factors = reasonable_choices(weights, mean=10.0, deviation=2.0)
    seconds, build = timed(lambda: build_index(data, tree, steps), times=10)
    report(f"build, 51 x 49 ({name})", seconds, 0.072, target=0.005)
    other = change_step(steps, "aggregate", aggregation=Aggregation("median"))
    seconds, _ = timed(lambda: replay(build, steps=other), times=10)
    report("what if: from the aggregation on", seconds, 0.007)
    seconds, _ = timed(lambda: remove_each(build, list(tree.indicator_codes)), times=3)
    report("without each of 49 indicators", seconds, 3.9)
    seconds, _ = timed(lambda: vary_index(build, factors, n_runs=N_RUNS, rng=rng), times=5)
    report(f"uncertainty, {N_RUNS} replications, 4 factors", seconds, 95.0, target=0.3)
    seconds, found = timed(lambda: analyse_sensitivity(build, factors, rng=rng), times=5)
    n_runs = found.scores.n_runs
    report(f"sensitivity, exact ({n_runs} combinations; peer: 600 runs)", seconds, 58.0, target=1.0)
    peer_for_as_many = 58.0 / 600 * n_runs
    report("   the same number of runs by the peer", seconds, peer_for_as_many, said="about")


def run_methods():
    rng = np.random.default_rng(2)
    cells = rng.normal(size=(2000, 50)) + rng.normal(size=(2000, 1))
    seconds, _ = timed(lambda: aggregate_copeland(cells))
    report("Copeland, 2,000 units x 50 indicators", seconds, 8.4)
    report("   the peer as an index calls it", seconds, 2160.0, said="about")
    scores = np.sort(rng.normal(size=400))
    errors = 0.1 * rng.normal(size=(10_000, 400))
    seconds, _ = timed(lambda: infer_ranks(scores, errors, coverage=0.9))
    report("rank confidence sets, 400 units x 10,000 draws", seconds)
    values = rng.uniform(0.1, 1.0, size=(300, 15))
    seconds, _ = timed(lambda: give_benefit_of_doubt(values, weight_shares=(0.02, 0.2)))
    report("benefit of the doubt, 300 x 15, bounded (peer: linprog)", seconds, 4.0)


def run_large():
    data, tree, steps = made_up_index(10_000, 100)
    seconds, build = timed(lambda: build_index(data, tree, steps), times=3)
    report("build, 10,000 x 100", seconds, 5.9, target=0.6)
    factors = reasonable_choices(noisy_weights(tree))
    seconds, _ = timed(lambda: vary_index(build, factors, n_runs=N_RUNS, rng=np.random.default_rng(3)))
    report(f"uncertainty, {N_RUNS} replications, 10,000 x 100", seconds, 6500.0, said="at least", target=60)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory of the process':58s} {most:9.0f} MB   (peer: 333 MB to build, 468 MB to vary)")


def main() -> None:
    print(f"{'task':58s} {'processor':>11s}")
    run_example()
    run_methods()
    if "small" not in sys.argv[1:]:
        run_large()


if __name__ == "__main__":
    main()
