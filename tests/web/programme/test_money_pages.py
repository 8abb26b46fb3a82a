# SPDX-License-Identifier: EUPL-1.2
"""The pages about money: what they say, in both languages, who may write, and how much they ask."""

import re
from datetime import date
from decimal import Decimal

import pytest
from tests.programme.factories import (
    FundingFactory,
    FundingProgrammeFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    PartnerFactory,
)

from schakel.programme.models import Funding, FundingProgramme, LedgerEntry
from schakel.programme.queries.ledger import current_entries

MONEY = "/2032/programma/geld/"
PUBLIC = [
    MONEY,
    f"{MONEY}bronnen/deal/",
    f"{MONEY}gemeenten/GM9901/",
    f"{MONEY}boekingen/",
    f"{MONEY}tot-wanneer/",
    "/2032/programma/initiatieven/hub/geld/",
]
CLOSED = [
    f"{MONEY}bronnen/nieuw/",
    f"{MONEY}bronnen/deal/wijzigen/",
    f"{MONEY}boekingen/nieuw/",
    f"{MONEY}boekingen/1/verbeteren/",
    "/2032/programma/initiatieven/hub/geld/nieuw/",
    "/2032/programma/initiatieven/hub/geld/1/",
]


@pytest.fixture
def book():
    """A deal that does not add up, a contribution that is short, and an initiative that is paid for a time."""
    deal = FundingProgrammeFactory(code="deal", name="Streekgeld", kind="deal", budget_eur="1000.00")
    own = FundingProgrammeFactory(
        code="own", name="Bijdrage", kind="contribution", rate_eur_per_inhabitant="1.0000"
    )
    hub = InitiativeFactory(code="hub", name="Voorbeeldhub", stage="growing")
    on = date(2031, 2, 3)
    given = {"programme": deal, "on": on}
    LedgerEntryFactory(**given, kind="pledged", amount_eur="1000.00", municipality="GM9901")
    LedgerEntryFactory(**given, kind="received", amount_eur="500.01", municipality="GM9901")
    LedgerEntryFactory(**given, kind="granted", amount_eur="600.00", initiative=hub, municipality="GM9902")
    LedgerEntryFactory(**given, kind="granted", amount_eur="50.00", initiative=hub, description="Lijn twee")
    LedgerEntryFactory(**given, kind="spent", amount_eur="100.00", initiative=hub)
    LedgerEntryFactory(programme=own, on=on, kind="received", amount_eur="36000.00", municipality="GM9901")
    FundingFactory(initiative=hub, programme=deal, ends_on=date(2020, 1, 1))
    return hub


def page(client, address, language="nl"):
    client.cookies["schakel_language"] = language
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


class TestReading:
    @pytest.mark.parametrize("language", ["nl", "en"])
    @pytest.mark.parametrize("address", PUBLIC)
    def test_every_page_can_be_read_without_signing_in(self, reader, book, address, language):
        html = page(reader, address, language)
        assert "boekingen/nieuw/" not in html
        assert html.count("<h1") == 1

    @pytest.mark.parametrize("address", [PUBLIC[0], *PUBLIC[2:5]])
    def test_every_page_says_what_to_do_when_there_is_nothing_yet(self, reader, address):
        assert "0,00" not in page(reader, address)

    def test_each_kind_of_money_stands_apart_and_what_does_not_add_up_is_said(self, reader, book):
        text = words(page(reader, MONEY, "en"))
        assert "pledged €1,000, received €500.01, granted €650, spent €100" in text
        assert "Streekgeld: more was granted than was received (€149.99)" in text
        assert "Aastad: €558 less than agreed for 2031." in text
        assert "2 points do not add up" in text

    def test_unknown_is_never_shown_as_nothing(self, reader, book):
        text = words(page(reader, MONEY, "en"))
        assert "pledged not known, received €36,000, granted not known, spent not known" in text

    def test_a_source_names_each_difference(self, reader, book):
        text = words(page(reader, PUBLIC[1], "en"))
        assert "still to be received" in text
        assert "It does not add up: more was granted than was received (€149.99)." in text

    def test_a_municipality_sees_what_it_paid_and_what_landed_where(self, reader, book):
        text = words(page(reader, f"{MONEY}gemeenten/GM9901/", "en"))
        assert "Regional deal: Aastad paid €500.01; granted in Aastad nothing recorded" in text
        assert "for the region as a whole €50" in text

    def test_an_unknown_municipality_is_not_found(self, reader, book):
        assert reader.get(f"{MONEY}gemeenten/GM0001/").status_code == 404

    def test_the_end_of_the_money_is_an_alarm(self, reader, book):
        text = words(page(reader, f"{MONEY}tot-wanneer/", "en"))
        assert "Of 1 running initiative 1 comes to the end of its money" in text

    @pytest.mark.parametrize("width", ["phone", "desktop"])
    @pytest.mark.parametrize("address", [(MONEY, "money-flow"), (f"{MONEY}tot-wanneer/", "money-until")])
    def test_each_picture_is_drawn_for_phone_and_screen(self, reader, book, address, width):
        where, name = address
        response = reader.get(f"{where}?picture={name}.{width}")
        assert response.status_code == 200
        assert b"<svg" in response.content

    def test_a_table_can_be_taken_along_with_the_amounts_of_the_page(self, reader, book):
        body = reader.get(f"{MONEY}?file=sources.csv").content.decode("utf-8-sig")
        assert "Streekgeld" in body
        assert "500.01" in body


