# SPDX-License-Identifier: EUPL-1.2
"""Fill the database of a site that a browser opens; run in a process of its own, which prints what it made.

``python -m tests.browser.filling`` with SCHAKEL_HOME and the other settings of the site in the environment.
The demonstration year is there already; on top comes one initiative ("proeflab") that has at least one of
everything, so that every address has an example, and an account for each role.
"""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import django

django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from schakel.programme import models as m  # noqa: E402
from schakel.programme.actions import (  # noqa: E402
    activities,
    causes,
    challenges,
    claims,
    commitments,
    contacts,
    embedding,
    events,
    indicator_values,
    indicators,
    initiative_links,
    initiative_names,
    initiatives,
    ledger,
    lessons,
    lineage,
    milestones,
    money,
    outputs,
    participations,
    partners,
    periods,
    proposals,
    readiness,
    registers,
    responsibilities,
    seats,
    stages,
    updates,
)
from schakel.programme.recording import Actor  # noqa: E402
from schakel.programme.sheets.definitions import SHEETS  # noqa: E402
from schakel.programme.sheets.reading import SheetRow  # noqa: E402
from schakel.programme.sheets.uploading import keep_upload  # noqa: E402
from schakel.programme.uploads import store_evidence  # noqa: E402
from schakel.web.accounts.inviting import invite  # noqa: E402
from schakel.web.models import Account, RoleGrant  # noqa: E402

AT = datetime.now(UTC)
TODAY = AT.date()
BY = {"by": Actor("account:1", "web 127.0.0.1", invented=True), "at": AT}
OTHER = {"by": Actor("account:2", "web 127.0.0.1", invented=True), "at": AT}
ELEMENTS = ["physical_infrastructure", "talent", "finance", "demand", "leadership"]
PASSWORD = "een lange zin als wachtwoord"
SECRET = "geheim-van-de-proef"
ROLES = ("bureau", "board", "administrator", "lead", "partner", "council")


def days(n: int) -> date:
    return TODAY + timedelta(days=n)


def fill_initiatives() -> dict:
    school = partners.add_partner(name="Proefschool", helix="knowledge", municipality="GM9902", **BY)
    firm = partners.add_partner(name="Proefbedrijf", helix="business", municipality="GM9901", **BY)
    town = m.Partner.objects.get(code="gemeente-aastad")
    lab = initiatives.start_initiative(
        name="Proeflab voor schone vrachtwagens", kind="field_lab", relation="own", code="proeflab",
        details={"summary": "Vervoerders proberen er samen nieuwe voertuigen uit.", "place": "GM9901",
                 "lines": ["1"], "actions": ["1a"], "owner": firm, "started_year": 2030,
                 "target_groups": ["carriers"]}, **BY,
    )  # fmt: skip
    stages.move_to_stage(initiative=lab, to="sowing", on=days(-500), reason="Vijf bedrijven doen mee", **BY)
    stages.move_to_stage(initiative=lab, to="germinating", on=days(-200), reason="De eerste proef loopt", **BY)
    empty = initiatives.start_initiative(name="Nog leeg initiatief", kind="project", relation="own", code="leeg", **BY)
    name = initiative_names.add_name(initiative=lab, name="Proefwerf", **BY)
    line = lineage.add_lineage(initiative=empty, other=lab, kind="part_of", **BY)
    link = initiative_links.add_link(first=lab, second=m.Initiative.objects.get(code="laadplaats"), kind="location", **BY)
    took = participations.add_participation(initiative=lab, partner=firm, role="lead", starts_on=days(-400), **BY)
    participations.add_participation(initiative=lab, partner=school, role="knowledge", **BY)
    participations.add_participation(initiative=lab, partner=town, role="funder", **BY)
    role = responsibilities.assign_responsibility(partner=firm, subject="initiative", subject_code="proeflab", role="accountable", since=days(-300), **BY)
    task = responsibilities.assign_responsibility(partner=school, subject="action", subject_code="2a", role="responsible", since=days(-300), **BY)
    embedding.answer_embedding(initiative=lab, question="owner", answer="partly", explanation="Een vereniging in oprichting", **BY)
    readiness.record_readiness(initiative=lab, innovation="Laadarm", level=5, on=days(-100), owner=firm, **BY)
    return {
        "lab": lab, "firm": firm, "school": school, "town": town,
        "initiative-name-remove": name.pk, "initiative-lineage-remove": {"initiative": "leeg", "pk": line.pk}, "initiative-link-remove": link.pk,
        "initiative-partner-end": took.pk, "initiative-responsibility-end": role.pk, "responsibility-end": task.pk,
    }  # fmt: skip


