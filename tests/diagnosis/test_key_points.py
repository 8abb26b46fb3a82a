# SPDX-License-Identifier: EUPL-1.2
"""Strong and attention points follow one rule."""

import pytest

from schakel.diagnosis.key_points import (
    Candidate,
    certainty_of_side,
    choose_points,
    robust_spread,
    same_side,
)
from schakel.koers.label import Label


def candidate(
    subject, distance, certainty=None, *, topic=None, kind="element", comparison="european", shared=False
):
    label = Label(subject, subject)
    return Candidate(kind, subject, topic or subject, label, comparison, distance, certainty, shared)


def test_the_robust_spread_by_hand():
    # median 3, absolute deviations 2 1 0 1 97, median of those 1
    assert robust_spread([1.0, 2.0, 3.0, 4.0, 100.0]) == pytest.approx(1.4826)
    assert robust_spread([1.0, 2.0, 3.0]) is None
    assert robust_spread([5.0] * 9) is None


def test_certainty_of_a_side_by_hand():
    # a 90 % interval of +-1.645 around 2 is a standard deviation of 1: P(value > 1) = Phi(1)
    assert certainty_of_side(2.0, 2 - 1.6448536, 2 + 1.6448536, 1.0) == pytest.approx(0.841345, abs=1e-5)
    assert certainty_of_side(2.0, None, None, 1.0) is None
    assert certainty_of_side(2.0, 2.0, 2.0, 1.0) == 1.0


def test_a_bracket_counts_only_when_it_lies_on_one_side():
    assert same_side([1.0, 2.5], [0.9, None]) == (1.0, 0.9)
    assert same_side([-1.0, -0.2], []) == (-0.2, None)
    assert same_side([-1.0, 0.2], [0.9])[0] == 0.0


def test_three_on_each_side_and_never_two_on_one_thing():
    strong, attention = choose_points(
        [
            candidate("talent", 2.0, 0.99),
            candidate("education_high", -1.5, None, topic="talent", kind="picture", comparison=""),
            candidate("demand", 1.0, 0.9),
            candidate("culture", -1.0, 0.95),
            candidate("knowledge", -3.0, 0.99),
            candidate("networks", -0.9, 0.9),
            candidate("benefits", -0.8, None, topic="labour", kind="picture"),
        ]
    )
    assert [p.subject for p in strong] == ["talent", "demand"]
    assert [p.subject for p in attention] == ["knowledge", "culture", "networks"]


def test_what_is_near_or_uncertain_is_no_point():
    assert choose_points([candidate("a", 0.4, 1.0), candidate("b", -3.0, 0.6)]) == ((), ())


def test_what_a_country_shares_only_fills_empty_places():
    strong, _ = choose_points(
        [
            candidate("institutions", 3.0, 1.0, shared=True),
            candidate("a", 0.6),
            candidate("b", 0.7),
            candidate("c", 0.8),
        ]
    )
    assert [p.subject for p in strong] == ["c", "b", "a"]
    strong, _ = choose_points([candidate("institutions", 3.0, 1.0, shared=True), candidate("a", 0.6)])
    assert [p.subject for p in strong] == ["a", "institutions"]
    assert strong[1].note.details["shared_with_country"] is True


def test_the_order_of_the_candidates_does_not_matter():
    points = [candidate("a", 1.0), candidate("b", 1.0), candidate("c", 1.0), candidate("d", 1.0)]
    assert choose_points(points) == choose_points(points[::-1])
