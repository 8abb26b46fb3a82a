# SPDX-License-Identifier: EUPL-1.2
"""Effort: by hand, the theorem of equal costs, proofs of optimality, targets, paths and refusals."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from schakel.composite.aggregating.aggregate import aggregate_geometric, aggregate_mean
from schakel.composite.aggregating.bottleneck import aggregate_bottleneck
from schakel.composite.bad_input import WrongShape
from schakel.composite.effort.allocate import fill_lowest_first, reach_target, spend_budget
from schakel.composite.effort.effort_levers import (
    BudgetTooSmall,
    Levers,
    TargetOutOfReach,
    UnknownScore,
    WrongLever,
)
from schakel.composite.effort.effort_path import trace_spending
from schakel.composite.weighing.weigh import WrongWeights

KINDS = ["arithmetic", "geometric", "bottleneck_exponential", "bottleneck_logarithmic"]
BOTTLENECKS = KINDS[2:]
EQUAL = Levers(costs=np.ones(3))
INDEX = {
    "arithmetic": aggregate_mean,
    "geometric": aggregate_geometric,
    "bottleneck_exponential": aggregate_bottleneck,
    "bottleneck_logarithmic": lambda z, weights: aggregate_bottleneck(z, weights=weights, form="logarithmic"),
}


def index_of(scores, weights, kind):
    return float(INDEX[kind](np.asarray(scores)[None], weights=weights)[0])


def numbers(low, high, k):
    return st.lists(st.floats(low, high), min_size=k, max_size=k).map(np.array)


@st.composite
def cases(draw, with_caps=True):
    k = draw(st.integers(1, 5))
    scores = draw(numbers(0.1, 1.5, k)).round(draw(st.sampled_from([1, 3])))
    costs, weights = draw(numbers(0.2, 5, k)), draw(numbers(0.1, 1, k))
    room = draw(numbers(0, 1, k)) if with_caps and draw(st.booleans()) else np.full(k, np.inf)
    return scores, weights, Levers(costs=costs, highest=scores + room), draw(st.floats(0, 2))


def test_by_hand_the_lowest_two_rise_to_one_level():
    found = spend_budget(np.array([0.2, 0.5, 0.9]), budget=0.5, levers=EQUAL)
    assert found.scores == pytest.approx([0.6, 0.6, 0.9])
    assert found.raises == pytest.approx([0.4, 0.1, 0.0])
    assert found.index_after == pytest.approx(0.6 + (1 - np.exp(-0.3)) / 3)
    # one unit more lifts both by a half: index + 1 - exp(-0.3) of the third, and what the two gain themselves
    assert found.price == pytest.approx((2 / 3 + (1 - np.exp(-0.3)) / 3) / 2)


def test_by_hand_under_an_arithmetic_mean_the_cheapest_weight_goes_first():
    levers = Levers(costs=np.array([1.0, 2.0, 4.0]), highest=np.array([1.0, 1.0, 1.0]))
    found = spend_budget(
        np.array([0.5, 0.5, 0.5]),
        budget=1.0,
        levers=levers,
        weights=np.array([1.0, 3.0, 1.0]),
        aggregation="arithmetic",
    )
    # gain per unit of cost 0.2, 0.3, 0.05: the second fills up to its cap for 1.0
    assert found.scores == pytest.approx([0.5, 1.0, 0.5])
    assert found.index_after - found.index_before == pytest.approx(0.3)
    assert found.price == pytest.approx(0.2)
    assert found.cap_prices == pytest.approx([0, 0.6 - 0.2 * 2, 0])


def test_by_hand_under_a_geometric_mean_money_follows_weight():
    levers = Levers(costs=np.array([1.0, 4.0]))
    found = spend_budget(np.array([0.1, 0.1]), budget=4.5, levers=levers, aggregation="geometric")
    # equal weights: equal value of what is owned, cost times score, (4.5 + 0.1 + 0.4) / 2 each
    assert levers.costs * found.scores == pytest.approx([2.5, 2.5])


@given(numbers(0.05, 1.5, 6), st.floats(0, 4), st.sampled_from([*BOTTLENECKS, "geometric"]))
@settings(max_examples=80, deadline=None)
def test_at_equal_costs_filling_the_lowest_is_the_best_there_is(scores, budget, kind):
    found = spend_budget(scores, budget=budget, levers=Levers(costs=np.ones(6)), aggregation=kind)
    assert found.raises == pytest.approx(fill_lowest_first(scores, budget=budget), abs=1e-9)
    assert found.residual < 1e-10


@given(numbers(0.05, 0.9, 5), numbers(0, 0.6, 5), st.floats(0, 3))
@settings(max_examples=60, deadline=None)
def test_filling_the_lowest_is_also_best_below_caps(scores, room, budget):
    caps = scores + room
    levers = Levers(costs=np.ones(5), highest=caps)
    found = spend_budget(scores, budget=budget, levers=levers)
    assert found.raises == pytest.approx(fill_lowest_first(scores, budget=budget, highest=caps), abs=1e-9)


@given(cases(), st.sampled_from(KINDS))
@settings(max_examples=150, deadline=None)
def test_every_answer_meets_the_conditions_for_the_best(case, kind):
    scores, weights, levers, budget = case
    found = spend_budget(scores, budget=budget, levers=levers, weights=weights, aggregation=kind)
    assert found.residual < 1e-10
    assert found.budget <= budget * (1 + 1e-12) + 1e-12
    assert (found.scores >= scores).all()
    assert (found.scores <= levers.highest).all()
    shares = weights / weights.sum()
    assert found.index_after == pytest.approx(index_of(found.scores, shares, kind), abs=1e-12)
    assert found.index_before == pytest.approx(index_of(scores, shares, kind), abs=1e-12)


@given(cases(), st.sampled_from(KINDS), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_no_other_way_to_spend_the_budget_is_better(case, kind, seed):
    """Concavity: every other allocation lies below the tangent that the gains describe, and below the best."""
    scores, weights, levers, budget = case
    found = spend_budget(scores, budget=budget, levers=levers, weights=weights, aggregation=kind)
    rng = np.random.default_rng(seed)
    for _ in range(40):
        split = rng.dirichlet(np.full(len(scores), 0.5)) * found.budget / levers.costs
        other = np.minimum(scores + split, levers.highest)
        value = index_of(other, weights, kind)
        assert value <= found.index_after + 1e-9
        assert value <= found.index_after + found.gains @ (other - found.scores) + 1e-9


@pytest.mark.parametrize("kind", BOTTLENECKS)
@pytest.mark.parametrize("seed", range(6))
def test_a_general_solver_finds_nothing_better(kind, seed):
    rng = np.random.default_rng(seed)
    k = 6
    scores, costs = rng.random(k), np.exp(rng.normal(size=k))
    weights, highest = rng.dirichlet(np.ones(k)), scores + rng.random(k)
    found = spend_budget(
        scores,
        budget=0.8,
        levers=Levers(costs=costs, highest=highest),
        weights=weights,
        aggregation=kind,
    )
    gain = np.expm1 if kind == "bottleneck_exponential" else None

    def loss(point):
        above = point[:-1] - point[-1]
        part = -gain(-above) if gain else np.log1p(np.maximum(above, -0.9))
        return -(point[-1] + weights @ part)

    rules = [
        {"type": "ineq", "fun": lambda point: 0.8 - costs @ (point[:-1] - scores)},
        {"type": "ineq", "fun": lambda point: point[:-1] - point[-1]},
    ]
    start = np.append(scores, scores.min())
    ranges = [*zip(scores, highest, strict=True), (None, None)]
    other = minimize(loss, start, bounds=ranges, constraints=rules, method="SLSQP", options={"ftol": 1e-13})
    assert -other.fun == pytest.approx(found.index_after, abs=1e-6)
    assert -other.fun <= found.index_after + 1e-8


@given(cases(), st.sampled_from(KINDS), st.floats(0.02, 0.98))
@settings(max_examples=80, deadline=None)
def test_the_cheapest_way_to_what_a_budget_buys_costs_that_budget(case, kind, part):
    scores, weights, levers, budget = case
    given_kind = {"levers": levers, "weights": weights, "aggregation": kind}
    bought = spend_budget(scores, budget=budget, **given_kind)
    target = bought.index_before + part * (bought.index_after - bought.index_before)
    found = reach_target(scores, target=target, **given_kind)
    assert found.index_after == pytest.approx(target, abs=1e-9)
    assert found.budget <= bought.budget * (1 + 1e-9) + 1e-12
    assert found.residual < 1e-10
    again = spend_budget(scores, budget=found.budget, **given_kind)
    assert again.index_after == pytest.approx(target, abs=1e-9)


@given(cases(), st.sampled_from(KINDS))
@settings(max_examples=60, deadline=None)
def test_with_more_money_no_element_gets_less_and_the_price_falls(case, kind):
    scores, weights, levers, budget = case
    steps = [
        spend_budget(scores, budget=part * budget, levers=levers, weights=weights, aggregation=kind)
        for part in (0, 0.25, 0.5, 0.75, 1)
    ]
    for before, after in pairwise(steps):
        assert (after.scores >= before.scores - 1e-9).all()
        assert after.price <= before.price + 1e-9


def test_the_price_is_what_a_little_more_budget_brings():
    scores = np.array([0.3, 0.5, 0.8, 0.45])
    levers = Levers(costs=np.array([1.0, 3.0, 0.4, 2.0]), highest=np.array([0.9, 0.8, 1.0, 0.46]))
    for kind in KINDS:
        for budget in (0.1, 0.75, 1.2):
            found, more = (
                spend_budget(scores, budget=spent, levers=levers, aggregation=kind)
                for spent in (budget, budget + 1e-6)
            )
            assert (more.index_after - found.index_after) / 1e-6 == pytest.approx(found.price, rel=1e-4)
            for element in np.flatnonzero(found.cap_prices > 1e-9):
                wider = levers.highest + 1e-6 * (np.arange(4) == element)
                lifted = spend_budget(
                    scores, budget=budget, levers=Levers(levers.costs, None, wider), aggregation=kind
                )
                gain = (lifted.index_after - found.index_after) / 1e-6
                assert gain == pytest.approx(found.cap_prices[element], rel=1e-3)


def test_units_of_cost_and_weight_and_the_order_of_elements_do_not_matter():
    rng = np.random.default_rng(3)
    scores, costs, weights = rng.random(5), rng.uniform(0.3, 3, 5), rng.random(5)
    order = rng.permutation(5)
    for kind in KINDS:
        found = spend_budget(
            scores, budget=1.0, levers=Levers(costs=costs), weights=weights, aggregation=kind
        )
        moved = spend_budget(
            scores[order],
            budget=100.0,
            levers=Levers(costs=100 * costs[order]),
            weights=7 * weights[order],
            aggregation=kind,
        )
        assert moved.scores == pytest.approx(found.scores[order], abs=1e-12)
        assert moved.price * 100 == pytest.approx(found.price)


def test_an_element_that_nobody_can_change_holds_the_minimum():
    levers = Levers(costs=np.array([np.inf, 1.0, 1.0]))
    found = spend_budget(np.array([0.2, 0.5, 0.9]), budget=1.0, levers=levers)
    assert found.scores == pytest.approx([0.2, 1.2, 1.2])
    assert found.spending.tolist()[0] == 0
    assert found.cap_prices[0] == 0
    with pytest.raises(TargetOutOfReach, match=r"below or at 0\.86"):
        reach_target(np.array([0.2, 0.5, 0.9]), target=1.0, levers=levers)
    # two thirds of the limit 1 above the minimum lie out of reach of every budget, anything less does not
    assert reach_target(np.array([0.2, 0.5, 0.9]), target=0.866, levers=levers).index_after >= 0.866 - 1e-9


def test_an_element_without_weight_gets_nothing_and_is_no_bottleneck():
    found = spend_budget(
        np.array([0.1, 0.5, 0.9]), budget=0.2, levers=EQUAL, weights=np.array([0.0, 1.0, 1.0])
    )
    assert found.raises == pytest.approx([0, 0.2, 0])
    assert found.gains[0] == 0


def test_lower_bounds_are_paid_first():
    levers = Levers(costs=np.array([1.0, 1.0, 2.0]), lowest=np.array([0.0, 0.0, 1.0]))
    found = spend_budget(np.array([0.2, 0.5, 0.9]), budget=0.4, levers=levers)
    assert found.scores == pytest.approx([0.4, 0.5, 1.0])
    with pytest.raises(BudgetTooSmall, match=r"cost 0\.1999"):
        spend_budget(np.array([0.2, 0.5, 0.9]), budget=0.1, levers=levers)
    assert spend_budget(np.array([0.2, 0.5, 0.9]), budget=0.2, levers=levers).raises[:2] == pytest.approx(
        [0, 0]
    )


def test_a_budget_that_is_too_large_is_not_spent():
    levers = Levers(costs=np.ones(3), highest=np.array([0.5, 0.6, 1.0]))
    found = spend_budget(np.array([0.2, 0.5, 0.9]), budget=9.0, levers=levers)
    assert found.scores.tolist() == [0.5, 0.6, 1.0]
    assert found.budget == pytest.approx(0.5)
    assert found.price == 0
    with pytest.raises(TargetOutOfReach):
        reach_target(np.array([0.2, 0.5, 0.9]), target=found.index_after + 1e-6, levers=levers)
    top = reach_target(np.array([0.2, 0.5, 0.9]), target=found.index_after, levers=levers)
    assert top.budget == pytest.approx(0.5)


def test_a_target_already_met_costs_nothing():
    assert reach_target(np.array([0.2, 0.5, 0.9]), target=0.1, levers=EQUAL).budget == 0


def test_the_path_at_equal_costs_goes_from_the_lowest_up():
    path = trace_spending(np.array([0.5, 0.2, 0.9]), budget=2.0, levers=EQUAL)
    assert path.order.tolist() == [1, 0, 2]
    assert path.starts == pytest.approx([0.3, 0.0, 1.1], abs=1e-6)
    assert path.budgets == pytest.approx([0, 0.3, 1.1, 2.0], abs=1e-6)
    assert path.scores[2] == pytest.approx([0.9, 0.9, 0.9], abs=1e-6)
    assert np.isinf(path.fulls).all()


@given(cases(), st.sampled_from(KINDS))
@settings(max_examples=15, deadline=None)
def test_the_path_agrees_with_single_budgets(case, kind):
    scores, weights, levers, budget = case
    path = trace_spending(scores, budget=budget, levers=levers, weights=weights, aggregation=kind)
    assert (np.diff(path.index) >= -1e-12).all()
    for place, knot in enumerate(path.budgets):
        single = spend_budget(scores, budget=knot, levers=levers, weights=weights, aggregation=kind)
        assert single.scores == pytest.approx(path.scores[place], abs=1e-9)
    last = path.scores[-1]
    started = np.isfinite(path.starts)
    assert (started <= (last > scores)).all()
    assert sorted(path.order.tolist()) == np.flatnonzero(started).tolist()
    assert (np.diff(path.starts[path.order]) >= 0).all()


def test_the_path_stops_at_caps_and_starts_after_what_is_required():
    levers = Levers(
        costs=np.ones(3), lowest=np.array([0.3, 0.0, 0.0]), highest=np.array([0.4, np.inf, np.inf])
    )
    path = trace_spending(np.array([0.2, 0.5, 0.9]), budget=0.6, levers=levers)
    assert path.starts == pytest.approx([0.1, 0.2, 0.6], abs=1e-6) or np.isinf(path.starts[2])
    assert path.fulls[0] == pytest.approx(0.2, abs=1e-6)
    assert path.budgets[0] == pytest.approx(0.1)


def test_filling_by_hand_and_over_draws():
    profile = np.array([0.2, 0.5, 0.9])
    assert fill_lowest_first(profile, budget=0.5) == pytest.approx([0.4, 0.1, 0])
    capped = fill_lowest_first(profile, budget=0.5, highest=np.array([0.3, 9.0, 9.0]))
    assert capped == pytest.approx([0.1, 0.4, 0])
    assert fill_lowest_first(profile, budget=0.0).tolist() == [0, 0, 0]
    full = fill_lowest_first(profile, budget=5.0, highest=np.ones(3))
    assert full == pytest.approx([0.8, 0.5, 0.1])
    draws = np.random.default_rng(2).random((2, 4, 5))
    together = fill_lowest_first(draws, budget=0.7)
    assert together.sum(axis=-1) == pytest.approx(np.full((2, 4), 0.7))
    assert together[1, 2] == pytest.approx(fill_lowest_first(draws[1, 2], budget=0.7))


def test_refusals():
    scores = np.array([0.2, 0.5, 0.9])
    names = ["networks", "talent", "finance"]
    with pytest.raises(UnknownScore, match="'talent'"):
        spend_budget(np.array([0.2, np.nan, 0.9]), budget=1, levers=EQUAL, elements=names)
    with pytest.raises(UnknownScore, match="'networks'"):
        spend_budget(
            np.array([0.0, 0.5, 0.9]), budget=1, levers=EQUAL, aggregation="geometric", elements=names
        )
    wrong = [
        (Levers(costs=np.array([1.0, 0.0, 1.0])), "cost is not above 0"),
        (Levers(costs=np.ones(3), highest=np.array([1.0, 0.4, 1.0])), "cap lies below"),
        (Levers(costs=np.ones(3), lowest=np.array([0.0, np.inf, 0.0])), "a bound is unknown"),
        (Levers(costs=np.array([1, np.inf, 1]), lowest=np.array([0.0, 0.6, 0.0])), "must rise but cannot"),
    ]
    for levers, reason in wrong:
        with pytest.raises(WrongLever, match=f"'talent'.*{reason}"):
            spend_budget(scores, budget=1, levers=levers, elements=names)
    with pytest.raises(WrongShape):
        spend_budget(scores, budget=1, levers=Levers(costs=np.ones(2)))
    with pytest.raises(WrongShape):
        spend_budget(scores[None], budget=1, levers=EQUAL)
    with pytest.raises(WrongWeights):
        spend_budget(scores, budget=1, levers=EQUAL, weights=np.zeros(3))
    for budget in (-1.0, np.nan, np.inf):
        with pytest.raises(BudgetTooSmall):
            spend_budget(scores, budget=budget, levers=EQUAL)
        with pytest.raises(BudgetTooSmall):
            fill_lowest_first(scores, budget=budget)
    with pytest.raises(TargetOutOfReach):
        reach_target(scores, target=np.nan, levers=EQUAL)
    with pytest.raises(UnknownScore):
        fill_lowest_first(np.array([0.1, np.nan]), budget=1.0)
    with pytest.raises(WrongLever):
        fill_lowest_first(scores, budget=1.0, highest=np.array([0.1, 1.0, 1.0]))
