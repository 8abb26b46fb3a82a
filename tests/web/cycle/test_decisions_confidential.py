# SPDX-License-Identifier: EUPL-1.2
"""Confidential decisions, action points and items reach the programme office and the board, and no other role."""

import io
from datetime import date

import pytest
from django.test import override_settings
from docx import Document
from pypdf import PdfReader
from tests.cycle.conftest import NOW
from tests.cycle.factories import AgendaItemFactory, MeetingFactory
from tests.programme.factories import InitiativeFactory, PartnerFactory

from schakel.cycle.actions.action_points import promise_action
from schakel.cycle.actions.deciding import record_decision
from schakel.cycle.actions.decision_steps import report_on_decision
from schakel.cycle.models import Decision
from schakel.programme.models import AuditEntry
from schakel.programme.recording import Actor

READERS = ["nobody", "partner", "lead", "council", "acquisition", "administrator"]
INSIDE = ["bureau", "board"]
SECRET = "Zwarte Zwaan"
BY = Actor("account:1", "web 127.0.0.1")


@pytest.fixture
def site(reader):
    return reader.get("/").url


@pytest.fixture
def owner():
    return PartnerFactory(code="eigenaar", name="Voorbeeldgemeente")


@pytest.fixture
def secrets(reader, owner):
    """A held meeting with a confidential item, and an open item with a confidential decision and action."""
    meeting = MeetingFactory(state="in_session", code="maart", on=date(2031, 3, 12))
    closed = AgendaItemFactory(
        meeting=meeting,
        title=f"{SECRET} punt",
        notes=f"{SECRET} notitie",
        explanation=f"{SECRET} uitleg",
        is_confidential=True,
    )
    plain = AgendaItemFactory(meeting=meeting, title="Open punt")
    initiative = InitiativeFactory(code="techlab", stage="sowing")
    given = {"owner": owner, "due_on": date(2031, 4, 1), "by": BY, "at": NOW}
    one = record_decision(item=closed, text=f"{SECRET} besluit", reason=f"{SECRET} reden", **given)
    two = record_decision(
        item=plain,
        text=f"{SECRET} stopt",
        reason=f"{SECRET} reden",
        is_confidential=True,
        effect="stop_initiative",
        effect_on="techlab",
        details={"lesson": "Een vaste trekker vanaf dag één.", "reason": "Het geld is op"},
        **given,
    )
    record_decision(item=plain, text="Open besluit", **given)
    report_on_decision(
        decision=one, status="underway", on=date(2031, 4, 1), note=f"{SECRET} stap", by=BY, at=NOW
    )
    promise_action(text=f"{SECRET} actie", item=closed, **given)
    promise_action(text=f"{SECRET} werk", decision=two, **given)
    promise_action(text="Open actie", item=plain, **given)
    type(meeting).objects.filter(pk=meeting.pk).update(state="closed")
    return {"one": one, "two": two, "initiative": initiative, "meeting": meeting}


@pytest.fixture
def client_of(reader, sign_in, owner):
    def opened(role):
        if role == "nobody":
            return reader
        return sign_in(role, partner=owner, initiative=InitiativeFactory())

    return opened


def text_of(response):
    kind = response.headers["Content-Type"]
    if kind == "application/pdf":
        return " ".join(p.extract_text() for p in PdfReader(io.BytesIO(response.content)).pages)
    if "wordprocessingml" in kind:
        document = Document(io.BytesIO(response.content))
        cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
        return "\n".join([*(p.text for p in document.paragraphs), *cells])
    if "spreadsheetml" in kind:
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(response.content))
        return "\n".join(str(v) for sheet in book for row in sheet.values for v in row)
    return response.content.decode()


LISTS = [
    "board/besluiten/",
    "board/besluiten/?jaar=alle",
    "board/besluiten/?file=decisions.csv",
    "board/besluiten/?file=decisions.xlsx",
    "board/besluiten/besluitenlijst.docx",
    "board/besluiten/besluitenlijst.pdf",
    "board/besluiten/besluitenlijst.ics",
    "board/toezeggingen/",
    "board/toezeggingen/?file=promises.csv",
    "board/toezeggingen/?file=promises.xlsx",
    "board/actiepunten/actielijst.docx",
    "board/actiepunten/actielijst.pdf",
    "board/actiepunten/actielijst.ics",
    "board/vergaderingen/maart/verslag/",
    "board/vergaderingen/maart/verslag.pdf",
    "board/vergaderingen/maart/verslag.docx",
]


