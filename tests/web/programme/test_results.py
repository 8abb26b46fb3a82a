# SPDX-License-Identifier: EUPL-1.2
"""The pages of claimed results: what a stranger reads, what a lead and the bureau may enter, and what is refused."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.programme.factories import (
    ClaimFactory,
    ClaimStatementFactory,
    FundingProgrammeFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    PartnerFactory,
)

from schakel.programme.models import Claim, ClaimStatement

YEAR = 2031


def url(page, **names):
    return reverse(page, kwargs={"year": YEAR, **names})


@pytest.fixture
def initiative(db):
    return InitiativeFactory(code="hub", name="De hub", lines=["1"])


@pytest.fixture
def claim(initiative):
    found = ClaimFactory(code="banen", title="Banen in de regeling", unit="banen", initiative=initiative)
    ClaimStatementFactory(claim=found, amount=400, on=date(2017, 1, 1), source="raadsvraag")
    ClaimStatementFactory(claim=found, amount=490, on=date(2017, 1, 1), source="persbericht")
    return found


def english(client):
    client.cookies["schakel_language"] = "en"
    return client


def test_the_page_says_what_was_promised_and_what_never_came_back(reader, claim):
    html = english(reader).get(url("results")).content.decode()
    assert "Of the one promised result, 0 came back" in html
    assert "One promise of more than two years ago never came back." in html
    assert "400 to 490 banen" in html
    assert "versions contradict each other" in html


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", ["results", "elicited"])
def test_an_empty_register_says_what_to_supply(reader, language, page):
    reader.cookies["schakel_language"] = language
    answer = reader.get(url(page))
    assert answer.status_code == 200
    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sheet_shows_every_version_with_its_source(reader, claim, language):
    reader.cookies["schakel_language"] = language
    html = reader.get(url("result", claim="banen")).content.decode()
    for text in ("Banen in de regeling", "raadsvraag", "persbericht", "400 banen", "490 banen"):
        assert text in html


def test_an_unknown_result_is_not_found(reader, db):
    assert reader.get(url("result", claim="bestaat-niet")).status_code == 404


@pytest.mark.parametrize(
    ("query", "n_rows"),
    [("", 2), ("?kind=firms", 1), ("?step=1", 1), ("?step=3", 0), ("?initiative=hub", 1), ("?word=regel", 1)],
)
def test_the_list_can_be_narrowed_down(reader, claim, query, n_rows):
    ClaimFactory(kind="firms", unit="bedrijven", title="Bedrijven")
    listing = reader.get(url("results") + query).context["listing"]
    assert len(listing.table.rows) == n_rows


@pytest.mark.parametrize("by", ["kind", "line", "place", "programme", "level", "nonsense"])
def test_claimed_and_verified_are_split(reader, claim, by):
    answer = reader.get(url("results"), {"by": by})
    (row,) = answer.context["tables"]["split"].rows
    assert "400" in " ".join(cell.text for cell in row.cells)


def test_the_tables_and_pictures_can_be_taken_along(reader, claim):
    for name in ("results", "split", "never-back"):
        assert reader.get(url("results"), {"file": f"{name}.csv"}).status_code == 200
    text = reader.get(url("results"), {"file": "results.csv"}).content.decode("utf-8-sig")
    assert "400.00–490.00" in text
    assert reader.get(url("results"), {"picture": "promise.phone"})["Content-Type"].startswith("image/svg")


def test_a_result_of_others_is_shown_and_does_not_count(reader):
    outside = InitiativeFactory(relation="external")
    claim = ClaimFactory(initiative=outside)
    ClaimStatementFactory(
        claim=claim, step="verified", method="independent", evidence_url="https://x.invalid"
    )
    answer = english(reader).get(url("results"))
    assert answer.context["found"].n_results == 0
    assert "of others; does not count" in answer.content.decode()


def _investments(is_deal_paid=True):
    scheme = FundingProgrammeFactory(code="regeling", name="De regeling", kind="scheme")
    deal = FundingProgrammeFactory(code="deal", name="De deal", kind="deal")
    for programme in (scheme, deal)[: 1 + is_deal_paid]:
        LedgerEntryFactory(programme=programme, kind="granted", amount_eur="100.00")
    claims = []
    for programme in (scheme, deal):
        claim = ClaimFactory(kind="investment", unit="EUR", investor="private", programme=programme)
        ClaimStatementFactory(claim=claim, step="realised", method="counted", amount="300.00")
        claims.append(claim)
    return claims


def test_elicited_money_is_shown_for_each_own_euro_with_its_suspected_doubles(reader):
    _investments()
    answer = english(reader).get(url("elicited"))
    html = answer.content.decode()
    assert "One pair of claims may be about the same euro." in html
    assert "€1.50 to €3.00 for each own euro" in html
    assert len(answer.context["tables"]["suspected"].rows) == 1
    rows = {row.cells[0].text: row.cells for row in answer.context["tables"]["programmes"].rows}
    assert rows["De regeling"][5].text == "€300"
    assert rows["De regeling"][5].detail == "€3.00 per €1"


def test_without_own_money_there_is_no_ratio_and_it_is_said_what_is_left_out(reader):
    _investments(is_deal_paid=False)
    answer = english(reader).get(url("elicited"))
    rows = {row.cells[0].text: row.cells for row in answer.context["tables"]["programmes"].rows}
    assert rows["De deal"][1].text == "not known"
    assert rows["De deal"][5].detail == ""
    assert "One claim is not in this" in answer.content.decode()


def test_once_it_is_decided_the_euro_counts_once(reader, bureau):
    first, second = _investments()
    answer = bureau.post(
        url("same-result", claim=second.code), {"other": first.pk, "version": second.version}
    )
    assert answer.status_code == 302
    html = english(reader).get(url("elicited")).content.decode()
    assert "may be about the same euro" not in html
    assert "€1.50 for each own euro" in html
    sheet = english(reader).get(url("result", claim=second.code))
    assert [d.id for d in sheet.context["doubles"]] == [first.pk]


NEW = {"title": "Bedrijven gevestigd", "kind": "firms", "unit": "bedrijven", "level": "direct"}


def test_the_bureau_registers_a_result_and_says_what_was_promised(bureau, initiative):
    answer = bureau.post(url("result-new"), NEW | {"initiative": initiative.pk})
    claim = Claim.objects.get()
    assert answer["Location"] == url("result", claim=claim.code)
    said = {"step": "promised", "amount": "12", "on": "2020-01-01", "method": "unknown", "source": "besluit"}
    assert bureau.post(url("statement-new", claim=claim.code), said).status_code == 302
    assert ClaimStatement.objects.get().amount == 12


def test_a_number_of_firms_on_a_brand_is_refused_and_nothing_typed_is_lost(bureau):
    brand = InitiativeFactory(kind="brand", name="Merk")
    answer = english(bureau).post(url("result-new"), NEW | {"initiative": brand.pk})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "reach or awareness" in html
    assert "Bedrijven gevestigd" in html
    assert not Claim.objects.exists()


def test_a_target_that_is_repeated_is_refused_on_the_page(bureau, claim):
    said = {"step": "realised", "amount": "400", "on": "2020-01-01", "method": "stated", "source": "verslag"}
    answer = english(bureau).post(url("statement-new", claim="banen"), said)
    assert answer.status_code == 422
    assert "repeats the target" in answer.content.decode()
    assert ClaimStatement.objects.count() == 2


def test_evidence_is_uploaded_with_a_verification(bureau, claim, settings):
    from django.core.files.uploadedfile import SimpleUploadedFile

    said = {
        "step": "verified",
        "amount": "380",
        "on": "2020-01-01",
        "method": "register",
        "stated_by": "Rekenkamer",
        "source": "register",
        "evidence": SimpleUploadedFile("telling.txt", b"380 banen geteld"),
        "is_public": "on",
    }
    assert bureau.post(url("statement-new", claim="banen"), said).status_code == 302
    statement = ClaimStatement.objects.get(step="verified")
    assert statement.evidence.name == "telling.txt"
    assert statement.evidence.is_public
    assert any(Path(settings.SCHAKEL_HOME).glob(f"evidence/*/{statement.evidence.sha256}"))


def test_a_file_that_is_refused_says_why_and_nothing_is_stated(bureau, claim):
    from django.core.files.uploadedfile import SimpleUploadedFile

    said = {"step": "promised", "on": "2020-01-01", "method": "unknown", "source": "x"}
    sent = said | {"evidence": SimpleUploadedFile("virus.exe", b"MZ")}
    assert bureau.post(url("statement-new", claim="banen"), sent).status_code == 422
    assert ClaimStatement.objects.count() == 2


def test_a_typing_error_is_corrected_and_a_mistake_taken_back(bureau, claim):
    first, second = ClaimStatement.objects.order_by("pk")
    right = {"amount": "40", "on": "2017-01-01", "source": "raadsvraag", "reason": "een nul te veel"}
    at_first = url("statement-correct", claim="banen", pk=first.pk)
    assert bureau.get(at_first).status_code == 200
    assert bureau.post(at_first, right).status_code == 302
    taken = bureau.post(url("statement-withdraw", claim="banen", pk=second.pk), {"reason": "dubbel"})
    assert taken.status_code == 302
    state = bureau.get(url("result", claim="banen")).context["state"]
    assert state.at("promised").amounts == (Decimal(40),)


def test_the_second_who_changes_a_result_is_told(bureau, claim):
    claim.title = "Anders"
    Claim.objects.filter(pk=claim.pk).update(title="Anders", version=2)
    sent = NEW | {"kind": "jobs", "unit": claim.unit, "initiative": claim.initiative.pk, "version": "1"}
    answer = bureau.post(url("result-edit", claim="banen"), sent)
    assert answer.status_code == 422
    assert Claim.objects.get().title == "Anders"
    assert bureau.post(url("result-edit", claim="banen"), sent | {"version": "2"}).status_code == 302


def _pages(claim, statement):
    code, own = claim.code, claim.initiative.code
    return {
        "result-new": {},
        "result-edit": {"claim": code},
        "same-result": {"claim": code},
        "statement-new": {"claim": code},
        "statement-correct": {"claim": code, "pk": statement.pk},
        "statement-withdraw": {"claim": code, "pk": statement.pk},
        "initiative-result-new": {"initiative": own},
        "initiative-statement-new": {"initiative": own, "claim": code},
        "initiative-statement-correct": {"initiative": own, "claim": code, "pk": statement.pk},
        "initiative-statement-withdraw": {"initiative": own, "claim": code, "pk": statement.pk},
    }


def test_only_the_bureau_and_the_own_lead_may_enter_results(sign_in, reader, claim):
    pages = _pages(claim, ClaimStatement.objects.first())
    own = {name for name in pages if name.startswith("initiative-")}
    visitors = {
        "reader": (reader, set()),
        "bureau": (sign_in("bureau"), set(pages)),
        "lead": (sign_in("lead", initiative=claim.initiative), own),
        "another lead": (sign_in("lead", initiative=InitiativeFactory()), set()),
        "partner": (sign_in("partner", partner=PartnerFactory()), set()),
        "board": (sign_in("board"), set()),
    }
    for who, (client, allowed) in visitors.items():
        for page, names in pages.items():
            opened = client.get(url(page, **names)).status_code == 200
            assert opened is (page in allowed), (who, page)
            if page not in allowed:
                assert client.post(url(page, **names), {}).status_code in (302, 403), (who, page)


def test_a_lead_enters_what_was_realised_but_verifies_nothing(sign_in, claim):
    lead = sign_in("lead", initiative=claim.initiative)
    at = url("initiative-statement-new", initiative="hub", claim="banen")
    said = {"amount": "300", "on": "2020-01-01", "method": "counted", "source": "verslag", "stated_by": "Hub"}
    assert lead.post(at, said | {"step": "realised"}).status_code == 302
    verified = {"step": "verified", "method": "register", "evidence_url": "https://voorbeeld.invalid/x"}
    assert lead.post(at, said | verified).status_code == 422
    checked = ClaimStatementFactory(claim=claim, step="verified", method="register")
    names = {"initiative": "hub", "claim": "banen", "pk": checked.pk}
    assert lead.get(url("initiative-statement-correct", **names)).status_code == 404
    assert lead.post(url("initiative-statement-withdraw", **names), {"reason": "x"}).status_code == 404


def test_a_lead_reaches_no_claim_of_another_under_its_own_address(sign_in, claim):
    other = ClaimFactory(initiative=InitiativeFactory())
    lead = sign_in("lead", initiative=claim.initiative)
    at = url("initiative-statement-new", initiative="hub", claim=other.code)
    assert lead.get(at).status_code == 404
    assert lead.post(at, {"step": "promised"}).status_code == 404


def test_buttons_stand_only_where_they_may_be_used(reader, sign_in, claim):
    page = url("result", claim="banen")
    assert reader.get(page).context["deeds"] == {}
    lead = sign_in("lead", initiative=claim.initiative).get(page).context["deeds"]
    assert lead == {"state": url("initiative-statement-new", initiative="hub", claim="banen")}
    assert set(sign_in("bureau").get(page).context["deeds"]) == {"edit", "state", "same"}


def test_the_sheet_of_an_initiative_shows_its_results(rf, reader, claim):
    from schakel.programme.queries.initiative_sheet import initiative_sheet
    from schakel.web.programme.results.parts import initiative_part
    from schakel.web.reading import open_reading

    request = rf.get("/")
    sheet = initiative_sheet(claim.initiative, timezone.localdate())
    part = initiative_part(request, open_reading(None, "en"), sheet)
    assert len(part["tables"][0].rows) == 1
    assert part["add"] == ""


def test_many_results_need_no_more_questions_to_the_database(
    reader, django_assert_max_num_queries, initiative
):
    for _ in range(60):
        claim = ClaimFactory(initiative=initiative, programme=FundingProgrammeFactory())
        ClaimStatementFactory(claim=claim)
    for page, most in (("results", 15), ("elicited", 15)):
        with django_assert_max_num_queries(most):
            assert reader.get(url(page)).status_code == 200
    with django_assert_max_num_queries(15):
        reader.get(url("result", claim=claim.code))


def test_a_broken_client_sees_no_error_page(claim, reader):
    assert isinstance(reader, Client)
    assert (
        reader.get(url("results"), {"page": "99", "sort": "results.nonsense", "step": "x"}).status_code == 200
    )
