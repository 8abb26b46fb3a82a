# SPDX-License-Identifier: EUPL-1.2
"""The pages of activities: what they answer, who may write, and what happens when two people write."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.programme.factories import (
    ActivityFactory,
    CauseFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    LessonFactory,
    MilestoneFactory,
    OutputFactory,
    StrengtheningFactory,
)
from tests.web.site import links_of

from schakel.programme.models import Activity, Lesson, Milestone, Output, Strengthening

PUBLIC = [
    "activiteiten/",
    "activiteiten/inzet/",
    "activiteiten/laadpaal/",
    "mijlpalen/",
    "mijlpalen/?state=overdue",
    "prestaties/",
    "aanjaaggeld/",
    "oorzaken/",
    "oorzaken/talent/",
]
BUREAU_ONLY = [
    "activiteiten/nieuw/",
    "activiteiten/laadpaal/wijzigen/",
    "activiteiten/laadpaal/stap/start/",
    "activiteiten/laadpaal/versterkt/",
    "oorzaken/nieuw/",
]
OF_INITIATIVE = [
    "activiteiten/nieuw/",
    "mijlpalen/nieuw/",
    "prestaties/nieuw/",
    "lessen/nieuw/",
    "versterkt/nieuw/",
]


@pytest.fixture
def root(reader):
    return f"{reader.get('/').url}programma/"


@pytest.fixture
def initiative():
    return InitiativeFactory(code="laadplein", name="Laadplein")


@pytest.fixture
def filled(initiative):
    """Something in every list."""
    activity = ActivityFactory(code="laadpaal", title="Laadpaal plaatsen", goals=["jobs"], role="connect")
    ActivityFactory(initiative=initiative, action="1a", line="1", starts_on=date(2031, 1, 1))
    cause = CauseFactory(status="supported", evidence="Enquête")
    StrengtheningFactory(activity=activity, cause=cause, mechanism="Meer werk")
    StrengtheningFactory(initiative=initiative, element="finance")
    yesterday = timezone.localdate() - timedelta(1)
    MilestoneFactory(initiative=initiative, first_due_on=date(2020, 1, 1), due_on=yesterday)
    OutputFactory(initiative=initiative, amount=40, unit="bedrijven", kind="firms", invented=True)
    LessonFactory(initiative=initiative)
    LedgerEntryFactory(initiative=initiative, kind="granted", purpose="seed")
    return activity


@pytest.mark.parametrize("page", PUBLIC)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_everybody_reads_the_pages_in_both_languages(reader, root, filled, page, language):
    reader.cookies["schakel_language"] = language
    shown = reader.get(root + page)
    assert shown.status_code == 200
    assert f'<html lang="{language}"' in shown.content.decode()


@pytest.mark.parametrize(
    "page", ["activiteiten/", "activiteiten/inzet/", "mijlpalen/", "prestaties/", "aanjaaggeld/", "oorzaken/"]
)
def test_an_empty_register_says_what_to_supply(reader, root, page):
    shown = reader.get(root + page)
    assert shown.status_code == 200
    assert "0 activit" not in shown.content.decode()


@pytest.mark.parametrize("page", PUBLIC)
def test_every_file_and_picture_of_a_page_can_be_had(reader, root, filled, page):
    html = reader.get(root + page).content.decode()
    wanted = [link for link in links_of(html) if "file=" in link or "picture=" in link]
    for link in wanted:
        assert reader.get(link).status_code == 200, link


def test_the_list_says_how_many_are_aimed_at_nothing_and_finds_them(reader, root, filled):
    ActivityFactory(title="Zomaar iets")
    reader.cookies["schakel_language"] = "en"
    html = reader.get(f"{root}activiteiten/").content.decode()
    assert "3 activities are known." in html
    assert "Of 2 it is not said for which weak link, cause or goal." in html
    found = reader.get(f"{root}activiteiten/?missing=no_element").content.decode()
    assert "Zomaar iets" in found
    assert "Laadpaal plaatsen" not in found


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("line=1", 1),
        ("action=1a", 1),
        ("role=connect", 1),
        ("element=talent", 1),
        ("element=finance", 1),
        ("status=done", 0),
        ("missing=any", 1),
        ("missing=no_cause", 1),
        ("line=nonsense", 2),
    ],
)
def test_the_list_is_narrowed_down(reader, root, filled, query, n):
    rows = reader.get(f"{root}activiteiten/?{query}").context["listing"].n_rows
    assert rows == n


def test_a_long_list_takes_few_questions(reader, bureau, root, django_assert_max_num_queries):
    initiatives = [InitiativeFactory() for _ in range(5)]
    Activity.objects.bulk_create(
        ActivityFactory.build(initiative=initiatives[n % 5], title=f"A{n:05d}") for n in range(2_000)
    )
    for browser in (reader, bureau):
        with django_assert_max_num_queries(15):
            shown = browser.get(f"{root}activiteiten/?sort=activities.-title&missing=any")
        assert shown.context["listing"].table.rows[0].cells[0].text == "A01999"
        assert len(shown.context["listing"].table.rows) == 50


@pytest.mark.parametrize(
    "page", ["activiteiten/laadpaal/", "activiteiten/inzet/", "mijlpalen/", "prestaties/", "oorzaken/"]
)
def test_a_page_with_much_in_it_takes_few_questions(
    reader, root, filled, initiative, page, django_assert_max_num_queries
):
    for _n in range(30):
        MilestoneFactory(initiative=initiative, activity=filled)
        OutputFactory(activity=filled)
        StrengtheningFactory(initiative=InitiativeFactory(), cause=CauseFactory(), element="talent")
    with django_assert_max_num_queries(15):
        assert reader.get(root + page).status_code == 200


@pytest.mark.parametrize("page", BUREAU_ONLY)
def test_only_the_programme_office_writes_on_its_own(reader, sign_in, bureau, root, filled, page):
    assert reader.post(root + page).status_code == 302
    assert sign_in("lead", initiative=InitiativeFactory()).post(root + page).status_code == 403
    assert bureau.get(root + page).status_code == 200


@pytest.mark.parametrize("page", OF_INITIATIVE)
def test_a_lead_writes_below_its_own_initiative_only(reader, sign_in, bureau, root, initiative, page):
    address = f"{root}initiatieven/laadplein/{page}"
    assert sign_in("lead", initiative=initiative).get(address).status_code == 200
    assert bureau.get(address).status_code == 200
    assert sign_in("lead", initiative=InitiativeFactory()).post(address).status_code == 403
    assert sign_in("board").post(address).status_code == 403
    assert reader.get(address).status_code == 302


def test_what_belongs_to_another_initiative_is_not_there(sign_in, root, initiative):
    lead = sign_in("lead", initiative=initiative)
    others = {
        "mijlpalen": MilestoneFactory().pk,
        "prestaties": OutputFactory().pk,
        "lessen": LessonFactory(initiative=InitiativeFactory()).pk,
        "versterkt": StrengtheningFactory(initiative=InitiativeFactory()).pk,
    }
    for folder, pk in others.items():
        address = f"{root}initiatieven/laadplein/{folder}/{pk}/"
        assert lead.get(address).status_code == 404
        assert lead.post(address, {"remove": "1"}).status_code == 404
    stranger = ActivityFactory(initiative=InitiativeFactory())
    assert lead.get(f"{root}initiatieven/laadplein/activiteiten/{stranger.code}/wijzigen/").status_code == 404
    assert Milestone.objects.count() == Output.objects.count() == Lesson.objects.count() == 1


def test_the_office_plans_an_activity_and_its_line_follows_from_the_action(bureau, root):
    sent = bureau.post(
        f"{root}activiteiten/nieuw/",
        {
            "title": "Verladers bijeen",
            "serves": "1b",
            "goals": ["jobs"],
            "planned_hours": "12,5",
            "planned_eur": "12.500",
        },
    )
    made = Activity.objects.get()
    assert sent.url.endswith("/activiteiten/verladers-bijeen/")
    assert (made.line, made.action, made.goals, float(made.planned_hours)) == ("1", "1b", ["jobs"], 12.5)
    assert made.planned_eur == 12_500
    assert made.created_by.startswith("account:")


def test_a_quarter_of_an_hour_is_not_rounded_in_silence(bureau, root):
    told = bureau.post(f"{root}activiteiten/nieuw/", {"title": "X", "planned_hours": "7,25"})
    assert told.status_code == 422
    assert not Activity.objects.exists()


def test_a_line_as_a_whole_can_be_served(bureau, root):
    bureau.post(f"{root}activiteiten/nieuw/", {"title": "X", "serves": "line:2"})
    assert (Activity.objects.get().line, Activity.objects.get().action) == ("2", "")


def test_a_lead_plans_within_its_initiative_whatever_it_sends(sign_in, root, initiative):
    other = InitiativeFactory()
    lead = sign_in("lead", initiative=initiative)
    lead.post(f"{root}initiatieven/laadplein/activiteiten/nieuw/", {"title": "X", "initiative": other.pk})
    assert Activity.objects.get().initiative == initiative


def test_the_second_of_two_people_sees_what_the_first_saved(bureau, root, filled):
    address = f"{root}activiteiten/laadpaal/wijzigen/"
    form = {"title": "Eerste", "version": "1"}
    assert bureau.post(address, form).status_code == 302
    second = bureau.post(address, {"title": "Tweede", "version": "1"})
    assert second.status_code == 422
    assert "Eerste" in second.content.decode()
    assert 'value="Tweede"' in second.content.decode()
    assert Activity.objects.get(code="laadpaal").title == "Eerste"


def test_an_activity_is_started_finished_and_cancelled_from_its_sheet(bureau, root, filled):
    step = f"{root}activiteiten/laadpaal/stap/"
    assert "stap/start/" in bureau.get(f"{root}activiteiten/laadpaal/").content.decode()
    bureau.post(f"{step}start/", {"on": "2031-01-01"})
    assert Activity.objects.get(code="laadpaal").status == "planned"
    bureau.post(f"{step}start/", {"on": "2024-01-01"})
    bureau.post(f"{step}finish/", {"on": "2024-02-01", "spent_hours": "8"})
    done = Activity.objects.get(code="laadpaal")
    assert (done.status, done.ends_on, done.spent_hours) == ("done", date(2024, 2, 1), 8)
    assert bureau.post(f"{step}cancel/", {"reason": "Toch niet"}).status_code == 422
    assert bureau.get(f"{step}verzin/").status_code == 404


def test_a_reader_sees_no_buttons(reader, root, filled):
    html = reader.get(f"{root}activiteiten/laadpaal/").content.decode()
    assert "wijzigen/" not in html
    assert "stap/" not in html


def test_a_lead_moves_and_reaches_a_milestone_with_a_reason(sign_in, root, initiative):
    lead = sign_in("lead", initiative=initiative)
    below = f"{root}initiatieven/laadplein/mijlpalen/"
    lead.post(f"{below}nieuw/", {"title": "Open", "due_on": "2024-03-01"})
    milestone = Milestone.objects.get()
    address = f"{below}{milestone.pk}/"
    sent = {"title": "Open", "due_on": "2024-09-01", "version": "1"}
    refused = lead.post(address, sent)
    assert refused.status_code == 422
    assert Milestone.objects.get().due_on == date(2024, 3, 1)
    lead.post(address, sent | {"reason": "Vergunning"})
    moved = Milestone.objects.get()
    assert (moved.first_due_on, moved.due_on) == (date(2024, 3, 1), date(2024, 9, 1))
    lead.post(address, sent | {"reason": "Vergunning", "done_on": "2024-08-20", "version": "2"})
    assert Milestone.objects.get().done_on == date(2024, 8, 20)


def test_a_lead_removes_what_was_entered_by_mistake(sign_in, root, initiative):
    lead = sign_in("lead", initiative=initiative)
    output = OutputFactory(initiative=initiative)
    address = f"{root}initiatieven/laadplein/prestaties/{output.pk}/"
    lead.post(address, {"remove": "1", "version": "9"})
    assert Output.objects.exists()
    lead.post(address, {"remove": "1", "version": "1"})
    assert not Output.objects.exists()


def test_an_output_without_its_unit_is_asked_for(sign_in, root, initiative):
    lead = sign_in("lead", initiative=initiative)
    lead.cookies["schakel_language"] = "en"
    address = f"{root}initiatieven/laadplein/prestaties/nieuw/"
    told = lead.post(address, {"title": "Bezocht", "kind": "firms", "amount": "40"})
    assert told.status_code == 422
    assert "An amount needs a unit" in told.content.decode()
    lead.post(address, {"title": "Bezocht", "kind": "firms", "amount": "40", "unit": "bedrijven"})
    assert Output.objects.get().unit == "bedrijven"


def test_a_lead_writes_a_lesson_and_what_its_initiative_strengthens(sign_in, root, initiative):
    lead = sign_in("lead", initiative=initiative)
    below = f"{root}initiatieven/laadplein/"
    cause = CauseFactory()
    activity = ActivityFactory(initiative=initiative)
    lead.post(f"{below}lessen/nieuw/", {"text": "Begin klein"})
    assert Lesson.objects.get().initiative == initiative
    wrong = lead.post(
        f"{below}versterkt/nieuw/", {"element": "finance", "cause": cause.pk, "strength": "yes"}
    )
    assert wrong.status_code == 422
    lead.post(f"{below}versterkt/nieuw/", {"element": "talent", "strength": "yes", "activity": activity.pk})
    tie = Strengthening.objects.get()
    assert (tie.activity, tie.initiative, tie.cause) == (activity, None, None)
    lead.post(f"{below}versterkt/{tie.pk}/", {"cause": cause.pk, "strength": "possibly", "version": "1"})
    tie.refresh_from_db()
    assert (tie.cause, tie.strength) == (cause, "possibly")
    lesson = Lesson.objects.get()
    lead.post(f"{below}lessen/{lesson.pk}/", {"text": "Begin groot", "version": "1"})
    assert Lesson.objects.get().text == "Begin groot"


def test_a_cause_is_named_and_shown_with_what_is_done(bureau, reader, root, filled):
    reader.cookies["schakel_language"] = "en"
    bureau.post(
        f"{root}oorzaken/nieuw/", {"element": "finance", "statement": "Geen bank", "status": "supposed"}
    )
    html = reader.get(f"{root}oorzaken/finance/").content.decode()
    assert "Geen bank" in html
    assert "Nothing of the programme is being done about this." in html
    assert "Laadplein" in html
    talent = reader.get(f"{root}oorzaken/talent/").content.decode()
    assert "Laadpaal plaatsen" in talent
    assert "Enquête" in talent
    assert reader.get(f"{root}oorzaken/weer/").status_code == 404


def test_a_better_known_cause_needs_evidence(bureau, root, filled):
    cause = CauseFactory()
    bureau.cookies["schakel_language"] = "en"
    sent = {"element": "talent", "statement": cause.statement, "status": "shown", "version": "1"}
    told = bureau.post(f"{root}oorzaken/oorzaak/{cause.pk}/", sent)
    assert told.status_code == 422
    assert "needs its evidence" in told.content.decode()


def test_seed_money_without_a_day_of_decision_is_pointed_out(reader, root, filled):
    reader.cookies["schakel_language"] = "en"
    html = reader.get(f"{root}aanjaaggeld/").content.decode()
    assert "€100 of seed money" in html
    assert "no date of decision agreed" in html


def test_invented_rows_are_marked(reader, root, filled):
    reader.cookies["schakel_language"] = "en"
    assert "invented" in reader.get(f"{root}prestaties/").content.decode()
