# SPDX-License-Identifier: EUPL-1.2
"""``schakel programme load``: what the course folder holds gets into the register."""

import shutil

import pytest
import typer
from tests.shared_data import REPOSITORY
from typer.testing import CliRunner

from schakel.commands import programme
from schakel.programme.models import Partner
from schakel.programme.recording import Actor, change_record

MADE_UP = REPOSITORY / "tests" / "courses" / "made-up"


@pytest.fixture(autouse=True)
def _database(db, monkeypatch, tmp_path):
    """The database of the test stands in for the one of the installation."""
    monkeypatch.setenv("SCHAKEL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(programme, "open_database", lambda: None)


def load(folder=MADE_UP) -> str:
    app = typer.Typer()
    app.add_typer(programme.programme_app, name="programme")
    shown = CliRunner().invoke(app, ["programme", "load", "--course", str(folder)])
    assert shown.exit_code == 0, shown.output
    return shown.output


def words_in(text: str) -> str:
    return " ".join(text.split())


def test_loading_says_in_one_sentence_what_it_did():
    assert words_in(load()) in (
        "Het register van de koers is geladen: 39 nieuw, 0 veranderd, 0 gelijk gebleven, 0 gelaten zoals een ander "
        "ze heeft gemaakt.",
        "The register of the course is loaded: 39 new, 0 changed, 0 as they were, 0 left as somebody else made them.",
    )
    assert len(load().splitlines()) == 1


def test_what_was_left_alone_is_named():
    load()
    partner = Partner.objects.get(code="vakschool")
    by = Actor("account:1", "web 127.0.0.1")
    change_record(
        partner,
        action="partner.change",
        expected_version=1,
        by=by,
        at=partner.changed_at,
        changes={"name": "Eigen naam"},
    )
    lines = load().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("- Eigen naam (partner): ")


def test_starting_loads_only_what_changed(tmp_path):
    folder = tmp_path / "made-up"
    shutil.copytree(MADE_UP, folder, ignore=shutil.ignore_patterns("figures"))
    assert programme.load_when_changed(folder).added == 39
    assert programme.load_when_changed(folder) is None
    register = folder / "register.yaml"
    register.write_text(register.read_text().replace("Landelijk Laadnet", "Landelijk Stroomnet"))
    report = programme.load_when_changed(folder)
    assert (report.added, report.changed) == (1, 1)


def test_the_site_starts_also_when_the_register_cannot_be_loaded(tmp_path, capsys):
    folder = tmp_path / "made-up"
    shutil.copytree(MADE_UP, folder, ignore=shutil.ignore_patterns("figures"))
    register = folder / "register.yaml"
    register.write_text(register.read_text().replace("Banen door de laadplaats", "Banen " * 40))
    programme.load_before_serving(folder)
    assert "register.yaml" in capsys.readouterr().err
    assert not Partner.objects.exists()


def test_starting_says_nothing_when_there_is_nothing_to_load(capsys):
    programme.load_before_serving(MADE_UP)
    assert capsys.readouterr().out
    programme.load_before_serving(MADE_UP)
    assert capsys.readouterr().out == ""


def test_every_reason_has_words():
    from typing import get_args

    from schakel.programme.loading.report import LeftAlone, WhyLeftAlone

    told = {programme.left_alone_words(LeftAlone("claim", "X", why)) for why in get_args(WhyLeftAlone)}
    assert len(told) == 4
