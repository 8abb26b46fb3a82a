# SPDX-License-Identifier: EUPL-1.2
"""What has no meaning is refused in words that name unit and indicator, and never becomes a silent number."""

import numpy as np
import pytest
from tests.composite.made_up_index import flat_tree, skipping_tree, table

from schakel.composite.aggregating.aggregate import NegativeUnderGeometric, NotPositive
from schakel.composite.bad_input import BadInput, NothingKnown
from schakel.composite.building.applying import UnknownDenominator
from schakel.composite.building.applying_imputation import PeriodsNotNumbers, UnknownGroup
from schakel.composite.building.applying_normalisation import (
    InPeriod,
    LessIsBetter,
    NoParameter,
    TransformedBefore,
)
from schakel.composite.building.build import DirectionNotApplied, build_index, replay
from schakel.composite.building.joining import InBranch
from schakel.composite.building.steps import (
    Aggregate,
    Denominate,
    Impute,
    Normalise,
    Screen,
    Treat,
    UnknownChoice,
)
from schakel.composite.describing.denominate import WrongDenominator, WrongScale
from schakel.composite.describing.screen import NotAShare, NoUnitsLeft, WrongForce
from schakel.composite.imputing.groups import NothingKnownInGroup
from schakel.composite.normalising.normalise import ConstantIndicator, NegativeValue, WrongGoalposts
from schakel.composite.normalising.normalise_distance import NegativeOrZeroMaximum, TargetNotBeyond
from schakel.composite.normalising.scale_parameters import ScaleNotRising
from schakel.composite.spreadsheets.problems import WrongTable
from schakel.composite.structure.frames import data_from_frame
from schakel.composite.structure.growing import WrongTree, grow_tree
from schakel.composite.structure.indicator_data import (
    CodesNotUnique,
    InfiniteValue,
    UnknownColumn,
    UnknownPeriod,
    UnknownUnit,
    hold_data,
)
from schakel.composite.structure.tree import Aggregation, Branch, Indicator, UnknownNode
from schakel.composite.treating.rule import NoSuchIndicator, WrongRule
from schakel.composite.varying.combinations import InfeasibleCombinations

GOOD = [[1.0, 10, 3], [2, 20, 1], [4, 30, 2], [8, 15, 5]]
CONSTANT = [[1.0, 7, 3], [2, 7, 1], [4, 7, 2], [8, 7, 5]]
UNKNOWN = [[1.0, np.nan, 3], [2, np.nan, 1], [4, np.nan, 2], [8, np.nan, 5]]
ONE_KNOWN = [[1.0, np.nan, 3], [2, 5, 1], [4, np.nan, 2], [8, np.nan, 5]]
HOLES = [[1.0, 10, 3], [np.nan, 20, 1], [4, 30, 2], [8, 15, 5]]
NEGATIVE = [[1.0, 10, 3], [2, -20, 1], [4, 30, 2], [8, 15, 5]]
ZERO = [[1.0, 10, 3], [2, 20, 0], [4, 30, 2], [8, 15, 5]]
NONE = Normalise(method="none")
MEAN = Aggregate()


def joined_by(method, **settings):
    return Aggregate(aggregation=Aggregation(method, **settings))


def build(rows, *steps, tree=None, **beside):
    return build_index(table(rows, **beside), tree or flat_tree(3), steps)


@pytest.mark.parametrize(
    "method",
    [
        "minmax",
        "zscore",
        "distance_to_maximum",
        "exponential_z",
        "logistic",
        "mazziotta_pareto",
        "adjusted_mazziotta_pareto",
    ],
)
def test_a_constant_indicator_is_refused(method):
    """In COINr it becomes an unknown column that silently drops out of the mean."""
    with pytest.raises(ConstantIndicator, match="Indicator 'B' has the same value 7"):
        build(CONSTANT, Normalise(method=method), MEAN)


@pytest.mark.parametrize(
    "step",
    [
        Normalise(),
        Normalise(method="zscore"),
        Normalise(method="rank"),
        Normalise(method="percentile"),
        Impute(),
        Impute(method="median"),
        Impute(method="nearest_units"),
    ],
    ids=lambda step: f"{step.label} {step.method}",
)
def test_an_indicator_of_which_nothing_is_known_is_refused(step):
    steps = (step, MEAN) if isinstance(step, Normalise) else (step, Normalise(), MEAN)
    with pytest.raises(NothingKnown, match="Nothing is known about indicator 'B'"):
        build(UNKNOWN, *steps)


