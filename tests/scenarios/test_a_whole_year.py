# SPDX-License-Identifier: EUPL-1.2
"""A whole year of the cycle through its actions, day by day: measured, adopted, discussed, done and closed.

Every phase is asked to end before what it needs is there, and refuses; in the end everything that was done
can be traced back to what was measured.
"""

from collections import Counter
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import override_settings
from tests.cycle.made_up_stored import store
from tests.web.site import MADE_UP

from schakel.cycle import models
from schakel.cycle.actions.agenda import add_agenda_item, change_agenda_item, write_notes
from schakel.cycle.actions.agenda_steps import schedule_item
from schakel.cycle.actions.agreements import make_agreement, start_activity_from
from schakel.cycle.actions.answering import InvitationUnusable, give_answer
from schakel.cycle.actions.assessments import assess_self
from schakel.cycle.actions.challenge_owners import ask_owner, record_answer
from schakel.cycle.actions.course_versions import keep_course_version
from schakel.cycle.actions.deciding import record_decision
from schakel.cycle.actions.deviations import escalate_deviation, note_deviation
from schakel.cycle.actions.judging import judge
from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.actions.meetings import close_session, convene_meeting, open_session, plan_meeting
from schakel.cycle.actions.phases import GateOpen, PhaseNotPossible, end_phase, start_phase
from schakel.cycle.actions.surveys import NewLink, close_survey, invite, make_survey
from schakel.cycle.actions.talks import HeardChoice, record_talk
from schakel.cycle.actions.yardsticks import propose_yardstick, read_yardstick
from schakel.cycle.actions.year_closing import PhaseNotEnded
from schakel.cycle.actions.years import AnotherYearOpen, open_year_of
from schakel.cycle.queries.escalation import escalations
from schakel.cycle.queries.measured import dossier_of
from schakel.cycle.queries.perceptions import perceptions_of
from schakel.cycle.queries.promises import open_promises
from schakel.cycle.queries.weakness import weakness_of
from schakel.cycle.queries.years import adoption_of, phases_of, previous_year
from schakel.cycle.sight import PUBLIC
from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course
from schakel.programme.actions.causes import add_cause
from schakel.programme.actions.initiatives import start_initiative
from schakel.programme.actions.lessons import add_lesson
from schakel.programme.actions.partners import add_partner
from schakel.programme.actions.registers import add_recommendation
from schakel.programme.actions.stages import move_to_stage
from schakel.programme.actions.updates import UpdateAnswers, open_update_round, send_update
from schakel.programme.auditing import verify_audit_chain
from schakel.programme.models import Activity, AuditEntry, Initiative, Strengthening
from schakel.programme.recording import Actor

BUREAU, BOARD, LEAD, OWNER = (Actor(f"account:{n}", "web 127.0.0.1") for n in (1, 2, 3, 4))
ELEMENTS = tuple(element.code for element in load_framework(MADE_UP).elements)
LINK = "finance"
YEAR = 2031


def at(month, day, year=YEAR):
    """Return noon of a day."""
    return datetime(year, month, day, 12, tzinfo=UTC)


