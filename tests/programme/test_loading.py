# SPDX-License-Identifier: EUPL-1.2
"""Loading the register of a course: once or often, nothing is lost and nobody is overruled."""

import shutil
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum
from tests.programme.factories import InitiativeFactory, PartnerFactory
from tests.shared_data import REPOSITORY

from schakel.koers.reading import read_course
from schakel.programme import models
from schakel.programme.auditing import verify_audit_chain
from schakel.programme.loading import COURSE_LOADER, TABLES, load_register, load_register_when_changed
from schakel.programme.loading.writing import CannotLoad
from schakel.programme.models import (
    AuditEntry,
    Claim,
    ClaimStatement,
    FundingProgramme,
    Initiative,
    InitiativeName,
    LedgerEntry,
    Participation,
    Partner,
    Seat,
)
from schakel.programme.recording import add_record, change_record, remove_record

MADE_UP = REPOSITORY / "tests" / "courses" / "made-up"
REAL = REPOSITORY / "courses" / "dutch-techzone"
FIRST = datetime(2031, 1, 1, tzinfo=UTC)
LATER = FIRST + timedelta(days=30)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "made-up"
    shutil.copytree(MADE_UP, copy, ignore=shutil.ignore_patterns("figures"))
    return copy


def load(folder: Path, at: datetime = FIRST):
    return load_register(read_course(folder), at=at)


def rewrite(folder: Path, old: str, new: str) -> None:
    path = folder / "register.yaml"
    text = path.read_text()
    assert old in text, old
    path.write_text(text.replace(old, new))


def rows() -> dict[str, list]:
    """Every row of the register's tables, in full."""
    tables = [
        models.Partner,
        models.Seat,
        models.Initiative,
        models.InitiativeName,
        models.Lineage,
        models.InitiativeLink,
        models.Participation,
        models.Strengthening,
        models.FundingProgramme,
        models.LedgerEntry,
        models.Funding,
        models.Claim,
        models.ClaimStatement,
        models.Recommendation,
        models.Responsibility,
    ]
    return {m.__name__: list(m.objects.order_by("pk").values()) for m in tables}


def test_everything_in_the_file_gets_into_the_database(folder):
    report = load(folder)
    assert {table: count.added for table, count in report.tables.items()} == {
        "partner": 5,
        "seat": 2,
        "initiative": 4,
        "initiativename": 5,
        "lineage": 1,
        "initiativelink": 1,
        "participation": 3,
        "strengthening": 1,
        "fundingprogramme": 1,
        "ledgerentry": 3,
        "funding": 1,
        "claim": 3,
        "claimstatement": 6,
        "recommendation": 1,
        "responsibility": 2,
    }
    assert report.added == sum(len(found) for found in rows().values())
    assert (report.changed, report.kept, report.left_alone) == (0, 0, ())


def test_an_initiative_has_what_the_file_says_and_nothing_made_up(folder):
    load(folder)
    yard = Initiative.objects.get(code="laadplaats")
    assert (yard.name, yard.kind, yard.relation, yard.place) == ("Groene Laadplaats", "hub", "own", "GM9901")
    assert yard.summary == "Laadplaats voor elektrische vrachtwagens"
    assert (yard.lines, yard.actions, yard.tags, yard.target_groups) == (
        ["1"],
        ["1a"],
        ["green"],
        ["carriers"],
    )
    assert yard.owner.code == "transport-noord"
    assert (yard.started_year, yard.started_on, yard.ended_year) == (2030, None, None)
    assert (yard.continuity, yard.continuity_note) == ("partly", "Het stroomcontract loopt tot 2034.")
    assert (yard.stage, yard.origin, yard.invented) == ("unknown", "course", False)
    school = Initiative.objects.get(code="chauffeursschool")
    assert (school.owner, school.started_year, school.website, school.continuity) == (
        None,
        None,
        "",
        "unknown",
    )


