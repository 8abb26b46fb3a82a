# SPDX-License-Identifier: EUPL-1.2
"""Statistics, availability, screening, denomination and imputation of the worked example of COINr 1.1.14."""

import numpy as np
import polars as pl
import pytest
from tests.shared_data import shared_path

from schakel.composite.describing.availability import measure_availability, measure_group_availability
from schakel.composite.describing.denominate import (
    WrongDenominator,
    correlate_denominators,
    denominate_indicators,
)
from schakel.composite.describing.describe import describe_indicators, kurtosis, skewness
from schakel.composite.describing.screen import screen_units
from schakel.composite.imputing.columns import impute_column_mean, impute_column_median
from schakel.composite.imputing.groups import impute_group_mean
from schakel.composite.imputing.normal_model import expect_unknown, fit_normal_model
from schakel.composite.imputing.periods import impute_constant, impute_latest, impute_linear
from schakel.composite.imputing.rows import impute_row_mean

pytestmark = pytest.mark.reference

YEARS = np.arange(2018.0, 2023.0)


def read(name):
    path = shared_path("reference", "coinr", f"{name}.csv")
    return pl.read_csv(path, null_values=["", "NA"], infer_schema_length=None)


def numbers(name):
    return read(name).drop("uCode", "Time", strict=False).to_numpy().astype(float)


def units():
    return read("ex_raw")["uCode"].to_list()


def indicators():
    return read("ex_raw").columns[1:]


def unit_table():
    table = read("in_asem_idata").sort("uCode")
    assert table["uCode"].to_list() == units()
    return table


def of_indicator(column):
    return dict(read("in_asem_imeta").select("iCode", column).iter_rows())


def same(found, expected):
    return found == pytest.approx(expected, rel=1e-9, abs=1e-15, nan_ok=True)


@pytest.mark.parametrize("step", ["raw", "denominated", "treated"])
def test_statistics_and_flags_of_every_indicator(step):
    expected, found = read(f"ex_stats_{step}"), describe_indicators(numbers(f"ex_{step}"))
    assert expected["iCode"].to_list() == read(f"ex_{step}").columns[1:]
    columns = {
        "minimum": "Min",
        "maximum": "Max",
        "mean": "Mean",
        "median": "Median",
        "standard_deviation": "Std",
        "skewness": "Skew",
        "kurtosis": "Kurt",
        "n_known": "N.Avail",
        "n_nonzero": "N.NonZero",
        "n_unique": "N.Unique",
        "n_most_frequent": "N.Same",
        "share_known": "Frc.Avail",
        "share_nonzero": "Frc.NonZero",
        "share_unique": "Frc.Unique",
        "share_most_frequent": "Frc.Same",
    }
    for name, column in columns.items():
        assert same(getattr(found, name), expected[column].to_numpy().astype(float)), name
    flags = {
        "too_few_known": "Flag.Avail",
        "too_few_nonzero": "Flag.NonZero",
        "too_few_unique": "Flag.Unique",
        "outlying": "Flag.SkewKurt",
    }
    for name, column in flags.items():
        assert (getattr(found, name) == (expected[column] != "ok").to_numpy()).all(), name


@pytest.mark.parametrize(("name", "statistic"), [("skew", skewness), ("kurt", kurtosis)])
def test_shape_of_edge_cases(name, statistic):
    cases = read("edge_vectors").filter(pl.col("fn") == name)
    assert len(cases) == 6
    for given, expected in cases.select("input", "output").iter_rows():
        values = np.array([np.nan if word == "NA" else float(word) for word in given.split(";")])
        assert same(statistic(values[:, None])[0], float(expected))


def test_availability_of_units_and_groups():
    found, expected = measure_availability(numbers("ex_raw")), read("ex_avail_units")
    assert (found.missing_per_unit == expected["N_missing"].to_numpy()).all()
    assert (found.zeros_per_unit == expected["N_zero"].to_numpy()).all()
    both = found.missing_per_unit + found.zeros_per_unit
    assert (both == expected["N_miss_or_zero"].to_numpy()).all()
    assert same(found.per_unit, expected["Dat_Avail"].to_numpy())
    assert same(found.nonzero_per_unit, expected["Non_Zero"].to_numpy())
    by_group = read("ex_avail_groups").drop("uCode")
    lineage = read("ex_lineage")
    groups: dict[str, list[int]] = {}
    for row in lineage.iter_rows():
        for group in row[1:]:
            groups.setdefault(group, []).append(indicators().index(row[0]))
    assert set(groups) == set(by_group.columns)
    shares = measure_group_availability(numbers("ex_raw"), groups={g: groups[g] for g in by_group.columns})
    assert same(shares, by_group.to_numpy())


