# SPDX-License-Identifier: EUPL-1.2
"""One number's whole journey: a raw StatLine file, observation, diagnosis, stored measurement, PDF.

The file and its figures are invented; its form is one that people really have: a byte order mark,
semicolons, decimal commas, padded codes, a provisional year and a figure that is withheld.
"""

import shutil
from io import BytesIO

import polars as pl
import pytest
from pypdf import PdfReader
from tests.shared_data import REPOSITORY

from schakel.dataroom.readers.forms import read_any
from schakel.dataroom.readers.mapping import ObservationMapping, fixed, in_column
from schakel.dataroom.readers.observing import to_observations
from schakel.dataroom.snapshots import open_snapshot
from schakel.diagnosis.run import make_measurement
from schakel.documents.report import write_report

COURSE = REPOSITORY / "tests" / "courses" / "made-up"
RAW_FILE = (
    "\ufeff"
    '"Regio\'s";"Perioden";"Banen van werknemers (x 1 000)"\n'
    '"GM9901    ";"2031";"12,5"\n'
    '"GM9901    ";"2032*";"13,25"\n'
    '"GM9902    ";"2031";"20,0"\n'
    '"GM9902    ";"2032*";"x"\n'
).encode()
MEASURE = "invented_jobs:TOTAL"
LONGEST_REPORT_PAGES = 12


@pytest.fixture(scope="module")
def observed() -> pl.DataFrame:
    table = read_any(RAW_FILE, "invented-jobs.csv")
    mapping = ObservationMapping(
        measure=fixed(MEASURE), region=in_column("Regio's"), period=in_column("Perioden")
    )
    return to_observations(table, mapping)


@pytest.fixture(scope="module")
def stored(tmp_path_factory, observed):
    folder = tmp_path_factory.mktemp("journey")
    figures = folder / "figures"
    shutil.copytree(COURSE / "figures", figures)
    replace_figures(figures / "invented.csv", observed)
    return make_measurement(COURSE, figures, folder / "home", year=2032, n_runs=60), folder


def replace_figures(csv, observed: pl.DataFrame) -> None:
    """Put what was read in the place of the made-up figures of the same measure, area and year."""
    read = {(r["measure"], r["region_code"], r["period"]): r for r in observed.iter_rows(named=True)}
    lines = csv.read_text().splitlines()
    header = lines[0].split(",")
    changed = [lines[0]]
    for line in lines[1:]:
        row = dict(zip(header, line.split(","), strict=True))
        found = read.get((row["measure"], row["region_code"], int(row["period"])))
        if found is not None:
            value = "" if found["value"] is None else repr(found["value"])
            row |= {"value": value, "status": found["status"]}
        changed.append(",".join(row[name] for name in header))
    csv.write_text("\n".join(changed) + "\n")


def test_the_raw_file_is_understood(observed):
    cells = {
        (r["region_code"], r["period"]): (r["value"], r["status"]) for r in observed.iter_rows(named=True)
    }
    assert cells == {
        ("GM9901", 2031): (12.5, "normal"),
        ("GM9901", 2032): (13.25, "provisional"),
        ("GM9902", 2031): (20.0, "normal"),
        ("GM9902", 2032): (None, "suppressed"),
    }


def test_the_withheld_figure_stays_withheld_in_the_measurement(stored):
    measurement, _ = stored
    figures = measurement.table("observations").filter(
        (pl.col("measure") == MEASURE) & (pl.col("region_code") == "GM9902") & (pl.col("period") == 2032)
    )
    assert figures["value"].to_list() == [None]
    assert figures["status"].to_list() == ["suppressed"]


def test_no_sum_over_the_withheld_figure_is_a_number(stored):
    measurement, _ = stored
    jobs = next(i for i in measurement.dossier.picture if i.code == "logistics_share")
    own = next(line for line in jobs.lines if line.role == "region")
    points = {p.period: p for p in own.points}
    assert points[2031].value is not None
    assert points[2032].value is None
    assert points[2032].status == "suppressed"


def test_every_figure_leads_back_to_bytes_that_are_unchanged(stored):
    measurement, folder = stored
    for used in measurement.dossier.provenance.snapshots:
        content = open_snapshot(folder / "home", used.snapshot_id).read_bytes()
        assert b"GM9902,2032,,suppressed" in content


def test_the_report_is_a_tagged_document_about_this_region(stored):
    measurement, folder = stored
    files = write_report(measurement, folder / "out", "en", ("pdf",))
    document = PdfReader(BytesIO(next(f for f in files if f.suffix == ".pdf").read_bytes()))
    text = " ".join(page.extract_text() for page in document.pages)
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(document.pages) <= LONGEST_REPORT_PAGES
    assert "Exampleland" in text
    assert "2032" in text


def test_the_same_journey_gives_the_same_bytes(stored, tmp_path):
    measurement, folder = stored
    again = make_measurement(COURSE, folder / "figures", tmp_path / "home", year=2032, n_runs=60)
    assert again.id == measurement.id
    first = write_report(measurement, tmp_path / "one", "nl", ("pdf", "html", "xlsx"))
    second = write_report(again, tmp_path / "two", "nl", ("pdf", "html", "xlsx"))
    assert [f.read_bytes() for f in first] == [f.read_bytes() for f in second]