def test_money_is_loaded_to_the_cent_and_a_year_is_no_date(folder):
    load(folder)
    line = LedgerEntry.objects.get(reference="bijdrage-2030-aastad")
    assert (line.amount_eur, line.only_year) == (Decimal("41250.50"), True)
    assert (line.payer.code, line.municipality) == ("gemeente-aastad", "GM9901")
    assert line.source == "https://voorbeeldland.invalid/geld"
    assert not LedgerEntry.objects.get(reference="laadplaats-2030").only_year
    programme = FundingProgramme.objects.get()
    assert (programme.budget_eur, programme.rate_eur_per_inhabitant) == (Decimal(120000), Decimal("0.75"))


def test_versions_of_a_claim_stand_side_by_side(folder):
    load(folder)
    said = ClaimStatement.objects.filter(claim__code="laadplaats-banen").order_by("pk")
    assert [(s.step, s.amount, s.stated_by) for s in said] == [
        ("promised", 30, "Transport Noord"),
        ("promised", 36, "Gemeente Aastad"),
        ("realised", 11, "Transport Noord"),
        ("verified", 9, "rekenkamer (verzonnen)"),
    ]


def test_a_seat_that_is_known_for_one_year_is_not_held_now(folder):
    load(folder)
    seat = Seat.objects.get(body="board")
    assert (str(seat.starts_on), str(seat.ends_on)) == ("2030-01-01", "2031-12-31")


def test_loading_again_changes_no_row(folder):
    load(folder)
    before = rows()
    report = load(folder, LATER)
    assert (report.added, report.changed, report.left_alone) == (0, 0, ())
    assert report.kept == sum(len(found) for found in before.values())
    assert rows() == before


def test_what_is_new_in_the_file_is_added_and_what_changed_is_changed(folder):
    load(folder)
    rewrite(folder, "Campagne voor groen vervoer", "Campagne over groen vervoer")
    rewrite(folder, "aliases: [Laadplein Aastad]", "aliases: [Laadplein Aastad, Stroomplein]")
    report = load(folder, LATER)
    assert (report.added, report.changed, report.left_alone) == (1, 1, ())
    campaign = Initiative.objects.get(code="rijdt-groen")
    assert (campaign.summary, campaign.version, campaign.changed_at) == (
        "Campagne over groen vervoer",
        2,
        LATER,
    )
    assert campaign.history.count() == 2
    assert InitiativeName.objects.get(plain="stroomplein").initiative.code == "laadplaats"


def test_what_left_the_file_stays_in_the_database(folder):
    load(folder)
    rewrite(folder, "      - {partner: gemeente-aastad, role: funder}\n", "")
    report = load(folder, LATER)
    assert (report.added, report.changed) == (0, 0)
    assert Participation.objects.filter(partner__code="gemeente-aastad").exists()


def test_what_the_bureau_changed_is_left_alone_and_reported(folder, by):
    load(folder)
    partner = Partner.objects.get(code="vakschool")
    change_record(
        partner, action="partner.change", expected_version=1, by=by, at=FIRST, changes={"short_name": "VVL"}
    )
    rewrite(folder, "name: Vakschool Voorbeeldland", "name: School Voorbeeldland")
    report = load(folder, LATER)
    assert [(r.table, r.why) for r in report.left_alone] == [("partner", "changed")]
    partner.refresh_from_db()
    assert (partner.name, partner.short_name, partner.version) == (
        "Vakschool Voorbeeldland (verzonnen)",
        "VVL",
        2,
    )


def test_a_change_of_the_bureau_that_the_file_agrees_with_is_no_news(folder, by):
    load(folder)
    partner = Partner.objects.get(code="vakschool")
    for name in ("Anders", "Vakschool Voorbeeldland (verzonnen)"):
        change_record(
            partner, action="partner.change", expected_version=None, by=by, at=FIRST, changes={"name": name}
        )
    assert load(folder, LATER).left_alone == ()