def fill_activities(made: dict) -> dict:
    lab, firm, school = made["lab"], made["firm"], made["school"]
    cause = causes.add_cause(element="talent", statement="Monteurs leren niet met stroom te werken", elements=ELEMENTS, status="supported", evidence="Gesprekken met zes garages", **BY)
    tie = causes.add_strengthening(initiative=lab, element="talent", cause=cause, mechanism="Leerlingen werken er een half jaar aan echte wagens", elements=ELEMENTS, **BY)
    activity = activities.plan_activity(title="Proefrit van een maand", code="proefrit", initiative=lab, line="1", action="1a", goals=["jobs"], owner=firm, starts_on=days(-90), ends_on=days(90), planned_hours=Decimal(120), planned_eur=Decimal(8000), **BY)
    activities.start_activity(activity=activity, on=days(-90), today=TODAY, **BY)
    milestone = milestones.agree_milestone(initiative=lab, title="Tien wagens rijden mee", due_on=days(60), **BY)
    late = milestones.agree_milestone(initiative=lab, title="De werkplaats is klaar", due_on=days(-30), **BY)
    output = outputs.add_output(initiative=lab, title="Bedrijven geholpen", kind="firms", amount=Decimal(12), unit="bedrijven", on=days(-20), today=TODAY, **BY)
    lesson = lessons.add_lesson(text="Begin met een bedrijf dat wil rijden.", initiative=lab, element="demand", on=days(-10), today=TODAY, **BY)
    proposal = proposals.submit_proposal(title="Leskist over stroom", proposer=school, supra_regional="yes", supra_regional_why="Twee gemeenten", manufacturing="yes", manufacturing_why="Vier werkplaatsen", element="talent", cause=cause, **BY)
    return {
        "activity": activity.code, "element": "talent", "cause-edit": cause.pk, "initiative-strengthening": tie.pk,
        "milestone": milestone.pk, "late": late.pk, "output": output.pk, "initiative-lesson": lesson.pk,
        "lesson-edit": lesson.pk, "proposal": proposal.pk, "proposal-edit": proposal.pk, "proposal-judge": proposal.pk,
    }  # fmt: skip


def fill_partners(made: dict) -> dict:
    firm, school, lab = made["firm"], made["school"], made["lab"]
    goal = partners.add_partner_goal(partner=firm, statement="In 2033 rijdt de helft elektrisch", source="jaarplan", **BY)
    fit = partners.align_goal(goal=goal, course_code="jobs", fit="partly", **BY)
    seat = seats.add_seat(partner=firm, body="board", role="lid", starts_on=days(-300), **BY)
    promise = commitments.make_commitment(partner=firm, kind="money", title="Bijdrage aan het proeflab", amount=Decimal(20000), promised_on=days(-200), due_on=days(100), initiative=lab, line="1", code="bijdrage-proeflab", **BY)
    entry = commitments.record_step(commitment=promise, step="delivered", amount=Decimal(5000), on=days(-50), **BY)
    contact = contacts.add_contact(partner=firm, function="Secretariaat", email="post@voorbeeld.invalid", purpose="Uitnodigen", keep_until=days(300), **BY)
    event = events.add_event(title="Ontbijt op de werf", on=days(-40), place="GM9901", topic="Laden", organiser=firm, **BY)
    seen = events.record_attendance(event=event, people={firm: 2, school: 1}, **BY)
    deal = events.agree_follow_up(event=event, text="Rondleiding plannen", owner=school, due_on=days(-5), **BY)
    meeting = events.connect_partners(first=firm, second=school, on=days(-30), reason="Zelfde doelgroep", **BY)
    return {
        "partner-goal": goal.pk, "partner-goal-remove": goal.pk, "goal-alignment-new": goal.pk,
        "goal-alignment": fit.pk, "goal-alignment-remove": fit.pk,
        "seat-edit": seat.pk, "seat-correct": seat.pk, "seat-remove": seat.pk,
        "commitment": promise.code, "commitment-entry-correct": entry.pk,
        "contact-edit": contact.pk, "contact-remove": contact.pk,
        "event": event.pk, "event-edit": event.pk, "event-attendance": event.pk, "follow-up-new": event.pk,
        "attendance-remove": {"pk": event.pk, "attendance": seen[0].pk},
        "follow-up": {"pk": event.pk, "follow_up": deal.pk},
        "follow-up-done": {"pk": event.pk, "follow_up": deal.pk},
        "connection": meeting.pk,
    }  # fmt: skip