class Region:
    """A region that lives a year; each method is what somebody does on a day."""

    def __init__(self, home):
        self.home = home
        who = {"by": BUREAU, "at": at(1, 2)}
        joined = {"joined_on": date(2030, 1, 1)}
        self.bank = add_partner(name="Voorbeeldbank", helix="other", **joined, **who)
        self.school = add_partner(name="Voorbeeldschool", helix="knowledge", **joined, **who)
        self.firm = add_partner(name="Voorbeeldbedrijf", helix="business", **joined, **who)
        self.hub = start_initiative(
            name="Voorbeeldhub", kind="hub", relation="own", details={"owner": self.school}, **who
        )
        step = {"to": "sowing", "on": date(2031, 1, 2), "reason": "Er zijn bedrijven"}
        move_to_stage(initiative=self.hub, **step, **who)
        self.cause = add_cause(
            element=LINK, statement="Banken vragen zekerheden", elements=ELEMENTS, by=BUREAU, at=at(1, 3)
        )
        keep_course_version(folder=MADE_UP, **who)
        self.criteria = [criterion.code for criterion in read_course(MADE_UP).criteria]
        self.cycle = open_year_of(year=YEAR, criteria=self.criteria, focus="Geld", **who)

    def phase(self, kind):
        return next(p for p in phases_of(self.cycle) if p.kind == kind)

    def start(self, kind, when):
        start_phase(phase=self.phase(kind), by=BUREAU, at=when)

    def end(self, kind, when):
        end_phase(phase=self.phase(kind), by=BUREAU, at=when)

    def refused(self, kind, when):
        """Return what is missing when the phase is asked to end; it does not end, and neither does the year."""
        with pytest.raises(GateOpen) as refusal:
            self.end(kind, when)
        assert self.phase(kind).ended_on is None
        return set(refusal.value.missing)

    def convene(self, when, *items, title="Vergadering"):
        """Plan and convene a meeting with its items, and open it on its day."""
        before = datetime(when.year, when.month, 1, 8, tzinfo=UTC)
        meeting = plan_meeting(
            on=when.date(), starts_at=time(13), ends_at=time(16), title=title, by=BUREAU, at=before
        )
        made = []
        for item in items:
            if isinstance(item, models.AgendaItem):
                now = {"expected_version": None, "by": BUREAU, "at": before}
                scheduled = schedule_item(item=item, meeting=meeting, **now)
                made.append(change_agenda_item(item=scheduled, changes={"minutes": 10}, **now))
            else:
                given = {"kind": "decide", "minutes": 20} | item
                made.append(add_agenda_item(meeting=meeting, **given, by=BUREAU, at=before))
        convene_meeting(meeting=meeting, expected_version=None, by=BUREAU, at=before)
        return open_session(meeting=meeting, expected_version=None, by=BUREAU, at=when), made

    def decide(self, item, text, effect="none", effect_on="", details=None, due=date(2031, 12, 30)):
        when = datetime.combine(item.meeting.on, time(13), UTC)
        given = {"effect": effect, "effect_on": effect_on, "details": details}
        return record_decision(item=item, text=text, owner=self.bank, due_on=due, **given, by=BOARD, at=when)

    def close(self, meeting, when):
        return close_session(meeting=meeting, expected_version=None, by=BUREAU, at=when)


@pytest.fixture
def region(db, tmp_path):
    with override_settings(SCHAKEL_HOME=tmp_path):
        yield Region(tmp_path)


def diagnose(region):
    """January and February: measured, kept, adopted, and one link chosen."""
    region.start("diagnose", at(1, 5))
    assert region.refused("diagnose", at(1, 6)) == {"measurement", "adopted_diagnosis", "chosen_links"}
    with pytest.raises(PhaseNotPossible):
        region.start("dialogue", at(1, 6))
    measured = store_measurement_row(stored=store(region.home), by=BUREAU, at=at(1, 20))
    assert region.refused("diagnose", at(1, 21)) == {"adopted_diagnosis", "chosen_links"}
    source = {"source_kind": "measurement", "source_key": measured.identity}
    meeting, (item,) = region.convene(at(2, 12), {"title": "De diagnose", **source}, title="Diagnose")
    write_notes(item=item, notes="Geld is het zwakst.", expected_version=None, by=BUREAU, at=at(2, 12))
    links = [{"element": LINK, "reason": "Het vaakst de zwakste"}]
    region.decide(
        item, "De diagnose is vastgesteld", "adopt_diagnosis", measured.identity,
        {"cycle": str(YEAR), "links": links},
    )  # fmt: skip
    region.close(meeting, at(2, 12))
    region.end("diagnose", at(2, 20))
    return meeting


