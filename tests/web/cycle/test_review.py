# SPDX-License-Identifier: EUPL-1.2
"""What the review of the year found on its pages: what must stay closed, and what may not break."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.cycle.factories import (
    ActionPointFactory,
    AdoptionFactory,
    AgendaItemFactory,
    AgreementFactory,
    AssessmentFactory,
    ChosenLinkFactory,
    CycleYearFactory,
    DecisionFactory,
    DeviationFactory,
    MeetingFactory,
    TalkFactory,
    YardstickFactory,
    year_with_phases,
)
from tests.programme.factories import CauseFactory, InitiativeFactory, PartnerFactory

from schakel.cycle.models import AgendaItem, CourseDraft, YearClosure
from schakel.cycle.queries.criteria import facts_of

DAY = date(2031, 3, 12)
TRACED = {"created_by": "account:1", "changed_by": "account:1"}


@pytest.fixture
def start(reader):
    return reader.get("/").url + "board/"


def _closed_year(start_of_meeting="closed", **decision):
    cycle = year_with_phases(2031, closed_on=date(2032, 1, 10))
    meeting = MeetingFactory(state=start_of_meeting, title="Slotvergadering")
    found = DecisionFactory(item=AgendaItemFactory(meeting=meeting), number="2032-077", **decision)
    promises = [
        {
            "kind": "action",
            "text": "Open belofte",
            "owner": "Iemand",
            "due_on": "2032-05-01",
            "closed": False,
        },
        {
            "kind": "action",
            "text": "Stille belofte",
            "owner": "Iemand",
            "due_on": "2032-05-01",
            "closed": True,
        },
    ]
    gates = [
        {
            "phase": "follow",
            "artefacts": [
                {"code": "update_round_ended", "needed": 1, "there": 1},
                {"code": "updates_answered", "needed": 7, "there": 7},
                {"code": "deviations_settled", "needed": 0, "there": 0},
            ],
        }
    ]
    YearClosure.objects.create(
        cycle=cycle,
        decision=found,
        on=date(2032, 1, 10),
        gates=gates,
        open_promises=promises,
        recorded_at=timezone.now(),
        recorded_by="account:1",
    )
    return cycle


AGREED = ("gesprek/", "gesprek/talent/", "afspraken/", "afspraken/?file=agreements.csv")


@pytest.mark.parametrize("role", [None, "partner", "council", "lead", "acquisition", "administrator"])
def test_what_was_agreed_in_a_closed_conversation_stays_with_the_office_and_the_board(
    reader, start, sign_in, role
):
    cycle = CycleYearFactory(year=2031)
    ChosenLinkFactory(adoption=AdoptionFactory(cycle=cycle), element="talent")
    talk = TalkFactory(cycle=cycle, is_confidential=True)
    cause = CauseFactory(element="talent")
    AgreementFactory(cycle=cycle, talk=talk, text="Zwijgafspraak", outcome="Zwijguitkomst", cause=cause)
    client = reader if role is None else sign_in(role, **_own(role))
    pages = [start + part for part in AGREED] + [f"{start}gesprekken/{talk.pk}/"]
    pages += [start.replace("board/", "ecosysteem/talent/"), f"{start}toezeggingen/"]
    for page in pages:
        assert b"Zwijg" not in client.get(page).content, page
    insider = sign_in("board")
    assert b"Zwijgafspraak" in insider.get(f"{start}afspraken/").content
    assert b"Zwijgafspraak" in insider.get(f"{start}gesprekken/{talk.pk}/").content


def _own(role):
    if role in ("partner", "council"):
        return {"partner": PartnerFactory()}
    return {"initiative": InitiativeFactory()} if role == "lead" else {}


def test_a_closed_agreement_is_in_no_question_on_a_card(reader, start, sign_in):
    cycle = CycleYearFactory(year=2031)
    talk = TalkFactory(cycle=cycle, is_confidential=True)
    AgreementFactory(cycle=cycle, talk=talk, text="Zwijgafspraak")
    assert b"Zwijg" not in reader.get(f"{start}gesprek/talent/").content
    from tests.web.cycle.test_dialogue import _unzipped

    assert b"Zwijg" not in _unzipped(reader.get(f"{start}gesprek/talent/kaart.docx"))


def test_a_link_of_which_only_something_closed_was_agreed_is_not_told_to_agree_something(reader, start):
    from tests.cycle.factories import ChallengeOwnerFactory, HeardFactory

    cycle = CycleYearFactory(year=2031)
    ChosenLinkFactory(adoption=AdoptionFactory(cycle=cycle), element="talent")
    owner = ChallengeOwnerFactory(cycle=cycle, answer="accepted")
    talk = TalkFactory(cycle=cycle, is_confidential=True)
    HeardFactory(talk=talk, partner=owner.partner)
    AgreementFactory(cycle=cycle, talk=talk)
    from schakel.cycle.queries.dialogue import LinkStep, link_states
    from schakel.cycle.sight import PUBLIC

    (state,) = link_states(cycle, PUBLIC)
    assert state.agreements == ()
    assert state.next_step == LinkStep.TAKE_UP


@pytest.mark.parametrize("sort", [{"is_confidential": True}, {"start_of_meeting": "in_session"}])
def test_the_number_of_the_decision_that_closed_a_year_waits_as_the_decision_does(
    reader, start, bureau, sort
):
    _closed_year(**sort)
    assert "2032-077" not in reader.get(f"{start}jaar/2031/").content.decode()
    assert "2032-077" in bureau.get(f"{start}jaar/2031/").content.decode()


def test_the_number_of_promises_that_went_on_is_that_of_the_list_beside_it(reader, start, bureau):
    _closed_year()
    year_with_phases(2032)
    for path in ("jaar/2031/", "jaar/2032/"):
        for client in (reader, bureau):
            client.get("/taal/en/")
        told = reader.get(f"{start}{path}").content.decode()
        assert "2 promises were still open" not in told, path
        assert "One promise was still open." in told, path
        assert "2 promises were still open" in bureau.get(f"{start}{path}").content.decode()


def test_the_page_of_a_phase_of_a_closed_year_keeps_what_was_there(reader, start):
    _closed_year()
    reader.get("/taal/en/")
    told = reader.get(f"{start}jaar/2031/follow/").content.decode()
    assert "7 of 7" in told
    assert "Missing:" not in told


def test_a_deviation_that_is_put_on_the_agenda_waits_for_the_board(bureau, start):
    deviation = DeviationFactory()
    sent = {"source_kind": "deviation", "source_key": str(deviation.pk)}
    bureau.post(f"{start}agenderen/", sent)
    deviation.refresh_from_db()
    assert deviation.state == "escalated"
    assert deviation.item == AgendaItem.objects.get()
    bureau.post(f"{start}agenderen/", sent)
    assert AgendaItem.objects.count() == 1


def test_a_deviation_that_was_settled_is_not_put_on_the_agenda(bureau, start):
    deviation = DeviationFactory(state="settled", settled_on=DAY, outcome="Geregeld")
    answer = bureau.post(
        f"{start}agenderen/", {"source_kind": "deviation", "source_key": str(deviation.pk)}, follow=True
    )
    assert answer.status_code == 200
    assert not AgendaItem.objects.exists()


def test_nobody_puts_on_the_agenda_what_they_may_not_open(sign_in, start):
    CourseDraft.objects.create(
        code="geheim-concept",
        version_name="Zwijgversie",
        based_on=_course_version(),
        valid_from=date(2033, 1, 1),
        reason="Zwijgreden",
        created_at=timezone.now(),
        changed_at=timezone.now(),
        **TRACED,
    )
    partner = sign_in("partner", partner=PartnerFactory())
    answer = partner.post(f"{start}agenderen/", {"source_kind": "course", "source_key": "geheim-concept"})
    assert answer.status_code == 404
    assert not AgendaItem.objects.exists()


def _course_version():
    from tests.cycle.factories import CourseVersionFactory

    return CourseVersionFactory()


@pytest.mark.parametrize("query", ["agendapunt=²", "agendapunt=99999999999999999999", "besluit=²"])
def test_a_strange_key_in_the_address_of_a_new_action_point_finds_nothing(bureau, start, query):
    assert bureau.get(f"{start}actiepunten/nieuw/?{query}").status_code == 404


def test_an_address_of_another_site_is_never_gone_back_to(bureau, start):
    item = {"source_kind": "partner", "source_key": PartnerFactory().code}
    for back in (
        "https://kwaad.invalid/",
        "//kwaad.invalid/",
        "/\\kwaad.invalid",
        "\\\\kwaad.invalid",
        "javascript:x",
    ):
        answer = bureau.post(f"{start}agenderen/", item | {"back": back})
        assert answer.url.startswith(start), back


def test_what_is_carried_out_at_once_is_no_date_to_come(reader, start):
    today = timezone.localdate()
    meeting = MeetingFactory(state="closed", on=today)
    due = {"due_on": today + timedelta(3), "on": today}
    DecisionFactory(item=AgendaItemFactory(meeting=meeting), text="Nog doen", **due)
    DecisionFactory(
        item=AgendaItemFactory(meeting=meeting),
        text="Direct gedaan",
        effect="admit_partner",
        effect_on="x",
        **due,
    )
    told = reader.get(f"{start}kalender/").content.decode()
    assert "Nog doen" in told
    assert "Direct gedaan" not in told


def test_an_action_point_of_something_closed_afterwards_is_closed_too(reader, start):
    meeting = MeetingFactory(state="closed")
    open_item = AgendaItemFactory(meeting=meeting)
    decision = DecisionFactory(item=AgendaItemFactory(meeting=meeting, is_confidential=True))
    ActionPointFactory(item=open_item, meeting=meeting, decision=decision, text="Zwijgactie")
    assert b"Zwijgactie" not in reader.get(f"{start}toezeggingen/").content


def test_the_audit_log_tells_an_administrator_no_text_of_the_meetings(reader, sign_in, bureau):
    from schakel.cycle.actions.agenda import add_agenda_item, set_confidential
    from schakel.cycle.actions.assessments import assess_self
    from schakel.programme.recording import Actor

    by, at = Actor("account:1"), timezone.now()
    item = add_agenda_item(title="Zwijgtitel", explanation="Zwijguitleg", by=by, at=at)
    closing = {"is_confidential": True, "ground": "Zwijggrond", "expected_version": None}
    set_confidential(item=item, **closing, by=by, at=at)
    partner = PartnerFactory(relation="partner", joined_on=date(2020, 1, 1))
    given = {"on": timezone.localdate(), "today": timezone.localdate(), "scores": {}, "needs": "Zwijgwens"}
    assess_self(cycle=CycleYearFactory(year=2031), partner=partner, **given, by=by, at=at)
    administrator = sign_in("administrator")
    address = _address_of_log()
    for query in ("", "?file=audit-log.csv", "?about=agendaitem"):
        assert b"Zwijg" not in administrator.get(address + query).content, query
    assert b"agenda.add" in administrator.get(address).content
    assert b"agenda.add" not in administrator.get(f"{address}?about=Zwijgtitel").content
    assert b"Zwijgtitel" in bureau.get(address).content
    assert b"Zwijgwens" not in bureau.get(address).content


def _address_of_log():
    from django.urls import reverse

    return reverse("audit-log")


@pytest.mark.parametrize("key", ["\x00", "a\x00b", "\n", "x" * 81, ""])
def test_a_key_that_no_page_sends_puts_nothing_on_the_agenda(bureau, start, key):
    sent = {"source_kind": "initiative", "source_key": key}
    assert bureau.post(f"{start}agenderen/", sent).status_code == 404


class TestMeansOfSelfAssessmentsThatStillMove:
    """Two looks, before and after one partner answers, may not give that answer away."""

    @pytest.fixture
    def cycle(self, reader):
        today = timezone.localdate()
        cycle = CycleYearFactory(
            year=today.year, starts_on=today.replace(month=1, day=1), ends_on=today.replace(month=12, day=31)
        )
        YardstickFactory(code="richting", criterion="3.1", unit="score", automatic="assessment:direction")
        for n in range(4):
            partner = PartnerFactory(relation="partner", joined_on=date(2020, 1, 1), helix="business")
            if n:
                AssessmentFactory(cycle=cycle, partner=partner, on=today, scores={"direction": 4})
        return cycle

    def test_others_see_no_mean_while_answers_come(self, reader, start, cycle, sign_in):
        table = reader.get(f"{start}{_path('self-assessments')}?file=answers.csv").content.decode("utf-8-sig")
        assert "4.0" not in table and "4,0" not in table and "3" in table
        facts = facts_of(cycle, timezone.localdate(), tells_means=False)
        assert facts.read("assessment:direction").because == "still_asked"
        assert facts.read("assessment_response").value == 75
        inside = sign_in("board").get(f"{start}{_path('self-assessments')}?file=answers.csv")
        assert "4.0" in inside.content.decode("utf-8-sig")

    def test_a_closed_year_tells_its_means_to_everybody(self, reader, start, cycle):
        type(cycle).objects.update(closed_on=timezone.localdate())
        table = reader.get(f"{start}{_path('self-assessments')}?file=answers.csv").content.decode("utf-8-sig")
        assert "4.0" in table


def _path(name):
    from django.urls import reverse

    return reverse(name, args=(2031,)).partition("board/")[2]


def test_what_a_decision_says_waits_for_the_end_of_its_meeting_on_the_page_of_its_initiative(
    reader, start, sign_in
):
    from schakel.cycle.actions.deciding import record_decision
    from schakel.programme.recording import Actor

    InitiativeFactory(code="hub", stage="growing")
    meeting = MeetingFactory(state="in_session", on=timezone.localdate())
    record_decision(
        item=AgendaItemFactory(meeting=meeting),
        text="Zwijgbesluit",
        owner=PartnerFactory(),
        due_on=date(2999, 1, 1),
        effect="stop_initiative",
        effect_on="hub",
        details={"lesson": "De volgende keer eerder de kopers erbij halen"},
        by=Actor("account:1"),
        at=timezone.now(),
    )
    page = start.replace("board/", "programma/initiatieven/hub/")
    assert b"Zwijgbesluit" not in reader.get(page).content
    assert b"Zwijgbesluit" in sign_in("board").get(page).content
    type(meeting).objects.update(state="closed")
    assert b"Zwijgbesluit" in reader.get(page).content
