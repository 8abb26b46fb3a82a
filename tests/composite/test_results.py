# SPDX-License-Identifier: EUPL-1.2
"""Tables of scores and ranks, the profile of one unit, and what each part adds."""

import numpy as np
import pytest
from tests.composite.made_up_index import STEPS, flat_tree, made_up_data, skipping_tree, table

from schakel.composite.building.applying_imputation import UnknownGroup
from schakel.composite.building.build import build_index
from schakel.composite.building.results import (
    DrawsInFront,
    contributions_to_score,
    summarise_unit,
    tabulate_results,
    top_down,
)
from schakel.composite.building.steps import Aggregate, Normalise
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import (
    CodesNotUnique,
    UnknownColumn,
    UnknownPeriod,
    UnknownUnit,
    hold_data,
    with_values,
)
from schakel.composite.structure.tree import Aggregation, Branch, Indicator

NONE = (Normalise(method="none"), Aggregate())
ROWS = [[1, 2, 3], [4, 5, np.nan], [4, 5, 9], [np.nan] * 3]


def small(**beside):
    return build_index(table(ROWS, **beside), flat_tree(3), NONE)


def test_a_table_of_scores_is_in_order_of_rank_with_unranked_units_last():
    found = tabulate_results(small(unit_names=["one", "two", "three", "four"]))
    assert found.columns == ["unit", "name", "period", "rank", "I", "A", "B", "C"]
    assert found["unit"].to_list() == ["u3", "u2", "u1", "u4"]
    assert found["name"].to_list() == ["three", "two", "one", "four"]
    assert found["rank"].to_list() == [1, 2, 3, None]
    assert found["I"].to_list() == [6, 4.5, 2, None]
    assert found["C"].to_list() == [9, None, 3, None]


def test_a_table_of_ranks_and_of_ranks_within_groups():
    build = small(groups={"kind": ["x", "y", "x", "y"]})
    ranks = tabulate_results(build, what="ranks")
    assert ranks["A"].to_list() == [1, 1, 3, None] and ranks["C"].to_list() == [1, None, 2, None]
    within = tabulate_results(build, what="group_ranks", group="kind", codes=["I"])
    assert within.columns == ["unit", "name", "period", "rank", "kind", "I"]
    assert within["I"].to_list() == [1, 1, 2, None] and within["kind"].to_list() == ["x", "y", "x", "y"]
    with pytest.raises(UnknownGroup, match="'sort'; known are kind"):
        tabulate_results(build, what="group_ranks", group="sort")
    with pytest.raises(UnknownGroup):
        tabulate_results(small(), what="group_ranks")
    with pytest.raises(UnknownColumn, match="'Z'"):
        tabulate_results(build, codes=["Z"])


def test_periods_stay_in_their_order():
    values = np.array([[[1.0], [2]], [[4], [3]], [[5], [6]]])
    data = hold_data(values, units="uv", columns="A", periods=["old", "new", "late"])
    found = tabulate_results(build_index(data, flat_tree(1), NONE))
    assert found.select("period", "unit", "rank").rows() == [
        ("old", "v", 1),
        ("old", "u", 2),
        ("new", "u", 1),
        ("new", "v", 2),
        ("late", "v", 1),
        ("late", "u", 2),
    ]


@pytest.mark.parametrize("code", ["rank", "unit", "period", "name"])
def test_a_column_may_not_take_the_place_of_another(code):
    """An indicator called "rank" would otherwise be shown as the rank, and sort the table."""
    tree = grow_tree([Indicator(code, "I"), Indicator("B", "I")], [Branch("I")])
    data = hold_data(np.array([[1.0, 2], [3, 4]]), units="uv", columns=[code, "B"])
    build = build_index(data, tree, NONE)
    with pytest.raises(CodesNotUnique, match=f"'{code}' occurs 2 times among the columns of the table"):
        tabulate_results(build)
    assert tabulate_results(build, codes=["I", "B"])["rank"].to_list() == [1, 2]


