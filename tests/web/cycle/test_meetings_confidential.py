# SPDX-License-Identifier: EUPL-1.2
"""What is confidential or a draft reaches nobody who may not see it: every role on every page and file."""

import io
from datetime import UTC, date, datetime, time

import docx
import openpyxl
import pytest
from django.test import Client, override_settings
from django.utils import timezone
from pypdf import PdfReader
from tests.cycle.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AgendaOptionFactory,
    DecisionFactory,
    MeetingFactory,
)
from tests.programme.factories import InitiativeFactory, PartnerFactory

from schakel.cycle.actions.agenda_options import add_option
from schakel.cycle.actions.papers import expect_paper, receive_paper
from schakel.cycle.models import PaperFile
from schakel.programme.recording import Actor

AT = datetime(2031, 3, 12, 10, tzinfo=UTC)
BY = Actor("account:1")
SECRETS = (
    "Zwijgtitel",
    "Zwijgvraag",
    "Zwijguitleg",
    "Zwijggrond",
    "Zwijgoptie",
    "Zwijggevolg",
    "Zwijgstuk",
    "Zwijgbesluit",
    "Zwijgactie",
    "Zwijgverslag",
)
DRAFT = ("Kladvergadering", "Kladpunt")
INSIDERS = ("bureau", "board")
OUTSIDERS = (
    "anonymous",
    "partner",
    "lead",
    "council",
    "acquisition",
    "administrator",
    "board without second factor",
    "bureau without second factor",
)
EVERYBODY = (*OUTSIDERS, *INSIDERS)


@pytest.fixture
def browser(reader, sign_in):
    """Return a function that gives a browser for a role."""

    def opened(role):
        if role == "anonymous":
            return Client()
        partner, initiative = PartnerFactory(), InitiativeFactory()
        name = role.partition(" without")[0]
        return sign_in(
            name,
            partner=partner if name in ("partner", "council") else None,
            initiative=initiative if name == "lead" else None,
        )

    return opened


@pytest.fixture
def second_factor():
    """Return a context in which a second factor is asked, for the roles that go without."""

    def asked(role):
        return override_settings(SCHAKEL_SECOND_FACTOR="without" in role)

    return asked


@pytest.fixture
def secret(tmp_path, reader):
    """A meeting to come and one that was held, each with an open and a confidential item; and a draft."""
    today = timezone.localdate()
    coming = MeetingFactory(code="komend", title="Komende vergadering", on=today, starts_at=time(9))
    held = MeetingFactory(
        code="gehouden",
        title="Gehouden vergadering",
        on=date(2020, 3, 4),
        state="closed",
        opened_at=AT,
        closed_at=AT,
    )
    for meeting, state in ((coming, "scheduled"), (held, "handled")):
        _items(meeting, state, tmp_path)
    _closed_item(None, "backlog", tmp_path)
    draft = MeetingFactory(
        code="klad", title="Kladvergadering", state="draft", convened_at=None, on=date(2999, 1, 1)
    )
    AgendaItemFactory(meeting=draft, title="Kladpunt", position=1)
    return coming, held, draft


def _items(meeting, state, folder):
    item = AgendaItemFactory(
        meeting=meeting, position=1, title="Open punt", state=state, notes="Open verslag"
    )
    add_option_past_the_rules(item, "Open optie")
    closed = _closed_item(meeting, state, folder)
    for about in (item, closed):
        word = "Zwijg" if about.is_confidential else "Open "
        decision = DecisionFactory(
            number=f"{word[0]}{meeting.code[:3]}-1",
            item=about,
            text=f"{word}besluit",
            is_confidential=about.is_confidential,
            due_on=date(2020, 6, 1),
        )
        ActionPointFactory(item=about, meeting=meeting, decision=decision, text=f"{word}actie")


