# SPDX-License-Identifier: EUPL-1.2
"""Fuzzy-set QCA of Lipset's data, as R's QCA computes it.

The files come from R's QCA 3.23. Numbers in the tests named ``3_25`` were not computed here: they are the
output of R's QCA 3.25 on the same data as published in the fixtures of setqca-python
(``validation/fixtures/r_qca.json``).
"""

import re

import numpy as np
import polars as pl
import pytest
from tests.shared_data import shared_path

from schakel.composite.fuzzy_sets.calibrate import calibrate_direct
from schakel.composite.fuzzy_sets.counterfactuals import solve_truth_table
from schakel.composite.fuzzy_sets.fit import (
    measure_necessity,
    measure_sufficiency,
    negate_membership,
    unite_memberships,
)
from schakel.composite.fuzzy_sets.minimise import list_model_terms, minimise_truth_table
from schakel.composite.fuzzy_sets.solutions import measure_solution
from schakel.composite.fuzzy_sets.terms import measure_terms, read_terms, write_terms
from schakel.composite.fuzzy_sets.truth_table import list_units_of_rows, tabulate_truth

pytestmark = pytest.mark.reference

NAMES = ["DEV", "URB", "LIT", "IND", "STB"]
EXACT = {"rel": 1e-12, "abs": 1e-12}


def read(name):
    return pl.read_csv(shared_path("reference", "ecosystem", name), comment_prefix="#")


def lipset(names=NAMES):
    table = read("qca_lipset_fuzzy.csv")
    return table["country"].to_list(), table.select(names).to_numpy(), table["SURV"].to_numpy()


def printed_solutions():
    text = shared_path("reference", "ecosystem", "qca_lipset_solutions.txt").read_text()
    return [line.strip() for line in re.findall(r"M1: (.*?) -> SURV", text)]


def as_sets(minimisation, names=NAMES):
    return [
        set(write_terms(list_model_terms(minimisation, model=m), names=names).split(" + "))
        for m in range(len(minimisation.models))
    ]


def test_direct_calibration():
    table = read("qca_calibrate_expected.csv")
    found = calibrate_direct(
        table["DEV"].to_numpy().astype(float), thresholds=np.array([400.0, 550.0, 900.0])
    )
    assert found == pytest.approx(table["fuzzy"].to_numpy(), **EXACT)


def test_necessity_of_every_condition():
    _, conditions, outcome = lipset()
    found, printed = measure_necessity(conditions, outcome), read("qca_necessity_expected.csv")
    assert printed["condition"].to_list() == NAMES
    for own, name in ((found.consistency, "inclN"), (found.relevance, "RoN"), (found.coverage, "covN")):
        assert own == pytest.approx(printed[name].to_numpy(), **EXACT)


def test_sufficiency_of_every_condition():
    _, conditions, outcome = lipset()
    found, printed = measure_sufficiency(conditions, outcome), read("qca_sufficiency_expected.csv")
    assert printed["condition"].to_list() == NAMES
    for own, name in (
        (found.consistency, "inclS"),
        (found.proportional_reduction, "PRI"),
        (found.coverage, "covS"),
    ):
        assert own == pytest.approx(printed[name].to_numpy(), **EXACT)


def test_negations_unions_and_combinations_as_r_qca_3_25():
    _, conditions, outcome = lipset()
    absent = measure_necessity(negate_membership(conditions), outcome)
    assert absent.consistency[0] == pytest.approx(0.2852112676056338, **EXACT)
    assert absent.relevance[4] == pytest.approx(0.6871127633209418, **EXACT)
    either = measure_necessity(unite_memberships(conditions[:, :2])[:, None], outcome)
    assert either.consistency[0] == pytest.approx(0.8990610328638499, **EXACT)
    assert either.coverage[0] == pytest.approx(0.7539370078740159, **EXACT)
    assert either.relevance[0] == pytest.approx(0.7582205029013538, **EXACT)
    terms = read_terms("DEV*URB + DEV*~URB", names=NAMES)
    found = measure_sufficiency(measure_terms(conditions, terms=terms), outcome)
    assert found.consistency == pytest.approx([0.8133874239350914, 0.7449799196787148], **EXACT)
    assert found.proportional_reduction == pytest.approx([0.7761557177615573, 0.6856435643564355], **EXACT)
    assert found.coverage == pytest.approx([0.4706572769953052, 0.4354460093896713], **EXACT)


