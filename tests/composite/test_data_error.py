# SPDX-License-Identifier: EUPL-1.2
"""Error in the figures and in imputed cells, carried through every step of the index."""

import numpy as np
import pytest
from tests.composite.made_up_index import STEPS, flat_tree, made_up_data, skipping_tree, table, unit_names

from schakel.composite.bad_input import WrongShape
from schakel.composite.building.build import build_index
from schakel.composite.building.steps import Aggregate, Impute, Normalise, Screen, Treat
from schakel.composite.ranking.rank_inference import UnknownEstimate
from schakel.composite.structure.indicator_data import UnknownColumn, hold_data, with_values
from schakel.composite.structure.tree import Aggregation, UnknownNode
from schakel.composite.varying import data_error
from schakel.composite.varying.data_error import (
    ErrorModel,
    NothingToDraw,
    WrongErrorModel,
    carry_error,
    draw_values,
    models_of_tree,
)
from schakel.composite.varying.imputation_error import NothingImputed, carry_imputation

LINEAR = (Normalise(method="scaled", from_value=0.0, to_value=10.0, low=0.0, high=10.0), Aggregate())
N_DRAWS = 20_000


def rng(seed=0):
    return np.random.default_rng(seed)


def test_the_standard_error_of_a_linear_index_by_hand():
    """Weights 1/2, 1/4, 1/4 and errors 0.3, 0.4 and none: sqrt(0.15^2 + 0.1^2)."""
    tree = flat_tree(3, A={"weight": 2.0, "standard_error": 0.3}, B={"standard_error": 0.4, "direction": -1})
    build = build_index(
        table([[5, 4, 3], [6, 2, 9], [1, 8, 7]]), tree, (Normalise(method="none"), Aggregate())
    )
    found = carry_error(build, n_draws=N_DRAWS, rng=rng())
    assert found.standard_errors() == pytest.approx(np.full((1, 3), np.hypot(0.15, 0.1)), rel=0.02)
    assert found.scores.mean(axis=0) == pytest.approx(build.scores(), abs=0.006)
    assert found.without_error == ("C",)
    assert found.nominal_scores.tolist() == build.scores().tolist()
    assert found.scores.shape == found.ranks.shape == (N_DRAWS, 1, 3)


def drawn_column(model, values, n_draws=N_DRAWS, seed=0):
    data = table(np.array(values, dtype=float)[:, None])
    return draw_values(data, {"A": model}, n_draws=n_draws, rng=rng(seed)).column("A")[:, 0]


def test_errors_per_unit_and_period():
    model = ErrorModel("absolute", np.array([[0.5, 2.0, 0.0]]))
    drawn = drawn_column(model, [10, 10, 10])
    assert drawn.std(axis=0) == pytest.approx([0.5, 2.0, 0.0], rel=0.03)
    assert drawn.mean(axis=0) == pytest.approx([10, 10, 10], abs=0.05)


def test_a_relative_error_keeps_mean_sign_and_share():
    drawn = drawn_column(ErrorModel("relative", 0.2), [10, -5, 0])
    assert drawn.mean(axis=0) == pytest.approx([10, -5, 0], rel=0.01)
    assert drawn.std(axis=0) == pytest.approx([2, 1, 0], rel=0.03)
    assert (drawn[:, 0] > 0).all() and (drawn[:, 1] < 0).all()


def test_a_count_is_drawn_as_a_number_of_cases():
    """Poisson: variance as the mean. No cases seen is no certainty: its rate is a gamma draw, mean 1/2."""
    drawn = drawn_column(ErrorModel("count"), [100, 4, 0, np.nan])
    assert drawn[:, :3].mean(axis=0) == pytest.approx([100, 4, 0.5], rel=0.05)
    assert drawn[:, :3].var(axis=0) == pytest.approx([100, 4, 1.0], rel=0.08)
    assert (drawn[:, :3] == np.rint(drawn[:, :3])).all() and np.isnan(drawn[:, 3]).all()


