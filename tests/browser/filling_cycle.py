# SPDX-License-Identifier: EUPL-1.2
"""A year of the cycle in the browser's site: the conversation, delivery, the evaluation and a new course."""

from decimal import Decimal
from pathlib import Path

from django.conf import settings
from tests.browser.filling_meetings import fill_meetings
from tests.browser.filling_moment import BY, TODAY, days
from tests.browser.filling_work import ELEMENTS

from schakel.cycle import models as c
from schakel.cycle.actions import (
    agreements,
    answering,
    assumptions,
    bureau_hours,
    bureau_planning,
    calendar_dates,
    challenge_owners,
    course_versions,
    deviations,
    drafts,
    judging,
    measuring,
    surveys,
    talks,
    yardsticks,
    years,
)
from schakel.diagnosis.storage import list_measurements, load_measurement
from schakel.programme import models as m

ABOUT = "talent"
TOKENS = {"open": "proef-open", "early": "proef-te-vroeg", "over": "proef-voorbij", "used": "proef-gebruikt"}


def fill_cycle(made: dict) -> dict:
    """Reuse the year that is open, or open this one; then one of everything in it."""
    cycle = c.CycleYear.objects.filter(closed_on=None).order_by("year").last() or years.open_year_of(
        year=TODAY.year, criteria=["3.1"], focus="Laden zonder wachten", **BY
    )
    found = {"cycle": cycle.year, "phase": "diagnose"}
    for fill in (fill_calendar, fill_talks, fill_surveys, fill_delivery, fill_evaluation, fill_course):
        found |= fill(made, cycle)
    return found | fill_meetings(made)


def fill_calendar(made: dict, cycle) -> dict:
    entry = calendar_dates.add_calendar_date(
        title="Begroting van Aastad", kind="council", on=days(30), municipality="GM9901",
        needs="Een alinea over het programma", **BY,
    )  # fmt: skip
    home = Path(settings.SCHAKEL_HOME)
    found = list_measurements(home)[0]
    stored = load_measurement(home, found.course_id, found.year)
    measuring.store_measurement_row(stored=stored, **BY)
    return {"calendar-date": entry.pk, "identity": stored.id, "measurement-table": {"name": "element_scores"}}


def fill_talks(made: dict, cycle) -> dict:
    firm, school = made["firm"], made["school"]
    owner = challenge_owners.ask_owner(
        cycle=cycle, element=ABOUT, elements=ELEMENTS, partner=firm, role="directeur", **BY
    )
    challenge_owners.record_answer(owner=owner, answer="accepted", **BY)
    challenge_owners.ask_owner(
        cycle=cycle, element="finance", elements=ELEMENTS, partner=school, role="lector", **BY
    )
    talk = talks.record_talk(
        cycle=cycle, title="Gesprek over monteurs", on=days(-5), elements=[ABOUT], known_elements=ELEMENTS,
        heard=[talks.HeardChoice(firm, "directeur")], report="Stages beginnen te laat.", **BY,
    )  # fmt: skip
    cause = m.Cause.objects.get(statement="Monteurs leren niet met stroom te werken")
    agreed = agreements.make_agreement(
        cycle=cycle, element=ABOUT, cause=cause, talk=talk, text="Tien stages in het najaar", owner=firm,
        due_on=days(40), **BY,
    )  # fmt: skip
    return {
        "talk": talk.pk, "talk-edit": talk.pk, "agreement-edit": agreed.pk, "agreement-settle": agreed.pk,
        "agreement-take-up": {"pk": agreed.pk, "how": "nieuw"}, "dialogue-card": {"form": "docx"},
    }  # fmt: skip