def test_the_truth_table_as_r_qca_3_25():
    countries, conditions, outcome = lipset()
    table = tabulate_truth(conditions, outcome)
    seen = np.flatnonzero(table.n_cases)
    assert seen.tolist() == [0, 1, 4, 5, 21, 22, 23, 30, 31]
    assert table.n_cases[seen].tolist() == [3, 2, 2, 1, 2, 1, 2, 1, 4]
    assert np.flatnonzero(table.positive).tolist() == [21, 31]
    assert table.consistency[seen] == pytest.approx(
        [
            0.215976331360947,
            0.278026905829596,
            0.520900321543409,
            0.528571428571429,
            0.804270462633452,
            0.378205128205128,
            0.708771929824562,
            0.445255474452555,
            0.904205607476635,
        ],
        rel=1e-12,
    )
    assert table.proportional_reduction[[21, 23, 31]] == pytest.approx(
        [0.719387755102041, 0.634361233480176, 0.885793871866295], rel=1e-12
    )
    assert list_units_of_rows(table, units=countries)[31] == ["BE", "CZ", "NL", "UK"]
    assert not table.ambiguous.any()


def test_the_conservative_and_the_parsimonious_solution():
    _, conditions, outcome = lipset()
    table = tabulate_truth(conditions, outcome)
    conservative, parsimonious = printed_solutions()
    assert as_sets(minimise_truth_table(table)) == [set(conservative.split(" + "))]
    assert as_sets(minimise_truth_table(table, usable=table.remainder)) == [set(parsimonious.split(" + "))]


@pytest.mark.parametrize("industry", [1, 0])
def test_the_intermediate_solution_as_r_qca_3_25(industry):
    _, conditions, outcome = lipset()
    table = tabulate_truth(conditions, outcome)
    found = solve_truth_table(table, expectations=np.array([1, 1, 1, industry, 1]))
    (one,) = found.intermediate
    assert as_sets(one.minimisation) == [{"DEV*URB*LIT*STB", "DEV*LIT*~IND*STB"}]
    assert np.flatnonzero(one.easy).tolist() == [29]
    assert np.flatnonzero(one.difficult).tolist() == [9, 11, 13, 15, 16, 17, 20, 24, 25, 27, 28]


def test_three_conditions_as_r_qca_3_25():
    _, conditions, outcome = lipset(["DEV", "LIT", "STB"])
    table = tabulate_truth(conditions, outcome)
    found = solve_truth_table(table, expectations=np.ones(3, dtype=int))
    names = ["DEV", "LIT", "STB"]
    assert as_sets(found.conservative, names) == [{"DEV*LIT*STB"}]
    assert as_sets(found.parsimonious, names) == [{"DEV*STB"}]
    (one,) = found.intermediate
    assert as_sets(one.minimisation, names) == [{"DEV*LIT*STB"}]
    assert not one.easy.any() and np.flatnonzero(one.difficult).tolist() == [5]


def test_fit_and_units_of_both_solutions_as_r_qca_3_25():
    countries, conditions, outcome = lipset()
    conservative, parsimonious = printed_solutions()
    expected = {
        "DEV*URB*LIT*IND*STB": (
            0.9042056074766355,
            0.8857938718662952,
            0.454225352112676,
            0.3931924882629108,
        ),
        "DEV*~URB*LIT*~IND*STB": (
            0.8042704626334523,
            0.7193877551020412,
            0.2652582159624414,
            0.2042253521126761,
        ),
        "DEV*~IND": (0.8148148148148149, 0.7208121827411167, 0.2840375586854459, 0.1936619718309858),
        "URB*STB": (0.8737672583826429, 0.8454106280193235, 0.5199530516431925, 0.4295774647887324),
    }
    units = (["BE", "CZ", "NL", "UK"], ["FI", "IE"], ["FI", "IE"], ["BE", "CZ", "NL", "UK"])
    for solution in (conservative, parsimonious):
        terms = read_terms(solution, names=NAMES)
        fit = measure_solution(conditions, outcome, terms=terms)
        for place, term in enumerate(solution.split(" + ")):
            found = (
                fit.terms.consistency[place],
                fit.terms.proportional_reduction[place],
                fit.terms.coverage[place],
                fit.unique_coverage[place],
            )
            assert found == pytest.approx(expected[term], rel=1e-12), term
            own = [countries[unit] for unit in np.flatnonzero(fit.in_term[:, place])]
            assert own == units[list(expected).index(term)]