def test_an_indicator_of_which_one_unit_is_known_is_refused():
    for method in ("minmax", "zscore"):
        with pytest.raises(ConstantIndicator, match="'B'"):
            build(ONE_KNOWN, Normalise(method=method), MEAN)


@pytest.mark.parametrize(
    ("rows", "step", "failure", "words"),
    [
        (NEGATIVE, joined_by("geometric"), NegativeUnderGeometric, "Unit 'u2' has -20.0 on 'B'"),
        (NEGATIVE, joined_by("product"), NegativeUnderGeometric, "Unit 'u2' has -20.0 on 'B'"),
        (ZERO, joined_by("geometric"), NotPositive, "Unit 'u2' has 0.0 on 'C'"),
        (ZERO, joined_by("product"), NotPositive, "Unit 'u2' has 0.0 on 'C'"),
        (ZERO, joined_by("harmonic"), NotPositive, "Unit 'u2' has 0.0 on 'C'"),
        (NEGATIVE, joined_by("power", power=-1.0), NotPositive, "Unit 'u2' has -20.0 on 'B'"),
        (NEGATIVE, joined_by("power", power=2.0), NotPositive, "Unit 'u2' has -20.0 on 'B'"),
        (NEGATIVE, joined_by("benefit_of_doubt"), BadInput, "Unit 'u2' has -20.0 on 'B'"),
        (NEGATIVE, joined_by("mazziotta_pareto"), BadInput, "Unit 'u2' has mean"),
    ],
)
def test_numbers_that_a_mean_cannot_take_are_named(rows, step, failure, words):
    with pytest.raises(failure, match=words):
        build(rows, NONE, step)


@pytest.mark.parametrize("place", ["tree", "step"])
@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"A": 0.0, "B": 0.0, "C": 0.0}, "weight 0|sum is zero"),
        ({"A": -1.0}, "weight -1|negative or unknown"),
        ({"A": float("nan")}, "weight nan|negative or unknown"),
        ({"A": float("inf")}, "weight inf|negative or unknown"),
    ],
)
def test_weights_that_are_no_shares_are_refused(place, weights, words):
    with pytest.raises((WrongTree, InBranch), match=words) as failure:
        if place == "tree":
            flat_tree(3, **{code: {"weight": weight} for code, weight in weights.items()})
        else:
            build(GOOD, Normalise(), Aggregate(weights=weights))
    assert place == "tree" or "branch 'I'" in str(failure.value)


@pytest.mark.parametrize(
    ("branches", "words"),
    [
        ([Branch("P", "Q"), Branch("Q", "P"), Branch("I")], "above itself"),
        ([Branch("P", "I"), Branch("P", "Q"), Branch("Q", "I"), Branch("I")], "'P' is used 2 times"),
        ([Branch("P", "X"), Branch("I")], "'P' has parent 'X', which is no branch"),
        ([Branch("P"), Branch("I")], "Several branches have no parent: P, I"),
    ],
)
def test_a_structure_that_is_no_tree_is_refused(branches, words):
    with pytest.raises(WrongTree, match=words):
        grow_tree([Indicator("A", "P")], branches)


def test_text_in_a_column_of_numbers_is_refused_by_row_and_column():
    frame = {"unit": ["u1", "u2"], "A": ["1.5", "about 3"], "B": [1.0, 2.0]}
    with pytest.raises(WrongTable, match="u2") as failure:
        data_from_frame(frame)
    assert "about 3" in str(failure.value) and "'A'" in str(failure.value)
    with pytest.raises(ValueError, match="about 3"):
        table([[1.0, "about 3"]])


def test_infinite_values_are_refused():
    with pytest.raises(InfiniteValue, match="Unit 'u2' has an infinite value for 'C'"):
        table([[1, 2, 3], [4, 5, -np.inf]])
    frame = {"unit": ["u1", "u2"], "A": [1.0, np.inf]}
    with pytest.raises(WrongTable, match="u2"):
        data_from_frame(frame)


def test_units_and_columns_with_the_same_code_are_refused():
    with pytest.raises(WrongTable, match="u1"):
        data_from_frame({"unit": ["u1", "u1"], "A": [1.0, 2.0]})
    with pytest.raises(CodesNotUnique, match="'A' occurs 2 times among the columns"):
        table([[1, 2]], codes="AA")


