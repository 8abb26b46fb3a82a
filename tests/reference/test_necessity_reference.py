# SPDX-License-Identifier: EUPL-1.2
"""Necessary Condition Analysis as R's NCA 5.0.1 computes it on the example of Dul (2016)."""

import numpy as np
import polars as pl
import pytest
from tests.shared_data import shared_path

from schakel.composite.necessity.bottleneck_table import tabulate_bottlenecks, write_bottlenecks
from schakel.composite.necessity.ceilings import measure_ceiling
from schakel.composite.necessity.significance import permute_necessity

pytestmark = pytest.mark.reference

FORMS = {
    "ce_fdh": "free_disposal_hull",
    "cr_fdh": "regression_through_peers",
    "ce_vrs": "varying_returns_hull",
    "c_lp": "linear_programme",
}
CONDITIONS = ["Individualism", "Risk taking"]


def read(name):
    return pl.read_csv(shared_path("reference", "ecosystem", name), comment_prefix="#", null_values="NA")


def example():
    table = read("nca_example_data.csv")
    conditions = table.select(CONDITIONS).to_numpy().astype(float)
    return table["country"].to_list(), conditions, table["Innovation performance"].to_numpy()


def expected(form, name):
    rows = read("nca_example_expected.csv").filter(pl.col("ceiling") == form)
    values = [rows.filter(pl.col("condition") == c)[name][0] for c in CONDITIONS]
    return np.array([np.nan if v is None else float(v) for v in values])


@pytest.mark.parametrize("form", FORMS)
def test_ceilings_of_the_example(form):
    _, conditions, outcome = example()
    found = measure_ceiling(conditions, outcome, ceiling=FORMS[form])
    assert found.scope_area == pytest.approx(expected(form, "scope"), rel=1e-9)
    assert found.zone == pytest.approx(expected(form, "ceiling_zone"), rel=1e-9)
    assert found.effect_size == pytest.approx(expected(form, "effect_size"), rel=1e-9)
    assert found.n_above.tolist() == expected(form, "n_above").tolist()
    assert found.slope == pytest.approx(expected(form, "slope"), rel=1e-9, nan_ok=True)
    assert found.intercept == pytest.approx(expected(form, "intercept"), rel=1e-9, nan_ok=True)
    assert 100 * found.fit == pytest.approx(expected(form, "fit"), rel=1e-9)
    assert 100 * found.accuracy == pytest.approx(expected(form, "ceiling_accuracy"), rel=1e-9)
    spare = 100 * found.condition_inefficiency, 100 * found.outcome_inefficiency
    assert spare[0] == pytest.approx(expected(form, "condition_ineff"), rel=1e-9, abs=1e-9)
    assert spare[1] == pytest.approx(expected(form, "outcome_ineff"), rel=1e-9)


@pytest.mark.parametrize("form", FORMS)
def test_p_values_of_the_example_within_the_error_of_both_simulations(form):
    """Four standard errors of the difference of two runs of 10,000 permutations."""
    _, conditions, outcome = example()
    found = measure_ceiling(conditions, outcome, ceiling=FORMS[form])
    test = permute_necessity(found, rng=np.random.default_rng(11))
    printed = expected(form, "p_value_10000perm_seed1")
    assert (np.abs(test.p_value - printed) <= 4 * np.sqrt(2) * test.standard_error).all()


def test_peers_of_the_example():
    countries, conditions, outcome = example()
    found = measure_ceiling(conditions, outcome)
    printed = read("nca_example_peers_ce_fdh.csv")
    for place, name in enumerate(CONDITIONS):
        rows = printed.filter(pl.col("condition") == name)
        own = [u for u in np.argsort(conditions[:, place], kind="stable") if found.is_peer[u, place]]
        assert [countries[unit] for unit in own] == rows["country"].to_list()
        assert conditions[own, place].tolist() == rows["X"].cast(float).to_list()
        assert outcome[own].tolist() == rows["Y"].to_list()


@pytest.mark.parametrize("form", ["ce_fdh", "cr_fdh"])
def test_bottleneck_tables_of_the_example_as_printed(form):
    _, conditions, outcome = example()
    table = tabulate_bottlenecks(measure_ceiling(conditions, outcome, ceiling=FORMS[form]))
    printed = read(f"nca_example_bottleneck_{form}.csv").cast(pl.String)
    assert table.levels.tolist() == printed["Innovation performance"].cast(float).to_list()
    assert write_bottlenecks(table) == [list(row) for row in printed.select(CONDITIONS).iter_rows()]
