# SPDX-License-Identifier: EUPL-1.2
"""What if: parts left out, added back, and versions of an index side by side."""

import numpy as np
import pytest
from tests.composite.made_up_index import STEPS, flat_tree, made_up_data, skipping_tree, table

from schakel.composite.bad_input import WrongShape
from schakel.composite.building.build import build_index
from schakel.composite.building.comparing import (
    add_nodes,
    compare_builds,
    compare_from_step,
    drop_nodes,
    remove_each,
)
from schakel.composite.building.steps import Aggregate, Impute, Normalise, Screen, UnknownChoice, UnknownStep
from schakel.composite.structure.growing import WrongTree, grow_tree
from schakel.composite.structure.indicator_data import (
    CodesNotUnique,
    UnknownColumn,
    select_period,
    with_values,
)
from schakel.composite.structure.reshaping import NothingLeft, reweigh_tree, set_aggregation
from schakel.composite.structure.tree import Aggregation, Branch, Indicator, UnknownNode

NONE = (Normalise(method="none"), Aggregate())


def built(seed=0, n=10, steps=STEPS, tree=None, **made):
    return build_index(made_up_data(seed, n, **made), tree or skipping_tree(), steps)


def test_removing_each_by_hand():
    """Without A the index is the mean of B and C, which turns u1 and u2 around."""
    build = build_index(table([[9, 1, 1], [0, 2, 2], [0, 0, 0]]), flat_tree(3), NONE)
    found = remove_each(build, ["A", "B", "C"])
    assert found.scores[:, 0].tolist() == [[1, 2, 0], [5, 1, 0], [5, 1, 0]]
    assert found.mean_rank_change[:, 0] == pytest.approx([2 / 3, 0, 0])


@pytest.mark.parametrize("code", ["A", "B", "C", "D", "E", "P", "Q"])
def test_a_removed_node_has_weight_0(code):
    build = built(n_periods=2, share_unknown=0.1)
    found = remove_each(build, [code])
    wanted = build_index(build.raw, reweigh_tree(build.tree, {code: 0.0}), STEPS)
    assert found.scores[0] == pytest.approx(wanted.scores(), rel=1e-12, nan_ok=True)


def test_a_branch_goes_with_its_only_child_and_everything_before_the_weights_stays():
    """Screened and imputed as before: Q has D alone, so without D the index is P."""
    tree = grow_tree(
        [Indicator("A", "P"), Indicator("B", "P"), Indicator("D", "Q")],
        [Branch("P", "I"), Branch("Q", "I"), Branch("I")],
    )
    rows = [[1.0, 5, 2], [2, np.nan, np.nan], [3, 6, 1], [5, 7, 4], [6, 1, 5]]
    steps = (Screen(min_known=0.5), Impute(), *STEPS)
    build = build_index(table(rows, "ABD"), tree, steps)
    assert build.units == ("u1", "u3", "u4", "u5")
    for code in ("D", "Q"):
        assert remove_each(build, [code]).scores[0] == pytest.approx(build.scores("P"))
    weightless = build_index(table(rows, "ABD"), reweigh_tree(tree, {"B": 0.0}), steps)
    assert remove_each(weightless, ["A"]).scores[0] == pytest.approx(weightless.scores("Q"))


def test_nothing_is_left_without_the_root_or_the_only_weight():
    build = built()
    with pytest.raises(NothingLeft, match="I"):
        remove_each(build, ["I"])
    lone = build_index(table([[1, 2], [3, 1]]), flat_tree(2, B={"weight": 0.0}), NONE)
    with pytest.raises(NothingLeft, match="A"):
        remove_each(lone, ["A"])
    with pytest.raises(UnknownNode, match="'Z'"):
        remove_each(build, ["Z"])


def test_removing_under_every_kind_of_step_after_the_weights():
    build = built(steps=(*STEPS, Normalise(label="last")))
    wanted = build_index(build.raw, reweigh_tree(build.tree, {"A": 0.0}), build.steps)
    assert remove_each(build, ["A"]).scores[0] == pytest.approx(wanted.scores())


def test_dropping_builds_again_from_the_first_step():
    build = built(steps=(Screen(min_known=0.7), *STEPS), share_unknown=0.15)
    found = drop_nodes(build, ["A", "Q"])
    assert found.tree.indicator_codes == ("B", "E")
    alone = build_index(build.raw, found.tree, build.steps)
    assert found.units == alone.units and found.units != build.units
    assert np.array_equal(found.final.values, alone.final.values, equal_nan=True)


