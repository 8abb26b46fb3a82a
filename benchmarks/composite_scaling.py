# SPDX-License-Identifier: EUPL-1.2
"""How the seconds of a build and of 1,000 replications grow with units and with indicators.

Prints a table per direction and the exponent p of seconds ~ size^p over its larger half: 1 is linear. The
numbers are lognormal with one common part and 5 % unknown, in 8 pillars and 2 sub-indices, as in the table
of shared/design/composite-peers.md, section 6, from which the peer's seconds are (COINr 1.1.14).

Usage: python benchmarks/composite_scaling.py
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import time

import numpy as np

from schakel.composite.building.build import build_index
from schakel.composite.building.steps import Aggregate, Impute, Normalise, Screen, Treat
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import hold_data
from schakel.composite.structure.tree import Aggregation, Branch, Indicator
from schakel.composite.varying.alternatives import Alternative, Factor, vary_setting, vary_weights
from schakel.composite.varying.variation import vary_index

STEPS = (Impute(), Screen(), Treat(), Normalise(low=1.0, high=100.0), Aggregate())
N_RUNS = 1000
PEER_BUILD = {(50, 50): 0.078, (500, 50): 0.23, (2000, 50): 0.67, (10_000, 50): 3.4}
PEER_BUILD |= {(500, 25): 0.15, (500, 100): 0.41, (500, 200): 0.82, (500, 400): 1.6}
PEER_REPLICATION = {(50, 50): 0.094, (500, 50): 0.24, (2000, 50): 0.71, (10_000, 50): 3.7, (500, 100): 0.43}


def made_up_index(n_units, k_indicators, seed=0):
    """Return data, tree and steps of an invented index."""
    rng = np.random.default_rng(seed)
    common = rng.standard_normal((n_units, 1))
    values = np.exp(0.6 * common + 0.8 * rng.standard_normal((n_units, k_indicators)))
    values[rng.random(values.shape) < 0.05] = np.nan
    leaves = [Indicator(f"i{j}", f"p{8 * j // k_indicators}") for j in range(k_indicators)]
    pillars = [Branch(f"p{j}", f"s{j // 4}") for j in range(8)]
    tree = grow_tree(leaves, [*pillars, Branch("s0", "index"), Branch("s1", "index"), Branch("index")])
    data = hold_data(values, units=[f"u{i}" for i in range(n_units)], columns=[leaf.code for leaf in leaves])
    return data, tree, STEPS


def reasonable_choices(weights, *, mean=100.0, deviation=10.0):
    """Return the four factors of the peer's documented run."""
    pulled_in = {str(most): most for most in range(1, 6)}
    scales = {
        "minmax": {"method": "minmax", "low": 1.0, "high": 100.0},
        "z-score": {"method": "zscore", "mean": mean, "deviation": deviation},
    }
    means = {method: {"aggregation": Aggregation(method)} for method in ("arithmetic", "geometric")}
    return [
        vary_setting("Points pulled in", step="treat", setting="max_winsorised", values=pulled_in),
        Factor("Scale", tuple(Alternative(name, {"normalise": own}) for name, own in scales.items())),
        weights,
        Factor("Mean", tuple(Alternative(name, {"aggregate": own}) for name, own in means.items())),
    ]


def noisy_weights(tree):
    return vary_weights("Weights", tree, spread=0.25, n_sets=N_RUNS, rng=np.random.default_rng(1))


def seconds_of(work):
    """Return the least processor seconds; quick work is repeated more often."""
    best, spent, began_all = np.inf, 0.0, time.perf_counter()
    while spent < 0.5:
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
        spent = time.perf_counter() - began_all
    return best


def measure(n_units, k_indicators):
    data, tree, steps = made_up_index(n_units, k_indicators)
    build = build_index(data, tree, steps)
    factors = reasonable_choices(noisy_weights(tree))
    rng = np.random.default_rng(2)
    return (
        seconds_of(lambda: build_index(data, tree, steps)),
        seconds_of(lambda: vary_index(build, factors, n_runs=N_RUNS, rng=rng)),
    )


def exponent(sizes, seconds):
    """Return the slope of log seconds on log size over the larger half."""
    half = len(sizes) // 2
    return np.polyfit(np.log(sizes[half:]), np.log(seconds[half:]), 1)[0]


def ratio(peer, seconds):
    return f"{peer / seconds:8,.0f} x" if peer is not None else f"{'':10s}"


def show(title, shapes, sizes):
    print(f"\n{title}")
    print(f"{'units x indicators':>20s} {'build s':>9s} {'peer':>10s} {'1,000 runs s':>13s} {'peer':>10s}")
    builds, runs = [], []
    for shape in shapes:
        build, run = measure(*shape)
        builds.append(build)
        runs.append(run)
        replication = PEER_REPLICATION.get(shape)
        size = f"{shape[0]:>10,d} x {shape[1]:<7d}"
        peer = ratio(PEER_BUILD.get(shape), build)
        peer_runs = ratio(None if replication is None else N_RUNS * replication, run)
        print(f"{size} {build:9.4f} {peer} {run:13.3f} {peer_runs}", flush=True)
    found = exponent(sizes, builds), exponent(sizes, runs)
    print(f"exponent of a build {found[0]:.2f}, of 1,000 replications {found[1]:.2f}")


def main() -> None:
    units = [50, 500, 1000, 2000, 4000, 8000, 10_000]
    show("units, at 50 indicators", [(n, 50) for n in units], units)
    indicators = [25, 50, 100, 200, 400]
    show("indicators, at 500 units", [(500, k) for k in indicators], indicators)


if __name__ == "__main__":
    main()
