# SPDX-License-Identifier: EUPL-1.2
"""The pages of the conversation: what anybody sees, what the bureau does, and what stays closed."""

import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cycle.factories import (
    AdoptionFactory,
    AgreementFactory,
    ChallengeOwnerFactory,
    ChosenLinkFactory,
    CycleYearFactory,
    HeardFactory,
    SurveyAnswerFactory,
    SurveyFactory,
    SurveyInvitationFactory,
    TalkFactory,
)
from tests.programme.factories import ActivityFactory, CauseFactory, PartnerFactory

from schakel.cycle.actions.surveys import fingerprint_of
from schakel.cycle.models import (
    Agreement,
    ChallengeOwner,
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    Talk,
)
from schakel.programme.models import Activity, AuditEntry, Proposal, Strengthening
from schakel.web.rights.permissions import permission_table

PARTS = ("gesprek/", "gesprek/talent/", "gesprekken/", "afspraken/", "afspraken/?show=late", "peilingen/")


@pytest.fixture
def start(reader):
    return reader.get("/").url + "board/"


@pytest.fixture
def cycle(reader):
    return CycleYearFactory(year=2031)


@pytest.fixture
def links(cycle):
    adoption = AdoptionFactory(cycle=cycle)
    for element in ("talent", "finance"):
        ChosenLinkFactory(adoption=adoption, element=element)
    return cycle


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def scored(survey, scores, element="talent", helix="business", **fields):
    for score in scores:
        SurveyAnswerFactory(survey=survey, helix=helix, scores={element: score}, **fields)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_page_answers_anybody_in_both_languages(reader, start, links, part, language):
    owner = ChallengeOwnerFactory(cycle=links, answer="accepted")
    HeardFactory(talk=TalkFactory(cycle=links), partner=owner.partner)
    AgreementFactory(cycle=links)
    SurveyFactory(cycle=links)
    reader.cookies["schakel_language"] = language
    html = text_of(reader.get(start + part))
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert "%(" not in html and "{%" not in html and "{{" not in html
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", html)


@pytest.mark.parametrize("part", PARTS)
def test_without_a_year_every_page_says_what_to_do(reader, start, part):
    reader.cookies["schakel_language"] = "en"
    html = text_of(reader.get(start + part))
    assert "No year of the cycle was opened yet" in html


def test_the_answer_counts_owners_and_conversations(reader, start, links):
    owner = ChallengeOwnerFactory(cycle=links, answer="accepted")
    HeardFactory(talk=TalkFactory(cycle=links), partner=owner.partner)
    reader.cookies["schakel_language"] = "en"
    html = text_of(reader.get(start + "gesprek/"))
    assert "Of the 2 weakest links 1 have a challenge owner; with 1 the conversation was held." in html
    assert "Nobody owns the challenge of finance yet" in html


def test_a_link_without_an_owner_is_seen_as_a_hole(reader, start, links):
    ChallengeOwnerFactory(cycle=links, answer="declined")
    html = text_of(reader.get(start + "gesprek/"))
    assert html.count('<span class="bad">') >= 2


def test_a_closed_conversation_tells_others_only_that_it_was_held(reader, start, cycle, sign_in):
    school = PartnerFactory(name="Voorbeeldschool")
    talk = TalkFactory(cycle=cycle, title="Geheime titel", report="Geheim verslag", is_confidential=True)
    HeardFactory(talk=talk, partner=school, role="geheime functie")
    AgreementFactory(cycle=cycle, talk=talk)
    pages = [start + part for part in PARTS] + [f"{start}gesprekken/{talk.pk}/"]
    pages += [f"{start}gesprek/talent/kaart.{form}" for form in ("pdf", "docx")]
    pages += [f"{start}gesprekken/?file=talks.csv", f"{start}afspraken/?file=agreements.csv"]
    for client in (reader, sign_in("partner", partner=school), sign_in("council"), sign_in("administrator")):
        for page in pages:
            response = client.get(page)
            assert b"eheim" not in _unzipped(response), page
        assert "Voorbeeldschool" in text_of(client.get(f"{start}gesprekken/{talk.pk}/"))
        assert client.get(f"{start}gesprekken/{talk.pk}/wijzigen/").status_code in (302, 403)
    for role in ("bureau", "board"):
        html = text_of(sign_in(role).get(f"{start}gesprekken/{talk.pk}/"))
        assert "Geheime titel" in html and "Geheim verslag" in html and "geheime functie" in html