def talk(region):
    """March and April: an owner is asked and heard, stakeholders are asked, something is agreed."""
    region.start("dialogue", at(3, 1))
    assert region.refused("dialogue", at(3, 1)) == {
        "owner_of_each_link",
        "each_owner_heard",
        "agreement_on_each_link",
    }
    asked = ask_owner(
        cycle=region.cycle, element=LINK, elements=ELEMENTS, partner=region.bank, by=BUREAU, at=at(3, 2)
    )
    assert "owner_of_each_link" in region.refused("dialogue", at(3, 3))
    record_answer(owner=asked, answer="accepted", by=OWNER, at=at(3, 9))
    held = record_talk(
        cycle=region.cycle,
        title="Bij de bank",
        on=date(2031, 3, 20),
        elements=[LINK],
        known_elements=ELEMENTS,
        heard=[HeardChoice(region.bank, "directeur zakelijk")],
        by=BUREAU,
        at=at(3, 20),
    )
    survey = ask_everybody(region)
    agreement = make_agreement(
        cycle=region.cycle,
        element=LINK,
        cause=region.cause,
        text="De bank leest tien aanvragen mee",
        owner=region.bank,
        due_on=date(2031, 11, 1),
        talk=held,
        by=BUREAU,
        at=at(4, 2),
    )
    assert region.refused("dialogue", at(4, 20)) == {"surveys_closed"}
    close_survey(survey=survey, by=BUREAU, at=at(4, 21))
    region.end("dialogue", at(4, 25))
    return agreement


def ask_everybody(region):
    """Hold a survey: each link answers once, and too few answers of a strand are not shown."""
    survey = make_survey(
        cycle=region.cycle,
        title="Hoe gaat het?",
        elements=[LINK],
        known_elements=ELEMENTS,
        opens_on=date(2031, 3, 10),
        closes_on=date(2031, 4, 30),
        by=BUREAU,
        at=at(3, 5),
    )
    links = [NewLink(f"link-{n}", "business") for n in range(6)]
    invite(survey=survey, links=links, by=BUREAU, at=at(3, 6))
    for n, link in enumerate(links):
        give_answer(token=link.token, scores={LINK: 4 + n % 2}, remarks={}, at=at(3, 12 + n))
    with pytest.raises(InvitationUnusable):
        give_answer(token="link-0", scores={LINK: 9}, remarks={}, at=at(3, 20))
    (perceived,) = perceptions_of(survey, date(2031, 5, 1))
    assert (perceived.element, perceived.total.n, perceived.total.mean) == (LINK, 6, 4.5)
    return survey


def develop(region, agreement, first_meeting):
    """May and June: the agreement becomes work against its cause, and the board starts an initiative."""
    region.start("develop", at(5, 1))
    assert region.refused("develop", at(5, 2)) == {"agreements_taken_up", "answer_to_each_link"}
    agreement = start_activity_from(
        agreement=agreement, elements=ELEMENTS, mechanism="De bank leest mee", by=BUREAU, at=at(5, 6)
    )
    minutes = {"title": "Verslag", "source_kind": "meeting", "source_key": first_meeting.code}
    plan = {"title": "Een fonds", "source_kind": "element", "source_key": LINK}
    meeting, (of_minutes, item) = region.convene(at(5, 21), minutes, plan, title="Plannen")
    region.decide(of_minutes, "Het verslag is vastgesteld", "adopt_minutes", first_meeting.code)
    first_meeting.refresh_from_db()
    assert first_meeting.state == "adopted"
    decided = region.decide(
        item, "Wij beginnen een fonds", "start_initiative",
        details={"name": "Voorbeeldfonds", "kind": "fund", "cause": str(region.cause.pk)},
        due=date(2031, 12, 1),
    )  # fmt: skip
    region.close(meeting, at(5, 21))
    region.end("develop", at(6, 20))
    return agreement, Initiative.objects.get(code=decided.effect_on), meeting


