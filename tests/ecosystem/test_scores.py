# SPDX-License-Identifier: EUPL-1.2
"""Element scores, index and ranks of invented regions, worked by hand."""

import numpy as np
import pytest
from tests.ecosystem.made_up_table import make_large_table, make_table

from schakel.ecosystem.choices import Choices, ImpossibleChoices, UnknownChoice, why_impossible
from schakel.ecosystem.indicator_table import (
    BrokenIndicatorTable,
    UnknownUnit,
    indicators_as_frame,
    indicators_from_frame,
)
from schakel.ecosystem.scores import NothingMeasured, WeightWithoutElement
from schakel.ecosystem.trying import try_choices


def test_value_over_mean_by_hand():
    """Talent 10, 20, 30 (mean 20); knowledge 3, 2, 1 (mean 2): scores 0.5/1/1.5 and 1.5/1/0.5."""
    table = make_table([[10, 3], [20, 2], [30, 1]], elements=["talent", "knowledge"])
    tried = try_choices(table, Choices(scaling="value_over_mean"))
    assert tried.scores.scores.tolist() == [[0.5, 1.5], [1.0, 1.0], [1.5, 0.5]]
    assert tried.index.values.tolist() == [1.0, 1.0, 1.0]
    assert tried.ranking.ranks.tolist() == [1, 1, 1]
    assert tried.weakest["R1"] == ("talent", "knowledge")
    lowest = try_choices(table, Choices(scaling="value_over_mean", aggregation="minimum"))
    assert lowest.index.values.tolist() == [0.5, 1.0, 0.5]
    assert lowest.ranking.ranks.tolist() == [2, 1, 2]
    assert lowest.ranking.gap_above[0] == 0.5 and np.isnan(lowest.ranking.gap_above[1])


def test_exponential_z_by_hand():
    table = make_table([[1.0], [2.0], [3.0]], elements=["talent"])
    e = np.exp([-1.0, 0.0, 1.0])
    assert try_choices(table, Choices()).scores.scores.ravel() == pytest.approx(e / e.mean())


def test_an_element_is_the_mean_of_its_known_indicators_above_a_threshold():
    values = [[1, 4, np.nan], [2, 5, 2], [3, np.nan, np.nan], [4, 7, 9]]
    table = make_table(values, elements=["talent"] * 3)
    strict = try_choices(table, Choices(min_indicator_share=0.6))
    assert np.isnan(strict.scores.scores[2, 0])
    assert strict.scores.n_used[:, 0].tolist() == [2, 3, 0, 3]
    assert np.isnan(strict.ranking.ranks[2])
    assert np.isfinite(try_choices(table, Choices(min_indicator_share=0.3)).scores.scores[2, 0])


def test_lower_is_better_is_turned_for_every_scaling():
    table = make_table([[1.0], [2.0], [4.0]], elements=["talent"], directions="-")
    for scaling in ("z_exp", "value_over_mean", "minmax"):
        assert try_choices(table, Choices(scaling=scaling)).ranking.ranks.tolist() == [1, 2, 3]


def test_a_national_value_is_no_evidence_unless_asked_for():
    values = [[1, 5], [1, 6], [3, 7], [4, 8], [5, 9]]
    table = make_table(
        values, elements=["networks", "talent"], targets=("R5",), national=[("R1", 0), ("R2", 0)]
    )
    tried = try_choices(table, Choices(min_element_share=0.4))
    assert np.isnan(tried.scores.score("R1", "networks"))
    assert tried.scores.n_used[:, 0].tolist() == [0, 0, 1, 1, 1]
    with_national = try_choices(table, Choices(national_values="include"))
    assert np.isfinite(with_national.scores.score("R1", "networks"))


def test_the_index_rests_on_what_every_target_has():
    """Otherwise a region without an element would be ranked on other elements than its rivals."""
    values = [[np.nan, 1], [1, 2], [9, 3], [2, 4]]
    table = make_table(values, elements=["finance", "talent"], targets=("R1", "R2"))
    tried = try_choices(table, Choices())
    assert tried.scores.in_index.tolist() == [False, True]
    assert tried.ranking.ranks.tolist() == [4, 3, 2, 1]


def test_constant_and_rare_indicators_are_dropped_with_the_reason():
    values = [[1, 7, np.nan], [2, 7, np.nan], [3, 7, 1], [4, 7, np.nan]]
    table = make_table(values, elements=["talent", "culture", "finance"])
    tried = try_choices(table, Choices(leave_out=()))
    assert tried.scores.dropped == (("i2", "constant"), ("i3", "too_few_regions"))
    with pytest.raises(NothingMeasured):
        try_choices(table, Choices(leave_out=("i1",)))


