# SPDX-License-Identifier: EUPL-1.2
"""The pages about initiatives: list, sheet, stage and everything that hangs on one."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.programme.factories import (
    ClaimFactory,
    InitiativeFactory,
    ParticipationFactory,
    PartnerFactory,
)

from schakel.programme.models import (
    ClaimStatement,
    EmbeddingAnswer,
    Initiative,
    InitiativeLink,
    InitiativeName,
    Lineage,
    Participation,
    ReadinessChange,
    Responsibility,
    StageChange,
    Strengthening,
)

LIST = "/2032/programma/initiatieven/"
ROLES = "/2032/programma/verantwoordelijkheden/"
STAMP = {
    "created_at": "2031-05-06T09:30Z",
    "changed_at": "2031-05-06T09:30Z",
    "created_by": "x",
    "changed_by": "x",
}
ROW = {"recorded_at": "2031-05-06T09:30Z", "recorded_by": "x"}
TIES = ("namen", "herkomst", "partners", "verbanden", "verantwoordelijken", "inbedding", "techniek")
LESSON = "Begin met drie bedrijven die zelf meebetalen."


def read(browser, address, language="en"):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = browser.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def send(browser, address, **values):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser.post(address, values)


def today():
    return timezone.localdate()


def show_result(initiative, step="realised", amount="12", day=None):
    claim = ClaimFactory(initiative=initiative, title="Nieuwe banen")
    day = day or today()
    return ClaimStatement.objects.create(claim=claim, step=step, amount=amount, on=day, **ROW)


def sheet_of(initiative):
    return f"{LIST}{initiative.code}/"


@pytest.fixture
def busy(reader):
    """An initiative on which something of everything hangs."""
    owner, partner = PartnerFactory(name="Stichting Eigenaar"), PartnerFactory(name="Gastheer BV")
    campus = InitiativeFactory(
        code="campus",
        name="Groene Campus",
        kind="campus",
        owner=owner,
        stage="growing",
        lines=["1"],
        actions=["1a"],
        tags=["green"],
        target_groups=["mkb"],
        place="GM9901",
        started_year=2020,
        source="https://voorbeeld.invalid/campus",
        summary="Leren en werken",
    )
    InitiativeName.objects.create(
        initiative=campus, name="Oude Campus", plain="oudecampus", until_year=2025, **STAMP
    )
    StageChange.objects.create(
        initiative=campus,
        from_stage="unknown",
        to_stage="growing",
        on=today() - timedelta(days=400),
        reason="Er stonden twaalf bedrijven klaar",
        **ROW,
    )
    gone = InitiativeFactory(code="school", name="Rijdende School", stage="merged")
    Lineage.objects.create(initiative=gone, other=campus, kind="merged_into", year=2026, **STAMP)
    show_result(gone, "promised", "77")
    ParticipationFactory(initiative=campus, partner=partner, role="host")
    Strengthening.objects.create(initiative=campus, element="talent", **STAMP)
    InitiativeLink.objects.create(
        first=campus, second=InitiativeFactory(relation="external", name="Hub Elders"), kind="refers", **STAMP
    )
    EmbeddingAnswer.objects.create(
        initiative=campus, question="owner", answer="yes", explanation="Statuten", **STAMP
    )
    ReadinessChange.objects.create(
        initiative=campus, innovation="Lasrobot", level=4, on=today() - timedelta(days=800), **ROW
    )
    Responsibility.objects.create(
        partner=owner, subject="initiative", subject_code="campus", role="accountable", **STAMP
    )
    show_result(campus)
    return campus


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_list_says_how_many_there_are_of_each_sort(busy, reader, language):
    html = read(reader, LIST, language)
    assert "Groene Campus" in html
    assert "Oude Campus" in html
    words = {"nl": "Het register kent 3 initiatieven", "en": "The register holds 3 initiatives"}
    if language == "en":
        assert words[language] in html
        assert "1 is of others" in html


def test_without_initiatives_the_list_says_what_to_supply(reader):
    html = read(reader, LIST)
    assert "No initiative is in the register yet." in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=oude+campus", {"Groene Campus"}),
        ("stage=growing", {"Groene Campus"}),
        ("kind=campus", {"Groene Campus"}),
        ("line=1", {"Groene Campus"}),
        ("place=GM9901", {"Groene Campus"}),
        ("element=talent", {"Groene Campus"}),
        ("relation=external", {"Hub Elders"}),
        ("show=invented", set()),
        ("show=real", {"Groene Campus", "Rijdende School", "Hub Elders"}),
        ("show=unembedded&stage=growing", {"Groene Campus"}),
        ("stage=nonsense", {"Groene Campus", "Rijdende School", "Hub Elders"}),
    ],
)
def test_the_list_can_be_filtered(busy, reader, query, found):
    table = reader.get(f"{LIST}?{query}&file=initiatives.csv").content.decode("utf-8-sig")
    names = {line.split(",")[0] for line in table.splitlines()[1:] if line}
    assert names == found


def test_the_first_fifty_of_ten_thousand_take_fifteen_queries_at_most(reader, bureau):
    made = [InitiativeFactory.build(code=f"x{n}", name=f"Naam {n}", stage="sowing") for n in range(10_000)]
    Initiative.objects.bulk_create(made, batch_size=500)
    names = [
        InitiativeName(initiative=i, name=i.name, plain=f"naam{n}", **STAMP)
        for n, i in enumerate(Initiative.objects.order_by("pk"))
    ]
    InitiativeName.objects.bulk_create(names, batch_size=500)
    for address in (LIST, f"{LIST}?q=naam+99&line=1", f"{LIST}?element=talent&sort=initiatives.-stage"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            html = read(bureau, address)
        assert len(asked) <= 15, [q["sql"][:90] for q in asked]
        assert sum(float(q["time"]) for q in asked) < 0.3
        assert html.count('<th scope="row">') <= 50


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sheet_tells_where_it_stands(busy, reader, language):
    html = read(reader, sheet_of(busy), language)
    for text in (
        "Groene Campus",
        "Oude Campus",
        "Stichting Eigenaar",
        "Gastheer BV",
        "Rijdende School",
        "Er stonden twaalf bedrijven klaar",
        "Nieuwe banen",
        "Lasrobot",
        "Hub Elders",
        "Leren en werken",
    ):
        assert text in html
    if language == "en":
        assert "Its stage is: growing, since" in html
        assert "cause not named" in html
        assert "no step for more than a year" in html
        assert "Promises that came along" in html


def test_the_sheet_stays_within_a_dashboard_of_queries(busy, reader):
    read(reader, sheet_of(busy))
    with CaptureQueriesContext(connection) as asked:
        read(reader, sheet_of(busy))
    assert len(asked) <= 25, [q["sql"][:90] for q in asked]


def test_the_picture_of_its_life_is_drawn_for_phones_and_wide_screens(busy, reader):
    for width in ("phone", "desktop"):
        svg = reader.get(f"{sheet_of(busy)}?picture=life-line.{width}").content.decode()
        assert svg.startswith("<svg")
        assert "Oude Campus" in svg


def test_a_merged_initiative_keeps_its_sheet_and_leads_to_what_it_became(busy, reader):
    html = read(reader, f"{LIST}school/")
    assert "Rijdende School merged into Groene Campus." in html
    assert f'href="{sheet_of(busy)}"' in html


def test_a_former_name_in_the_address_leads_to_the_sheet(busy, reader):
    response = reader.get(f"{LIST}oude-campus/")
    assert (response.status_code, response.url) == (302, sheet_of(busy))
    assert reader.get(f"{LIST}bestaat-niet/").status_code == 404


def test_a_structure_of_others_is_marked_as_not_counted(busy, reader):
    other = Initiative.objects.get(name="Hub Elders")
    html = read(reader, sheet_of(other))
    assert "of others, not counted" in html
    assert "not counted as a result here" in html


def test_what_was_invented_is_marked_on_list_and_sheet(reader):
    made = InitiativeFactory(invented=True)
    assert "invented" in read(reader, LIST)
    assert '<span class="mark invented">' in read(reader, sheet_of(made))


def test_the_bureau_adds_an_initiative_that_is_found_by_its_former_name(bureau):
    response = send(
        bureau,
        f"{LIST}nieuw/",
        name="Groene Campus",
        former_names="Oude Campus, De Campus",
        kind="campus",
        relation="partner",
        lines=["1"],
        actions=["1a"],
        started_year="2029",
    )
    made = Initiative.objects.get()
    assert (response.status_code, response.url) == (302, sheet_of(made))
    assert (made.lines, made.actions, made.started_year) == (["1"], ["1a"], 2029)
    assert InitiativeName.objects.count() == 3


def test_a_taken_name_is_refused_and_what_was_typed_stays(busy, bureau):
    response = send(
        bureau, f"{LIST}nieuw/", name="OUDE campus", kind="hub", relation="own", summary="Mijn tekst"
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "is already a name of" in html
    assert "Mijn tekst" in html


def test_the_bureau_changes_everything_and_a_lead_only_what_is_theirs(busy, bureau, sign_in):
    lead = sign_in("lead", initiative=busy)
    assert 'name="kind"' in read(bureau, f"{sheet_of(busy)}wijzigen/")
    assert 'name="kind"' not in read(lead, f"{sheet_of(busy)}wijzigen/")
    send(
        lead,
        f"{sheet_of(busy)}wijzigen/",
        version=1,
        summary="Van de trekker",
        kind="hub",
        target_groups="mkb, scholen",
    )
    busy.refresh_from_db()
    assert (busy.summary, busy.kind, busy.target_groups) == ("Van de trekker", "campus", ["mkb", "scholen"])


def test_two_people_change_one_initiative_and_the_second_is_told(busy, bureau):
    address = f"{sheet_of(busy)}wijzigen/"
    base = {"kind": "campus", "relation": "own", "version": 1}
    assert send(bureau, address, summary="De eerste", **base).status_code == 302
    response = send(bureau, address, summary="De tweede", **base)
    html = response.content.decode()
    assert response.status_code == 422
    assert "De eerste" in html
    assert "De tweede" in html


def test_the_stage_page_shows_what_each_gate_asks_and_what_is_there(busy, bureau):
    html = read(bureau, f"{sheet_of(busy)}stadium/")
    assert "Now: growing" in html
    assert "a realised or verified result, or an adopted value of an indicator (is there)" in html
    assert "that it is arranged what carries it when its money ends (missing)" in html
    chosen = read(bureau, f"{sheet_of(busy)}stadium/?to=consolidated")
    assert "arrange this first" in chosen
    assert 'name="lesson"' in chosen
    assert 'name="exit_on"' not in chosen


def test_a_step_through_the_gate_is_taken_and_one_past_it_refused(busy, bureau):
    address = f"{sheet_of(busy)}stadium/"
    given = {"on": today().isoformat(), "reason": "Twaalf banen", "version": 1}
    refused = send(bureau, f"{address}?to=consolidated", lesson=LESSON, **given)
    assert refused.status_code == 422
    assert "It is not arranged what carries it" in refused.content.decode()
    assert send(bureau, f"{address}?to=harvesting", **given).status_code == 302
    busy.refresh_from_db()
    assert busy.stage == "harvesting"
    assert StageChange.objects.latest("pk").evidence.startswith("result:")


def test_a_merger_is_made_by_typing_a_former_name(busy, bureau):
    small = InitiativeFactory(stage="sowing")
    given = {"on": today().isoformat(), "reason": "Samen sterker", "lesson": LESSON, "version": 1}
    response = send(bureau, f"{sheet_of(small)}stadium/?to=merged", into="oude campus", **given)
    assert response.status_code == 302
    assert Lineage.objects.filter(initiative=small, other=busy, kind="merged_into").exists()
    unknown = send(bureau, f"{sheet_of(busy)}stadium/?to=merged", into="Nergens", **given)
    assert unknown.status_code == 422


def test_a_stage_cannot_be_chosen_that_may_not_follow(busy, bureau):
    assert "What may follow" in read(bureau, f"{sheet_of(busy)}stadium/?to=sowing")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", TIES)
def test_every_page_of_what_hangs_on_it_opens_for_readers_without_a_form(busy, reader, page, language):
    html = read(reader, f"{sheet_of(busy)}{page}/", language)
    assert "Groene Campus" in html
    assert '<form class="entry"' not in html


@pytest.mark.parametrize("page", TIES)
def test_the_bureau_gets_a_form_on_each_of_them_and_a_table_as_a_file(busy, bureau, page):
    address = f"{sheet_of(busy)}{page}/"
    assert '<form class="entry"' in read(bureau, address)
    names = {"namen": "names", "herkomst": "lineage", "verbanden": "links", "verantwoordelijken": "holders"}
    name = names.get(page, {"inbedding": "embedding", "techniek": "readiness"}.get(page, page))
    assert bureau.get(f"{address}?file={name}.csv").status_code == 200


def test_the_bureau_renames_and_adds_and_removes_a_name(busy, bureau):
    address = f"{sheet_of(busy)}namen/"
    send(bureau, address, name="Nieuwe Campus", is_now="on", since_year="2031", version=1)
    busy.refresh_from_db()
    assert busy.name == "Nieuwe Campus"
    send(bureau, address, name="Kampus", version=2)
    row = InitiativeName.objects.get(name="Kampus")
    assert "Remove" in read(bureau, f"{address}{row.pk}/weg/")
    assert send(bureau, f"{address}{row.pk}/weg/", version=row.version).status_code == 302
    assert not InitiativeName.objects.filter(name="Kampus").exists()


def test_the_bureau_records_lineage_and_takes_it_back(busy, bureau):
    other = InitiativeFactory(name="Groot Geheel")
    address = f"{sheet_of(busy)}herkomst/"
    assert send(bureau, address, kind="part_of", other="groot geheel", year="2031").status_code == 302
    row = Lineage.objects.get(initiative=busy)
    assert row.other == other
    circle = send(bureau, f"{sheet_of(other)}herkomst/", kind="part_of", other="groene campus")
    assert circle.status_code == 422
    assert send(bureau, f"{address}{row.pk}/weg/", version=1).status_code == 302
    assert not Lineage.objects.filter(initiative=busy).exists()


def test_a_lead_keeps_partners_readiness_and_embedding_of_their_own_initiative(busy, sign_in):
    lead = sign_in("lead", initiative=busy)
    partner = PartnerFactory()
    added = send(lead, f"{sheet_of(busy)}partners/", partner=partner.pk, role="lead", starts_on="2031-01-01")
    assert added.status_code == 302
    tie = Participation.objects.get(partner=partner)
    ended = send(lead, f"{sheet_of(busy)}partners/{tie.pk}/einde/", ends_on="2031-02-01", version=1)
    assert ended.status_code == 302
    back = send(lead, f"{sheet_of(busy)}techniek/", innovation="lasrobot", level="3", on=today().isoformat())
    assert back.status_code == 422
    forth = send(lead, f"{sheet_of(busy)}techniek/", innovation="lasrobot", level="5", on=today().isoformat())
    assert forth.status_code == 302
    answers = {f"{q}_answer": "no" for q in ("accountable", "money", "place", "links", "continuation")}
    saved = send(
        lead,
        f"{sheet_of(busy)}inbedding/",
        owner_answer="yes",
        owner_explanation="Statuten",
        continuity="partly",
        version=2,
        **answers,
    )
    assert saved.status_code == 302
    assert EmbeddingAnswer.objects.filter(initiative=busy, answer="no").count() == 5


def test_a_lead_may_not_stage_rename_link_or_answer_for_it(busy, sign_in):
    lead = sign_in("lead", initiative=busy)
    for page in ("stadium", "namen", "herkomst", "verbanden", "verantwoordelijken"):
        assert send(lead, f"{sheet_of(busy)}{page}/").status_code == 403
    assert lead.get(f"{sheet_of(busy)}stadium/").status_code == 403


def test_a_lead_of_another_initiative_may_change_nothing_here(busy, sign_in):
    stranger = sign_in("lead", initiative=InitiativeFactory())
    for page in ("wijzigen", "partners", "inbedding", "techniek"):
        assert send(stranger, f"{sheet_of(busy)}{page}/").status_code == 403


def test_a_row_of_another_initiative_is_not_reached_through_ones_own(busy, sign_in):
    mine = InitiativeFactory()
    lead = sign_in("lead", initiative=mine)
    tie = Participation.objects.get(initiative=busy)
    response = send(lead, f"{sheet_of(mine)}partners/{tie.pk}/einde/", ends_on="2031-01-01", version=1)
    assert response.status_code == 404


def test_readers_get_no_buttons_and_cannot_write(busy, reader):
    html = read(reader, sheet_of(busy))
    assert "wijzigen/" not in html
    assert "stadium/" not in html
    for page in ("wijzigen", "stadium", "namen", "partners"):
        response = send(reader, f"{sheet_of(busy)}{page}/")
        assert response.status_code == 302
        assert "/account/" in response.url


def test_links_are_added_suggested_and_removed(busy, bureau):
    twin = InitiativeFactory(name="Tweede Hub", target_groups=["mkb"])
    address = f"{sheet_of(busy)}verbanden/"
    html = read(bureau, address)
    assert "Tweede Hub" in html
    assert "the same target group (mkb)" in html
    send(bureau, address, second="tweede hub", kind="target_group")
    link = InitiativeLink.objects.get(second=twin)
    assert send(bureau, f"{address}{link.pk}/weg/", version=1).status_code == 302
    assert not InitiativeLink.objects.filter(second=twin).exists()


def test_who_answers_for_each_action_shows_gaps_and_overload(busy, bureau, reader):
    html = read(reader, ROLES)
    assert "Nobody answers for" in html
    heavy = PartnerFactory(name="Draagt Alles")
    for code in ("a", "b", "c"):
        Responsibility.objects.create(
            partner=heavy, subject="goal", subject_code=code, role="accountable", **STAMP
        )
    given = {"subject_code": "1a", "partner": heavy.pk, "role": "accountable", "since": "2026-01-01"}
    assert send(bureau, f"{ROLES}toewijzen/", **given).status_code == 302
    html = read(reader, ROLES)
    assert "Too much may rest on Draagt Alles." in html
    row = Responsibility.objects.get(subject="action")
    ended = send(bureau, f"{ROLES}{row.pk}/einde/", ends_on=today().isoformat(), version=1)
    assert ended.status_code == 302
    assert send(reader, f"{ROLES}toewijzen/").status_code == 302


def test_the_accountable_partner_of_an_initiative_is_replaced(busy, bureau):
    new = PartnerFactory(name="De Nieuwe")
    given = {"partner": new.pk, "role": "accountable", "since": today().isoformat()}
    address = f"{sheet_of(busy)}verantwoordelijken/"
    assert send(bureau, address, **given).status_code == 302
    assert "De Nieuwe answers for it." in read(bureau, address)
    row = Responsibility.objects.get(partner=new)
    ended = send(bureau, f"{address}{row.pk}/einde/", ends_on=today().isoformat(), version=1)
    assert ended.status_code == 302
    assert "Nobody answers for it yet." in read(bureau, address)


def test_the_history_names_roles_and_organisations_and_no_account(busy, sign_in):
    partner = PartnerFactory(name="Gemeente Aastad")
    writer = sign_in("bureau", partner=partner)
    send(
        writer,
        f"{sheet_of(busy)}wijzigen/",
        version=1,
        kind="hub",
        relation="own",
        owner=partner.pk,
        summary="Anders",
    )
    html = read(writer, f"{sheet_of(busy)}geschiedenis/")
    assert "programme office (Gemeente Aastad)" in html
    assert "owner: Stichting Eigenaar → Gemeente Aastad" in html
    assert "sort: campus → hub" in html
    assert "account:" not in html
    assert "voorbeeld.invalid" not in html.replace("https://voorbeeld.invalid/campus", "")
