# SPDX-License-Identifier: EUPL-1.2
"""Board > Delivery and the deviations, as each role sees them, in both languages and when empty."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from tests.cycle.factories import (
    AgendaItemFactory,
    DeviationFactory,
    MeetingFactory,
    NeedFactory,
    RiskFactory,
    UpdateRoundFactory,
)
from tests.programme.factories import (
    ClaimFactory,
    ClaimStatementFactory,
    InitiativeFactory,
    MilestoneFactory,
    PartnerFactory,
    ProgressUpdateFactory,
)

from schakel.cycle.models import AgendaItem, Deviation
from schakel.programme.models import AgendaSubject

PAGES = ("uitvoering", "afwijkingen", "bureau/uren", "bureau/plan")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def board(reader):
    """The address of the pages under Board."""
    return reader.get("/").url + "board/"


@pytest.fixture
def hub(reader, today):
    """An initiative with a red light for time since a month."""
    made = InitiativeFactory(
        code="hub", name="Groene hub", stage="growing", owner=PartnerFactory(name="Stad")
    )
    ProgressUpdateFactory(
        initiative=made, on=today - timedelta(days=30), time="red", time_reason="De bouw ligt stil"
    )
    return made


def text_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def the_deviation(hub, **fields):
    given = {"initiative": hub, "rule": "red_light", "created_at": datetime.now(UTC)} | fields
    return DeviationFactory(**given)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_opens_empty_and_says_what_to_supply(reader, board, page, language):
    reader.cookies["schakel_language"] = language
    reader.cookies["django_language"] = language
    text = text_of(reader.get(f"{board}{page}/", headers={"accept-language": language}))
    assert f'lang="{language}"' in text
    assert "<h1>" in text


class TestWhatAsksForAttention:
    def test_the_answer_counts_what_runs_asks_and_was_not_taken_up(self, bureau, board, hub):
        InitiativeFactory(stage="growing")
        InitiativeFactory(stage="unknown")
        text = text_of(bureau.get(f"{board}uitvoering/"))
        assert "Er lopen 2 initiatieven." in text
        assert "Van 1 is niet bekend of het loopt." in text
        assert "1 vraagt aandacht." in text
        assert "Bij 1 is iets nog door niemand opgepakt." in text

    def test_a_question_has_its_reason_day_advice_and_buttons(self, bureau, board, hub):
        text = text_of(bureau.get(f"{board}uitvoering/"))
        assert "Tijd: een licht staat op rood" in text
        assert "De bouw ligt stil" in text
        assert "/board/afwijkingen/hub/nieuw/?regel=red_light&amp;soort=time" in text
        assert 'name="source_kind" value="initiative"' in text

    def test_a_reader_gets_no_buttons_and_is_not_told_that_nobody_acts(self, reader, board, hub):
        text = text_of(reader.get(f"{board}uitvoering/"))
        assert "De bouw ligt stil" in text
        assert "/nieuw/?regel" not in text
        assert "source_kind" not in text
        assert "niet openbaar" in text
        assert "door niemand opgepakt" not in text

    def test_what_takes_it_up_is_linked(self, reader, board, hub):
        found = the_deviation(hub, what="De opening schuift")
        text = text_of(reader.get(f"{board}uitvoering/"))
        assert f"/board/afwijkingen/hub/{found.pk}/" in text
        assert "Alles daarvan is opgepakt." in text

    def test_only_what_nobody_took_up(self, bureau, board, hub):
        the_deviation(hub)
        assert "Alles wat aandacht vraagt, is opgepakt." in text_of(bureau.get(f"{board}uitvoering/?open=1"))

    def test_what_leads_confide_is_for_bureau_board_and_the_lead(
        self, reader, sign_in, bureau, board, hub, today
    ):
        NeedFactory(initiative=hub, text="Een ingang bij een koper", asked_on=today - timedelta(days=60))
        RiskFactory(initiative=hub, text="De bank trekt zich terug")
        other = InitiativeFactory(stage="growing")
        for client, sees in (
            (reader, False),
            (sign_in("lead", initiative=other), False),
            (sign_in("partner", partner=hub.owner), False),
            (sign_in("lead", initiative=hub), True),
            (bureau, True),
            (sign_in("board"), True),
        ):
            for address in (f"{board}uitvoering/", f"{board}uitvoering/?file=asking.csv"):
                text = text_of(client.get(address))
                assert ("Een ingang bij een koper" in text) == sees
                assert ("De bank trekt zich terug" in text) == sees

    def test_a_lead_notes_for_its_own_initiative_only(self, sign_in, board, hub):
        text = text_of(sign_in("lead", initiative=hub).get(f"{board}uitvoering/"))
        assert "/board/afwijkingen/hub/nieuw/" in text
        other = InitiativeFactory(stage="growing")
        text = text_of(sign_in("lead", initiative=other).get(f"{board}uitvoering/"))
        assert "/nieuw/?regel" not in text

    def test_who_answered_the_round_is_for_bureau_and_board(self, reader, bureau, board, hub, today):
        UpdateRoundFactory(title="Najaarsronde", opens_on=today - timedelta(days=9), due_on=today)
        assert "0 van 1 initiatief" in text_of(bureau.get(f"{board}uitvoering/"))
        assert "van 1 initiatief" not in text_of(reader.get(f"{board}uitvoering/"))

    def test_a_confidential_item_leaves_no_trace_for_others(self, reader, bureau, board, hub):
        item = AgendaItemFactory(
            title="Geheim beraad",
            is_confidential=True,
            confidential_ground="Bedrijfsbelang",
            source_kind="initiative",
            source_key="hub",
            created_at=datetime.now(UTC),
        )
        seen = text_of(bureau.get(f"{board}uitvoering/"))
        assert "Geheim beraad" in seen
        for page in ("uitvoering/", "uitvoering/?file=asking.csv"):
            text = text_of(reader.get(f"{board}{page}"))
            assert "Geheim beraad" not in text
            assert f"/{item.pk}/" not in text

    def test_the_lights_are_drawn_with_a_table_and_a_picture(self, reader, board, hub, today):
        update_round = UpdateRoundFactory(title="Najaarsronde", opens_on=today - timedelta(days=9))
        ProgressUpdateFactory(initiative=hub, round=update_round, on=today, quality="amber")
        text = text_of(reader.get(f"{board}uitvoering/"))
        assert "In de nieuwste: vraagt aandacht 1." in text
        assert "vraagt aandacht, loopt goed, loopt goed" in text_of(
            reader.get(f"{board}uitvoering/?file=lights.csv")
        )
        svg = text_of(reader.get(f"{board}uitvoering/?picture=lights.phone"))
        assert svg.startswith("<svg")
        assert "Groene hub" in svg

    def test_what_is_asked_of_others_and_waits_longest(self, reader, board, today):
        AgendaSubject.objects.create(
            subject="Stroom",
            addressee="Netbeheerder",
            ask="Verzwaar het net",
            status="raised",
            raised_on=today - timedelta(days=200),
            created_at=datetime.now(UTC),
            changed_at=datetime.now(UTC),
        )
        text = text_of(reader.get(f"{board}uitvoering/"))
        assert "Verzwaar het net" in text
        assert "Netbeheerder" in text

    def test_what_cannot_be_judged_is_said(self, reader, board):
        from tests.programme.factories import LedgerEntryFactory

        LedgerEntryFactory(initiative=InitiativeFactory(stage="growing", name="Lab"), kind="spent")
        text = text_of(reader.get(f"{board}uitvoering/"))
        assert "(Lab)" in text

    def test_three_hundred_initiatives_stay_within_the_budget(
        self, bureau, board, today, django_assert_max_num_queries
    ):
        for n in range(300):
            made = InitiativeFactory(stage="growing")
            ProgressUpdateFactory(initiative=made, on=today, time="red")
            if n < 100:
                MilestoneFactory(initiative=made, first_due_on=today - timedelta(days=90))
                ClaimStatementFactory(claim=ClaimFactory(initiative=made), on=date(2020, 1, 1))
                the_deviation(made)
        UpdateRoundFactory(opens_on=today - timedelta(days=30), due_on=today)
        bureau.get(f"{board}uitvoering/")
        with django_assert_max_num_queries(25):
            text = text_of(bureau.get(f"{board}uitvoering/"))
        assert "bladzijde 1 van 30" in text


class TestDeviations:
    def test_from_what_asks_to_a_deviation_in_one_form(self, bureau, board, hub, today):
        address = f"{board}afwijkingen/hub/nieuw/?regel=red_light&soort=time"
        text = text_of(bureau.get(address))
        assert "De bouw ligt stil" in text
        assert f'value="{(today - timedelta(days=30)).isoformat()}"' in text
        answer = bureau.post(
            address,
            {
                "what": "De opening schuift",
                "kind": "time",
                "since": today.isoformat(),
                "cause": "De bouw ligt stil",
                "proposal": "Een jaar later openen",
                "proposal_kind": "adjust",
            },
        )
        assert answer.status_code == 302
        found = Deviation.objects.get()
        assert (found.rule, found.initiative) == ("red_light", hub)
        assert "De opening schuift" in text_of(bureau.get(answer.url))

    def test_a_rule_that_does_not_ask_is_not_taken_from_the_address(self, bureau, board, hub, today):
        bureau.post(
            f"{board}afwijkingen/hub/nieuw/?regel=verzonnen&soort=time",
            {
                "what": "Iets",
                "kind": "time",
                "since": today.isoformat(),
                "cause": "Iets",
                "proposal": "Iets",
                "proposal_kind": "help",
            },
        )
        assert Deviation.objects.get().rule == ""

    def test_what_is_missing_is_named_and_nothing_is_lost(self, bureau, board, hub, today):
        answer = bureau.post(f"{board}afwijkingen/hub/nieuw/", {"what": "Mijn tekst", "cause": ""})
        text = text_of(answer, 422)
        assert "Mijn tekst" in text
        assert 'href="#id_cause"' in text
        assert not Deviation.objects.exists()

    @pytest.mark.parametrize("role", ["partner", "board", "council", "acquisition", "administrator"])
    def test_others_note_change_and_settle_nothing(self, sign_in, board, hub, role):
        found = the_deviation(hub)
        client = sign_in(role, partner=PartnerFactory())
        for page in ("nieuw/", f"{found.pk}/wijzigen/", f"{found.pk}/agenderen/", f"{found.pk}/afronden/"):
            assert client.get(f"{board}afwijkingen/hub/{page}").status_code == 403
            assert client.post(f"{board}afwijkingen/hub/{page}", {}).status_code == 403

    def test_a_lead_changes_its_own_but_puts_nothing_before_the_board(self, sign_in, board, hub):
        found = the_deviation(hub)
        lead = sign_in("lead", initiative=hub)
        assert lead.get(f"{board}afwijkingen/hub/{found.pk}/wijzigen/").status_code == 200
        assert lead.get(f"{board}afwijkingen/hub/{found.pk}/agenderen/").status_code == 403
        text = text_of(lead.get(f"{board}afwijkingen/hub/{found.pk}/"))
        assert "/wijzigen/" in text
        assert "/agenderen/" not in text
        assert "/afronden/" not in text

    def test_a_lead_of_another_initiative_cannot_reach_it_through_its_own(self, sign_in, board, hub):
        found = the_deviation(hub)
        InitiativeFactory(code="ander")
        other = sign_in("lead", initiative=InitiativeFactory(code="mijn"))
        assert other.get(f"{board}afwijkingen/mijn/{found.pk}/wijzigen/").status_code == 404
        assert other.get(f"{board}afwijkingen/hub/{found.pk}/wijzigen/").status_code == 403

    def test_before_the_board_and_settled(self, bureau, board, hub):
        found = the_deviation(hub, what="De opening schuift")
        page = f"{board}afwijkingen/hub/{found.pk}/"
        assert bureau.post(f"{page}agenderen/", {"asked": ""}).status_code == 302
        item = AgendaItem.objects.get()
        text = text_of(bureau.get(page))
        assert f"/{item.pk}/" in text
        assert "/agenderen/" not in text
        assert "Dit wacht op een vergadering van het bestuur." in text
        assert bureau.post(f"{page}afronden/", {"outcome": "Klaar"}).status_code == 422
        AgendaItem.objects.update(state="withdrawn")
        found.refresh_from_db()
        answer = bureau.post(f"{page}afronden/", {"outcome": "Klaar", "version": found.version})
        assert answer.status_code == 302
        assert "Klaar" in text_of(bureau.get(page))
        assert "/wijzigen/" not in text_of(bureau.get(page))

    def test_what_hangs_on_a_confidential_item_is_found_nowhere_by_others(
        self, reader, sign_in, bureau, board, hub
    ):
        item = AgendaItemFactory(is_confidential=True, confidential_ground="Bedrijfsbelang")
        found = the_deviation(hub, what="Geheime afwijking", item=item, state="escalated")
        page = f"{board}afwijkingen/hub/{found.pk}/"
        assert "Geheime afwijking" in text_of(bureau.get(page))
        for client in (reader, sign_in("lead", initiative=hub), sign_in("administrator")):
            assert client.get(page).status_code == 404
            for address in ("afwijkingen/", "afwijkingen/?file=deviations.csv", "uitvoering/"):
                assert "Geheime afwijking" not in text_of(client.get(f"{board}{address}"))

    def test_that_it_waits_in_the_backlog_is_not_told_to_others(self, reader, board, hub):
        item = AgendaItemFactory(meeting=None, state="backlog", title="Nog niet openbaar")
        found = the_deviation(hub, item=item, state="escalated")
        text = text_of(reader.get(f"{board}afwijkingen/hub/{found.pk}/"))
        assert "Nog niet openbaar" not in text
        assert "bestuur" not in text.split("<dl", 1)[1].split("</dl>")[0]
        assert found.what not in text_of(reader.get(f"{board}afwijkingen/?staat=escalated"))

    def test_the_list_is_filtered_and_within_the_budget(
        self, reader, board, hub, django_assert_max_num_queries
    ):
        for n in range(120):
            the_deviation(hub, what=f"Afwijking {n:03d}", kind="money" if n % 2 else "time")
        reader.get(f"{board}afwijkingen/")
        with django_assert_max_num_queries(15):
            text = text_of(reader.get(f"{board}afwijkingen/?soort=money"))
        assert "bladzijde 1 van 2" in text
        assert "Afwijking 001" in text
        assert "Afwijking 002" not in text

    def test_one_that_waits_on_an_agenda_is_linked_for_everybody(self, reader, board, hub):
        item = AgendaItemFactory(meeting=MeetingFactory(), title="Groene hub op de agenda")
        found = the_deviation(hub, item=item, state="escalated")
        assert "Groene hub op de agenda" in text_of(reader.get(f"{board}afwijkingen/hub/{found.pk}/"))
