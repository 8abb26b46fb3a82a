# SPDX-License-Identifier: EUPL-1.2
"""The pages of indicators: define, enter, adopt by another, close and open again."""

from datetime import date

import pytest
from tests.programme.factories import IndicatorFactory, InitiativeFactory, ReportingPeriodFactory

from schakel.programme.models import Indicator, IndicatorValue, ReportingPeriod


@pytest.fixture
def year(reader):
    return reader.get("/").url.strip("/")


@pytest.fixture
def period(db):
    return ReportingPeriodFactory(
        code="2020", starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), due_on=date(2021, 2, 1)
    )


SHEET = {
    "title": "Deelnemende bedrijven",
    "level": "effort",
    "meaning": "Bedrijven die minstens één keer meededen",
    "unit": "bedrijven",
    "time_semantics": "flow",
    "direction": "higher",
    "decimals": "0",
    "frequency": "year",
}


def test_from_definition_to_an_adopted_value(bureau, sign_in, reader, period, year):
    base = f"/{year}/programma/indicatoren"
    assert bureau.post(f"{base}/nieuw/", SHEET).status_code == 302
    code = Indicator.objects.get().code
    bureau.post(f"{base}/{code}/doel/", {"kind": "baseline", "year": "2019", "value": "10"})
    bureau.post(f"{base}/{code}/doel/", {"kind": "target", "year": "2025", "value": "30"})
    entered = bureau.post(f"{base}/{code}/waarde/", {"period": period.pk, "value": "20"})
    assert entered.status_code == 302
    value = IndicatorValue.objects.get()
    assert "20 bedrijven" not in reader.get(f"{base}/{code}/").content.decode(), "a draft is not public"
    bureau.post(f"{base}/waarde/{value.pk}/indienen/", {"comment": ""})
    refused = bureau.post(f"{base}/waarde/{value.pk}/vaststellen/", {"comment": ""})
    assert refused.status_code == 422
    assert "wie een waarde invoert" in refused.content.decode()
    board = sign_in("board")
    assert board.post(f"{base}/waarde/{value.pk}/vaststellen/", {"comment": ""}).status_code == 302
    page = reader.get(f"{base}/{code}/").content.decode()
    assert "20 bedrijven" in page
    listed = reader.get(f"{base}/").content.decode()
    assert "50%" in listed or "50 %" in listed
    assert reader.get(f"{base}/{code}/?picture=line.desktop").headers["Content-Type"].startswith("image/svg")
    csv = reader.get(f"{base}/?file=indicators.csv").content.decode("utf-8-sig")
    assert csv.startswith("indicator,level,baseline,actual,target,share,owner\r\n")
    assert "20.0" in csv


def test_a_lead_enters_and_submits_for_its_own_initiative_only(sign_in, period, year):
    initiative = InitiativeFactory(code="hub", stage="growing")
    InitiativeFactory(code="ander", stage="growing")
    indicator = IndicatorFactory(code="maat")
    lead = sign_in("lead", initiative=initiative)
    base = f"/{year}/programma/initiatieven"
    sent = {"period": period.pk, "value": "3"}
    assert lead.post(f"{base}/ander/indicatoren/maat/waarde/", sent).status_code == 403
    assert lead.post(f"{base}/hub/indicatoren/maat/waarde/", sent).status_code == 302
    value = IndicatorValue.objects.get(indicator=indicator)
    assert lead.get(f"{base}/hub/waarde/{value.pk}/").status_code == 200
    assert lead.post(f"{base}/hub/waarde/{value.pk}/vaststellen/", {"comment": ""}).status_code == 404
    assert lead.post(f"{base}/hub/waarde/{value.pk}/indienen/", {"comment": ""}).status_code == 302
    other = IndicatorValue.objects.create(
        indicator=indicator,
        period=period,
        place="GM1",
        value=1,
        definition_version=1,
        author="x",
        created_at=initiative.created_at,
        changed_at=initiative.created_at,
        created_by="x",
        changed_by="x",
    )
    assert lead.get(f"{base}/hub/waarde/{other.pk}/").status_code == 404


def test_a_closed_period_says_so_and_opens_again_with_a_reason(bureau, reader, period, year):
    base = f"/{year}/programma/perioden/2020"
    closed = bureau.post(f"{base}/sluiten/", {"decided_by": "Board 1 maart", "version": "1"})
    assert closed.status_code == 302
    assert "Board 1 maart" in reader.get(f"{base}/").content.decode()
    IndicatorFactory(code="maat")
    refused = bureau.post(f"/{year}/programma/indicatoren/maat/waarde/", {"period": period.pk, "value": "3"})
    assert refused.status_code == 422
    assert "is gesloten" in refused.content.decode()
    today = date.today().isoformat()
    opened = {"asked_by": "School", "reason": "Laat", "until": today}
    assert bureau.post(f"{base}/heropenen/", opened).status_code == 302
    assert ReportingPeriod.objects.get().reopenings.get().reason == "Laat"


def test_two_people_on_one_sheet_the_second_is_told(bureau, year):
    IndicatorFactory(code="maat", title="Oude naam")
    address = f"/{year}/programma/indicatoren/maat/wijzigen/"
    sent = {"title": "Nieuwe naam", "level": "effort", "decimals": "0", "frequency": "year", "version": "1"}
    assert bureau.post(address, sent).status_code == 302
    second = bureau.post(address, sent | {"title": "Derde naam"})
    text = second.content.decode()
    assert second.status_code == 422
    assert "Nieuwe naam" in text
    assert 'value="Derde naam"' in text
    assert 'name="version" value="2"' in text
    assert bureau.post(address, sent | {"title": "Derde naam", "version": "2"}).status_code == 302
    assert Indicator.objects.get().title == "Derde naam"


def test_the_list_asks_few_questions(reader, year, django_assert_max_num_queries):
    IndicatorFactory.create_batch(40)
    with django_assert_max_num_queries(15):
        reader.get(f"/{year}/programma/indicatoren/")


def test_the_pages_speak_english(reader, year):
    reader.cookies["schakel_language"] = "en"
    page = reader.get(f"/{year}/programma/indicatoren/").content.decode()
    assert "What do we measure, and are we getting there?" in page