def _closed_item(meeting, state, folder):
    item = AgendaItemFactory(
        meeting=meeting,
        position=2,
        title="Zwijgtitel",
        asked="Zwijgvraag",
        explanation="Zwijguitleg",
        notes="Zwijgverslag",
        is_confidential=True,
        confidential_ground="Zwijggrond",
        state="scheduled" if meeting is not None else "backlog",
    )
    add_option_past_the_rules(item, "Zwijgoptie", consequence="Zwijggevolg")
    paper = expect_paper(item=item, title="Zwijgstuk", by=BY, at=AT)
    receive_paper(
        paper=paper,
        expected_version=1,
        name="zwijgstuk.txt",
        content=b"Zwijgstuk",
        folder=folder,
        by=BY,
        at=AT,
    )
    item.state = state
    item.save()
    return item


def add_option_past_the_rules(item, title, **fields):
    """Add an option, also with a meeting that is over."""
    if item.meeting is not None and item.meeting.state == "closed":
        return AgendaOptionFactory(item=item, title=title, **fields)
    return add_option(item=item, title=title, **fields, by=BY, at=AT)


def year_of(reader):
    return reader.get("/").url


def addresses(secret):
    """Every page and file of this topic that shows something of a meeting."""
    coming, held, draft = secret
    found = ["board/", "board/vergaderingen/", "board/voorraad/", "zoeken/?q=zwijg", "zoeken/?q=klad"]
    for meeting in (coming, held, draft):
        one = f"board/vergaderingen/{meeting.code}/"
        found += [
            one,
            f"{one}?file=agenda.csv",
            f"{one}?file=agenda.xlsx",
            f"{one}?file=presence.csv",
            f"{one}agenda.ics",
            f"{one}vergaderstuk.docx",
            f"{one}vergaderstuk.docx?versie=openbaar",
            f"{one}vergaderstuk.pdf",
            *(f"{one}scherm/?punt={n}" for n in range(4)),
        ]
        found += [f"board/agendapunten/{i.pk}/" for i in meeting.items.all()]
    found += ["board/vergaderingen/?file=meetings.csv", "board/voorraad/?file=backlog.csv"]
    return found


def text_of(response):
    """Return all the words of an answer: of a page, a table, a document or a calendar."""
    kind = response.headers.get("Content-Type", "")
    body = response.content
    if kind == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if "wordprocessingml" in kind:
        document = docx.Document(io.BytesIO(body))
        cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
        foot = [p.text for s in document.sections for p in s.footer.paragraphs]
        return " ".join([*(p.text for p in document.paragraphs), *cells, *foot])
    if "spreadsheetml" in kind:
        book = openpyxl.load_workbook(io.BytesIO(body))
        return " ".join(str(v) for sheet in book for row in sheet.values for v in row if v is not None)
    return body.decode().replace("\r\n ", "")


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_outside_reads_a_word_of_what_is_confidential_or_a_draft(
    role, browser, secret, second_factor, reader
):
    client, year = browser(role), year_of(reader)
    told = []
    with second_factor(role):
        for address in addresses(secret):
            response = client.get(f"{year}{address}")
            text = text_of(response)
            told += [(address, word) for word in (*SECRETS, *DRAFT) if word in text]
    assert told == []


@pytest.mark.parametrize("role", OUTSIDERS)
def test_what_is_open_is_read_by_everybody(role, browser, secret, second_factor, reader):
    client, year = browser(role), year_of(reader)
    with second_factor(role):
        page = text_of(client.get(f"{year}board/vergaderingen/gehouden/"))
        pack = text_of(client.get(f"{year}board/vergaderingen/komend/vergaderstuk.pdf"))
        found = text_of(client.get(f"{year}zoeken/?q=open"))
    for word in ("Open punt", "Open optie", "Open besluit", "Open actie"):
        assert word in page
    assert "Open verslag" not in page
    assert "Open punt" in pack
    assert "Open punt" in found