def test_a_share_is_drawn_as_cases_out_of_cases():
    """30 % of 50 cases has standard error sqrt(0.3 * 0.7 / 50); of 10 out of 10 the rate is a beta draw."""
    model = ErrorModel("share", cases=np.array([[50.0, 200.0, 10.0, np.nan]]), per=100.0)
    drawn = drawn_column(model, [30, 30, 100, np.nan])
    assert drawn[:, :3].mean(axis=0) == pytest.approx([30, 30, 100 * 10.5 / 11], rel=0.01)
    wanted = [100 * np.sqrt(0.21 / 50), 100 * np.sqrt(0.21 / 200)]
    assert drawn[:, :2].std(axis=0) == pytest.approx(wanted, rel=0.03)
    assert drawn[:, :3].max() <= 100
    assert np.isnan(drawn[:, 3]).all()


def test_revisions_are_drawn_from_those_seen_before():
    drawn = drawn_column(ErrorModel("revision", revisions=(-0.1, 0.0, 0.2)), [10, 20], n_draws=3000)
    assert set(np.round(drawn[:, 0], 9)) == {9.0, 10.0, 12.0}
    assert (drawn == 12).mean(axis=0)[0] == pytest.approx(1 / 3, abs=0.04)


def test_unknown_values_stay_unknown_and_other_columns_stay_as_they_are():
    data = made_up_data(share_unknown=0.2, n_periods=2)
    drawn = draw_values(data, {"A": ErrorModel("absolute", 1.0)}, n_draws=5, rng=rng())
    assert drawn.values.shape == (5, *data.values.shape)
    assert (np.isnan(drawn.values) == np.isnan(data.values)).all()
    assert np.array_equal(drawn.values[3, ..., 1:], data.values[..., 1:], equal_nan=True)


@pytest.mark.parametrize(
    ("model", "values", "words"),
    [
        (ErrorModel("count"), [3, -1], "'A' cannot be drawn: a number of cases is negative"),
        (ErrorModel("share"), [0.5, 0.2], "the number of cases is not given"),
        (ErrorModel("share", cases=np.array([[9.0, 9.0]])), [0.5, 20], "not between 0 and 1"),
        (ErrorModel("share", cases=np.array([[9.0, np.nan]])), [0.5, 0.2], "no number of cases"),
        (ErrorModel("share", cases=np.array([[9.0, 0.0]])), [0.5, 0.2], "no number of cases"),
        (ErrorModel("revision"), [1, 2], "no revisions"),
        (ErrorModel("absolute", -1.0), [1, 2], "its size is negative or unknown"),
        (ErrorModel("relative", np.array([[0.1, np.nan]])), [1, 2], "its size is negative or unknown"),
    ],
)
def test_an_error_that_cannot_be_drawn_is_refused_by_indicator(model, values, words):
    with pytest.raises(WrongErrorModel, match=words):
        drawn_column(model, values)


def test_errors_of_the_tree_and_of_nobody():
    tree = flat_tree(3, A={"standard_error": 2.0}, B={"relative_error": 0.1})
    found = models_of_tree(tree)
    assert (found["A"].kind, found["A"].size) == ("absolute", 2.0)
    assert (found["B"].kind, found["B"].size) == ("relative", 0.1)
    assert set(found) == {"A", "B"}
    build = build_index(made_up_data(), skipping_tree(), STEPS)
    with pytest.raises(NothingToDraw):
        carry_error(build, n_draws=5, rng=rng())
    with pytest.raises(UnknownColumn, match="'Z'"):
        carry_error(build, n_draws=5, rng=rng(), models={"Z": ErrorModel("absolute", 1.0)})


def test_every_draw_is_a_build_of_its_own():
    data = made_up_data(n_periods=2, n=14, share_unknown=0.1)
    steps = (Screen(min_known=0.6), Impute(), Treat(), *STEPS)
    build = build_index(data, skipping_tree(), steps)
    models = {"A": ErrorModel("relative", 0.2), "D": ErrorModel("absolute", 0.5)}
    found = carry_error(build, n_draws=6, rng=rng(4), models=models)
    drawn = draw_values(build.raw, models, n_draws=6, rng=rng(4))
    for draw in range(6):
        alone = build_index(with_values(data, drawn.values[draw]), skipping_tree(), steps)
        assert alone.units == build.units
        assert found.scores[draw] == pytest.approx(alone.scores(), rel=1e-10, nan_ok=True)
        assert np.array_equal(found.ranks[draw], alone.ranks(), equal_nan=True)


