# SPDX-License-Identifier: EUPL-1.2
"""Normalisation gives the numbers of COINr 1.1.14 on its example, and those of the Handbook's Table 15."""

import numpy as np
import polars as pl
import pytest
from tests.shared_data import shared_path

from schakel.composite.normalising.direction import apply_direction, turn_goalposts
from schakel.composite.normalising.normalise import (
    normalise_goalposts,
    normalise_minmax,
    normalise_rank,
    normalise_value_over_mean,
    normalise_zscore,
)
from schakel.composite.normalising.normalise_distance import (
    NegativeOrZeroMaximum,
    TargetNotBeyond,
    normalise_distance_to_maximum,
    normalise_distance_to_reference,
    normalise_distance_to_target,
    normalise_fraction_of_maximum,
    normalise_scaled,
)
from schakel.composite.normalising.normalise_middle import normalise_above_below_mean
from schakel.composite.normalising.normalise_places import (
    normalise_borda,
    normalise_categories,
    normalise_percentile_rank,
)
from schakel.composite.treating.two_stage import treat_two_stage

pytestmark = pytest.mark.reference

RELATIVE = 1e-9
ROUNDING_OF_ONE_MINUS_A_SHARE = 1e-15
PRINTED_TO_2_DECIMALS = 0.005 + 1e-9


def read(name):
    path = shared_path("reference", "coinr", f"{name}.csv")
    return pl.read_csv(path, null_values=["", "NA"], infer_schema_length=None)


def numbers(table, columns):
    return table.select(columns).to_numpy().astype(float)


def treated():
    table = read("ex_treated")
    columns = table.columns[1:]
    directions = dict(read("in_asem_imeta").select("iCode", "Direction").iter_rows())
    signs = np.array([float(directions[column]) for column in columns])
    return numbers(table, columns), signs, columns


def close(found, wanted):
    return np.allclose(found, wanted, rtol=RELATIVE, atol=ROUNDING_OF_ONE_MINUS_A_SHARE, equal_nan=True)


VARIANTS = {
    "norm_minmax_0_100": lambda x: normalise_minmax(x, onto=(0.0, 100.0)),
    "norm_minmax_1_100": lambda x: normalise_minmax(x, onto=(1.0, 100.0)),
    "norm_zscore_0_1": normalise_zscore,
    "norm_zscore_10_2": lambda x: normalise_zscore(x, onto=(10.0, 2.0)),
    "norm_scaled": normalise_scaled,
    "norm_dist2max": normalise_distance_to_maximum,
    "norm_dist2ref_13": lambda x: normalise_distance_to_reference(x, unit=12, cap=True),
    "norm_rank": lambda x: normalise_rank(x, ties="lowest"),
    "norm_rank_average": normalise_rank,
    "norm_borda": normalise_borda,
}


@pytest.mark.parametrize("name", VARIANTS)
def test_all_49_indicators_are_scaled_as_by_coinr(name):
    values, signs, columns = treated()
    found = VARIANTS[name](apply_direction(values, signs))
    assert close(found, numbers(read(name), columns))


def test_the_fraction_of_the_maximum_agrees_where_higher_is_better_and_refuses_the_rest():
    """COINr divides turned values by their negative maximum, which turns them back: its 14 columns run backwards."""
    values, signs, columns = treated()
    turned, theirs = apply_direction(values, signs), numbers(read("norm_fracmax"), columns)
    up = signs > 0
    assert (~up).sum() == 14
    assert close(normalise_fraction_of_maximum(turned[:, up]), theirs[:, up])
    backwards = 0
    for place in np.flatnonzero(~up):
        with pytest.raises(NegativeOrZeroMaximum):
            normalise_fraction_of_maximum(turned[:, [place]])
        if np.isfinite(theirs[:, place]).all():
            backwards += np.corrcoef(theirs[:, place], turned[:, place])[0, 1] < -0.999
    assert backwards == 11


def test_goalposts_five_per_cent_inside_the_range_of_the_treated_data():
    values, signs, columns = treated()
    rows = {row["iCode"]: row for row in read("norm_imeta_used").iter_rows(named=True)}
    low, high, scale = (
        np.array([float(rows[c][name]) for c in columns])
        for name in ("goalpost_lower", "goalpost_upper", "goalpost_scale")
    )
    turned_low, turned_high = turn_goalposts(low, high, signs)
    found = normalise_goalposts(apply_direction(values, signs), low=turned_low, high=turned_high, scale=scale)
    inside = normalise_minmax(apply_direction(values, signs))
    by_range = np.clip((inside - 0.05) / 0.9, 0, 1) * 10
    assert np.allclose(found, by_range, rtol=0, atol=1e-12)
    assert found.min() == 0 and found.max() == 10


