# SPDX-License-Identifier: EUPL-1.2
"""The week of the bureau as a page: what asks for it, the mail that asks others, and nobody else's business."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cycle.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    MeetingFactory,
    year_with_phases,
)
from tests.programme.factories import PartnerFactory

from schakel.cycle.models import OutboxMessage, Paper
from schakel.programme.models import Contact, Initiative, StageChange, UpdateRound


@pytest.fixture
def base(reader):
    return f"{reader.get('/').url}board/"


@pytest.fixture
def traced():
    at = timezone.now()
    return {"created_at": at, "changed_at": at, "created_by": "account:1", "changed_by": "account:1"}


@pytest.fixture
def silent(traced):
    today = timezone.localdate()
    UpdateRound.objects.create(
        code="r1", title="Ronde 1", opens_on=today - timedelta(20), due_on=today - timedelta(3), **traced
    )
    owner = PartnerFactory(code="eigenaar", name="Voorbeeldcollege")
    initiative = Initiative.objects.create(
        code="stil", name="Voorbeeldhub", kind="hub", relation="own", stage="growing", owner=owner, **traced
    )
    StageChange.objects.create(
        initiative=initiative,
        from_stage="unknown",
        to_stage="growing",
        on=today - timedelta(300),
        reason="Voorbeeld",
        recorded_at=traced["created_at"],
        recorded_by="account:1",
    )
    Contact.objects.create(
        partner=owner,
        function="Directie",
        email="directie@voorbeeld.invalid",
        purpose="Updates",
        keep_until=today + timedelta(30),
        **traced,
    )
    return initiative


@pytest.mark.parametrize("role", ["partner", "lead", "board", "council", "acquisition", "administrator"])
def test_the_week_is_for_the_bureau_only(base, sign_in, role):
    assert sign_in(role).get(f"{base}week/").status_code == 403


def test_somebody_who_is_not_signed_in_is_asked_to(base, reader):
    assert reader.get(f"{base}week/").status_code == 302


def test_an_empty_week_is_calm_and_says_how_to_open_a_year(base, bureau):
    html = bureau.get(f"{base}week/").content.decode()
    assert "Niemand laat u wachten" in html
    assert "Open het jaar" in html


def test_who_is_silent_has_a_mail_that_goes_to_the_outbox(base, bureau, silent):
    html = bureau.get(f"{base}week/").content.decode()
    assert "Voorbeeldhub" in html
    assert "3 dagen te laat" in html
    letter = bureau.get(f"{base}week/mail/update/stil/")
    assert "directie@voorbeeld.invalid" in letter.content.decode()
    sent = {"to": "directie@voorbeeld.invalid", "subject": "Update", "text": "Hoe staat het ervoor?"}
    for _twice in range(2):
        assert bureau.post(f"{base}week/mail/update/stil/", sent).status_code == 302
    (message,) = OutboxMessage.objects.all()
    assert (message.to, message.text, message.state) == (sent["to"], sent["text"], "waiting")


def test_a_wrong_address_is_told_and_nothing_is_lost(base, bureau, silent):
    sent = {"to": "geen adres", "subject": "Update", "text": "Mijn eigen tekst"}
    answer = bureau.post(f"{base}week/mail/update/stil/", sent)
    assert answer.status_code == 422
    assert "Mijn eigen tekst" in answer.content.decode()
    assert not OutboxMessage.objects.exists()


def test_a_mail_never_holds_what_is_confidential(base, bureau, traced):
    today = timezone.localdate()
    meeting = MeetingFactory(code="m1", on=today + timedelta(5))
    AgendaItemFactory(meeting=meeting, title="Open onderwerp")
    secret = AgendaItemFactory(meeting=meeting, title="Geheim onderwerp", is_confidential=True)
    paper = Paper.objects.create(item=secret, title="Geheim stuk", **traced)
    action = ActionPointFactory(text="Geheime actie", due_on=today - timedelta(2), is_confidential=True)
    week = bureau.get(f"{base}week/").content.decode()
    assert "Geheim stuk" in week
    assert f"mail/papers/{paper.pk}/" not in week
    assert f"mail/promise/action-{action.pk}/" not in week
    assert bureau.get(f"{base}week/mail/papers/{paper.pk}/").status_code == 404
    assert bureau.get(f"{base}week/mail/promise/action-{action.pk}/").status_code == 404
    letter = bureau.get(f"{base}week/mail/meeting/m1/").content.decode()
    assert "Open onderwerp" in letter
    assert "Geheim" not in letter
    assert "1 agendapunt is besloten" in letter


@pytest.mark.parametrize("kind", ["update", "promise", "papers", "meeting", "self_assessment", "bestaatniet"])
def test_a_mail_about_nothing_is_not_there(base, bureau, kind):
    assert bureau.get(f"{base}week/mail/{kind}/niets/").status_code == 404


def test_the_week_takes_few_queries(base, bureau, silent, django_assert_max_num_queries):
    year_with_phases(timezone.localdate().year)
    bureau.get(f"{base}week/")
    with django_assert_max_num_queries(75):
        assert bureau.get(f"{base}week/").status_code == 200


def test_the_week_reads_in_english_too(base, bureau, silent):
    bureau.cookies["schakel_language"] = "en"
    assert "What needs us this week?" in bureau.get(f"{base}week/").content.decode()
