# SPDX-License-Identifier: EUPL-1.2
"""Sums over the members of a region: hand-worked, and what may never happen."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dataroom.figures_at_hand import (
    FOUR,
    a_measure,
    observed,
    shipped_measures,
    shipped_regions,
    small_land,
)

from schakel.dataroom.region_sums import (
    IndexNotCombined,
    NoMembers,
    NoWeight,
    UnknownMeasure,
    sum_over_members,
)

STOCK = {"m": a_measure("m")}
LAND = small_land(GM1="CRA", GM2="CRA", GM3="CRA", GM4="CRB")


def summed(rows, members, measures=STOCK, measure="m", **options):
    table = sum_over_members(observed(*rows), measure=measure, members=members, measures=measures, **options)
    return {row["period"]: row for row in table.iter_rows(named=True)}


def test_a_stock_is_added():
    found = summed(
        [("m", "GM1", 2020, 10.0), ("m", "GM2", 2020, 5.5), ("m", "GM9", 2020, 99.0)], ["GM1", "GM2"]
    )
    assert found[2020]["value"] == 15.5
    assert (found[2020]["n_members"], found[2020]["n_unknown"], found[2020]["status"]) == (2, 0, "normal")
    assert found[2020]["lower"] is None


def test_a_member_counts_once_and_periods_can_be_chosen():
    rows = [("m", "GM1", 2020, 10.0), ("m", "GM1", 2021, 11.0)]
    assert set(summed(rows, ["GM1", "GM1"], periods=[2021])) == {2021}
    assert summed(rows, ["GM1", "GM1"])[2020]["value"] == 10.0


def test_a_withheld_member_makes_the_sum_unknown_and_never_smaller():
    found = summed([("m", "GM1", 2020, 10.0), ("m", "GM2", 2020, None)], ["GM1", "GM2"])[2020]
    assert found["value"] is None
    assert found["status"] == "suppressed"
    assert (found["lower"], found["upper"]) == (10.0, None)


def test_a_member_without_a_row_is_missing_not_zero():
    found = summed([("m", "GM1", 2020, 10.0), ("m", "GM2", 2021, 4.0)], ["GM1", "GM2"])
    assert found[2020]["value"] is None
    assert found[2020]["status"] == "missing"
    assert found[2021]["lower"] == 4.0


def test_a_nil_is_a_zero():
    rows = [("m", "GM1", 2020, 10.0), ("m", "GM2", 2020, 0.0, {"status": "nil"})]
    assert summed(rows, ["GM1", "GM2"])[2020]["value"] == 10.0
    assert summed(rows[1:], ["GM2"])[2020]["status"] == "nil"


def test_provisional_and_estimated_travel_with_the_sum():
    rows = [("m", "GM1", 2020, 1.0), ("m", "GM2", 2020, 2.0, {"status": "provisional"})]
    assert summed(rows, ["GM1", "GM2"])[2020]["status"] == "provisional"
    rows.append(("m", "GM3", 2020, 2.0, {"status": "estimated", "lower": 1.5, "upper": 2.5}))
    found = summed(rows, ["GM1", "GM2", "GM3"])[2020]
    assert (found["status"], found["value"], found["lower"], found["upper"]) == ("estimated", 5.0, 4.5, 5.5)


def test_the_highest_level_of_the_members_travels_too():
    rows = [("m", "GM1", 2020, 1.0), ("m", "GM2", 2020, 1.0, {"measured_at_level": "country"})]
    assert summed(rows, ["GM1", "GM2"])[2020]["measured_at_level"] == "country"


def test_the_newest_edition_counts():
    rows = [("m", "GM1", 2020, 1.0, {"vintage": "2021"}), ("m", "GM1", 2020, 3.0, {"vintage": "2023"})]
    assert summed(rows, ["GM1"])[2020]["value"] == 3.0


def test_rounding_gives_a_tolerance_of_half_a_step_a_member():
    measures = {"m": a_measure("m", rounding=5.0, rounding_at=(("corop", 50.0),))}
    rows = [("m", "GM1", 2020, 10.0), ("m", "GM2", 2020, 15.0), ("m", "CR1", 2020, 100.0)]
    assert summed(rows, ["GM1", "GM2"], measures)[2020]["tolerance"] == 5.0
    assert summed(rows, ["GM1", "CR1"], measures)[2020]["tolerance"] == 27.5


def test_an_index_is_refused_but_one_area_keeps_its_own():
    measures = {"m": a_measure("m", time_semantics="index")}
    rows = [("m", "GM1", 2020, 100.0), ("m", "GM2", 2020, 90.0)]
    with pytest.raises(IndexNotCombined, match="2 areas"):
        summed(rows, ["GM1", "GM2"], measures)
    assert summed(rows, ["GM1"], measures)[2020]["value"] == 100.0


def test_questions_without_an_answer_are_refused():
    with pytest.raises(NoMembers):
        summed([("m", "GM1", 2020, 1.0)], [])
    with pytest.raises(UnknownMeasure):
        summed([("m", "GM1", 2020, 1.0)], ["GM1"], measure="n")
    with pytest.raises(NoWeight):
        summed([("m", "GM1", 2020, 1.0)], ["GM1", "GM2"], {"m": a_measure("m", time_semantics="ratio")})


SHARE = {
    "share": a_measure("share", time_semantics="ratio", weight="people", unit_code="percent", rounding=1.0),
    "people": a_measure("people"),
}


def test_a_ratio_is_weighted():
    rows = [
        ("share", "GM1", 2020, 10.0),
        ("share", "GM2", 2020, 40.0),
        ("people", "GM1", 2020, 300.0),
        ("people", "GM2", 2020, 100.0),
    ]
    found = summed(rows, ["GM1", "GM2"], SHARE, "share")[2020]
    assert found["value"] == pytest.approx((10 * 300 + 40 * 100) / 400)
    assert found["tolerance"] == 0.5


def test_weights_of_the_nearest_year_are_used_and_named():
    rows = [
        ("share", "GM1", 2020, 10.0),
        ("share", "GM2", 2020, 40.0),
        ("people", "GM1", 2022, 1.0),
        ("people", "GM2", 2022, 1.0),
        ("people", "GM1", 2016, 9.0),
        ("people", "GM2", 2016, 1.0),
    ]
    found = summed(rows, ["GM1", "GM2"], SHARE, "share")[2020]
    assert found["value"] == 25.0
    assert found["note"] == "weights of 2022"


def test_a_withheld_share_leaves_what_is_certain():
    rows = [
        ("share", "GM1", 2020, 10.0),
        ("share", "GM2", 2020, None),
        ("people", "GM1", 2020, 3.0),
        ("people", "GM2", 2020, 1.0),
    ]
    found = summed(rows, ["GM1", "GM2"], SHARE, "share")[2020]
    assert found["value"] is None
    assert found["lower"] == pytest.approx(0.75 * 9.5)
    assert found["upper"] == pytest.approx(0.75 * 10.5 + 25)


def test_without_weights_a_ratio_is_unknown():
    rows = [("share", "GM1", 2020, 10.0), ("share", "GM2", 2020, 40.0), ("people", "GM1", 2020, 3.0)]
    found = summed(rows, ["GM1", "GM2"], SHARE, "share")[2020]
    assert (found["value"], found["status"]) == (None, "missing")


RATIO = {
    "top": a_measure("top"),
    "bottom": a_measure("bottom"),
    "r": a_measure("r", time_semantics="ratio", numerator=("top",), denominator=("bottom",), factor=100.0),
}


def test_a_ratio_of_counts_is_sum_over_sum():
    rows = [
        ("r", "GM1", 2020, 50.0),
        ("top", "GM1", 2020, 1.0),
        ("top", "GM2", 2020, 2.0),
        ("bottom", "GM1", 2020, 2.0),
        ("bottom", "GM2", 2020, 10.0),
    ]
    found = summed(rows, ["GM1", "GM2"], RATIO, "r")[2020]
    assert found["value"] == pytest.approx(100 * 3 / 12)


def test_a_ratio_with_a_withheld_part_is_a_bracket():
    rows = [
        ("top", "GM1", 2020, 1.0),
        ("top", "GM2", 2020, None, {"lower": 1.0, "upper": 3.0}),
        ("bottom", "GM1", 2020, 2.0),
        ("bottom", "GM2", 2020, 6.0),
    ]
    found = summed(rows, ["GM1", "GM2"], RATIO, "r")[2020]
    assert found["value"] is None
    assert (found["lower"], found["upper"]) == (25.0, 50.0)
    assert (found["status"], found["n_unknown"]) == ("suppressed", 1)


GROUP = {
    "whole": a_measure("whole"),
    "a": a_measure("a", within="whole", siblings=("b",)),
    "b": a_measure("b", within="whole", siblings=("a",)),
}


def test_a_group_less_its_other_parts_bounds_a_withheld_part():
    rows = [
        ("a", "GM1", 2020, 10.0),
        ("a", "GM2", 2020, None),
        ("whole", "GM2", 2020, 8.0),
        ("b", "GM2", 2020, 3.0),
    ]
    found = summed(rows, ["GM1", "GM2"], GROUP, "a")[2020]
    assert (found["value"], found["lower"], found["upper"]) == (None, 15.0, 15.0)
    assert "group" in found["note"]


def test_a_group_bounds_from_above_when_the_other_part_is_unknown_too():
    rows = [
        ("a", "GM1", 2020, 10.0),
        ("a", "GM2", 2020, None),
        ("whole", "GM2", 2020, 8.0),
        ("b", "GM2", 2020, None),
    ]
    found = summed(rows, ["GM1", "GM2"], GROUP, "a")[2020]
    assert (found["lower"], found["upper"]) == (10.0, 18.0)


def test_the_larger_area_bounds_what_is_withheld_in_it():
    rows = [
        ("m", "GM1", 2020, 10.0),
        ("m", "GM2", 2020, None),
        ("m", "GM3", 2020, 4.0),
        ("m", "CRA", 2020, 20.0),
    ]
    found = summed(rows, ["GM1", "GM2"], regions=LAND)[2020]
    assert (found["lower"], found["upper"]) == (16.0, 16.0)
    assert "larger area" in found["note"]


def test_two_withheld_members_share_what_the_area_leaves():
    rows = [
        ("m", "GM1", 2020, None),
        ("m", "GM2", 2020, None),
        ("m", "GM3", 2020, 4.0),
        ("m", "CRA", 2020, 20.0),
    ]
    assert summed(rows, ["GM1", "GM2"], regions=LAND)[2020]["upper"] == 16.0
    only_one = summed(rows, ["GM1"], regions=LAND)[2020]
    assert (only_one["lower"], only_one["upper"]) == (0.0, 16.0)


def older_land():
    """Redivisions are known from 2018, so members of 2010 may be incomplete."""
    return small_land(
        redivisions=[("2018-01-01", "GM9", "GM3", "merged")], GM1="CRA", GM2="CRA", GM3="CRA", GM9="CRB"
    )


OLD = [("a", "GM1", 2010, 10.0), ("a", "GM2", 2010, None), ("a", "GM3", 2010, 4.0), ("a", "CRA", 2010, 20.0)]


def test_an_area_of_before_the_known_redivisions_says_nothing_by_itself():
    found = summed(OLD, ["GM1", "GM2"], GROUP, "a", regions=older_land())[2010]
    assert (found["lower"], found["upper"]) == (10.0, None)


def test_an_area_of_long_ago_counts_when_its_group_adds_up_over_the_members():
    wholes = [("whole", "GM1", 2010, 12.0), ("whole", "GM2", 2010, 8.0), ("whole", "GM3", 2010, 5.0)]
    complete = [*OLD, *wholes, ("whole", "CRA", 2010, 25.0)]
    found = summed(complete, ["GM1", "GM2"], GROUP, "a", regions=older_land())[2010]
    assert (found["lower"], found["upper"]) == (16.0, 16.0)
    lacking_one = [*OLD, *wholes, ("whole", "CRA", 2010, 31.0)]
    found = summed(lacking_one, ["GM1", "GM2"], GROUP, "a", regions=older_land())[2010]
    assert (found["lower"], found["upper"]) == (10.0, 18.0)


def test_rounding_cannot_turn_a_bracket_inside_out():
    measures = {"m": a_measure("m", rounding=1.0)}
    rows = [
        ("m", "GM1", 2020, 10.0),
        ("m", "GM2", 2020, None),
        ("m", "GM3", 2020, 11.0),
        ("m", "CRA", 2020, 20.0),
    ]
    found = summed(rows, ["GM1", "GM2"], measures, regions=LAND)[2020]
    assert found["lower"] <= found["upper"]


counts = st.integers(min_value=0, max_value=5_000).map(float)


@given(values=st.lists(counts, min_size=1, max_size=8), data=st.data())
def test_the_order_of_members_does_not_matter(values, data):
    rows = [("m", f"GM{i}", 2020, v) for i, v in enumerate(values)]
    members = [f"GM{i}" for i in range(len(values))]
    shuffled = data.draw(st.permutations(members))
    assert summed(rows, members) == summed(data.draw(st.permutations(rows)), shuffled)


@given(
    values=st.lists(counts, min_size=3, max_size=3),
    hidden=st.sets(st.integers(0, 2), min_size=1),
    step=st.sampled_from([1.0, 5.0, 10.0]),
)
def test_the_bracket_contains_the_truth_when_values_are_hidden(values, hidden, step):
    """True figures are rounded by the publisher; some are then withheld; the area is published."""

    def published(value):
        return round(value / step) * step

    measures = {"m": a_measure("m", rounding=step)}
    rows = [("m", f"GM{i + 1}", 2020, None if i in hidden else published(v)) for i, v in enumerate(values)]
    rows.append(("m", "CRA", 2020, published(sum(values))))
    found = summed(rows, ["GM1", "GM2", "GM3"], measures, regions=LAND)[2020]
    assert found["value"] is None
    assert found["lower"] <= sum(values) <= found["upper"]
    only = [f"GM{i + 1}" for i in sorted(hidden)]
    part = summed(rows, only, measures, regions=LAND)[2020]
    assert part["lower"] <= sum(values[i] for i in hidden) <= part["upper"]


@given(a=counts, b=counts, known=counts)
def test_the_group_bracket_contains_the_truth(a, b, known):
    rows = [
        ("a", "GM1", 2020, known),
        ("a", "GM2", 2020, None),
        ("whole", "GM2", 2020, a + b),
        ("b", "GM2", 2020, b),
    ]
    found = summed(rows, ["GM1", "GM2"], GROUP, "a")[2020]
    assert found["lower"] <= known + a <= found["upper"]


@given(shares=st.lists(st.floats(0, 100), min_size=2, max_size=6), data=st.data())
def test_a_weighted_share_lies_between_its_members(shares, data):
    weights = data.draw(st.lists(st.floats(1, 1e6), min_size=len(shares), max_size=len(shares)))
    rows = [("share", f"GM{i}", 2020, v) for i, v in enumerate(shares)]
    rows += [("people", f"GM{i}", 2020, w) for i, w in enumerate(weights)]
    value = summed(rows, [f"GM{i}" for i in range(len(shares))], SHARE, "share")[2020]["value"]
    assert min(shares) - 1e-9 <= value <= max(shares) + 1e-9


def shipped_sum(shipped, measure, members=FOUR):
    table = sum_over_members(
        shipped, measure=measure, members=members, measures=shipped_measures(), regions=shipped_regions()
    )
    return {row["period"]: row for row in table.iter_rows(named=True)}


def test_withheld_manufacturing_in_hardenberg_never_gives_the_naive_sum(shipped):
    jobs = shipped_sum(shipped, "cbs_jobs_employees_81402:C")
    assert jobs[2008]["value"] == pytest.approx(18.05)
    for year, others in ((2009, 1.90 + 7.43 + 4.21), (2010, 1.95 + 7.19 + 3.87)):
        found = jobs[year]
        assert found["value"] is None
        assert found["status"] == "suppressed"
        assert found["lower"] > others + 1, "the bracket says more than that the figure is at least nothing"
        assert found["upper"] <= others + 3.78 + 0.05
        assert found["upper"] - found["lower"] < 0.35


def test_the_region_has_the_figures_of_its_four_municipalities(shipped):
    assert shipped_sum(shipped, "cbs_establishments:TOTAL")[2020]["value"] == 24475
    assert shipped_sum(shipped, "cbs_establishments:B-E")[2016]["value"] == 1070
    assert shipped_sum(shipped, "cbs_population:TOTAL")[2025]["value"] == 265_859
    assert shipped_sum(shipped, "cbs_population:Y15-64")[2024]["value"] == pytest.approx(163_429, abs=15)
    assert shipped_sum(shipped, "lisa_jobs:TOTAL")[2017]["value"] == 112_390
    assert shipped_sum(shipped, "cbs_hbo_wo_share")[2022]["value"] == pytest.approx(18.8, abs=0.05)
    assert shipped_sum(shipped, "cbs_net_participation")[2022]["value"] == pytest.approx(63.5, abs=0.05)
    assert shipped_sum(shipped, "cbs_benefit_share")[2021]["value"] == pytest.approx(9.2, abs=0.05)


def test_three_municipalities_make_zuidoost_drenthe(shipped):
    corop = dict(
        shipped.filter(measure="cbs_establishments_corop:TOTAL", region_code="CR08")
        .select("period", "value")
        .iter_rows()
    )
    towns = shipped_sum(shipped, "cbs_establishments:TOTAL", ("GM0109", "GM0114", "GM1681"))
    assert set(corop) == set(range(2015, 2026))
    assert all(abs(towns[year]["value"] - value) <= 25 for year, value in corop.items())


def test_a_figure_known_only_for_corop_areas_is_not_the_region_s(shipped):
    assert shipped_sum(shipped, "cbs_jobs_employees:B-E") == {}
    assert shipped_sum(shipped, "eurostat_gdp:EUR_HAB") == {}


@pytest.mark.parametrize(
    ("code", "period"),
    [
        ("cbs_hbo_wo_share", 2022),
        ("cbs_distance_hospital", 2021),
        ("cbs_benefit_share", 2021),
        ("cbs_population:TOTAL", 2021),
        ("cbs_population:Y15-64", 2025),
        ("lisa_jobs:TOTAL", 2017),
    ],
)
def test_every_corop_area_can_be_built_from_the_municipalities_of_the_right_year(shipped, code, period):
    regions, measure = shipped_regions(), shipped_measures()[code]
    for corop in regions.of_level("corop"):
        members = regions.members(corop, measure.division_year(period))
        assert shipped_sum(shipped, code, members)[period]["value"] is not None, corop


def test_the_netherlands_from_its_municipalities_is_the_published_netherlands(shipped):
    for year in (2024, 2025):
        whole = shipped.filter(measure="cbs_population:TOTAL", region_code="NL", period=year)["value"][0]
        summed_up = shipped_sum(shipped, "cbs_population:TOTAL", shipped_regions().members("NL", year))[year][
            "value"
        ]
        assert summed_up == pytest.approx(whole, abs=5 * 342)
    income = shipped_sum(shipped, "cbs_income_mean_standardised", FOUR)[2024]
    assert income["status"] == "provisional"


def test_the_table_has_the_agreed_columns(shipped):
    table = sum_over_members(shipped, measure="cbs_area_km2", members=FOUR, measures=shipped_measures())
    agreed = ["period", "value", "lower", "upper", "status", "n_members", "n_unknown", "note"]
    assert table.columns[: len(agreed)] == agreed
    assert isinstance(table, pl.DataFrame)