class TestLedger:
    def test_the_choices_narrow_the_lines_and_the_proof(self, reader, book):
        text = words(page(reader, f"{MONEY}boekingen/?bron=deal&soort=granted&gemeente=regio", "en"))
        assert "1 line fits." in text
        assert "Lijn twee" in text
        proof = reader.get(f"{MONEY}boekingen/?bron=deal&soort=granted&file=proof.csv").content.decode()
        assert proof.splitlines()[1].endswith("2,650.0")

    def test_a_wrong_choice_changes_nothing(self, reader, book):
        assert "6 lines fit." in words(page(reader, f"{MONEY}boekingen/?bron=bestaatniet&jaar=x", "en"))

    def test_lines_that_were_replaced_are_shown_only_when_asked_for(self, reader, book):
        old = LedgerEntryFactory(reference="oud", programme=FundingProgrammeFactory())
        LedgerEntryFactory(reference="nieuw", programme=old.programme, corrects=old)
        assert ">oud<" not in page(reader, f"{MONEY}boekingen/")
        assert "oud" in words(page(reader, f"{MONEY}boekingen/?vervangen=1"))

    def test_ten_thousand_lines_ask_little_of_the_database(self, reader, book, django_assert_max_num_queries):
        many(10_000, book)
        with django_assert_max_num_queries(15):
            page(reader, f"{MONEY}boekingen/")
        with django_assert_max_num_queries(25):
            page(reader, MONEY)

    def test_a_page_of_money_asks_no_more_with_more_initiatives(
        self, reader, book, django_assert_max_num_queries
    ):
        for _ in range(40):
            FundingFactory(initiative=InitiativeFactory(stage="growing"), ends_on=date(2031, 1, 1))
        with django_assert_max_num_queries(15):
            page(reader, f"{MONEY}tot-wanneer/")
        with django_assert_max_num_queries(15):
            page(reader, PUBLIC[5])


def many(n, initiative):
    programme = FundingProgramme.objects.get(code="deal")
    made = [
        LedgerEntryFactory.build(
            programme=programme,
            kind="granted",
            initiative=initiative,
            amount_eur=Decimal("1.00"),
            on=date(2029 + i % 3, 1 + i % 12, 1 + i % 28),
            municipality=("GM9901", "GM9902", "")[i % 3],
            reference=f"veel-{i}",
        )
        for i in range(n)
    ]
    LedgerEntry.objects.bulk_create(made, batch_size=500)


class TestRights:
    @pytest.mark.parametrize("address", CLOSED)
    @pytest.mark.parametrize("role", ["partner", "lead", "board", "council", "acquisition", "administrator"])
    def test_only_the_bureau_may_write_about_money(self, sign_in, book, address, role):
        client = sign_in(role, initiative=book if role == "lead" else None)
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code == 403

    @pytest.mark.parametrize("address", CLOSED)
    def test_who_is_not_signed_in_is_sent_to_sign_in(self, reader, book, address):
        assert reader.post(address, {}).status_code == 302

    def test_the_bureau_gets_buttons_and_others_none(self, bureau, reader, book):
        assert "boekingen/nieuw/" in page(bureau, MONEY)
        assert "boekingen/nieuw/" not in page(reader, MONEY)

    def test_a_period_of_another_initiative_is_not_found(self, bureau, book):
        other = FundingFactory()
        address = f"/2032/programma/initiatieven/hub/geld/{other.pk}/"
        assert bureau.get(address).status_code == 404


