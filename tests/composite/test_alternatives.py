# SPDX-License-Identifier: EUPL-1.2
"""Choices with their alternatives: what they change, and which cannot be varied."""

from dataclasses import replace

import numpy as np
import pytest
from tests.composite.made_up_index import STEPS, made_up_data, skipping_tree

from schakel.composite.building.build import build_index
from schakel.composite.building.comparing import drop_nodes
from schakel.composite.building.step_nodes import forget_nodes, refuse_unknown_nodes
from schakel.composite.building.steps import (
    Aggregate,
    Denominate,
    Impute,
    LabelTwice,
    NoAggregation,
    Normalise,
    Treat,
    UnknownChoice,
    UnknownSetting,
    UnknownStep,
    Weighting,
    WrongKnownShare,
    change_step,
    check_steps,
    without_step,
)
from schakel.composite.structure.reshaping import NothingLeft
from schakel.composite.structure.tree import Aggregation, UnknownNode
from schakel.composite.varying.alternatives import (
    Alternative,
    Factor,
    WeightFactor,
    WrongFactors,
    apply_alternative,
    as_it_is,
    check_factors,
    choose_weight_sets,
    vary_inclusion,
    vary_range,
    vary_setting,
    vary_weights,
)

TREE = skipping_tree()


def test_an_alternative_changes_steps_and_tree():
    alternative = Alternative(
        "other",
        settings={"normalise": {"low": 5.0}},
        replaced={"aggregate": Aggregate("aggregate", Aggregation("minimum"))},
        dropped=("Q",),
        weights={"A": 3.0},
        aggregations={"P": Aggregation("geometric")},
    )
    tree, steps = apply_alternative(TREE, STEPS, alternative)
    assert steps[0].low == 5 and steps[1].aggregation.method == "minimum"
    assert set(tree.nodes) == {"A", "B", "E", "P", "I"}
    assert tree.nodes["A"].weight == 3 and tree.nodes["P"].aggregation.method == "geometric"
    assert apply_alternative(TREE, STEPS, as_it_is()) == (TREE, STEPS)
    assert apply_alternative(TREE, STEPS, Alternative("none", replaced={"normalise": None}))[1] == STEPS[1:]


def test_an_indicator_takes_its_own_settings_along_when_it_is_dropped():
    steps = (
        Denominate(denominators={"A": None, "C": None}),
        Impute(within=("P", "Q"), per_indicator={"A": "median"}),
        Treat(per_indicator={"A": {"max_winsorised": 1}}),
        Normalise(per_indicator={"A": {"low": 1.0}, "C": {"low": 2.0}}),
        Aggregate(
            per_branch={"P": Aggregation("minimum")},
            weights={"A": 2.0, "C": 3.0},
            weighting_per_branch={"P": Weighting("equal")},
        ),
    )
    found = apply_alternative(TREE, steps, Alternative("without P", dropped=("P",)))[1]
    assert found[0].denominators == {"C": None}
    assert found[1].within == ("Q",) and found[1].per_indicator == {}
    assert found[2].per_indicator == {}
    assert found[3].per_indicator == {"C": {"low": 2.0}}
    assert found[4].per_branch == {} and found[4].weighting_per_branch == {}
    assert found[4].weights == {"C": 3.0}
    build = build_index(made_up_data(), TREE, (*steps[2:4], steps[4]))
    assert "A" not in drop_nodes(build, ["A"]).final.columns
    assert forget_nodes(STEPS, ["A"]) == STEPS
    assert forget_nodes((Impute(within=("P",)),), ["P"])[0].within == ("P",)


def test_factors_name_their_alternatives():
    factor = vary_setting("Low", step="normalise", setting="low", values={"zero": 0.0, "one": 1.0})
    assert factor.names == ("zero", "one") and factor.n_alternatives == 2
    assert factor.alternatives[1].settings == {"normalise": {"low": 1.0}}
    inclusion = vary_inclusion("Left out", ["A", "Q"])
    assert inclusion.names == ("none", "A", "Q")
    assert inclusion.alternatives[0] == Alternative("none")


