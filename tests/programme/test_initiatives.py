# SPDX-License-Identifier: EUPL-1.2
"""Initiatives: their names through time, lineage, what they carry on, and the list."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.programme.factories import (
    ClaimFactory,
    FundingProgrammeFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    PartnerFactory,
)

from schakel.documents.failures_in_words import explain_failure
from schakel.koers.register import plain_name
from schakel.programme.actions.initiative_names import (
    NameTaken,
    NameWithoutLetters,
    PresentName,
    add_name,
    remove_name,
    rename_initiative,
)
from schakel.programme.actions.initiatives import (
    EndBeforeStart,
    StartsTwice,
    change_initiative,
    start_initiative,
)
from schakel.programme.actions.lineage import (
    GoesIntoItself,
    LineageCircle,
    LineageKnown,
    LineageOfMerger,
    add_lineage,
    remove_lineage,
)
from schakel.programme.models import (
    ClaimStatement,
    Commitment,
    CommitmentEntry,
    EmbeddingAnswer,
    Initiative,
    InitiativeName,
    Lineage,
    StageChange,
    Strengthening,
)
from schakel.programme.queries.carried_promises import carried_promises
from schakel.programme.queries.embedding import QUESTIONS, embedding_states
from schakel.programme.queries.initiative_history import initiative_history
from schakel.programme.queries.initiative_sheet import initiative_sheet
from schakel.programme.queries.initiatives import (
    count_initiatives,
    initiative_list,
    named_like,
    not_embedded,
    strengthening,
    with_code,
)
from schakel.programme.queries.lineage import lineage_graph
from schakel.programme.queries.names import find_initiative_by_name
from schakel.programme.recording import ChangedMeanwhile, WrongEntry

TODAY = date(2031, 5, 6)
STAMP = {
    "created_at": "2031-05-06T09:30Z",
    "changed_at": "2031-05-06T09:30Z",
    "created_by": "x",
    "changed_by": "x",
}
ROW = {"recorded_at": "2031-05-06T09:30Z", "recorded_by": "x"}


@pytest.fixture
def start(by, now):
    def started(name, **given):
        given = {"kind": "campus", "relation": "partner"} | given
        return start_initiative(name=name, by=by, at=now, **given)

    return started


@pytest.fixture
def go(by, now):
    """Record that one went into another."""

    def went(first, second, kind="renamed_to", **given):
        return add_lineage(initiative=first, other=second, kind=kind, by=by, at=now, **given)

    return went


@pytest.mark.parametrize(
    "typed", ["Groene Campus", "groene-campus", "GROËNE campus", "Oude Campus", "oudecampus"]
)
def test_an_initiative_is_found_under_every_name_however_it_is_spelled(start, typed):
    campus = start("Groene Campus", former_names=["Oude Campus"])
    assert find_initiative_by_name(typed) == campus


def test_a_renamed_initiative_is_found_by_both_names_and_knows_when(start, by, now):
    campus = start("Oude Campus")
    renamed = rename_initiative(
        initiative=campus, name="Groene Campus", year=2030, expected_version=1, by=by, at=now
    )
    assert (renamed.name, renamed.code) == ("Groene Campus", "oude-campus")
    names = {n.name: (n.since_year, n.until_year) for n in renamed.names.all()}
    assert names == {"Oude Campus": (None, 2030), "Groene Campus": (2030, None)}
    assert find_initiative_by_name("oude campus") == renamed


def test_a_name_may_come_back(start, by, now):
    campus = start("Oude Campus")
    for name in ("Groene Campus", "Oude Campus"):
        campus = rename_initiative(
            initiative=campus, name=name, year=2030, expected_version=None, by=by, at=now
        )
    assert campus.name == "Oude Campus"
    assert InitiativeName.objects.get(name="Oude Campus").until_year is None
    assert InitiativeName.objects.count() == 2


def test_another_spelling_of_its_own_name_is_a_new_way_to_write_it(start, by, now):
    campus = start("IT hub")
    renamed = rename_initiative(initiative=campus, name="IT-Hub", expected_version=1, by=by, at=now)
    assert renamed.name == "IT-Hub"
    assert [n.name for n in renamed.names.all()] == ["IT-Hub"]


def test_a_name_of_another_initiative_is_refused_and_named(start, by, now):
    start("Groene Campus", former_names=["Oude Campus"])
    with pytest.raises(NameTaken) as told:
        start("OUDE-campus!")
    assert told.value.details == {"name": "OUDE-campus!", "other": "Groene Campus"}
    assert Initiative.objects.count() == 1
    other = start("Rijdende School")
    with pytest.raises(NameTaken):
        rename_initiative(initiative=other, name="groene campus", expected_version=1, by=by, at=now)
    with pytest.raises(NameTaken):
        add_name(initiative=other, name="groene campus", by=by, at=now)


def test_a_name_without_a_letter_is_refused(start):
    with pytest.raises(NameWithoutLetters):
        start("?!")


def test_only_a_name_that_it_no_longer_has_can_be_removed(start, by, now):
    campus = start("Groene Campus", former_names=["Oude Campus"])
    now_row, old_row = campus.names.get(name="Groene Campus"), campus.names.get(name="Oude Campus")
    with pytest.raises(PresentName):
        remove_name(initiative_name=now_row, expected_version=1, by=by, at=now)
    remove_name(initiative_name=old_row, expected_version=1, by=by, at=now)
    assert list(InitiativeName.objects.values_list("name", flat=True)) == ["Groene Campus"]


def test_two_initiatives_with_names_that_look_alike_get_codes_of_their_own(start):
    assert start("Nieuw").code == "nieuw-2"
    assert start("Lab A!").code == "lab-a"
    assert start("Lab-Á b").code == "lab-a-b"


@pytest.mark.parametrize(
    ("details", "failure"),
    [
        ({"started_on": TODAY, "ended_on": date(2030, 1, 1)}, EndBeforeStart),
        ({"started_year": 2031, "ended_year": 2030}, EndBeforeStart),
        ({"started_on": TODAY, "ended_year": 2030}, EndBeforeStart),
        ({"started_on": TODAY, "started_year": 2030}, StartsTwice),
        ({"place": "veel te lang voor een plaats"}, WrongEntry),
    ],
)
def test_dates_that_contradict_each_other_and_wrong_fields_are_refused(start, details, failure):
    with pytest.raises(failure):
        start("Campus", details=details)
    assert not Initiative.objects.exists()


def test_a_change_is_compared_with_what_was_there(start, by, now):
    campus = start("Campus", details={"started_year": 2030})
    with pytest.raises(EndBeforeStart):
        change_initiative(initiative=campus, changes={"ended_year": 2029}, expected_version=1, by=by, at=now)
    changed = change_initiative(
        initiative=campus, changes={"ended_year": 2031}, expected_version=1, by=by, at=now
    )
    assert changed.ended_year == 2031
    with pytest.raises(ChangedMeanwhile):
        change_initiative(initiative=campus, changes={"ended_year": 2032}, expected_version=1, by=by, at=now)


@pytest.mark.parametrize("field", ["stage", "name", "code", "exit_on"])
def test_name_stage_and_code_have_no_back_door(start, by, now, field):
    campus = start("Campus")
    with pytest.raises(ValueError, match=field):
        change_initiative(initiative=campus, changes={field: "x"}, expected_version=1, by=by, at=now)


def test_lineage_follows_what_something_became_and_what_it_was(go):
    first, second, third, whole = (InitiativeFactory() for _ in range(4))
    go(first, second, "renamed_to", year=2029)
    go(second, third, "merged_into", year=2030)
    go(third, whole, "part_of")
    graph = lineage_graph()
    assert graph.present(first.pk).to_id == third.pk
    assert graph.present(third.pk) is None
    assert [s.from_id for s in graph.ancestors(third.pk)] == [second.pk, first.pk]
    assert graph.family(third.pk) == (third.pk, second.pk, first.pk)
    assert graph.family(whole.pk) == (whole.pk,)
    assert [s.to_id for s in graph.descendants(first.pk)] == [second.pk, third.pk]


def test_lineage_never_closes_a_circle_and_says_which_way_it_would_go(go):
    first, second, third = (InitiativeFactory(name=name) for name in ("Een", "Twee", "Drie"))
    go(first, second)
    go(second, third, "part_of")
    with pytest.raises(LineageCircle) as told:
        go(third, first)
    assert told.value.details["path"] == "Een → Twee → Drie"
    with pytest.raises(GoesIntoItself):
        go(first, first)
    with pytest.raises(LineageKnown):
        go(first, second)
    assert Lineage.objects.count() == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_whatever_is_recorded_everything_ends_somewhere(steps, go, django_db_blocker):
    from django.db import transaction

    with transaction.atomic():
        made = [InitiativeFactory() for _ in range(5)]
        for first, second in steps:
            try:
                go(made[first], made[second])
            except (LineageCircle, GoesIntoItself, LineageKnown):
                continue
        graph = lineage_graph()
        for initiative in made:
            assert initiative.pk not in {s.from_id for s in graph.ancestors(initiative.pk)}
            last = graph.present(initiative.pk)
            assert last is None or graph.present(last.to_id) is None
        transaction.set_rollback(True)


def test_the_step_on_which_a_merger_rests_stays(go, by, now):
    small, large = InitiativeFactory(stage="merged"), InitiativeFactory()
    step = go(small, large, "merged_into")
    StageChange.objects.create(
        initiative=small, from_stage="growing", to_stage="merged", on=TODAY, reason="x", into=large, **ROW
    )
    with pytest.raises(LineageOfMerger):
        remove_lineage(lineage=step, expected_version=1, by=by, at=now)
    other = go(small, InitiativeFactory(), "part_of")
    remove_lineage(lineage=other, expected_version=1, by=by, at=now)
    assert list(Lineage.objects.all()) == [step]


def promise_everything(initiative):
    """A result in two versions, a commitment that was delivered in part, and money."""
    claim = ClaimFactory(initiative=initiative, title="Banen")
    for amount, who in (("400", "Een"), ("490", "Twee")):
        ClaimStatement.objects.create(
            claim=claim, step="promised", amount=amount, on=TODAY, stated_by=who, **ROW
        )
    commitment = Commitment.objects.create(
        code="uren",
        partner=PartnerFactory(),
        kind="hours",
        title="Uren",
        unit="hours",
        initiative=initiative,
        **STAMP,
    )
    for step, amount in (("promised", "40"), ("delivered", "10"), ("delivered", "5")):
        CommitmentEntry.objects.create(commitment=commitment, step=step, amount=amount, on=TODAY, **ROW)
    programme = FundingProgrammeFactory()
    LedgerEntryFactory(kind="granted", initiative=initiative, programme=programme, amount_eur="1000.01")
    LedgerEntryFactory(kind="spent", initiative=initiative, programme=programme, amount_eur="600.02")


def test_promises_money_and_commitments_of_a_merged_one_stay_visible_at_what_it_went_into(go):
    earliest, merged, here, whole = (InitiativeFactory() for _ in range(4))
    promise_everything(earliest)
    go(earliest, merged, "renamed_to")
    go(merged, here, "merged_into")
    go(here, whole, "part_of")
    carried = carried_promises(lineage_graph().ancestors(here.pk), TODAY)
    assert {p.from_code for p in carried} == {earliest.code}
    told = [(p.sort, p.step, p.amount, p.high) for p in carried]
    assert told == [
        ("commitment", "delivered", Decimal(15), Decimal(15)),
        ("money", "granted", Decimal("1000.01"), Decimal("1000.01")),
        ("money", "spent", Decimal("600.02"), Decimal("600.02")),
        ("result", "promised", Decimal(400), Decimal(490)),
    ]
    assert carried_promises(lineage_graph().ancestors(whole.pk), TODAY) == ()


def test_without_ancestors_nothing_is_asked_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert carried_promises((), TODAY) == ()


def test_the_list_is_searched_in_all_names_and_by_codes(start):
    campus = start("Groene Campus", former_names=["Oude Campus"], details={"lines": ["1", "10"]})
    other = start("Rijdende School", details={"lines": ["10"], "tags": ["smart"]})
    everything = initiative_list()
    assert list(named_like(everything, "oude-c")) == [campus]
    assert list(named_like(everything, "rijdende")) == [other]
    assert list(with_code(everything, "lines", "1")) == [campus]
    assert set(with_code(everything, "lines", "10")) == {campus, other}
    assert list(with_code(everything, "tags", "smart")) == [other]


def test_an_element_is_strengthened_by_the_initiative_or_by_its_activity(start):
    from tests.programme.factories import ActivityFactory

    campus, other, third = start("Campus"), start("School"), start("Derde")
    Strengthening.objects.create(initiative=campus, element="talent", **STAMP)
    Strengthening.objects.create(activity=ActivityFactory(initiative=other), element="talent", **STAMP)
    Strengthening.objects.create(initiative=third, element="finance", **STAMP)
    assert set(strengthening(initiative_list(), "talent")) == {campus, other}


def test_only_six_times_yes_is_embedded(start):
    campus, school = start("Campus"), start("School")
    for question in QUESTIONS:
        EmbeddingAnswer.objects.create(initiative=campus, question=question, answer="yes", **STAMP)
        answer = "partly" if question == "money" else "yes"
        EmbeddingAnswer.objects.create(initiative=school, question=question, answer=answer, **STAMP)
    assert list(not_embedded(initiative_list())) == [school]


def test_counts_by_kind_add_up_and_those_of_others_have_no_stage_here():
    InitiativeFactory.create_batch(3, kind="hub", stage="sowing")
    InitiativeFactory.create_batch(2, kind="desk")
    InitiativeFactory(kind="hub", relation="external")
    counts = count_initiatives(Initiative.objects.all())
    assert (counts.n_all, counts.n_external) == (6, 1)
    assert counts.by_kind == {"hub": 4, "desk": 2}
    assert counts.by_stage == {"sowing": 3, "unknown": 2}


def test_the_sheet_of_a_busy_initiative_takes_no_more_queries_than_that_of_a_quiet_one(
    start, django_assert_max_num_queries
):
    campus = start("Campus")
    for _ in range(12):
        EmbeddingAnswer.objects.get_or_create(
            initiative=campus, question=QUESTIONS[_ % 6], defaults={"answer": "yes", **STAMP}
        )
        promise = InitiativeFactory()
        Lineage.objects.create(initiative=promise, other=campus, kind="merged_into", **STAMP)
    campus = Initiative.objects.select_related("owner").get(pk=campus.pk)
    with django_assert_max_num_queries(16):
        sheet = initiative_sheet(campus, TODAY)
    assert sheet.embedding == embedding_states([campus], TODAY)[campus.pk]
    assert sheet.embedding.is_embedded


def test_the_history_tells_who_changed_what_from_what_to_what(start, by, somebody_else, now):
    campus = start("Oude Campus")
    change_initiative(
        initiative=campus,
        changes={"summary": "Leren en werken"},
        expected_version=1,
        by=somebody_else,
        at=now,
    )
    rename_initiative(initiative=campus, name="Groene Campus", year=2030, expected_version=2, by=by, at=now)
    events = initiative_history(campus)
    changes = [(e.actor, e.sort, e.deed, [(c.field, c.before, c.after) for c in e.changes]) for e in events]
    assert ("account:2", "initiative", "changed", [("summary", "", "Leren en werken")]) in changes
    assert ("account:1", "initiative", "changed", [("name", "Oude Campus", "Groene Campus")]) in changes
    assert ("account:1", "name", "added", []) in changes


def test_every_refusal_is_told_in_both_languages(start):
    start("Campus")
    with pytest.raises(NameTaken) as told:
        start("Campus")
    for language in ("nl", "en"):
        assert "{" not in explain_failure(told.value, language)


def test_names_that_meet_are_plain():
    assert plain_name("IT-Hub É") == "ithube"
