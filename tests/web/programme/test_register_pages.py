# SPDX-License-Identifier: EUPL-1.2
"""The small registers: everybody reads, the office writes, and each answers its question."""

from datetime import date

import pytest
from tests.programme.factories import (
    ChallengeFactory,
    InitiativeFactory,
    LessonFactory,
    PartnerFactory,
    ServiceFactory,
)
from tests.web.site import links_of

from schakel.programme.models import (
    AgendaSubject,
    Challenge,
    ContextSignal,
    Lesson,
    Recommendation,
    Service,
)

FOLDERS = ["aanbevelingen", "signalen", "agendering", "diensten", "vragen-en-aanbod", "lessen"]


@pytest.fixture
def root(reader):
    return f"{reader.get('/').url}programma/"


def filled_in(root):
    """What the office sends to add one record to each register."""
    partner = PartnerFactory()
    return {
        "aanbevelingen": (
            Recommendation,
            {"report": "Audit", "text": "Meet het", "status": "done", "what_was_done": "Gedaan"},
        ),
        "signalen": (
            ContextSignal,
            {
                "title": "Duur",
                "on": "2024-01-01",
                "kind": "economic",
                "assumption": "Groei",
                "contradicts": "on",
            },
        ),
        "agendering": (
            AgendaSubject,
            {"subject": "Spoor", "addressee": "Rijk", "ask": "Onderzoek", "status": "planned"},
        ),
        "diensten": (
            Service,
            {
                "title": "Scan",
                "provider": partner.pk,
                "topic": "Export",
                "places": ["GM9901"],
                "firm_stage": "all",
                "tier": "1",
            },
        ),
        "vragen-en-aanbod": (
            Challenge,
            {"title": "Brug", "side": "ask", "partner": partner.pk, "themes": "beton, Circulair"},
        ),
        "lessen": (Lesson, {"text": "Begin klein"}),
    }


@pytest.mark.parametrize("folder", ["registers", *FOLDERS])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_everybody_reads_empty_and_filled_in_both_languages(
    reader, bureau, root, folder, language, django_assert_max_num_queries
):
    reader.cookies["schakel_language"] = language
    assert reader.get(f"{root}{folder}/").status_code == 200
    for name, (_model, sent) in filled_in(root).items():
        assert bureau.post(f"{root}{name}/nieuw/", sent).status_code == 302, name
    with django_assert_max_num_queries(15):
        shown = reader.get(f"{root}{folder}/")
    assert f'<html lang="{language}"' in shown.content.decode()
    for link in links_of(shown.content.decode()):
        if "file=" in link:
            assert reader.get(link).status_code == 200, link


@pytest.mark.parametrize("folder", FOLDERS)
def test_only_the_office_writes(reader, sign_in, bureau, root, folder):
    model, sent = filled_in(root)[folder]
    address = f"{root}{folder}/nieuw/"
    assert reader.post(address, sent).status_code == 302
    for role in ("board", "council", "administrator"):
        assert sign_in(role).post(address, sent).status_code == 403
    assert not model.objects.exists()
    assert bureau.get(address).status_code == 200
    assert bureau.post(address, sent).status_code == 302
    record = model.objects.get()
    changing = f"{root}{folder}/{record.pk}/"
    assert bureau.get(changing).status_code == 200
    assert reader.get(changing).status_code == 302
    assert bureau.post(changing, sent | {"version": "1", "source": "Jaarverslag"}).status_code == 302
    record.refresh_from_db()
    assert record.source == "Jaarverslag"
    assert bureau.post(changing, sent | {"version": "1", "source": "Ander"}).status_code == 422


def test_an_answer_that_is_missing_is_asked_for(bureau, root):
    bureau.cookies["schakel_language"] = "en"
    told = bureau.post(
        f"{root}aanbevelingen/nieuw/", {"report": "Audit", "text": "Meet het", "status": "declined"}
    )
    assert told.status_code == 422
    assert "What was done with the recommendation is missing." in told.content.decode()
    assert "Audit" in told.content.decode()


def test_a_contradicted_assumption_is_said_first(reader, bureau, root):
    reader.cookies["schakel_language"] = "en"
    _model, sent = filled_in(root)["signalen"]
    bureau.post(f"{root}signalen/nieuw/", sent)
    for page in ("signalen/", "registers/"):
        html = reader.get(root + page).content.decode()
        assert "1 signal contradicts an assumption of the course." in html
        assert "Groei" in html


def test_a_firm_finds_who_helps(reader, root):
    ServiceFactory(title="Digiscan", places=["GM9901"], firm_stage="growth")
    ServiceFactory(title="Elders", places=["GM9902"])
    ServiceFactory(title="Ergens", places=[])
    reader.cookies["schakel_language"] = "en"
    html = reader.get(f"{root}diensten/?place=GM9901&topic=digi&firm_stage=growth&tier=1").content.decode()
    assert "1 service fits." in html
    assert "Digiscan" in html
    assert "Elders" not in html
    assert "Ergens" in html
    assert "nobody known" in html


def test_the_office_matches_counts_a_first_customer_and_takes_a_match_away(reader, bureau, root):
    ask = ChallengeFactory(side="ask", themes=["beton"], title="Brug")
    offer = ChallengeFactory(side="offer", themes=["beton"], title="Slim beton")
    folder = f"{root}vragen-en-aanbod/"
    reader.cookies["schakel_language"] = "en"
    assert "1 pair shares a theme." in reader.get(folder).content.decode()
    assert "koppelen" not in reader.get(folder).content.decode()
    assert "koppelen" in bureau.get(folder).content.decode()
    assert reader.post(f"{folder}{ask.pk}/koppelen/", {"other": offer.pk}).status_code == 302
    assert not Challenge.objects.filter(matched_with__isnull=False).exists()
    bureau.post(f"{folder}{offer.pk}/koppelen/", {"other": ask.pk})
    assert bureau.get(f"{folder}{ask.pk}/klant/").status_code == 200
    bureau.post(f"{folder}{ask.pk}/klant/", {"on": "2024-05-01"})
    assert Challenge.objects.get(pk=ask.pk).became_customer_on == date(2024, 5, 1)
    assert "1 firm found a first customer so far." in reader.get(folder).content.decode()
    bureau.post(f"{folder}{ask.pk}/ontkoppelen/")
    assert not Challenge.objects.filter(matched_with__isnull=False).exists()
    assert bureau.get(f"{folder}{ask.pk}/ontkoppelen/").status_code == 405


def test_a_lesson_is_found_and_who_left_none_is_named(reader, root):
    LessonFactory(text="Begin met een koper", initiative=InitiativeFactory(name="Techlab"))
    LessonFactory(text="Vraag de school")
    InitiativeFactory(name="Stille Stopper", stage="stopped")
    reader.cookies["schakel_language"] = "en"
    html = reader.get(f"{root}lessen/?words=koper+techlab").content.decode()
    assert "1 lesson was found." in html
    assert "Vraag de school" not in html
    assert "Stille Stopper" in html


def test_themes_are_written_with_commas_and_come_back_so(bureau, root):
    _model, sent = filled_in(root)["vragen-en-aanbod"]
    bureau.post(f"{root}vragen-en-aanbod/nieuw/", sent)
    entry = Challenge.objects.get()
    assert entry.themes == ["beton", "circulair"]
    html = bureau.get(f"{root}vragen-en-aanbod/{entry.pk}/").content.decode()
    assert 'value="beton, circulair"' in html
