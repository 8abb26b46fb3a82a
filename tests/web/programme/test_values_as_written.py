# SPDX-License-Identifier: EUPL-1.2
"""Numbers as people write them, and values that are changed, given back and corrected on their pages."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from tests.programme.factories import IndicatorFactory, InitiativeFactory, ReportingPeriodFactory

from schakel.programme.models import FundingProgramme, IndicatorValue, ProgressUpdate
from schakel.web.programme.indicators.fields import WrittenNumberField

D = Decimal


@pytest.mark.parametrize(
    ("language", "written", "number"),
    [
        ("nl", "12.500", "12500"),
        ("en", "12.500", "12.5"),
        ("nl", "12,500", "12.5"),
        ("en", "12,500", "12500"),
        ("nl", "1.234.567,8912", "1234567.8912"),
        ("en", "1,234,567.8912", "1234567.8912"),
        ("nl", "7.5", "7.5"),
        ("en", "7,5", "7.5"),
        ("nl", " -3 ", "-3"),
        ("nl", "", None),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(language, written, number):
    with translation.override(language):
        found = WrittenNumberField(required=False).clean(written)
        assert found == (None if number is None else D(number))
        if found is not None:
            assert WrittenNumberField().clean(WrittenNumberField().prepare_value(found)) == found


@pytest.mark.parametrize(
    "written", ["x", "1.2.3", "1,2,3", "12.5000,1", "1e9", "NaN", "9" * 15, "²", "1.23456"]
)
def test_what_is_no_number_or_could_be_two_is_refused(written):
    with translation.override("nl"), pytest.raises(ValidationError):
        WrittenNumberField().clean(written)


def test_twelve_thousand_stays_twelve_thousand_on_the_pages(bureau, reader):
    start = reader.get("/").url
    indicator, period = IndicatorFactory(code="maat"), ReportingPeriodFactory(code="2031")
    bureau.post(f"{start}programma/indicatoren/maat/waarde/", {"period": period.pk, "value": "12.500"})
    assert IndicatorValue.objects.get().value == 12_500
    target = {"kind": "target", "year": 2040, "value": "1.500"}
    bureau.post(f"{start}programma/indicatoren/maat/doel/", target)
    assert indicator.targets.get().value == 1_500
    source = {"name": "Bijdrage", "kind": "contribution", "rate_eur_per_inhabitant": "1,25"}
    bureau.post(f"{start}programma/geld/bronnen/nieuw/", source)
    assert FundingProgramme.objects.get().rate_eur_per_inhabitant == D("1.25")
    InitiativeFactory(code="hub", stage="sowing")
    lights = {"quality": "green", "time": "green", "money": "green", "spent_eur": "12.500"}
    bureau.post(f"{start}programma/initiatieven/hub/bijwerken/", lights)
    assert ProgressUpdate.objects.get().spent_eur == 12_500


def test_a_lead_changes_what_was_given_back_and_keeps_what_was_said(sign_in, bureau, reader):
    start = reader.get("/").url
    initiative = InitiativeFactory(code="hub")
    IndicatorFactory(code="maat")
    period = ReportingPeriodFactory(code="2031")
    lead, other = sign_in("lead", initiative=initiative), sign_in("lead", initiative=InitiativeFactory())
    below = f"{start}programma/initiatieven/hub/"
    given = {"period": period.pk, "value": "5", "source": "Telling", "is_provisional": "on"}
    lead.post(f"{below}indicatoren/maat/waarde/", given)
    value = IndicatorValue.objects.get()
    own = f"{below}waarde/{value.pk}/"
    lead.post(f"{own}indienen/", {"comment": ""})
    assert lead.post(f"{own}wijzigen/", {"value": "6"}).status_code == 422
    office = f"{start}programma/indicatoren/waarde/{value.pk}/"
    bureau.post(f"{office}terugsturen/", {"comment": "Tel ook de hal"})
    assert "wijzigen/" in lead.get(own).content.decode()
    assert 'value="5"' in lead.get(f"{own}wijzigen/").content.decode()
    assert other.post(f"{own}wijzigen/", {"value": "9"}).status_code == 403
    lead.post(f"{own}wijzigen/", {"value": "6", "source": "Telling", "is_provisional": "on"})
    lead.post(f"{own}indienen/", {"comment": ""})
    value.refresh_from_db()
    stale = bureau.post(f"{office}vaststellen/", {"comment": "", "version": value.version - 1})
    assert stale.status_code == 422, "somebody changed it since the page was opened"
    bureau.post(f"{office}vaststellen/", {"comment": ""})
    bureau.post(f"{office}verbeteren/", {"value": "7", "source": "Nieuwe telling"})
    new = IndicatorValue.objects.exclude(pk=value.pk).get()
    assert (new.value, new.source, new.is_provisional) == (7, "Nieuwe telling", False)


@pytest.mark.parametrize("version", ["²", "9" * 5_000, "-1", "x"])
def test_a_version_that_is_no_number_is_no_error(version, bureau, reader):
    InitiativeFactory(code="hub")
    address = f"{reader.get('/').url}programma/initiatieven/hub/wijzigen/"
    sent = bureau.post(address, {"kind": "hub", "relation": "own", "version": version})
    assert sent.status_code == 302
