# SPDX-License-Identifier: EUPL-1.2
"""The pages Programma, Goals and efforts, and Portfolio as a reader meets them."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.programme.factories import (
    ActivityFactory,
    CauseFactory,
    ClaimFactory,
    FundingFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    ParticipationFactory,
    PartnerFactory,
    StageChangeFactory,
    StrengtheningFactory,
)

PAGES = ("programma/", "programma/doelen-en-inspanningen/", "programma/portfolio/")


@pytest.fixture
def at(reader):
    """Return a function that opens a page of the newest year and gives its text."""
    year = reader.get("/").url.rstrip("/")

    def opened(page, client=reader, status=200):
        response = client.get(f"{year}/{page}")
        assert response.status_code == status, page
        return response.content.decode()

    return opened


@pytest.fixture
def language_en(reader):
    """The reader has chosen English."""
    reader.get("/taal/en/?next=/")


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def rows_of(at, page, table):
    separator = "&" if "?" in page else "?"
    text = at(f"{page}{separator}file={table}.csv").lstrip("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def a_portfolio(n):
    partner, cause = PartnerFactory(), CauseFactory(element="talent")
    for i in range(n):
        initiative = InitiativeFactory(
            code=f"many-{i}", stage="growing", kind="hub", place="GM9901", actions=["2a"], owner=partner
        )
        ParticipationFactory(initiative=initiative, partner=partner)
        StageChangeFactory(initiative=initiative, to_stage="growing")
        StrengtheningFactory(initiative=initiative, cause=cause, mechanism="Zo")
        ActivityFactory(initiative=initiative, code=f"deed-{i}", goals=["jobs"])
        FundingFactory(initiative=initiative, ends_on=date(2030, 1, 1))
        LedgerEntryFactory(initiative=initiative, kind="granted", amount_eur=Decimal(100))


@pytest.mark.parametrize("page", PAGES)
def test_everybody_may_read_it_and_an_empty_register_says_what_is_missing(at, page):
    text = at(page)
    assert "<h1>" in text
    assert "style=" not in text
    assert "<script" not in text.replace("<script src", "")


@pytest.mark.parametrize("page", PAGES)
def test_nobody_can_write_there(at, reader, bureau, page):
    year = reader.get("/").url.rstrip("/")
    assert reader.post(f"{year}/{page}").status_code in (302, 403)
    assert bureau.post(f"{year}/{page}").status_code in (403, 405)


@pytest.mark.parametrize("page", PAGES)
def test_three_hundred_initiatives_cost_few_queries(at, page, django_assert_max_num_queries):
    a_portfolio(300)
    with django_assert_max_num_queries(25):
        at(page)


def test_the_answer_names_the_weak_links_without_work(at, language_en):
    StrengtheningFactory(initiative=InitiativeFactory(lines=["2"]), element="leadership")
    text = plain(at("programma/"))
    assert "Nothing is registered for what may be the weakest link:" in text


def test_a_register_in_which_nothing_names_an_element_says_that_it_cannot_be_judged(at, language_en):
    InitiativeFactory()
    InitiativeFactory()
    text = plain(at("programma/"))
    assert "That cannot be said yet: of the 2 initiatives and activities" in text


def test_cells_count_whole_and_the_total_once(at):
    initiative = InitiativeFactory(lines=["1", "2"])
    StrengtheningFactory(initiative=initiative, element="talent")
    StrengtheningFactory(initiative=initiative, element="demand")
    LedgerEntryFactory(initiative=initiative, kind="granted", amount_eur=Decimal(1500))
    rows = rows_of(at, "programma/", "costs")
    talent = next(r for r in rows if r["element"] == "Talent")
    assert (float(talent["line-1"]), float(talent["line-2"]), float(talent["granted"])) == (1500, 1500, 1500)
    assert float(rows[-1]["granted"]) == 1500
    assert talent["spent"] == ""


def test_an_external_initiative_is_shown_apart(at):
    StrengtheningFactory(initiative=InitiativeFactory(relation="external", lines=["2"]), element="talent")
    talent = next(r for r in rows_of(at, "programma/", "registered") if r["element"] == "Talent")
    assert (talent["total"], talent["external"]) == ("0", "1")


def test_orphans_and_open_actions_are_listed(at):
    InitiativeFactory(name="Zonder doel", actions=["1a"])
    (orphan,) = rows_of(at, "programma/", "orphans")
    assert orphan["name"] == "Zonder doel"
    assert [r["code"] for r in rows_of(at, "programma/", "open-actions")] == ["1b", "2a"]


def test_a_wrong_choice_in_the_address_is_ignored(at):
    InitiativeFactory()
    for page in PAGES:
        at(f"{page}?effort=weather&element=none&stage=x&line=9&alarm=y&page=-3&ended=maybe&sort=portfolio.zz")


@pytest.mark.parametrize("effort", ["", "hours", "money"])
def test_the_pictures_can_be_drawn(at, effort):
    a_portfolio(3)
    for width in ("phone", "desktop"):
        for name in ("matrix", "effort-weakness"):
            assert at(f"programma/?effort={effort}&picture={name}.{width}").startswith("<svg")
        assert at(f"programma/doelen-en-inspanningen/?picture=network.{width}").startswith("<svg")
        assert at(f"programma/portfolio/?picture=board.{width}").startswith("<svg")


def test_every_assumption_stands_in_words_with_how_it_works(at, language_en):
    cause = CauseFactory(element="talent", statement="Chauffeurs trekken weg", status="supposed")
    initiative = InitiativeFactory(name="Leerwerf")
    StrengtheningFactory(initiative=initiative, cause=cause, mechanism="Wie hier leert, blijft vaker")
    StrengtheningFactory(initiative=InitiativeFactory(name="Losse werf"), element="demand")
    text = plain(at("programma/doelen-en-inspanningen/"))
    assert "would strengthen talent by removing this cause: “Chauffeurs trekken weg” (supposed)" in text
    assert "Wie hier leert, blijft vaker" in text
    assert "How it works is not said." in text
    assert "1 of 2 name the cause" in text
    only = plain(at("programma/doelen-en-inspanningen/?element=demand"))
    assert "Losse werf" in only
    assert "Leerwerf" not in only


def test_many_efforts_stand_together_by_cause(at):
    a_portfolio(20)
    assert "20" in at("programma/doelen-en-inspanningen/?picture=network.desktop")


def test_an_alarm_says_what_why_and_what_to_do(at, language_en):
    soon = timezone.localdate() + timedelta(days=100)
    initiative = InitiativeFactory(name="Werf", stage="sowing", continuity="none")
    FundingFactory(initiative=initiative, ends_on=soon, starts_on=date(2015, 1, 1))
    text = plain(at("programma/portfolio/"))
    assert "The money ends and nothing is arranged" in text
    assert "what carries it afterwards is not (fully) arranged" in text
    assert "What stops when its grant ends loses what it built." in text


def test_what_cannot_be_judged_says_why(at, language_en):
    InitiativeFactory(stage="unknown")
    text = plain(at("programma/portfolio/"))
    assert "cannot be judged, since the stage is not known" in text
    assert "No alarm went off" in text


def test_a_pair_of_structures_is_named_once(at, language_en):
    for name in ("Hub A", "Hub B"):
        InitiativeFactory(name=name, kind="hub", stage="growing", target_groups=["sme"], place="GM9901")
    text = plain(at("programma/portfolio/"))
    assert text.count("Serves the same group as") == 1


def test_advice_gives_both_sides_and_leaves_the_decision_to_people(at, language_en):
    initiative = InitiativeFactory(name="Werf", stage="quartermaster", exit_on=date(2019, 1, 1))
    initiative.started_on = date(2015, 1, 1)
    initiative.save()
    StrengtheningFactory(initiative=initiative, element="talent")
    text = plain(at("programma/portfolio/"))
    assert "Rules bring this up; people decide." in text
    (row,) = rows_of(at, "programma/portfolio/", "advice")
    assert row["advice"] == "stop"
    assert "its preparation is past its end date" in row["because"]
    assert "nobody answers for it" in row["pro"]


def test_the_list_can_be_filtered_and_cut_and_its_file_holds_all(at):
    a_portfolio(60)
    InitiativeFactory(name="Anders", stage="sowing", kind="desk")
    table = at("programma/portfolio/").partition('id="portfolio"')[2]
    assert table.count('<th scope="row"') == 50
    assert len(rows_of(at, "programma/portfolio/", "portfolio")) == 61
    rows = rows_of(at, "programma/portfolio/?stage=sowing&kind=desk", "portfolio")
    assert [r["name"] for r in rows] == ["Anders"]
    assert rows_of(at, "programma/portfolio/?alarm=no_evidence_growing&stage=sowing", "portfolio") == []


def test_the_list_can_be_put_in_order(at):
    for name, n in (("Klein", 1), ("Groot", 3), ("Onbekend", 0)):
        initiative = InitiativeFactory(name=name)
        for _ in range(n):
            ParticipationFactory(initiative=initiative)
    table = at("programma/portfolio/?sort=portfolio.-partners").partition('id="portfolio"')[2]
    assert table.index("Groot") < table.index("Klein") < table.index("Onbekend")


def test_invented_rows_are_marked(at, language_en):
    initiative = InitiativeFactory(invented=True)
    StrengtheningFactory(initiative=initiative)
    assert "invented" in plain(at("programma/portfolio/"))
    assert "mark invented" in at("programma/doelen-en-inspanningen/")


def test_a_goal_that_only_a_claim_names_counts(at):
    initiative = InitiativeFactory()
    StrengtheningFactory(initiative=initiative)
    ClaimFactory(initiative=initiative, goal="jobs")
    assert rows_of(at, "programma/", "orphans") == []


def test_hours_that_were_promised_stand_beside_hours_that_are_planned(at, language_en):
    partner = PartnerFactory(name="Voorbeeldbedrijf A")
    ActivityFactory(owner=partner, planned_hours=Decimal(30))
    (row,) = rows_of(at, "programma/", "capacity")
    assert (row["partner"], float(row["planned"]), row["promised"]) == ("Voorbeeldbedrijf A", 30, "")
    assert "Of one partner it cannot be said, since hours are not known." in plain(at("programma/"))


def test_many_cases_of_an_alarm_are_cut_and_all_of_them_are_one_step_away(at, language_en):
    for n in range(13):
        InitiativeFactory(name=f"Werf {n}", stage="stopped")
    group = (
        at("programma/portfolio/")
        .partition('id="alarm-stopped_without_lesson"')[2]
        .partition("</section>")[0]
    )
    assert group.count("It ended, and no lesson was written down.") == 10
    assert "and 3 more" in group
    everything = at("programma/portfolio/?alarm=stopped_without_lesson")
    assert everything.count("It ended, and no lesson was written down.") == 13
