# SPDX-License-Identifier: EUPL-1.2
"""Peers by distance, worked by hand."""

import math

import numpy as np
import pytest

from schakel.economy.peers import Criterion, choose_peers, standardised_distances

SHARE = {"A": 10.0, "B": 20.0, "C": 30.0, "D": 12.0}
SIZE = {"A": 100.0, "B": 100.0, "C": 10_000.0, "D": 1000.0}


def test_distance_by_hand():
    # share: mean 18, squared deviations 64, 4, 144, 36 -> variance 248/3, sd 9.0921
    # log10 size: 2, 2, 4, 3 -> mean 2.75, variance (0.5625*2 + 1.5625 + 0.0625)/3, sd 0.9574
    found = standardised_distances(
        [14.0, 1000.0],
        np.array([[10.0, 100.0], [20.0, 100.0], [30.0, 10_000.0], [12.0, 1000.0]]),
        weights=[1.0, 1.0],
        log=[False, True],
    )
    sd_share, sd_log = math.sqrt(248 / 3), math.sqrt(2.75 / 3)
    expected_a = math.sqrt(((4 / sd_share) ** 2 + (1 / sd_log) ** 2) / 2)
    expected_d = math.sqrt(((2 / sd_share) ** 2 + 0) / 2)
    assert found[0] == pytest.approx(expected_a)
    assert found[3] == pytest.approx(expected_d)


def criteria(target=14.0, **changes):
    return [Criterion("share", target, SHARE | changes), Criterion("size", 1000.0, SIZE, log=True)]


def test_the_nearest_are_chosen_and_the_own_area_is_not():
    found = choose_peers(criteria(), n=2, excluded=frozenset({"D"}))
    assert [p.code for p in found] == ["B", "A"] or [p.code for p in found] == ["A", "B"]
    assert all(p.code != "D" for p in found)
    assert found[0].distance <= found[1].distance
    assert found[0].criteria["share"] == SHARE[found[0].code]


def test_equal_distances_go_by_code_whatever_the_order():
    values = {"Z": 1.0, "B": 3.0, "A": 1.0, "C": 3.0}
    turned = dict(reversed(list(values.items())))
    for candidates in (values, turned):
        found = choose_peers([Criterion("x", 2.0, candidates)], n=3, excluded=frozenset())
        assert [p.code for p in found] == ["A", "B", "C"]


def test_an_area_with_an_unknown_criterion_is_no_peer():
    found = choose_peers(criteria(D=None), n=4, excluded=frozenset())
    assert "D" not in {p.code for p in found}


def test_a_criterion_that_the_region_does_not_have_is_left_out():
    found = choose_peers(criteria(target=None), n=1, excluded=frozenset())
    assert found[0].code == "D"
    assert found[0].distance == 0.0


def test_a_choice_by_hand_replaces_the_rule_and_keeps_distances():
    found = choose_peers(criteria(), n=2, excluded=frozenset({"D"}), override=("C", "D"))
    assert [p.code for p in found] == ["C", "D"]


def test_without_usable_criteria_there_are_no_peers():
    assert choose_peers([Criterion("x", None, {"A": 1.0})], n=2, excluded=frozenset()) == ()
