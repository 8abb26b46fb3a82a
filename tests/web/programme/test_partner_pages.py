# SPDX-License-Identifier: EUPL-1.2
"""The pages of partners: what a reader sees, what each role may do, and that nothing typed is lost."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone
from tests.programme.factories import (
    AttendanceFactory,
    CommitmentEntryFactory,
    CommitmentFactory,
    ContactFactory,
    GoalAlignmentFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    ParticipationFactory,
    PartnerFactory,
    PartnerGoalFactory,
    SeatFactory,
)

from schakel.programme.models import (
    Commitment,
    CommitmentEntry,
    Contact,
    GoalAlignment,
    Partner,
    PartnerGoal,
    Seat,
)

DAY = date(2026, 1, 1)


@pytest.fixture
def here(reader):
    """Return a function that gives the address of a page in the year of the measurement."""
    start = reader.get("/").url
    return lambda page="": f"{start}programma/{page}"


@pytest.fixture
def school():
    return PartnerFactory(code="school", name="Voorbeeldschool", helix="knowledge", municipality="GM9901")


def text(response):
    assert response.status_code == 200, response
    return response.content.decode()


def english(client, address):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return text(client.get(address))


def pages_of(partner):
    commitment = CommitmentFactory(partner=partner, code="uren")
    entry = CommitmentEntryFactory(commitment=commitment)
    goal = PartnerGoalFactory(partner=partner)
    alignment = GoalAlignmentFactory(goal=goal)
    seat = SeatFactory(partner=partner)
    contact = ContactFactory(partner=partner, keep_until=timezone.localdate())
    own = f"partners/{partner.code}/"
    public = ["partners/", own, "afstemming/", "toezeggingen/", "zetels/", f"{own}toezeggingen/uren/"]
    by_partner = [
        f"{own}wijzigen/",
        f"{own}nieuw-doel/",
        f"{own}doelen/{goal.pk}/",
        f"{own}doelen/{goal.pk}/weg/",
        f"{own}doelen/{goal.pk}/koers/",
        f"{own}afstemming/{alignment.pk}/",
        f"{own}afstemming/{alignment.pk}/weg/",
        f"{own}nieuwe-toezegging/",
        f"{own}toezeggingen/uren/wijzigen/",
        f"{own}toezeggingen/uren/stap/",
        f"{own}toezeggingen/uren/regels/{entry.pk}/herstel/",
        f"{own}contacten/",
        f"{own}nieuw-contact/",
        f"{own}contacten/{contact.pk}/",
        f"{own}contacten/{contact.pk}/weg/",
        f"{own}gegevens/",
    ]
    by_bureau = [
        "nieuwe-partner/",
        f"{own}vertrek/",
        f"{own}nieuwe-zetel/",
        f"{own}zetels/{seat.pk}/",
        f"{own}zetels/{seat.pk}/herstel/",
        f"{own}zetels/{seat.pk}/weg/",
    ]
    return public, by_partner, by_bureau


def test_each_role_opens_what_is_meant_for_it(reader, sign_in, here, school):
    public, by_partner, by_bureau = pages_of(school)
    other = PartnerFactory()
    own, strange, bureau = (
        sign_in("partner", partner=school),
        sign_in("partner", partner=other),
        sign_in("bureau"),
    )
    for address in public:
        assert reader.get(here(address)).status_code == 200, address
    for address in by_partner:
        assert reader.get(here(address)).status_code == 302, address
        assert strange.get(here(address)).status_code == 403, address
        assert own.get(here(address)).status_code == 200, address
        assert bureau.get(here(address)).status_code == 200, address
    for address in by_bureau:
        assert own.get(here(address)).status_code == 403, address
        assert bureau.get(here(address)).status_code == 200, address


def test_nobody_reaches_the_records_of_another_through_its_own_address(sign_in, here, school):
    pages_of(school)
    other = PartnerFactory(code="ander")
    goal, contact = PartnerGoalFactory(partner=other), ContactFactory(partner=other)
    alignment = GoalAlignmentFactory(goal=goal)
    entry = CommitmentEntryFactory(commitment=CommitmentFactory(partner=other, code="geld"))
    seat = SeatFactory(partner=other)
    own, bureau = sign_in("partner", partner=school), sign_in("bureau")
    for address in (
        f"doelen/{goal.pk}/",
        f"doelen/{goal.pk}/weg/",
        f"doelen/{goal.pk}/koers/",
        f"afstemming/{alignment.pk}/",
        f"afstemming/{alignment.pk}/weg/",
        f"contacten/{contact.pk}/",
        f"contacten/{contact.pk}/weg/",
        "toezeggingen/geld/",
        "toezeggingen/geld/wijzigen/",
        "toezeggingen/geld/stap/",
        f"toezeggingen/geld/regels/{entry.pk}/herstel/",
        f"toezeggingen/uren/regels/{entry.pk}/herstel/",
    ):
        assert own.get(here(f"partners/school/{address}")).status_code == 404, address
    assert bureau.get(here(f"partners/school/zetels/{seat.pk}/")).status_code == 404


@pytest.mark.parametrize("page", ["partners/", "afstemming/", "toezeggingen/", "zetels/"])
def test_a_page_without_data_says_what_to_supply(reader, here, page):
    assert "recorded yet" in english(reader, here(page)) or "register yet" in english(reader, here(page))


def test_the_list_answers_who_takes_part(reader, here, school):
    PartnerFactory(name="Verzonnen bedrijf", invented=True)
    PartnerFactory(name="Kandidaat", relation="candidate")
    page = english(reader, here("partners/"))
    assert "2 partners take part: 1 business and 1 education and knowledge." in page
    assert "Of 2 it is not known since when." in page
    assert "Aastad" in page
    assert "invented" in page


def test_the_list_is_filtered_and_downloaded(reader, here, school):
    PartnerFactory(name="Bedrijf")
    page = english(reader, here("partners/?helix=knowledge&municipality=GM9901&q=voorbeeld"))
    assert "Voorbeeldschool" in page
    assert ">Bedrijf<" not in page
    file = reader.get(here("partners/?helix=knowledge&file=partners.csv")).content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in file.splitlines()] == ["name", "Voorbeeldschool"]


def test_many_partners_take_few_queries(reader, here, django_assert_max_num_queries):
    for n in range(60):
        PartnerFactory(joined_on=date(2020 + n % 5, 1, 1))
    with django_assert_max_num_queries(15):
        page = text(reader.get(here("partners/")))
    assert page.count("Voorbeeldbedrijf") >= 50


def test_the_growth_of_the_coalition_is_drawn(reader, here):
    PartnerFactory(joined_on=date(2023, 1, 1))
    page = english(reader, here("partners/"))
    assert "How did the coalition grow?" in page
    drawing = reader.get(here("partners/?picture=growth.phone"))
    assert drawing["Content-Type"].startswith("image/svg+xml")


def test_the_sheet_says_what_was_committed_delivered_and_not_known(reader, here, school):
    done = CommitmentFactory(partner=school, title="Twee docenten", kind="hours", unit="hours", line="2")
    CommitmentEntryFactory(commitment=done, amount="640")
    CommitmentEntryFactory(commitment=done, step="delivered", amount="160")
    CommitmentEntryFactory(
        commitment=CommitmentFactory(partner=school, title="Lokaal", kind="asset", unit="m2"), amount=None
    )
    page = english(reader, here("partners/school/"))
    assert "2 commitments are recorded; of 1 a delivery is reported." in page
    assert "Not recorded: its own goals, in which initiatives it takes part and its seats." in page
    assert "25%" in page
    assert "nothing reported yet" in page
    assert "People" in page


def test_the_sheet_shows_goals_seats_initiatives_money_and_meetings(reader, here, school):
    ParticipationFactory(partner=school, initiative=InitiativeFactory(name="Laadplaats"), role="lead")
    GoalAlignmentFactory(
        goal=PartnerGoalFactory(partner=school, statement="Meer leerlingen"), course_code="jobs"
    )
    SeatFactory(
        partner=school, role="lid", is_vacant=True, starts_on=timezone.localdate() - timedelta(days=12)
    )
    LedgerEntryFactory(payer=school, amount_eur="1234.50", kind="received")
    AttendanceFactory(partner=school)
    page = english(reader, here("partners/school/"))
    for shown in (
        "Laadplaats",
        "Meer leerlingen",
        "More jobs in transport and storage (the same)",
        "vacant for 12 days",
        "€1,234.50",
        "Voorbeeldbijeenkomst",
    ):
        assert shown in page, shown


def test_the_sheet_of_a_busy_partner_takes_few_queries(reader, here, school, django_assert_max_num_queries):
    for _n in range(15):
        CommitmentEntryFactory(commitment=CommitmentFactory(partner=school, initiative=InitiativeFactory()))
        ParticipationFactory(partner=school)
        GoalAlignmentFactory(goal=PartnerGoalFactory(partner=school))
        AttendanceFactory(partner=school)
    with django_assert_max_num_queries(15):
        text(reader.get(here("partners/school/")))


def test_a_reader_sees_no_buttons_and_no_contacts(reader, sign_in, here, school):
    ContactFactory(partner=school, email="geheim@voorbeeld.invalid")
    public = text(reader.get(here("partners/school/")))
    assert "geheim@voorbeeld.invalid" not in public
    assert "nieuwe-toezegging" not in public
    own = text(sign_in("partner", partner=school).get(here("partners/school/")))
    assert "nieuwe-toezegging" in own
    assert "nieuwe-zetel" not in own


def test_the_bureau_adds_and_changes_an_organisation(bureau, here):
    form = {"name": "Nieuwe fabriek", "helix": "business", "relation": "partner", "is_manufacturer": "true"}
    answer = bureau.post(here("nieuwe-partner/"), form | {"website": "voorbeeld.invalid"})
    assert answer.url.endswith("partners/nieuwe-fabriek/")
    made = Partner.objects.get()
    assert (made.is_manufacturer, made.website) == (True, "https://voorbeeld.invalid")
    changed = form | {"name": "Oude fabriek", "is_manufacturer": "", "version": "1"}
    assert bureau.post(here("partners/nieuwe-fabriek/wijzigen/"), changed).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.is_manufacturer, made.version) == ("Oude fabriek", None, 2)


def test_the_second_of_two_people_loses_nothing(sign_in, here, school):
    first, second = sign_in("bureau"), sign_in("bureau")
    form = {"name": "Van de eerste", "helix": "knowledge", "relation": "partner", "version": "1"}
    assert first.post(here("partners/school/wijzigen/"), form).status_code == 302
    answer = second.post(here("partners/school/wijzigen/"), form | {"name": "Van de tweede"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Van de tweede" in page
    assert "Van de eerste" in page
    assert 'name="version" value="2"' in page


def test_what_is_wrong_is_told_and_what_was_typed_stays(bureau, here):
    PartnerFactory(name="Bestaat al")
    answer = bureau.post(
        here("nieuwe-partner/"), {"name": "bestaat AL", "helix": "other", "relation": "partner"}
    )
    assert answer.status_code == 422
    assert "bestaat AL" in answer.content.decode()
    assert Partner.objects.count() == 1


def test_a_partner_leaves(bureau, here, school):
    seat = SeatFactory(partner=school)
    bureau.post(here("partners/school/vertrek/"), {"left_on": "2026-02-28", "version": "1"})
    school.refresh_from_db()
    seat.refresh_from_db()
    assert (school.left_on, seat.ends_on) == (date(2026, 2, 28), date(2026, 2, 28))
    assert "vertrek/" not in text(bureau.get(here("partners/school/")))


def test_a_partner_promises_and_delivers_and_corrects(sign_in, here, school):
    own = sign_in("partner", partner=school)
    initiative = InitiativeFactory()
    form = {
        "kind": "money",
        "title": "Jaarbijdrage",
        "amount": "12.500,50",
        "promised_on": "2026-01-01",
        "course": "2a",
        "initiative": initiative.pk,
    }
    answer = own.post(here("partners/school/nieuwe-toezegging/"), form)
    made = Commitment.objects.get()
    assert answer.url.endswith(f"partners/school/toezeggingen/{made.code}/")
    assert (made.line, made.action, made.initiative, made.unit) == ("2", "2a", initiative, "EUR")
    assert made.entries.get().amount == Decimal("12500.50")
    address = here(f"partners/school/toezeggingen/{made.code}/")
    own.post(f"{address}stap/", {"step": "delivered", "amount": "1250,5", "on": "2026-02-01"})
    wrong = CommitmentEntry.objects.get(step="delivered")
    assert wrong.amount == Decimal("1250.50")
    page = own.post(
        f"{address}regels/{wrong.pk}/herstel/",
        {"amount": "12.500,50", "on": "2026-02-01", "note": "een cijfer vergeten"},
        follow=True,
    ).content.decode()
    assert "100%" in page
    assert "een cijfer vergeten" in page
    assert (
        own.post(f"{address}regels/{wrong.pk}/herstel/", {"on": "2026-02-01", "note": "x"}).status_code == 422
    )
    own.post(f"{address}wijzigen/", {"title": "Bijdrage", "course": "1", "version": "1"})
    made.refresh_from_db()
    assert (made.title, made.line, made.action) == ("Bijdrage", "1", "")


@pytest.mark.parametrize("amount", ["veel", "12,3456", "-1"])
def test_an_amount_that_cannot_be_read_is_told(sign_in, here, school, amount):
    own = sign_in("partner", partner=school)
    form = {"kind": "hours", "title": "Uren", "amount": amount, "promised_on": "2026-01-01"}
    answer = own.post(here("partners/school/nieuwe-toezegging/"), form)
    assert answer.status_code == 422
    assert "640" in answer.content.decode()
    assert not Commitment.objects.exists()


def test_space_without_a_unit_comes_back_with_the_reason(sign_in, here, school):
    form = {"kind": "asset", "title": "Hal", "amount": "400", "promised_on": "2026-01-01"}
    answer = sign_in("partner", partner=school).post(here("partners/school/nieuwe-toezegging/"), form)
    assert answer.status_code == 422
    assert "Hal" in answer.content.decode()


def test_the_page_of_a_commitment_keeps_wrong_statements_readable(reader, here, school):
    commitment = CommitmentFactory(partner=school, code="geld", title="Bijdrage", invented=True)
    CommitmentEntryFactory(commitment=commitment)
    wrong = CommitmentEntryFactory(commitment=commitment, step="delivered", amount="900", note="te veel")
    CommitmentEntryFactory(commitment=commitment, step="delivered", amount="90", corrects=wrong)
    page = english(reader, here("partners/school/toezeggingen/geld/"))
    assert "Promised: €100; delivered: €90, which is 90%." in page
    assert "te veel" in page
    assert "corrected: does not count" in page
    assert "invented" in page
    assert "herstel" not in page


def test_all_commitments_are_shown_by_kind_line_and_partner(
    reader, here, school, django_assert_max_num_queries
):
    for n in range(60):
        commitment = CommitmentFactory(line=str(n % 3 or ""), due_on=date(2026, 1, 1) if n == 1 else None)
        CommitmentEntryFactory(commitment=commitment, amount="10")
    with django_assert_max_num_queries(15):
        page = english(reader, here("toezeggingen/"))
    assert "60 commitments of 60 partners are recorded. Of 1 the day has passed" in page
    assert "Promised in money: €600; no delivery is reported yet." in page
    assert "1. Roads and yards" in page
    file = reader.get(here("toezeggingen/?file=by-line.csv")).content.decode("utf-8-sig")
    assert [line.split(",")[2] for line in file.splitlines()[1:]] == ["200.0", "200.0", "200.0"]


def test_goals_stand_beside_the_course(reader, bureau, here, school):
    form = {"statement": "Meer leerlingen", "source": "Plan", "course_code": "place", "fit": "partly"}
    bureau.post(here("partners/school/nieuw-doel/"), form)
    goal = PartnerGoal.objects.get()
    assert goal.alignments.get().course_code == "place"
    bureau.post(here(f"partners/school/doelen/{goal.pk}/koers/"), {"course_code": "2a", "fit": "conflict"})
    page = english(reader, here("afstemming/"))
    assert "1 goal of partners is recorded; 0 stand beside nothing in the course." in page
    assert "Of the 2 goals of the course, 1 have no goal of a partner beside them." in page
    assert "2a Train drivers" in page
    alignment = GoalAlignment.objects.get(course_code="2a")
    bureau.post(here(f"partners/school/afstemming/{alignment.pk}/"), {"fit": "same", "version": "1"})
    alignment.refresh_from_db()
    assert alignment.fit == "same"
    bureau.post(here(f"partners/school/afstemming/{alignment.pk}/weg/"), {"version": "2"})
    bureau.post(here(f"partners/school/doelen/{goal.pk}/"), {"statement": "Anders", "version": "1"})
    goal.refresh_from_db()
    assert goal.statement == "Anders"
    bureau.post(here(f"partners/school/doelen/{goal.pk}/weg/"), {"version": "2"})
    assert not PartnerGoal.objects.exists()


def test_a_goal_without_a_place_in_the_course_is_allowed(bureau, here, school):
    bureau.post(
        here("partners/school/nieuw-doel/"), {"statement": "Nieuw dak", "course_code": "", "fit": "same"}
    )
    assert PartnerGoal.objects.get().alignments.count() == 0


def test_seats_change_hands(bureau, here, school):
    bureau.post(
        here("partners/school/nieuwe-zetel/"), {"body": "board", "role": "lid", "starts_on": "2025-01-01"}
    )
    seat = Seat.objects.get()
    bureau.post(
        here(f"partners/school/zetels/{seat.pk}/"), {"step": "vacate", "on": "2025-12-31", "version": "1"}
    )
    vacancy = Seat.objects.get(is_vacant=True)
    page = english(bureau, here("zetels/"))
    assert "1 seat is recorded, of which 1 is vacant." in page
    assert "vacant for" in page
    bureau.post(
        here(f"partners/school/zetels/{vacancy.pk}/"), {"step": "fill", "on": "2026-03-01", "version": "1"}
    )
    assert Seat.objects.filter(is_vacant=False, ends_on=None).get().starts_on == date(2026, 3, 1)
    bureau.post(
        here(f"partners/school/zetels/{seat.pk}/herstel/"),
        {"body": "steering", "role": "voorzitter", "version": "2"},
    )
    seat.refresh_from_db()
    assert (seat.body, seat.role, seat.ends_on) == ("steering", "voorzitter", None)
    bureau.post(here(f"partners/school/zetels/{seat.pk}/weg/"), {"version": "3"})
    assert not Seat.objects.filter(pk=seat.pk).exists()


def test_contacts_are_kept_changed_and_removed_by_the_partner_itself(sign_in, here, school):
    own = sign_in("partner", partner=school)
    until = timezone.localdate() + timedelta(days=300)
    form = {"function": "Secretariaat", "email": "post@voorbeeld.invalid", "purpose": "Uitnodigen"}
    own.post(here("partners/school/nieuw-contact/"), form | {"keep_until": until.isoformat()})
    kept = Contact.objects.get()
    page = english(own, here("partners/school/contacten/"))
    assert "post@voorbeeld.invalid" in page
    assert "1 contact is kept" in page
    too_long = form | {"keep_until": "2999-01-01", "version": "1"}
    assert own.post(here(f"partners/school/contacten/{kept.pk}/"), too_long).status_code == 422
    own.post(here(f"partners/school/contacten/{kept.pk}/weg/"), {"version": "1"})
    assert not Contact.objects.exists()


def test_a_contact_whose_day_has_passed_is_no_longer_shown(bureau, here, school):
    ContactFactory(
        partner=school, email="oud@voorbeeld.invalid", keep_until=timezone.localdate() - timedelta(1)
    )
    assert "oud@voorbeeld.invalid" not in text(bureau.get(here("partners/school/contacten/")))


def test_a_partner_gets_its_data_as_a_file(sign_in, here, school):
    ContactFactory(partner=school, email="eigen@voorbeeld.invalid")
    answer = sign_in("partner", partner=school).get(here("partners/school/gegevens/"))
    assert answer["Content-Disposition"] == 'attachment; filename="school.json"'
    assert answer["Cache-Control"] == "private, no-store"
    data = json.loads(answer.content)
    assert data["programme.Contact"][0]["email"] == "eigen@voorbeeld.invalid"


def test_an_unknown_partner_is_not_found(reader, here):
    assert reader.get(here("partners/bestaat-niet/")).status_code == 404


def test_a_long_table_shows_its_first_rows_in_any_order_and_the_file_has_all(reader, here):
    for n in range(130):
        CommitmentEntryFactory(
            commitment=CommitmentFactory(partner=PartnerFactory(code=f"p{n:03}")), amount=str(n)
        )
    page = english(reader, here("toezeggingen/"))
    assert "The first 100 of 130 rows; the file has all." in page
    highest = english(reader, here("toezeggingen/?sort=by-partner.-promised"))
    by_partner = highest[highest.index('id="by-partner"') :]
    assert by_partner.index("€129<") < by_partner.index("€128<")
    assert "€29<" not in by_partner
    file = reader.get(here("toezeggingen/?file=by-partner.csv")).content.decode("utf-8-sig")
    assert len(file.splitlines()) == 131