def test_interval_scale_follows_its_own_rule_under_value_over_mean():
    table = make_table([[-1.0], [0.0], [1.0]], elements=["talent"], scales=["interval"])
    tried = try_choices(table, Choices(scaling="value_over_mean"))
    e = np.exp([-1.0, 0.0, 1.0])
    assert tried.scores.by_interval_rule == ("i1",)
    assert tried.scores.scores.ravel() == pytest.approx(e / e.mean())


def test_the_region_is_placed_beside_the_others_without_moving_them():
    values = [[1, 1], [2, 3], [3, 2], [2.5, 2.5], [9, 9]]
    names = ["A", "B", "C", "region", "region:five"]
    table = make_table(
        values,
        elements=["talent", "demand"],
        units=names,
        targets=("C", "region"),
        outside=("region", "region:five"),
        boundaries=("region", "region:five"),
    )
    alone = try_choices(
        make_table(values[:3], elements=["talent", "demand"], units=names[:3], targets=("C",)), Choices()
    )
    four = try_choices(table, Choices())
    five = try_choices(table, Choices(boundary="region:five"))
    assert four.index.values[:3] == pytest.approx(alone.index.values)
    assert four.scores.units == ("A", "B", "C", "region")
    assert four.ranking.n_regions.tolist() == [3, 3, 3, 4]
    assert five.ranking.rank("region:five") == 1
    assert five.ranking.ranks[:3].tolist() == four.ranking.ranks[:3].tolist()
    with pytest.raises(UnknownUnit):
        try_choices(table, Choices(boundary="region:six"))


def test_weights_only_count_by_their_ratios_and_must_reach_an_element():
    table = make_large_table(30, 9)
    one = try_choices(table, Choices(weights=(("e1", 1.0), ("e2", 3.0))))
    ten = try_choices(table, Choices(weights=(("e1", 10.0), ("e2", 30.0))))
    assert one.index.values == pytest.approx(ten.index.values)
    with pytest.raises(WeightWithoutElement):
        try_choices(table, Choices(weights=(("leadership", 1.0),)))


def test_effective_weights_add_up_to_one():
    tried = try_choices(make_large_table(60, 18, missing=0), Choices())
    assert np.nansum(tried.index.effective_weights) == pytest.approx(1)


def test_order_of_regions_does_not_matter():
    table = make_large_table(25, 9)
    frame = indicators_as_frame(table)
    turned = indicators_from_frame(
        frame.sort("region_code", descending=True, maintain_order=True), "invented"
    )
    one, other = try_choices(table, Choices()), try_choices(turned, Choices())
    for unit in table.units:
        assert one.ranking.rank(unit) == other.ranking.rank(unit)


def test_the_table_survives_a_round_trip():
    table = make_large_table(12, 9)
    back = indicators_from_frame(indicators_as_frame(table), "invented")
    assert back.units == table.units and back.indicators == table.indicators
    assert back.elements == table.elements and back.targets == table.targets
    assert np.array_equal(back.values, table.values, equal_nan=True)
    assert (back.reasons == table.reasons).all()
    with pytest.raises(BrokenIndicatorTable, match="no rows"):
        indicators_from_frame(indicators_as_frame(table), "other")
    with pytest.raises(BrokenIndicatorTable, match="cells"):
        indicators_from_frame(indicators_as_frame(table).head(20), "invented")


def test_percentiles_by_hand():
    table = make_table([[1.0], [3.0], [3.0], [np.nan]], elements=["talent"])
    assert table.percentiles().ravel()[:3].tolist() == [0.0, 0.75, 0.75]
    turned = make_table([[1.0], [3.0], [3.0]], elements=["talent"], directions="-")
    assert turned.percentiles().ravel().tolist() == [1.0, 0.25, 0.25]


def test_impossible_and_unknown_choices_are_refused_in_words():
    assert why_impossible("minmax", "product") == "zero_under_product"
    with pytest.raises(ImpossibleChoices, match="minmax"):
        try_choices(make_large_table(12, 9), Choices(scaling="minmax", aggregation="geometric"))
    with pytest.raises(UnknownChoice, match="z_exp"):
        Choices(scaling="decibel")
    assert Choices(weights=(("talent", 2.0),)).as_text()["weights"] == "talent 2"
