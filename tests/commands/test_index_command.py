# SPDX-License-Identifier: EUPL-1.2
"""``schakel index``: from a spreadsheet to a ranking, files and a specification to change."""

import csv
import hashlib
import json
import subprocess
import sys

import openpyxl
import pytest
import yaml
from tests.made_up_towns import write_plain_csv, write_workbook

from schakel.__main__ import main, options_first
from schakel.commands import index_audit
from schakel.composite.specification.running import NoData, make_index, read_index


@pytest.fixture
def workbook(tmp_path):
    return write_workbook(tmp_path / "towns.xlsx")


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")


def run(capsys, *arguments):
    """Run the command; without the documents, which take seconds to draw, unless formats are named."""
    code = 0
    if "--out" in arguments and "--format" not in arguments:
        arguments = (*arguments, "--format", "xlsx")
    try:
        main(["index", *map(str, arguments)])
    except SystemExit as stop:
        code = stop.code or 0
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_answer_comes_first_then_the_ranking_then_what_was_guessed(capsys, workbook):
    code, told, _ = run(capsys, workbook, "--runs", 60)
    assert code == 0
    lines = told.splitlines()
    assert "Town K" in lines[0] and "16" in lines[0]
    assert told.index("Town K (T11)") < told.index("Town J (T10)") < told.index("Figures!A1")
    assert "inhabitants" in told and "leave_out" in told


def test_a_folder_gets_everything_with_full_precision(capsys, tmp_path, workbook):
    out = tmp_path / "out"
    code, _, _ = run(capsys, workbook, "--out", out, "--runs", 60, "--seed", 5)
    assert code == 0
    names = {path.name for path in out.iterdir()}
    assert {"ranking.csv", "scores.csv", "ranks.csv", "weights.csv", "flags.csv", "strengths.csv"} <= names
    assert {
        "uncertainty.csv",
        "sensitivity.csv",
        "correlations.csv",
        "profiles.csv",
        "data_error.csv",
    } <= names
    assert {"step_0_data.csv", "step_3_impute.csv", "step_6_aggregate.csv", "index.xlsx"} <= names
    index = make_index(read_index({}, files=[workbook]))
    written = {row["unit"]: float(row["index"]) for row in rows_of(out / "scores.csv")}
    assert written == dict(zip(index.build.units, index.build.scores()[0].tolist(), strict=True))
    raw = {row["unit"]: row for row in rows_of(out / "step_0_data.csv")}
    assert raw["T04"]["air"] == ""
    assert {(row["unit"], row["code"], row["flag"]) for row in rows_of(out / "flags.csv")} == {
        ("T04", "air", "imputed"),
        ("T10", "patents", "imputed"),
    }
    ranking = rows_of(out / "ranking.csv")
    assert [row["rank"] for row in ranking] == [str(rank) for rank in range(1, 17)]
    assert all(float(row["rank_low"]) <= float(row["rank_high"]) for row in ranking)


def test_the_workbook_has_a_sheet_for_each_table(capsys, tmp_path, workbook):
    run(capsys, workbook, "--out", tmp_path / "out", "--runs", 60, "--format", "xlsx")
    book = openpyxl.load_workbook(tmp_path / "out" / "index.xlsx", read_only=True)
    assert {"ranking", "weights", "step_5_normalise", "uncertainty"} <= set(book.sheetnames)
    run(capsys, workbook, "--out", tmp_path / "bare", "--runs", 60, "--format", "none")
    assert not (tmp_path / "bare" / "index.xlsx").exists()
    assert (tmp_path / "bare" / "ranking.csv").exists()


def test_the_audit_is_written_as_a_document(capsys, tmp_path, workbook):
    out = tmp_path / "out"
    code, told, _ = run(capsys, workbook, "--out", out, "--runs", 20, "--format", "html")
    assert code == 0
    documents = [path for path in out.iterdir() if path.suffix == ".html"]
    assert "Town K" in documents[0].read_text(encoding="utf-8")
    assert not (out / "index.xlsx").exists()
    n_files = sum(path.is_file() for path in out.rglob("*"))
    assert f"{n_files} " in told.splitlines()[-1]


