# SPDX-License-Identifier: EUPL-1.2
"""Perceived scores: one answer for each link, nothing that leads back, no group that is too small."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cycle.factories import (
    CycleYearFactory,
    SurveyAnswerFactory,
    SurveyFactory,
)
from tests.programme.factories import PartnerFactory

from schakel.cycle.actions.answering import (
    InvitationUnusable,
    NothingAnswered,
    WrongScore,
    give_answer,
    open_invitation,
)
from schakel.cycle.actions.surveys import (
    InvitationUsed,
    NewLink,
    SurveyAboutNothing,
    SurveyIsOver,
    SurveyWasSent,
    TooManyLinks,
    change_survey,
    close_survey,
    fingerprint_of,
    invite,
    is_open,
    make_survey,
    withdraw_invitation,
)
from schakel.cycle.models import SurveyAnswer, SurveyInvitation
from schakel.cycle.queries.perceptions import (
    _always_hidden,
    _perception,
    perceptions_in,
    perceptions_of,
    remarks_of,
    response_of,
)
from schakel.cycle.queries.suppression import choose_shown
from schakel.programme.actions.entry_rules import EndsBeforeStart
from schakel.programme.models import AuditEntry
from schakel.programme.recording import WrongEntry

ELEMENTS = ("talent", "finance", "demand")
TODAY = date(2031, 5, 6)
AFTER = date(2031, 7, 1)
NOON = datetime(2031, 5, 6, 10, 41, 7, tzinfo=UTC)


@pytest.fixture
def survey():
    return SurveyFactory(
        elements=["talent", "finance"], opens_on=date(2031, 5, 1), closes_on=date(2031, 6, 1)
    )


@pytest.fixture
def token(survey, by, now):
    invite(survey=survey, links=[NewLink("geheim", partner=PartnerFactory(helix="knowledge"))], by=by, at=now)
    return "geheim"


def invite_helix(survey, helix, tokens, by, at):
    return invite(survey=survey, links=[NewLink(t, helix) for t in tokens], by=by, at=at)


def answers(survey, helix, scores, element="talent"):
    for score in scores:
        SurveyAnswerFactory(survey=survey, helix=helix, scores={element: score})


def test_a_survey_is_made_with_questions_and_days(by, now):
    cycle = CycleYearFactory()

    def make(**changed):
        days = {"opens_on": date(2031, 5, 1), "closes_on": date(2031, 6, 1), "elements": ["talent"]}
        return make_survey(
            cycle=cycle, title="Vraag", known_elements=ELEMENTS, **days | changed, by=by, at=now
        )

    made = make()
    assert (is_open(made, date(2031, 4, 30)), is_open(made, TODAY), is_open(made, AFTER)) == (
        False,
        True,
        False,
    )
    with pytest.raises(SurveyAboutNothing):
        make(elements=[])
    with pytest.raises(EndsBeforeStart):
        make(closes_on=date(2031, 4, 1))
    with pytest.raises(WrongEntry):
        make(minimum_group=2)


def test_what_those_invited_were_promised_does_not_change(survey, token, by, now):
    def change(**changes):
        return change_survey(
            survey=survey, changes=changes, known_elements=ELEMENTS, expected_version=None, by=by, at=now
        )

    assert change(title="Andere naam").title == "Andere naam"
    with pytest.raises(SurveyWasSent):
        change(minimum_group=3)
    with pytest.raises(SurveyWasSent):
        change(elements=["talent"])


def test_a_survey_that_is_over_stays_closed(survey, by, now):
    closed = close_survey(survey=survey, by=by, at=now)
    assert closed.closed_on == TODAY
    with pytest.raises(SurveyIsOver):
        close_survey(survey=closed, by=by, at=now)
    with pytest.raises(SurveyIsOver):
        change_survey(
            survey=closed,
            changes={"closes_on": date(2032, 1, 1)},
            known_elements=ELEMENTS,
            expected_version=None,
            by=by,
            at=now,
        )
    with pytest.raises(SurveyIsOver):
        invite_helix(survey=closed, helix="business", tokens=["a"], by=by, at=now)


def test_of_a_link_only_a_fingerprint_is_kept(survey, token, by, now):
    (made,) = SurveyInvitation.objects.all()
    assert (made.fingerprint, made.helix) == (fingerprint_of("geheim"), "knowledge")
    told = f"{vars(made)} {[(e.object_name, e.details) for e in AuditEntry.objects.all()]}"
    assert "geheim" not in told
    invite_helix(survey=survey, helix="government", tokens=["a", "b", "c"], by=by, at=now)
    assert SurveyInvitation.objects.filter(helix="government", partner=None).count() == 3
    with pytest.raises(TooManyLinks):
        invite_helix(survey=survey, helix="government", tokens=[], by=by, at=now)
    with pytest.raises(TooManyLinks):
        invite_helix(survey=survey, helix="government", tokens=[str(k) for k in range(51)], by=by, at=now)


def test_a_link_gives_one_answer(survey, token):
    assert open_invitation(token, TODAY).survey == survey
    give_answer(token=token, scores={"talent": 7, "finance": None}, remarks={"talent": " Goed "}, at=NOON)
    (answer,) = SurveyAnswer.objects.all()
    assert (answer.helix, answer.scores, answer.remarks) == (
        "knowledge",
        {"talent": 7, "finance": None},
        {"talent": "Goed"},
    )
    for again in (lambda: open_invitation(token, TODAY), lambda: _answer(token)):
        with pytest.raises(InvitationUnusable) as refused:
            again()
        assert refused.value.why == "answered"
    assert SurveyAnswer.objects.count() == 1


def _answer(token, scores=None):
    return give_answer(token=token, scores={"talent": 5} if scores is None else scores, remarks={}, at=NOON)


def test_links_are_made_all_or_none(survey, token, by, now):
    with pytest.raises(WrongEntry):
        invite_helix(survey=survey, helix="business", tokens=["a", "geheim"], by=by, at=now)
    assert SurveyInvitation.objects.count() == 1


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        ("unknown", {"fingerprint": "f" * 64}),
        ("withdrawn", {"withdrawn_on": TODAY}),
    ],
)
def test_a_link_that_cannot_be_used_says_why(survey, token, why, changes):
    SurveyInvitation.objects.update(**changes)
    with pytest.raises(InvitationUnusable) as refused:
        _answer(token)
    assert refused.value.why == why
    assert refused.value.details["reason"]


def test_a_link_works_from_the_first_to_the_last_day(survey, token):
    for day, why in ((date(2031, 4, 30), "early"), (date(2031, 6, 2), "over")):
        with pytest.raises(InvitationUnusable) as refused:
            open_invitation(token, day)
        assert refused.value.why == why
    assert open_invitation(token, date(2031, 5, 1))
    assert open_invitation(token, date(2031, 6, 1))


@pytest.mark.parametrize("scores", [{"talent": 0}, {"talent": 11}, {"demand": 5}])
def test_a_score_outside_the_scale_or_the_questions_leaves_the_link_unused(survey, token, scores):
    with pytest.raises(WrongScore):
        _answer(token, scores)
    with pytest.raises(NothingAnswered):
        _answer(token, {})
    assert SurveyInvitation.objects.get().answered_on is None
    assert not SurveyAnswer.objects.exists()


def test_nothing_kept_of_an_answer_leads_to_its_link(survey, token):
    n_before = AuditEntry.objects.count()
    _answer(token, {"talent": 3})
    (answer,), (invitation,) = SurveyAnswer.objects.all(), SurveyInvitation.objects.all()
    midnight = datetime(2031, 5, 5, 22, 0, tzinfo=UTC)
    assert answer.recorded_at == datetime(2031, 4, 30, 22, 0, tzinfo=UTC)
    assert (invitation.answered_on, invitation.changed_at) == (TODAY, midnight)
    assert invitation.changed_by == answer.recorded_by == "survey"
    (line,) = AuditEntry.objects.order_by("number")[n_before:]
    assert (line.action, line.object_type, line.object_id) == ("survey.answer", "survey", str(survey.pk))
    assert (line.at, line.actor, line.origin, line.details) == (midnight, "survey", "survey link", {})
    shared = {str(v) for v in vars(invitation).values()} & {str(v) for v in vars(answer).values()}
    assert shared <= {"knowledge", str(survey.pk), "survey", "hand", "False", "1", "None", ""}


def test_every_answer_has_the_same_moment_whatever_the_day(survey, by, now):
    invite_helix(survey=survey, helix="business", tokens=["a", "b"], by=by, at=now)
    for token, day in (("a", 6), ("b", 20)):
        give_answer(token=token, scores={"talent": 5}, remarks={}, at=datetime(2031, 5, day, 9, tzinfo=UTC))
    assert SurveyAnswer.objects.values("recorded_at").distinct().count() == 1


def test_an_answer_to_an_invented_survey_goes_with_it(survey, token):
    type(survey).objects.update(invented=True)
    _answer(token)
    assert SurveyAnswer.objects.get().invented


def test_a_used_invitation_is_not_withdrawn(survey, token, by, now):
    (invitation,) = SurveyInvitation.objects.all()
    _answer(token)
    with pytest.raises(InvitationUsed):
        withdraw_invitation(invitation=invitation, by=by, at=now)


def test_the_response_leaves_withdrawn_links_out(survey, by, now):
    made = invite_helix(survey=survey, helix="business", tokens=["a", "b", "c"], by=by, at=now)
    withdraw_invitation(invitation=made[0], by=by, at=now)
    _answer("b")
    (response,) = response_of(survey)
    assert (response.helix, response.n_invited, response.n_answered, response.n_withdrawn) == (
        "business",
        2,
        1,
        1,
    )


def test_nothing_is_shown_while_the_survey_can_be_answered(survey, by, now):
    answers(survey, "business", [5, 6, 7, 8, 9])
    assert perceptions_of(survey, TODAY) == ()
    assert perceptions_in(survey.cycle, TODAY) == {}
    assert remarks_of(survey, "talent", TODAY) == ()
    assert perceptions_of(close_survey(survey=survey, by=by, at=now), TODAY) != ()


def test_the_scores_of_a_group_are_counted_by_hand(survey):
    answers(survey, "business", [4, 6, 6, 8, 9, None])
    found, _finance = perceptions_of(survey, AFTER)
    (group,) = found.groups
    assert (group.n, group.median, group.mean, group.lower, group.upper) == (5, 6.0, 6.6, 6.0, 8.0)
    assert group.unknown_share == pytest.approx(1 / 6)
    assert found.total.n == 5
    assert not found.total.is_hidden


def test_a_small_group_is_hidden_and_another_with_it(survey):
    answers(survey, "business", [5] * 8)
    answers(survey, "knowledge", [7] * 6)
    answers(survey, "government", [1] * 2)
    found = perceptions_of(survey, AFTER)[0]
    hidden = {g.helix: (g.is_hidden, g.n, g.mean, g.unknown_share) for g in found.groups}
    assert hidden["government"] == (True, None, None, None)
    assert hidden["knowledge"] == (True, None, None, None)
    assert hidden["business"][0] is False
    assert found.total.n == 16


def test_two_small_groups_that_are_large_enough_together_hide_no_third(survey):
    answers(survey, "business", [5] * 8)
    answers(survey, "knowledge", [7] * 3)
    answers(survey, "government", [1] * 2)
    found = perceptions_of(survey, AFTER)[0]
    assert [g.helix for g in found.groups if not g.is_hidden] == ["business"]


def test_a_group_that_did_not_know_is_not_given_away_by_the_total(survey):
    answers(survey, "business", [5] * 8)
    answers(survey, "knowledge", [7] * 6)
    answers(survey, "government", [None, None])
    found = perceptions_of(survey, AFTER)[0]
    assert [g.helix for g in found.groups if not g.is_hidden] == ["business"]


def test_a_total_that_is_too_small_is_hidden(survey):
    answers(survey, "business", [5] * 4)
    found, finance = perceptions_of(survey, AFTER)
    assert found.total.is_hidden
    assert found.total.n is None
    assert finance.total.is_hidden


def test_the_newest_survey_that_is_over_counts_for_each_element(survey):
    answers(survey, "business", [5] * 5)
    later = SurveyFactory(
        cycle=survey.cycle, elements=["finance"], opens_on=date(2031, 6, 2), closes_on=date(2031, 6, 20)
    )
    answers(later, "business", [9] * 5, "finance")
    found = perceptions_in(survey.cycle, AFTER)
    assert {element: s for element, (s, _p) in found.items()} == {"talent": survey, "finance": later}
    assert found["finance"][1].total.mean == 9


def test_remarks_stand_by_alphabet_and_only_of_a_large_enough_group(survey):
    for text in ("zeer traag", "Beter dan eerst", "", "altijd druk"):
        SurveyAnswerFactory(survey=survey, remarks={"talent": text} if text else {})
    assert remarks_of(survey, "talent", AFTER) == ()
    SurveyAnswerFactory(survey=survey)
    assert remarks_of(survey, "talent", AFTER) == ("altijd druk", "Beter dan eerst", "zeer traag")


sizes = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 14), max_size=4)


@settings(max_examples=300, deadline=None)
@given(sizes=sizes, minimum=st.integers(3, 8))
def test_no_group_smaller_than_the_minimum_can_be_worked_out(sizes, minimum):
    shown = choose_shown(sizes, minimum)
    total = sum(sizes.values())
    assert all(sizes[group] >= minimum for group in shown.groups)
    assert shown.total == (total >= minimum)
    hidden = set(sizes) - shown.groups
    if not shown.total:
        assert shown.groups == frozenset()
        return
    for k in range(len(shown.groups) + 1):
        for taken in combinations(sorted(shown.groups), k):
            left = total - sum(sizes[group] for group in taken)
            assert left >= minimum or (not hidden and left == 0)


@settings(max_examples=200, deadline=None)
@given(sizes=sizes, minimum=st.integers(3, 8))
def test_no_more_than_one_large_group_is_hidden(sizes, minimum):
    shown = choose_shown(sizes, minimum)
    large = {group for group, size in sizes.items() if size >= minimum}
    if shown.total:
        assert len(large - shown.groups) <= 1
        if all(size >= minimum for size in sizes.values()):
            assert shown.groups == large


helices = st.sampled_from(("business", "knowledge", "government", "other"))
given_scores = st.one_of(st.none(), st.integers(1, 10))
survey_rows = st.lists(
    st.tuples(helices, st.fixed_dictionaries({"talent": given_scores, "finance": given_scores})), max_size=40
)


@settings(max_examples=200, deadline=None)
@given(rows=survey_rows, minimum=st.integers(3, 6))
def test_a_small_group_is_hidden_for_every_element_and_never_alone(rows, minimum):
    hidden = _always_hidden(rows, minimum)
    sizes = Counter(helix for helix, _scores in rows)
    assert {helix for helix, n in sizes.items() if n < minimum} <= hidden
    for element in ("talent", "finance"):
        found = _perception(element, rows, minimum, hidden)
        shown = [g for g in found.groups if not g.is_hidden]
        assert hidden.isdisjoint(g.helix for g in shown)
        assert all(g.n >= minimum for g in shown)
        if found.total.is_hidden:
            assert shown == []
            continue
        out_of_sight = [g for g in found.groups if g.is_hidden]
        left = found.total.n - sum(g.n for g in shown)
        assert left == 0 if not out_of_sight else left >= minimum and len(out_of_sight) > 1


def test_a_group_that_is_too_small_for_one_element_stays_hidden_for_all(survey):
    for scores in ({"talent": 5, "finance": 5},) * 8:
        SurveyAnswerFactory(survey=survey, helix="business", scores=scores)
    for scores in ({"talent": 6, "finance": 6},) * 6:
        SurveyAnswerFactory(survey=survey, helix="knowledge", scores=scores)
    for scores in ({"talent": 7, "finance": None},) * 2:
        SurveyAnswerFactory(survey=survey, helix="government", scores=scores)
    for found in perceptions_of(survey, AFTER):
        assert [g.helix for g in found.groups if not g.is_hidden] == ["business"]
