# SPDX-License-Identifier: EUPL-1.2
"""The pages of criteria, yardsticks, self-assessments and assumptions: what is shown to whom."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cycle.factories import (
    AssessmentFactory,
    AssumptionFactory,
    ContextSignalFactory,
    CycleYearFactory,
    DecisionFactory,
    JudgementFactory,
    YardstickFactory,
    YardstickReadingFactory,
)
from tests.programme.factories import InitiativeFactory, PartnerFactory

from schakel.cycle.models import Assumption, AssumptionTouch, PartnerAssessment, Yardstick, YardstickReading
from schakel.programme.models import PartnerGoal

YEAR = 2031
TODAY = timezone.localdate()
PUBLIC_PAGES = ("self-assessments", "criteria", "evaluation", "evaluation-learnt", "assumptions")
TRACED = {
    "created_at": timezone.now(),
    "changed_at": timezone.now(),
    "created_by": "account:1",
    "changed_by": "account:1",
}


def url(page, **names):
    return reverse(page, kwargs={"year": YEAR, **names})


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def in_english(client):
    client.cookies["schakel_language"] = "en"
    return client


@pytest.fixture
def cycle(db):
    return CycleYearFactory(year=TODAY.year)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", ["criteria", "self-assessments", "assumptions"])
def test_each_page_opens_in_both_languages(reader, cycle, page, language):
    AssumptionFactory()
    YardstickReadingFactory()
    AssessmentFactory(cycle=cycle)
    reader.cookies["schakel_language"] = language
    assert f'<html lang="{language}">' in text(reader.get(url(page)))


def test_a_criterion_without_a_yardstick_says_so_and_offers_to_propose_one(reader, bureau, cycle):
    assert "No yardstick agreed yet" in text(in_english(reader).get(url("criteria")))
    assert "maatstaven/nieuw" not in text(reader.get(url("criteria")))
    assert "maatstaven/nieuw/3.1" in text(bureau.get(url("criteria")))


def test_the_bureau_proposes_a_yardstick_and_enters_its_value(bureau, sign_in, cycle):
    address = url("yardstick-new", criterion="3.1")
    fields = {"title": "Vrachtwagens per dag", "unit": "vrachtwagens", "direction": "+", "target": "40"}
    assert sign_in("board").post(address, fields).status_code == 403
    assert bureau.post(address, fields).status_code == 302
    yardstick = Yardstick.objects.get()
    assert (yardstick.code, yardstick.criterion, yardstick.target) == ("vrachtwagens-per-dag", "3.1", 40)
    reading = url("yardstick-reading", yardstick=yardstick.code)
    assert bureau.post(reading, {"on": TODAY, "value": "12,5", "source": "telling"}).status_code == 302
    assert YardstickReading.objects.get().value == 12.5
    html = text(in_english(bureau).get(url("yardstick", yardstick=yardstick.code)))
    assert "12.5 vrachtwagens" in html
    assert "Cannot be said: no start or last day was agreed" in html


def test_a_computed_yardstick_has_no_place_to_type_a_value(bureau, cycle):
    YardstickFactory(code="coalitie", automatic="coalition_size", unit="partners")
    PartnerFactory()
    html = text(in_english(bureau).get(url("yardstick", yardstick="coalitie")))
    assert "Computed by Schakel:" in html
    assert "maatstaven/coalitie/waarde" not in html
    answer = bureau.post(
        url("yardstick-reading", yardstick="coalitie"), {"on": TODAY, "value": "3", "source": "x"}
    )
    assert answer.status_code == 422


def test_an_agreed_yardstick_is_not_changed(bureau, cycle):
    yardstick = YardstickFactory(code="vast", agreed_by=DecisionFactory())
    answer = bureau.post(url("yardstick-edit", yardstick="vast"), {"title": "Anders", "direction": "+"})
    assert answer.status_code == 422
    bureau.post(url("yardstick-withdraw", yardstick="vast"))
    yardstick.refresh_from_db()
    assert yardstick.title != "Anders"
    assert "wijzigen" not in text(bureau.get(url("yardstick", yardstick="vast")))


def test_a_value_is_corrected_by_a_new_line(bureau, reader, cycle):
    row = YardstickReadingFactory(on=date(2020, 1, 1), value=10)
    address = url("yardstick-correct", yardstick=row.yardstick.code, pk=row.pk)
    assert reader.get(address).status_code == 302
    answer = bureau.post(
        address, {"on": "2020-01-01", "value": "11", "source": "telling", "note": "typefout"}
    )
    assert answer.status_code == 302
    assert YardstickReading.objects.count() == 2
    other = YardstickFactory()
    wrong = url("yardstick-correct", yardstick=other.code, pk=row.pk)
    assert bureau.get(wrong).status_code == 404


def test_the_target_is_drawn_where_there_is_one(reader, cycle):
    YardstickReadingFactory(yardstick=YardstickFactory(target=40, baseline=0))
    assert reader.get(url("criteria"), {"picture": "yardsticks.phone"})["Content-Type"].startswith(
        "image/svg"
    )
    rows = reader.get(url("criteria"), {"file": "yardsticks.csv"}).content.decode("utf-8-sig")
    assert "40" in rows


def test_a_hub_is_shown_with_its_own_verdict(reader, cycle):
    hub = InitiativeFactory(code="laadplaats", name="De laadplaats")
    yardstick = YardstickFactory(initiative=hub, target=5, agreed_by=DecisionFactory())
    YardstickReadingFactory(yardstick=yardstick, value=6, on=date(2020, 1, 1))
    assert "De laadplaats</a>: reached" in text(in_english(reader).get(url("criteria")))


@pytest.fixture
def partners(cycle):
    """Four firms that answered, and one school that did: its answer must reach nobody."""
    firms = [PartnerFactory(name=f"Firma {n}", helix="business") for n in range(4)]
    school = PartnerFactory(code="school", name="De School", helix="knowledge")
    for n, partner in enumerate(firms):
        AssessmentFactory(
            cycle=cycle, partner=partner, scores={"direction": 1 + n % 2}, needs=f"Behoefte {n}"
        )
    AssessmentFactory(cycle=cycle, partner=school, scores={"direction": 5}, needs="Een geheim verzoek")
    return [*firms, school]


def everything_of(client):
    """Return every public page with every table and paper of it, as one text."""
    told = ""
    for page in PUBLIC_PAGES:
        answer = client.get(url(page))
        told += answer.content.decode()
        for name in answer.context["tables"]:
            for form in ("csv", "xlsx"):
                found = client.get(url(page), {"file": f"{name.replace('_', '-')}.{form}"})
                told += found.content.decode("utf-8", errors="ignore")
    report = client.get(url("evaluation-report", cycle=TODAY.year, form="docx"))
    assert report.status_code == 200
    return told


@pytest.mark.parametrize("role", [None, "council", "lead", "acquisition", "partner"])
def test_no_answer_of_a_single_partner_reaches_who_may_not_see_it(reader, sign_in, partners, role):
    own = partners[0] if role == "partner" else None
    client = reader if role is None else sign_in(role, partner=own)
    told = everything_of(client)
    for secret in ("Een geheim verzoek", "Behoefte 1", "De School"):
        assert secret not in told
    assert client.get(url("self-assessment", partner="school")).status_code in (302, 403)
    assert client.get(url("self-assessments"), {"file": "partners.csv"}).status_code == 404
    rows = client.get(url("self-assessments"), {"file": "answers.csv"}).content.decode("utf-8-sig")
    school = next(line for line in rows.splitlines() if "1,1,1.0" in line)
    assert "5.0" not in school


@pytest.mark.parametrize("role", ["bureau", "board"])
def test_the_bureau_and_the_board_see_every_answer(sign_in, partners, role):
    html = text(sign_in(role).get(url("self-assessments")))
    assert "Een geheim verzoek" in html
    assert sign_in(role).get(url("self-assessment", partner="school")).status_code == 200


def test_a_partner_answers_for_itself_only_and_sees_its_answer(sign_in, cycle):
    own, other = PartnerFactory(code="eigen"), PartnerFactory(code="ander")
    client = sign_in("partner", partner=own)
    assert client.get(url("self-assessment", partner="ander")).status_code == 403
    assert client.post(url("self-assessment", partner="ander"), {"direction": "5"}).status_code == 403
    assert "zelfoordeel/eigen" in text(client.get(url("self-assessments")))
    answer = client.post(url("self-assessment", partner="eigen"), {"direction": "4", "needs": "Een ingang"})
    assert answer.status_code == 302
    row = PartnerAssessment.objects.get()
    assert (row.partner, row.scores["direction"], row.scores["kept"]) == (own, 4, None)
    assert "Een ingang" in text(client.get(url("self-assessment", partner="eigen")))
    client.post(url("self-assessment", partner="eigen"), {"direction": "2"})
    assert PartnerAssessment.objects.filter(corrected_by__isnull=True).get().scores["direction"] == 2
    assert other.assessments.count() == 0


def test_the_bureau_says_where_a_partner_gave_its_answer(bureau, cycle):
    PartnerFactory(code="ander")
    address = url("self-assessment", partner="ander")
    assert bureau.post(address, {"direction": "4", "on": TODAY}).status_code == 422
    answer = bureau.post(address, {"direction": "4", "on": TODAY, "source": "gesprek van vandaag"})
    assert answer.status_code == 302
    assert PartnerAssessment.objects.get().source == "gesprek van vandaag"


def test_an_empty_answer_is_not_kept(sign_in, cycle):
    client = sign_in("partner", partner=PartnerFactory(code="eigen"))
    assert in_english(client).post(url("self-assessment", partner="eigen"), {}).status_code == 422
    assert not PartnerAssessment.objects.exists()


def test_an_answer_beside_the_documents_is_put_as_a_question(bureau, partners):
    PartnerGoal.objects.create(partner=partners[-1], statement="Iets heel anders", **TRACED)
    html = text(in_english(bureau).get(url("self-assessments")))
    assert "says 5 that the course is its direction" in html
    assert "Is the goal missing here, or the link?" in html


def test_a_closed_year_takes_no_answers(sign_in, cycle):
    cycle.closed_on = TODAY
    cycle.save()
    partner = PartnerFactory(code="eigen")
    client = sign_in("partner", partner=partner)
    assert client.post(url("self-assessment", partner="eigen"), {"direction": "4"}).status_code == 422
    assert (
        '<button type="submit">'
        not in text(client.get(url("self-assessment", partner="eigen"))).split("<main")[1]
    )


def test_assumptions_are_named_touched_and_judged_by_the_bureau(bureau, reader, cycle):
    new = url("assumption-new")
    assert reader.get(new).status_code == 302
    assert bureau.post(new, {"statement": "Bedrijven blijven vragen", "course_code": "1a"}).status_code == 302
    found = Assumption.objects.get()
    signal = ContextSignalFactory(title="Orders dalen", contradicts=True)
    assert "Orders dalen" in text(reader.get(url("assumptions")))
    touch = url("assumption-touch", assumption=found.code)
    assert bureau.post(touch, {"signal": signal.pk, "effect": "against"}).status_code == 302
    page = url("assumption", assumption=found.code)
    assert "1 newer signal goes against it" in text(in_english(reader).get(page))
    judged = bureau.post(
        url("assumption-judge", assumption=found.code), {"status": "doubted", "reason": "Twee kwartalen"}
    )
    assert judged.status_code == 302
    assert "newer signal" not in text(reader.get(page))
    link = AssumptionTouch.objects.get()
    assert bureau.post(url("assumption-untouch", assumption=found.code, pk=link.pk)).status_code == 302
    assert not AssumptionTouch.objects.exists()


def test_a_link_is_looked_up_within_its_assumption(bureau, cycle):
    one, other = AssumptionFactory(), AssumptionFactory()
    link = AssumptionTouch.objects.create(
        assumption=one, signal=ContextSignalFactory(), effect="against", **TRACED
    )
    address = url("assumption-untouch", assumption=other.code, pk=link.pk)
    assert bureau.post(address).status_code == 404


@pytest.mark.parametrize("page", ["criteria", "self-assessments", "assumptions"])
def test_a_page_asks_the_database_no_more_with_many_rows(bureau, cycle, page, django_assert_max_num_queries):
    for n in range(15):
        YardstickReadingFactory(yardstick=YardstickFactory(target=40, agreed_by=DecisionFactory()))
        AssessmentFactory(cycle=cycle, partner=PartnerFactory())
        AssumptionTouch.objects.create(
            assumption=AssumptionFactory(), signal=ContextSignalFactory(), effect="against", **TRACED
        )
        JudgementFactory(cycle=cycle, subject_kind="criterion", subject=f"c{n}")
    YardstickFactory(automatic="elicited:private")
    with django_assert_max_num_queries(25):
        assert bureau.get(url(page)).status_code == 200