def fill_money_and_results(made: dict) -> dict:
    lab, firm, town = made["lab"], made["firm"], made["town"]
    source = m.FundingProgramme.objects.get(code="bijdrage")
    ledger.record_entry(kind="received", programme=source, amount_eur=Decimal("41250.50"), on=days(-300), payer=town, municipality="GM9901", **BY)
    ledger.record_entry(kind="granted", programme=source, amount_eur=Decimal(15000), on=days(-250), payee=firm, initiative=lab, municipality="GM9901", line="1", purpose="activity", **BY)
    entry = ledger.record_entry(kind="spent", programme=source, amount_eur=Decimal("9800.25"), on=days(-100), initiative=lab, municipality="GM9901", line="1", **BY)
    paid = money.pay_initiative(initiative=lab, programme=source, starts_on=days(-250), ends_on=days(115), **BY)
    claim = claims.register_claim(title="Banen bij het proeflab", kind="jobs", initiative=lab, claimed_by=firm, goal="jobs", code="proeflab-banen", unit="banen", **BY)
    statement = claims.state_result(claim=claim, step="promised", amount=Decimal(12), on=days(-300), stated_by="Proefbedrijf", source="aanvraag", **BY)
    return {
        "source": source.code, "place": "GM9901", "ledger-correct": entry.pk, "initiative-funding-edit": paid.pk,
        "claim": claim.code, "statement-correct": statement.pk, "statement-withdraw": statement.pk,
        "initiative-statement-correct": statement.pk, "initiative-statement-withdraw": statement.pk,
    }  # fmt: skip


def fill_indicators(made: dict) -> dict:
    period = m.ReportingPeriod.objects.filter(closed_on=None).first() or periods.open_period(code="2031", starts_on=date(2031, 1, 1), ends_on=date(2031, 12, 31), due_on=date(2032, 2, 1), **BY)
    maat = indicators.define_indicator(values={
        "code": "bezochte-bedrijven", "title": "Bezochte bedrijven", "level": "effort", "meaning": "Bedrijven die iemand van het bureau bezocht",
        "unit": "bedrijven", "time_semantics": "flow", "direction": "higher"}, **BY)  # fmt: skip
    indicators.set_target(indicator=maat, kind="baseline", year=2030, value=Decimal(5), **BY)
    indicators.set_target(indicator=maat, kind="target", year=2033, value=Decimal(40), agreed_by="bestuur", **BY)
    value = indicator_values.enter_value(indicator=maat, period=period, value=Decimal(18), source="agenda", **BY)
    own = indicator_values.enter_value(indicator=maat, period=period, value=Decimal(7), initiative=made["lab"], source="agenda", **BY)
    return {
        "indicator": maat.code, "period": period.code, "value": value.pk, "value-correct": value.pk,
        "value-step": {"pk": value.pk, "step": "indienen"}, "initiative-value": own.pk,
        "initiative-value-step": {"pk": own.pk, "step": "indienen"},
    }  # fmt: skip


