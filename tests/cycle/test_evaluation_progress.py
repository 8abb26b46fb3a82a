# SPDX-License-Identifier: EUPL-1.2
"""Progress since last year: the split worked out by hand, and what was done beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cycle.factories import (
    AdoptionFactory,
    AgendaItemFactory,
    AgreementFactory,
    ChosenLinkFactory,
    CourseVersionFactory,
    CycleYearFactory,
    DecisionFactory,
    MeasurementFactory,
    MeetingFactory,
)
from tests.cycle.made_up_stored import first_dossier, second_dossier, store, with_provenance, with_score
from tests.programme.factories import (
    ActivityFactory,
    ClaimFactory,
    ClaimStatementFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    LessonFactory,
    OutputFactory,
    StrengtheningFactory,
)

from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.archive import DamagedArchive
from schakel.cycle.queries.action_progress import actions_done
from schakel.cycle.queries.element_progress import elements_moved, real_beyond_noise, together
from schakel.cycle.queries.evaluation_content import elements_part
from schakel.cycle.queries.initiative_progress import initiatives_moved
from schakel.cycle.queries.measured_years import MeasuredPair, MeasuredYear, measured_pair
from schakel.cycle.queries.work_on_elements import links_of, work_on_elements
from schakel.cycle.queries.year_course import course_of_year
from schakel.diagnosis.dossier import Change, Interval, Note
from schakel.koers.label import Label
from schakel.programme.models import ProgressUpdate, StageChange

AREA, ELEMENT = "XA01", "finance"
BEFORE = MeasuredYear("a" * 16, 2023, True)
NOW_YEAR = MeasuredYear("b" * 16, 2024, True)
TRACED = {"recorded_at": datetime(2031, 1, 1, tzinfo=UTC), "recorded_by": "account:1"}


def change(total, real, revision, method, *notes):
    area = next(a for c in first_dossier().comparisons for a in c.targets if a.code == AREA)
    return Change(
        subject_kind="element",
        subject=ELEMENT,
        label=Label("Financiering", "Finance"),
        area=area,
        unit="score",
        period=2022,
        previous_period=2021,
        previous_value=0.50,
        value=0.50 + total,
        total=total,
        real=real,
        revision=revision,
        method=method,
        is_beyond_noise=None,
        notes=notes,
    )


def pair(then, now, *changes, predecessor=BEFORE.identity):
    """Return two years in which one element of one area has these scores."""
    old = with_score(first_dossier(), ELEMENT, AREA, then)
    new = with_score(second_dossier(), ELEMENT, AREA, now)
    new = with_provenance(replace(new, changes=changes), previous_measurement_id=predecessor)
    return MeasuredPair(NOW_YEAR, BEFORE, new, old)


def read(found):
    element = next(e for e in elements_moved(found) if e.element == ELEMENT)
    return next(r for r in element.readings if r.area == AREA)


def test_a_change_that_is_all_real_and_outside_both_intervals_is_progress():
    found = pair(Interval(0.50, 0.45, 0.55), Interval(0.80, 0.74, 0.86), change(0.30, 0.30, 0.0, 0.0))
    reading = read(found)
    assert (reading.says, reading.because) == ("ahead", "beyond_noise")
    assert (reading.before.value, reading.now.value) == (0.50, 0.80)


def test_a_change_that_is_all_revision_is_no_progress():
    """From 0.50 to 0.80 by revision alone: last year as known now is 0.80 as well, so nothing moved."""
    found = pair(Interval(0.50, 0.45, 0.55), Interval(0.80, 0.74, 0.86), change(0.30, 0.0, 0.30, 0.0))
    reading = read(found)
    assert (reading.says, reading.because, reading.beyond_noise) == ("same", "within_noise", False)
    assert reading.revision == 0.30


def test_a_rise_that_hides_a_fall_is_told_as_a_fall():
    """Revision and method added 0.40, and in truth it fell by 0.20: from 0.90 to 0.70."""
    found = pair(Interval(0.50, 0.45, 0.55), Interval(0.70, 0.64, 0.76), change(0.20, -0.20, 0.30, 0.10))
    assert read(found).says == "behind"


def test_a_change_within_the_intervals_is_no_movement():
    found = pair(Interval(0.50, 0.40, 0.60), Interval(0.58, 0.48, 0.68), change(0.08, 0.08, 0.0, 0.0))
    assert read(found).says == "same"


@pytest.mark.parametrize(
    ("then", "now", "changes", "because"),
    [
        (Interval(0.5, 0.4, 0.6), Interval(0.9, 0.8, 1.0), [change(0.4, None, None, None)], "parts_unknown"),
        (Interval(0.5, 0.4, 0.6), Interval(0.9, 0.8, 1.0), [], "parts_unknown"),
        (Interval(0.5), Interval(0.9, 0.8, 1.0), [change(0.4, 0.4, 0.0, 0.0)], "no_interval"),
        (
            Interval(0.5, 0.4, 0.6),
            Interval(0.5, 0.4, 0.6),
            [change(0.0, 0.0, 0.0, 0.0, Note("no_newer_figure", {"period": 2021}))],
            "no_newer_figure",
        ),
    ],
)
def test_what_cannot_be_known_is_not_said(then, now, changes, because):
    reading = read(pair(then, now, *changes))
    assert (reading.says, reading.because) == ("unknown", because)


def test_against_another_measurement_than_its_predecessor_only_the_total_is_known():
    then, now = Interval(0.50, 0.45, 0.55), Interval(0.80, 0.74, 0.86)
    reading = read(pair(then, now, change(0.30, 0.30, 0.0, 0.0), predecessor="f" * 16))
    assert reading.total == pytest.approx(0.30)
    assert reading.real is None
    assert reading.says == "unknown"


def test_without_a_year_before_nothing_is_said_to_move():
    found = MeasuredPair(NOW_YEAR, None, first_dossier(), None)
    elements = elements_moved(found)
    assert elements
    assert {e.says for e in elements} == {"unknown"}
    assert {e.because for e in elements} == {"no_previous"}


def test_an_element_that_is_not_measured_is_not_said_to_stand_still():
    found = pair(Interval(0.5, 0.4, 0.6), Interval(0.5, 0.4, 0.6))
    leadership = next(e for e in elements_moved(found) if e.element == "leadership")
    assert (leadership.says, leadership.because) == ("unknown", "not_measured")


def test_areas_that_differ_give_no_verdict_over_the_region():
    assert together([("ahead", "beyond_noise"), ("same", "within_noise")]) == ("unknown", "areas_differ")
    assert together([("ahead", "beyond_noise"), ("unknown", "not_measured")]) == ("ahead", "beyond_noise")
    assert together([("unknown", "not_measured")] * 2) == ("unknown", "not_measured")
    assert together([])[0] == "unknown"


scores = st.floats(0.1, 3, allow_nan=False)


@given(scores, scores, st.floats(0.01, 0.5), st.floats(-1, 1))
def test_what_revision_adds_never_makes_progress(then, now, width, revised):
    """Moving last year's value and interval by a revision leaves the verdict on the real change as it is."""
    real = now - then
    before, after = Interval(then, then - width, then + width), Interval(now, now - width, now + width)
    moved = Interval(then - revised, then - revised - width, then - revised + width)
    first, second = real_beyond_noise(before, after, real), real_beyond_noise(moved, after, real)
    if abs(abs(real) - width) > 1e-9:
        assert first == second == (abs(real) > width)