def test_units_that_were_screened_out_still_take_part_in_the_steps_before_that():
    """The gap of u1 is filled with the mean over all four units, in the index and in every draw."""
    rows = [[np.nan, 1.0], [1, 2], [2, 3], [9, 4]]
    steps = (Impute(), Screen(remove=("u4",)), Normalise(method="none"), Aggregate())
    build = build_index(table(rows), flat_tree(2), steps)
    assert build.scores()[0, 0] == pytest.approx((4 + 1) / 2)
    found = carry_error(build, n_draws=4, rng=rng(), models={"B": ErrorModel("absolute", 0.0)})
    assert found.units == ("u1", "u2", "u3")
    assert found.scores == pytest.approx(np.repeat(build.scores()[None], 4, axis=0))


def test_a_unit_that_some_draws_screen_out_has_no_score_in_those():
    rows = [[0.0, 5], [1, 0], [2, 6], [3, 7]]
    steps = (Screen(by="zeros", min_nonzero=0.6), Normalise(method="none"), Aggregate())
    build = build_index(table(rows), flat_tree(2), steps)
    assert build.units == ("u3", "u4")
    counted = build_index(table([[1.0, 5], [4, 3], [2, 6], [3, 7]]), flat_tree(2), steps)
    found = carry_error(counted, n_draws=60, rng=rng(), models={"A": ErrorModel("count")})
    assert found.units == ("u1", "u2", "u3", "u4")
    share = np.isfinite(found.scores[:, 0]).mean(axis=0)
    assert 0.4 < share[0] < 0.85
    with pytest.raises(UnknownEstimate):
        found.rank_sets()
    known = found.scores[np.isfinite(found.scores[:, 0, 0]), 0, 0]
    assert found.standard_errors()[0, 0] == pytest.approx(known.std(ddof=1))
    assert np.isnan(
        carry_error(counted, n_draws=1, rng=rng(), models={"A": ErrorModel("count")}).standard_errors()
    ).all()


def test_blocks_of_draws_are_the_same_draws(monkeypatch):
    build = build_index(made_up_data(n=6), skipping_tree(), STEPS)
    models = {"A": ErrorModel("absolute", 0.5)}
    whole = carry_error(build, n_draws=10, rng=rng(1), models=models)
    monkeypatch.setattr(data_error, "CELLS_AT_ONCE", 100)
    assert list(data_error.block_sizes(10, 30)) == [3, 3, 3, 1]
    assert np.array_equal(carry_error(build, n_draws=10, rng=rng(1), models=models).scores, whole.scores)


def test_another_branch_may_be_looked_at():
    build = build_index(made_up_data(), skipping_tree(), STEPS)
    found = carry_error(build, n_draws=8, rng=rng(), models={"A": ErrorModel("absolute", 0.5)}, code="Q")
    assert found.scores == pytest.approx(np.repeat(build.scores("Q")[None], 8, axis=0))
    moved = carry_error(build, n_draws=8, rng=rng(), models={"A": ErrorModel("absolute", 0.5)}, code="P")
    assert (moved.standard_errors() > 0).any()


def test_units_far_apart_are_told_apart_and_equal_ones_are_not():
    rows = [[1.0], [1.05], [5], [9]]
    build = build_index(table(rows), flat_tree(1), (Normalise(method="none"), Aggregate()))
    found = carry_error(build, n_draws=2000, rng=rng(), models={"A": ErrorModel("absolute", 0.3)})
    sets = found.rank_sets(coverage=0.95)
    assert sets.low.tolist() == [3, 3, 2, 1] and sets.high.tolist() == [4, 4, 2, 1]


def test_an_index_of_draws_cannot_be_drawn_again():
    data = made_up_data()
    drawn = build_index(with_values(data, np.repeat(data.values[None], 3, axis=0)), skipping_tree(), STEPS)
    with pytest.raises(WrongShape):
        carry_error(drawn, n_draws=5, rng=rng(), models={"A": ErrorModel("absolute", 1.0)})


