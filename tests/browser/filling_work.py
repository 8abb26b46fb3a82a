# SPDX-License-Identifier: EUPL-1.2
"""An initiative with one of everything that is done in it, and the partners who do it."""

from decimal import Decimal

from tests.browser.filling_moment import BY, TODAY, days

from schakel.programme import models as m
from schakel.programme.actions import (
    activities,
    causes,
    commitments,
    contacts,
    embedding,
    events,
    initiative_links,
    initiative_names,
    initiatives,
    lessons,
    lineage,
    milestones,
    outputs,
    participations,
    partners,
    proposals,
    readiness,
    responsibilities,
    seats,
    stages,
)

ELEMENTS = ["physical_infrastructure", "talent", "finance", "demand", "leadership"]


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
    stages.move_to_stage(
        initiative=lab, to="germinating", on=days(-200), reason="De eerste proef loopt", **BY
    )
    empty = initiatives.start_initiative(
        name="Nog leeg initiatief", kind="project", relation="own", code="leeg", **BY
    )
    name = initiative_names.add_name(initiative=lab, name="Proefwerf", **BY)
    line = lineage.add_lineage(initiative=empty, other=lab, kind="part_of", **BY)
    link = initiative_links.add_link(
        first=lab, second=m.Initiative.objects.get(code="laadplaats"), kind="location", **BY
    )
    took = participations.add_participation(
        initiative=lab, partner=firm, role="lead", starts_on=days(-400), **BY
    )
    participations.add_participation(initiative=lab, partner=school, role="knowledge", **BY)
    participations.add_participation(initiative=lab, partner=town, role="funder", **BY)
    role = responsibilities.assign_responsibility(
        partner=firm,
        subject="initiative",
        subject_code="proeflab",
        role="accountable",
        since=days(-300),
        **BY,
    )
    task = responsibilities.assign_responsibility(
        partner=school, subject="action", subject_code="2a", role="responsible", since=days(-300), **BY
    )
    embedding.answer_embedding(
        initiative=lab, question="owner", answer="partly", explanation="Een vereniging in oprichting", **BY
    )
    readiness.record_readiness(initiative=lab, innovation="Laadarm", level=5, on=days(-100), owner=firm, **BY)
    return {
        "lab": lab, "firm": firm, "school": school, "town": town,
        "initiative-name-remove": name.pk, "initiative-lineage-remove": {"initiative": "leeg", "pk": line.pk}, "initiative-link-remove": link.pk,
        "initiative-partner-end": took.pk, "initiative-responsibility-end": role.pk, "responsibility-end": task.pk,
    }  # fmt: skip


def fill_activities(made: dict) -> dict:
    lab, firm, school = made["lab"], made["firm"], made["school"]
    cause = causes.add_cause(
        element="talent",
        statement="Monteurs leren niet met stroom te werken",
        elements=ELEMENTS,
        status="supported",
        evidence="Gesprekken met zes garages",
        **BY,
    )
    tie = causes.add_strengthening(
        initiative=lab,
        element="talent",
        cause=cause,
        mechanism="Leerlingen werken er een half jaar aan echte wagens",
        elements=ELEMENTS,
        **BY,
    )
    activity = activities.plan_activity(
        title="Proefrit van een maand",
        code="proefrit",
        initiative=lab,
        line="1",
        action="1a",
        goals=["jobs"],
        owner=firm,
        starts_on=days(-90),
        ends_on=days(90),
        planned_hours=Decimal(120),
        planned_eur=Decimal(8000),
        **BY,
    )
    activities.start_activity(activity=activity, on=days(-90), today=TODAY, **BY)
    milestone = milestones.agree_milestone(
        initiative=lab, title="Tien wagens rijden mee", due_on=days(60), **BY
    )
    late = milestones.agree_milestone(initiative=lab, title="De werkplaats is klaar", due_on=days(-30), **BY)
    output = outputs.add_output(
        initiative=lab,
        title="Bedrijven geholpen",
        kind="firms",
        amount=Decimal(12),
        unit="bedrijven",
        on=days(-20),
        today=TODAY,
        **BY,
    )
    lesson = lessons.add_lesson(
        text="Begin met een bedrijf dat wil rijden.",
        initiative=lab,
        element="demand",
        on=days(-10),
        today=TODAY,
        **BY,
    )
    proposal = proposals.submit_proposal(
        title="Leskist over stroom",
        proposer=school,
        supra_regional="yes",
        supra_regional_why="Twee gemeenten",
        manufacturing="yes",
        manufacturing_why="Vier werkplaatsen",
        element="talent",
        cause=cause,
        **BY,
    )
    return {
        "activity": activity.code, "element": "talent", "cause-edit": cause.pk, "initiative-strengthening": tie.pk,
        "milestone": milestone.pk, "late": late.pk, "output": output.pk, "initiative-lesson": lesson.pk,
        "lesson-edit": lesson.pk, "proposal": proposal.pk, "proposal-edit": proposal.pk, "proposal-judge": proposal.pk,
    }  # fmt: skip


def fill_partners(made: dict) -> dict:
    firm, school, lab = made["firm"], made["school"], made["lab"]
    goal = partners.add_partner_goal(
        partner=firm, statement="In 2033 rijdt de helft elektrisch", source="jaarplan", **BY
    )
    fit = partners.align_goal(goal=goal, course_code="jobs", fit="partly", **BY)
    seat = seats.add_seat(partner=firm, body="board", role="lid", starts_on=days(-300), **BY)
    promise = commitments.make_commitment(
        partner=firm,
        kind="money",
        title="Bijdrage aan het proeflab",
        amount=Decimal(20000),
        promised_on=days(-200),
        due_on=days(100),
        initiative=lab,
        line="1",
        code="bijdrage-proeflab",
        **BY,
    )
    entry = commitments.record_step(
        commitment=promise, step="delivered", amount=Decimal(5000), on=days(-50), **BY
    )
    contact = contacts.add_contact(
        partner=firm,
        function="Secretariaat",
        email="post@voorbeeld.invalid",
        purpose="Uitnodigen",
        keep_until=days(300),
        **BY,
    )
    event = events.add_event(
        title="Ontbijt op de werf", on=days(-40), place="GM9901", topic="Laden", organiser=firm, **BY
    )
    seen = events.record_attendance(event=event, people={firm: 2, school: 1}, **BY)
    deal = events.agree_follow_up(
        event=event, text="Rondleiding plannen", owner=school, due_on=days(-5), **BY
    )
    meeting = events.connect_partners(
        first=firm, second=school, on=days(-30), reason="Zelfde doelgroep", **BY
    )
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