def test_codes_are_given_from_the_root_down():
    build = build_index(made_up_data(), skipping_tree(), STEPS)
    assert top_down(build) == ["I", "P", "Q", "A", "B", "C", "D", "E"]


def test_the_profile_of_a_unit():
    data = made_up_data(n_periods=2, n=7)
    build = build_index(data, skipping_tree(), STEPS)
    found = summarise_unit(build, "u2", period=2020)
    assert found["code"].to_list() == ["I", "P", "Q", "A", "B", "C", "D", "E"]
    assert found["level"].to_list() == [3, 2, 2, 1, 1, 1, 1, 1]
    assert found["parent"].to_list() == [None, "I", "I", "P", "P", "Q", "Q", "I"]
    assert found["name"].to_list()[:2] == ["the index", "branch P"]
    assert found["score"].to_list() == [build.final.column(code)[0, 1] for code in found["code"]]
    assert found["rank"][0] == build.ranks()[0, 1] and set(found["n_ranked"]) == {7}
    last = summarise_unit(build, "u2")
    assert last["score"][0] == build.scores()[1, 1]
    with pytest.raises(UnknownUnit, match="no unit 'u99'"):
        summarise_unit(build, "u99")
    with pytest.raises(UnknownPeriod, match="no period '1999'"):
        summarise_unit(build, "u2", period=1999)


def test_what_is_unknown_of_a_unit_is_empty():
    found = summarise_unit(small(), "u2")
    rows = {row["code"]: row for row in found.iter_rows(named=True)}
    assert rows["C"]["score"] is None and rows["C"]["rank"] is None and rows["C"]["n_ranked"] == 2
    assert rows["A"]["rank"] == 1


def test_a_table_shows_one_result_and_not_many_draws():
    data = made_up_data()
    drawn = build_index(with_values(data, np.repeat(data.values[None], 5, axis=0)), skipping_tree(), STEPS)
    for show in (tabulate_results, lambda build: summarise_unit(build, "u1")):
        with pytest.raises(DrawsInFront, match="5 draws"):
            show(drawn)


def added_up(parts):
    return np.nansum(list(parts.values()), axis=0)


def test_contributions_add_up_to_a_weighted_mean_of_what_is_known():
    build = build_index(table(ROWS), flat_tree(3, A={"weight": 2.0}), NONE)
    found = contributions_to_score(build)
    assert found["A"][:3] == pytest.approx([0.5, 4 * 2 / 3, 2])
    assert np.isnan(found["C"][1])
    assert added_up(found)[:3] == pytest.approx(build.scores()[0, :3])
    assert np.isnan([part[3] for part in found.values()]).all()


def test_contributions_to_a_score_of_nothing_are_the_parts_themselves():
    """Scores around 0: half of 1 and half of -1 make 0, and neither part is unknown."""
    build = build_index(table([[1, -1], [1, 2], [-3, -1]]), flat_tree(2), NONE)
    found = contributions_to_score(build)
    assert found["A"].tolist() == [0.5, 0.5, -1.5] and found["B"].tolist() == [-0.5, 1, -0.5]


@pytest.mark.parametrize("method", ["additive", "geometric", "minimum", "power"])
def test_contributions_add_up_to_the_score_of_every_method(method):
    steps = (Normalise(low=1.0, high=100.0), Aggregate(aggregation=Aggregation(method, power=2.0)))
    build = build_index(made_up_data(n_periods=2), skipping_tree(P=3), steps)
    for period, place in ((2020, 0), (2021, 1), (None, 1)):
        found = contributions_to_score(build, period=period)
        assert added_up(found) == pytest.approx(build.scores()[place])
        assert list(found) == ["E", "P", "Q"]


def test_contributions_follow_scores_that_are_scaled_afterwards():
    build = build_index(made_up_data(), skipping_tree(), (*STEPS, Normalise(label="last", low=1.0)))
    assert added_up(contributions_to_score(build)) == pytest.approx(build.scores()[0])
