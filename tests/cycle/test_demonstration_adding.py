# SPDX-License-Identifier: EUPL-1.2
"""Adding the demonstration of the cycle on any day, with or without a measurement, and taking it away."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import override_settings
from tests.cycle.demonstration_site import NOW, add_both
from tests.cycle.factories import AgendaItemFactory, CycleYearFactory, DeviationFactory
from tests.cycle.made_up_stored import first_dossier, store
from tests.programme.factories import InitiativeFactory
from tests.web.site import MADE_UP

from schakel.cycle import models
from schakel.cycle.actions.agenda_steps import schedule_item
from schakel.cycle.adopted_mark import AdoptedMark, read_marks, write_mark
from schakel.cycle.demonstration import LeftOut, add_demonstration_cycle, let_go_of_real_rows
from schakel.cycle.demonstration.adding import CycleThere, NothingToHangOn
from schakel.cycle.marking import settle_marks
from schakel.cycle.queries.years import phases_of
from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course
from schakel.programme.auditing import verify_audit_chain
from schakel.programme.demonstration import (
    RealRowsHang,
    has_demonstration_year,
    remove_demonstration_year,
)
from schakel.programme.demonstration.invented_rows import (
    invented_histories,
    invented_models,
    invented_rows,
)

RANDOM = frozenset({"fingerprint", "milestone_changes", "content", "sha256", "effect_on"})
"""What differs each time: links that nobody can guess, and data with the keys of other rows."""
KEYED = frozenset({"effect_details", "source_key", "open_promises"})


@pytest.fixture
def home(tmp_path):
    with override_settings(SCHAKEL_HOME=tmp_path):
        yield tmp_path


def contents(*, invented):
    """Every row by table, without keys, codes of other rows and what is random, in order of what it says."""
    found = {}
    for model in invented_models():
        fields = [f for f in model._meta.concrete_fields if not f.is_relation and not f.primary_key]
        names = [f.attname for f in fields if f.name not in RANDOM | KEYED]
        rows = model._default_manager.filter(invented=invented)
        found[model._meta.model_name] = sorted(tuple(str(getattr(r, n)) for n in names) for r in rows)
    return found


def test_without_a_measurement_this_year_stays_in_its_first_phase_and_last_year_is_left_out(home):
    report = add_both()
    assert report.left_out == (LeftOut.NO_MEASUREMENT,)
    cycle = models.CycleYear.objects.get()
    assert [p.kind for p in phases_of(cycle) if p.started_on] == ["diagnose"]
    assert not any(p.ended_on for p in phases_of(cycle))
    assert not models.DiagnosisAdoption.objects.exists() and not models.Measurement.objects.exists()
    assert models.Talk.objects.exists() and models.Decision.objects.exists()


def test_a_measurement_of_this_year_is_no_diagnosis_of_last_year(home):
    at = datetime(first_dossier().year, 9, 1, 9, tzinfo=UTC)
    report = add_both(home, at)
    assert report.left_out == (LeftOut.MEASURED_LATER,)
    cycle = models.CycleYear.objects.get()
    assert [p.kind for p in phases_of(cycle) if p.ended_on] == ["diagnose", "dialogue", "develop"]


def test_a_measurement_of_a_year_to_come_is_left_aside(home):
    report = add_both(home, datetime(first_dossier().year - 1, 9, 1, 9, tzinfo=UTC))
    assert report.left_out == (LeftOut.NO_MEASUREMENT,)


@pytest.mark.parametrize("day", [date(2031, 1, 1), date(2032, 2, 29), date(2031, 12, 31)])
def test_any_day_of_the_year_will_do(home, day):
    report = add_both(home, datetime(day.year, day.month, day.day, 11, tzinfo=UTC))
    assert report.left_out == ()
    years = list(models.CycleYear.objects.order_by("year").values_list("year", "closed_on"))
    assert [year for year, _ in years] == [day.year - 1, day.year]
    assert years[0][1] is not None and years[1][1] is None


def test_beside_real_years_nothing_is_invented(home):
    CycleYearFactory(year=2031)
    report = add_both(home)
    assert (report.rows, report.left_out) == ({}, (LeftOut.REAL_YEARS,))
    assert not models.CycleYear.objects.filter(invented=True).exists()
    assert not models.Meeting.objects.exists()


def test_it_hangs_on_the_demonstration_year_and_is_not_added_twice(home):
    course = read_course(MADE_UP)
    elements = [element.code for element in load_framework(MADE_UP).elements]
    given = {"folder": MADE_UP, "measurement": None, "today": NOW.date(), "at": NOW}
    with pytest.raises(NothingToHangOn):
        add_demonstration_cycle(course, elements, **given)
    add_both()
    before = contents(invented=True)
    with pytest.raises(CycleThere):
        add_demonstration_cycle(course, elements, **given)
    assert contents(invented=True) == before


def test_removing_leaves_no_row_no_history_and_a_chain_that_holds(home):
    real = AgendaItemFactory(meeting=None, state="backlog", title="Een echt punt")
    before = contents(invented=False)
    add_both(home)
    assert let_go_of_real_rows(at=NOW) == 0
    remove_demonstration_year(at=NOW)
    assert not has_demonstration_year()
    assert not any(invented_rows(m).exists() for m in (*invented_models(), *invented_histories()))
    after = contents(invented=False)
    kept = {"measurement", "courseversion"}
    assert {name: rows for name, rows in after.items() if name not in kept} == {
        name: rows for name, rows in before.items() if name not in kept
    }
    assert models.Measurement.objects.count() == 1 and models.AgendaItem.objects.get() == real
    assert verify_audit_chain().n_entries > 0


def test_the_same_day_gives_the_same_rows_again(home):
    add_both(home)
    first = contents(invented=True)
    remove_demonstration_year(at=NOW)
    add_both(home)
    again = contents(invented=True)
    assert {name for name in first if first[name] != again[name]} == set()


def test_real_items_on_an_invented_meeting_wait_again_and_real_deviations_are_untied(home, by):
    add_both(home)
    meeting = models.Meeting.objects.get(state="convened")
    item = AgendaItemFactory(meeting=None, state="backlog", title="Een echt punt")
    handled = AgendaItemFactory(meeting=meeting, state="handled", title="Echt en behandeld", invented=False)
    carried = AgendaItemFactory(meeting=meeting, state="carried", title="Echt en verder", invented=False)
    schedule_item(item=item, meeting=meeting, expected_version=None, by=by, at=NOW)
    cycle = models.CycleYear.objects.get(year=2031)
    deviation = DeviationFactory(initiative=InitiativeFactory(), cycle=cycle, invented=False)
    with pytest.raises(RealRowsHang):
        remove_demonstration_year(at=NOW)
    assert let_go_of_real_rows(at=NOW) == 4
    remove_demonstration_year(at=NOW)
    for row, state in ((item, "backlog"), (handled, "backlog"), (carried, "carried")):
        row.refresh_from_db()
        assert (row.meeting, row.state, row.invented) == (None, state, False)
    deviation.refresh_from_db()
    assert deviation.cycle is None
    assert verify_audit_chain()


def test_a_mark_of_an_invented_adoption_from_before_is_taken_away(home):
    add_both(home)
    stored = store(home)
    key = ("made-up", first_dossier().year)
    write_mark(home, *key, AdoptedMark(stored.id, "2031-03-12", "2031-001", 2031))
    remove_demonstration_year(at=NOW)
    assert settle_marks(home) == (key,)
    assert read_marks(home) == {}


def test_a_real_adoption_keeps_its_mark_when_an_invented_one_follows(home, by):
    from tests.cycle.factories import DecisionFactory

    from schakel.cycle.actions.adoption import LinkChoice, adopt_diagnosis
    from schakel.cycle.marking import marks_by_database

    stored = store(home)
    given = {"measurement": stored, "links": [LinkChoice("finance", "Zwakst")], "at": NOW}
    adopt_diagnosis(decision=DecisionFactory(), cycle=CycleYearFactory(year=2030), by=by, **given)
    before = marks_by_database()
    adopt_diagnosis(
        decision=DecisionFactory(),
        cycle=CycleYearFactory(year=2031),
        by=replace(by, invented=True),
        **given,
    )
    assert marks_by_database() == before != {}