def test_a_panel_scaled_over_all_years_is_that_of_coinr():
    """From the raw panel: the units kept, each year treated by itself with its gaps, then one min-max."""
    expected, raw = read("purse_normalised"), read("in_asem_idata_panel")
    columns = expected.columns[2:]
    years = expected["Time"].unique(maintain_order=True).to_list()
    units = expected.filter(pl.col("Time") == years[0]).select("uCode")
    directions = dict(read("in_asem_imeta").select("iCode", "Direction").iter_rows())
    signs = np.array([float(directions[column]) for column in columns])

    def year(year):
        rows = raw.filter(pl.col("Time") == year)
        return numbers(units.join(rows, on="uCode", how="left", maintain_order="left"), columns)

    panel = np.stack([year(each) for each in years])
    assert np.isnan(panel).sum() == 125
    turned = apply_direction(treat_two_stage(panel).values, signs)
    found = normalise_minmax(turned, onto=(0.0, 100.0), over="all_periods")
    assert close(found.reshape(-1, len(columns)), numbers(expected, columns))


def vector(text):
    return np.array([np.nan if cell in ("NA", "NaN") else float(cell) for cell in text.split(";")])


def edge_rows(*functions):
    rows = [row for row in read("edge_vectors").iter_rows() if row[0] in functions]
    assert rows
    for function, argument, given, wanted in rows:
        parts = [part for part in argument.split(";") if "=" in part]
        yield function, dict(part.split("=") for part in parts), vector(given)[:, None], vector(wanted)


def test_the_edge_cases_without_settings():
    scalings = {
        "n_minmax": lambda x: normalise_minmax(x, onto=(0.0, 100.0)),
        "n_zscore": normalise_zscore,
        "n_dist2max": normalise_distance_to_maximum,
        "n_fracmax": normalise_fraction_of_maximum,
        "n_prank": normalise_percentile_rank,
        "n_rank": lambda x: normalise_rank(x, ties="lowest"),
        "n_borda": normalise_borda,
        "n_dist2ref": lambda x: normalise_distance_to_reference(x, unit=3),
    }
    for function, _, given, wanted in edge_rows(*scalings):
        assert close(scalings[function](given)[:, 0], wanted), function


def test_the_edge_cases_of_targets_and_a_target_that_is_passed_by_all_is_refused():
    """With target 1 and lower better, where the worst is 0.9, COINr divides by -0.1 and turns the order around."""
    refused = 0
    for _, settings, given, wanted in edge_rows("n_dist2targ"):
        chosen = {
            "targets": np.array([float(settings["targ"])]),
            "directions": np.array([float(settings.get("direction", 1))]),
            "cap": "cap_max" in settings,
        }
        if settings.get("direction") == "-1" and np.nanmax(given) < 1:
            refused += 1
            assert wanted[3] == np.nanmax(wanted) and given[3, 0] == np.nanmax(given)
            with pytest.raises(TargetNotBeyond):
                normalise_distance_to_target(given, **chosen)
            continue
        assert close(normalise_distance_to_target(given, **chosen)[:, 0], wanted)
    assert refused == 1


def test_the_edge_cases_of_goalposts():
    for _, settings, given, wanted in edge_rows("n_goalposts"):
        low, high, scale = (float(part) for part in settings["gposts"].split(","))
        sign = np.array([float(settings.get("direction", 1))])
        posts = turn_goalposts(np.array([low]), np.array([high]), sign)
        found = normalise_goalposts(
            apply_direction(given, sign),
            low=posts[0],
            high=posts[1],
            scale=scale,
            clip="trunc2posts" not in settings,
        )
        assert close(found[:, 0], wanted)


def table_15():
    path = shared_path("reference", "ecosystem", "oecd2008_tai_table15_normalisation.csv")
    table = pl.read_csv(path, comment_prefix="#")
    return table, table["mean_years_school"].to_numpy().astype(float)[:, None]


def test_every_column_of_table_15_of_the_handbook():
    table, years = table_15()
    lowest = years.min(axis=0)
    to_two_decimals = {
        "z_score": normalise_zscore(years),
        "min_max": normalise_minmax(years),
        "ratio_to_mean": normalise_value_over_mean(years),
        "ratio_to_best": normalise_fraction_of_maximum(years),
        "ratio_to_worst": normalise_fraction_of_maximum(years, maximum=lowest),
        "diff_to_mean": normalise_value_over_mean(years) - 1,
        "diff_to_worst": normalise_fraction_of_maximum(years, maximum=lowest) - 1,
    }
    for name, found in to_two_decimals.items():
        assert np.abs(found[:, 0] - table[name].to_numpy()).max() <= PRINTED_TO_2_DECIMALS, name
    above_below = normalise_above_below_mean(years, threshold=0.2)
    assert above_below[:, 0].tolist() == table["above_below_mean_p20"].to_list()
    assert normalise_categories(years)[:, 0].tolist() == table["categorical"].to_list()
    assert normalise_rank(years, ties="lowest")[:, 0].tolist() == table["rank_high_is_top"].to_list()