def fill_updates_and_registers(made: dict) -> dict:
    lab, firm, school = made["lab"], made["firm"], made["school"]
    ronde = m.UpdateRound.objects.filter(opens_on__lte=TODAY, due_on__gte=TODAY).first() or updates.open_update_round(code="ronde-najaar", title="Najaarsronde", opens_on=days(-3), due_on=days(11), **BY)
    updates.make_update_link(initiative=lab, secret=SECRET, expires_on=days(90), **BY)
    updates.send_update(initiative=lab, answers=updates.UpdateAnswers(quality="green", time="green", money="green", summary="De eerste wagens rijden."), on=days(-90), **BY)
    need = updates.ask_for_help(initiative=lab, need=updates.NewNeed("Een plek om te laden", made["town"]), on=days(-20), **BY)
    updates.name_risk(initiative=lab, risk=updates.NewRisk("Het net is vol", 2, 3, "Een batterij huren"), **BY)
    moment = {"today": TODAY, **BY}
    advice = registers.add_recommendation(report="Proefadvies", text="Meet elk doel", on=days(-100), owner=firm, **moment)
    signal = registers.add_signal(title="Stroom is schaars", on=days(-60), kind="economic", assumption="Er is genoeg stroom", contradicts=True, meaning="Laden kost meer", **moment)
    subject = registers.add_agenda_subject(subject="Een zwaarder net", addressee="netbeheerder", ask="Een kabel erbij", status="raised", raised_on=days(-30), **moment)
    service = registers.add_service(provider=school, title="Stroomscan", topic="Energie", tier=1, places=["GM9901"], **BY)
    ask = challenges.add_challenge(partner=made["town"], side="ask", title="Schone vuilniswagen", themes=["stroom"], **BY)
    offer = challenges.add_challenge(partner=firm, side="offer", title="Ombouw van wagens", themes=["stroom"], **BY)
    challenges.match_challenge(ask=ask, offer=offer, **BY)
    loose = challenges.add_challenge(partner=school, side="ask", title="Lesvrachtwagen", themes=["stroom"], **BY)
    file = store_evidence(name="telling.csv", content=b"plaats,aantal\nAastad,9\n", folder=Path(settings.SCHAKEL_HOME), is_public=True, **BY)
    sheet = next(iter(SHEETS.values()))
    upload = keep_upload(definition=sheet, file_name="partners.xlsx", content=b"x", rows=[SheetRow(2, {"code": firm.code, "name": "Proefbedrijf"})], **BY)
    return {
        "code": ronde.code, "need-answer": need.pk, "recommendation-edit": advice.pk, "signal-edit": signal.pk,
        "agenda-subject-edit": subject.pk, "service-edit": service.pk, "challenge-edit": ask.pk, "challenge-match": loose.pk,
        "challenge-unmatch": ask.pk, "challenge-customer": ask.pk, "evidence-file": file.pk, "sheet-check": upload.pk,
        "sheet": sheet.name, "form": "xlsx", "check": m_check(), "secret": SECRET, "step": "finish",
    }  # fmt: skip


def m_check() -> str:
    from schakel.programme.integrity.checks import integrity_checks

    return integrity_checks()[0].id


def open_accounts(made: dict) -> dict:
    """Make an account for each role with a session, and a second factor for the roles that need one."""
    found: dict = {"sessions": {}, "totp": {}}
    for role in ROLES:
        account = Account.objects.create_user(f"{role}@voorbeeld.invalid", PASSWORD)
        about = {"initiative": made["lab"]} if role == "lead" else {"partner": made["firm"]} if role == "partner" else {}
        grant = RoleGrant.objects.create(account=account, role=role, sponsor="system", starts_on=days(-100), ends_on=days(300), created_at=AT, changed_at=AT, created_by="system", changed_by="system", **about)
        if role in ("bureau", "board", "administrator"):
            found["totp"][role] = generate_totp_secret()
            TOTP.activate(account, found["totp"][role])
        session = SessionStore()
        session["_auth_user_id"] = str(account.pk)
        session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
        session["_auth_user_hash"] = account.get_session_auth_hash()
        session.create()
        found["sessions"][role] = session.session_key
        if role == "lead":
            found |= {name: account.pk for name in ("account-roles", "role-give", "account-remove")}
            found["role-change"] = {"account_pk": account.pk, "pk": grant.pk}
        if role == "bureau":
            RecoveryCodes.activate(account)
    invited = invite(email="nieuw@voorbeeld.invalid", role="council", about=None, ends_on=days(200), giver_roles={"administrator"}, **BY)
    return found | {"token": invited.token}


def main() -> None:
    made = fill_initiatives()
    for fill in (fill_activities, fill_partners, fill_money_and_results, fill_indicators, fill_updates_and_registers, open_accounts):
        made |= fill(made)
    print(json.dumps({k: v for k, v in made.items() if not hasattr(v, "pk")}))


if __name__ == "__main__":
    main()
