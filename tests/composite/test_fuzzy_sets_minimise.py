# SPDX-License-Identifier: EUPL-1.2
"""Quine-McCluskey, the covers of the chart, the three solutions and their fit."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.fuzzy_sets import covers
from schakel.composite.fuzzy_sets.counterfactuals import (
    WrongExpectations,
    drop_unexpected,
    solve_truth_table,
)
from schakel.composite.fuzzy_sets.covers import UncoveredRow, find_minimal_covers
from schakel.composite.fuzzy_sets.fit import measure_sufficiency
from schakel.composite.fuzzy_sets.minimise import (
    NoSufficientRow,
    NotARemainder,
    find_prime_implicants,
    list_model_terms,
    minimise_truth_table,
)
from schakel.composite.fuzzy_sets.solutions import measure_solution
from schakel.composite.fuzzy_sets.terms import read_terms, write_terms
from schakel.composite.fuzzy_sets.truth_table import Cuts, list_configurations, tabulate_truth

NAMES = ["A", "B", "C", "D"]


def crisp_table(positive, negative, k):
    """Return the truth table of one unit in each row, given as text such as '101'."""
    rows = [[float(c) for c in row] for row in (*positive, *negative)]
    outcome = np.array([1.0] * len(positive) + [0.0] * len(negative))
    assert all(len(row) == k for row in rows)
    return tabulate_truth(np.array(rows), outcome)


def written(found):
    names = NAMES[: found.prime_implicants.shape[1]]
    return {
        frozenset(write_terms(list_model_terms(found, model=m), names=names).split(" + "))
        for m in range(len(found.models))
    }


def coded(codes):
    """Return the truth table with these codes: 1 positive, 0 negative, 2 remainder."""
    k = len(codes).bit_length() - 1
    rows = [format(row, f"0{k}b") for row in range(len(codes))]
    positive = [row for row, code in zip(rows, codes, strict=True) if code == 1]
    negative = [row for row, code in zip(rows, codes, strict=True) if code == 0]
    return crisp_table(positive, negative, k)


CODES = st.lists(st.integers(0, 2), min_size=8, max_size=8).filter(lambda codes: 1 in codes)


def test_two_rows_that_differ_in_one_condition_become_one_term():
    table = crisp_table(["1010", "1000"], ["0010"], 4)
    assert written(minimise_truth_table(table)) == {frozenset({"A*~B*~D"})}
    # with the remainders A alone tells the rows apart from the negative one, and so does ~C or not
    assert written(minimise_truth_table(table, usable=table.remainder)) == {frozenset({"A"})}


def test_a_cyclic_chart_keeps_both_models():
    """Six rows in a ring: every row is covered by two terms, none is essential."""
    table = crisp_table(["000", "001", "011", "111", "110", "100"], ["010", "101"], 3)
    found = minimise_truth_table(table)
    assert written(found) == {
        frozenset({"~A*~B", "B*C", "A*~C"}),
        frozenset({"~A*C", "A*B", "~B*~C"}),
    }
    assert found.complete and not found.essential.any() and (found.chart.sum(axis=0) == 2).all()


def test_essential_terms_and_assumed_rows_are_marked():
    table = crisp_table(["111", "110"], ["000", "011"], 3)
    found = minimise_truth_table(table, usable=table.remainder)
    assert written(found) == {frozenset({"A"})}
    terms = [write_terms(t[None], names=NAMES[:3]) for t in found.prime_implicants]
    assert terms == ["A", "B*~C"]
    assert found.essential.tolist() == [True, False]
    assert np.flatnonzero(found.assumed[0]).tolist() == [0b100, 0b101]


def test_when_everything_is_sufficient_no_condition_is_left():
    table = crisp_table(["00", "01", "10", "11"], [], 2)
    found = minimise_truth_table(table)
    assert write_terms(list_model_terms(found), names=NAMES[:2]) == "1"


@given(CODES)
@settings(max_examples=60, deadline=None)
def test_prime_implicants_and_models_equal_an_exhaustive_search(codes):
    codes = np.array(codes)
    rows = list_configurations(3)
    everything = [np.array(term) for term in product((-1, 0, 1), repeat=3)]
    holds = {tuple(t): ((t == -1) | (t == rows)).all(axis=1) for t in everything}
    implicants = [t for t, rows_of in holds.items() if not (codes[rows_of] == 0).any()]
    primes = [
        t
        for t in implicants
        if (codes[holds[t]] == 1).any()
        and not any((holds[o] >= holds[t]).all() and o != t for o in implicants)
    ]
    found = find_prime_implicants(codes == 1, codes == 2)
    assert {tuple(t) for t in found.tolist()} == set(primes)
    table = coded(codes)
    result = minimise_truth_table(table, usable=table.remainder)
    for size in range(1, len(primes) + 1):
        smallest = {
            frozenset(choice)
            for choice in combinations(primes, size)
            if np.any([holds[t] for t in choice], axis=0)[codes == 1].all()
        }
        if smallest:
            break
    models = [
        frozenset(tuple(t) for t in list_model_terms(result, model=m).tolist())
        for m in range(len(result.models))
    ]
    assert len(models) == len(set(models)) and set(models) == smallest


@given(CODES, st.permutations(range(3)))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_conditions_does_not_matter(codes, order):
    table = coded(codes)
    moved_codes = np.array(codes).reshape(2, 2, 2).transpose(order).ravel()
    moved = coded(moved_codes.tolist())
    plain = minimise_truth_table(table, usable=table.remainder)
    turned = minimise_truth_table(moved, usable=moved.remainder)
    back = {
        frozenset(map(tuple, list_model_terms(turned, model=m)[:, np.argsort(order)].tolist()))
        for m in range(len(turned.models))
    }
    here = {
        frozenset(map(tuple, list_model_terms(plain, model=m).tolist())) for m in range(len(plain.models))
    }
    assert back == here


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_covers_equal_an_exhaustive_search(seed):
    rng = np.random.default_rng(seed)
    chart = rng.uniform(size=(7, 6)) < 0.35
    chart[rng.integers(7), ~chart.any(axis=0)] = True
    found = find_minimal_covers(chart)
    for size in range(1, 8):
        smallest = {c for c in combinations(range(7), size) if chart[list(c)].any(axis=0).all()}
        if smallest:
            break
    assert set(found.covers) == smallest and len(found.covers) == len(smallest) and found.complete


def test_a_limit_on_the_models_is_told():
    chart = np.ones((50, 3), dtype=bool)
    limited = find_minimal_covers(chart, most_covers=20)
    assert len(limited.covers) == 20 and not limited.complete
    assert len(find_minimal_covers(chart, most_covers=50).covers) == 50
    assert find_minimal_covers(chart, most_covers=50).complete


def test_a_limit_on_the_search_still_gives_a_smallest_cover(monkeypatch):
    ring = np.zeros((6, 6), dtype=bool)
    for place in range(6):
        ring[place, [place, (place + 1) % 6]] = True
    monkeypatch.setattr(covers._Steps, "__init__", lambda self: setattr(self, "left", 0))
    found = find_minimal_covers(ring)
    assert len(found.covers) == 1 and len(found.covers[0]) == 3 and not found.complete
    assert ring[list(found.covers[0])].any(axis=0).all()


def test_a_row_that_nothing_covers_is_refused():
    with pytest.raises(UncoveredRow):
        find_minimal_covers(np.zeros((2, 2), dtype=bool))


def test_twelve_conditions_are_minimised_at_once():
    """Rows 1 where at least three of the first four conditions hold, of 400 rows seen."""
    rng = np.random.default_rng(3)
    table = rng.integers(0, 2, (400, 12)).astype(float)
    outcome = (table[:, :4].sum(axis=1) >= 3).astype(float)
    found = solve_truth_table(tabulate_truth(table, outcome), most_models=5)
    for m in range(len(found.parsimonious.models)):
        terms = list_model_terms(found.parsimonious, model=m)
        fit = measure_solution(table, outcome, terms=terms)
        assert fit.solution.consistency.tolist() == fit.solution.coverage.tolist() == [1.0]


def test_expectations_drop_what_theory_gives_no_reason_to_keep():
    narrow, wide = np.array([1, 0, 0, 1]), np.array([1, -1, -1, -1])
    kept = drop_unexpected(narrow, wide, expectations=np.array([0, 1, 0, -1]))
    # A is in the wider term; ~B is unexpected; ~C is as expected; of D nothing is expected
    assert kept.tolist() == [1, -1, 0, 1]


@pytest.mark.parametrize(
    ("expectations", "expected"),
    [([1, 1], [{"A*B"}]), ([1, 0], [{"A"}, {"A*B"}]), ([0, 1], [{"A*B"}, {"B"}]), ([-1, -1], [{"A*B"}])],
)
def test_the_intermediate_solution_uses_only_easy_counterfactuals(expectations, expected):
    """Only AB is seen to be sufficient, only ~A~B not to be: A alone and B alone are the models."""
    table = crisp_table(["11"], ["00"], 2)
    found = solve_truth_table(table, expectations=np.array(expectations))
    assert written(found.parsimonious) == {frozenset({"A"}), frozenset({"B"})}
    solutions = [written(one.minimisation) for one in found.intermediate]
    assert sorted(solutions, key=str) == sorted([{frozenset(e)} for e in expected], key=str)


def test_a_remainder_that_is_easy_for_one_term_shortens_another():
    """With A and C expected present, B and D absent, both pairs give A*B*C + C*D.

    R's QCA gives the same, according to the validation notes of openqca (not computed here).
    """
    table = crisp_table(["1011", "1110", "0111", "0011"], ["0100", "0001", "1001", "0000", "1010"], 4)
    found = solve_truth_table(table, expectations=np.array([1, 0, 1, 0]))
    assert written(found.parsimonious) == {frozenset({"A*B", "C*D"}), frozenset({"B*C", "C*D"})}
    assert len(found.intermediate) == 1 and found.intermediate[0].pairs == ((0, 0), (0, 1))
    assert written(found.intermediate[0].minimisation) == {frozenset({"A*B*C", "C*D"})}
    assert np.flatnonzero(found.intermediate[0].easy).tolist() == [0b1111]


@given(CODES, st.lists(st.integers(-1, 1), min_size=3, max_size=3))
@settings(max_examples=50, deadline=None)
def test_the_three_solutions_lie_within_each_other(codes, expectations):
    table = coded(codes)
    found = solve_truth_table(table, expectations=np.array(expectations))
    rows = list_configurations(3)

    def covered(minimisation, model):
        terms = list_model_terms(minimisation, model=model)
        return ((terms[:, None] == -1) | (terms[:, None] == rows)).all(axis=-1).any(axis=0)

    for one in found.intermediate:
        assert not (one.easy & ~table.remainder).any() and not (one.easy & one.difficult).any()
        for c, p in one.pairs:
            wide = covered(found.parsimonious, p)
            assert (covered(found.conservative, c) <= (table.positive | one.easy)).all()
            assert (one.easy <= wide).all()
        for model in range(len(one.minimisation.models)):
            own = covered(one.minimisation, model)
            assert (table.positive <= own).all() and not (own & table.negative).any()
            assert (own <= (table.positive | one.easy)).all()
    if -1 in expectations and set(expectations) == {-1}:
        assert [written(o.minimisation) for o in found.intermediate] == [written(found.conservative)]


def test_remainders_that_cannot_exist_are_not_used():
    table = crisp_table(["11"], ["00"], 2)
    none = np.zeros(4, dtype=bool)
    found = solve_truth_table(table, usable=none)
    assert written(found.parsimonious) == {frozenset({"A*B"})} and found.intermediate == ()


def test_contradictory_rows_are_no_building_material():
    table = tabulate_truth(
        np.array([[0.9], [0.9], [0.1]]),
        np.array([0.6, 0.6, 0.95]),
        cuts=Cuts(inclusion=0.75, exclusion=0.6),
    )
    assert table.contradictory.tolist() == [False, True] and table.positive.tolist() == [True, False]
    assert write_terms(list_model_terms(minimise_truth_table(table)), names=["A"]) == "~A"
    with pytest.raises(NotARemainder, match="Row 0"):
        minimise_truth_table(table, usable=np.ones(2, dtype=bool))


def test_what_cannot_be_minimised_is_refused():
    table = crisp_table(["11"], ["00"], 2)
    with pytest.raises(NoSufficientRow):
        minimise_truth_table(crisp_table([], ["00", "11"], 2))
    with pytest.raises(WrongShape):
        minimise_truth_table(table, usable=np.zeros(3, dtype=bool))
    with pytest.raises(WrongShape):
        minimise_truth_table(tabulate_truth(np.ones((2, 3, 2)), np.ones((2, 3))))
    for wrong in ([1, 2], [1]):
        with pytest.raises(WrongExpectations):
            solve_truth_table(table, expectations=np.array(wrong))


def test_fit_and_units_of_a_solution_by_hand():
    table = np.array([[0.9, 0.2], [0.7, 0.8], [0.3, 0.9], [0.2, 0.4], [0.6, 0.1], [np.nan, 0.9]])
    outcome = np.array([0.8, 1.0, 0.7, 0.6, 0.3, 0.9])
    found = measure_solution(table, outcome, terms=read_terms("A + ~A*B", names=["A", "B"]))
    # memberships of the terms: 0.9, 0.7, 0.3, 0.2, 0.6 and 0.1, 0.3, 0.7, 0.4, 0.1
    assert found.terms.consistency == pytest.approx([2.3 / 2.7, 1.6 / 1.6])
    assert found.terms.coverage == pytest.approx([2.3 / 3.4, 1.6 / 3.4])
    # of the union: 0.9, 0.7, 0.7, 0.4, 0.6, with the outcome 0.8, 0.7, 0.7, 0.4, 0.3
    assert found.solution.consistency == pytest.approx([2.9 / 3.3])
    assert found.solution.coverage == pytest.approx([2.9 / 3.4])
    assert found.unique_coverage == pytest.approx([1.3 / 3.4, 0.6 / 3.4])
    assert found.in_term.T.tolist() == [
        [True, True, False, False, True, False],
        [False, False, True, False, False, False],
    ]
    assert found.in_term_only.tolist() == found.in_term.tolist()
    assert found.deviant.sum() == 1 and found.deviant[4, 0]
    assert found.unexplained.tolist() == [False, False, False, True, False, False]
    assert found.solution.n_left_out.tolist() == [1.0]


def test_a_solution_of_one_condition_fits_as_the_condition():
    rng = np.random.default_rng(5)
    table, outcome = rng.uniform(size=(3, 9, 2)), rng.uniform(size=(3, 9))
    found = measure_solution(table, outcome, terms=read_terms("B", names=["A", "B"]))
    alone = measure_sufficiency(table, outcome)
    assert found.solution.consistency[:, 0] == pytest.approx(alone.consistency[:, 1])
    assert found.terms.proportional_reduction[:, 0] == pytest.approx(alone.proportional_reduction[:, 1])
    assert found.unique_coverage[:, 0] == pytest.approx(alone.coverage[:, 1])
