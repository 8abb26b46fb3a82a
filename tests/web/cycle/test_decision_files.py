# SPDX-License-Identifier: EUPL-1.2
"""Lists and minutes as Word, PDF and calendar: what they say, and what they leave out for whom."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from docx import Document
from icalendar import Calendar
from pypdf import PdfReader
from tests.cycle.factories import ActionPointFactory, AgendaItemFactory, DecisionFactory, MeetingFactory
from tests.programme.factories import PartnerFactory

from schakel.cycle.models import DecisionStep

DAY = date(2031, 3, 12)


@pytest.fixture
def site(reader):
    return reader.get("/").url


def text_of_pdf(content):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def rows_of_docx(content):
    return [[cell.text for cell in row.cells] for t in Document(io.BytesIO(content)).tables for row in t.rows]


@pytest.fixture
def decisions():
    """Two decisions of a meeting that is over, one confidential and one of a meeting in session."""
    meeting = MeetingFactory(state="closed", on=DAY, code="maart", title="Vergadering van maart")
    owner = PartnerFactory(name="Voorbeeldgemeente")
    given = {"owner": owner, "on": DAY, "due_on": date(2031, 6, 30)}
    item = AgendaItemFactory(meeting=meeting, title="Loket", position=1)
    open_one = DecisionFactory(item=item, number="2031-001", text="Er komt een loket", **given)
    done = DecisionFactory(item=item, number="2031-002", text="Er komt een plan", **given)
    DecisionStep.objects.create(
        decision=done, status="executed", on=DAY, note="Af", recorded_at=timezone.now(), recorded_by="x"
    )
    secret = AgendaItemFactory(meeting=meeting, title="Geheim pand", is_confidential=True, position=2)
    DecisionFactory(item=secret, number="2031-003", text="Geheim bod", is_confidential=True, **given)
    running = AgendaItemFactory(meeting=MeetingFactory(state="in_session", on=DAY))
    DecisionFactory(item=running, number="2031-004", text="Nog aan de gang", **given)
    ActionPointFactory(item=item, meeting=meeting, text="Zaal huren", owner=owner)
    ActionPointFactory(text="Geheim bellen", is_confidential=True)
    ActionPointFactory(text="Al gedaan", done_on=DAY)
    return open_one


def test_the_word_list_has_one_row_each_as_a_board_system_wants_it(reader, site, decisions):
    reader.get("/taal/en/")
    sent = reader.get(f"{site}board/besluiten/besluitenlijst.docx")
    assert sent.headers["Content-Type"].endswith("wordprocessingml.document")
    assert "besluitenlijst" in sent.headers["Content-Disposition"]
    head, first, second = rows_of_docx(sent.content)
    assert head == ["Number", "Date", "Decision", "Owner", "Before", "Status"]
    assert first[:5] == [
        "2031-001",
        "12 March 2031",
        "Er komt een loket",
        "Voorbeeldgemeente",
        "30 June 2031",
    ]
    assert first[5].startswith("not begun")
    assert second[5] == "carried out"


def test_the_word_list_says_its_language_title_and_repeats_its_header(reader, site, decisions):
    document = Document(io.BytesIO(reader.get(f"{site}board/besluiten/besluitenlijst.docx").content))
    assert document.core_properties.language == "nl-NL"
    assert document.core_properties.title
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    section = document.sections[0]
    assert section.page_width > section.page_height


def test_the_pdf_list_is_accessible_and_says_the_same(reader, site, decisions):
    sent = reader.get(f"{site}board/besluiten/besluitenlijst.pdf")
    assert sent.headers["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(sent.content))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"].startswith("nl")
    told = text_of_pdf(sent.content)
    for part in ("2031-001", "12 maart 2031", "Er komt een loket", "Voorbeeldgemeente", "30 juni 2031"):
        assert part in told


def test_dates_are_those_still_open(reader, site, decisions):
    sent = reader.get(f"{site}board/besluiten/besluitenlijst.ics")
    assert sent.headers["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(sent.content).walk("VEVENT")
    assert event["UID"].startswith("decision-2031-001@")
    assert event["DTSTART"].dt == date(2031, 6, 30)
    assert "Er komt een loket" in event["SUMMARY"]
    assert event["URL"].endswith(f"{site}board/besluiten/2031-001/")


def test_files_follow_what_was_chosen_on_the_page(reader, site, decisions):
    chosen = f"{site}board/besluiten/besluitenlijst.docx?stand=executed"
    assert [row[0] for row in rows_of_docx(reader.get(chosen).content)[1:]] == ["2031-002"]
    none = reader.get(f"{site}board/besluiten/besluitenlijst.docx?q=bestaatniet")
    assert rows_of_docx(none.content) == []
    page = reader.get(f"{site}board/besluiten/?stand=executed").content.decode()
    assert "besluitenlijst.docx?stand=executed&amp;jaar=2031" in page


def test_without_decisions_there_are_still_files(reader, site):
    for form in ("docx", "pdf", "ics"):
        assert reader.get(f"{site}board/besluiten/besluitenlijst.{form}").status_code == 200
        assert reader.get(f"{site}board/actiepunten/actielijst.{form}").status_code == 200


def test_other_forms_do_not_exist(reader, site, decisions):
    for address in (
        "board/besluiten/besluitenlijst.exe",
        "board/actiepunten/actielijst.xls",
        "board/vergaderingen/maart/verslag.ics",
    ):
        assert reader.get(f"{site}{address}").status_code == 404


def test_the_list_of_action_points_has_open_ones_first(reader, site, decisions):
    reader.get("/taal/en/")
    rows = rows_of_docx(reader.get(f"{site}board/actiepunten/actielijst.docx").content)
    assert rows[0] == ["Number", "What", "Who", "Before", "Status", "Promised in"]
    assert [(r[1], r[4].split(";")[0], r[5]) for r in rows[1:]] == [
        ("Zaal huren", "open", "Vergadering van maart"),
        ("Al gedaan", "done", "–"),
    ]
    (event,) = Calendar.from_ical(reader.get(f"{site}board/actiepunten/actielijst.ics").content).walk(
        "VEVENT"
    )
    assert "Zaal huren" in event["SUMMARY"]
    assert "Zaal huren" in text_of_pdf(reader.get(f"{site}board/actiepunten/actielijst.pdf").content)


def test_minutes_go_along_as_word_and_pdf(sign_in, site, decisions):
    board = sign_in("board")
    told = text_of_pdf(board.get(f"{site}board/vergaderingen/maart/verslag.pdf").content)
    document = Document(io.BytesIO(board.get(f"{site}board/vergaderingen/maart/verslag.docx").content))
    written = "\n".join(p.text for p in document.paragraphs)
    for part in (
        "Vergadering van maart",
        "Loket",
        "2031-001",
        "Er komt een loket",
        "Geheim bod",
        "Zaal huren",
    ):
        assert part in told, part
        assert part in written, part
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [
        "1. Loket",
        "2. Geheim pand",
    ]


def test_a_late_decision_says_how_late_on_paper(reader, site):
    reader.get("/taal/en/")
    due_on = timezone.localdate() - timedelta(12)
    item = AgendaItemFactory(meeting=MeetingFactory(state="closed", on=date(2020, 3, 12)))
    DecisionFactory(item=item, number="2020-001", on=date(2020, 3, 12), due_on=due_on)
    rows = rows_of_docx(reader.get(f"{site}board/besluiten/besluitenlijst.docx").content)
    assert rows[1][5] == "not begun; 12 days late"