def _unzipped(response):
    content = response.content
    if not response.headers["Content-Type"].startswith("application/vnd"):
        return content
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def test_only_the_bureau_may_write(reader, start, links, sign_in):
    talk, agreement = TalkFactory(cycle=links), AgreementFactory(cycle=links)
    survey = SurveyFactory(cycle=links)
    for path in (
        "gesprek/talent/eigenaar/",
        "gesprekken/nieuw/",
        f"gesprekken/{talk.pk}/wijzigen/",
        "afspraken/nieuw/?element=talent",
        f"afspraken/{agreement.pk}/wijzigen/",
        f"afspraken/{agreement.pk}/afronden/",
        f"afspraken/{agreement.pk}/oppakken/nieuw/",
        "peilingen/nieuw/",
        f"peilingen/{survey.pk}/uitnodigen/",
        f"peilingen/{survey.pk}/sluiten/",
    ):
        assert reader.get(start + path).status_code == 302, path
        for role in ("partner", "board", "council", "administrator"):
            assert sign_in(role).get(start + path).status_code == 403, (role, path)
        assert sign_in("bureau").get(start + path).status_code == 200, path


def test_a_partner_answers_for_itself_only(start, links, sign_in):
    mine, other = (ChallengeOwnerFactory(cycle=links, asked_on=date(2020, 3, 1)) for _k in range(2))
    client = sign_in("partner", partner=mine.partner)
    done = client.post(f"{start}gesprek/talent/eigenaar/{mine.partner.code}/", {"answer": "accepted"})
    assert done.status_code == 302
    mine.refresh_from_db()
    assert (mine.answer, mine.answered_on) == ("accepted", timezone.localdate())
    refused = client.post(f"{start}gesprek/talent/eigenaar/{other.partner.code}/", {"answer": "accepted"})
    assert refused.status_code == 403
    other.refresh_from_db()
    assert other.answer == "asked"


def test_the_bureau_goes_from_asking_to_an_activity(start, links, bureau):
    today = timezone.localdate()
    school, cause = PartnerFactory(name="Voorbeeldschool"), CauseFactory(element="talent")
    bureau.post(
        f"{start}gesprek/talent/eigenaar/", {"partner": school.pk, "role": "directeur", "asked_on": today}
    )
    bureau.post(f"{start}gesprek/talent/eigenaar/{school.code}/", {"answer": "accepted", "role": "directeur"})
    form = text_of(bureau.get(start + "gesprekken/nieuw/?element=talent"))
    assert "Voorbeeldschool; directeur" in form
    done = bureau.post(
        start + "gesprekken/nieuw/",
        {
            "title": "Gesprek",
            "on": today,
            "form": "talk",
            "elements": ["talent"],
            "heard": "voorbeeldschool; directeur",
            "report": "Er zijn te weinig stages",
        },
    )
    talk = Talk.objects.get()
    assert done.url == f"{start}gesprekken/{talk.pk}/"
    done = bureau.post(
        start + "afspraken/nieuw/?element=talent",
        {
            "text": "Een stageplan",
            "owner": school.pk,
            "due_on": today + timedelta(90),
            "cause": cause.pk,
            "talk": talk.pk,
        },
    )
    agreement = Agreement.objects.get()
    assert "gesprek/talent/" in done.url
    done = bureau.post(
        f"{start}afspraken/{agreement.pk}/oppakken/nieuw/",
        {"title": "Stageplan maken", "mechanism": "Meer stages", "version": agreement.version},
    )
    assert done.status_code == 302
    activity = Activity.objects.get()
    assert (activity.title, activity.owner) == ("Stageplan maken", school)
    assert Strengthening.objects.get().cause == cause
    html = text_of(bureau.get(start + "gesprek/"))
    assert "Een stageplan" in html
    done = bureau.post(
        f"{start}afspraken/{agreement.pk}/afronden/", {"status": "kept", "outcome": "Klaar", "version": 2}
    )
    agreement.refresh_from_db()
    assert (agreement.status, agreement.outcome) == ("kept", "Klaar")


