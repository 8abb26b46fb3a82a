# SPDX-License-Identifier: EUPL-1.2
"""Joining every branch of a tree by its own method, weights and thresholds."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.composite.made_up_index import flat_tree, skipping_tree

from schakel.composite.aggregating.aggregate import (
    NegativeUnderGeometric,
    NotPositive,
    aggregate_mean,
    aggregate_power,
)
from schakel.composite.aggregating.outrank import aggregate_copeland
from schakel.composite.aggregating.weighted_sums import known_weight, weighted_sums
from schakel.composite.bad_input import WrongShape
from schakel.composite.building.joining import ScaleTooLarge, aggregation_of, join_children, join_tree
from schakel.composite.building.steps import Aggregate, Weighting
from schakel.composite.normalising.scale_parameters import ScaleNotRising
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.reshaping import set_aggregation
from schakel.composite.structure.tree import Aggregation, Branch, Indicator

METHODS = [
    Aggregation("arithmetic"),
    Aggregation("geometric"),
    Aggregation("harmonic"),
    Aggregation("power", power=3.0),
    Aggregation("power", power=-2.0),
    Aggregation("product"),
    Aggregation("additive"),
    Aggregation("minimum"),
    Aggregation("maximum"),
    Aggregation("median"),
    Aggregation("bottleneck_penalty", scale=100.0),
    Aggregation("bottleneck_penalty", scale=100.0, form="logarithmic", size=0.5, steepness=0.5),
    Aggregation("mazziotta_pareto"),
    Aggregation("mazziotta_pareto", penalty="upward"),
    Aggregation("ordered_weights", orness=0.3),
    Aggregation("copeland"),
    Aggregation("outranking"),
    Aggregation("benefit_of_doubt", low_share=0.05, high_share=0.6),
]
COUNTS_CHILDREN = ("additive", "product", "benefit_of_doubt", "ordered_weights")


def called(way):
    return f"{way.method}{way.power if way.method == 'power' else ''}{way.form[:3]}{way.penalty[:2]}"


EVERY_METHOD = pytest.mark.parametrize("way", METHODS, ids=called)


def columns(rows, codes="ABCDE"):
    """Return rows (..., n_units, k) as a mapping from code to an array (..., 1 period, n_units)."""
    array = np.asarray(rows, dtype=float)
    return {code: array[..., None, :, place] for place, code in enumerate(codes[: array.shape[-1]])}


def made_up_cells(seed=0, n=9, k=4, front=(), share_unknown=0.0):
    rng = np.random.default_rng(seed)
    cells = rng.uniform(1, 100, size=(*front, n, k))
    cells[rng.random(cells.shape) < share_unknown] = np.nan
    return cells


def test_a_skipped_level_and_other_methods_per_branch_by_hand():
    """P: sqrt(4 * 9) = 6. Q: the lower of 5 and 3. I: (10 + 2 * 6 + 3) / (1 + 2 + 1) = 6.25."""
    tree = set_aggregation(skipping_tree(P=2), {"P": Aggregation("geometric"), "Q": Aggregation("minimum")})
    found = join_tree(columns([[4, 9, 5, 3, 10]]), tree, Aggregate())
    assert found.codes == ("P", "Q", "I")
    assert found.values[0, 0] == pytest.approx([6, 3, 6.25])
    assert found.weights["I"] == pytest.approx([0.25, 0.5, 0.25])


def test_the_method_of_the_step_for_a_branch_goes_before_that_of_the_tree():
    tree = set_aggregation(skipping_tree(), {"P": Aggregation("geometric")})
    step = Aggregate(aggregation=Aggregation("maximum"), per_branch={"P": Aggregation("minimum")})
    assert aggregation_of(tree, step, "P").method == "minimum"
    assert aggregation_of(tree, replace(step, per_branch={}), "P").method == "geometric"
    assert aggregation_of(tree, step, "Q").method == "maximum"


def test_two_branches_with_thresholds_of_their_own():
    """One unit knows half of both; P asks for 40 %, Q for 60 %, so only P has a score, and I rests on P and E."""
    tree = set_aggregation(
        skipping_tree(),
        {
            "P": Aggregation(min_share=0.4),
            "Q": Aggregation(min_share=0.6),
            "I": Aggregation(min_share=0.6),
        },
    )
    found = join_tree(columns([[4, np.nan, np.nan, 8, 2]]), tree, Aggregate())
    assert found.values[0, 0] == pytest.approx([4, np.nan, 3], nan_ok=True)
    stricter = set_aggregation(tree, {"I": Aggregation(min_share=0.7)})
    assert np.isnan(join_tree(columns([[4, np.nan, np.nan, 8, 2]]), stricter, Aggregate()).values[0, 0, 2])


def test_a_share_of_children_is_not_a_share_of_weight():
    """B has 3 of the weight of 4 but is one of two children."""
    tree = skipping_tree(B=3)
    rows = columns([[np.nan, 4, 1, 1, 1], [4, np.nan, 1, 1, 1]])
    by = {}
    for share_of in ("children", "weight"):
        way = Aggregation(min_share=0.6, share_of=share_of)
        found = join_tree(rows, set_aggregation(tree, {"P": way}), Aggregate())
        by[share_of] = np.isfinite(found.values[0, :, 0]).tolist()
    assert by == {"children": [False, False], "weight": [True, False]}


def test_a_unit_without_data_has_no_scores():
    found = join_tree(columns([[1, 2, 3, 4, 5], [np.nan] * 5]), skipping_tree(), Aggregate())
    assert np.isfinite(found.values[0, 0]).all()
    assert np.isnan(found.values[0, 1]).all()


def test_weights_of_the_step_overrule_those_of_the_tree():
    found = join_tree(columns([[0, 1, 0, 0, 0]]), skipping_tree(B=7), Aggregate(weights={"B": 3.0}))
    assert found.values[0, 0, 0] == pytest.approx(0.75)


def test_units_with_the_same_sum_of_ranks_are_exactly_equal():
    """A third is no binary number: added as shares, 1 + 1 + 7 thirds and 3 + 3 + 3 thirds may differ."""
    rng = np.random.default_rng(1)
    for k in (3, 5, 6, 7, 9, 11):
        ranks = rng.integers(1, 20, size=(500, k)).astype(float)
        found = aggregate_mean(ranks)
        assert len(np.unique(found)) == len(np.unique(ranks.sum(axis=1)))
        whole = rng.integers(1, 5, size=k).astype(float)
        assert len(np.unique(aggregate_mean(ranks, weights=whole))) == len(np.unique(ranks @ whole))


@EVERY_METHOD
def test_equal_rows_give_equal_scores_to_the_last_bit_under_all_weights(way):
    rng = np.random.default_rng(3)
    cells = made_up_cells(seed=5, n=9)
    cells[[3, 8]] = cells[0]
    weights = rng.uniform(0.5, 1.5, size=(20, 1, 4))
    found = join_children(cells[None], weights, way)
    assert found.shape == (20, 1, 9)
    assert (found[..., 3] == found[..., 0]).all() and (found[..., 8] == found[..., 0]).all()
    assert (found[..., 1] != found[..., 0]).any()


@EVERY_METHOD
def test_draws_of_weights_are_the_loop_over_draws(way):
    rng = np.random.default_rng(4)
    cells, weights = made_up_cells(front=(2,), share_unknown=0.1), rng.uniform(0.5, 1.5, size=(5, 1, 4))
    if way.method == "benefit_of_doubt":
        cells = made_up_cells(front=(2,))
    found = join_children(cells, weights, way)
    singly = np.stack([join_children(cells, weights[draw, 0], way) for draw in range(5)])
    assert found == pytest.approx(singly, rel=1e-12, nan_ok=True)


@EVERY_METHOD
def test_draws_and_periods_of_values_are_the_loop_over_them(way):
    cells, weights = made_up_cells(front=(3, 2), n=7), np.array([1.0, 2, 1, 1.5])
    found = join_children(cells, weights, way)
    assert found.shape == (3, 2, 7)
    for draw, period in product(range(3), range(2)):
        alone = join_children(cells[draw, period], weights, way)
        assert found[draw, period] == pytest.approx(alone, rel=1e-12)


@EVERY_METHOD
def test_the_order_of_units_and_of_children_does_not_matter(way):
    cells, weights = made_up_cells(seed=7), np.array([1.0, 2, 1.5, 0.5])
    found = join_children(cells, weights, way)
    units, children = [4, 2, 8, 0, 1, 3, 7, 6, 5], [2, 0, 3, 1]
    moved = join_children(cells[units][:, children], weights[children], way)
    assert moved == pytest.approx(found[units], rel=1e-9)


@pytest.mark.parametrize("way", [way for way in METHODS if way.method not in COUNTS_CHILDREN], ids=called)
def test_a_child_without_weight_plays_no_part(way):
    cells, weights = made_up_cells(seed=8), np.array([1.0, 0, 1.5, 0.5])
    found = join_children(cells, weights, way)
    kept = [0, 2, 3]
    assert found == pytest.approx(join_children(cells[:, kept], weights[kept], way), rel=1e-9)
    cells[:, 1] = np.nan
    assert found == pytest.approx(join_children(cells, weights, way), rel=1e-9)


def test_a_power_mean_does_not_run_out_of_numbers():
    """100 to the power 200 is no number, but the mean lies near the highest value; -200 near the lowest."""
    cells = np.array([[1.0, 100.0], [2.0, 3.0]])
    assert aggregate_power(cells, power=200.0)[0] == pytest.approx(100 * 0.5 ** (1 / 200))
    assert aggregate_power(cells, power=-200.0)[0] == pytest.approx(1 * 0.5 ** (-1 / 200))
    assert aggregate_power(np.array([[0.0, 0.0]]), power=3.0).tolist() == [0.0]
    assert np.isnan(aggregate_power(np.array([[np.nan, np.nan]]), power=3.0, min_share=0.0)).all()


@given(st.floats(-5, 5).filter(lambda p: abs(p) > 0.05), st.integers(0, 1000))
def test_a_power_mean_by_its_formula(power, seed):
    cells, weights = made_up_cells(seed, n=4), np.array([1.0, 2, 3, 4])
    by_hand = ((weights * cells**power).sum(axis=1) / weights.sum()) ** (1 / power)
    assert aggregate_power(cells, power=power, weights=weights) == pytest.approx(by_hand, rel=1e-9)


@settings(max_examples=40)
@given(
    st.lists(st.floats(1, 99), min_size=4, max_size=4),
    st.integers(0, 3),
    st.floats(0.1, 20),
    st.sampled_from(range(10)),
)
def test_a_higher_child_never_lowers_a_mean(row, place, more, number):
    way = METHODS[number]
    cells = np.array([row, row])
    cells[1, place] += more
    low, high = join_children(cells, np.array([1.0, 2, 1, 1]), way)
    assert high >= low - 1e-9 * abs(low)


@pytest.mark.parametrize(
    ("way", "value", "failure"),
    [
        (Aggregation("geometric"), -1.0, NegativeUnderGeometric),
        (Aggregation("geometric"), 0.0, NotPositive),
        (Aggregation("product"), 0.0, NotPositive),
        (Aggregation("harmonic"), 0.0, NotPositive),
        (Aggregation("harmonic"), -2.0, NotPositive),
        (Aggregation("power", power=0.0), 0.0, NotPositive),
        (Aggregation("power", power=0.5), -1.0, NotPositive),
        (Aggregation("power", power=-1.0), 0.0, NotPositive),
    ],
)
def test_numbers_without_a_mean_are_refused_by_unit_and_child(way, value, failure):
    rows = columns([[1, 2, 3, 4, 5], [1, 2, 3, value, 5]])
    with pytest.raises(failure, match=f"Unit 'v' has {value} on 'D'"):
        join_tree(rows, skipping_tree(), Aggregate(per_branch={"Q": way}), units=["u", "v"])


def test_numbers_without_weight_are_not_refused():
    rows = columns([[1, 2, 3, -4, 5]])
    found = join_tree(rows, skipping_tree(D=0), Aggregate(aggregation=Aggregation("geometric")))
    assert found.values[0, 0, 1] == pytest.approx(3)


def test_a_bottleneck_on_the_wrong_scale_is_refused():
    way = Aggregation("bottleneck_penalty")
    with pytest.raises(ScaleTooLarge, match="scale 1"):
        join_children(np.array([[90.0, 50.0]]), np.ones(2), way)
    for scale in (0.0, -1.0, float("nan")):
        with pytest.raises(ScaleNotRising):
            join_children(np.array([[0.9, 0.5]]), np.ones(2), replace(way, scale=scale))


def test_order_weights_that_do_not_fit_are_refused():
    way = Aggregation("ordered_weights", order_weights=(0.5, 0.5))
    with pytest.raises(WrongShape, match="order_weights"):
        join_children(np.ones((2, 3)), np.ones(3), way)
    found = join_children(np.array([[1.0, 3.0]]), np.ones(2), replace(way, order_weights=(0.75, 0.25)))
    assert found == pytest.approx([2.5])


def test_order_weights_that_are_not_said_are_even():
    cells = made_up_cells()
    found = join_children(cells, np.ones(4), Aggregation("ordered_weights"))
    assert found == pytest.approx(cells.mean(axis=1))
    best = join_children(cells, np.ones(4), Aggregation("ordered_weights", orness=1.0))
    assert best == pytest.approx(cells.max(axis=1))
    lone = join_children(cells[:, :1], np.ones(1), Aggregation("ordered_weights", orness=1.0))
    assert lone == pytest.approx(cells[:, 0])


def test_weights_found_from_the_values_hold_for_all_periods_together():
    rng = np.random.default_rng(0)
    values = {code: rng.uniform(1, 5, size=(3, 10)) for code in "AB"}
    step = Aggregate(weighting=Weighting("standard_deviation"))
    found = join_tree(values, flat_tree(2), step)
    spread = np.array([values[code].std(ddof=1) / np.ptp(values[code]) for code in "AB"])
    assert found.weights["I"] == pytest.approx(spread / spread.sum())
    assert found.values[..., 0] == pytest.approx(
        np.stack([values["A"], values["B"]], axis=-1) @ (spread / spread.sum())
    )


def test_weights_found_from_the_values_of_every_draw():
    rng = np.random.default_rng(0)
    values = {code: rng.uniform(1, 5, size=(4, 3, 10)) for code in "AB"}
    step = Aggregate(weighting=Weighting("entropy"))
    found = join_tree(values, flat_tree(2), step)
    assert found.weights["I"].shape == (4, 1, 2)
    for draw in range(4):
        alone = join_tree({code: array[draw] for code, array in values.items()}, flat_tree(2), step)
        assert found.values[draw] == pytest.approx(alone.values, rel=1e-12)


def test_multipliers_of_nodes_are_other_weights():
    rows = columns(made_up_cells(k=5))
    tree = skipping_tree(A=2, P=3)
    noise = {"A": np.array([[1.0], [2.0], [0.5]]), "Q": np.array([[1.0], [0.0], [4.0]])}
    found = join_tree(rows, tree, Aggregate(), multipliers=noise)
    assert found.values.shape == (3, 1, 9, 3)
    for draw in range(3):
        own = skipping_tree(A=2 * noise["A"][draw, 0], P=3, Q=noise["Q"][draw, 0])
        assert found.values[draw] == pytest.approx(join_tree(rows, own, Aggregate()).values, rel=1e-12)


def test_one_child_keeps_its_score_under_every_mean():
    tree = grow_tree([Indicator("A", "P")], [Branch("P", "I"), Branch("I")])
    for way in METHODS[:5] + METHODS[7:10]:
        found = join_tree(columns([[3], [7]]), tree, Aggregate(aggregation=way))
        assert found.values[0, :, 1] == pytest.approx([3, 7])


def test_copeland_among_the_units_of_one_period_only():
    values = {code: np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]]) for code in "AB"}
    found = join_tree(values, flat_tree(2), Aggregate(aggregation=Aggregation("copeland")))
    assert found.values[..., 0].tolist() == [[-2, 0, 2], [2, 0, -2]]
    assert aggregate_copeland(np.array([[1.0, 1], [1, 1]])).tolist() == [0, 0]


def test_known_weight_by_hand():
    cells = np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, 3.0], [np.nan, np.nan, np.nan]])
    known, shares, total = known_weight(cells, np.array([2.0, 1.0, 1.0]), min_share=0.5)
    assert known.tolist() == np.isfinite(cells).tolist()
    assert shares.tolist() == [0.5, 0.25, 0.25]
    assert total == pytest.approx([0.75, np.nan, np.nan], nan_ok=True)
    assert known_weight(cells, None, min_share=0.0)[2][:2] == pytest.approx([2 / 3, 1 / 3])
    assert np.isnan(known_weight(cells, None, min_share=0.0)[2][2])
    with pytest.raises(WrongShape):
        known_weight(cells, np.ones(2), min_share=0.0)


def test_weighted_sums_add_in_the_same_order_for_every_unit():
    cells = np.random.default_rng(0).normal(size=(2000, 11))
    cells[1::2] = cells[0]
    found = weighted_sums(cells, np.random.default_rng(1).random(11))
    assert len(set(found[1::2])) == 1 and found[0] == found[1]
