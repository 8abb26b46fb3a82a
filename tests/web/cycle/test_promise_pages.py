# SPDX-License-Identifier: EUPL-1.2
"""Open promises by owner, and action points: noted, changed, done in two clicks, dropped, taken up again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from tests.cycle.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AgreementFactory,
    CycleYearFactory,
    DecisionFactory,
    MeetingFactory,
)
from tests.programme.factories import InitiativeFactory, PartnerFactory

from schakel.cycle.models import ActionPoint
from schakel.cycle.queries.promises import open_promises
from schakel.cycle.sight import PUBLIC
from schakel.web.cycle.decisions.promise_pages import answer_words

TODAY = timezone.localdate()
LATER = TODAY + timedelta(90)


@pytest.fixture
def site(reader):
    return reader.get("/").url


def held(**fields):
    return AgendaItemFactory(meeting=MeetingFactory(state="closed", on=date(2020, 3, 12), **fields))


def test_without_promises_the_page_says_what_will_stand_here(reader, site):
    reader.get("/taal/en/")
    page = reader.get(f"{site}board/toezeggingen/").content.decode()
    assert "No promise is open." in page
    assert "until they are carried out" in page


def test_promises_stand_by_owner_with_what_is_late_first(reader, site):
    CycleYearFactory(year=TODAY.year)
    late = PartnerFactory(name="Zandbedrijf")
    calm = PartnerFactory(name="Aardbedrijf")
    DecisionFactory(item=held(), owner=late, due_on=TODAY - timedelta(3), on=date(2020, 3, 12))
    ActionPointFactory(owner=calm, due_on=LATER)
    AgreementFactory(owner=calm, due_on=LATER)
    response = reader.get(f"{site}board/toezeggingen/")
    groups = response.context["groups"]
    assert [(g.name, g.n_late, len(g.promises)) for g in groups] == [
        ("Zandbedrijf", 1, 1),
        ("Aardbedrijf", 0, 2),
    ]
    assert groups[0].promises[0].promise.carried_from == 2020
    assert not any(p.done for g in groups for p in g.promises)
    rows = response.context["tables"]["promises"].rows
    assert [r.cells[4].value for r in rows] == [3, 0, 0]


def test_the_answer_in_words(db):
    CycleYearFactory(year=2031)
    ActionPointFactory(meeting=MeetingFactory(state="closed", on=date(2030, 3, 1)), due_on=date(2031, 1, 1))
    ActionPointFactory(due_on=date(2032, 1, 1))
    with translation.override("en"):
        found = open_promises(PUBLIC, date(2031, 5, 6))
        assert (
            answer_words(found, "en")
            == "2 promises are open; 1 of them is late. 1 comes from an earlier year."
        )
        assert answer_words([p for p in found if not p.is_late][:1], "en").startswith(
            "1 promise is open; none of them is late."
        )


def test_they_are_narrowed_down_by_owner_and_kind(reader, site):
    owner = PartnerFactory(code="gemeente")
    ActionPointFactory(owner=owner, text="Zaal huren")
    ActionPointFactory(text="Taart halen")
    AgreementFactory(owner=owner, text="Samen zaaien")
    page = reader.get(f"{site}board/toezeggingen/?eigenaar=gemeente&soort=action").context
    assert [p.promise.text for g in page["groups"] for p in g.promises] == ["Zaal huren"]
    sent = reader.get(f"{site}board/toezeggingen/?eigenaar=gemeente&file=promises.csv").content.decode()
    assert "Zaal huren" in sent and "Samen zaaien" in sent and "Taart halen" not in sent


def test_an_action_point_is_done_in_two_clicks(bureau, site):
    action = ActionPointFactory(text="Zaal huren")
    page = bureau.get(f"{site}board/toezeggingen/").content.decode()
    address = f"{site}board/actiepunten/{action.pk}/gereed/"
    assert f'href="{address}"' in page
    form = bureau.get(address)
    on = form.context["form"]["on"].initial
    sent = bureau.post(address, {"on": on.isoformat(), "version": form.context["version"]})
    assert sent.url == f"{site}board/actiepunten/{action.pk}/"
    action.refresh_from_db()
    assert action.done_on == TODAY
    assert "Zaal huren" not in bureau.get(f"{site}board/toezeggingen/").content.decode()


def test_a_decision_is_done_in_two_clicks(bureau, site):
    decision = DecisionFactory(item=held(), on=date(2020, 3, 12), number="2020-001")
    address = f"{site}board/besluiten/2020-001/voortgang/"
    assert f'href="{address}?status=executed"' in bureau.get(f"{site}board/toezeggingen/").content.decode()
    form = bureau.get(f"{address}?status=executed").context["form"]
    assert form["status"].initial == "executed"
    bureau.post(address, {"status": "executed", "on": TODAY.isoformat()})
    assert decision.steps.get().status == "executed"


def test_an_agreement_is_settled_where_agreements_are(bureau, site):
    agreement = AgreementFactory()
    page = bureau.get(f"{site}board/toezeggingen/").content.decode()
    assert f'href="{site}board/afspraken/{agreement.pk}/afronden/"' in page


def test_a_partner_marks_its_own_action_points_as_done_only(sign_in, site):
    mine = PartnerFactory(code="mijn")
    own, other = ActionPointFactory(owner=mine), ActionPointFactory()
    secret = ActionPointFactory(owner=mine, is_confidential=True)
    partner = sign_in("partner", partner=mine)
    page = partner.get(f"{site}board/toezeggingen/").content.decode()
    assert f"board/toezeggingen/mijn/actiepunten/{own.pk}/" in page
    assert f"actiepunten/{other.pk}/gereed" not in page
    given = {"on": TODAY.isoformat(), "result": "Af"}
    assert partner.post(f"{site}board/toezeggingen/mijn/actiepunten/{own.pk}/", given).status_code == 302
    for key in (other.pk, secret.pk):
        assert partner.post(f"{site}board/toezeggingen/mijn/actiepunten/{key}/", given).status_code == 404
    code = other.owner.code
    assert partner.post(f"{site}board/toezeggingen/{code}/actiepunten/{other.pk}/", given).status_code == 403
    assert partner.post(f"{site}board/actiepunten/{own.pk}/gereed/", given).status_code == 403
    assert set(ActionPoint.objects.filter(done_on__isnull=True)) == {other, secret}


def test_an_action_point_is_noted_for_an_item_in_session_or_a_decision(bureau, site):
    owner = PartnerFactory()
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"), is_confidential=True)
    decision = DecisionFactory(item=held())
    given = {"text": "Zaal huren", "owner": str(owner.pk), "due_on": LATER.isoformat()}
    address = f"{site}board/actiepunten/nieuw/"
    bureau.post(f"{address}?agendapunt={item.pk}", given)
    bureau.post(f"{address}?besluit={decision.number}", given)
    bureau.post(address, given)
    found = [(a.item, a.decision, a.is_confidential) for a in ActionPoint.objects.order_by("pk")]
    assert found == [(item, None, True), (decision.item, decision, False), (None, None, False)]
    for wrong in ("agendapunt=999999", "agendapunt=x", "besluit=2031-999"):
        assert bureau.get(f"{address}?{wrong}").status_code == 404
    closed = AgendaItemFactory(meeting=MeetingFactory(state="closed"))
    answer = bureau.post(f"{address}?agendapunt={closed.pk}", given)
    assert answer.status_code == 422
    assert "Zaal huren" in answer.content.decode()
    assert ActionPoint.objects.count() == 3


def test_its_date_moves_and_the_page_keeps_the_first(bureau, site):
    owner = PartnerFactory()
    given = {"text": "Zaal huren", "owner": str(owner.pk), "due_on": "2031-06-30"}
    address = bureau.post(f"{site}board/actiepunten/nieuw/", given).url
    bureau.post(f"{address}wijzigen/", given | {"due_on": "2031-09-01", "version": "1"})
    shown = bureau.get(address).context
    assert shown["a"].due_on == date(2031, 9, 1)
    assert shown["dates"] == [date(2031, 6, 30), date(2031, 9, 1)]
    clash = bureau.post(f"{address}wijzigen/", given | {"text": "Anders", "version": "1"})
    assert clash.status_code == 422
    assert "Anders" in clash.content.decode()


def test_it_is_dropped_with_a_reason_and_taken_up_again(bureau, site):
    action = ActionPointFactory()
    address = f"{site}board/actiepunten/{action.pk}/"
    assert bureau.post(f"{address}vervallen/", {"on": TODAY.isoformat()}).status_code == 422
    bureau.post(f"{address}vervallen/", {"on": TODAY.isoformat(), "reason": "Achterhaald"})
    assert "Achterhaald" in bureau.get(address).content.decode()
    assert bureau.get(f"{address}heropenen/").status_code in (403, 405)
    bureau.post(f"{address}heropenen/", {"version": "2"})
    action.refresh_from_db()
    assert (action.dropped_on, action.result) == (None, "")


def test_others_read_an_action_point_and_change_nothing(sign_in, reader, site):
    action = ActionPointFactory()
    address = f"{site}board/actiepunten/{action.pk}/"
    assert reader.get(address).status_code == 200
    for role in ("partner", "lead", "council", "acquisition", "administrator"):
        client = sign_in(role, partner=PartnerFactory(), initiative=InitiativeFactory())
        page = client.get(address).content.decode()
        for deed in ("wijzigen", "gereed", "vervallen"):
            assert f"{address}{deed}/" not in page
            assert client.post(f"{address}{deed}/", {}).status_code == 403
        assert client.post(f"{address}heropenen/", {}).status_code == 403
        assert client.get(f"{site}board/actiepunten/nieuw/").status_code == 403


def test_the_page_takes_few_questions_however_many_promises(reader, site, django_assert_max_num_queries):
    for _ in range(25):
        DecisionFactory(item=held())
        ActionPointFactory()
        AgreementFactory()
    with django_assert_max_num_queries(15):
        assert reader.get(f"{site}board/toezeggingen/").status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_speak_both_languages(language, bureau, site):
    action = ActionPointFactory()
    bureau.get(f"/taal/{language}/")
    for address in ("board/toezeggingen/", f"board/actiepunten/{action.pk}/", "board/actiepunten/nieuw/"):
        page = bureau.get(f"{site}{address}")
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.content.decode()
