# SPDX-License-Identifier: EUPL-1.2
"""Places in the order: counted by hand, against the definition, and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from schakel.composite.bad_input import NothingKnown, WrongShape
from schakel.composite.normalising.count_lower import count_lower_and_equal
from schakel.composite.normalising.normalise import normalise_percentile, normalise_rank
from schakel.composite.normalising.normalise_places import (
    NothingToCompare,
    WrongCategories,
    normalise_borda,
    normalise_categories,
    normalise_percentile_rank,
)

TIED = np.array([[1.0], [3.0], [3.0], [5.0], [np.nan]])
PLACES = [
    normalise_rank,
    normalise_percentile,
    normalise_borda,
    normalise_percentile_rank,
    normalise_categories,
]


def known(found):
    return found[:4, 0].tolist()


def tables():
    cell = st.one_of(st.integers(0, 5).map(float), st.floats(-9, 9), st.just(np.nan))
    return hnp.arrays(
        float, st.tuples(st.integers(1, 3), st.integers(3, 9), st.integers(1, 3)), elements=cell
    )


def with_two_known(table):
    filled_in = table.copy()
    filled_in[:, 0], filled_in[:, 1] = 1.0, 2.0
    return filled_in


def test_by_hand():
    assert known(normalise_rank(TIED)) == [1, 2.5, 2.5, 4]
    assert known(normalise_rank(TIED, ties="lowest")) == [1, 2, 2, 4]
    assert known(normalise_rank(TIED, ties="highest")) == [1, 3, 3, 4]
    assert known(normalise_borda(TIED)) == [0, 1, 1, 3]
    assert known(normalise_borda(TIED, ties="average")) == [0, 1.5, 1.5, 3]
    assert known(normalise_percentile_rank(TIED)) == pytest.approx([0, 1 / 3, 1 / 3, 1])
    assert known(normalise_percentile(TIED)) == [0.25, 0.5, 0.5, 1]
    assert known(normalise_categories(TIED)) == [40, 50, 50, 100]
    own = normalise_categories(TIED, cuts=[0.5], scores=[0.0, 1.0])
    assert known(own) == [0, 1, 1, 1]
    for places in PLACES:
        assert np.isnan(places(TIED)[4, 0])


def test_a_unit_outside_the_reference_gets_the_place_it_would_take():
    reference = np.array([True, True, True, False, False])
    assert normalise_rank(TIED, reference=reference, ties="lowest")[3, 0] == 4
    assert normalise_rank(TIED, reference=reference, ties="highest")[3, 0] == 4
    assert normalise_percentile_rank(TIED, reference=reference)[:4, 0].tolist() == [0, 0.5, 0.5, 1]
    level = np.array([[1.0], [3.0], [5.0], [3.0]])
    outside = np.array([True, True, True, False])
    assert normalise_rank(level, reference=outside, ties="lowest")[3, 0] == 2
    assert normalise_rank(level, reference=outside, ties="average")[3, 0] == 2.5
    assert normalise_rank(level, reference=outside, ties="highest")[3, 0] == 3


@given(tables(), st.integers(0, 2**9 - 1))
@settings(max_examples=120, deadline=None)
def test_sorting_counts_as_comparing_all_pairs_does(table, bits):
    flags = np.array([bool(bits >> place & 1) for place in range(table.shape[-2])])
    mask = np.isfinite(table) & flags[:, None]
    others = np.where(mask, table, np.nan)[..., None, :, :]
    own = table[..., :, None, :]
    below, equal = count_lower_and_equal(table, mask)
    seen = np.isfinite(table)
    assert (below[seen] == (others < own).sum(axis=-2)[seen]).all()
    assert (equal[seen] == (others == own).sum(axis=-2)[seen]).all()


@given(tables())
@settings(max_examples=60, deadline=None)
def test_places_only_know_the_order(table):
    table = with_two_known(table)
    bent = np.exp(table / 3) * 7 - 2
    distinct = [len(np.unique(column)) for column in np.moveaxis(table, -1, -2).reshape(-1, table.shape[1])]
    if distinct == [len(np.unique(c)) for c in np.moveaxis(bent, -1, -2).reshape(-1, table.shape[1])]:
        for places in PLACES:
            assert np.array_equal(places(bent), places(table), equal_nan=True)


@given(tables())
@settings(max_examples=60, deadline=None)
def test_units_draws_and_directions(table):
    table = with_two_known(table)
    for places in PLACES:
        found = places(table)
        assert np.array_equal(places(table[:, ::-1]), found[:, ::-1], equal_nan=True)
        for place, draw in enumerate(table):
            assert np.array_equal(places(draw), found[place], equal_nan=True)
    n_known = np.isfinite(table).sum(axis=-2, keepdims=True)
    mirrored = n_known + 1 - normalise_rank(table)
    assert np.array_equal(normalise_rank(-table), mirrored, equal_nan=True)
    turned = n_known + 1 - normalise_rank(table, ties="lowest")
    assert np.array_equal(normalise_rank(-table, ties="highest"), turned, equal_nan=True)


def test_ranks_of_a_hundred_thousand_units_fit_in_memory():
    """The comparison of all pairs took n * n * k bytes: 10 GB here."""
    values = np.random.default_rng(5).permutation(100_000).astype(float)[:, None]
    assert (normalise_rank(values) == values + 1).all()


def test_what_has_no_place_is_refused():
    for places in PLACES:
        with pytest.raises(NothingKnown, match="jobs"):
            places(np.full((3, 1), np.nan), indicators=["jobs"])
        with pytest.raises(WrongShape):
            places(np.array([1.0, 2.0]))
    with pytest.raises(NothingToCompare, match="jobs"):
        normalise_percentile_rank(np.array([[1.0], [np.nan]]), indicators=["jobs"])
    for cuts, scores in [
        ([0.5, 0.4], [0, 1, 2]),
        ([0.5], [0]),
        ([0.5], [1, 0]),
        ([1.5], [0, 1]),
        ([np.nan], [0, 1]),
    ]:
        with pytest.raises(WrongCategories) as caught:
            normalise_categories(TIED, cuts=cuts, scores=scores)
        assert caught.value.cure