@pytest.fixture
def cycle():
    return CycleYearFactory(year=2031)


def test_the_year_lays_its_adopted_diagnosis_beside_the_one_adopted_the_year_before(tmp_path, by, now, cycle):
    old = store_measurement_row(stored=store(tmp_path, replace(first_dossier(), year=2023)), by=by, at=now)
    new = store_measurement_row(stored=store(tmp_path, first_dossier()), by=by, at=now)
    AdoptionFactory(cycle=CycleYearFactory(year=2030), measurement=old)
    AdoptionFactory(cycle=cycle, measurement=new)
    found = measured_pair(cycle)
    assert (found.now.identity, found.now.is_adopted) == (new.identity, True)
    assert (found.before.identity, found.before.is_adopted) == (old.identity, True)
    assert found.dossier.year == first_dossier().year


def test_without_an_adoption_the_newest_that_is_stored_counts(tmp_path, by, now, cycle):
    old = store_measurement_row(stored=store(tmp_path, replace(first_dossier(), year=2023)), by=by, at=now)
    new = store_measurement_row(stored=store(tmp_path, first_dossier()), by=by, at=now)
    found = measured_pair(cycle)
    assert (found.now.identity, found.now.is_adopted) == (new.identity, False)
    assert (found.before.identity, found.before.is_adopted) == (old.identity, False)


def test_a_year_without_a_measurement_says_nothing(cycle):
    assert measured_pair(cycle) == MeasuredPair(None, None, None, None)


def test_a_damaged_file_is_left_out_of_a_page_and_refused_where_it_counts(cycle):
    AdoptionFactory(cycle=cycle, measurement=MeasurementFactory())
    assert measured_pair(cycle).dossier is None
    with pytest.raises(DamagedArchive):
        measured_pair(cycle, strict=True)