def follow(region, fund):
    """July to October: leads tell how it goes; what is red comes before the board, which settles it."""
    region.start("follow", at(7, 1))
    assert {"update_round_ended", "updates_answered"} <= region.refused("follow", at(7, 2))
    asked = open_update_round(
        code="2031-3", title="Najaar", opens_on=date(2031, 8, 25), due_on=date(2031, 9, 10),
        by=BUREAU, at=at(8, 25),
    )  # fmt: skip
    red = UpdateAnswers(quality="green", time="red", time_reason="De huur loopt af", money="green")
    told = {"update_round": asked, "on": date(2031, 9, 4), "by": LEAD, "at": at(9, 4)}
    send_update(initiative=region.hub, answers=red, **told)
    assert region.refused("follow", at(9, 11)) == {"updates_answered"}
    green = UpdateAnswers(quality="green", time="green", money="green")
    send_update(initiative=fund, answers=green, **told | {"on": date(2031, 9, 12), "at": at(9, 12)})
    (alarm,) = (
        e for e in escalations(date(2031, 9, 13)) if e.initiative == region.hub.code and e.kind == "time"
    )
    assert not alarm.is_taken_up
    deviation = note_deviation(
        initiative=region.hub,
        kind=alarm.kind,
        since=alarm.since,
        what="De hub loopt uit",
        cause="De huur loopt af",
        proposal="Een half jaar langer",
        rule=alarm.rule,
        owner=region.school,
        by=BUREAU,
        at=at(9, 14),
    )
    assert region.refused("follow", at(9, 15)) == {"deviations_settled"}
    deviation = escalate_deviation(deviation=deviation, by=BUREAU, at=at(9, 16))
    meeting, (item,) = region.convene(at(10, 8), deviation.item, title="Uitvoering")
    decision = region.decide(
        item, "De hub krijgt een half jaar", "settle_deviation", str(deviation.pk), due=date(2031, 12, 15)
    )
    region.close(meeting, at(10, 8))
    deviation.refresh_from_db()
    assert (deviation.state, deviation.decision) == ("settled", decision)
    with pytest.raises(AnotherYearOpen):
        open_year_of(year=YEAR + 1, criteria=[], by=BUREAU, at=at(10, 9))
    taken = next(e for e in escalations(date(2031, 10, 9)) if e.rule == alarm.rule)
    assert taken.is_taken_up
    region.end("follow", at(10, 31))
    return deviation


def evaluate(region):
    """November and December: judged beside the figures, agreed how to measure, and adopted."""
    region.start("evaluate", at(11, 1))
    add_recommendation(
        report="Een rapport", text="Meet het", status="accepted", on=date(2031, 6, 1),
        today=date(2031, 11, 2), by=BUREAU, at=at(11, 2),
    )  # fmt: skip
    assert region.refused("evaluate", at(11, 3)) == {
        "judgement_of_each_link",
        "judgement_of_each_criterion",
        "lesson_of_the_year",
        "adopted_evaluation",
    }
    who = {"by": BUREAU, "at": at(11, 10)}
    judge(
        cycle=region.cycle, kind="element", subject=LINK, verdict="same", because="Geen tweede meting", **who
    )
    for code in region.criteria:
        judge(
            cycle=region.cycle,
            kind="criterion",
            subject=code,
            verdict="unknown",
            because="Nog geen maat",
            **who,
        )
    assess_self(
        cycle=region.cycle, partner=region.bank, on=date(2031, 11, 11), scores={"kept": 4},
        today=date(2031, 11, 11), by=OWNER, at=at(11, 11),
    )  # fmt: skip
    day = date(2031, 11, 12)
    add_lesson(text="Begin eerder met de huur", on=day, today=day, by=BUREAU, at=at(11, 12))
    assert region.refused("evaluate", at(11, 13)) == {"adopted_evaluation"}
    yardstick = propose_yardstick(
        code="leningen",
        criterion=region.criteria[0],
        title="Leningen",
        unit="leningen",
        by=BUREAU,
        at=at(11, 14),
    )
    asked = ({"title": "Een maat"}, {"title": "De evaluatie"})
    meeting, (of_yardstick, of_year) = region.convene(at(12, 3), *asked, title="Evaluatie")
    region.decide(of_yardstick, "Wij tellen leningen", "agree_yardstick", yardstick.code)
    read_yardstick(
        yardstick=yardstick, on=date(2031, 12, 3), value=Decimal(4), source="De bank",
        today=date(2031, 12, 3), by=BUREAU, at=at(12, 3),
    )  # fmt: skip
    region.decide(of_year, "De evaluatie is vastgesteld", "adopt_evaluation", str(YEAR))
    region.close(meeting, at(12, 3))
    return meeting


def close_the_year(region, *held):
    """December: the minutes are adopted and the year is closed by decision, not before its last phase ended."""
    titles = [{"title": f"Verslag {n}"} for n, _ in enumerate(held)]
    meeting, items = region.convene(at(12, 17), *titles, {"title": "Het jaar sluiten"}, title="Sluiting")
    for item, earlier in zip(items, held, strict=False):
        region.decide(item, "Het verslag is vastgesteld", "adopt_minutes", earlier.code)
    with pytest.raises(PhaseNotEnded):
        region.decide(items[-1], "Het jaar is gesloten", "close_year", str(YEAR))
    region.end("evaluate", at(12, 17))
    decision = region.decide(items[-1], "Het jaar is gesloten", "close_year", str(YEAR))
    region.close(meeting, at(12, 17))
    return decision