def test_an_agreement_becomes_a_proposal_or_joins_an_activity(start, cycle, bureau):
    first, second = AgreementFactory(cycle=cycle), AgreementFactory(cycle=cycle)
    activity = ActivityFactory(status="running")
    for how in ("bestaand", "voorstel"):
        text_of(bureau.get(f"{start}afspraken/{first.pk}/oppakken/{how}/"))
    bureau.post(
        f"{start}afspraken/{first.pk}/oppakken/voorstel/",
        {"title": "Nieuw", "supra_regional": "yes", "manufacturing": "unknown"},
    )
    bureau.post(f"{start}afspraken/{second.pk}/oppakken/bestaand/", {"activity": activity.pk})
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.proposal == Proposal.objects.get()
    assert second.activity == activity
    assert bureau.get(f"{start}afspraken/{first.pk}/oppakken/nieuw/").status_code == 302
    assert bureau.get(f"{start}afspraken/{first.pk}/oppakken/anders/").status_code == 404
    text_of(bureau.get(start + "afspraken/"))


def test_an_agreement_without_a_cause_is_not_saved_and_nothing_is_lost(start, cycle, bureau):
    response = bureau.post(
        start + "afspraken/nieuw/?element=talent", {"text": "Iets zonder oorzaak", "due_on": "2999-01-01"}
    )
    assert response.status_code == 422
    assert "Iets zonder oorzaak" in response.content.decode()
    assert not Agreement.objects.exists()


def test_an_unknown_organisation_in_a_conversation_is_named_and_nothing_is_lost(start, cycle, bureau):
    response = bureau.post(
        start + "gesprekken/nieuw/",
        {
            "title": "Titel blijft",
            "on": "2020-01-01",
            "form": "talk",
            "elements": ["talent"],
            "heard": "Onbekend",
        },
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "Titel blijft" in html and "Onbekend" in html
    assert not Talk.objects.exists()


def test_the_card_goes_out_as_pdf_word_and_kit(reader, start, links):
    import docx

    for path, kind in (
        ("gesprek/talent/kaart.pdf", "application/pdf"),
        ("gesprek/kaarten.pdf", "application/pdf"),
        ("gesprek/kaarten.pdf?all=1", "application/pdf"),
    ):
        response = reader.get(start + path)
        assert response.status_code == 200 and response.headers["Content-Type"] == kind
        assert response.content.startswith(b"%PDF")
    document = docx.Document(io.BytesIO(reader.get(start + "gesprek/talent/kaart.docx").content))
    assert document.core_properties.title == "Talent"
    assert reader.get(start + "gesprek/talent/kaart.exe").status_code == 404
    assert reader.get(start + "gesprek/nietbestaand/kaart.pdf").status_code == 404
    assert reader.get(start + "gesprek/nietbestaand/").status_code == 404


def test_the_kit_has_a_page_for_each_chosen_link(reader, start, links):
    from schakel.documents.report.pdf import count_pages

    assert count_pages(reader.get(start + "gesprek/kaarten.pdf").content) == 2
    assert count_pages(reader.get(start + "gesprek/kaarten.pdf?all=1").content) == 5
    assert count_pages(reader.get(start + "gesprek/kaarten.pdf?element=demand&element=nonsense").content) == 1


def test_results_remarks_and_response_are_for_whom_they_are(reader, start, cycle, sign_in):
    survey = SurveyFactory(
        cycle=cycle, elements=["talent"], opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1)
    )
    SurveyInvitationFactory(survey=survey, helix="business", answered_on=date(2020, 1, 3))
    scored(survey, [8, 8, 9, 9, 9], remarks={"talent": "Een opmerking"})
    page = f"{start}peilingen/{survey.pk}/"
    for client in (reader, sign_in("partner", partner=PartnerFactory()), sign_in("administrator")):
        html = text_of(client.get(page))
        assert "8,6" in html
        assert "Een opmerking" not in html
        assert 'id="response"' not in html
        assert b"Een opmerking" not in client.get(page + "?file=perceptions.csv").content
        assert client.get(page + "?file=response.csv").status_code == 404
    assert "Een opmerking" in text_of(sign_in("board").get(page))
    html = text_of(sign_in("bureau").get(page))
    assert "Een opmerking" in html and 'id="response"' in html


def test_a_small_group_is_on_no_page_and_in_no_file(reader, start, cycle, bureau):
    survey = SurveyFactory(
        cycle=cycle, elements=["talent"], opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1)
    )
    scored(survey, [7] * 6)
    scored(survey, [3] * 5, helix="knowledge")
    scored(survey, [1, 2], helix="government")
    for client in (reader, bureau):
        rows = client.get(f"{start}peilingen/{survey.pk}/?file=perceptions.csv").content.decode("utf-8-sig")
        shown = [row for row in rows.splitlines()[1:] if row.split(",")[2]]
        assert len(shown) == 2, "everybody and the largest group"