def test_what_was_done_stands_beside_each_element(cycle):
    ChosenLinkFactory(adoption=AdoptionFactory(cycle=cycle), element="talent", probability=0.6)
    for status in ("kept", "kept", "dropped"):
        AgreementFactory(cycle=cycle, element="talent", status=status, outcome="klaar")
    StrengtheningFactory(activity=ActivityFactory(status="done", ends_on=date(2031, 5, 1)))
    StrengtheningFactory(activity=ActivityFactory(status="done", ends_on=date(2030, 5, 1)))
    item = AgendaItemFactory(
        meeting=MeetingFactory(state="closed"), source_kind="element", source_key="talent"
    )
    decision = DecisionFactory(item=item)
    hidden = AgendaItemFactory(
        meeting=item.meeting, source_kind="element", source_key="talent", is_confidential=True
    )
    DecisionFactory(item=hidden, is_confidential=True)
    work = work_on_elements(cycle, links_of(cycle))["talent"]
    assert work.is_chosen
    assert work.probability == 0.6
    assert (work.n_agreements("kept"), work.n_agreements("dropped"), work.n_agreements("open")) == (2, 1, 0)
    assert work.n_activities("done") == 1
    assert work.decisions == (decision.number,)


def test_a_chosen_element_that_the_diagnosis_lacks_is_not_forgotten(cycle):
    ChosenLinkFactory(adoption=AdoptionFactory(cycle=cycle), element="talent")
    part = elements_part(cycle, measured_pair(cycle))
    (chosen,) = part.chosen
    assert (chosen.moved.element, chosen.moved.says) == ("talent", "unknown")


def test_invented_rows_are_no_part_of_a_real_year(cycle):
    StrengtheningFactory(activity=ActivityFactory(status="running", invented=True))
    AgreementFactory(cycle=cycle, element="talent", invented=True)
    assert work_on_elements(cycle, {}) == {}
    cycle.invented = True
    assert work_on_elements(cycle, {})["talent"].n_activities("running") == 1


def test_an_action_counts_what_was_done_for_it_and_no_more(cycle):
    CourseVersionFactory()
    hub = InitiativeFactory(code="hub", actions=["1a", "1b"])
    ActivityFactory(action="1a", status="done", ends_on=date(2031, 4, 1), spent_hours="10")
    ActivityFactory(action="1a", status="running", planned_hours="40", spent_hours=None)
    ActivityFactory(action="1a", status="cancelled", ends_on=date(2031, 4, 1), spent_hours="99")
    ActivityFactory(action="1a", status="done", ends_on=date(2030, 4, 1), spent_hours="99")
    LedgerEntryFactory(kind="granted", initiative=hub, amount_eur="1000.00", on=date(2031, 2, 1))
    LedgerEntryFactory(kind="spent", initiative=hub, amount_eur="250.00", on=date(2030, 2, 1))
    OutputFactory(initiative=hub, kind="firms", unit="bedrijven", amount="7", on=date(2031, 3, 1))
    claim = ClaimFactory(initiative=hub)
    ClaimStatementFactory(claim=claim, step="promised")
    ClaimStatementFactory(claim=claim, step="realised", method="stated")
    done = {a.action: a for a in actions_done(cycle, course_of_year(cycle))}
    first = done["1a"]
    assert dict(first.activities) == {"done": 1, "running": 1, "cancelled": 1}
    assert (first.spent_hours, first.n_spent, first.planned_hours) == (10, 1, 40)
    assert (first.granted_eur, first.spent_eur, first.is_shared) == (1000, None, True)
    assert dict(first.results) == {"realised": 1}
    assert first.outputs[0].amount == 7
    assert done["2a"].initiatives == ()
    assert done["2a"].granted_eur is None


def test_an_initiative_is_told_as_it_was_and_as_it_is(cycle):
    hub = InitiativeFactory(name="De hub", stage="growing")
    StageChange.objects.create(
        initiative=hub, from_stage="sowing", to_stage="germinating", on=date(2030, 3, 1), reason="x", **TRACED
    )
    StageChange.objects.create(
        initiative=hub,
        from_stage="germinating",
        to_stage="growing",
        on=date(2031, 3, 1),
        reason="x",
        **TRACED,
    )
    for on, light in ((date(2030, 6, 1), "red"), (date(2031, 5, 1), "green"), (date(2031, 9, 1), "amber")):
        ProgressUpdate.objects.create(initiative=hub, on=on, quality=light, time=light, money=light, **TRACED)
    claim = ClaimFactory(initiative=hub)
    ClaimStatementFactory(claim=claim, step="promised")
    LessonFactory(initiative=hub, on=date(2031, 4, 1))
    LessonFactory(initiative=hub, on=date(2030, 4, 1))
    InitiativeFactory(relation="external", stage="growing")
    InitiativeFactory(stage="stopped", ended_year=2029)
    (row,) = initiatives_moved(cycle, date(2031, 6, 1))
    assert (row.stage_before, row.stage) == ("germinating", "growing")
    assert (row.lights_before, row.lights) == (("red",) * 3, ("green",) * 3)
    assert (row.n_promised, row.n_came_back, row.n_verified, row.n_lessons) == (1, 0, 0, 1)


def test_an_initiative_that_began_this_year_was_not_there_before(cycle):
    InitiativeFactory(stage="sowing", started_on=date(2031, 2, 1))
    (row,) = initiatives_moved(cycle, date(2031, 6, 1))
    assert (row.stage_before, row.stage) == ("", "sowing")