def check_the_next_year_goes_on(region):
    """January: the next year opens, and what was promised in the last one is still there."""
    closure = models.YearClosure.objects.get(cycle=region.cycle)
    assert [gate["phase"] for gate in closure.gates] == [p.kind for p in phases_of(region.cycle)]
    assert all(a["needed"] == a["there"] for gate in closure.gates for a in gate["artefacts"])
    following = open_year_of(year=YEAR + 1, criteria=region.criteria, by=BUREAU, at=at(1, 5, YEAR + 1))
    assert previous_year(following) == region.cycle
    promises = open_promises(PUBLIC, date(2032, 1, 5))
    assert Counter((p.kind, p.carried_from) for p in promises) == {
        ("decision", YEAR): 2,
        ("agreement", YEAR): 1,
    }
    assert all(p.is_late for p in promises)
    kept = {(row["kind"], row["text"]) for row in closure.open_promises}
    assert {(p.kind, p.text) for p in promises} <= kept


def check_the_trace(region, agreement, fund):
    """From the activity back to the agreement, the talk, the link, the adoption and what was measured."""
    activity = Activity.objects.get(agreements=agreement)
    tie = Strengthening.objects.get(activity=activity)
    assert (tie.element, tie.cause, tie.cause.statement) == (LINK, region.cause, "Banken vragen zekerheden")
    back = activity.agreements.get()
    assert back.talk.heard.get().partner == region.bank and back.element in back.talk.elements
    adoption = adoption_of(back.cycle)
    link = adoption.links.get(element=back.element)
    dossier = dossier_of(adoption.measurement)
    assert link.probability == weakness_of(dossier, LINK).probability
    assert adoption.decision.number == "2031-001" and adoption.decision.item.source_key == dossier_id(
        adoption
    )
    assert dossier.provenance.seed == adoption.measurement.seed
    decided = models.Decision.objects.get(effect="start_initiative")
    assert fund.source == decided.number and decided.item.source_key == LINK
    assert Strengthening.objects.get(initiative=fund).cause == region.cause


def dossier_id(adoption):
    return adoption.measurement.identity


def check_what_is_stored_stays(region):
    """What was adopted, decided, answered and closed cannot be changed or removed, by anybody."""
    sealed = (
        (models.Measurement, {"year": 1999}),
        (models.DiagnosisAdoption, {"on": date(1999, 1, 1)}),
        (models.ChosenLink, {"reason": "Anders"}),
        (models.Decision, {"text": "Anders"}),
        (models.SurveyAnswer, {"scores": {}}),
        (models.AdoptedMinutes, {"content": {}}),
        (models.EvaluationAdoption, {"content": {}}),
        (models.YardstickReading, {"value": 9}),
        (models.PartnerAssessment, {"did": "Anders"}),
        (models.YearClosure, {"gates": []}),
    )
    for model, changes in sealed:
        rows = model.objects.all()
        assert rows.exists(), model
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**changes)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_a_year_is_walked_from_what_was_measured_to_what_was_learnt_and_everything_can_be_traced(region):
    first = diagnose(region)
    agreement = talk(region)
    agreement, fund, second = develop(region, agreement, first)
    deviation = follow(region, fund)
    evaluated = evaluate(region)
    third = deviation.decision.meeting
    decision = close_the_year(region, second, third, evaluated)
    region.cycle.refresh_from_db()
    assert region.cycle.closed_on == decision.on == date(2031, 12, 17)
    assert set(models.Meeting.objects.values_list("state", flat=True)) == {"adopted", "closed"}
    check_the_next_year_goes_on(region)
    check_the_trace(region, agreement, fund)
    check_what_is_stored_stays(region)
    actors = set(AuditEntry.objects.values_list("actor", flat=True))
    assert {"account:1", "account:2", "account:3", "account:4"} <= actors
    assert verify_audit_chain().n_entries == AuditEntry.objects.count() > 100