def test_what_the_bureau_removed_does_not_come_back(folder, by):
    load(folder)
    tie = Participation.objects.get(partner__code="gemeente-aastad")
    remove_record(tie, action="participation.remove", expected_version=1, by=by, at=FIRST)
    report = load(folder, LATER)
    assert [(r.table, r.why) for r in report.left_alone] == [("participation", "removed")]
    assert not Participation.objects.filter(partner__code="gemeente-aastad").exists()


def test_what_hangs_on_something_removed_is_left_out(folder, by):
    load(folder)
    network = Initiative.objects.get(code="landelijk-laadnet")
    for tie in (*network.names.all(), *network.links_to.all()):
        remove_record(tie, action="initiative.untie", expected_version=1, by=by, at=FIRST)
    remove_record(network, action="initiative.remove", expected_version=1, by=by, at=FIRST)
    report = load(folder, LATER)
    assert {(r.table, r.why) for r in report.left_alone} == {
        ("initiative", "removed"),
        ("initiativelink", "elsewhere"),
    }
    assert not InitiativeName.objects.filter(plain="landelijklaadnet").exists()


def test_a_record_that_was_entered_by_hand_is_never_taken_over(folder):
    PartnerFactory(code="vakschool", name="Met de hand", helix="other")
    report = load(folder)
    assert [(r.table, r.name, r.why) for r in report.left_alone] == [("partner", "Met de hand", "changed")]
    assert Partner.objects.get(code="vakschool").name == "Met de hand"
    assert Participation.objects.filter(partner__code="vakschool").count() == 1


def test_a_name_that_belongs_to_another_initiative_stays_there(folder, by, now):
    other = InitiativeFactory(code="ander", name="Ander plein")
    name = InitiativeName(initiative=other, name="Laadplein Aastad", plain="laadpleinaastad")
    add_record(name, action="initiative.name", by=by, at=now)
    report = load(folder)
    assert [(r.table, r.why) for r in report.left_alone] == [("initiativename", "changed")]
    assert InitiativeName.objects.get(plain="laadpleinaastad").initiative == other


def test_a_line_of_the_ledger_never_changes(folder):
    load(folder)
    rewrite(folder, "amount_eur: 41250.50", "amount_eur: 41250.51")
    report = load(folder, LATER)
    assert [(r.table, r.why) for r in report.left_alone] == [("ledgerentry", "differs")]
    assert LedgerEntry.objects.get(reference="bijdrage-2030-aastad").amount_eur == Decimal("41250.50")


def test_another_amount_about_a_claim_is_another_statement(folder):
    load(folder)
    rewrite(folder, "amount: 36,", "amount: 37,")
    report = load(folder, LATER)
    assert report.tables["claimstatement"].added == 1
    said = ClaimStatement.objects.filter(claim__code="laadplaats-banen", step="promised")
    assert sorted(s.amount for s in said) == [30, 36, 37]


def test_all_or_nothing(folder):
    load(folder)
    before = rows()
    rewrite(folder, "name: Provincie Buiten (verzonnen)", "name: Provincie Binnen (verzonnen)")
    rewrite(folder, "Spreek per doel een getal af.", "Spreek af.")
    rewrite(folder, "{nl: Banen door de laadplaats,", "{nl: " + "Banen " * 40 + ",")
    with pytest.raises(CannotLoad) as told:
        load(folder, LATER)
    assert told.value.details["table"] == "claimed result"
    assert rows() == before


def test_a_course_that_did_not_change_is_not_loaded_again(folder, django_assert_max_num_queries):
    assert load_register_when_changed(read_course(folder), at=FIRST) is not None
    course = read_course(folder)
    with django_assert_max_num_queries(1):
        assert load_register_when_changed(course, at=LATER) is None
    rewrite(folder, "Laadplein Aastad", "Stroomplein Aastad")
    assert load_register_when_changed(read_course(folder), at=LATER).added == 1
    assert load_register_when_changed(read_course(folder), at=LATER) is None


