# SPDX-License-Identifier: EUPL-1.2
"""Every verdict on a printed figure can be reached, and only by its rule."""

import pytest

from schakel.economy.verdicts import Evidence, decide_verdict, within_tolerance


def evidence(agrees=True, same=True, exact=True, gap=0):
    return Evidence(agrees, same, exact, gap)


@pytest.mark.parametrize(
    ("compare", "found", "verdict"),
    [
        ("level", [evidence()], "confirmed"),
        ("level", [evidence(agrees=False)], "not_confirmed"),
        ("level", [evidence(same=False)], "other_definition"),
        ("level", [evidence(same=False, agrees=False)], "other_definition"),
        ("level", [evidence(exact=False)], "other_definition"),
        ("level", [evidence(gap=3)], "no_figure"),
        ("level", [], "no_figure"),
        ("level", [evidence(agrees=None)], "no_figure"),
        ("direction", [evidence(same=False, exact=False)], "confirmed"),
        ("direction", [evidence(), evidence(agrees=False)], "not_confirmed"),
        ("direction", [evidence(), evidence(agrees=None)], "confirmed"),
        ("versus_country", [evidence(agrees=False, exact=False), evidence(agrees=False)], "not_confirmed"),
        ("change", [evidence(same=False)], "confirmed"),
        ("change", [evidence(agrees=False)], "not_confirmed"),
        ("change", [], "no_figure"),
    ],
)
def test_the_rule(compare, found, verdict):
    assert decide_verdict(compare, found, max_gap=0) == verdict


def test_a_gap_that_the_rule_allows_does_not_matter():
    assert decide_verdict("level", [evidence(gap=2)], max_gap=2) == "confirmed"


@pytest.mark.parametrize(
    ("found", "low", "high", "answer"),
    [
        (16.1, None, None, True),
        (17.5, None, None, False),
        (None, 16.0, 16.9, True),
        (None, 10.0, 12.0, False),
        (None, 10.0, 20.0, None),
        (None, None, None, None),
        (None, 10.0, None, None),
    ],
)
def test_a_bracket_agrees_only_when_all_of_it_does(found, low, high, answer):
    assert within_tolerance(16.5, found, low, high, 0.5) is answer