def test_nothing_is_shown_while_a_survey_is_open(start, cycle, bureau):
    today = timezone.localdate()
    survey = SurveyFactory(cycle=cycle, elements=["talent"], opens_on=today, closes_on=today + timedelta(9))
    scored(survey, [8] * 9)
    assert 'id="perceptions"' not in text_of(bureau.get(f"{start}peilingen/{survey.pk}/"))
    assert 'id="gap"' not in text_of(bureau.get(start + "gesprek/"))
    bureau.post(f"{start}peilingen/{survey.pk}/sluiten/", {"version": 1})
    assert 'id="perceptions"' in text_of(bureau.get(f"{start}peilingen/{survey.pk}/"))
    assert 'id="gap"' in text_of(bureau.get(start + "gesprek/"))
    picture = bureau.get(start + "gesprek/?picture=gap.phone")
    assert picture.status_code == 200 and b"<svg" in picture.content


@pytest.fixture
def open_survey(cycle):
    today = timezone.localdate()
    return SurveyFactory(
        cycle=cycle, elements=["talent", "finance"], opens_on=today, closes_on=today + timedelta(9)
    )


@pytest.fixture
def link(open_survey):
    SurveyInvitationFactory(survey=open_survey, fingerprint=fingerprint_of("een-link"))
    return "/gesprek/een-link/"


def test_links_are_shown_once_and_work(start, open_survey, bureau, reader):
    school = PartnerFactory(name="Voorbeeldschool", helix="knowledge")
    page = f"{start}peilingen/{open_survey.pk}/uitnodigen/"
    html = text_of(bureau.post(page, {"helix": "business", "n": "2", "partners": [school.pk]}))
    addresses = re.findall(r'value="http://testserver(/gesprek/[^"]+/)"', html)
    assert len(set(addresses)) == 3
    assert sorted(i.helix for i in SurveyInvitation.objects.all()) == ["business", "business", "knowledge"]
    for address in addresses:
        text_of(reader.get(address))
        assert address not in text_of(bureau.get(f"{start}peilingen/{open_survey.pk}/"))
    one = text_of(bureau.post(page, {"partners": [school.pk]}))
    assert re.search(r"http://testserver/gesprek/[\w-]{20,}/", one)


def test_a_wrong_choice_of_links_makes_none(start, open_survey, bureau):
    page = f"{start}peilingen/{open_survey.pk}/uitnodigen/"
    for wrong in ({}, {"helix": "business"}, {"n": "3"}, {"helix": "business", "n": "51"}):
        assert bureau.post(page, wrong).status_code == 422
    assert not SurveyInvitation.objects.exists()


def test_a_survey_is_made_changed_and_a_link_withdrawn(start, cycle, bureau):
    today = timezone.localdate()
    given = {"title": "Vraag", "opens_on": today, "closes_on": today + timedelta(9), "elements": ["talent"]}
    bureau.post(start + "peilingen/nieuw/", given | {"minimum_group": 4})
    survey = Survey.objects.get()
    assert (survey.elements, survey.minimum_group) == (["talent"], 4)
    invitation = SurveyInvitationFactory(survey=survey)
    form = text_of(bureau.get(f"{start}peilingen/{survey.pk}/wijzigen/"))
    assert "minimum_group" not in form
    bureau.post(f"{start}peilingen/{survey.pk}/wijzigen/", given | {"title": "Beter", "version": 1})
    survey.refresh_from_db()
    assert survey.title == "Beter"
    bureau.post(f"{start}peilingen/{survey.pk}/uitnodigingen/{invitation.pk}/intrekken/", {"x": "1"})
    invitation.refresh_from_db()
    assert invitation.withdrawn_on == today
    other = SurveyInvitationFactory()
    assert bureau.get(f"{start}peilingen/{survey.pk}/uitnodigingen/{other.pk}/intrekken/").status_code == 404


