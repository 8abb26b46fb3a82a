# SPDX-License-Identifier: EUPL-1.2
"""Meetings of the browser's site, one in every state of its life, with what hangs on their items."""

from datetime import time
from pathlib import Path

from django.conf import settings
from tests.browser.filling_moment import BY, TODAY, days

from schakel.cycle.actions import (
    action_points,
    agenda,
    agenda_options,
    agenda_templates,
    deciding,
    decision_steps,
    meetings,
    outbox,
    papers,
    presence,
)
from schakel.cycle.actions.presence import Noted, held_seats
from schakel.cycle.queries.agenda_templates import TemplateLine

SECRET_TITLE = "Geheime aankoop van de loods"
MORNING, NOON = time(9), time(12)
LINES = (
    TemplateLine(title="Opening en vaststellen van het verslag", minutes=10, kind="decide"),
    TemplateLine(title="Stand van de uitvoering", minutes=20, kind="discuss"),
)


def plan(title, on, starts_at=MORNING, ends_at=NOON, **fields):
    return meetings.plan_meeting(title=title, on=on, starts_at=starts_at, ends_at=ends_at, **fields, **BY)


def move(meeting, *steps):
    for step in steps:
        meeting = step(meeting=meeting, expected_version=None, **BY)
    return meeting


def decide(item, text, owner, **given):
    return deciding.record_decision(item=item, text=text, owner=owner, due_on=days(60), **given, **BY)


def fill_held_meetings(firm) -> dict:
    """A meeting whose minutes were adopted, one that was closed, and the one in session that did it."""
    adopted = plan("Vergadering met vastgesteld verslag", days(-60))
    item = agenda.add_agenda_item(
        title="Laadplein voor vrachtwagens", meeting=adopted, kind="decide", minutes=30,
        asked="Leggen wij een laadplein aan?", **BY,
    )  # fmt: skip
    move(adopted, meetings.convene_meeting, meetings.open_session)
    decision = decide(item, "Het laadplein komt er", firm, reason="Vijf bedrijven laden er al")
    seats = held_seats(adopted.body, adopted.on)
    presence.note_presence(meeting=adopted, noted={seat: Noted("present") for seat in seats}, **BY)
    promised = action_points.promise_action(
        text="De grond laten opmeten", owner=firm, due_on=days(-2), meeting=adopted, item=item, **BY
    )
    move(adopted, meetings.close_session)
    decision_steps.report_on_decision(
        decision=decision, status="underway", on=TODAY, note="De grond is gekocht", **BY
    )
    closed = plan("Vergadering waarvan het verslag nog wacht", days(-14))
    told = agenda.add_agenda_item(
        title="Verlenging van de proef", meeting=closed, kind="decide", minutes=30, **BY
    )
    secret = agenda.add_agenda_item(
        title=SECRET_TITLE, meeting=closed, kind="decide", minutes=20, is_confidential=True,
        confidential_ground="Belang van een bedrijf", **BY,
    )  # fmt: skip
    move(closed, meetings.convene_meeting, meetings.open_session)
    decide(told, "De proef duurt een jaar langer", firm)
    decide(secret, "De loods wordt in stilte gekocht", firm)
    move(closed, meetings.close_session)
    return {
        "adopted": adopted,
        "closed": closed,
        "decision": decision,
        "secret": secret,
        "promised": promised,
    }


def fill_meeting_in_session(held: dict, firm) -> dict:
    now = plan("Vergadering van vandaag", TODAY)
    minutes = agenda.add_agenda_item(
        title="Verslag vaststellen", meeting=now, kind="decide", minutes=5, source_kind="meeting",
        source_key=held["adopted"].code, **BY,
    )  # fmt: skip
    item = agenda.add_agenda_item(
        title="Keuze voor de zwakste schakel", meeting=now, kind="decide", minutes=30,
        source_kind="element", source_key="talent", source_title="Talent", presenter=firm, **BY,
    )  # fmt: skip
    option = agenda_options.add_option(
        item=item, title="Werken aan talent", consequence="Een half jaar lang 40 uur", is_advised=True, **BY
    )
    move(now, meetings.convene_meeting, meetings.open_session)
    decide(
        minutes, "Het verslag is vastgesteld", firm, effect="adopt_minutes", effect_on=held["adopted"].code
    )
    action_points.promise_action(
        text="De kaart van de opgave rondsturen", owner=firm, due_on=days(10), meeting=now, item=item, **BY
    )
    return {"now": now, "item": item, "option": option}


def fill_coming_meetings(firm) -> dict:
    coming = plan("Vergadering die is uitgeschreven", days(20), papers_due_on=days(-1), venue="Zaal 4")
    item = agenda.add_agenda_item(title="Nieuwe laadpaal", meeting=coming, kind="discuss", minutes=20, **BY)
    paper = papers.expect_paper(item=item, title="Notitie over laden", owner=firm, **BY)
    papers.receive_paper(
        paper=paper, expected_version=None, folder=Path(settings.SCHAKEL_HOME), name="notitie.csv",
        content=b"plaats,aantal\nAastad,9\n", **BY,
    )  # fmt: skip
    late = papers.expect_paper(item=item, title="Begroting van het laden", owner=firm, **BY)
    move(coming, meetings.convene_meeting)
    draft = plan("Vergadering in voorbereiding", days(50), lines=LINES)
    waiting = agenda.add_agenda_item(title="Onderwerp dat wacht", wanted_before=days(60), **BY)
    template = agenda_templates.add_template(title="Gewone agenda", lines=LINES, **BY)
    return {"coming": coming, "draft": draft, "paper": paper, "late": late, "waiting": waiting, "template": template,
            "subject": item}  # fmt: skip


def fill_meetings(made: dict) -> dict:
    firm = made["firm"]
    held = fill_held_meetings(firm)
    session, coming = fill_meeting_in_session(held, firm), fill_coming_meetings(firm)
    message = outbox.put_in_outbox(
        key="proef:1", occasion="meeting", to="post@voorbeeld.invalid", subject="Uitnodiging",
        text="U bent uitgenodigd.", not_before=BY["at"], keep_until=days(90), **BY,
    )  # fmt: skip
    states = {"draft": coming["draft"], "convened": coming["coming"], "in_session": session["now"],
              "closed": held["closed"], "adopted": held["adopted"]}  # fmt: skip
    item, action = session["item"].pk, held["promised"].pk
    return {
        "meetings": {state: meeting.code for state, meeting in states.items()},
        "secret_item": held["secret"].pk, "waiting": coming["waiting"].pk,
        "meeting": coming["coming"].code, "meeting-present": {"meeting": session["now"].code},
        "minutes": {"meeting": held["closed"].code}, "meeting-presence": {"meeting": session["now"].code},
        "minutes-file": {"meeting": held["adopted"].code, "form": "docx"}, "meeting-pack": {"form": "docx"},
        "item": item, "option": session["option"].pk,
        "agenda-item-place": {"item": coming["waiting"].pk}, "number": held["decision"].number,
        "paper": coming["late"].pk, "paper-file": coming["paper"].files.get().pk,
        **{page: {"item": coming["subject"].pk} for page in ("paper-new", "paper-edit", "paper-receive")},
        "template": coming["template"].pk, "outbox-message": message.pk,
        "week-letter": {"kind": "meeting", "key": coming["coming"].code},
        **{page: action for page in ("action-point", "action-point-edit", "action-point-done",
                                     "action-point-done-own", "action-point-drop")},
        "decision-list": {"form": "docx"}, "action-list": {"form": "docx"},
    }  # fmt: skip