def test_an_index_that_cannot_be_audited_says_so_and_keeps_its_results(
    capsys, tmp_path, workbook, monkeypatch
):
    def refuse(*_arguments):
        raise NoData()

    monkeypatch.setattr(index_audit, "write_index_audit", refuse)
    out = tmp_path / "out"
    code, told, _ = run(capsys, workbook, "--out", out, "--runs", 20, "--format", "html")
    assert code == 0
    assert (out / "ranking.csv").exists()
    assert "audit" in told.lower()


def test_two_runs_give_the_same_bytes_and_another_seed_does_not(capsys, tmp_path, workbook):
    for name, seed in (("one", 1), ("two", 1), ("other", 2)):
        run(capsys, workbook, "--out", tmp_path / name, "--runs", 60, "--seed", seed)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "two").iterdir())
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    runs = "uncertainty_runs.csv"
    assert (tmp_path / "one" / runs).read_bytes() != (tmp_path / "other" / runs).read_bytes()


def test_provenance_holds_hashes_version_seed_and_choices(capsys, tmp_path, workbook):
    run(capsys, workbook, "--out", tmp_path / "out", "--runs", 60, "--seed", 9)
    found = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert found["data"] == [
        {"file": "towns.xlsx", "sha256": hashlib.sha256(workbook.read_bytes()).hexdigest()}
    ]
    spec = (tmp_path / "out" / "spec.yaml").read_bytes()
    assert found["specification_sha256"] == hashlib.sha256(spec).hexdigest()
    assert (found["seed"], found["runs"], found["coverage"]) == (9, 60, 0.9)
    assert any("inhabitants" in guess for guess in found["guesses"])
    assert any("z-scores" in remark for remark in found["remarks"])
    assert {each["label"] for each in found["analyses"]} >= {"uncertainty", "rank_sets"}
    assert str(tmp_path) not in json.dumps(found)


def test_the_specification_as_used_gives_the_same_results(capsys, tmp_path, workbook):
    run(capsys, workbook, "--out", tmp_path / "one", "--runs", 60, "--seed", 3)
    spec = tmp_path / "one" / "spec.yaml"
    code, _, _ = run(capsys, workbook, "--spec", spec, "--out", tmp_path / "two")
    assert code == 0
    for path in (tmp_path / "one").iterdir():
        if path.suffix in (".csv", ".yaml"):
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_a_guess_can_be_written_changed_and_used(capsys, tmp_path, workbook):
    spec = tmp_path / "index.yaml"
    code, told, _ = run(capsys, workbook, "--guess-only", "--write-spec", spec)
    assert code == 0
    assert "Figures!A1" in told and "Town K" not in told
    assert spec.read_text(encoding="utf-8").startswith("# ")
    plain = yaml.safe_load(spec.read_text(encoding="utf-8"))
    assert plain["data"] == {
        "file": "towns.xlsx",
        "data_sheet": "Figures",
        "structure_sheet": "Structure",
        "unit": "code",
    }
    assert [each["code"] for each in plain["structure"]["indicators"]][:2] == ["jobs", "wages"]
    assert run(capsys, workbook, "--write-spec", spec)[0] == 1
    changed = spec.read_text(encoding="utf-8").replace("direction: -1", "direction: 1")
    spec.write_text(changed, encoding="utf-8")
    before, after = tmp_path / "before", tmp_path / "after"
    run(capsys, workbook, "--out", before, "--runs", 60, "--format", "none")
    code, told, _ = run(capsys, "--spec", spec, "--out", after, "--runs", 60, "--format", "none")
    assert code == 0
    assert "Figures!A1" not in told
    assert rows_of(before / "ranking.csv") != rows_of(after / "ranking.csv")


