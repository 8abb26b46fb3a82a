# SPDX-License-Identifier: EUPL-1.2
"""The papers of a board meeting: what they tell of before and now, and that they fit."""

import io
from datetime import UTC, date, datetime

import docx
import pytest
from pypdf import PdfReader
from tests.cycle.factories import (
    AgendaItemFactory,
    AgendaOptionFactory,
    DecisionFactory,
    DeviationFactory,
    MeetingFactory,
)
from tests.programme.factories import PartnerFactory

from schakel.cycle.models import DecisionStep, Paper
from schakel.cycle.queries.board_pack import board_pack
from schakel.cycle.sight import BOARD_SIGHT, PUBLIC
from schakel.documents.cycle_papers.board_pack import ROOMS, fitted_pack, pack_paper
from schakel.documents.cycle_papers.board_pack_parts import Frame
from schakel.documents.cycle_papers.paper import Grid, Text
from schakel.documents.cycle_papers.paper_docx import paper_docx
from schakel.documents.messages import words

TODAY = date(2031, 3, 5)
FRAME = Frame("Voorbeeldregio", TODAY, "https://voorbeeld.invalid/board/")
AT = datetime(2031, 3, 1, tzinfo=UTC)
STAMPS = {"created_at": AT, "changed_at": AT, "created_by": "account:1", "changed_by": "account:1"}
SAY = words("en")

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    before = MeetingFactory(title="Januari", on=date(2031, 1, 15), state="closed")
    older = MeetingFactory(title="November", on=date(2030, 11, 15), state="adopted")
    owner = PartnerFactory(name="Alfa")
    done = DecisionFactory(
        item=AgendaItemFactory(meeting=before),
        number="2031-001",
        text="Klaar besluit",
        on=before.on,
        owner=owner,
        due_on=date(2031, 2, 1),
    )
    DecisionStep.objects.create(
        decision=done,
        status="executed",
        on=date(2031, 1, 30),
        note="Klaar",
        recorded_at=AT,
        recorded_by="account:1",
    )
    DecisionFactory(
        item=AgendaItemFactory(meeting=older),
        number="2030-009",
        text="Laat besluit",
        on=older.on,
        owner=owner,
        due_on=date(2031, 2, 23),
    )
    old_done = DecisionFactory(
        item=AgendaItemFactory(meeting=older),
        number="2030-008",
        text="Oud en klaar",
        on=older.on,
        owner=owner,
        due_on=date(2031, 1, 1),
    )
    DecisionStep.objects.create(
        decision=old_done,
        status="lapsed",
        on=date(2031, 1, 1),
        note="Weg",
        recorded_at=AT,
        recorded_by="account:1",
    )
    coming = MeetingFactory(title="Maart", chair=owner, chair_role="voorzitter", venue="Zaal 3")
    item = AgendaItemFactory(meeting=coming, position=1, title="Het plan", asked="Doen wij dit?", minutes=30)
    AgendaOptionFactory(item=item, title="Ja", consequence="Veel geld", is_advised=True)
    Paper.objects.create(item=item, title="Begroting", due_on=date(2031, 3, 1), **STAMPS)
    AgendaItemFactory(meeting=coming, position=2, title="Weg", state="withdrawn", kind="inform")
    return coming


def grids(paper):
    return {part.caption: part.rows for part in paper.parts if isinstance(part, Grid)}


def test_the_papers_tell_the_agenda_the_options_and_what_is_missing(meeting):
    paper = pack_paper(board_pack(meeting, PUBLIC, TODAY), FRAME, ROOMS[0], SAY)
    found = grids(paper)
    assert dict(paper.facts) == {
        "When": "12 March 2031, 09:30–11:30",
        "Place": "Zaal 3",
        "Chair": "Alfa (voorzitter)",
        "On the site": "https://voorbeeld.invalid/board/",
    }
    assert found["Items and their time"] == (("09:30", "1. Het plan", "to decide", "30"),)
    assert found["Options"] == (("Ja (advised)", "Veel geld", "not stated"),)
    assert found["Papers with the items"] == (("1", "Begroting", "late, was due on 1 March 2031"),)
    assert isinstance(paper.parts[0], Text)
    assert paper.parts[0].text == "1 decision is asked. 1 paper is not there yet."


