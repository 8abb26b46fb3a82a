# SPDX-License-Identifier: EUPL-1.2
"""A small invented index: indicators A to E under two sub-branches, units named by a letter."""

from dataclasses import replace

import numpy as np

from schakel.composite.building.steps import Aggregate, Normalise
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import hold_data
from schakel.composite.structure.tree import Branch, Indicator

CODES = ("A", "B", "C", "D", "E")
STEPS = (Normalise(low=1.0, high=100.0), Aggregate())


def skipping_tree(**weights):
    """Return a tree in which E hangs right under the root, beside two branches: a level is skipped.

    C is better when lower. Weights of nodes are given by code.
    """
    indicators = [
        Indicator("A", "P", "indicator A"),
        Indicator("B", "P"),
        Indicator("C", "Q", direction=-1),
        Indicator("D", "Q"),
        Indicator("E", "I"),
    ]
    branches = [Branch("P", "I", "branch P"), Branch("Q", "I"), Branch("I", None, "the index")]
    return grow_tree(
        (replace(node, weight=float(weights.get(node.code, 1.0))) for node in indicators),
        (replace(node, weight=float(weights.get(node.code, 1.0))) for node in branches),
    )


def flat_tree(k=3, **changes):
    """Return k indicators A, B, ... under one branch; ``changes`` holds per code fields of an indicator."""
    codes = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:k]
    leaves = [replace(Indicator(code, "I"), **changes.get(code, {})) for code in codes]
    return grow_tree(leaves, [Branch("I")])


def unit_names(n):
    return [f"u{place}" for place in range(1, n + 1)]


def made_up_data(seed=0, n=12, codes=CODES, *, n_periods=1, share_unknown=0.0, **beside):
    """Return lognormal numbers with one common part, some of them unknown."""
    rng = np.random.default_rng(seed)
    shape = (n_periods, n, len(codes))
    values = np.exp(0.4 * rng.normal(size=(n_periods, n, 1)) + 0.3 * rng.normal(size=shape)) * 10
    values[rng.random(shape) < share_unknown] = np.nan
    periods = tuple(range(2020, 2020 + n_periods)) if n_periods > 1 else ("",)
    return hold_data(values, units=unit_names(n), columns=codes, periods=periods, **beside)


def table(rows, codes="ABC", **beside):
    """Return data of one period from rows of numbers."""
    array = np.array(rows, dtype=np.float64)
    return hold_data(array, units=unit_names(len(array)), columns=tuple(codes[: array.shape[1]]), **beside)
