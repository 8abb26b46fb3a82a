# SPDX-License-Identifier: EUPL-1.2
"""Loading the shipped figures: once, whole, and never half."""

import shutil

import polars as pl
import pytest
from tests.dataroom.figures_at_hand import FIGURES

from schakel.dataroom.figure_tables import WrongFigure
from schakel.dataroom.observations import observations_path, read_observations
from schakel.dataroom.snapshots import list_snapshots, open_snapshot
from schakel.dataroom.store import NoDeclaration, NoFigures, ingest_figures

FEW = ("cbs_81575ned_2012", "qog_eqi", "vocabulary", "regions", "redivisions")


@pytest.fixture
def figures(tmp_path):
    """A folder with two small tables."""
    folder = tmp_path / "figures"
    folder.mkdir()
    for stem in FEW:
        for path in FIGURES.glob(f"{stem}.*"):
            shutil.copy(path, folder)
    return folder


def test_every_figure_has_a_snapshot_that_can_be_opened(shipped, shipped_home):
    pairs = shipped.select("snapshot_id", "source_table").unique()
    assert pairs["snapshot_id"].n_unique() == pairs.height == len(list_snapshots(shipped_home))
    for snapshot_id, table in pairs.iter_rows():
        assert open_snapshot(shipped_home, snapshot_id).receipt.source_table == table


def test_a_second_load_reads_nothing_and_gives_the_same_number(figures, tmp_path):
    home = tmp_path / "home"
    first = ingest_figures(figures, home)
    before = observations_path(home).stat().st_mtime_ns
    assert ingest_figures(figures, home) == first == read_observations(home).height
    assert observations_path(home).stat().st_mtime_ns == before


def test_progress_is_reported(figures, tmp_path):
    seen = []
    ingest_figures(
        figures, tmp_path / "home", report=lambda done, total, label: seen.append((done, total, label))
    )
    assert seen == [(1, 2, "CBS 81575NED (2012)"), (2, 2, "QoG EQI")]


def test_only_a_changed_table_is_replaced(figures, tmp_path):
    home = tmp_path / "home"
    ingest_figures(figures, home)
    old = read_observations(home)
    path = figures / "qog_eqi.csv"
    path.write_text(path.read_text().replace("qog_eqi,NL13,2024,", "qog_eqi,NL13,2024,0"))
    lines = [line for line in path.read_text().splitlines() if not line.startswith("qog_eqi,NL12,2010")]
    path.write_text("\n".join(lines) + "\n")
    seen = []
    ingest_figures(figures, home, report=lambda done, total, label: seen.append(label))
    new = read_observations(home)
    assert seen == ["QoG EQI"]
    assert new.height == old.height - 1
    same = pl.col("source_table") == "CBS 81575NED (2012)"
    assert new.filter(same).equals(old.filter(same))
    assert len(list_snapshots(home)) == 3, "the bytes of the first load stay"


def test_a_table_that_disappeared_leaves(figures, tmp_path):
    home = tmp_path / "home"
    ingest_figures(figures, home)
    (figures / "qog_eqi.csv").unlink()
    ingest_figures(figures, home)
    assert set(read_observations(home)["source_table"]) == {"CBS 81575NED (2012)"}


def test_a_wrong_table_leaves_everything_as_it_was(figures, tmp_path):
    home = tmp_path / "home"
    ingest_figures(figures, home)
    old = read_observations(home)
    path = figures / "qog_eqi.csv"
    path.write_text(path.read_text() + "qog_eqi,NL13,twenty,1,,,,\n")
    with pytest.raises(WrongFigure, match=r"qog_eqi\.csv, line 57"):
        ingest_figures(figures, home)
    assert read_observations(home).equals(old)


def test_a_damaged_list_of_what_was_loaded_means_loading_again(figures, tmp_path):
    home = tmp_path / "home"
    first = ingest_figures(figures, home)
    (home / "dataroom" / "figures.json").write_text("{")
    assert ingest_figures(figures, home) == first


def test_a_folder_without_figures_is_refused(tmp_path):
    with pytest.raises(NoFigures):
        ingest_figures(tmp_path, tmp_path / "home")


def test_a_table_that_does_not_say_what_it_is_is_refused(figures, tmp_path):
    (figures / "secret.csv").write_text("measure,region_code,period,value\n")
    with pytest.raises(NoDeclaration, match=r"secret\.yaml"):
        ingest_figures(figures, tmp_path / "home")