def test_what_was_dropped_can_be_added_back():
    build = built()
    less = drop_nodes(build, ["Q"])
    nodes = [node for node in (*build.tree.indicators, *build.tree.branches) if node.code in ("C", "D", "Q")]
    again = add_nodes(less, made_up_data(n=10), nodes)
    assert again.scores() == pytest.approx(build.scores())
    with pytest.raises(UnknownColumn, match="'C'"):
        add_nodes(less, less.raw, nodes)
    with pytest.raises(WrongTree, match="'Q', which is no branch"):
        add_nodes(less, made_up_data(n=10), nodes[:2])


def test_versions_side_by_side_by_hand():
    """B, worth three times A, makes u3 the best; u3 is not in the second version."""
    rows = [[3.0, 1.0], [2.0, 2.0], [1.0, 4.0]]
    first = build_index(table(rows), flat_tree(2), NONE)
    second = build_index(table(rows[:2]), flat_tree(2), NONE)
    third = build_index(table(rows), flat_tree(2, A={"weight": 3.0}), NONE)
    found = compare_builds({"all": first, "few": second, "A first": third})
    assert found.names == ("all", "few", "A first") and found.units == ("u1", "u2", "u3")
    assert found.scores[:, 0].tolist()[0] == [2.0, 2.0, 2.5]
    assert np.isnan(found.scores[1, 0, 2])
    assert found.ranks[:, 0].tolist()[0] == [2, 2, 1] and found.ranks[2, 0].tolist() == [1, 2, 3]
    assert found.rank_changes[2, 0].tolist() == [1, 0, -2]
    assert found.mean_rank_change[:, 0].tolist() == [0, 1, 1]
    assert found.correlations[0, 0] == pytest.approx(1) and np.isnan(found.correlations[1, 0])
    wanted = np.corrcoef([2, 2, 2.5], [2.5, 2, 1.75])[0, 1]
    assert found.correlations[2, 0] == pytest.approx(wanted)


def test_units_are_matched_by_code():
    build = built(n=6)
    turned = build_index(with_values(build.raw, build.raw.values[:, ::-1]), build.tree, STEPS)
    data = turned.raw
    moved = build_index(type(data)(data.values, data.units[::-1], data.columns), build.tree, STEPS)
    found = compare_builds({"one": build, "other": moved})
    assert found.scores[1] == pytest.approx(found.scores[0])
    assert found.units == build.units


def test_a_version_in_which_all_are_equal_has_no_correlation():
    tree = set_aggregation(flat_tree(2), {"I": Aggregation("minimum")})
    build = build_index(table([[0.3, 5], [0.3, 6], [0.3, 7]]), tree, NONE)
    other = build_index(table([[0.3, 5], [0.3, 6], [0.3, 7]]), flat_tree(2), NONE)
    assert np.isnan(compare_builds({"same": build, "mean": other}).correlations).all()
    assert compare_builds({"mean": other, "again": other}).correlations == pytest.approx(np.ones((2, 1)))


def test_versions_with_other_numbers_of_periods_cannot_stand_side_by_side():
    """One year beside three would otherwise be repeated for all three."""
    three = built(n_periods=3)
    one = build_index(select_period(three.raw, 2021), three.tree, STEPS)
    for builds in ({"three": three, "one": one}, {"one": one, "three": three}, {}):
        with pytest.raises(WrongShape):
            compare_builds(builds)
    drawn = build_index(with_values(one.raw, np.repeat(one.raw.values[None], 2, axis=0)), one.tree, STEPS)
    with pytest.raises(WrongShape):
        compare_builds({"one": one, "drawn": drawn})


def test_another_branch_can_be_compared():
    build = built()
    other = build_index(build.raw, reweigh_tree(build.tree, {"A": 5.0}), STEPS)
    assert compare_builds({"a": build, "b": other}, code="Q").mean_rank_change.tolist() == [[0], [0]]
    with pytest.raises(UnknownColumn, match="'Z'"):
        compare_builds({"a": build, "b": other}, code="Z")


def test_versions_from_a_step_on_are_fresh_builds():
    build = built(share_unknown=0.1, n_periods=2)
    versions = {
        "z": ("normalise", {"method": "zscore"}),
        "lowest": ("aggregate", {"aggregation": Aggregation("minimum")}),
    }
    found = compare_from_step(build, versions)
    assert found.names == ("as built", "z", "lowest")
    z = build_index(build.raw, build.tree, (Normalise(method="zscore", low=1.0, high=100.0), Aggregate()))
    assert np.array_equal(found.scores[1], z.scores(), equal_nan=True)
    with pytest.raises(UnknownStep, match="'treat'"):
        compare_from_step(build, {"x": ("treat", {})})
    with pytest.raises(UnknownChoice, match="'zz'"):
        compare_from_step(build, {"x": ("normalise", {"method": "zz"})})
    with pytest.raises(CodesNotUnique, match="as built"):
        compare_from_step(build, {"as built": ("normalise", {"method": "zscore"})})
