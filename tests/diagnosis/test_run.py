# SPDX-License-Identifier: EUPL-1.2
"""From folders to a stored measurement: the same bytes every time, and nothing twice."""

import pytest
from tests.shared_data import REPOSITORY

from schakel.diagnosis.run import make_measurement
from schakel.diagnosis.storage import list_measurements, load_measurement, verify_measurement

COURSE = REPOSITORY / "tests" / "courses" / "made-up"
FIGURES = COURSE / "figures"


def make(home, **options):
    return make_measurement(COURSE, FIGURES, home, n_runs=40, **options)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def stored(home):
    return make(home)


def test_the_year_is_the_newest_of_the_figures_and_the_year_before_is_made_too(home, stored):
    years = [m.year for m in list_measurements(home)]
    assert years == [stored.dossier.year - 1, stored.dossier.year]
    assert stored.dossier.provenance.previous_measurement_id == list_measurements(home)[0].id
    assert stored.dossier.changes


def test_the_first_year_says_that_it_has_no_predecessor(home, stored):
    first = load_measurement(home, stored.dossier.course_id, stored.dossier.year - 1)
    assert first.dossier.changes == ()
    assert "first_year" in {n.code for n in first.dossier.cannot_say}
    assert "first_year" not in {n.code for n in stored.dossier.cannot_say}


def test_the_same_inputs_give_the_same_bytes_in_another_home(stored, tmp_path):
    again = make(tmp_path)
    assert again.id == stored.id
    assert (again.folder / "dossier.json").read_bytes() == (stored.folder / "dossier.json").read_bytes()
    for name in stored.table_names:
        path = f"tables/{name}.parquet"
        assert (again.folder / path).read_bytes() == (stored.folder / path).read_bytes()
    verify_measurement(again)


def test_a_second_start_computes_nothing(home, stored):
    steps = []
    again = make(home, report=lambda done, total, label: steps.append(label))
    assert again.id == stored.id
    assert steps == ["unchanged"]


def test_another_seed_is_another_measurement_and_the_old_one_stays(home, stored):
    other = make(home, seed=7)
    assert other.id != stored.id
    assert (
        load_measurement(home, stored.dossier.course_id, stored.dossier.year, stored.id).dossier
        == stored.dossier
    )
    assert make(home).id == stored.id


def test_with_equal_figures_and_method_everything_that_moved_is_real(stored):
    for change in stored.dossier.changes:
        if change.total is not None:
            assert change.revision == 0.0
            assert change.method == 0.0
            assert change.real == pytest.approx(change.total)


def test_provenance_names_every_snapshot_with_its_hash(stored):
    snapshots = stored.dossier.provenance.snapshots
    assert snapshots
    assert all(len(s.sha256) == 64 and s.n_observations > 0 for s in snapshots)
    used = stored.table("observations")
    assert {s.snapshot_id for s in snapshots} == set(used["snapshot_id"])
    assert used["period"].max() <= stored.dossier.year