class TestWriting:
    def test_the_bureau_opens_a_source(self, bureau):
        sent = {
            "name": "Nieuw geld",
            "kind": "contribution",
            "budget_eur": "12.500,50",
            "rate_eur_per_inhabitant": "1,15",
        }
        response = bureau.post(f"{MONEY}bronnen/nieuw/", sent)
        assert response.status_code == 302
        made = FundingProgramme.objects.get(code="nieuw-geld")
        assert (made.budget_eur, made.rate_eur_per_inhabitant) == (Decimal("12500.50"), Decimal("1.15"))
        assert made.created_by.startswith("account:")

    def test_two_people_change_one_source_and_the_second_is_told(self, bureau, book):
        address = f"{MONEY}bronnen/deal/wijzigen/"
        assert bureau.post(address, {"name": "Eerste", "kind": "deal", "version": "1"}).status_code == 302
        response = bureau.post(address, {"name": "Tweede", "kind": "deal", "version": "1"})
        assert response.status_code == 422
        assert "Eerste" in response.content.decode()
        assert FundingProgramme.objects.get(code="deal").name == "Eerste"

    def test_the_bureau_writes_a_line_with_only_a_year(self, bureau, book):
        deal = FundingProgramme.objects.get(code="deal")
        sent = {"programme": deal.pk, "amount_eur": "1.250,5", "on": "2031", "municipality": "GM9902"}
        response = bureau.post(f"{MONEY}boekingen/nieuw/?soort=pledged", sent)
        assert response.status_code == 302
        line = LedgerEntry.objects.latest("pk")
        assert (line.amount_eur, line.on, line.only_year) == (Decimal("1250.50"), date(2031, 1, 1), True)

    def test_a_rule_of_the_ledger_is_told_on_the_form_and_nothing_is_lost(self, bureau, book):
        deal = FundingProgramme.objects.get(code="deal")
        before = LedgerEntry.objects.count()
        sent = {"programme": deal.pk, "amount_eur": "77", "on": "2031", "municipality": ""}
        response = bureau.post(f"{MONEY}boekingen/nieuw/?soort=pledged", sent)
        assert response.status_code == 422
        html = response.content.decode()
        assert 'value="77"' in html
        assert "problems" in html
        assert LedgerEntry.objects.count() == before

    @pytest.mark.parametrize("kind", ["pledged", "received", "granted", "spent", "returned"])
    def test_each_step_asks_only_what_it_needs(self, bureau, book, kind):
        html = page(bureau, f"{MONEY}boekingen/nieuw/?soort={kind}")
        assert ('name="payer"' in html) is (kind in ("pledged", "received", "returned"))
        assert ('name="purpose"' in html) is (kind in ("granted", "spent"))

    def test_a_line_is_corrected_and_the_old_one_stays_readable(self, bureau, book):
        line = LedgerEntry.objects.get(description="Lijn twee")
        address = f"{MONEY}boekingen/{line.pk}/verbeteren/"
        assert 'value="50"' in page(bureau, address)
        sent = {
            "programme": line.programme_id,
            "amount_eur": "55",
            "on": "3-2-2031",
            "initiative": line.initiative_id,
            "description": "Lijn twee",
            "why": "Was 55",
        }
        assert bureau.post(address, sent).status_code == 302
        newer = LedgerEntry.objects.get(corrects=line)
        assert (newer.amount_eur, newer.on, newer.only_year) == (
            Decimal("55.00"),
            date(2031, 2, 3),
            False,
        )
        assert line not in current_entries()
        assert newer.reference in words(page(bureau, address))

    def test_a_line_is_withdrawn(self, bureau, book):
        line = LedgerEntry.objects.get(description="Lijn twee")
        address = f"{MONEY}boekingen/{line.pk}/verbeteren/?intrekken=1"
        page(bureau, address)
        assert bureau.post(address, {"why": "Dubbel"}).status_code == 302
        assert LedgerEntry.objects.get(corrects=line).amount_eur == 0

    def test_the_bureau_says_until_when_an_initiative_is_paid_and_changes_it(self, bureau, book):
        own = FundingProgramme.objects.get(code="own")
        address = "/2032/programma/initiatieven/hub/geld/"
        sent = {"programme": own.pk, "ends_on": "2033-12-31"}
        assert bureau.post(f"{address}nieuw/", sent).status_code == 302
        made = Funding.objects.get(programme=own)
        sent |= {"starts_on": "2034-01-01", "version": "1"}
        assert bureau.post(f"{address}{made.pk}/", sent).status_code == 422
        sent |= {"starts_on": "2031-01-01"}
        assert bureau.post(f"{address}{made.pk}/", sent).status_code == 302
        made.refresh_from_db()
        assert (made.starts_on, made.ends_on) == (date(2031, 1, 1), date(2033, 12, 31))

    def test_a_payer_can_be_an_organisation(self, bureau, book):
        deal, province = FundingProgramme.objects.get(code="deal"), PartnerFactory()
        sent = {"programme": deal.pk, "amount_eur": "10", "on": "2020-01-02", "payer": province.pk}
        assert bureau.post(f"{MONEY}boekingen/nieuw/?soort=received", sent).status_code == 302
        assert LedgerEntry.objects.latest("pk").payer == province
