# SPDX-License-Identifier: EUPL-1.2
"""The card of facts in words and on paper: one page each, both languages, and never an invented sentence."""

import io
import re
from datetime import date
from pathlib import Path

import docx
import pytest
from tests.cycle.factories import ChallengeOwnerFactory, CycleYearFactory
from tests.cycle.test_dialogue import TRACE
from tests.made_up_dossier import ELEMENTS, made_up_measurement
from tests.programme.factories import ActivityFactory, CauseFactory, PartnerFactory

from schakel.cycle.queries import conversation_questions
from schakel.cycle.queries.conversation_questions import Question
from schakel.cycle.queries.fact_cards import fact_cards
from schakel.documents.charts.chart import WIDTHS
from schakel.documents.cycle_papers.fact_card import as_paper, fact_card_text
from schakel.documents.cycle_papers.fact_card_pdf import fact_cards_pdf
from schakel.documents.cycle_papers.paper_docx import paper_docx
from schakel.documents.cycle_pictures.gap import GapDot, GapPicture, draw_gap
from schakel.documents.messages import words
from schakel.documents.report.pdf import count_pages
from schakel.documents.sentences.conversation_questions import question_sentence
from schakel.programme.models import Strengthening

DAY = date(2031, 5, 6)


@pytest.fixture(scope="module")
def dossier():
    return made_up_measurement(first_year=False).dossier


def texts(dossier, language, elements=tuple(ELEMENTS), cycle=None):
    cards = fact_cards(dossier, list(elements), cycle, DAY)
    return [fact_card_text(card, dossier, "0123456789abcdef", language) for card in cards]


@pytest.fixture
def crowded():
    """An element with far more causes and activities than a page holds, all with long names."""
    for k in range(8):
        cause = CauseFactory(element="talent", statement=f"Oorzaak {k} " + "die lang is " * 20)
        for n in range(3):
            activity = ActivityFactory(
                title=f"Activiteit {k}{n} " + "met een lange naam " * 8, status="running"
            )
            Strengthening.objects.create(activity=activity, element="talent", cause=cause, **TRACE)


def test_every_question_that_facts_can_raise_has_a_sentence():
    source = Path(conversation_questions.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'Question\("(\w+)"', source))
    assert len(codes) == 16
    for language in ("nl", "en"):
        told = {question_sentence(Question(code, "Iets", 2030), words(language)) for code in codes}
        assert len(told) == len(codes)
        assert all(sentence.endswith("?") for sentence in told)


def test_a_question_without_a_sentence_is_an_error():
    with pytest.raises(KeyError):
        question_sentence(Question("nonsense"), words("en"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_card_stands_on_one_page(dossier, language, crowded):
    for text in texts(dossier, language):
        assert count_pages(fact_cards_pdf([text], "Kaart", DAY)) == 1, text.element


def test_the_kit_holds_a_page_for_each_card_and_is_the_same_every_time(dossier):
    cards = texts(dossier, "nl")
    kit = fact_cards_pdf(cards, "Kaarten", DAY)
    assert count_pages(kit) == len(ELEMENTS)
    assert kit == fact_cards_pdf(cards, "Kaarten", DAY)


def test_what_does_not_fit_is_said(dossier, crowded):
    (text,) = texts(dossier, "en", ["talent"])
    assert len(text.causes) == 4 and len(text.remedies) == 6
    assert "more than fits" in text.left_out
    (empty,) = texts(dossier, "en", ["finance"])
    assert empty.causes == ("No cause is known yet.",)


def test_a_card_tells_owner_cause_and_what_runs(dossier):
    cycle = CycleYearFactory()
    owner = ChallengeOwnerFactory(
        cycle=cycle, partner=PartnerFactory(name="Voorbeeldschool"), role="directeur", answer="accepted"
    )
    cause = CauseFactory(element="talent", statement="Te weinig stages.")
    activity = ActivityFactory(title="Stageplan", status="running")
    Strengthening.objects.create(activity=activity, element="talent", cause=cause, **TRACE)
    (text,) = texts(dossier, "en", ["talent"], cycle)
    assert owner.element == "talent"
    assert text.owners == "Voorbeeldschool (directeur)"
    assert text.causes == ("Te weinig stages (supposed; something runs against it)",)
    assert text.remedies == ("Stageplan – against: Te weinig stages",)
    assert "One initiative or activity of the programme works on it now." in text.standing


def test_what_is_invented_is_marked_on_the_card(dossier):
    CauseFactory(element="talent", statement="Verzonnen oorzaak", invented=True)
    (text,) = texts(dossier, "en", ["talent"])
    assert "[invented]" in text.causes[0]


def test_an_element_without_a_figure_says_what_would_measure_it(dossier):
    seen = {e.element for c in dossier.comparisons for e in c.elements if e.measured}
    code = next(code for code in ELEMENTS if code not in seen)
    (text,) = texts(dossier, "en", [code])
    assert text.standing[0].startswith("No regional figure measures")
    assert text.trend == ("Without a figure nothing can be said about change.",)
    assert any("measured by" in limit for limit in text.limits)


def test_a_first_diagnosis_has_nothing_to_compare_with():
    first = made_up_measurement(first_year=True).dossier
    (text,) = texts(first, "en", ["talent"])
    assert text.trend == ("This is the first diagnosis, so there is no earlier one to compare with.",)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_word_document_has_headings_a_table_and_room_to_write(dossier, language):
    (text,) = texts(dossier, language, ["talent"])
    document = docx.Document(io.BytesIO(paper_docx(as_paper(text), DAY)))
    written = "\n".join(p.text for p in document.paragraphs)
    assert text.words["measured"] in written
    table = document.tables[-1]
    assert [row.cells[0].text[3:] for row in table.rows[1:]] == list(text.questions)
    assert all(row.cells[1].text == "" for row in table.rows[1:])


def gap_dots():
    long_name = "Ondersteunende diensten en alles wat daarbij hoort in de hele regio"
    return (
        GapDot("Talent", 0.2, 0.1, 0.4, 7.5, 12, differs=True),
        GapDot(long_name, None, None, None, 5.0, 9, differs=False),
        GapDot("Vraag", 1.0, None, None, None, None, differs=False),
    )


@pytest.mark.parametrize("width", WIDTHS.values())
def test_the_picture_tells_everything_in_words_too(width):
    drawn = draw_gap(GapPicture(gap_dots()), width, words("en"))
    assert "Talent: better than 20% of the regions, score 7.5" in drawn.alt
    assert "Vraag: better than 100% of the regions, no score to show" in drawn.alt
    assert drawn.table.rows[1][1] is None and drawn.table.rows[2][2] is None
    for rows in drawn.canvas.layers.values():
        assert all(0 <= row["x"] <= width for row in rows)