@pytest.mark.parametrize("role", INSIDERS)
def test_members_read_what_is_confidential_where_it_belongs(role, browser, secret, reader):
    client, year = browser(role), year_of(reader)
    coming = secret[0]
    item = coming.items.get(title="Zwijgtitel")
    texts = {a: text_of(client.get(f"{year}{a}")) for a in addresses(secret)}
    for word in SECRETS:
        assert word in texts[f"board/agendapunten/{item.pk}/"], word
    one = f"board/vergaderingen/{coming.code}/"
    for word in ("Zwijgtitel", "Zwijgvraag", "Zwijgoptie", "Zwijgstuk", "Zwijgbesluit", "Zwijgactie"):
        assert word in texts[one], word
    assert "Zwijgoptie" in texts[f"{one}scherm/?punt=2"]
    assert "Zwijgtitel" in texts[f"{one}?file=agenda.csv"]
    assert "Zwijgtitel" in texts[f"{one}?file=agenda.xlsx"]
    assert "Zwijgtitel" in texts["zoeken/?q=zwijg"]
    assert "Zwijgbesluit" in texts["zoeken/?q=zwijg"]
    assert "Zwijgtitel" in texts["board/voorraad/"]
    for form in ("pdf", "docx"):
        pack = texts[f"{one}vergaderstuk.{form}"]
        for word in ("Zwijgtitel", "Zwijguitleg", "Zwijgoptie", "Zwijgstuk"):
            assert word in pack, (form, word)
        assert "BESLOTEN" in pack or "CONFIDENTIAL" in pack


@pytest.mark.parametrize("role", INSIDERS)
def test_the_public_version_and_the_calendar_hold_nothing_confidential_for_members_either(
    role, browser, secret, reader
):
    client, year = browser(role), year_of(reader)
    for meeting in ("komend", "gehouden"):
        one = f"{year}board/vergaderingen/{meeting}/"
        files = ("vergaderstuk.pdf?versie=openbaar", "vergaderstuk.docx?versie=openbaar", "agenda.ics")
        for file in files:
            text = text_of(client.get(f"{one}{file}"))
            assert "Open punt" in text
            assert not [word for word in SECRETS if word in text], file


def test_every_confidential_item_of_the_papers_carries_that_word(browser, secret, reader):
    text = text_of(browser("bureau").get(f"{year_of(reader)}board/vergaderingen/komend/vergaderstuk.docx"))
    parts = text.split("Zwijgtitel")[1:]
    assert len(parts) >= 2
    assert all(part.lstrip(" ·").startswith(("BESLOTEN", "CONFIDENTIAL")) for part in parts)


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_file_of_a_confidential_paper_is_for_members_only(
    role, browser, secret, second_factor, reader, settings, tmp_path
):
    client, year = browser(role), year_of(reader)
    with second_factor(role), override_settings(SCHAKEL_HOME=reader_home(tmp_path, settings)):
        answers = {client.get(f"{year}board/stukken/{f.pk}/").status_code for f in PaperFile.objects.all()}
    assert answers == ({200} if role in INSIDERS else {404})


def reader_home(tmp_path, settings):
    """Return a home with the measurement of the site and the papers that the test keeps."""
    home = tmp_path / "home"
    home.mkdir()
    for name in settings.SCHAKEL_HOME.iterdir():
        if name.name != "evidence":
            (home / name.name).symlink_to(name)
    (home / "evidence").symlink_to(tmp_path / "evidence")
    return home


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_draft_is_for_the_bureau_only(role, browser, secret, second_factor, reader):
    client, year = browser(role), year_of(reader)
    with second_factor(role):
        answer = client.get(f"{year}board/vergaderingen/klad/")
        text = text_of(client.get(f"{year}board/"))
    assert answer.status_code == (200 if role == "bureau" else 404)
    assert "Kladvergadering" not in text


@pytest.mark.parametrize("role", EVERYBODY)
def test_what_waits_is_for_the_bureau_and_the_board(role, browser, secret, second_factor, reader):
    client, year = browser(role), year_of(reader)
    with second_factor(role):
        answer = client.get(f"{year}board/voorraad/")
    if "without" in role:
        assert answer.status_code == 200
        assert "Zwijgtitel" not in answer.content.decode()
    elif role in INSIDERS:
        assert answer.status_code == 200
    else:
        assert answer.status_code == (302 if role == "anonymous" else 403)