def test_screening_of_the_filled_data_keeps_every_unit():
    found = screen_units(numbers("ex_imputed"), by="missing", min_share_known=0.9)
    expected = read("ex_screen_summary")
    assert (found.kept == expected["Included"].to_numpy()).all()
    assert (found.too_few_known == expected["LowData"].to_numpy()).all()
    assert (found.too_few_nonzero == expected["LowNonZero"].to_numpy()).all()
    assert same(found.share_known, expected["Dat_Avail"].to_numpy())
    assert same(found.share_nonzero, expected["Non_Zero"].to_numpy())
    assert same(numbers("ex_imputed")[found.kept], numbers("ex_screened"))


def test_screening_without_imputation_removes_five_units():
    found = screen_units(numbers("ex_denominated"), by="missing", min_share_known=0.9)
    kept = [unit for unit, flag in zip(units(), found.kept, strict=True) if flag]
    assert kept == sorted(read("whatif_noimpute_screen90")["uCode"].to_list())
    assert (found.reason == "too_few_known").sum() == 5


def test_denomination_loses_two_values_to_an_unknown_size():
    table, divided_by = unit_table(), of_indicator("Denominator")
    sizes = {place: divided_by[code] for place, code in enumerate(indicators()) if divided_by[code]}
    assert len(sizes) == 17
    denominators = {place: table[name].to_numpy().astype(float) for place, name in sizes.items()}
    found = denominate_indicators(numbers("ex_raw"), denominators=denominators, wrong="unknown")
    assert same(found.values, numbers("ex_denominated"))
    lost = {(units()[i], indicators()[j]) for i, j in np.argwhere(found.lost)}
    assert lost == {("LAO", "Elec"), ("LAO", "Gas")}
    with pytest.raises(WrongDenominator, match=r"LAO.*nan.*Elec"):
        denominate_indicators(
            numbers("ex_raw"), denominators=denominators, units=units(), indicators=indicators()
        )


def test_correlations_of_indicators_with_size():
    table = unit_table()
    names = ["Area", "Energy", "GDP", "Population"]
    size = table.select(names).to_numpy().astype(float)
    related = correlate_denominators(numbers("ex_raw"), denominators=size, max_correlation=0.6)
    flagged = {(indicators()[i], names[j]): related.correlations[i, j] for i, j in np.argwhere(related.large)}
    expected = {(a, b): value for a, b, value in read("ex_denom_corr").iter_rows()}
    assert flagged.keys() == expected.keys()
    for pair, value in expected.items():
        assert same(flagged[pair], value)


def directions():
    signs = of_indicator("Direction")
    return np.array([float(signs[code]) for code in indicators()])


@pytest.mark.parametrize(
    ("name", "impute"),
    [
        ("imp_mean", impute_column_mean),
        ("imp_median", impute_column_median),
        ("imp_mean_grp_gdp", lambda v: impute_group_mean(v, groups=unit_table()["GDP_group"].to_numpy())),
        ("ex_imputed", lambda v: impute_group_mean(v, groups=unit_table()["EurAsia_group"].to_numpy())),
        ("imp_row_mean_all", lambda v: impute_row_mean(v, directions=directions())),
    ],
)
def test_imputation_from_columns_groups_and_rows(name, impute):
    values = numbers("ex_denominated")
    found = impute(values)
    assert same(found.values, numbers(name))
    assert (found.imputed == np.isnan(values)).all() and found.imputed.sum() == 65


@pytest.mark.parametrize(
    ("name", "impute"),
    [
        ("latest", lambda v: impute_latest(v, periods=YEARS)),
        ("latest_max1", lambda v: impute_latest(v, periods=YEARS, max_gap=1)),
        ("constant", lambda v: impute_constant(v, periods=YEARS)),
        ("linear", lambda v: impute_linear(v, periods=YEARS, ends="held")),
    ],
)
def test_imputation_from_other_years(name, impute):
    holes, expected = read("panel_holes_input"), read(f"panel_imp_{name}")
    assert holes["Time"].to_list() == [int(year) for year in YEARS for _ in range(51)]
    assert holes.select("uCode", "Time").equals(expected.select("uCode", "Time"))
    found = impute(numbers("panel_holes_input").reshape(5, 51, 49))
    assert same(found.values, numbers(f"panel_imp_{name}").reshape(5, 51, 49))
    assert found.imputed.sum() > 250


def test_values_drawn_by_another_tool_fit_the_normal_model_of_their_pillar():
    """Amelia's file holds one random draw a cell, so its distance from our expectation is standard normal."""
    values, drawn, pillar = numbers("ex_denominated"), numbers("imp_amelia_em_lev2"), of_indicator("Parent")
    own = np.array([pillar[code] for code in indicators()])
    distances = []
    for name in np.unique(own):
        table = values[:, own == name]
        expected, deviation = expect_unknown(table, model=fit_normal_model(table))
        unknown = np.isnan(table)
        distances.append((drawn[:, own == name][unknown] - expected[unknown]) / deviation[unknown])
    z = np.concatenate(distances)
    assert z.size == 65
    # sum of squares of 65 standard normal numbers: 99.9 % lies between 35 and 108
    assert 35 < np.square(z).sum() < 108
    assert abs(z.mean()) < 3.3 / np.sqrt(65) and np.abs(z).max() < 4