def imputed_build(method="mean", *, steps=(), n=60, seed=0, **settings):
    """Return an index of two related indicators, B unknown for a third of the units."""
    source = rng(seed)
    common = source.normal(size=n)
    values = np.stack([common, common + 0.3 * source.normal(size=n)], axis=1) + 10
    values[: n // 3, 1] = np.nan
    data = hold_data(values, units=unit_names(n), columns="AB")
    chain = (Impute(method=method, **settings), *steps, Normalise(method="none"), Aggregate())
    return build_index(data, flat_tree(2), chain)


def test_imputed_cells_are_drawn_around_what_the_other_indicators_say():
    """B given A has standard deviation 0.3, of which the mean of two takes half."""
    build = imputed_build("normal_model")
    found = carry_imputation(build, n_draws=400, rng=rng(3))
    errors = found.standard_errors()[0]
    assert errors[:20].mean() == pytest.approx(0.15, rel=0.2)
    assert errors[20:] == pytest.approx(np.zeros(40), abs=1e-12)
    assert found.scores.mean(axis=0)[0, :20] == pytest.approx(build.scores()[0, :20], abs=0.08)
    assert (found.scores[:, 0, 20:] == build.scores()[0, 20:]).all()


def test_only_the_cells_that_were_filled_are_drawn():
    """Over time nothing is known of B in the first year: that stays unknown in every draw."""
    source = rng(1)
    values = source.normal(10, 1, size=(2, 20, 2))
    values[..., 1] += values[..., 0]
    values[0, :5, 1] = np.nan
    values[1, 5:9, 1] = np.nan
    data = hold_data(values, units=unit_names(20), columns="AB", periods=[2020, 2021])
    steps = (
        Impute(method="latest"),
        Normalise(method="none"),
        Aggregate(aggregation=Aggregation(min_share=1.0)),
    )
    build = build_index(data, flat_tree(2), steps)
    found = carry_imputation(build, n_draws=10, rng=rng())
    assert (np.isnan(found.scores) == np.isnan(build.scores())).all()
    assert np.isnan(found.scores[:, 0, :5]).all()
    assert (found.scores[:, 1, 5:9].std(axis=0) > 0).all()


def test_every_family_is_drawn_where_the_method_does_not_work_within_branches():
    """``within`` says nothing about a column mean, so gaps outside that branch are drawn as well."""
    data = made_up_data(n=40, share_unknown=0.1)
    build = build_index(data, skipping_tree(), (Impute(method="mean", within=("P",)), *STEPS))
    found = carry_imputation(build, n_draws=5, rng=rng(), code="Q")
    gaps = np.isnan(data.values[0, :, 2:4]).any(axis=1)
    assert gaps.any() and (found.standard_errors()[0][gaps] > 0).all()


def test_imputation_after_normalisation_is_drawn_without_turning_indicators_again():
    source = rng(0)
    values = source.normal(10, 1, size=(30, 2)) + source.normal(size=(30, 1))
    values[:5, 1] = np.nan
    tree = flat_tree(2, B={"direction": -1})
    steps = (Normalise(method="zscore"), Impute(), Normalise(label="again", method="zscore"), Aggregate())
    build = build_index(table(values), tree, steps)
    found = carry_imputation(build, n_draws=30, rng=rng())
    together = np.corrcoef(found.scores.mean(axis=0)[0], build.scores()[0])[0, 1]
    assert together > 0.9


def test_blocks_of_imputations_keep_memory_down(monkeypatch):
    build = imputed_build()
    monkeypatch.setattr(data_error, "CELLS_AT_ONCE", 400)
    found = carry_imputation(build, n_draws=7, rng=rng())
    assert found.scores.shape == (7, 1, 60) and (found.standard_errors()[0, :20] > 0).all()


def test_nothing_imputed_adds_no_doubt():
    with pytest.raises(NothingImputed):
        carry_imputation(build_index(made_up_data(), skipping_tree(), STEPS), n_draws=5, rng=rng())
    with pytest.raises(NothingImputed):
        carry_imputation(
            build_index(made_up_data(), skipping_tree(), (Impute(), *STEPS)), n_draws=5, rng=rng()
        )


def test_a_branch_that_is_not_there_is_refused():
    build = build_index(made_up_data(), skipping_tree(), STEPS)
    with pytest.raises((UnknownColumn, UnknownNode), match="'Z'"):
        carry_error(build, n_draws=5, rng=rng(), models={"A": ErrorModel("absolute", 1.0)}, code="Z")
