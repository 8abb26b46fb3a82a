# SPDX-License-Identifier: EUPL-1.2
"""The pictures straight from a build or from many runs show the numbers of that build and of those runs."""

import numpy as np
import pytest
from tests.composite.made_up_index import CODES, STEPS, made_up_data, skipping_tree

from schakel.composite.building.build import build_index
from schakel.composite.building.results import DrawsInFront, contributions_to_score
from schakel.composite.building.steps import Aggregate, Normalise, Treat
from schakel.composite.changing.change_parts import Version, split_change
from schakel.composite.effort.effort_levers import Levers
from schakel.composite.effort.effort_path import trace_spending
from schakel.composite.necessity.ceilings import measure_ceiling
from schakel.composite.structure.indicator_data import UnknownPeriod, hold_data
from schakel.composite.varying.alternatives import vary_setting
from schakel.composite.varying.data_error import ErrorModel, carry_error
from schakel.composite.varying.variation import analyse_sensitivity, vary_index
from schakel.documents.charts.canvas import Canvas
from schakel.documents.charts.index_pictures import of_builds, of_runs
from schakel.documents.charts.index_pictures.look import NotInPicture

TREE = skipping_tree(A=3)
BUILD = build_index(made_up_data(seed=3), TREE, STEPS)
CHOICES = [
    vary_setting("lowest", step="normalise", setting="low", values={"1": 1.0, "20": 20.0}),
    vary_setting("method", step="normalise", setting="method", values={"minmax": "minmax", "ranks": "borda"}),
]


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    """Keep the texts of the last drawing instead of rendering it."""
    kept = []

    def keep(canvas):
        kept.append([r["text"] for (kind, _), rows in canvas.layers.items() if kind == "text" for r in rows])
        return '<svg width="1" height="1"></svg>'

    monkeypatch.setattr(Canvas, "to_svg", keep)
    return kept


def column(chart, label):
    place = [c.label for c in chart.table.columns].index(label)
    return {row[0]: row[place] for row in chart.table.rows}


def test_the_framework_shows_the_weights_as_used():
    chart = of_builds.draw_index_framework(BUILD)
    assert column(chart, "Share of the whole")["A"] == pytest.approx(0.75 / 3)
    assert column(chart, "Share of the whole")["E"] == pytest.approx(1 / 3)


def test_availability_is_that_of_the_numbers_that_came_in():
    data = made_up_data(seed=1, share_unknown=0.2)
    build = build_index(data, TREE, STEPS)
    chart = of_builds.draw_index_availability(build, named=["u2"])
    expected = np.isfinite(data.values[0]).mean(axis=0)
    found = column(chart, "Known")
    assert found["indicator A"] == pytest.approx(expected[0]) and found["E"] == pytest.approx(expected[4])


def test_distributions_stand_before_and_after_the_treating_step():
    data = made_up_data(seed=2, n=30)
    data.values[0, 0, 1] = 1e4
    build = build_index(data, TREE, (Treat(), *STEPS))
    chart = of_builds.draw_index_distributions(build, codes=["A", "B"], named=["u1"])
    stages = [(row[0], row[1]) for row in chart.table.rows]
    assert ("B", "before treatment") in stages and ("B", "after treatment") in stages
    assert max(row[5] for row in chart.table.rows if row[1] == "after treatment") < 1e4
    assert "Treatment changed" not in of_builds.draw_index_distributions(BUILD).how


def test_correlations_and_scatter_use_what_is_joined():
    chart = of_builds.draw_index_correlations(BUILD)
    joined = BUILD.final.values[0][:, :5]
    assert column(chart, "E")["indicator A"] == pytest.approx(np.corrcoef(joined.T)[0, 4])
    assert column(chart, "Group")["indicator A"] == "branch P"
    scatter = of_builds.draw_index_scatter(BUILD, "P", "E", named=["u3"])
    assert column(scatter, "branch P")["u3"] == pytest.approx(BUILD.final.column("P")[0, 2])


def test_weights_are_those_under_a_branch_beside_their_importance():
    chart = of_builds.draw_index_weights(BUILD, branch="P", marked=["B"])
    assert column(chart, "Stated") == pytest.approx({"indicator A": 0.75, "B": 0.25})
    assert sum(column(chart, "Counts").values()) == pytest.approx(1.0)


def test_contributions_dots_and_panel_show_the_scores():
    scores = dict(zip(BUILD.units, BUILD.scores()[0], strict=True))
    chart = of_builds.draw_index_contributions(BUILD, named=["u4"])
    assert column(chart, "Score") == pytest.approx(scores)
    parts = contributions_to_score(BUILD)
    assert column(chart, "branch P")["u4"] == pytest.approx(parts["P"][3])
    assert column(of_builds.draw_index_dots(BUILD, named=["u4"]), "the index") == pytest.approx(scores)
    panel = build_index(made_up_data(seed=3, n_periods=3), TREE, STEPS)
    chart = of_builds.draw_index_panel(panel, named=["u4"])
    assert list(column(chart, "u4").values()) == pytest.approx(panel.scores()[:, 3])
    last = of_builds.draw_index_dots(panel, "P", period=2021)
    assert column(last, "branch P")["u4"] == pytest.approx(panel.scores("P")[1, 3])