@pytest.mark.parametrize("address", LISTS)
def test_no_list_or_file_tells_it_to_anybody_else(address, secrets, client_of, site):
    for role in READERS:
        answer = client_of(role).get(f"{site}{address}")
        assert answer.status_code == 200
        told = text_of(answer).replace("\r\n ", "")
        assert SECRET not in told, role
        assert "Open" in told, role
    for role in INSIDE:
        assert SECRET in text_of(client_of(role).get(f"{site}{address}")).replace("\r\n ", ""), role


def test_no_page_of_one_is_there_for_anybody_else(secrets, client_of, site):
    decisions = [secrets["one"], secrets["two"]]
    actions = [a for d in Decision.objects.all() for a in d.actions.all() if a.is_confidential]
    pages = [f"board/besluiten/{d.number}/" for d in decisions] + [
        f"board/actiepunten/{a.pk}/" for a in actions
    ]
    assert len(pages) == 3
    for role in READERS:
        client = client_of(role)
        assert [client.get(f"{site}{page}").status_code for page in pages] == [404, 404, 404], role
    for role in INSIDE:
        client = client_of(role)
        assert all(SECRET in client.get(f"{site}{page}").content.decode() for page in pages), role


def test_a_filter_does_not_name_who_owns_only_confidential_decisions(secrets, client_of, site):
    lonely = PartnerFactory(code="alleen", name="Alleen Besloten")
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"), is_confidential=True)
    record_decision(item=item, text="x", owner=lonely, due_on=date(2031, 4, 1), by=BY, at=NOW)
    assert "Alleen Besloten" not in client_of("nobody").get(f"{site}board/besluiten/").content.decode()
    assert "Alleen Besloten" in client_of("board").get(f"{site}board/besluiten/").content.decode()
    narrowed = client_of("nobody").get(f"{site}board/besluiten/?q={SECRET.split()[0]}")
    assert narrowed.context["listing"].n_rows == 0


def test_the_search_finds_it_for_the_board_only(secrets, client_of, site):
    for role in READERS:
        client = client_of(role)
        assert SECRET not in client.get(f"{site}zoeken/?q=stopt").content.decode(), role
        assert "Open besluit" in client.get(f"{site}zoeken/?q=besluit").content.decode(), role
        assert "2031-001" not in client.get(f"{site}zoeken/?q=2031-0").content.decode(), role
    for role in INSIDE:
        assert f"{SECRET} stopt" in client_of(role).get(f"{site}zoeken/?q=zwarte").content.decode(), role


def test_the_audit_log_does_not_tell_it_also_not_to_the_programme_office(secrets, client_of, site):
    assert not any(SECRET in f"{e.object_name}{e.details}" for e in AuditEntry.objects.all())
    page = client_of("bureau").get("/logboek/")
    assert page.status_code == 200
    assert "decision.record" in page.content.decode()
    assert SECRET not in page.content.decode()
    assert SECRET not in client_of("administrator").get("/logboek/?file=audit-log.csv").content.decode()


def test_what_it_changed_is_public_but_not_what_it_says(secrets, client_of, site):
    nobody = client_of("nobody")
    for address in ("programma/initiatieven/techlab/", "programma/initiatieven/techlab/geschiedenis/"):
        page = nobody.get(f"{site}{address}").content.decode()
        assert SECRET not in page
        assert "Het geld is op" in page or "geschiedenis" not in address


def test_while_the_meeting_is_in_session_others_read_no_outcome_at_all(secrets, client_of, site):
    meeting = secrets["meeting"]
    type(meeting).objects.filter(pk=meeting.pk).update(state="in_session")
    for role in READERS:
        client = client_of(role)
        for address in (
            "board/besluiten/?jaar=alle",
            "board/toezeggingen/",
            "board/vergaderingen/maart/verslag/",
        ):
            told = client.get(f"{site}{address}").content.decode()
            assert "Open besluit" not in told, (role, address)
            assert "Open actie" not in told, (role, address)
    assert "Open besluit" in client_of("board").get(f"{site}board/besluiten/").content.decode()


def test_the_board_without_a_second_factor_reads_as_anybody(secrets, sign_in, site):
    board = sign_in("board")
    assert SECRET in board.get(f"{site}board/besluiten/").content.decode()
    with override_settings(SCHAKEL_SECOND_FACTOR=True):
        told = board.get(f"{site}board/besluiten/").content.decode()
        assert SECRET not in told and "Open besluit" in told
        assert board.get(f"{site}board/besluiten/{secrets['one'].number}/").status_code == 404