def test_a_range_is_cut_in_equal_parts():
    factor = vary_range("Low", step="normalise", setting="low", low=0.0, high=2.0, n_levels=4)
    assert [each.settings["normalise"]["low"] for each in factor.alternatives] == [0.25, 0.75, 1.25, 1.75]
    whole = vary_range(
        "Most", step="treat", setting="max_winsorised", low=0.5, high=3.5, n_levels=30, whole=True
    )
    assert whole.names == ("1", "2", "3")
    assert whole.probabilities == pytest.approx([1 / 3] * 3)
    close = vary_range("Low", step="normalise", setting="low", low=1e6, high=1e6 + 1, n_levels=5)
    assert close.n_alternatives == 5
    for low, high, n in ((1.0, 1.0, 5), (2.0, 1.0, 5), (0.0, 1.0, 0)):
        with pytest.raises(WrongFactors, match="no range"):
            vary_range("Low", step="normalise", setting="low", low=low, high=high, n_levels=n)


def test_weights_with_noise():
    factor = vary_weights("Weights", TREE, spread=0.25, n_sets=500, rng=np.random.default_rng(0))
    assert set(factor.multipliers) == {"A", "B", "C", "D", "E", "P", "Q"}
    noise = np.array(list(factor.multipliers.values()))
    assert noise.shape == (7, 500) and noise.min() >= 0.75 and noise.max() <= 1.25
    assert noise.mean() == pytest.approx(1, abs=0.01) and noise.std() == pytest.approx(
        0.25 / np.sqrt(3), abs=0.005
    )
    few = vary_weights("Weights", TREE, spread=0.5, n_sets=3, rng=np.random.default_rng(0), codes=["A"])
    assert set(few.multipliers) == {"A"} and few.names == ("1", "2", "3")
    with pytest.raises(WrongFactors, match=r"1.5 is not between 0 and 1"):
        vary_weights("Weights", TREE, spread=1.5, n_sets=3, rng=np.random.default_rng(0))
    with pytest.raises(UnknownNode, match="'Z'"):
        vary_weights("Weights", TREE, spread=0.1, n_sets=3, rng=np.random.default_rng(0), codes=["Z"])


def test_given_weight_sets_replace_the_weights_of_the_tree():
    factor = choose_weight_sets("Weights", skipping_tree(A=4), {"A": np.array([2.0, 8.0])})
    assert factor.multipliers["A"].tolist() == [0.5, 2.0]
    with pytest.raises(WrongFactors, match="'A' has weight 0"):
        choose_weight_sets("Weights", skipping_tree(A=0), {"A": np.array([1.0])})
    with pytest.raises(WrongFactors, match="weight of 'A' is now 7"):
        check_factors([factor], skipping_tree(A=4), (Normalise(), Aggregate(weights={"A": 7.0})))
    check_factors([factor], skipping_tree(A=4), (Normalise(), Aggregate(weights={"A": 4.0})))


GOOD = vary_setting("Low", step="normalise", setting="low", values={"a": 0.0, "b": 1.0})


@pytest.mark.parametrize(
    ("factors", "failure", "words"),
    [
        ([], WrongFactors, "there is none"),
        ([GOOD, GOOD], WrongFactors, "'Low' cannot be varied: its name is used twice"),
        ([Factor("F", ())], WrongFactors, "no alternatives"),
        ([Factor("F", (as_it_is("x"), as_it_is("x")))], WrongFactors, "same name"),
        ([replace(GOOD, probabilities=(1.0,))], WrongFactors, "one probability per alternative"),
        ([replace(GOOD, probabilities=(5.0, 5.0))], WrongFactors, "do not add up to 1"),
        ([replace(GOOD, probabilities=(-0.5, 1.5))], WrongFactors, "do not add up to 1"),
        ([replace(GOOD, probabilities=(float("nan"), 1.0))], WrongFactors, "do not add up to 1"),
        ([vary_setting("F", step="norm", setting="low", values={"a": 0.0})], UnknownStep, "'norm'"),
        ([vary_setting("F", step="normalise", setting="lo", values={"a": 0.0})], UnknownSetting, "'lo'"),
        ([vary_setting("F", step="normalise", setting="method", values={"a": "z"})], UnknownChoice, "'z'"),
        ([Factor("F", (Alternative("a", replaced={"aggregate": None}),))], NoAggregation, "Aggregate"),
        ([vary_inclusion("F", ["Z"])], UnknownNode, "'Z'"),
        ([vary_inclusion("F", ["I"])], NothingLeft, "I"),
        (
            [Factor("F", (Alternative("a", settings={"aggregate": {"weights": {"Z": 1.0}}}),))],
            UnknownNode,
            "'Z'",
        ),
        ([WeightFactor("W", {"Z": np.ones(2)})], UnknownNode, "'Z'"),
        ([WeightFactor("W", {})], WrongFactors, "no alternatives"),
        ([WeightFactor("W", {"A": np.ones(2), "B": np.ones(3)})], WrongFactors, "'B' has another number"),
        (
            [WeightFactor("W", {"A": np.array([1.0, -1.0])})],
            WrongFactors,
            "'A' has a weight that is negative or unknown",
        ),
        (
            [WeightFactor("W", {"A": np.array([1.0, np.nan])})],
            WrongFactors,
            "'A' has a weight that is negative or unknown",
        ),
    ],
)
def test_factors_that_do_not_fit_the_index_are_refused(factors, failure, words):
    with pytest.raises(failure, match=words):
        check_factors(factors, TREE, STEPS)