def test_ranks_and_sensitivity_are_those_of_the_runs(drawn):
    varied = vary_index(BUILD, CHOICES, n_runs=40, rng=np.random.default_rng(1))
    chart = of_runs.draw_index_ranks(varied, words={"u1": "first unit"}, named=["u1"])
    summary = varied.summary()
    assert column(chart, "Rank from")["first unit"] == pytest.approx(summary.low[0])
    assert column(chart, "Rank to")["u5"] == pytest.approx(summary.high[4])
    found = analyse_sensitivity(BUILD, CHOICES, rng=np.random.default_rng(1))
    chart = of_runs.draw_index_sensitivity(found)
    assert column(chart, "Alone")["method"] == pytest.approx(found.mean_rank_change.first_order[1, 0])
    chart = of_runs.draw_index_unit_sensitivity(found, named=["u2"])
    assert chart.table.rows[0][0] == BUILD.units[int(np.argmin(BUILD.ranks()[0]))]
    estimated = analyse_sensitivity(
        BUILD, CHOICES, rng=np.random.default_rng(1), max_exact_runs=1, n_base=16, n_bootstrap=10
    )
    assert "Alone from" in [c.label for c in of_runs.draw_index_sensitivity(estimated).table.columns]


def test_rank_sets_are_those_of_the_error_in_the_data():
    models = {code: ErrorModel("relative", 0.2) for code in CODES}
    spread = carry_error(BUILD, n_draws=200, rng=np.random.default_rng(2), models=models)
    chart = of_runs.draw_index_rank_sets(spread, coverage=0.8, named=["u1"])
    sets = spread.rank_sets(coverage=0.8)
    assert column(chart, "Rank from")["u1"] == sets.low[0] and "80%" in chart.how


def test_a_change_has_its_four_parts_and_their_sum():
    data = made_up_data(seed=4, n_periods=2)
    steps = (Normalise(method="scaled", from_value=0.0, to_value=50.0), Aggregate())
    parts = split_change(Version(data, TREE, steps, 2020), Version(data, skipping_tree(), steps, 2021))
    chart = of_runs.draw_index_change(parts, named=["u1"])
    assert column(chart, "Change") == pytest.approx(
        dict(zip(parts.units, parts.after - parts.before, strict=True))
    )
    assert column(chart, "weights")["u1"] == pytest.approx(parts.weights[0])


def test_effort_and_ceiling_show_their_results():
    path = trace_spending(np.array([0.5, 1.0, 1.5]), budget=2.0, levers=Levers(costs=np.ones(3)))
    chart = of_runs.draw_index_effort(path, elements=["a", "b", "c"])
    assert chart.table.rows[0][:2] == ("a", 0.0)
    assert column(chart, "Score at the end")["b"] == pytest.approx(path.scores[-1, 1])
    rng = np.random.default_rng(3)
    conditions = rng.random((20, 2))
    outcome = conditions[:, 1] * rng.random(20)
    found = measure_ceiling(conditions, outcome)
    units = [str(k) for k in range(20)]
    chart = of_runs.draw_index_ceiling(found, condition=1, axes=("c", "o"), units=units)
    assert f"{found.effect_size[1]:.2f}" in chart.alt


def test_names_replace_codes_only_where_they_tell_the_units_apart():
    values = np.arange(3.0)[:, None] + np.arange(5.0)
    words = ["one", "two", "three"]
    named = hold_data(values, units=["u1", "u2", "u3"], columns=CODES, unit_names=words)
    assert of_builds.words_of(named, ["u2"]) == (words, ["two"])
    same = hold_data(values, units=["u1", "u2", "u3"], columns=CODES, unit_names=["x", "x", "y"])
    assert of_builds.words_of(same, ["u2"]) == (["u1", "u2", "u3"], ["u2"])


def test_what_is_not_there_or_holds_draws_is_refused():
    with pytest.raises(NotInPicture):
        of_builds.draw_index_dots(BUILD, named=["u99"])
    with pytest.raises(UnknownPeriod):
        of_builds.draw_index_dots(BUILD, period=1999)
    data = made_up_data(seed=3)
    draws = hold_data(np.stack([data.values] * 2), units=data.units, columns=CODES)
    with pytest.raises(DrawsInFront):
        of_builds.draw_index_panel(build_index(draws, TREE, STEPS))
