# SPDX-License-Identifier: EUPL-1.2
"""Two measurements side by side, worked by hand: what moved, its parts, what went in differently."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cycle.made_up_stored import (
    PREDECESSOR,
    Told,
    first_dossier,
    second_dossier,
    with_item,
    with_provenance,
    with_score,
)

from schakel.cycle.queries.comparing import compare_measurements
from schakel.diagnosis.changing import Split
from schakel.diagnosis.dossier import Interval

AREA = "XA01"
OTHER_CODE = "0.2.0+other"


def compared(then, now, old="a" * 16, new="b" * 16):
    return compare_measurements(Told(old, then), Told(new, now))


def the_year_before(dossier):
    return replace(dossier, year=dossier.year - 1)


def moved(found, kind, subject, area):
    (row,) = [m for m in found.moved if (m.kind, m.subject, m.area.code) == (kind, subject, area)]
    return row


def with_file(dossier, **changes):
    """The dossier with another version of its first source file."""
    first, *others = dossier.provenance.snapshots
    return with_provenance(dossier, snapshots=(replace(first, **changes), *others))


def newer_file(dossier):
    return with_file(dossier, snapshot_id="99" * 8, sha256="9" * 64)


def scored(element="talent", score=None, **provenance):
    dossier = first_dossier() if score is None else with_score(first_dossier(), element, AREA, score)
    return with_provenance(dossier, **provenance) if provenance else dossier


def test_a_successor_tells_the_parts_itself():
    found = compared(the_year_before(first_dossier()), second_dossier(), old=PREDECESSOR)
    assert found.is_predecessor and (found.old_year, found.new_year) == (2023, 2024)
    jobs = moved(found, "picture", "industry_jobs", "XC01")
    assert jobs.split == Split(-0.3, -0.2, -0.1, 0.0)
    assert (jobs.how, jobs.is_beyond_noise) == ("stated", True)
    vacancies = [m for m in found.moved if m.subject == "vacancies"]
    assert vacancies == []


def test_what_a_successor_did_not_follow_has_a_total_only():
    then = with_score(the_year_before(first_dossier()), "talent", AREA, Interval(1.0, 0.9, 1.1))
    now = with_score(second_dossier(), "talent", AREA, Interval(1.5, 1.4, 1.6))
    row = moved(compared(then, now, old=PREDECESSOR), "element", "talent", AREA)
    assert row.split == Split(0.5, None, None, None) and row.how == "not"
    assert row.is_beyond_noise is True and row.comparison == "european"
    assert (row.then.value, row.now.value) == (1.0, 1.5)


def test_other_years_without_that_tie_cannot_be_split():
    then, now = the_year_before(first_dossier()), scored(score=Interval(1.5, 1.4, 1.6))
    found = compared(then, now)
    assert not found.is_predecessor
    assert {m.how for m in found.moved} == {"not"}
    assert all(m.split.real is None and m.split.revision is None for m in found.moved)


def test_in_one_year_with_the_same_files_all_of_it_is_method():
    then = scored(score=Interval(1.0, 0.9, 1.1))
    now = scored(score=Interval(1.05, 0.95, 1.15), code_version=OTHER_CODE)
    row = moved(compared(then, now), "element", "talent", AREA)
    assert row.how == "same_figures" and row.is_beyond_noise is False
    assert row.split.total == pytest.approx(0.05) and row.split.method == row.split.total
    assert (row.split.real, row.split.revision) == (0.0, 0.0)


def test_in_one_year_with_the_same_method_a_figure_of_the_same_period_was_revised():
    then = with_item(first_dossier(), "jobs", 65.0)
    now = newer_file(with_item(first_dossier(), "jobs", 64.0))
    row = moved(compared(then, now), "picture", "jobs", "XC01")
    assert row.split == Split(-1.0, 0.0, -1.0, 0.0) and row.how == "revised"


def test_a_newer_period_or_another_method_is_no_revision():
    then = with_item(first_dossier(), "jobs", 65.0, 2023)
    assert moved(compared(then, newer_file(first_dossier())), "picture", "jobs", "XC01").how == "not"
    other = with_provenance(newer_file(first_dossier()), seed=3)
    assert moved(compared(first_dossier(), other), "picture", "jobs", "XC01").how == "not"


def test_a_score_is_never_called_revised_since_it_rests_on_many_figures():
    now = newer_file(scored(score=Interval(1.5, 1.4, 1.6)))
    row = moved(compared(first_dossier(), now), "element", "talent", AREA)
    assert row.how == "not" and row.split.revision is None and row.split.total is not None


def test_what_stands_in_one_of_the_two_only_has_no_change():
    gone = [i for i in first_dossier().picture if i.code != "jobs"]
    found = compared(first_dossier(), replace(first_dossier(), picture=tuple(gone)))
    row = moved(found, "picture", "jobs", "XC01")
    assert row.split.total is None and row.period_now is None and row.now.value is None
    assert (row.period_then, row.is_beyond_noise) == (2024, None)


def test_the_same_measurement_twice_did_not_move():
    found = compared(first_dossier(), first_dossier())
    assert {m.split.total for m in found.moved} == {0.0}
    assert not any(m.is_beyond_noise for m in found.moved)
    assert found.inputs == () and all(link.then == link.now for link in found.links)


def with_ranks(dossier, rank, spread, n_regions=120):
    def changed(comparison):
        ranks = tuple(
            replace(r, rank=rank, rank_both=spread, n_regions=n_regions) if r.area_code == AREA else r
            for r in comparison.ranks
        )
        return replace(comparison, ranks=ranks)

    return replace(dossier, comparisons=tuple(changed(c) for c in dossier.comparisons))


@pytest.mark.parametrize(
    ("rank", "spread", "n_regions", "beyond"),
    [
        (40, Interval(40.0, 30.0, 50.0), 120, True),
        (90, Interval(90.0, 75.0, 105.0), 120, False),
        (40, Interval(40.0, 30.0, 50.0), 121, None),
    ],
)
def test_a_place_moves_more_than_noise_when_the_intervals_allow_no_other_answer(
    rank, spread, n_regions, beyond
):
    then = with_ranks(first_dossier(), 100, Interval(100.0, 80.0, 110.0))
    found = compared(then, with_ranks(first_dossier(), rank, spread, n_regions))
    (row,) = [r for r in found.ranks if (r.comparison, r.area.code, r.element) == ("european", AREA, "")]
    assert (row.then.value, row.now.value, row.is_beyond_noise) == (100.0, float(rank), beyond)
    assert (row.n_then, row.n_now) == (120, n_regions)


def test_places_are_followed_for_every_measured_element_too():
    found = compared(first_dossier(), first_dossier())
    elements = {r.element for r in found.ranks if r.comparison == "european" and r.area.code == AREA}
    assert "talent" in elements and "" in elements and "leadership" not in elements


def test_a_link_that_left_the_set_keeps_its_probability():
    european, dutch = first_dossier().weakest
    left = european.links[-1].element
    now = replace(first_dossier(), weakest=(replace(european, links=european.links[:-1]), dutch))
    rows = {r.element: r for r in compared(first_dossier(), now).links if r.comparison == "european"}
    assert set(rows) == {"finance", "networks", "knowledge"}
    assert (rows[left].in_then, rows[left].in_now) == (True, False)
    assert rows[left].then == european.links[-1].probability and rows[left].now is not None
    others = [r for r in rows.values() if r.element != left]
    assert all(r.in_then and r.in_now and r.then == r.now for r in others)


def test_everything_that_went_in_differently_is_named():
    provenance = first_dossier().provenance
    first, second = provenance.snapshots
    new = replace(first, source_table="XBS 30003", snapshot_id="77" * 8, sha256="7" * 64)
    now = with_provenance(
        first_dossier(),
        code_version=OTHER_CODE,
        course_version="2026-2029",
        framework_sha256="e" * 64,
        seed=5,
        n_runs=10,
        choices={"scaling": "minmax", "weights": "equal"},
        snapshots=(replace(first, snapshot_id="99" * 8, sha256="9" * 64), new),
    )
    rows = [(i.kind, i.name, i.then, i.now) for i in compared(first_dossier(), now).inputs]
    assert rows == [
        ("code_version", "", "0.1.0+invented", OTHER_CODE),
        ("course_version", "", "2022-2025", "2026-2029"),
        ("framework", "", "f" * 12, "e" * 12),
        ("seed", "", "2022", "5"),
        ("n_runs", "", str(provenance.n_runs), "10"),
        ("choice", "scaling", "z_exp", "minmax"),
        ("choice", "weights", None, "equal"),
        ("choice", "aggregation", "additive", None),
        ("file", "XBS 10001", "0" * 12, "9" * 12),
        ("file", second.source_table, "0" * 12, None),
        ("file", "XBS 30003", None, "7" * 12),
    ]


def test_the_same_bytes_under_another_name_are_the_same_file():
    assert compared(first_dossier(), with_file(first_dossier(), retrieved_date="2029-01-01")).inputs == ()


SCORES = st.floats(0.05, 9, allow_nan=False)


@settings(max_examples=40, deadline=None)
@given(
    then=SCORES,
    now=SCORES,
    jobs=st.tuples(SCORES, SCORES),
    same_year=st.booleans(),
    same_code=st.booleans(),
    same_file=st.booleans(),
)
def test_known_parts_always_add_up_to_the_total(then, now, jobs, same_year, same_code, same_file):
    old = with_item(scored(score=Interval(then, then * 0.9, then * 1.1)), "jobs", jobs[0])
    new = with_item(scored(score=Interval(now, now * 0.9, now * 1.1)), "jobs", jobs[1])
    new = new if same_code else with_provenance(new, code_version=OTHER_CODE)
    new = new if same_file else newer_file(new)
    found = compared(old if same_year else the_year_before(old), new)
    split = [m for m in found.moved if m.split.revision is not None]
    assert bool(split) == (same_year and (same_file or same_code))
    for m in split:
        assert m.split.real + m.split.revision + m.split.method == pytest.approx(m.split.total, abs=1e-9)
    for m in found.moved:
        assert (m.split.real is None) == (m.split.method is None) == (m.how == "not")
    talent = moved(found, "element", "talent", AREA)
    assert talent.split.total == pytest.approx(now - then, abs=1e-9)


def test_the_parts_of_a_successor_add_up_too():
    found = compared(the_year_before(first_dossier()), second_dossier(), old=PREDECESSOR)
    told = [m for m in found.moved if m.how == "stated"]
    assert told
    for m in told:
        assert m.split.real + m.split.revision + m.split.method == pytest.approx(m.split.total)