def test_earlier_decisions_are_those_of_the_meeting_before_and_older_ones_that_are_open(meeting):
    found = grids(pack_paper(board_pack(meeting, PUBLIC, TODAY), FRAME, ROOMS[0], SAY))
    rows = found["Decisions of the meeting before, and older ones that are still open"]
    assert [(row[0], row[4]) for row in rows] == [
        ("2030-009", "not begun; 10 days late"),
        ("2031-001", "carried out"),
    ]


def test_open_deviations_stand_in_the_papers_with_cause_and_proposal(meeting):
    DeviationFactory(what="Later klaar", cause="Bouw ligt stil", proposal="Een jaar langer")
    DeviationFactory(what="Opgelost", state="settled")
    rows = grids(pack_paper(board_pack(meeting, PUBLIC, TODAY), FRAME, ROOMS[0], SAY))["Open deviations"]
    assert [row[1:] for row in rows] == [
        ("Later klaar (since 1 July 2031)", "Bouw ligt stil", "Een jaar langer")
    ]


def test_a_first_meeting_says_that_there_is_nothing_to_compare_with():
    meeting = MeetingFactory()
    paper = pack_paper(board_pack(meeting, PUBLIC, TODAY), FRAME, ROOMS[0], SAY)
    told = [part.text for part in paper.parts if isinstance(part, Text)]
    assert told[0] == "There are no items on the agenda that can be read here."
    assert "No earlier meeting is known, so there is nothing to compare with." in told
    assert "No earlier decision is known." in told


def test_the_version_for_members_and_the_public_one_say_which_they_are(meeting):
    AgendaItemFactory(meeting=meeting, position=3, title="Gesloten", is_confidential=True, kind="inform")
    members = pack_paper(board_pack(meeting, BOARD_SIGHT, TODAY), FRAME, ROOMS[0], SAY)
    public = pack_paper(board_pack(meeting, PUBLIC, TODAY), FRAME, ROOMS[0], SAY)
    assert members.above.endswith("for members")
    assert public.above.endswith("public version")
    assert "2. Gesloten · CONFIDENTIAL" in [row[1] for row in grids(members)["Items and their time"]]
    assert "Gesloten" not in repr(public)
    told = [part.text for part in public.parts if isinstance(part, Text)]
    assert "1 confidential item is not in this version." in told


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_papers_are_the_same_bytes_for_the_same_day_in_both_languages(meeting, language):
    pack = board_pack(meeting, PUBLIC, TODAY)
    paper, first = fitted_pack(pack, FRAME, words(language))
    assert fitted_pack(pack, FRAME, words(language))[1] == first
    reader = PdfReader(io.BytesIO(first))
    assert "Het plan" in reader.pages[0].extract_text()
    assert reader.metadata.title == "Maart"
    assert paper.language == language


def test_the_document_has_real_headings_and_a_header_row(meeting):
    paper, _ = fitted_pack(board_pack(meeting, PUBLIC, TODAY), FRAME, SAY)
    document = docx.Document(io.BytesIO(paper_docx(paper, TODAY)))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert {"Agenda", "1. Het plan", "Decisions that are asked", "Papers"} <= set(headings)
    assert [c.text for c in document.tables[0].rows[0].cells] == ["From", "Item", "Asked", "Time in minutes"]


def test_a_text_that_is_cut_ends_at_a_word_and_says_so(meeting):
    item = meeting.items.get(position=1)
    item.explanation = "woord " * 400
    item.save()
    pack = board_pack(meeting, PUBLIC, TODAY)
    texts = [p.text for p in pack_paper(pack, FRAME, ROOMS[1], SAY).parts if isinstance(p, Text)]
    cut = next(text for text in texts if text.startswith("woord"))
    assert cut.endswith("woord …")
    assert len(cut) <= 453
