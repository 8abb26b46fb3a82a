# SPDX-License-Identifier: EUPL-1.2
"""Rule files: what is wrong is said with file and line."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dataroom.checks_material import COURSE, FIGURES, rules_from

from schakel.dataroom.checks import load_rules
from schakel.dataroom.checks.rules import WrongCheckRules

GOOD = """quantities:
  - {code: jobs, label: {nl: banen, en: jobs}}
rules:
  - id: one
    kind: same_quantity
    label: {nl: a, en: b}
    quantities: [jobs]
"""


def test_the_shipped_rules_are_in_order():
    rules = load_rules(COURSE, FIGURES)
    kinds = {rule.kind for rule in rules.rules}
    assert {"same_quantity", "share_of", "ratio_of", "difference_of", "repeated_passage", "outdated"} <= kinds
    assert "lisa_jobs:TOTAL" in rules.about["jobs_total"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("same_quantity", "same_thing", 4, "same_thing"),
        ("quantities: [jobs]", "quantities: [jbos]", 4, "jbos"),
        ("quantities: [jobs]", "quantites: [jobs]", 7, "quantites"),
        ("label: {nl: a, en: b}\n    q", "label: {nl: a}\n    q", 6, "en"),
        ("    kind: same_quantity\n", "", 4, "kind"),
        ("  - id: one", "  - id: one\n    id: two", 5, "id"),
        ("rules:", "rules: [", 4, "YAML"),
    ],
)
def test_a_broken_rule_is_named_with_its_line(tmp_path, old, new, line, said):
    with pytest.raises(WrongCheckRules) as refusal:
        rules_from(tmp_path, GOOD.replace(old, new))
    problem = refusal.value.problems[0]
    assert problem.file == "course/checks.yaml"
    assert problem.line == pytest.approx(line, abs=1)
    assert said in str(refusal.value)


def test_two_rules_with_one_id(tmp_path):
    twice = GOOD + "  - {id: one, kind: same_quantity, label: {nl: a, en: b}}\n"
    with pytest.raises(WrongCheckRules, match="already"):
        rules_from(tmp_path, twice)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(WrongCheckRules, match="no such file"):
        load_rules(tmp_path / "nowhere", FIGURES)


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda b: b.decode("latin-1")))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_crashes_the_reading_of_rules(tmp_path, text):
    for content in (text, "rules:\n  - " + text, GOOD + text):
        with contextlib.suppress(WrongCheckRules):
            rules_from(tmp_path, content)