@pytest.mark.parametrize(
    ("step", "failure", "words"),
    [
        (Normalise(method="goalposts"), NoParameter, "Indicator 'A' has no low, which 'goalposts' needs"),
        (Normalise(method="distance_to_target"), NoParameter, "'A' has no target"),
        (Normalise(method="distance_to_target", target=0.5), TargetNotBeyond, "'A' has target 0.5"),
        (Normalise(method="goalposts", from_value=9.0, to_value=1.0), WrongGoalposts, "'A' has goalposts"),
        (Normalise(method="goalposts", from_value=1.0, to_value=1.0), WrongGoalposts, "'A' has goalposts"),
        (Normalise(method="scaled", from_value=5.0, to_value=5.0), WrongGoalposts, "'A' has goalposts"),
        (Normalise(low=100.0, high=1.0), ScaleNotRising, "100"),
        (Normalise(method="zscore", deviation=0.0), ScaleNotRising, "0"),
        (Normalise(method="distance_to_reference", unit="x"), UnknownUnit, "no unit 'x'; known are u1"),
        (Normalise(method="distance_to_reference"), UnknownUnit, "None"),
        (Normalise(method="min_max"), UnknownChoice, "'min_max'"),
        (Normalise(base_period=2020), UnknownPeriod, "no period '2020'"),
        (Normalise(per_indicator={"Z": {}}), UnknownNode, "'Z'"),
        (Impute(method="group_mean"), UnknownGroup, "None"),
        (Impute(method="group_mean", group="kind"), UnknownGroup, "'kind'"),
        (Impute(method="linear"), PeriodsNotNumbers, "''"),
        (Impute(within=("Z",)), UnknownNode, "'Z'"),
        (Denominate(denominators={"A": "people"}), UnknownDenominator, "'A' is divided by 'people'"),
        (Denominate(denominators={"Z": "people"}), UnknownNode, "'Z'"),
        (Screen(min_known=2.0), NotAShare, "min_known|min_share_known"),
        (Screen(remove=("x",)), WrongForce, "'x'"),
        (Screen(keep=("u1",), remove=("u1",)), WrongForce, "in and out"),
        (Screen(remove=("u1", "u2", "u3", "u4")), NoUnitsLeft, "No unit"),
        (Treat(per_indicator={"Z": {}}), NoSuchIndicator, "'Z'"),
        (Treat(per_indicator={"A": {"win": 3}}), WrongRule, "win"),
        (Treat(transform="log"), WrongRule, "log"),
        (Treat(max_winsorised=-1), WrongRule, "max_winsorised"),
        (Treat(method="share", share=0.6), BadInput, "0.6"),
    ],
)
def test_settings_that_name_what_is_not_there_or_cannot_be_are_refused(step, failure, words):
    rest = (MEAN,) if isinstance(step, Normalise) else (Normalise(), MEAN)
    with pytest.raises(failure, match=words):
        build(HOLES if isinstance(step, Impute) else GOOD, step, *rest)


def test_screening_that_removes_everybody_is_refused():
    with pytest.raises(NoUnitsLeft, match="No unit has enough known values"):
        build([[1, np.nan, np.nan], [np.nan, 2, np.nan]], Screen(), Normalise(), MEAN)
    with pytest.raises(NoUnitsLeft):
        build([[0.0, 0, 0], [0, 0, 0]], Screen(by="zeros"), Normalise(), MEAN)


def test_a_group_that_knows_nothing_is_refused_by_unit_indicator_and_group():
    groups = {"kind": ["x", "y", "x", "y"]}
    rows = [[1, 1, 1], [np.nan, 2, 2], [3, 3, 3], [np.nan, 4, 4]]
    with pytest.raises(
        NothingKnownInGroup, match="Unit 'u2' lacks indicator 'A', and so does all of its group 'y'"
    ):
        build(rows, Impute(method="group_mean", group="kind"), Normalise(), MEAN, groups=groups)


