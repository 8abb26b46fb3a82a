# SPDX-License-Identifier: EUPL-1.2
"""The list of decisions, the page of one, and saying what came of it."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from tests.cycle.factories import (
    ActionPointFactory,
    AdoptionFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
)
from tests.programme.factories import InitiativeFactory, PartnerFactory

from schakel.cycle.models import AgendaOption, DecisionStep, Paper
from schakel.cycle.queries.decisions import DecisionCounts
from schakel.web.cycle.decisions.decision_pages import answer_words

MADE = {
    "created_at": timezone.now(),
    "changed_at": timezone.now(),
    "created_by": "account:1",
    "changed_by": "account:1",
}
YESTERDAY = timezone.localdate() - timedelta(1)


@pytest.fixture
def site(reader):
    return reader.get("/").url


def held(on=date(2031, 3, 12), **fields):
    """A decision of a meeting that is over; its date is long to come unless given."""
    item = fields.pop("item", None) or AgendaItemFactory(meeting=MeetingFactory(state="closed", on=on))
    return DecisionFactory(item=item, on=on, **({"due_on": date(2999, 1, 1)} | fields))


def step(decision, status, on=date(2031, 4, 1), note="Er is een plan"):
    return DecisionStep.objects.create(
        decision=decision,
        status=status,
        on=on,
        note=note,
        recorded_at=timezone.now(),
        recorded_by="account:1",
    )


def test_without_decisions_the_page_says_how_one_comes_about(reader, site):
    reader.get("/taal/en/")
    page = reader.get(f"{site}board/besluiten/").content.decode()
    assert "Nothing was decided yet." in page
    assert "while the meeting is in session" in page
    assert "<table" not in page


def test_the_answer_counts_the_newest_year_and_says_what_is_late(reader, site):
    held(on=date(2030, 3, 1), number="2030-001")
    step(held(), "executed")
    held(due_on=date(2020, 1, 1), on=date(2031, 3, 12))
    response = reader.get(f"{site}board/besluiten/")
    assert response.context["answer"].startswith("2 ")
    rows = response.context["listing"].table.rows
    assert [r.cells[0].value for r in rows] == sorted((r.cells[0].value for r in rows), reverse=True)
    assert len(rows) == 2
    everything = reader.get(f"{site}board/besluiten/?jaar=alle")
    assert len(everything.context["listing"].table.rows) == 3
    assert len(reader.get(f"{site}board/besluiten/?jaar=2030").context["listing"].table.rows) == 1
    assert len(reader.get(f"{site}board/besluiten/?jaar=1066").context["listing"].table.rows) == 2


def test_the_answer_in_words():
    counts = DecisionCounts(32, 0, 8, 21, 1, 2, 3)
    with translation.override("en"):
        told = answer_words(counts, "2031", "en")
        assert told == (
            "32 decisions in 2031: 21 carried out, 8 underway, 1 no longer needed, 2 replaced. 3 are late."
        )
        assert answer_words(DecisionCounts(1, 1, 0, 0, 0, 0, 0), "alle", "en") == "1 decision: 1 not begun."
        assert answer_words(DecisionCounts(0, 0, 0, 0, 0, 0, 0), "2031", "en") == "0 decisions in 2031."


def test_the_list_is_narrowed_down(reader, site):
    owner = PartnerFactory(code="gemeente", name="Voorbeeldgemeente")
    one = held(
        owner=owner, text="Het bestuur opent een loket", effect="stop_initiative", effect_name="Techlab"
    )
    step(one, "underway")
    late = held(due_on=date(2020, 1, 1))

    def found(query):
        rows = reader.get(f"{site}board/besluiten/?{query}").context["listing"].table.rows
        return {row.cells[0].value for row in rows}

    assert found("") == {one.number, late.number}
    for query in ("stand=underway", "eigenaar=gemeente", "gevolg=stop_initiative", "q=loket", "q=Techlab"):
        assert found(query) == {one.number}, query
    assert found("laat=ja") == {late.number}
    assert found(f"q={late.number}") == {late.number}
    assert found("stand=onzin") == {one.number, late.number}


def test_the_list_is_a_file_with_plain_values(reader, site):
    one = held(text="Het bestuur opent een loket", reason="Ondernemers vragen erom")
    sent = reader.get(f"{site}board/besluiten/?file=decisions.csv")
    (row,) = csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig")))
    assert row["number"] == one.number
    assert (row["on"], row["due_on"], row["owner"]) == ("2031-03-12", "2999-01-01", one.owner.name)
    assert row["text"] == "Het bestuur opent een loket"
    assert (row["days_late"], row["meeting"], row["reason"]) == (
        "0",
        one.meeting.title,
        "Ondernemers vragen erom",
    )
    assert "confidential" not in row
    assert reader.get(f"{site}board/besluiten/?file=decisions.xlsx").status_code == 200


def test_a_decision_tells_what_was_known_what_it_changed_and_what_came_of_it(reader, site):
    initiative = InitiativeFactory(code="techlab", name="Techlab")
    meeting = MeetingFactory(state="closed")
    item = AgendaItemFactory(meeting=meeting, asked="Stopt u ermee?", explanation="Het geld is op")
    AgendaOption.objects.create(item=item, title="Doorgaan", consequence="Kost een ton", **MADE)
    AgendaOption.objects.create(item=item, title="Stoppen", is_advised=True, **MADE)
    Paper.objects.create(item=item, title="Notitie geld", link="https://voorbeeld.invalid/n", **MADE)
    Paper.objects.create(item=item, title="Alleen voor leden", is_public=False, **MADE)
    decision = held(
        item=item,
        text="Techlab stopt",
        effect="stop_initiative",
        effect_on=initiative.code,
        effect_name="Techlab",
    )
    step(decision, "underway", note="De huur is opgezegd")
    ActionPointFactory(decision=decision, text="Sleutels inleveren")
    page = reader.get(f"{site}board/besluiten/{decision.number}/").content.decode()
    for told in (
        "Techlab stopt",
        "Stopt u ermee?",
        "Het geld is op",
        "Kost een ton",
        "Stoppen",
        "https://voorbeeld.invalid/n",
        f'href="{site}programma/initiatieven/techlab/"',
        "De huur is opgezegd",
        "Sleutels inleveren",
    ):
        assert told in page, told
    assert "Alleen voor leden" not in page
    assert reader.get(f"{site}board/besluiten/2031-999/").status_code == 404


def test_a_decision_names_the_diagnosis_that_held_on_its_day(reader, site):
    first = AdoptionFactory(on=date(2031, 1, 10))
    AdoptionFactory(on=date(2031, 9, 1))
    decision = held()
    page = reader.get(f"{site}board/besluiten/{decision.number}/")
    assert page.context["sheet"].diagnosis == first
    early = held(on=date(2030, 1, 1), number="2030-001")
    assert reader.get(f"{site}board/besluiten/{early.number}/").context["sheet"].diagnosis is None


def test_a_replaced_decision_leads_to_the_one_that_took_its_place(reader, site):
    old = held()
    new = held(replaces=old)
    page = reader.get(f"{site}board/besluiten/{old.number}/").content.decode()
    assert f'href="{site}board/besluiten/{new.number}/"' in page
    assert f'href="{site}board/besluiten/{old.number}/"' in (
        reader.get(f"{site}board/besluiten/{new.number}/").content.decode()
    )


def test_the_board_says_what_came_of_a_decision(sign_in, site):
    decision = held(on=date(2020, 1, 1), number="2020-001")
    board = sign_in("board")
    address = f"{site}board/besluiten/{decision.number}/voortgang/"
    assert board.get(address).status_code == 200
    sent = board.post(address, {"status": "underway", "note": "Bezig", "on": YESTERDAY.isoformat()})
    assert sent.url == f"{site}board/besluiten/{decision.number}/"
    # carried out needs no words
    board.post(address, {"status": "executed", "on": YESTERDAY.isoformat()})
    assert [s.status for s in decision.steps.all()] == ["executed", "underway"]
    assert decision.steps.first().note
    refused = board.post(address, {"status": "underway", "on": YESTERDAY.isoformat()})
    assert refused.status_code == 422
    assert decision.steps.count() == 2


def test_a_wrong_step_keeps_what_was_typed_and_says_why(bureau, site):
    decision = held(on=date(2020, 1, 1), number="2020-001")
    address = f"{site}board/besluiten/{decision.number}/voortgang/"
    answer = bureau.post(address, {"status": "executed", "note": "Mijn tekst", "on": "2999-01-01"})
    assert answer.status_code == 422
    assert "Mijn tekst" in answer.content.decode()
    assert not decision.steps.exists()


def test_a_partner_tells_what_came_of_its_own_decisions_only(sign_in, site):
    mine, other = PartnerFactory(code="mijn"), PartnerFactory(code="ander")
    decision = held(on=date(2020, 1, 1), number="2020-001", owner=mine)
    of_other = held(on=date(2020, 1, 1), number="2020-002", owner=other)
    secret = held(on=date(2020, 1, 1), number="2020-003", owner=mine, is_confidential=True)
    partner = sign_in("partner", partner=mine)
    given = {"status": "executed", "note": "Af", "on": YESTERDAY.isoformat()}
    own = f"{site}board/toezeggingen/mijn/besluiten/"
    assert partner.get(f"{own}{decision.number}/").status_code == 200
    assert partner.post(f"{own}{decision.number}/", given).status_code == 302
    assert decision.steps.get().status == "executed"
    # not past another's name, nor another's decision under its own name, nor what it may not read
    assert (
        partner.post(f"{site}board/toezeggingen/ander/besluiten/{of_other.number}/", given).status_code == 403
    )
    assert partner.post(f"{own}{of_other.number}/", given).status_code == 404
    assert partner.post(f"{own}{secret.number}/", given).status_code == 404
    assert partner.post(f"{site}board/besluiten/{of_other.number}/voortgang/", given).status_code == 403
    assert not of_other.steps.exists() and not secret.steps.exists()


@pytest.mark.parametrize("role", ["partner", "lead", "council", "acquisition", "administrator"])
def test_who_may_not_sees_no_button_and_gets_no_further(role, sign_in, site):
    decision = held(on=date(2020, 1, 1), number="2020-001")
    client = sign_in(role, partner=PartnerFactory(), initiative=InitiativeFactory())
    page = client.get(f"{site}board/besluiten/{decision.number}/").content.decode()
    assert "voortgang" not in page
    assert client.post(f"{site}board/besluiten/{decision.number}/voortgang/", {}).status_code == 403


def test_who_is_not_signed_in_is_asked_to(reader, site):
    decision = held()
    answer = reader.get(f"{site}board/besluiten/{decision.number}/voortgang/")
    assert answer.status_code == 302
    assert "inloggen" in answer.url or "login" in answer.url


def test_the_list_takes_few_questions_however_long(reader, site, django_assert_max_num_queries):
    for n in range(60):
        step(held(number=f"2031-{n + 1:03d}"), "underway")
    with django_assert_max_num_queries(15):
        assert reader.get(f"{site}board/besluiten/").status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_speak_both_languages(language, reader, site):
    decision = held()
    reader.get(f"/taal/{language}/")
    for address in ("board/besluiten/", f"board/besluiten/{decision.number}/"):
        page = reader.get(f"{site}{address}").content.decode()
        assert f'<html lang="{language}">' in page
