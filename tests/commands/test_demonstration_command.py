# SPDX-License-Identifier: EUPL-1.2
"""``schakel demo-year``: fills the register of a course and takes it away again."""

import pytest
import typer
from tests.shared_data import REPOSITORY
from typer.testing import CliRunner

from schakel.commands import demonstration
from schakel.programme.demonstration import DemonstrationThere, has_demonstration_year
from schakel.programme.models import Partner

MADE_UP = REPOSITORY / "tests" / "courses" / "made-up"


@pytest.fixture(autouse=True)
def _database(db, monkeypatch, tmp_path):
    """The database of the test stands in for the one of the installation, which holds no measurement."""
    for name in ("SCHAKEL_COURSES", "SCHAKEL_COURSE", "SCHAKEL_FIGURES"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SCHAKEL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(demonstration, "open_database", lambda: None)
    monkeypatch.setattr(demonstration, "known_inhabitants", lambda year: {})


def demo_year(*arguments):
    app = typer.Typer()
    app.add_typer(demonstration.demonstration_app)
    return CliRunner().invoke(app, ["demo-year", *arguments])


def test_the_command_adds_the_year_to_the_loaded_register_and_takes_only_that_away():
    shown = demo_year("--course", str(MADE_UP))
    assert shown.exit_code == 0, shown.output
    assert "schakel demo-year --remove" in " ".join(shown.output.split())
    assert has_demonstration_year()
    n_real = Partner.objects.filter(invented=False).count()
    assert n_real > 0
    again = demo_year("--course", str(MADE_UP))
    assert isinstance(again.exception, DemonstrationThere)
    shown = demo_year("--remove")
    assert shown.exit_code == 0, shown.output
    assert not has_demonstration_year()
    assert Partner.objects.count() == n_real
