# SPDX-License-Identifier: EUPL-1.2
"""A specification is read by its declared types: everything wrong at once, each with its place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.building.steps import DEFAULT_STEPS, Aggregate, Normalise, Treat
from schakel.composite.specification.analyses.asked import ANALYSES
from schakel.composite.specification.plain import write_plain
from schakel.composite.specification.problems import WrongSpecification, write_path
from schakel.composite.specification.specification import (
    Specification,
    names_in,
    read_specification,
)
from schakel.composite.specification.structure import Structure, grow_stated_tree
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import hold_data
from schakel.composite.structure.tree import Aggregation, Branch, Indicator
from schakel.composite.varying.alternatives import Alternative

TREE = grow_tree(
    [Indicator("jobs", "work"), Indicator("wages", "work"), Indicator("air", "index", direction=-1)],
    [Branch("work", "index"), Branch("index")],
)
DATA = hold_data(
    np.arange(12.0).reshape(4, 3) ** 1.5,
    units=["A", "B", "C", "D"],
    columns=["jobs", "wages", "air"],
    denominators={"people": np.ones(4)},
    groups={"province": ["n", "n", "s", "s"]},
)
NAMES = names_in(DATA, TREE)


def problems_of(plain, names=None):
    with pytest.raises(WrongSpecification) as wrong:
        read_specification(plain, names)
    return {problem.path: problem for problem in wrong.value.problems}


def test_an_empty_specification_has_the_usual_steps_and_leaves_the_analyses_open():
    found = read_specification({})
    assert found == Specification()
    assert found.steps == DEFAULT_STEPS
    assert found.analyses is None


def test_a_step_has_its_settings_and_a_name_alone_the_defaults():
    found = read_specification({"steps": ["treat", {"normalise": {"method": "zscore"}}, {"aggregate": None}]})
    assert found.steps == (Treat(), Normalise(method="zscore"), Aggregate())


def test_a_word_stands_for_a_method_of_aggregation():
    in_a_word = read_specification({"steps": [{"aggregate": {"aggregation": "geometric"}}]})
    in_full = read_specification({"steps": [{"aggregate": {"aggregation": {"method": "geometric"}}}]})
    assert in_a_word == in_full
    assert in_full.steps[0].aggregation == Aggregation("geometric")


def test_everything_wrong_is_said_at_once_with_its_path_what_was_found_and_the_closest_word():
    found = problems_of(
        {
            "rnus": 10,
            "data": {"decimal_mark": ";"},
            "steps": [
                "denominate",
                {"treat": {"max_winsorised": "many"}},
                {"screen": {"min_known": 2}},
                {"normalise": {"method": "min-max", "per_indicator": {"air": {"hihg": 1}}}},
                {"aggregat": {}},
            ],
            "analyses": [{"effort": {"unit": "A"}}, {"kemeny": {"elements": ["children"]}}, {"a": 1, "b": 2}],
        }
    )
    method = found["steps", 3, "normalise", "method"]
    assert method.details["found"] == "min-max"
    assert method.details["nearest"] == "minmax"
    assert "zscore" in method.details["expected"]
    assert found[("rnus",)].details["nearest"] == "runs"
    assert found["steps", 3, "normalise", "per_indicator", "air", "hihg"].details["nearest"] == "high"
    assert found["steps", 4, "aggregat"].details["nearest"] == "aggregate"
    assert found["analyses", 0, "effort"].details["expected"] == "budget, target"
    assert set(found) == {
        ("rnus",),
        ("data", "decimal_mark"),
        ("steps", 1, "treat", "max_winsorised"),
        ("steps", 2, "screen", "min_known"),
        ("steps", 3, "normalise", "method"),
        ("steps", 3, "normalise", "per_indicator", "air", "hihg"),
        ("steps", 4, "aggregat"),
        ("analyses", 0, "effort"),
        ("analyses", 1, "kemeny", "elements"),
        ("analyses", 2),
    }
    assert "steps[3].normalise.method" in str(method)


@pytest.mark.parametrize(
    ("plain", "path", "nearest"),
    [
        ({"steps": [{"screen": {"keep": ["a"]}}, "aggregate"]}, ("steps", 0, "screen", "keep", 0), "A"),
        (
            {"steps": [{"impute": {"group": "provinces"}}, "aggregate"]},
            ("steps", 0, "impute", "group"),
            "province",
        ),
        (
            {"steps": [{"denominate": {"denominators": {"jobs": "pepole"}}}, "aggregate"]},
            ("steps", 0, "denominate", "denominators", "jobs"),
            "people",
        ),
        (
            {"steps": [{"normalise": {"per_indicator": {"wage": {}}}}, "aggregate"]},
            ("steps", 0, "normalise", "per_indicator", "wage"),
            "wages",
        ),
        (
            {"steps": [{"aggregate": {"per_branch": {"wrok": "geometric"}}}]},
            ("steps", 0, "aggregate", "per_branch", "wrok"),
            "work",
        ),
        ({"structure": {"per_node": {"jbos": {"weight": 2}}}}, ("structure", "per_node", "jbos"), "jobs"),
        (
            {"analyses": [{"strengths": {"codes": ["jobz"]}}]},
            ("analyses", 0, "strengths", "codes", 0),
            "jobs",
        ),
        (
            {"analyses": [{"rank_counts": {"counts": "peple"}}]},
            ("analyses", 0, "rank_counts", "counts"),
            "people",
        ),
        (
            {"analyses": [{"effort": {"unit": "a", "budget": 1}}]},
            ("analyses", 0, "effort", "unit"),
            "A",
        ),
    ],
)
def test_a_name_that_the_data_do_not_have_is_refused_with_the_closest(plain, path, nearest):
    read_specification(plain)
    found = problems_of(plain, NAMES)
    assert list(found) == [path]
    assert found[path].details["nearest"] == nearest


def test_a_stage_is_a_step_or_the_raw_figures():
    assert read_specification({"analyses": [{"trends": {"stage": "raw"}}]}).analyses[0].stage == "raw"
    found = problems_of({"analyses": [{"trends": {"stage": "normalize"}}]})
    assert found["analyses", 0, "trends", "stage"].details["nearest"] == "normalise"


def test_a_setting_is_checked_by_the_step_that_a_factor_varies():
    def vary(setting, value, step="treat"):
        way = {"step": step, "setting": setting, "values": {"one": value}}
        return {"analyses": [{"uncertainty": {"factors": [{"name": "x", "vary_setting": way}]}}]}

    found = read_specification(vary("max_winsorised", 3))
    assert found.analyses[0].factors[0].vary_setting.values == {"one": 3}
    here = ("analyses", 0, "uncertainty", "factors", 0, "vary_setting")
    assert list(problems_of(vary("max_winsorised", "three"))) == [(*here, "values", "one")]
    assert list(problems_of(vary("maximum", 3))) == [(*here, "values")]
    assert list(problems_of(vary("max_winsorised", 3, "treatment"))) == [(*here, "step")]


def test_an_alternative_names_steps_by_their_label_and_may_leave_one_out():
    plain = {
        "steps": ["treat", {"treat": {"label": "again"}}, "normalise", "aggregate"],
        "analyses": [
            {
                "compare": {
                    "versions": [
                        {"name": "once", "replaced": {"again": None}},
                        {"name": "other", "settings": {"again": {"method": "none"}}},
                        {"name": "ranks", "replaced": {"normalise": {"normalise": {"method": "rank"}}}},
                    ]
                }
            }
        ],
    }
    once, other, ranks = read_specification(plain).analyses[0].versions
    assert once == Alternative("once", replaced={"again": None})
    assert other == Alternative("other", settings={"again": {"method": "none"}})
    assert ranks.replaced == {"normalise": Normalise(method="rank")}


def test_a_label_may_stand_once_and_steps_must_join():
    assert ("steps", 1, "treat", "label") in problems_of({"steps": ["treat", "treat", "aggregate"]})
    assert ("analyses", 1, "kemeny", "label") in problems_of({"analyses": ["kemeny", "kemeny"]})
    assert list(problems_of({"steps": ["normalise"]})) == [("steps",)]
    twice = [{"treat": {"label": "first"}}, "treat", "aggregate"]
    assert [step.label for step in read_specification({"steps": twice}).steps] == [
        "first",
        "treat",
        "aggregate",
    ]


def test_true_is_no_number_and_a_number_is_no_list():
    found = problems_of({"runs": True, "data": {"groups": "province"}, "structure": {"indicators": {"a": 1}}})
    assert set(found) == {("runs",), ("data", "groups"), ("structure", "indicators")}


def test_a_whole_number_is_a_code_where_a_text_is_asked():
    found = read_specification({"steps": [{"screen": {"keep": [101]}}, "aggregate"], "period": 2020})
    assert found.steps[0].keep == ("101",)
    assert found.period == 2020


def test_every_analysis_has_a_label_that_is_its_key():
    needed = {
        "rank_counts": {"counts": "people"},
        "necessity": {"outcome": "jobs"},
        "fuzzy_sets": {"outcome": "jobs", "calibration": {"jobs": {"thresholds": [1]}}},
        "effort": {"unit": "A", "budget": 1},
        "compare": {"versions": []},
    }
    for key in ANALYSES:
        found = read_specification({"analyses": [{key: needed.get(key)}]})
        assert found.analyses[0].label == key


def test_problems_of_the_structure_point_at_their_place():
    structure = Structure(
        indicators=(Indicator("a", "top", direction=1), Indicator("b", "tpo")), branches=(Branch("top"),)
    )
    with pytest.raises(WrongSpecification) as wrong:
        grow_stated_tree(structure, TREE)
    assert [problem.path for problem in wrong.value.problems] == [("structure", "indicators", 1, "parent")]


def test_settings_of_one_node_change_the_structure_of_the_file():
    plain = {"structure": {"per_node": {"jobs": {"weight": 3}, "work": {"aggregation": "geometric"}}}}
    tree = grow_stated_tree(read_specification(plain, NAMES).structure, TREE)
    assert tree.nodes["jobs"] == Indicator("jobs", "work", weight=3.0)
    assert tree.nodes["work"].aggregation == Aggregation("geometric")
    assert tree.nodes["air"] == TREE.nodes["air"]


def test_an_indicator_has_no_aggregation():
    plain = {"structure": {"per_node": {"jobs": {"aggregation": "geometric"}}}}
    with pytest.raises(WrongSpecification) as wrong:
        grow_stated_tree(read_specification(plain).structure, TREE)
    assert wrong.value.problems[0].path == ("structure", "per_node", "jobs", "aggregation")


def test_nodes_can_be_left_out():
    tree = grow_stated_tree(Structure(leave_out=("work",)), TREE)
    assert tree.indicator_codes == ("air",)


def test_a_path_is_written_as_people_read_it():
    assert write_path(("steps", 3, "normalise", "method")) == "steps[3].normalise.method"
    assert write_path(()) == "-"


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(-2, 2)
    | st.sampled_from(["jobs", "treat", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "steps", "method", "jobs", "treat", "low"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)
KEYS = st.sampled_from(["name", "period", "runs", "seed", "data", "structure", "steps", "analyses", "x"])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_whatever_is_written_either_reads_or_is_refused_in_words(plain):
    try:
        found = read_specification(plain, NAMES)
    except WrongSpecification as wrong:
        assert all(str(problem) for problem in wrong.problems)
    else:
        assert read_specification(write_plain(found), NAMES) == found


@settings(max_examples=40, deadline=None)
@given(
    st.builds(
        Normalise,
        method=st.sampled_from(["minmax", "zscore", "rank"]),
        low=st.floats(-10, 10),
        base_period=st.none() | st.integers(2000, 2010),
        per_indicator=st.dictionaries(st.sampled_from(["jobs", "air"]), st.just({"method": "zscore"})),
    ),
    st.builds(
        Aggregate,
        aggregation=st.builds(Aggregation, power=st.floats(-3, 3), order_weights=st.just((0.5, 0.5))),
        weights=st.dictionaries(st.sampled_from(["jobs", "air"]), st.floats(0, 3)),
    ),
)
def test_steps_written_down_are_read_back_as_the_same(normalise, aggregate):
    specification = Specification(steps=(normalise, aggregate))
    assert read_specification(write_plain(specification)) == specification
