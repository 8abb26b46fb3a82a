# SPDX-License-Identifier: EUPL-1.2
"""The audit of COINr's example index (ASEM) agrees with what COINr 1.1.14 says about it."""

import numpy as np
import polars as pl
import pytest
from tests.shared_data import shared_path

from schakel.composite.audit.auditing import audit_index
from schakel.composite.building.build import build_index
from schakel.composite.building.steps import Aggregate, Denominate, Impute, Normalise, Screen, Treat
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import hold_data
from schakel.composite.structure.tree import Branch, Indicator

pytestmark = pytest.mark.reference
STEPS = (
    Denominate(),
    Impute(method="group_mean", group="EurAsia_group"),
    Screen(min_known=0.9),
    Treat(),
    Normalise(),
    Aggregate(),
)


def read(name):
    return pl.read_csv(
        shared_path("reference", "coinr", name), infer_schema_length=None, null_values=["NA", ""]
    )


def numbers(table, columns):
    return table.select(columns).cast(pl.Float64).fill_null(np.nan).to_numpy()


@pytest.fixture(scope="module")
def found():
    meta, data = read("in_asem_imeta.csv"), read("in_asem_idata.csv").sort("uCode")
    indicators, branches = [], []
    for row in meta.iter_rows(named=True):
        words = (row["iCode"], row["Parent"], row["iName"])
        if row["Type"] == "Indicator":
            indicators.append(
                Indicator(
                    *words,
                    row["Unit"] or "",
                    float(row["Weight"]),
                    int(row["Direction"]),
                    row["Denominator"],
                )
            )
        elif row["Type"] == "Aggregate":
            branches.append(Branch(*words, float(row["Weight"])))
    tree = grow_tree(indicators, branches)
    sizes = ("Area", "Energy", "GDP", "Population")
    held = hold_data(
        numbers(data, list(tree.indicator_codes)),
        units=data["uCode"].to_list(),
        columns=tree.indicator_codes,
        denominators={name: numbers(data, [name])[:, 0] for name in sizes},
        groups={"EurAsia_group": data["EurAsia_group"].to_list()},
    )
    return audit_index(build_index(held, tree, STEPS), rng=np.random.default_rng(1), n_runs=20)


def side_by_side(mine, theirs, key, names):
    """Join two tables on a key and return pairs of columns."""
    joined = mine.join(theirs.rename({key[1]: key[0]}), on=key[0], how="inner", suffix="_theirs")
    assert joined.height == mine.height or joined.height == theirs.height
    for one, other in names:
        column = f"{other}_theirs" if f"{other}_theirs" in joined.columns else other
        yield numbers(joined, [one])[:, 0], numbers(joined, [column])[:, 0]


def test_shares_of_the_whole(found):
    theirs = read("ex_effective_weights.csv")
    for mine, other in side_by_side(
        found.structure.structure, theirs, ("code", "iCode"), [("share", "EffWeight")]
    ):
        np.testing.assert_allclose(mine, other, rtol=1e-9)


def test_availability_of_units(found):
    theirs = read("ex_avail_units.csv")
    names = [("n_unknown", "N_missing"), ("n_zero", "N_zero"), ("share_known", "Dat_Avail")]
    for mine, other in side_by_side(found.selection.availability_units, theirs, ("unit", "uCode"), names):
        np.testing.assert_allclose(mine, other, rtol=1e-9)


def test_availability_of_indicators(found):
    theirs = read("ex_stats_raw.csv")
    names = [
        ("n_known", "N.Avail"),
        ("share_known", "Frc.Avail"),
        ("share_nonzero", "Frc.NonZero"),
        ("share_different", "Frc.Unique"),
    ]
    for mine, other in side_by_side(
        found.selection.availability_indicators, theirs, ("code", "iCode"), names
    ):
        np.testing.assert_allclose(mine, other, rtol=1e-9)


def test_outliers_before_and_after(found):
    theirs = read("ex_treat_details.csv")
    names = [("skewness_before", "check_SkewKurt0.Skew"), ("kurtosis_before", "check_SkewKurt0.Kurt")]
    for mine, other in side_by_side(found.treatment.treatment, theirs, ("code", "iCode"), names):
        np.testing.assert_allclose(mine, other, rtol=1e-9)
    joined = found.treatment.treatment.join(theirs, left_on="code", right_on="iCode")
    pulled = joined["winsorise.nwin"].cast(pl.Int64).fill_null(0)
    assert joined["n_treated"].cast(pl.Int64).to_list() == pulled.to_list()
    treated = joined.filter(pulled > 0)
    np.testing.assert_allclose(
        numbers(treated, ["skewness_after"]), numbers(treated, ["check_SkewKurt1.Skew"]), rtol=1e-9
    )
    assert found.treatment.figures["n_points"] == pulled.sum()


def test_pairs_that_run_against_each_other(found):
    theirs = {
        (row["Group"], frozenset((row["Ind1"], row["Ind2"]))): float(row["Corr"])
        for row in read("corr_flags_low.csv").iter_rows(named=True)
    }
    pillars = set(found.structure.structure.filter(pl.col("level") == 2)["code"])
    mine = {
        (row["branch"], frozenset((row["first"], row["second"]))): row["coefficient"]
        for row in found.multivariate.sibling_pairs.iter_rows(named=True)
        if row["branch"] in pillars and row["coefficient"] < -0.5
    }
    assert mine.keys() == theirs.keys()
    for pair, value in theirs.items():
        assert mine[pair] == pytest.approx(value, abs=1e-11)  # printed with 12 decimals


def test_alpha_of_the_pillars(found):
    theirs = read("cronbach.csv")
    for mine, other in side_by_side(
        found.multivariate.coherence, theirs, ("branch", "group"), [("alpha", "alpha")]
    ):
        np.testing.assert_allclose(mine, other, rtol=1e-9)


def test_what_happens_without_each_indicator(found):
    theirs = read("whatif_remove_l1.csv").filter(pl.col("iCode") != "Nominal")
    mine = found.robustness.left_out.join(theirs, left_on="code", right_on="iCode", how="inner")
    assert mine.height == 49
    np.testing.assert_allclose(numbers(mine, ["mean_rank_change"]), numbers(mine, ["MeanAbsDiff"]), rtol=1e-9)


def test_indicators_that_follow_size(found):
    theirs = read("ex_denom_corr.csv")
    mine = found.links.size_links.join(
        theirs, left_on=["code", "denominator"], right_on=["Ind", "Denom"], how="inner"
    )
    assert mine.height == theirs.height
    np.testing.assert_allclose(numbers(mine, ["correlation"]), numbers(mine, ["Corr"]), rtol=1e-9)