def test_every_problem_of_a_specification_is_printed_with_its_line(capsys, tmp_path, workbook):
    spec = tmp_path / "wrong.yaml"
    spec.write_text(
        "data:\n  file: towns.xlsx\nsteps:\n  - normalise: {method: min-max}\n  - agregate\nrun: 5\n",
        encoding="utf-8",
    )
    code, told, _ = run(capsys, "--spec", spec)
    lines = told.splitlines()
    assert code == 1
    assert len(lines) == 3
    assert "wrong.yaml" in lines[0] and " 4" in lines[0] and "minmax" in lines[0]
    assert " 5" in lines[1] and "aggregate" in lines[1]
    assert " 6" in lines[2] and "runs" in lines[2]


def test_yaml_that_is_none_is_one_sentence(capsys, tmp_path):
    spec = tmp_path / "broken.yaml"
    spec.write_text("data: [1,\n", encoding="utf-8")
    code, told, _ = run(capsys, "--spec", spec)
    assert code == 1 and "broken.yaml" in told and "Traceback" not in told
    spec.write_text("- a\n", encoding="utf-8")
    code, _, failed = run(capsys, "--spec", spec)
    assert code == 1 and "broken.yaml" in failed and "--write-spec" in failed


def test_a_failure_is_a_sentence_with_its_cure(capsys, tmp_path, workbook):
    code, _, failed = run(capsys, tmp_path / "nowhere.xlsx")
    assert code == 1 and "nowhere.xlsx" in failed
    code, _, failed = run(capsys)
    assert code == 1 and "data" in failed
    code, _, failed = run(capsys, workbook, "--year", "2019")
    assert code == 1 and "2019" in failed
    assert "Traceback" not in failed


def test_an_index_that_cannot_be_built_still_says_what_was_understood(capsys, tmp_path):
    path = tmp_path / "flat.csv"
    path.write_text("town,jobs,air\nA,5,1\nB,5,2\nC,5,4\n", encoding="utf-8")
    code, told, failed = run(capsys, path)
    assert code == 1
    assert "jobs" in failed
    assert "flat!A1" in told


def test_an_analysis_that_was_asked_and_fails_gives_exit_code_1(capsys, tmp_path, workbook):
    spec = tmp_path / "index.yaml"
    spec.write_text("analyses:\n  - change\n  - trends: {codes: [wages]}\n  - strengths\n", encoding="utf-8")
    code, told, failed = run(capsys, workbook, "--spec", spec, "--out", tmp_path / "out")
    assert code == 1
    assert "trends" in failed
    assert "Town K" in told
    assert (tmp_path / "out" / "strengths.csv").exists()


def test_a_year_of_a_panel_is_shown(capsys, tmp_path):
    panel = write_workbook(tmp_path / "panel.xlsx", years=(2021, 2023))
    firsts = {}
    for year in (2021, 2023):
        out = tmp_path / str(year)
        code, _, _ = run(capsys, panel, "--year", year, "--out", out, "--runs", 60, "--format", "none")
        assert code == 0
        provenance = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
        assert provenance["period"] == str(year)
        scores = {(row["period"], row["unit"]): row["index"] for row in rows_of(out / "scores.csv")}
        for row in rows_of(out / "ranking.csv"):
            assert scores[str(year), row["unit"]] == row["score"]
        firsts[year] = rows_of(out / "ranking.csv")
    assert firsts[2021] != firsts[2023]


def test_a_plain_csv_with_decimal_commas_is_read(capsys, tmp_path):
    code, told, _ = run(capsys, write_plain_csv(tmp_path / "towns.csv"), "--runs", 60)
    assert code == 0
    assert "decimal_mark" in told and "direction" in told


def test_language_and_debug_may_stand_anywhere():
    assert options_first(["index", "a.xlsx", "--lang", "en", "--debug"]) == [
        "--debug",
        "--lang",
        "en",
        "index",
        "a.xlsx",
    ]
    assert options_first(["--lang=en", "start"]) == ["--lang=en", "start"]
    assert options_first(["start"]) == ["start"]


def test_english_is_asked_for_on_the_command_line(workbook):
    command = [sys.executable, "-m", "schakel", "index", str(workbook), "--runs", "20", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Town K is first of 16 with a score of 80.")
    assert "likely: The units are in column 'code' (Figures!A1)." in done.stdout
    assert "No choices to vary are named" in done.stdout