def fill_surveys(made: dict, cycle) -> dict:
    """A survey in each state, each with one link; that of ``used`` was answered."""
    spans = {"open": (-2, 20), "early": (5, 20), "over": (-9, 20), "used": (-9, 20)}
    found = {}
    for state, (opens, closes) in spans.items():
        survey = surveys.make_survey(
            cycle=cycle, title=f"Wat merkt u ervan? ({state})", elements=[ABOUT, "demand"],
            known_elements=ELEMENTS, opens_on=days(opens), closes_on=days(closes), **BY,
        )  # fmt: skip
        (link,) = surveys.invite(survey=survey, links=[surveys.NewLink(TOKENS[state], "business")], **BY)
        found[state] = (survey, link)
    answering.give_answer(token=TOKENS["used"], scores={ABOUT: 4, "demand": None}, remarks={}, at=BY["at"])
    surveys.close_survey(survey=found["over"][0], **BY)
    survey, link = found["open"]
    pages = ("survey", "survey-edit", "survey-close", "survey-invite")
    return {
        "survey_tokens": TOKENS, "survey-answer": {"token": TOKENS["open"]},
        "survey-withdraw": {"pk": survey.pk, "invitation": link.pk}, **{page: survey.pk for page in pages},
    }  # fmt: skip


def fill_delivery(made: dict, cycle) -> dict:
    deviation = deviations.note_deviation(
        initiative=made["lab"], kind="time", since=days(-12), what="Drie maanden later klaar",
        cause="Het net is vol", proposal="Een batterij huren", owner=made["firm"], **BY,
    )  # fmt: skip
    plan = bureau_planning.plan_hours(year=TODAY.year, task="1", hours=Decimal(240), role="connect", **BY)
    if not c.BureauCapacity.objects.filter(year=TODAY.year).exists():
        bureau_planning.set_capacity(
            year=TODAY.year, hours=Decimal(1800), seed_money_eur=Decimal(20000), **BY
        )
    spent = bureau_hours.log_hours(on=days(-3), task="1", role="connect", hours=Decimal("3.5"), **BY)
    pages = ("deviation", "deviation-edit", "deviation-escalate", "deviation-settle")
    return {
        **{page: deviation.pk for page in pages}, "bureau-line": spent.pk, "bureau-plan-line": plan.pk,
        "planned": TODAY.year,
    }  # fmt: skip


def fill_evaluation(made: dict, cycle) -> dict:
    judging.judge(
        cycle=cycle, kind="criterion", subject="3.1", verdict="unknown", because="Niet geteld", **BY
    )
    measure = yardsticks.propose_yardstick(
        code="vrachtwagens-per-dag", criterion="3.1", title="Vrachtwagens per dag", unit="vrachtwagens",
        baseline=Decimal(12), baseline_on=days(-200), target=Decimal(40), due_on=days(900),
        how_measured="Telling bij de slagboom", **BY,
    )  # fmt: skip
    seen = yardsticks.read_yardstick(
        yardstick=measure, on=days(-8), value=Decimal(18), source="telling", today=TODAY, **BY
    )
    taken = assumptions.add_assumption(
        code="genoeg-stroom", statement="Er is genoeg stroom om te laden", course_code="1a", section="2", **BY
    )
    assumptions.touch_assumption(
        assumption=taken,
        signal=m.ContextSignal.objects.get(title="Stroom is schaars"),
        effect="against",
        **BY,
    )
    return {
        "yardstick": measure.code, "yardstick-correct": seen.pk, "criterion": "3.1",
        "assumption": taken.code, "judgement": {"kind": "criterion", "subject": "3.1"},
        "evaluation-report": {"form": "docx"},
    }  # fmt: skip


def fill_course(made: dict, cycle) -> dict:
    folder = Path(settings.SCHAKEL_COURSES) / "made-up"
    version = course_versions.keep_course_version(folder=folder, **BY)
    draft = drafts.begin_draft(
        code="koers-2034", version_name="2034-2037", based_on=version, valid_from=days(2800),
        reason="De periode loopt af", **BY,
    )  # fmt: skip
    change = drafts.add_change(
        draft=draft, kind="reword", item="actions:1a", reason="Het werden er twee", folder=folder,
        label_nl="Twee groene laadplaatsen", label_en="Two green loading yards", **BY,
    )  # fmt: skip
    return {
        "course-version": version.pk, "course-version-file": version.pk, "draft": draft.code,
        "change": change.pk, "course-mapping": {"item": "actions:1a"},
    }  # fmt: skip
