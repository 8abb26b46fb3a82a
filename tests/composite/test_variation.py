# SPDX-License-Identifier: EUPL-1.2
"""Uncertainty over choices: every run is a build of its own, and impossible ones are named beforehand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.composite.made_up_index import STEPS, made_up_data, skipping_tree, table

from schakel.composite.bad_input import WrongShape
from schakel.composite.building.build import build_index
from schakel.composite.building.steps import Aggregate, Normalise, Screen, Treat, Weighting
from schakel.composite.structure.indicator_data import with_values
from schakel.composite.structure.reshaping import reweigh_tree
from schakel.composite.structure.tree import Aggregation, UnknownNode
from schakel.composite.varying import combinations, variation
from schakel.composite.varying.alternatives import (
    Alternative,
    Factor,
    WeightFactor,
    WrongFactors,
    apply_alternative,
    as_it_is,
    choose_weight_sets,
    vary_inclusion,
    vary_range,
    vary_setting,
    vary_weights,
)
from schakel.composite.varying.checking_factors import NoWeightLeft, WithoutEffect, WrittenTwice
from schakel.composite.varying.combinations import InfeasibleCombinations, find_infeasible, place_units
from schakel.composite.varying.variation import run_design, vary_index

TREE = skipping_tree()
SCALE = Factor(
    "Scale",
    (
        as_it_is("1 to 100"),
        Alternative("z", settings={"normalise": {"method": "zscore", "mean": 10.0, "deviation": 2.0}}),
        Alternative("place", settings={"normalise": {"method": "rank"}}),
    ),
)
MEAN = Factor(
    "Mean",
    (
        as_it_is("arithmetic"),
        Alternative("geometric", settings={"aggregate": {"aggregation": Aggregation("geometric")}}),
        Alternative("Q lowest", aggregations={"Q": Aggregation("minimum")}, weights={"A": 3.0}),
    ),
)
LEFT_OUT = vary_inclusion("Left out", ["A", "Q"])
TREATED = Factor("Treated", (as_it_is("yes"), Alternative("no", replaced={"treat": None})))
FULL_STEPS = (Screen(min_known=0.5), Treat(), *STEPS)


def built(seed=0, *, steps=FULL_STEPS, tree=TREE, n=10, n_periods=2, share_unknown=0.05):
    return build_index(made_up_data(seed, n, n_periods=n_periods, share_unknown=share_unknown), tree, steps)


def combination_by_itself(build, factors, choices):
    """Return the index of a combination, built from the first step on."""
    tree, steps = build.tree, build.steps
    for factor, choice in zip(factors, choices, strict=True):
        if isinstance(factor, Factor):
            tree, steps = apply_alternative(tree, steps, factor.alternatives[choice])
    for factor, choice in zip(factors, choices, strict=True):
        if isinstance(factor, WeightFactor):
            weights = {
                code: tree.nodes[code].weight * numbers[choice]
                for code, numbers in factor.multipliers.items()
                if code in tree.nodes
            }
            tree = reweigh_tree(tree, weights)
    return build_index(build.raw, tree, steps)


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_every_run_is_the_index_of_its_combination(seed):
    """All kinds of factors together, with units that are screened out and scores that are unknown."""
    rng = np.random.default_rng(seed)
    build = built(seed % 7, share_unknown=0.1)
    noise = vary_weights("Weights", TREE, spread=0.3, n_sets=20, rng=rng)
    more = vary_weights("More", TREE, spread=0.5, n_sets=4, rng=rng, codes=["P", "E"])
    factors = [SCALE, noise, MEAN, LEFT_OUT, more, TREATED]
    design = np.stack([rng.integers(factor.n_alternatives, size=12) for factor in factors], axis=1)
    found = run_design(build, factors, design)
    for run, choices in enumerate(design):
        alone = combination_by_itself(build, factors, choices)
        wanted = place_units(alone.scores(), alone.units, build.raw.units)
        assert found.scores[run] == pytest.approx(wanted, rel=1e-10, nan_ok=True)
        ranks = place_units(alone.ranks(), alone.units, build.raw.units)
        assert np.array_equal(found.ranks[run], ranks, equal_nan=True)


def test_the_order_of_factors_does_not_matter():
    """A branch may be dropped by one factor and given another method by the other."""
    build, choices = built(), np.array([[a, b] for a in range(3) for b in range(3)])
    one = run_design(build, [LEFT_OUT, MEAN], choices)
    other = run_design(build, [MEAN, LEFT_OUT], choices[:, ::-1])
    assert np.array_equal(one.scores, other.scores, equal_nan=True)


def test_a_branch_has_its_own_scores_and_none_where_it_is_dropped():
    build, design = built(), np.array([[0], [1], [2]])
    found = run_design(build, [LEFT_OUT], design, code="Q")
    assert found.scores[0] == pytest.approx(found.nominal_scores, nan_ok=True)
    assert found.scores[1] == pytest.approx(found.nominal_scores, nan_ok=True)
    assert np.isnan(found.scores[2]).all() and np.isfinite(found.nominal_scores).any()


def test_steps_after_the_last_aggregation_are_run_too():
    steps = (*FULL_STEPS, Normalise(label="last"))
    build = built(steps=steps)
    rng = np.random.default_rng(0)
    factors = [SCALE, vary_weights("Weights", TREE, spread=0.5, n_sets=6, rng=rng), MEAN]
    design = np.stack([rng.integers(factor.n_alternatives, size=20) for factor in factors], axis=1)
    found = run_design(build, factors, design)
    for run, choices in enumerate(design):
        alone = combination_by_itself(build, factors, choices)
        wanted = place_units(alone.scores(), alone.units, build.raw.units)
        assert found.scores[run] == pytest.approx(wanted, rel=1e-9, abs=1e-9, nan_ok=True)
    assert np.nanmax(found.scores) == 100


def test_weights_drawn_in_blocks_are_those_drawn_at_once(monkeypatch):
    build, rng = built(), np.random.default_rng(0)
    factors = [vary_weights("Weights", TREE, spread=0.5, n_sets=50, rng=rng)]
    design = np.arange(50)[:, None]
    at_once = run_design(build, factors, design).scores
    monkeypatch.setattr(variation, "CELLS_AT_ONCE", 60)
    assert np.array_equal(run_design(build, factors, design).scores, at_once, equal_nan=True)


def test_given_weight_sets_by_hand():
    rows = [[0.0, 1, 0, 0, 0], [1, 0, 1, 1, 1]]
    build = build_index(table(rows, "ABCDE"), skipping_tree(C=2), (Normalise(low=0, high=1), Aggregate()))
    factor = choose_weight_sets("Weights", build.tree, {"A": np.array([1.0, 3.0]), "P": np.array([1.0, 2.0])})
    found = run_design(build, [factor], np.array([[0], [1]]))
    low = (1 / 2 + 2 / 3) / 3, (2 * 1 / 4 + 2 / 3) / 4
    assert found.scores[:, 0, 0] == pytest.approx(low)
    assert found.scores[:, 0, 1] == pytest.approx([1 - each for each in low])


def zero_scale():
    """Min-max from 0 with a geometric mean is impossible, and z-scores around 0 too."""
    scale = Factor(
        "Scale",
        (
            as_it_is("1 to 100"),
            Alternative("0 to 1", settings={"normalise": {"low": 0.0, "high": 1.0}}),
            Alternative("z", settings={"normalise": {"method": "zscore"}}),
        ),
    )
    return [scale, replace(MEAN, alternatives=MEAN.alternatives[:2])]


def test_impossible_combinations_are_named_before_anything_is_run():
    build = built(share_unknown=0.0)
    found = find_infeasible(build, zero_scale())
    assert [dict(each.alternatives) for each in found] == [
        {"Scale": "0 to 1", "Mean": "geometric"},
        {"Scale": "z", "Mean": "geometric"},
    ]
    rng = np.random.default_rng(0)
    before = rng.bit_generator.state
    with pytest.raises(InfeasibleCombinations) as failure:
        vary_index(build, zero_scale(), n_runs=10, rng=rng)
    assert rng.bit_generator.state == before
    assert [each.alternatives for each in failure.value.infeasible] == [each.alternatives for each in found]
    text = str(failure.value)
    assert "2 of 6 combinations" in text and "Scale = 0 to 1, Mean = geometric" in text
    assert "Unit 'u" in text and "needs numbers above 0" in text


def test_impossible_combinations_can_be_skipped():
    build = built(share_unknown=0.0)
    found = vary_index(build, zero_scale(), n_runs=200, rng=np.random.default_rng(0), skip_infeasible=True)
    assert np.isfinite(found.scores).all() and len(found.infeasible) == 2
    assert {tuple(row) for row in found.design.tolist()} == {(0, 0), (0, 1), (1, 0), (2, 0)}
    shares = [(found.design == row).all(axis=1).mean() for row in ((0, 0), (0, 1), (1, 0), (2, 0))]
    assert shares == pytest.approx([0.25] * 4, abs=0.1)


def test_nothing_is_drawn_for_ever_when_all_that_is_likely_is_impossible():
    scale, mean = zero_scale()
    unlikely = replace(scale, probabilities=(0.0, 1.0, 0.0)), replace(mean, probabilities=(0.0, 1.0))
    with pytest.raises(InfeasibleCombinations, match="2 of 6"):
        vary_index(
            built(share_unknown=0.0), unlikely, n_runs=5, rng=np.random.default_rng(0), skip_infeasible=True
        )
    with pytest.raises(InfeasibleCombinations, match="1 of 1"):
        only = [Factor("Scale", scale.alternatives[1:2]), Factor("Mean", mean.alternatives[1:2])]
        vary_index(
            built(share_unknown=0.0), only, n_runs=5, rng=np.random.default_rng(0), skip_infeasible=True
        )


def test_a_design_asks_for_its_own_combinations_only():
    build = built(share_unknown=0.0)
    found = run_design(build, zero_scale(), np.array([[0, 1], [1, 0]]))
    assert np.isfinite(found.scores).all()
    with pytest.raises(InfeasibleCombinations, match="1 of 2"):
        run_design(build, zero_scale(), np.array([[0, 1], [1, 1]]))


def many_combinations():
    ranges = [
        vary_range("Low", step="normalise", setting="low", low=1.0, high=9.0, n_levels=15),
        vary_range("High", step="normalise", setting="high", low=50.0, high=99.0, n_levels=15),
        vary_range("Skewness", step="treat", setting="skewness_limit", low=1.0, high=3.0, n_levels=15),
    ]
    return [
        *ranges,
        replace(zero_scale()[0], alternatives=zero_scale()[0].alternatives[::2]),
        zero_scale()[1],
    ]


def test_of_very_many_combinations_only_the_drawn_ones_are_tried(monkeypatch):
    """13,500 combinations, of which 30 runs need at most 30."""
    tried = []
    honest = combinations._prepare
    monkeypatch.setattr(combinations, "_prepare", lambda *given: (tried.append(given[2]), honest(*given))[1])
    build = built(share_unknown=0.0)
    found = vary_index(
        build, many_combinations(), n_runs=30, rng=np.random.default_rng(0), skip_infeasible=True
    )
    assert np.isfinite(found.scores).all() and 0 < len(found.infeasible) < 30
    assert 20 < len(tried) < 80
    with pytest.raises(InfeasibleCombinations, match="z"):
        vary_index(build, many_combinations(), n_runs=30, rng=np.random.default_rng(0))


def test_what_combinations_share_is_computed_once():
    build = built()
    factors = [
        SCALE,
        MEAN,
        TREATED,
        vary_weights("W", TREE, spread=0.1, n_sets=2, rng=np.random.default_rng(0)),
    ]
    prepared, _ = combinations.prepare_combinations(build, factors)
    assert len(prepared) == 18
    assert len({id(each.data) for each in prepared.values()}) == 6


def test_probabilities_of_alternatives():
    likely = replace(SCALE, probabilities=(0.7, 0.3, 0.0))
    found = vary_index(built(), [likely, MEAN], n_runs=3000, rng=np.random.default_rng(1))
    shares = np.bincount(found.design[:, 0], minlength=3) / 3000
    assert shares == pytest.approx([0.7, 0.3, 0.0], abs=0.03) and shares[2] == 0
    assert np.bincount(found.design[:, 1]) / 3000 == pytest.approx([1 / 3] * 3, abs=0.03)


def test_the_same_seed_gives_the_same_runs():
    factors = [SCALE, vary_weights("W", TREE, spread=0.2, n_sets=9, rng=np.random.default_rng(0))]
    one, other = (vary_index(built(), factors, n_runs=40, rng=np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(one.scores, other.scores, equal_nan=True)
    assert (one.design == other.design).all()


def test_equal_units_are_tied_in_every_run():
    data = made_up_data(n=9)
    values = data.values.copy()
    values[0, [4, 7]] = values[0, 0]
    build = build_index(with_values(data, values), TREE, STEPS)
    noise = vary_weights("W", TREE, spread=0.9, n_sets=200, rng=np.random.default_rng(0))
    found = vary_index(build, [SCALE, MEAN, noise], n_runs=400, rng=np.random.default_rng(1))
    for unit in (4, 7):
        assert (found.scores[..., unit] == found.scores[..., 0]).all()
        assert (found.ranks[..., unit] == found.ranks[..., 0]).all()


def test_ranks_and_their_summary_are_those_of_the_period():
    build = built(share_unknown=0.0)
    found = vary_index(build, [SCALE, MEAN], n_runs=50, rng=np.random.default_rng(0))
    assert found.nominal_ranks.tolist() == build.ranks().tolist()
    for period, place in ((2020, 0), (2021, 1), (None, 1)):
        summary = found.summary(period)
        assert summary.mean == pytest.approx(found.ranks[:, place].mean(axis=0))
        assert summary.nominal.tolist() == build.ranks()[place].tolist()
    assert found.units == build.raw.units


def test_a_unit_that_some_runs_screen_out_has_no_score_there():
    rows = made_up_data(n=6).values[0]
    rows[5, :2] = np.nan
    build = build_index(table(rows, "ABCDE"), TREE, (Screen(min_known=0.5), *STEPS))
    factor = vary_setting("Screen", step="screen", setting="min_known", values={"low": 0.5, "high": 0.9})
    found = run_design(build, [factor], np.array([[0], [1]]))
    assert np.isfinite(found.scores[0]).all() and np.isnan(found.scores[1, 0, 5])
    assert found.summary().ranked_share.tolist() == [1, 1, 1, 1, 1, 0.5]
    strict = build_index(table(rows, "ABCDE"), TREE, (Screen(min_known=0.9), *STEPS))
    back = run_design(strict, [factor], np.array([[0], [1]]))
    assert back.scores == pytest.approx(found.scores, nan_ok=True)
    assert np.isnan(back.nominal_scores[0, 5])


@pytest.mark.parametrize(
    ("design", "failure", "words"),
    [
        ([[0, 3]], WrongFactors, "'Mean' cannot be varied: it has no alternative number 3"),
        ([[-1, 0]], WrongFactors, "'Scale' cannot be varied: it has no alternative number -1"),
        ([[0]], WrongShape, "design"),
        (np.empty((0, 2), int), WrongShape, "design"),
    ],
)
def test_a_design_that_does_not_fit_is_refused(design, failure, words):
    with pytest.raises(failure, match=words):
        run_design(built(), [SCALE, MEAN], np.array(design))


def test_a_branch_that_is_not_there_is_refused():
    for code in ("Z", "A"):
        with pytest.raises(UnknownNode, match=f"'{code}'; known are P, Q, I"):
            run_design(built(), [SCALE], np.array([[0]]), code=code)


def test_no_runs_and_no_factors_are_refused():
    with pytest.raises(WrongFactors, match="not above 0"):
        vary_index(built(), [SCALE], n_runs=0, rng=np.random.default_rng(0))
    with pytest.raises(WrongFactors, match="there is none"):
        vary_index(built(), [], n_runs=9, rng=np.random.default_rng(0))


def test_an_index_of_draws_is_refused():
    data = made_up_data()
    drawn = build_index(with_values(data, np.repeat(data.values[None], 3, axis=0)), TREE, STEPS)
    with pytest.raises(WrongShape, match="n_periods"):
        vary_index(drawn, [SCALE], n_runs=9, rng=np.random.default_rng(0))


def overruled(**settings):
    return build_index(made_up_data(), TREE, (Normalise(low=1.0, high=100.0), Aggregate(**settings)))


@pytest.mark.parametrize(
    ("build", "alternative"),
    [
        (overruled(weights={"A": 2.0}), Alternative("heavier", weights={"A": 3.0})),
        (
            overruled(per_branch={"P": Aggregation("minimum")}),
            Alternative("mean", aggregations={"P": Aggregation("geometric")}),
        ),
        (overruled(weighting=Weighting("equal")), Alternative("heavier", weights={"A": 3.0})),
        (
            overruled(
                per_branch={code: Aggregation("arithmetic") for code in "PQI"},
            ),
            Alternative("lowest", settings={"aggregate": {"aggregation": Aggregation("minimum")}}),
        ),
    ],
)
def test_an_alternative_that_something_else_overrules_is_refused(build, alternative):
    """Its index of sensitivity would be 0, which says that the choice does not matter."""
    with pytest.raises(WithoutEffect, match=f"'{alternative.name}' of 'F' changes nothing"):
        vary_index(build, [Factor("F", (as_it_is(), alternative))], n_runs=3, rng=np.random.default_rng(0))


def test_naming_the_present_choice_is_no_fault():
    factor = vary_setting("Low", step="normalise", setting="low", values={"as now": 1.0, "0": 0.0})
    found = run_design(built(), [factor], np.array([[0], [1]]))
    assert found.scores[0] == pytest.approx(found.nominal_scores, nan_ok=True)


@pytest.mark.parametrize(
    "other",
    [
        vary_setting("Other", step="normalise", setting="method", values={"rank": "rank"}),
        Factor("Other", (Alternative("x", aggregations={"Q": Aggregation("maximum")}),)),
        Factor("Other", (Alternative("x", weights={"A": 5.0}),)),
    ],
)
def test_two_factors_that_set_the_same_thing_are_refused(other):
    """Only the last of them would count, and the first would seem not to matter."""
    with pytest.raises(WrittenTwice, match=r"'(Scale|Mean)' and 'Other' both set"):
        run_design(built(), [SCALE, MEAN, other], np.array([[0, 0, 0]]))


def test_given_weight_sets_beside_other_weights_for_the_same_node_are_refused():
    """Multiplied with each other they would be neither of the two."""
    sets = choose_weight_sets("Sets", TREE, {"A": np.array([1.0, 2.0])})
    found = find_infeasible(built(), [MEAN, sets])
    assert [each.alternatives["Mean"] for each in found] == ["Q lowest"]
    assert "weight sets of 'Sets' say weights for 'A'" in str(found[0].failure)
    with pytest.raises(InfeasibleCombinations, match="1 of 3"):
        vary_index(built(), [MEAN, sets], n_runs=5, rng=np.random.default_rng(0))
    noise = vary_weights("Noise", TREE, spread=0.5, n_sets=2, rng=np.random.default_rng(0))
    assert find_infeasible(built(), [MEAN, noise]) == ()


def test_a_weight_set_that_leaves_a_branch_without_weight_is_refused_by_number_and_branch():
    factor = WeightFactor("W", {"A": np.array([1.0, 0.0]), "B": np.array([1.0, 0.0])})
    with pytest.raises(NoWeightLeft, match="Weight set 2 leaves branch 'P'"):
        run_design(built(), [factor], np.array([[0], [1]]))
    assert run_design(built(), [factor], np.array([[0], [0]])).scores.shape[0] == 2
    only = WeightFactor("W", {"A": np.array([1.0, 0.0])})
    lone = built(tree=skipping_tree(B=0), share_unknown=0.0)
    with pytest.raises(NoWeightLeft, match="Weight set 2 leaves branch 'P'"):
        run_design(lone, [only], np.array([[0], [1]]))
    steps = (Normalise(low=1.0, high=100.0), Aggregate(weighting=Weighting("equal")))
    even = built(steps=steps, tree=skipping_tree(B=0), share_unknown=0.0)
    found = run_design(even, [only], np.array([[0], [1]]), code="P")
    assert found.scores[1] == pytest.approx(even.final.column("B"))