def test_the_chain_names_the_load_and_holds(folder):
    load(folder)
    load(folder, LATER)
    loads = AuditEntry.objects.filter(action="register.load", object_type="")
    assert loads.count() == 1
    assert loads.get().actor == COURSE_LOADER.key
    assert loads.get().details["tables"]["partner"]["added"] == 5
    verify_audit_chain()


def test_every_table_has_a_word(folder):
    assert set(load(folder).tables) == set(TABLES)


def test_few_queries_when_nothing_changed(folder, django_assert_max_num_queries):
    load(folder)
    course = read_course(folder)
    with django_assert_max_num_queries(25):
        load_register(course, at=LATER)


class TestTheRealRegister:
    @pytest.fixture(autouse=True)
    def _loaded(self):
        self.report = load_register(read_course(REAL), at=FIRST)

    def pledged(self, programme: str, **which):
        lines = LedgerEntry.objects.filter(programme__code=programme, kind="pledged", **which)
        return lines.aggregate(sum=Sum("amount_eur"))["sum"]

    def test_the_municipal_half_of_the_regional_half_is_a_rounding_euro_too_much(self):
        municipal = self.pledged("regio_deal_1", payer__code__startswith="municipality_of_")
        assert municipal == Decimal("10000001.00")

    def test_the_first_deal_reconciles_to_the_cent(self):
        state = self.pledged("regio_deal_1", payer__code="state")
        province = self.pledged("regio_deal_1", payer__code="province_of_drenthe")
        assert (state, province) == (Decimal("20000000.00"), Decimal("10000000.00"))
        assert self.pledged("regio_deal_1") == Decimal("40000001.00")
        assert FundingProgramme.objects.get(code="regio_deal_1").budget_eur + 1 == Decimal("40000001.00")

    def test_the_contribution_has_a_rate_and_no_receipt_that_nobody_published(self):
        contribution = FundingProgramme.objects.get(code="contribution_2022_2025")
        assert contribution.rate_eur_per_inhabitant == 1
        assert not contribution.entries.exists()
        assert contribution.budget_eur is None

    def test_the_ceiling_of_the_scheme_is_the_sum_of_its_parts(self):
        scheme = FundingProgramme.objects.get(code="rid_2020")
        assert self.pledged("rid_2020") == scheme.budget_eur == Decimal("4968505.00")
        assert FundingProgramme.objects.get(code="apr_2020").budget_eur == 0

    def test_both_versions_of_jobs_and_money_are_there(self):
        said = ClaimStatement.objects.filter(claim__code="scheme_2017_jobs")
        assert sorted({s.amount for s in said}) == [400, 490]
        money = ClaimStatement.objects.filter(claim__code="scheme_2017_investment")
        assert {71_000_000, 90_000_000} <= {s.amount for s in money}

    def test_a_brand_claims_no_jobs(self):
        assert set(Claim.objects.filter(initiative__kind="brand").values_list("kind", flat=True)) == {"reach"}

    def test_five_definitions_are_five_claims(self):
        claims = Claim.objects.filter(initiative__code="nom", kind="jobs", same_as=None)
        assert len({c.unit for c in claims}) >= 4
        assert sorted(s.amount for c in claims for s in c.statements.all()) == [106, 172, 256, 512, 6400]

    def test_nothing_claimed_is_verified_without_evidence(self):
        assert not ClaimStatement.objects.filter(step="verified", evidence_url="", evidence=None).exists()
        assert not ClaimStatement.objects.filter(source="").exists()

    def test_every_row_has_a_source_that_can_be_opened(self):
        for model in (Partner, FundingProgramme, LedgerEntry, Claim, ClaimStatement):
            without = [
                str(r) for r in model.objects.all() if not r.source.startswith(("http://", "https://"))
            ]
            assert without == [], model.__name__

    def test_nothing_is_left_alone_and_a_second_load_adds_nothing(self):
        assert self.report.left_alone == ()
        again = load_register(read_course(REAL), at=LATER)
        assert (again.added, again.changed, again.kept) == (0, 0, self.report.added)
