# SPDX-License-Identifier: EUPL-1.2
"""``schakel demo-year``: fills the register of a course and takes it away again."""

import pytest
import typer
from django.test import override_settings
from tests.cycle.factories import AgendaItemFactory, CycleYearFactory
from tests.cycle.made_up_stored import store
from tests.shared_data import REPOSITORY
from typer.testing import CliRunner

from schakel.commands import demonstration
from schakel.cycle.adopted_mark import read_marks
from schakel.cycle.models import CycleYear, Meeting
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
    assert not CycleYear.objects.exists() and not Meeting.objects.exists()


def words_of(shown):
    return " ".join(shown.output.split())


def test_without_a_measurement_the_command_says_what_it_leaves_out():
    shown = demo_year("--course", str(MADE_UP))
    assert "geen diagnose vast" in words_of(shown)
    assert CycleYear.objects.get().invented


def test_with_a_measurement_both_years_of_the_cycle_are_there_and_nothing_is_left_out(monkeypatch, tmp_path):
    stored = store(tmp_path / "home")
    monkeypatch.setattr(demonstration, "known_measurement", lambda course: stored)
    with override_settings(SCHAKEL_HOME=tmp_path / "home"):
        shown = demo_year("--course", str(MADE_UP))
    assert shown.exit_code == 0, shown.output
    assert "weggelaten" not in words_of(shown) and "geen diagnose" not in words_of(shown)
    assert CycleYear.objects.filter(invented=True).count() == 2
    shown = demo_year("--remove")
    assert shown.exit_code == 0, shown.output
    assert read_marks(tmp_path / "home") == {}


def test_beside_real_years_of_the_cycle_the_command_adds_no_invented_ones():
    CycleYearFactory(year=2031)
    shown = demo_year("--course", str(MADE_UP))
    assert "bevat echte jaren" in words_of(shown)
    assert has_demonstration_year() and CycleYear.objects.filter(invented=True).count() == 0


def test_a_real_item_on_an_invented_agenda_does_not_keep_the_year_from_being_taken_away():
    demo_year("--course", str(MADE_UP))
    meeting = Meeting.objects.get(state="convened")
    item = AgendaItemFactory(meeting=meeting, title="Een echt punt")
    shown = demo_year("--remove")
    assert shown.exit_code == 0, shown.output
    item.refresh_from_db()
    assert (item.meeting, item.state) == (None, "backlog")
