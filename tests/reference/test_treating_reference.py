# SPDX-License-Identifier: EUPL-1.2
"""Outlier treatment gives the numbers of COINr 1.1.14 on its own example, step by step."""

import numpy as np
import polars as pl
import pytest
from tests.shared_data import shared_path

from schakel.composite.describing.describe import kurtosis, skewness
from schakel.composite.treating.box_cox import treat_box_cox
from schakel.composite.treating.rule import TreatmentRule
from schakel.composite.treating.transforms import (
    FactorTooSmall,
    treat_log_by_skewness,
    treat_log_coin_tool,
    treat_log_innovation_index,
    treat_log_plus_one,
)
from schakel.composite.treating.two_stage import treat_two_stage
from schakel.composite.treating.winsorise_points import treat_winsorise_points

pytestmark = pytest.mark.reference

RELATIVE = 1e-9
VARIANTS = {
    "ex_treated": ("ex_treat_details", TreatmentRule()),
    "treat_winmax1": ("treat_winmax1_details", TreatmentRule(max_winsorised=1)),
    "treat_winmax3": ("treat_winmax3_details", TreatmentRule(max_winsorised=3)),
    "treat_combine": ("treat_combine_details", TreatmentRule(max_winsorised=2, combine=True)),
    "treat_logctorig": (
        "treat_logctorig_details",
        TreatmentRule(max_winsorised=2, transform="log_plus_one"),
    ),
}


def read(name):
    path = shared_path("reference", "coinr", f"{name}.csv")
    return pl.read_csv(path, null_values=["", "NA"], infer_schema_length=None)


def screened():
    table = read("ex_screened")
    return table.drop("uCode").to_numpy().astype(float), table.columns[1:]


def vector(text):
    return np.array([np.nan if cell in ("NA", "NaN") else float(cell) for cell in text.split(";")])


def edge_rows(*functions):
    rows = [row for row in read("edge_vectors").iter_rows() if row[0] in functions]
    assert rows
    for function, argument, given, wanted in rows:
        settings = dict(part.split("=") for part in argument.split(";"))
        yield function, settings, vector(given)[:, None], vector(wanted)


def close(found, wanted):
    return np.allclose(found, wanted, rtol=RELATIVE, atol=1e-14, equal_nan=True)


@pytest.mark.parametrize("name", VARIANTS)
def test_treated_values_are_those_of_coinr(name):
    values, columns = screened()
    found = treat_two_stage(values, rule=VARIANTS[name][1])
    assert close(found.values, read(name).select(columns).to_numpy().astype(float))


@pytest.mark.parametrize("name", VARIANTS)
def test_counts_tests_and_shapes_at_every_stage_are_those_of_coinr(name):
    values, columns = screened()
    table_name, rule = VARIANTS[name]
    found, table = treat_two_stage(values, rule=rule), read(table_name)
    assert table["iCode"].to_list() == list(columns)
    assert table["winsorise.nwin"].cast(pl.Int64).fill_null(0).to_list() == found.n_tried.tolist()
    stages = [
        (found.passed_before, found.skewness_before, found.kurtosis_before),
        (found.passed_winsorised, found.skewness_winsorised, found.kurtosis_winsorised),
        (found.passed_after, found.skewness_after, found.kurtosis_after),
    ]
    checked = 0
    for number, (passed, skew, kurt) in enumerate(stages):
        if f"check_SkewKurt{number}.Pass" not in table.columns:
            continue
        reached = table[f"check_SkewKurt{number}.Pass"].is_not_null().to_numpy()
        expected = table.filter(reached)
        checked += int(reached.sum())
        assert expected[f"check_SkewKurt{number}.Pass"].to_list() == passed[reached].tolist()
        assert close(skew[reached], expected[f"check_SkewKurt{number}.Skew"].cast(pl.Float64).to_numpy())
        assert close(kurt[reached], expected[f"check_SkewKurt{number}.Kurt"].cast(pl.Float64).to_numpy())
    assert checked >= 64


def test_the_treated_points_are_those_of_coinr():
    values, columns = screened()
    found = treat_two_stage(values)
    words = read("ex_treat_points").select(columns)
    expected = np.array([[{"winhi": 1, "winlo": -1, None: 0}[w] for w in row] for row in words.iter_rows()])
    assert (found.pulled == expected).all()
    assert (found.treated_points == (expected != 0)).all()
    assert expected.any()


def test_winsorising_of_all_edge_cases_is_exact():
    for _, settings, given, wanted in edge_rows("winsorise"):
        found = treat_winsorise_points(
            given, max_winsorised=int(settings["winmax"]), always="force_win" in settings
        )
        assert np.array_equal(found.values[:, 0], wanted, equal_nan=True)


def test_logarithms_and_powers_of_all_edge_cases():
    logarithms = {
        "log_CT": treat_log_coin_tool,
        "log_CT_plus": treat_log_by_skewness,
        "log_CT_orig": treat_log_plus_one,
    }
    for function, _, given, wanted in edge_rows(*logarithms):
        assert close(logarithms[function](given)[:, 0], wanted), function
    for _, settings, given, wanted in edge_rows("boxcox"):
        assert close(treat_box_cox(given, power=float(settings["lambda"]))[:, 0], wanted)


def test_shapes_of_all_edge_cases():
    for function, _, given, wanted in edge_rows("skew", "kurt"):
        assert close((skewness if function == "skew" else kurtosis)(given), wanted)


def test_the_logarithm_of_the_innovation_index_is_really_taken():
    """COINr returns its input unchanged; its own formula, at factor 1, is what is wanted."""
    refused = 0
    for _, _, given, wanted in edge_rows("log_GII"):
        assert np.array_equal(given[:, 0], wanted, equal_nan=True)
        low, high = np.nanmin(given), np.nanmax(given)
        if high <= 1:
            refused += 1
            with pytest.raises(FactorTooSmall):
                treat_log_innovation_index(given)
            continue
        right = np.log((high - 1) * (given[:, 0] - low) / (high - low) + 1)
        assert close(treat_log_innovation_index(given)[:, 0], right)
    assert refused == 1
