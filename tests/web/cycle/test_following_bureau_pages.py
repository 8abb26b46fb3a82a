# SPDX-License-Identifier: EUPL-1.2
"""The hours and the plan of the bureau, as each role sees them; the made-up course has one task, "1"."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.cycle.factories import BureauCapacityFactory, BureauEffortFactory, BureauPlanFactory
from tests.programme.factories import (
    ActivityFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    PartnerFactory,
    SeatFactory,
)

from schakel.cycle.models import BureauCapacity, BureauEffort, BureauPlan
from schakel.programme.models import AuditEntry


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def board(reader):
    """The address of the pages under Board."""
    return reader.get("/").url + "board/"


def text_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


class TestHours:
    def test_in_two_clicks_what_was_done_before(self, bureau, board, today):
        BureauEffortFactory(on=today - timedelta(days=1), role="connect", hours="1.5")
        text = text_of(bureau.get(f"{board}bureau/uren/"))
        assert 'name="gewoon" value="1|connect|1.5"' in text
        assert f'value="{today.isoformat()}"' in text
        answer = bureau.post(
            f"{board}bureau/uren/nieuw/", {"gewoon": "1|connect|1.5", "on": today.isoformat()}
        )
        assert answer.status_code == 302
        made = BureauEffort.objects.get(on=today)
        assert (made.task, made.role, made.hours) == ("1", "connect", Decimal("1.5"))

    @pytest.mark.parametrize(
        "sent", ["", "1|connect", "1|connect|veel", "9|connect|1.0", "1|dansen|1.0", "1|connect|25"]
    )
    def test_what_was_tampered_with_comes_back_as_a_form(self, bureau, board, today, sent):
        answer = bureau.post(f"{board}bureau/uren/nieuw/", {"gewoon": sent, "on": today.isoformat()})
        assert "<form" in text_of(answer, 422)
        assert not BureauEffort.objects.exists()

    def test_a_line_is_written_corrected_and_removed(self, bureau, board, today):
        line = {"on": today.isoformat(), "task": "1", "role": "agenda", "hours": "2,5", "what": "Net"}
        assert bureau.post(f"{board}bureau/uren/nieuw/", line).status_code == 302
        made = BureauEffort.objects.get()
        page = f"{board}bureau/uren/{made.pk}/"
        assert 'value="2,5' in text_of(bureau.get(page))
        assert bureau.post(page, line | {"hours": "3", "version": "1"}).status_code == 302
        made.refresh_from_db()
        assert made.hours == 3
        text = text_of(bureau.post(page, line | {"version": "1"}), 422)
        assert "Net" in text
        assert bureau.post(f"{page}weg/", {"version": "1"}).url == page
        assert BureauEffort.objects.exists()
        assert bureau.post(f"{page}weg/", {"version": "2"}).status_code == 302
        assert not BureauEffort.objects.exists()
        assert AuditEntry.objects.filter(action="hours.remove").exists()

    @pytest.mark.parametrize("hours", ["0", "0,25", "25", ""])
    def test_hours_that_cannot_be_right_are_named(self, bureau, board, today, hours):
        line = {"on": today.isoformat(), "task": "1", "role": "agenda", "hours": hours}
        answer = bureau.post(f"{board}bureau/uren/nieuw/", line)
        assert 'class="problems"' in text_of(answer, 422)
        assert not BureauEffort.objects.exists()

    def test_everybody_reads_the_sums_and_only_bureau_and_board_the_lines(
        self, reader, sign_in, bureau, board, today
    ):
        BureauEffortFactory(on=today, hours="4", what="Kennismaking met de bank")
        BureauEffortFactory(on=today, hours="1", role="facilitate")
        for client, sees in (
            (reader, False),
            (sign_in("council"), False),
            (sign_in("board"), True),
            (bureau, True),
        ):
            text = text_of(client.get(f"{board}bureau/uren/"))
            assert "Daarvan ging 20% naar faciliteren" in text
            assert ("Kennismaking met de bank" in text) == sees
        assert reader.get(f"{board}bureau/uren/?file=lines.csv").status_code == 404
        assert "Vergaderingen voorbereiden" in text_of(reader.get(f"{board}bureau/uren/?file=tasks.csv"))

    def test_the_board_reads_and_writes_nothing(self, sign_in, board, today):
        line = BureauEffortFactory(on=today)
        client = sign_in("board")
        text = text_of(client.get(f"{board}bureau/uren/"))
        assert "bureau/uren/nieuw/" not in text
        assert client.get(f"{board}bureau/uren/nieuw/").status_code == 403
        assert client.post(f"{board}bureau/uren/{line.pk}/weg/").status_code == 403

    def test_planned_hours_without_lines_are_drawn_as_not_known(self, reader, board, today):
        BureauPlanFactory(year=today.year, task="1", hours="120")
        text = text_of(reader.get(f"{board}bureau/uren/"))
        assert "nog niemand uren opgeschreven" in text
        assert "? van 120" in text
        assert text_of(reader.get(f"{board}bureau/uren/?picture=hours.desktop")).startswith("<svg")

    def test_another_year_and_a_wrong_one(self, reader, board, today):
        BureauEffortFactory(on=date(today.year - 3, 2, 1), hours="7")
        assert f">{today.year - 3}</a>" in text_of(reader.get(f"{board}bureau/uren/"))
        assert "Er is 7 uur opgeschreven" in text_of(reader.get(f"{board}bureau/uren/?jaar={today.year - 3}"))
        assert str(today.year) in text_of(reader.get(f"{board}bureau/uren/?jaar=vandaag"))

    def test_a_year_full_of_lines_stays_within_the_budget(
        self, bureau, board, today, django_assert_max_num_queries
    ):
        activity = ActivityFactory(title="Voorbereiding")
        for n in range(200):
            BureauEffortFactory(on=date(today.year, 1, 1), hours=Decimal(1 + n % 9), activity=activity)
        bureau.get(f"{board}bureau/uren/")
        with django_assert_max_num_queries(15):
            text = text_of(bureau.get(f"{board}bureau/uren/"))
        assert "bladzijde 1 van 4" in text


class TestPlan:
    def test_from_nothing_to_a_plan_that_fits(self, bureau, board, today):
        SeatFactory(partner=PartnerFactory(name="Voorbeeldbureau"), body="bureau")
        plan = f"{board}bureau/plan/"
        assert "nog geen plan" in text_of(bureau.get(plan))
        answer = bureau.post(f"{plan}{today.year}/nieuw/", {"task": "1", "role": "connect", "hours": "600"})
        assert answer.status_code == 302
        given = {"hours": "1000", "seed_money_eur": "20.000", "note": "Twee mensen"}
        assert bureau.post(f"{plan}{today.year}/capaciteit/", given).status_code == 302
        assert (BureauCapacity.objects.get().hours, BureauCapacity.objects.get().seed_money_eur) == (
            1000,
            20000,
        )
        text = text_of(bureau.get(plan))
        assert "Het past: 600 van de 1.000 uur is gevraagd, 400 uur is over." in text
        assert "Voorbeeldbureau" in text
        assert "Twee mensen" in text

    def test_too_much_is_said_in_numbers(self, reader, board, today):
        SeatFactory(body="bureau")
        BureauCapacityFactory(year=today.year, hours="100")
        BureauPlanFactory(year=today.year, hours="130.5")
        text = text_of(reader.get(f"{board}bureau/plan/"))
        assert "130,5 van de 100 uur, dus 30,5 uur meer dan er is" in text

    def test_last_year_is_copied_by_a_button_that_then_goes(self, bureau, board, today):
        BureauPlanFactory(year=today.year - 1, hours="80")
        plan = f"{board}bureau/plan/"
        assert f"{plan}{today.year}/overnemen/" in text_of(bureau.get(plan))
        assert bureau.post(f"{plan}{today.year}/overnemen/").status_code == 302
        assert BureauPlan.objects.get(year=today.year).hours == 80
        assert "/overnemen/" not in text_of(bureau.get(plan))
        again = bureau.post(f"{plan}{today.year}/overnemen/", follow=True)
        assert "niets overgenomen" in text_of(again)

    def test_a_line_is_changed_and_removed(self, bureau, board, today):
        line = BureauPlanFactory(year=today.year)
        page = f"{board}bureau/plan/regel/{line.pk}/"
        assert bureau.post(page, {"task": "1", "hours": "90", "version": "1"}).status_code == 302
        line.refresh_from_db()
        assert line.hours == 90
        assert "/weg/" in text_of(bureau.get(page))
        assert bureau.post(f"{page}weg/", {"version": "2"}).status_code == 302
        assert not BureauPlan.objects.exists()

    @pytest.mark.parametrize(
        ("asked", "answer"),
        [
            ("uren=100&maand=1", "Ja, dit past nog."),
            ("uren=401&maand=1", "Nee, dit past niet."),
            ("uren=100&euro=10&maand=1", "Dat is niet te zeggen"),
        ],
    )
    def test_can_we_still_do_this(self, reader, board, today, asked, answer):
        SeatFactory(body="bureau")
        BureauCapacityFactory(year=today.year, hours="1000")
        BureauPlanFactory(year=today.year, hours="600")
        before = AuditEntry.objects.count()
        text = text_of(reader.get(f"{board}bureau/plan/?jaar={today.year}&{asked}"))
        assert answer in text
        assert 'value="100"' in text or "401" in text
        assert AuditEntry.objects.count() == before

    def test_a_wrong_wish_is_answered_by_what_is_wrong(self, reader, board):
        text = text_of(reader.get(f"{board}bureau/plan/?uren=veel&maand=13"))
        assert 'class="bad"' in text
        assert "verdict" not in text.split("</form>")[-1]

    def test_seed_money_without_a_day_is_flagged(self, reader, board, today):
        hub = InitiativeFactory(name="Groene hub")
        LedgerEntryFactory(initiative=hub, kind="granted", purpose="seed", amount_eur="5000")
        text = text_of(reader.get(f"{board}bureau/plan/"))
        assert "Bij één bedrag aan aanjaaggeld is geen dag afgesproken" in text
        assert "Groene hub" in text

    @pytest.mark.parametrize("role", ["board", "lead", "partner", "council"])
    def test_others_plan_nothing(self, sign_in, board, today, role):
        line = BureauPlanFactory(year=today.year)
        client = sign_in(role, partner=PartnerFactory(), initiative=InitiativeFactory())
        for page in (
            f"{today.year}/nieuw/",
            f"{today.year}/capaciteit/",
            f"{today.year}/overnemen/",
            f"regel/{line.pk}/",
        ):
            assert client.post(f"{board}bureau/plan/{page}", {}).status_code == 403
        assert "/nieuw/" not in text_of(client.get(f"{board}bureau/plan/"))

    def test_a_year_that_cannot_be_planned_is_not_there(self, bureau, board):
        assert bureau.get(f"{board}bureau/plan/1850/nieuw/").status_code == 404

    def test_many_lines_and_activities_stay_within_the_budget(
        self, bureau, board, today, django_assert_max_num_queries
    ):
        owner = PartnerFactory()
        SeatFactory(partner=owner, body="bureau")
        for n in range(60):
            BureauPlanFactory(year=today.year, what=f"Doel {n}")
            ActivityFactory(owner=owner, planned_hours="10")
            LedgerEntryFactory(initiative=InitiativeFactory(), kind="granted", purpose="seed")
        bureau.get(f"{board}bureau/plan/")
        with django_assert_max_num_queries(25):
            text_of(bureau.get(f"{board}bureau/plan/"))