def test_denominators_that_cannot_be_used_are_refused_or_leave_the_value_unknown():
    people = {"people": np.array([1.0, 0, 5, np.nan])}
    divide = Denominate(denominators={"A": "people"}, unusable="refuse")
    with pytest.raises(WrongDenominator, match=r"Unit 'u2' has denominator 0.0 for indicator 'A'"):
        build(GOOD, divide, Normalise(), MEAN, denominators=people)
    lenient = Denominate(denominators={"A": "people"})
    found = build(GOOD, lenient, Normalise(), MEAN, denominators=people).stage("denominate")
    assert found.details.lost[0].tolist() == [
        [False] * 3,
        [True, False, False],
        [False] * 3,
        [True, False, False],
    ]
    with pytest.raises(WrongScale, match="'A' is 0"):
        build(GOOD, lenient, Normalise(), MEAN, tree=flat_tree(3, A={"factor": 0.0}), denominators=people)


def test_a_ratio_to_mean_or_maximum_of_a_turned_indicator_is_refused():
    tree = flat_tree(3, B={"direction": -1})
    for method in ("value_over_mean", "fraction_of_maximum", "above_below_mean", "benchmark"):
        with pytest.raises(LessIsBetter, match=f"Less is better for indicator 'B': turned.*'{method}'"):
            build(GOOD, Normalise(method=method), MEAN, tree=tree)
    with pytest.raises(NegativeValue, match=r"Unit 'u2' has the negative value -20.0 on indicator 'B'"):
        build(NEGATIVE, Normalise(method="value_over_mean"), MEAN)
    with pytest.raises(NegativeOrZeroMaximum, match="'A' has maximum -1"):
        build([[-1.0, 1, 1], [-2, 3, 3]], Normalise(method="fraction_of_maximum"), MEAN)


def test_less_is_better_without_a_step_that_turns_it_is_refused():
    tree = flat_tree(3, B={"direction": -1})
    with pytest.raises(DirectionNotApplied, match="indicator 'B'"):
        build(GOOD, MEAN, tree=tree)
    assert build(GOOD, NONE, MEAN, tree=tree).final.column("B")[0].tolist() == [-10, -20, -30, -15]
    later = (MEAN, Normalise(), Aggregate(label="again"))
    with pytest.raises(DirectionNotApplied, match="indicator 'B'"):
        build(GOOD, *later, tree=tree)


def test_a_refusal_shows_numbers_as_they_are_in_the_data():
    tree = flat_tree(3, B={"direction": -1})
    with pytest.raises(ConstantIndicator, match=r"'B' has the same value 7.0"):
        build(CONSTANT, Normalise(), MEAN, tree=tree)


def test_a_refusal_in_one_period_of_a_panel_names_it():
    values = np.array([GOOD, CONSTANT])
    data = hold_data(values, units=["u1", "u2", "u3", "u4"], columns="ABC", periods=[2020, 2021])
    with pytest.raises(InPeriod, match="In period 2021: Indicator 'B' has the same value 7"):
        build_index(data, flat_tree(3), (Normalise(), MEAN))


def test_an_indicator_in_logarithms_is_not_held_against_goalposts_in_its_own_unit():
    rows = [[value, 1.0 + place % 3] for place, value in enumerate([1.0, 2, 3, 4, 5, 6, 7, 8, 900])]
    tree = flat_tree(2, A={"low": 0.0, "high": 1000.0}, B={"low": 0.0, "high": 5.0})
    steps = (Treat(max_winsorised=0), Normalise(method="goalposts"), MEAN)
    with pytest.raises(TransformedBefore, match="The treatment of indicator 'A' took logarithms"):
        build(rows, *steps, tree=tree)


def test_a_column_of_the_tree_that_the_data_lack_is_named():
    with pytest.raises(UnknownColumn, match="'D'; known are A, B, C"):
        build(GOOD, Normalise(), MEAN, tree=skipping_tree())


def test_nothing_is_computed_before_steps_and_names_are_checked():
    """The data of the first step would be refused too, but the spelling comes first."""
    with pytest.raises(UnknownChoice, match="'aritmetic'"):
        build(UNKNOWN, Impute(), Normalise(), joined_by("aritmetic"))
    with pytest.raises(UnknownNode, match="'Z'"):
        build(UNKNOWN, Impute(), Normalise(), Aggregate(weights={"Z": 1.0}))
    good = build(GOOD, Normalise(), MEAN)
    with pytest.raises(UnknownChoice, match="'aritmetic'"):
        replay(good, steps=(Normalise(), joined_by("aritmetic")))


@pytest.mark.parametrize("failure", [ConstantIndicator, WrongTree, InfeasibleCombinations, UnknownChoice])
def test_refusals_are_value_errors_of_one_kind(failure):
    assert issubclass(failure, BadInput) and issubclass(failure, ValueError)
