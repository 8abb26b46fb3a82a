# SPDX-License-Identifier: EUPL-1.2
"""The small registers: advice, context, subjects raised elsewhere, lessons and seed money."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.programme.factories import (
    InitiativeFactory,
    LedgerEntryFactory,
    LessonFactory,
    StrengtheningFactory,
)

from schakel.programme.actions.entry_rules import NotYetHappened
from schakel.programme.actions.lessons import add_lesson, change_lesson, remove_lesson
from schakel.programme.actions.registers import (
    AssumptionNeeded,
    DayNeeded,
    FollowUpNeeded,
    OutcomeNeeded,
    add_agenda_subject,
    add_recommendation,
    add_signal,
    change_agenda_subject,
    change_recommendation,
    change_signal,
)
from schakel.programme.models import InitiativeName, Lesson, StageChange
from schakel.programme.queries.registers import (
    contradicting_signals,
    count_registers,
    ended_without_lesson,
    recommendations_by_status,
    search_lessons,
)
from schakel.programme.queries.seed_money import SeedState, list_seed_money

TODAY = date(2031, 5, 6)
LATER = TODAY + timedelta(1)


@pytest.mark.parametrize("status", ["partly", "done", "declined"])
def test_a_recommendation_is_answered_with_what_was_done(by, now, status):
    advice = add_recommendation(report="Rekenkamer 2030", text="Meet het effect", today=TODAY, by=by, at=now)
    assert advice.status == "unknown"
    with pytest.raises(FollowUpNeeded):
        change_recommendation(recommendation=advice, changes={"status": status}, today=TODAY, by=by, at=now)
    change_recommendation(
        recommendation=advice,
        changes={"status": status, "what_was_done": "Nulmeting gedaan"},
        today=TODAY,
        by=by,
        at=now,
    )
    assert recommendations_by_status() == {status: 1}


def test_a_contradiction_names_the_assumption(by, now):
    with pytest.raises(AssumptionNeeded):
        add_signal(
            title="Energie duur", on=TODAY, kind="economic", contradicts=True, today=TODAY, by=by, at=now
        )
    signal = add_signal(
        title="Energie duur",
        on=TODAY,
        kind="economic",
        assumption="De industrie groeit",
        today=TODAY,
        by=by,
        at=now,
    )
    assert not contradicting_signals().exists()
    signal = change_signal(signal=signal, changes={"contradicts": True}, today=TODAY, by=by, at=now)
    assert contradicting_signals().get() == signal
    with pytest.raises(AssumptionNeeded):
        change_signal(signal=signal, changes={"assumption": ""}, today=TODAY, by=by, at=now)


def test_a_subject_that_was_raised_has_a_day_and_in_the_end_an_outcome(by, now):
    given = {"subject": "Spoorlijn", "addressee": "Rijk", "ask": "Onderzoek", "today": TODAY}
    with pytest.raises(DayNeeded):
        add_agenda_subject(**given, status="raised", by=by, at=now)
    with pytest.raises(NotYetHappened):
        add_agenda_subject(**given, status="raised", raised_on=LATER, by=by, at=now)
    subject = add_agenda_subject(**given, by=by, at=now)
    with pytest.raises(OutcomeNeeded):
        change_agenda_subject(
            subject=subject, changes={"status": "taken", "raised_on": TODAY}, today=TODAY, by=by, at=now
        )
    taken = change_agenda_subject(
        subject=subject,
        changes={"status": "taken", "raised_on": TODAY, "outcome": "Onderzoek loopt"},
        today=TODAY,
        by=by,
        at=now,
    )
    assert taken.status == "taken"


def test_a_lesson_is_written_changed_and_removed(by, now):
    with pytest.raises(NotYetHappened):
        add_lesson(text="X", on=LATER, today=TODAY, by=by, at=now)
    lesson = add_lesson(text=" Begin klein ", today=TODAY, by=by, at=now)
    changed = change_lesson(lesson=lesson, changes={"text": "Begin groot"}, today=TODAY, by=by, at=now)
    assert (lesson.text, changed.text) == ("Begin klein", "Begin groot")
    remove_lesson(lesson=changed, by=by, at=now)
    assert not Lesson.objects.exists()


def test_a_lesson_is_found_by_its_words_its_initiative_and_an_older_name():
    initiative = InitiativeFactory(name="Nieuwe Naam")
    InitiativeName.objects.create(
        initiative=initiative,
        name="Oude Naam",
        plain="oudenaam",
        created_at=initiative.created_at,
        changed_at=initiative.changed_at,
    )
    wanted = LessonFactory(initiative=initiative)
    LessonFactory(text="Vraag eerst de school")
    for words in ("BEDRIJF kopen", "nieuwe", "oude", "oude bedrijf"):
        assert [lesson.pk for lesson in search_lessons(words)] == [wanted.pk], words
    assert not search_lessons("bedrijf school").exists()
    assert search_lessons().count() == 2


def test_lessons_about_an_element_are_also_those_of_what_strengthens_it():
    initiative = InitiativeFactory()
    StrengtheningFactory(initiative=initiative)
    through = LessonFactory(initiative=initiative)
    direct = LessonFactory(element="talent")
    LessonFactory(element="finance", initiative=initiative)
    assert {lesson.pk for lesson in search_lessons(element="talent")} == {through.pk, direct.pk}


def test_who_ended_leaves_a_lesson():
    stopped, told = InitiativeFactory(stage="stopped"), InitiativeFactory(ended_year=2030)
    InitiativeFactory(stage="stopped", relation="external")
    InitiativeFactory(stage="growing")
    LessonFactory(initiative=told)
    assert [i.pk for i in ended_without_lesson()] == [stopped.pk]


def test_the_overview_counts_what_waits(by, now):
    add_recommendation(report="R", text="T", today=TODAY, by=by, at=now)
    LessonFactory()
    InitiativeFactory(stage="stopped")
    counts = count_registers()
    assert (counts.n_recommendations, counts.n_unanswered) == (1, 1)
    assert (counts.n_lessons, counts.n_ended_without_lesson) == (1, 1)
    assert (counts.n_signals, counts.n_services, counts.n_challenges_open) == (0, 0, 0)


def seed(**given):
    given.setdefault("initiative", InitiativeFactory(stage="quartermaster"))
    return LedgerEntryFactory(purpose="seed", kind="granted", on=date(2031, 1, 1), **given)


def test_seed_money_waits_for_its_decision():
    overdue = seed(decision_due_on=date(2031, 5, 5))
    coming = seed(decision_due_on=TODAY)
    without = seed()
    decided = seed(decision_due_on=date(2031, 5, 5))
    StageChange.objects.create(
        initiative=decided.initiative,
        from_stage="quartermaster",
        to_stage="stopped",
        on=date(2031, 4, 1),
        reason="Geen bedrijf",
        recorded_at=decided.recorded_at,
    )
    seed(amount_eur=Decimal(0))
    LedgerEntryFactory(purpose="activity", kind="granted")
    assert [(s.pk, s.state) for s in list_seed_money(TODAY)] == [
        (without.pk, SeedState.WITHOUT_DATE),
        (overdue.pk, SeedState.OVERDUE),
        (coming.pk, SeedState.COMING),
        (decided.pk, SeedState.DECIDED),
    ]


def test_a_corrected_line_of_seed_money_counts_once():
    old = seed(amount_eur=Decimal("5000.00"))
    new = seed(amount_eur=Decimal("4000.00"), corrects=old, initiative=old.initiative)
    assert [(s.pk, s.amount_eur) for s in list_seed_money(TODAY)] == [(new.pk, Decimal("4000.00"))]


def test_the_first_entry_in_the_register_is_no_decision():
    entry = seed(decision_due_on=LATER)
    StageChange.objects.create(
        initiative=entry.initiative,
        from_stage="unknown",
        to_stage="quartermaster",
        on=date(2031, 1, 1),
        reason="Begonnen",
        recorded_at=entry.recorded_at,
    )
    assert list_seed_money(TODAY)[0].state is SeedState.COMING