@pytest.mark.parametrize("language", ["nl", "en"])
def test_anybody_with_a_link_answers_once_without_an_account(reader, link, language):
    reader.cookies["schakel_language"] = language
    html = text_of(reader.get(link))
    question = {"nl": "Zijn er vakmensen?", "en": "Are there skilled people?"}[language]
    assert question in html
    assert html.count('type="radio"') == 22
    done = reader.post(
        link, {"score_talent": "7", "score_finance": "unknown", "remark_talent": "Een opmerking"}
    )
    assert done.status_code == 302
    thanks = text_of(reader.get(done.url))
    assert "<h1" in thanks and 'type="radio"' not in thanks
    (answer,) = SurveyAnswer.objects.all()
    assert (answer.scores, answer.remarks) == ({"talent": 7, "finance": None}, {"talent": "Een opmerking"})
    again = reader.post(link, {"score_talent": "1"})
    assert again.status_code == 410
    assert reader.get(link).status_code == 410
    assert SurveyAnswer.objects.count() == 1


def test_no_address_of_who_answered_is_written_down(reader, link):
    reader.post(link, {"score_talent": "7"}, REMOTE_ADDR="203.0.113.9")
    told = [(e.actor, e.origin, e.object_type, e.details) for e in AuditEntry.objects.all()]
    assert told == [("survey", "survey link", "survey", {})]


def test_nothing_is_lost_when_an_answer_is_not_right(reader, link):
    response = reader.post(link, {"score_talent": "12", "remark_talent": "Lang verhaal"})
    assert response.status_code == 422
    assert "Lang verhaal" in response.content.decode()
    empty = reader.post(link, {"remark_talent": "Alleen dit"})
    assert empty.status_code == 422
    assert "Alleen dit" in empty.content.decode()
    assert SurveyInvitation.objects.get().answered_on is None
    assert reader.post(link, {"score_talent": "6"}).status_code == 302


def test_a_link_that_cannot_be_used_gets_a_friendly_sentence(reader, link, open_survey):
    assert reader.get("/gesprek/onbekend/").status_code == 404
    for changes in (
        {"closed_on": timezone.localdate()},
        {"closed_on": None, "opens_on": timezone.localdate() + timedelta(2)},
    ):
        Survey.objects.update(**changes)
        response = reader.get(link)
        assert response.status_code == 410
        assert "<h1" in response.content.decode() and 'type="radio"' not in response.content.decode()


def test_answering_too_often_is_slowed_down(reader, link):
    statuses = {reader.post("/gesprek/raden/", {"score_talent": "5"}).status_code for _k in range(40)}
    assert statuses == {404, 429}


def test_an_answer_page_carries_no_token_to_other_sites(reader, link):
    response = reader.get(link)
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_every_page_of_the_conversation_is_in_the_permission_table():
    from schakel.web.cycle.dialogue.addresses import LINK_PAGES, PAGES

    assert {p.name for p in (*PAGES, *LINK_PAGES)} <= set(permission_table())


def test_the_overview_takes_few_questions_to_the_database(
    start, links, bureau, django_assert_max_num_queries
):
    for element in ("talent", "finance"):
        for _k in range(20):
            owner = ChallengeOwnerFactory(cycle=links, element=element, answer="accepted")
            HeardFactory(talk=TalkFactory(cycle=links, elements=[element]), partner=owner.partner)
            AgreementFactory(cycle=links, element=element)
    for _k in range(5):
        survey = SurveyFactory(cycle=links, opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1))
        scored(survey, [6] * 8)
    with django_assert_max_num_queries(25):
        text_of(bureau.get(start + "gesprek/"))
    with django_assert_max_num_queries(25):
        text_of(bureau.get(start + "gesprek/talent/"))
    with django_assert_max_num_queries(15):
        text_of(bureau.get(start + "gesprekken/"))
    with django_assert_max_num_queries(15):
        text_of(bureau.get(start + "afspraken/"))


def test_the_page_of_an_element_shows_who_is_signed_in_the_conversation(reader, start, links, bureau):
    owner = ChallengeOwnerFactory(cycle=links, answer="accepted")
    AgreementFactory(cycle=links, text="Een voorbeeldafspraak")
    page = start.replace("board/", "ecosysteem/talent/")
    html = text_of(bureau.get(page))
    assert owner.partner.name in html and "Een voorbeeldafspraak" in html
    assert f"{start}gesprek/talent/" in text_of(Client().get(page))


def test_no_year_leaves_the_page_of_an_element_without_a_conversation(start, bureau):
    html = text_of(bureau.get(start.replace("board/", "ecosysteem/talent/")))
    assert 'id="conversation"' not in html
    assert not ChallengeOwner.objects.exists()
