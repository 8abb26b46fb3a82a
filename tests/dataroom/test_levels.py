# SPDX-License-Identifier: EUPL-1.2
"""Values that a publisher repeats over regions are found without being told."""

import polars as pl
from tests.dataroom.figures_at_hand import observed

from schakel.dataroom.levels import flag_repeated_values

AT_NUTS2 = {"measured_at_level": "nuts2"}


def levels(**values):
    rows = [("m", code, 2020, value, AT_NUTS2) for code, value in values.items()]
    table = flag_repeated_values(observed(*rows))
    return dict(table.select("region_code", "measured_at_level").iter_rows())


def test_one_value_for_all_regions_of_a_country_is_the_country_s():
    found = levels(NL11=5.0, NL13=5.0, NL21=5.0, DE11=5.0, DE12=6.0)
    assert found == {
        "NL11": "country",
        "NL13": "country",
        "NL21": "country",
        "DE11": "nuts2",
        "DE12": "nuts2",
    }


def test_one_value_per_nuts_1_area_is_that_area_s():
    found = levels(NL11=5.0, NL13=5.0, NL21=7.0, NL22=7.0)
    assert set(found.values()) == {"nuts1"}


def test_one_nuts_1_area_with_differing_values_keeps_the_whole_country_regional():
    assert set(levels(NL11=5.0, NL13=5.0, NL21=7.0, NL22=8.0).values()) == {"nuts2"}


def test_a_single_region_says_nothing_about_repetition():
    assert levels(LU00=5.0, MT00=5.0) == {"LU00": "nuts2", "MT00": "nuts2"}


def test_periods_measures_and_editions_are_apart():
    rows = [
        ("m", "NL11", 2020, 5.0, AT_NUTS2),
        ("m", "NL13", 2021, 5.0, AT_NUTS2),
        ("n", "NL13", 2020, 5.0, AT_NUTS2),
        ("m", "NL13", 2020, 5.0, {**AT_NUTS2, "vintage": "older"}),
    ]
    assert set(flag_repeated_values(observed(*rows))["measured_at_level"]) == {"nuts2"}


def test_unknown_values_are_no_evidence_and_keep_their_level():
    found = levels(NL11=5.0, NL13=None, NL21=5.0)
    assert found == {"NL11": "country", "NL13": "nuts2", "NL21": "country"}


def test_municipalities_and_corop_areas_are_left_alone():
    rows = observed(
        ("m", "GM0114", 2020, 5.0),
        ("m", "GM0109", 2020, 5.0),
        ("m", "CR08", 2020, 5.0),
        ("m", "CR09", 2020, 5.0),
    )
    assert flag_repeated_values(rows)["measured_at_level"].to_list() == rows["measured_at_level"].to_list()


def test_a_level_that_is_already_higher_stays():
    rows = observed(
        ("m", "NL11", 2020, 5.0, {"measured_at_level": "country"}),
        ("m", "NL13", 2020, 5.0, {"measured_at_level": "country"}),
        ("m", "NL21", 2020, 7.0, {"measured_at_level": "country"}),
        ("m", "NL22", 2020, 7.0, {"measured_at_level": "country"}),
    )
    assert set(flag_repeated_values(rows)["measured_at_level"]) == {"country"}


def test_rows_keep_their_order_and_their_columns():
    rows = observed(
        ("m", "NL13", 2020, 5.0, AT_NUTS2),
        ("m", "DE11", 2020, 1.0, AT_NUTS2),
        ("m", "NL11", 2020, 5.0, AT_NUTS2),
    )
    found = flag_repeated_values(rows)
    assert found.columns == rows.columns
    assert found["region_code"].to_list() == ["NL13", "DE11", "NL11"]


def test_ten_of_the_21_innovation_indicators_are_national_for_the_netherlands(shipped):
    drenthe = shipped.filter(
        pl.col("measure").str.starts_with("ec_ris_2023:")
        & (pl.col("period") == 2023)
        & (pl.col("region_code") == "NL13")
    )
    national = drenthe.filter(pl.col("measured_at_level") == "country")["measure"].to_list()
    assert drenthe.height == 21
    assert len(national) == 10
    assert "ec_ris_2023:smes_collaborating" in national
    assert "ec_ris_2023:trademarks" not in national


def test_an_indicator_that_is_measured_by_country_is_found_everywhere(shipped):
    ease = shipped.filter(pl.col("measure") == "ec_rci_2022:ease_of_doing_business")
    counts = ease.with_columns(pl.col("region_code").str.slice(0, 2).alias("country"))
    several = counts.filter(pl.len().over("country") > 1)
    assert set(several["measured_at_level"]) == {"country"}