def test_steps_are_changed_and_left_out_by_label():
    assert change_step(STEPS, "normalise", low=2.0)[0] == Normalise(low=2.0, high=100.0)
    assert without_step(STEPS, "normalise") == STEPS[1:]
    with pytest.raises(UnknownStep, match="'treat'; the steps are normalise, aggregate"):
        change_step(STEPS, "treat", share=0.1)
    with pytest.raises(UnknownStep, match="'treat'"):
        without_step(STEPS, "treat")
    with pytest.raises(UnknownSetting, match="'lowest'"):
        change_step(STEPS, "normalise", lowest=0.1)


@pytest.mark.parametrize(
    ("steps", "failure", "words"),
    [
        ((Normalise(),), NoAggregation, "Aggregate"),
        ((Normalise(), Normalise(), Aggregate()), LabelTwice, "'normalise'"),
        ((Normalise(method="min-max"), Aggregate()), UnknownChoice, "method 'min-max'; possible is minmax"),
        ((Normalise(over="years"), Aggregate()), UnknownChoice, "over 'years'"),
        ((Normalise(ties="first"), Aggregate()), UnknownChoice, "ties 'first'"),
        ((Impute(method="avg"), Aggregate()), UnknownChoice, "method 'avg'"),
        ((Impute(per_indicator={"A": "avg"}), Aggregate()), UnknownChoice, "method 'avg'"),
        ((Treat(method="trim"), Aggregate()), UnknownChoice, "method 'trim'"),
        ((Denominate(unusable="drop"), Aggregate()), UnknownChoice, "unusable 'drop'"),
        ((Aggregate(aggregation=Aggregation("average")),), UnknownChoice, "method 'average'"),
        ((Aggregate(per_branch={"P": Aggregation("average")}),), UnknownChoice, "method 'average'"),
        ((Aggregate(aggregation=Aggregation(share_of="weights")),), UnknownChoice, "share_of 'weights'"),
        ((Aggregate(weighting=Weighting("pca")),), UnknownChoice, "method 'pca'"),
        ((Aggregate(weighting_per_branch={"P": Weighting("pca")}),), UnknownChoice, "method 'pca'"),
        ((Aggregate(aggregation=Aggregation(min_share=66.0)),), WrongKnownShare, "66"),
    ],
)
def test_steps_that_cannot_be_run_are_refused(steps, failure, words):
    with pytest.raises(failure, match=words):
        check_steps(steps)


def test_a_setting_of_one_indicator_is_checked_as_well():
    step = Normalise(per_indicator={"A": {"method": "zscores"}})
    with pytest.raises(UnknownChoice, match="'zscores'"):
        build_index(made_up_data(), TREE, (step, Aggregate()))
    step = Normalise(per_indicator={"A": {"lower": 1.0}})
    with pytest.raises(UnknownSetting, match="'lower'"):
        build_index(made_up_data(), TREE, (step, Aggregate()))


@pytest.mark.parametrize(
    "step",
    [
        Denominate(denominators={"Z": None}),
        Impute(per_indicator={"Z": "mean"}),
        Impute(within=("Z",)),
        Normalise(per_indicator={"Z": {}}),
        Aggregate(weights={"Z": 1.0}),
    ],
)
def test_steps_that_name_unknown_nodes_are_refused_before_anything_is_computed(step):
    with pytest.raises(UnknownNode, match="'Z'"):
        refuse_unknown_nodes([step], TREE)


@pytest.mark.parametrize(
    "step", [Denominate(denominators={"P": "people"}), Impute(per_indicator={"P": "mean"})]
)
def test_a_setting_of_an_indicator_for_a_branch_is_refused(step):
    with pytest.raises(UnknownNode, match="'P'; known are A, B, C, D, E"):
        refuse_unknown_nodes([step], TREE)
