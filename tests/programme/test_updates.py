# SPDX-License-Identifier: EUPL-1.2
"""The five-minute update: rounds, links, lights with a reason, reminders, who keeps up."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.programme.factories import NOW, InitiativeFactory, PartnerFactory

from schakel.programme.actions.updates import (
    LightWithoutReason,
    LinkUnusable,
    MilestoneChange,
    NewNeed,
    NewRisk,
    UpdateAnswers,
    UpdateNotPossible,
    answer_need,
    close_risk,
    give_reminder,
    make_update_link,
    open_update_link,
    open_update_round,
    revoke_update_link,
    send_update,
)
from schakel.programme.models import (
    AuditEntry,
    Milestone,
    Need,
    ProgressUpdate,
    Risk,
    UpdateLink,
)
from schakel.programme.queries.updates import (
    Punctuality,
    newest_updates,
    open_needs,
    open_risks,
    punctuality_of_partners,
    round_lines,
)
from schakel.programme.recording import WrongEntry

GOOD = UpdateAnswers("green", "green", "green")
TODAY = date(2031, 5, 6)


@pytest.fixture
def initiative():
    return InitiativeFactory(stage="growing", name="Hub", owner=PartnerFactory(name="School"))


@pytest.fixture
def milestone(initiative):
    return Milestone.objects.create(
        initiative=initiative,
        title="Opening",
        first_due_on=date(2031, 4, 1),
        due_on=date(2031, 4, 1),
        created_at=NOW,
        changed_at=NOW,
        created_by="account:1",
        changed_by="account:1",
    )


@pytest.fixture
def update_round(by, now):
    return open_update_round(
        code="voorjaar", title="Voorjaar", opens_on=date(2031, 4, 1), due_on=date(2031, 5, 1), by=by, at=now
    )


def test_a_round_cannot_end_before_it_opens(by, now):
    with pytest.raises(UpdateNotPossible):
        open_update_round(code="r", title="R", opens_on=TODAY, due_on=TODAY - timedelta(1), by=by, at=now)


def test_an_update_is_kept_with_everything_in_it(initiative, milestone, update_round, by, now):
    answers = UpdateAnswers(
        "green",
        "amber",
        "red",
        time_reason="Aanbesteding duurt langer",
        money_reason="Subsidie nog niet binnen",
        spent_eur=Decimal("1250.50"),
        summary="Zes bedrijven doen mee.",
        milestones=[MilestoneChange(milestone.pk, due_on=date(2031, 9, 1), note="Vergunning")],
        risk=NewRisk("Docent vertrekt", 2, 3, "Vervanger zoeken"),
        need=NewNeed("Een ruimte"),
    )
    update = send_update(
        initiative=initiative, answers=answers, on=TODAY, update_round=update_round, by=by, at=now
    )
    assert (update.quality, update.time, update.money) == ("green", "amber", "red")
    assert update.spent_eur == Decimal("1250.50")
    assert update.milestone_changes == [
        {
            "milestone": milestone.pk,
            "title": "Opening",
            "done_on": None,
            "due_on": "2031-09-01",
            "moved_from": "2031-04-01",
        }
    ]
    milestone.refresh_from_db()
    assert (milestone.due_on, milestone.first_due_on) == (date(2031, 9, 1), date(2031, 4, 1))
    assert Risk.objects.get().measure == "Vervanger zoeken"
    assert Need.objects.get().status == "open"


@pytest.mark.parametrize("light", ["quality", "time", "money"])
@pytest.mark.parametrize("colour", ["amber", "red"])
def test_a_light_that_is_not_green_needs_a_reason(initiative, by, now, light, colour):
    answers = UpdateAnswers(**({"quality": "green", "time": "green", "money": "green"} | {light: colour}))
    with pytest.raises(LightWithoutReason) as told:
        send_update(initiative=initiative, answers=answers, on=TODAY, by=by, at=now)
    assert told.value.details["light"] == light
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": TODAY + timedelta(1)},
        {"answers": UpdateAnswers("green", "green", "green", spent_eur=Decimal("-1"))},
        {"answers": UpdateAnswers("green", "green", "green", milestones=[MilestoneChange(999_999)])},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(initiative, by, now, wrong):
    sent = {"initiative": initiative, "answers": GOOD, "on": TODAY, "by": by, "at": now} | wrong
    with pytest.raises(UpdateNotPossible):
        send_update(**sent)
    assert not ProgressUpdate.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_wrong_risk_takes_the_whole_update_back(initiative, milestone, by, now):
    answers = UpdateAnswers(
        "green",
        "green",
        "green",
        milestones=[MilestoneChange(milestone.pk, done_on=TODAY)],
        risk=NewRisk("Te groot", 7, 1),
    )
    with pytest.raises(WrongEntry):
        send_update(initiative=initiative, answers=answers, on=TODAY, by=by, at=now)
    milestone.refresh_from_db()
    assert milestone.done_on is None
    assert not ProgressUpdate.objects.exists()


def test_a_milestone_of_another_initiative_is_out_of_reach(milestone, by, now):
    other = InitiativeFactory(stage="growing")
    answers = UpdateAnswers("green", "green", "green", milestones=[MilestoneChange(milestone.pk, TODAY)])
    with pytest.raises(UpdateNotPossible):
        send_update(initiative=other, answers=answers, on=TODAY, by=by, at=now)


def test_a_link_opens_one_initiative_and_only_its_fingerprint_is_kept(initiative, by, now):
    make_update_link(initiative=initiative, secret="geheim", expires_on=TODAY + timedelta(30), by=by, at=now)
    assert open_update_link("geheim", TODAY).initiative == initiative
    assert "geheim" not in str(UpdateLink.objects.values_list())
    assert "geheim" not in str(list(AuditEntry.objects.values_list("details")))


def test_a_link_that_is_unknown_withdrawn_replaced_or_old_does_not_open(initiative, by, now):
    for secret in ("eerste", "tweede"):
        make_update_link(
            initiative=initiative, secret=secret, expires_on=TODAY + timedelta(30), by=by, at=now
        )
    for secret, day in (("eerste", TODAY), ("verzonnen", TODAY), ("tweede", TODAY + timedelta(31))):
        with pytest.raises(LinkUnusable):
            open_update_link(secret, day)
    revoke_update_link(link=open_update_link("tweede", TODAY + timedelta(30)), by=by, at=now)
    with pytest.raises(LinkUnusable):
        open_update_link("tweede", TODAY)


@pytest.mark.parametrize("days", [-1, 0, 401])
def test_a_link_lasts_at_least_a_day_and_at_most_four_hundred(initiative, by, now, days):
    with pytest.raises(UpdateNotPossible):
        make_update_link(initiative=initiative, secret="s", expires_on=TODAY + timedelta(days), by=by, at=now)


def test_an_initiative_of_others_gets_no_link(by, now):
    with pytest.raises(UpdateNotPossible):
        make_update_link(
            initiative=InitiativeFactory(relation="external"),
            secret="s",
            expires_on=TODAY + timedelta(30),
            by=by,
            at=now,
        )


def test_a_round_shows_who_sent_who_was_late_and_who_is_overdue(update_round, by, now):
    names = ("A", "B", "C")
    a, b, c = (InitiativeFactory(name=n, stage="growing") for n in names)
    InitiativeFactory(name="van anderen", stage="growing", relation="external")
    InitiativeFactory(name="gestopt", stage="stopped")
    for initiative, day in ((a, date(2031, 5, 1)), (b, date(2031, 5, 4))):
        send_update(initiative=initiative, answers=GOOD, on=day, update_round=update_round, by=by, at=now)
    for _ in range(2):
        give_reminder(
            update_round=update_round, initiative=c, on=date(2031, 5, 2), channel="mail", by=by, at=now
        )
    lines = {line.initiative.name: line for line in round_lines(update_round, TODAY)}
    assert set(lines) == set(names)
    assert (lines["A"].state, lines["A"].days_late) == ("sent", 0)
    assert (lines["B"].state, lines["B"].days_late) == ("late", 3)
    assert (lines["C"].state, lines["C"].days_late, lines["C"].n_reminders) == ("overdue", 5, 2)
    assert next(iter(round_lines(update_round, TODAY))).initiative.name == "C"
    before = {line.initiative.name: line.state for line in round_lines(update_round, date(2031, 5, 1))}
    assert before["C"] == "waiting"


def test_a_partner_that_was_never_asked_has_no_share():
    assert Punctuality("p", "P", 0, 0, 0).in_time_share is None
    assert Punctuality("p", "P", 4, 3, 1).in_time_share == 0.25


def test_punctuality_counts_the_last_four_rounds(initiative, by, now):
    for number in range(5):
        opened = open_update_round(
            code=f"r{number}",
            title="R",
            opens_on=date(2030, 1 + 2 * number, 1),
            due_on=date(2030, 2 + 2 * number, 1),
            by=by,
            at=now,
        )
        if number > 0:
            day = opened.due_on + timedelta(number == 4)
            send_update(initiative=initiative, answers=GOOD, on=day, update_round=opened, by=by, at=now)
    found = punctuality_of_partners(TODAY)
    assert [(p.partner_name, p.n_asked, p.n_sent, p.n_in_time) for p in found] == [("School", 4, 4, 3)]


def test_the_newest_updates_come_in_one_question(initiative, by, now, django_assert_num_queries):
    other = InitiativeFactory(stage="growing")
    for day in (3, 1, 2):
        for found in (initiative, other):
            answers = UpdateAnswers("green", "green", "green", summary=str(day))
            send_update(initiative=found, answers=answers, on=date(2031, 1, day), by=by, at=now)
    with django_assert_num_queries(1):
        newest = newest_updates([initiative.pk, other.pk])
    assert {u.summary for u in newest.values()} == {"3"}
    assert set(newest) == {initiative.pk, other.pk}


def test_a_need_is_answered_in_words_and_a_risk_is_closed(initiative, by, now):
    answers = UpdateAnswers("green", "green", "green", risk=NewRisk("r", 1, 1), need=NewNeed("n"))
    send_update(initiative=initiative, answers=answers, on=TODAY, by=by, at=now)
    with pytest.raises(UpdateNotPossible):
        answer_need(need=open_needs().get(), status="met", answer=" ", by=by, at=now)
    answer_need(need=open_needs().get(), status="met", answer="Geregeld", by=by, at=now)
    close_risk(risk=open_risks(initiative).get(), on=TODAY, measure="Opgelost", by=by, at=now)
    assert not open_needs().exists()
    assert not open_risks(initiative).exists()


def test_the_day_is_the_day_here_and_not_in_greenwich(initiative, by):
    just_after_midnight = datetime(2031, 5, 5, 22, 30, tzinfo=UTC)
    sent = send_update(initiative=initiative, answers=GOOD, on=TODAY, by=by, at=just_after_midnight)
    assert sent.on == TODAY


def test_an_invented_round_asks_nobody_real(update_round, by, now):
    InitiativeFactory(stage="growing", name="Echt")
    InitiativeFactory(stage="growing", name="Verzonnen", invented=True)
    update_round.invented = True
    assert [line.initiative.name for line in round_lines(update_round, TODAY)] == ["Verzonnen"]


def test_an_update_of_something_invented_goes_with_it(by, now):
    sent = send_update(
        initiative=InitiativeFactory(stage="growing", invented=True), answers=GOOD, on=TODAY, by=by, at=now
    )
    assert sent.invented
