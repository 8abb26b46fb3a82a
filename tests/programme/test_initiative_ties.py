# SPDX-License-Identifier: EUPL-1.2
"""What hangs on an initiative: partners, links, responsibilities, embedding and readiness."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.programme.factories import InitiativeFactory, ParticipationFactory, PartnerFactory

from schakel.programme.actions.embedding import (
    UnexplainedYes,
    UnknownQuestion,
    answer_checklist,
    answer_embedding,
)
from schakel.programme.actions.initiative_links import LinkKnown, LinkToItself, add_link, remove_link
from schakel.programme.actions.initiatives import EndBeforeStart
from schakel.programme.actions.participations import (
    TakesPartAlready,
    add_participation,
    end_participation,
)
from schakel.programme.actions.readiness import (
    NoSuchLevel,
    ReadinessDateWrong,
    StepBackWithoutReason,
    record_readiness,
)
from schakel.programme.actions.responsibilities import (
    HasRoleAlready,
    LaterAccountable,
    UnknownSubject,
    assign_responsibility,
    end_responsibility,
)
from schakel.programme.models import (
    EmbeddingAnswer,
    InitiativeLink,
    ReadinessChange,
    Responsibility,
)
from schakel.programme.queries.embedding import (
    QUESTIONS,
    checklist_version,
    embedding_states,
    unembedded_initiatives,
)
from schakel.programme.queries.initiative_links import recorded_links, suggested_links
from schakel.programme.queries.readiness import innovations, stalled_innovations
from schakel.programme.queries.responsibilities import partner_loads, responsibility_table
from schakel.programme.recording import ChangedMeanwhile

TODAY = date(2031, 5, 6)


@pytest.fixture
def take_part(by, now):
    initiative, partner = InitiativeFactory(), PartnerFactory()

    def taken(**given):
        given = {"initiative": initiative, "partner": partner, "role": "host"} | given
        return add_participation(by=by, at=now, **given)

    return taken


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fits"),
    [
        (date(2030, 1, 1), None, False),
        (None, None, False),
        (date(2030, 7, 1), None, True),
        (date(2030, 6, 30), None, False),
        (None, date(2030, 1, 1), True),
        (None, date(2030, 1, 2), False),
    ],
)
def test_a_partner_has_a_role_once_at_a_time(take_part, starts_on, ends_on, fits):
    take_part(starts_on=date(2030, 1, 1), ends_on=date(2030, 7, 1))
    if fits:
        take_part(starts_on=starts_on, ends_on=ends_on)
    else:
        with pytest.raises(TakesPartAlready):
            take_part(starts_on=starts_on, ends_on=ends_on)


def test_another_role_of_the_same_partner_is_another_tie(take_part):
    take_part()
    assert take_part(role="funder").role == "funder"


def test_who_leaves_stays_visible_until_then(take_part, by, now):
    tie = take_part(starts_on=date(2030, 1, 1))
    with pytest.raises(EndBeforeStart):
        end_participation(participation=tie, ends_on=date(2029, 1, 1), expected_version=1, by=by, at=now)
    ended = end_participation(participation=tie, ends_on=TODAY, expected_version=1, by=by, at=now)
    assert ended.ends_on == TODAY


def test_what_two_share_is_one_link_whichever_comes_first(by, now):
    first, second = InitiativeFactory(), InitiativeFactory()
    link = add_link(first=first, second=second, kind="location", by=by, at=now)
    with pytest.raises(LinkKnown):
        add_link(first=second, second=first, kind="location", by=by, at=now)
    add_link(first=first, second=second, kind="refers", by=by, at=now)
    add_link(first=second, second=first, kind="refers", by=by, at=now)
    with pytest.raises(LinkToItself):
        add_link(first=first, second=first, kind="refers", by=by, at=now)
    assert sorted((k.kind, k.is_from_here) for k in recorded_links(second)) == [
        ("location", False),
        ("refers", False),
        ("refers", True),
    ]
    remove_link(link=link, expected_version=1, by=by, at=now)
    assert InitiativeLink.objects.count() == 2


def test_two_hubs_for_the_same_firms_are_seen_until_they_are_linked(by, now):
    hub = InitiativeFactory(kind="hub", target_groups=["mkb", "studenten"])
    twin = InitiativeFactory(kind="desk", target_groups=["mkb"])
    InitiativeFactory(target_groups=["mkb-top"])
    InitiativeFactory(target_groups=["mkb"], stage="stopped")
    InitiativeFactory(target_groups=["mkb"], relation="external")
    seen = suggested_links(hub, ())
    assert [(s.code, s.kind, s.note) for s in seen] == [(twin.code, "target_group", "mkb")]
    add_link(first=twin, second=hub, kind="target_group", by=by, at=now)
    assert suggested_links(hub, recorded_links(hub)) == ()


def test_the_same_sort_in_the_same_place_is_seen_too():
    hub = InitiativeFactory(kind="hub", place="GM9901")
    near = InitiativeFactory(kind="hub", place="GM9901")
    InitiativeFactory(kind="desk", place="GM9901")
    InitiativeFactory(kind="hub", place="GM9902")
    assert [(s.code, s.kind) for s in suggested_links(hub, ())] == [(near.code, "location")]
    assert suggested_links(InitiativeFactory(kind="hub"), ()) == ()


@pytest.fixture
def assign(by, now):
    def assigned(partner, role="accountable", since=TODAY, code="1a", subject="action"):
        return assign_responsibility(
            partner=partner, subject=subject, subject_code=code, role=role, since=since, by=by, at=now
        )

    return assigned


def test_a_new_accountable_partner_takes_over_on_that_day(assign):
    old, new = PartnerFactory(), PartnerFactory()
    assign(old, since=date(2030, 1, 1))
    assign(new, since=TODAY)
    assert Responsibility.objects.get(partner=old).until == TODAY
    before = responsibility_table("action", ["1a"], TODAY - timedelta(days=1))[0]
    after = responsibility_table("action", ["1a"], TODAY)[0]
    assert [h.partner_code for h in before.in_role("accountable")] == [old.code]
    assert [h.partner_code for h in after.in_role("accountable")] == [new.code]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30)), max_size=8))
def test_on_no_day_do_two_partners_answer_for_the_same(order, assign):
    from django.db import transaction

    with transaction.atomic():
        partners = [PartnerFactory() for _ in range(3)]
        for who, days in order:
            try:
                assign(partners[who], since=date(2030, 1, 1) + timedelta(days=days))
            except (HasRoleAlready, LaterAccountable):
                continue
        for days in range(32):
            day = date(2030, 1, 1) + timedelta(days=days)
            assert len(responsibility_table("action", ["1a"], day)[0].in_role("accountable")) <= 1
        transaction.set_rollback(True)


def test_an_accountable_partner_cannot_be_put_before_a_later_one(assign):
    later = PartnerFactory()
    assign(later, since=TODAY)
    with pytest.raises(LaterAccountable) as told:
        assign(PartnerFactory(), since=date(2030, 1, 1))
    assert told.value.details["partner"] == later.name


def test_several_may_do_the_work_but_each_once_and_for_something_that_exists(assign):
    partner = PartnerFactory()
    assign(partner, "responsible")
    assign(PartnerFactory(), "responsible")
    with pytest.raises(HasRoleAlready):
        assign(partner, "responsible")
    with pytest.raises(UnknownSubject):
        assign(partner, subject="weather")


def test_a_role_that_ends_leaves_a_gap(assign, by, now):
    role = assign(PartnerFactory(), since=date(2030, 1, 1))
    with pytest.raises(EndBeforeStart):
        end_responsibility(responsibility=role, until=date(2029, 1, 1), expected_version=1, by=by, at=now)
    end_responsibility(responsibility=role, until=TODAY, expected_version=1, by=by, at=now)
    table = responsibility_table("action", ["1a", "1b"], TODAY)
    assert [(s.code, s.has_accountable) for s in table] == [("1a", False), ("1b", False)]


@pytest.mark.parametrize(("n", "is_overloaded"), [(3, False), (4, True)])
def test_who_answers_for_more_than_three_subjects_gets_a_mark(assign, n, is_overloaded):
    partner = PartnerFactory()
    for k in range(n):
        assign(partner, code=f"{k}x")
    assign(PartnerFactory(), "informed")
    heavy, light = partner_loads(TODAY)
    assert (heavy.n_accountable, heavy.is_overloaded) == (n, is_overloaded)
    assert (light.n_other, light.is_overloaded) == (1, False)


@pytest.fixture
def answer(by, now):
    def answered(initiative, question, told, explanation="", **given):
        return answer_embedding(
            initiative=initiative,
            question=question,
            answer=told,
            explanation=explanation,
            by=by,
            at=now,
            **given,
        )

    return answered


def test_embedding_is_all_six_questions_answered_with_yes(answer):
    initiative = InitiativeFactory(stage="growing")
    for question in QUESTIONS[:5]:
        answer(initiative, question, "yes", "Vastgelegd in de overeenkomst")
    state = embedding_states([initiative], TODAY)[initiative.pk]
    assert (state.count("yes"), state.count("unknown"), state.is_embedded) == (5, 1, False)
    assert [i for i, _ in unembedded_initiatives(TODAY)] == [initiative]
    answer(initiative, QUESTIONS[5], "yes", "Vastgelegd in de overeenkomst")
    assert embedding_states([initiative], TODAY)[initiative.pk].is_embedded
    assert unembedded_initiatives(TODAY) == []


def test_only_running_initiatives_of_ours_are_asked_whether_they_are_embedded():
    for stage, relation in (("stopped", "own"), ("unknown", "own"), ("growing", "external")):
        InitiativeFactory(stage=stage, relation=relation)
    assert unembedded_initiatives(TODAY) == []


def test_an_answer_is_changed_and_not_doubled(answer):
    initiative = InitiativeFactory()
    answer(initiative, "owner", "no")
    answer(initiative, "owner", "yes", "De gemeente")
    row = EmbeddingAnswer.objects.get()
    assert (row.answer, row.explanation, row.version) == ("yes", "De gemeente", 2)


def test_a_yes_says_where_and_a_question_must_exist(answer):
    initiative = InitiativeFactory()
    with pytest.raises(UnexplainedYes):
        answer(initiative, "owner", "yes", "  ")
    with pytest.raises(UnknownQuestion) as told:
        answer(initiative, "colour", "no")
    assert told.value.details["known"] == list(QUESTIONS)


def test_the_register_itself_shows_what_it_knows(answer, by, now):
    owner = PartnerFactory()
    initiative = InitiativeFactory(owner=owner, continuity="arranged")
    ParticipationFactory(initiative=initiative, role="host")
    add_link(first=InitiativeFactory(), second=initiative, kind="refers", by=by, at=now)
    assign_responsibility(
        partner=owner,
        subject="initiative",
        subject_code=initiative.code,
        role="accountable",
        since=TODAY,
        by=by,
        at=now,
    )
    answer(initiative, "owner", "no")
    answer(initiative, "money", "yes", "Toegezegd")
    answer(initiative, "links", "yes", "Zie de verbanden")
    state = embedding_states([initiative], TODAY)[initiative.pk]
    shown = {q.question: (q.shown_by_register, q.contradicts) for q in state.questions}
    assert shown == {
        "owner": (True, True),
        "accountable": (True, False),
        "money": (False, True),
        "place": (True, False),
        "links": (True, False),
        "continuation": (True, False),
    }


def test_the_checklists_of_many_take_as_many_queries_as_that_of_one(django_assert_num_queries):
    many = InitiativeFactory.create_batch(30)
    with django_assert_num_queries(6):
        embedding_states(many, TODAY)


def test_two_people_at_one_checklist_lose_nothing(by, somebody_else, now):
    initiative = InitiativeFactory()
    version = checklist_version(initiative)

    def save(who, answers):
        return answer_checklist(
            initiative=initiative,
            answers=answers,
            continuity="partly",
            continuity_note="",
            expected_version=version,
            by=who,
            at=now,
        )

    save(by, {"owner": ("yes", "De gemeente"), "money": ("unknown", "")})
    assert list(EmbeddingAnswer.objects.values_list("question", flat=True)) == ["owner"]
    with pytest.raises(ChangedMeanwhile) as told:
        save(somebody_else, {"owner": ("no", ""), "money": ("no", "")})
    assert told.value.theirs["owner_answer"] == "yes"
    initiative.refresh_from_db()
    assert told.value.version == checklist_version(initiative) == version + 2
    assert EmbeddingAnswer.objects.count() == 1


def test_a_wrong_answer_leaves_the_whole_checklist_as_it_was(by, now):
    initiative = InitiativeFactory()
    with pytest.raises(UnexplainedYes):
        answer_checklist(
            initiative=initiative,
            answers={"owner": ("no", ""), "money": ("yes", "")},
            continuity="arranged",
            continuity_note="",
            expected_version=None,
            by=by,
            at=now,
        )
    initiative.refresh_from_db()
    assert initiative.continuity == "unknown"
    assert not EmbeddingAnswer.objects.exists()


@pytest.fixture
def step(by, now):
    initiative = InitiativeFactory()

    def stepped(level, on, innovation="Slimme lasrobot", **given):
        return record_readiness(
            initiative=initiative, innovation=innovation, level=level, on=on, by=by, at=now, **given
        )

    return stepped


def all_innovations(today):
    return innovations(ReadinessChange.objects.select_related("owner", "initiative"), today)


def test_an_innovation_climbs_and_changes_hands(step):
    school, firm = PartnerFactory(name="School"), PartnerFactory(name="Bedrijf")
    step(3, date(2029, 1, 1), owner=school)
    step(4, date(2030, 1, 1), "slimme  LASROBOT", owner=school)
    step(4, date(2030, 6, 1), owner=firm)
    step(6, date(2031, 1, 1), owner=firm)
    found = all_innovations(TODAY)
    assert [(i.name, i.level, i.stepped_on, i.is_stalled) for i in found] == [
        ("Slimme lasrobot", 6, date(2031, 1, 1), False)
    ]
    assert found[0].handovers == (("School", "Bedrijf", date(2030, 6, 1)),)


def test_a_step_back_needs_a_reason(step):
    step(5, date(2030, 1, 1))
    with pytest.raises(StepBackWithoutReason) as told:
        step(4, date(2030, 2, 1), reason=" ")
    assert told.value.details["before"] == 5
    step(4, date(2030, 2, 1), reason="De sensor bleek te traag")
    assert [s.is_step_back for s in all_innovations(TODAY)[0].steps] == [False, True]


@pytest.mark.parametrize("level", [0, 10])
def test_there_are_nine_levels(step, level):
    with pytest.raises(NoSuchLevel):
        step(level, TODAY)


@pytest.mark.parametrize("on", [date(2029, 12, 31), date(2031, 5, 7)])
def test_a_level_is_not_dated_before_the_last_or_in_the_future(step, on):
    step(3, date(2030, 1, 1))
    with pytest.raises(ReadinessDateWrong):
        step(4, on)


@pytest.mark.parametrize(
    ("on", "level", "is_stalled"),
    [(date(2030, 5, 6), 5, False), (date(2030, 5, 5), 5, True), (date(2020, 1, 1), 9, False)],
)
def test_an_innovation_stalls_after_a_year_unless_it_is_in_use(step, on, level, is_stalled):
    step(level, on)
    assert bool(stalled_innovations(TODAY)) == is_stalled


def test_confirming_the_same_level_is_no_step(step):
    step(5, date(2029, 1, 1))
    step(5, date(2031, 4, 1))
    assert stalled_innovations(TODAY)[0].stepped_on == date(2029, 1, 1)
