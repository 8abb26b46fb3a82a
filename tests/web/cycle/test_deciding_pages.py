# SPDX-License-Identifier: EUPL-1.2
"""Record a decision from its agenda item: the effect first, then only what that needs; nothing is lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.cycle.factories import (
    AgendaItemFactory,
    CycleYearFactory,
    DecisionFactory,
    DeviationFactory,
    MeasurementFactory,
    MeetingFactory,
)
from tests.programme.factories import (
    CauseFactory,
    IndicatorFactory,
    InitiativeFactory,
    PartnerFactory,
    ReportingPeriodFactory,
)

from schakel.cycle.models import (
    AdoptedMinutes,
    AgendaOption,
    CourseDraft,
    CourseVersion,
    Decision,
    DecisionEffect,
    Yardstick,
)
from schakel.programme.models import IndicatorTarget, Initiative, Partner, Strengthening
from schakel.web.cycle.decisions.suggesting import suggested_effects, suggested_subject

MADE = {
    "created_at": timezone.now(),
    "changed_at": timezone.now(),
    "created_by": "account:1",
    "changed_by": "account:1",
}


@pytest.fixture
def site(reader):
    return reader.get("/").url


@pytest.fixture
def meeting():
    return MeetingFactory(state="in_session", on=date(2020, 3, 12))


@pytest.fixture
def send(bureau, site):
    """Record a decision about an item through its form."""
    owner = PartnerFactory(name="Voorbeeldgemeente")

    def sent(item, effect="none", **given):
        fields = {"text": "Het bestuur stemt in", "owner": str(owner.pk), "due_on": "2020-06-30"}
        address = f"{site}board/agendapunten/{item.pk}/besluiten/?effect={effect}"
        return bureau.post(address, fields | given)

    return sent


def test_an_ordinary_decision_is_recorded_and_shown(send, bureau, site, meeting):
    item = AgendaItemFactory(meeting=meeting)
    answer = send(item, reason="Het moet", is_confidential="")
    made = Decision.objects.get()
    assert answer.url == f"{site}board/besluiten/2020-001/"
    assert (made.text, made.reason, made.effect, made.is_confidential) == (
        "Het bestuur stemt in",
        "Het moet",
        "none",
        False,
    )
    assert bureau.get(answer.url).status_code == 200


def test_without_a_suggestion_the_form_opens_at_once_and_asks_five_things(bureau, site, meeting):
    item = AgendaItemFactory(meeting=meeting)
    AgendaOption.objects.create(item=item, title="Eén loket", is_advised=True, **MADE)
    form = bureau.get(f"{site}board/agendapunten/{item.pk}/besluiten/").context["form"]
    assert list(form.fields) == ["text", "owner", "due_on", "reason", "is_confidential", "replaces"]
    assert form["text"].initial == "Eén loket"


def test_with_a_suggestion_the_effect_is_chosen_first_by_plain_links(bureau, site, meeting):
    item = AgendaItemFactory(meeting=meeting, source_kind="initiative", source_key="techlab")
    page = bureau.get(f"{site}board/agendapunten/{item.pk}/besluiten/")
    assert "form" not in page.context
    assert [effect for effect, _words in page.context["suggested"]] == [
        "change_initiative",
        "consolidate_initiative",
        "stop_initiative",
    ]
    told = page.content.decode()
    for effect in DecisionEffect.values:
        assert f"besluiten/?effect={effect}" in told


@pytest.mark.parametrize("effect", DecisionEffect.values)
def test_every_effect_has_a_form_of_its_own(effect, bureau, site, meeting):
    item = AgendaItemFactory(meeting=meeting)
    answer = bureau.get(f"{site}board/agendapunten/{item.pk}/besluiten/?effect={effect}")
    assert answer.status_code == 200
    fields = set(answer.context["form"].fields)
    assert ("effect_on" in fields) == (effect not in ("none", "start_initiative"))
    assert ("lesson" in fields) == (effect in ("stop_initiative", "consolidate_initiative"))


@pytest.mark.parametrize(
    ("kind", "key", "effect", "subject"),
    [
        ("measurement", "abc", "adopt_diagnosis", "abc"),
        ("element", "talent", "start_initiative", "talent"),
        ("initiative", "techlab", "stop_initiative", "techlab"),
        ("alarm", "no_update:techlab", "change_initiative", "techlab"),
        ("partner", "bedrijf", "admit_partner", "bedrijf"),
        ("indicator", "banen", "adopt_target", "banen"),
        ("meeting", "maart", "adopt_minutes", "maart"),
        ("evaluation", "2031", "adopt_evaluation", "2031"),
        ("course", "concept", "adopt_course", "concept"),
    ],
)
def test_what_an_item_is_about_says_what_is_likely_to_change(kind, key, effect, subject):
    item = AgendaItemFactory.build(meeting=None, source_kind=kind, source_key=key)
    assert effect in suggested_effects(item)
    assert suggested_subject(item, effect) == subject
    assert suggested_subject(item, "close_period") == ""


def test_a_deviation_suggests_itself_and_the_step_of_its_initiative(reader):
    deviation = DeviationFactory()
    item = AgendaItemFactory.build(meeting=None, source_kind="deviation", source_key=str(deviation.pk))
    assert suggested_subject(item, "settle_deviation") == str(deviation.pk)
    assert suggested_subject(item, "stop_initiative") == deviation.initiative.code
    strange = AgendaItemFactory.build(meeting=None, source_kind="deviation", source_key="x")
    assert suggested_subject(strange, "stop_initiative") == ""


def test_an_initiative_is_started_through_the_form(send, meeting):
    cause = CauseFactory(element="talent")
    item = AgendaItemFactory(meeting=meeting, source_kind="element", source_key="talent")
    send(
        item,
        "start_initiative",
        name="Vakcollege",
        kind="campus",
        stage="sowing",
        cause=str(cause.pk),
        mechanism="Door te leren",
        activity="Bouw een lokaal",
    )
    assert Initiative.objects.get(code="vakcollege").stage == "sowing"
    assert Strengthening.objects.get().cause == cause


def test_a_gate_that_is_closed_is_told_and_everything_typed_stays(send, meeting):
    initiative = InitiativeFactory(code="techlab", stage="harvesting")
    item = AgendaItemFactory(meeting=meeting, source_kind="initiative", source_key="techlab")
    answer = send(
        item,
        "consolidate_initiative",
        effect_on="techlab",
        lesson="Een vaste trekker vanaf de eerste dag.",
        text="Techlab wordt blijvend",
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Techlab wordt blijvend" in page
    assert "Een vaste trekker vanaf de eerste dag." in page
    assert answer.context["form"].non_field_errors()
    initiative.refresh_from_db()
    assert initiative.stage == "harvesting"
    assert not Decision.objects.exists()


def test_an_initiative_is_stopped_through_the_form(send, meeting):
    initiative = InitiativeFactory(stage="sowing")
    send(
        AgendaItemFactory(meeting=meeting),
        "stop_initiative",
        effect_on=initiative.code,
        lesson="Een vaste trekker vanaf de eerste dag.",
    )
    initiative.refresh_from_db()
    assert initiative.stage == "stopped"
    assert Decision.objects.get().effect_name == initiative.name


def test_a_target_a_period_and_a_partner_through_the_form(send, meeting):
    indicator = IndicatorFactory(code="banen")
    ReportingPeriodFactory(
        code="2019", starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31), due_on=date(2020, 2, 1)
    )
    partner = PartnerFactory(code="nieuw-bedrijf", relation="candidate")
    item = AgendaItemFactory(meeting=meeting)
    send(item, "adopt_target", effect_on="banen", year="2024", value="1.250,5")
    send(item, "close_period", effect_on="2019")
    send(item, "admit_partner", effect_on="nieuw-bedrijf")
    assert IndicatorTarget.objects.get(indicator=indicator).value == Decimal("1250.5")
    assert Partner.objects.get(pk=partner.pk).relation == "partner"
    assert [d.effect for d in Decision.objects.order_by("number")] == [
        "adopt_target",
        "close_period",
        "admit_partner",
    ]


def test_minutes_are_adopted_through_the_form_and_the_one_choice_stands_ready(send, bureau, site, meeting):
    earlier = MeetingFactory(state="closed", on=date(2020, 2, 1), code="februari")
    MeetingFactory(state="closed", on=date(2020, 4, 1))
    item = AgendaItemFactory(meeting=meeting)
    form = bureau.get(f"{site}board/agendapunten/{item.pk}/besluiten/?effect=adopt_minutes").context["form"]
    assert form["effect_on"].initial == "februari"
    assert form["due_on"].initial == meeting.on
    send(item, "adopt_minutes", effect_on="februari")
    assert AdoptedMinutes.objects.get().meeting == earlier


def test_what_is_not_possible_cannot_be_chosen(bureau, site, meeting):
    InitiativeFactory(code="voorbij", stage="stopped")
    InitiativeFactory(code="van-anderen", relation="external")
    going = InitiativeFactory(stage="sowing")
    CycleYearFactory(year=2018, closed_on=date(2019, 1, 1))
    CycleYearFactory(year=2020)
    DeviationFactory(state="settled", initiative=going)
    Yardstick.objects.create(
        code="a", criterion="1", title="Maat", agreed_by=DecisionFactory(number="2019-001"), **MADE
    )
    version = CourseVersion.objects.create(
        course="c",
        version_name="1",
        content="x",
        content_sha256="0" * 64,
        valid_from=date(2019, 1, 1),
        recorded_at=timezone.now(),
        recorded_by="account:1",
    )
    CourseDraft.objects.create(
        code="oud", version_name="2", based_on=version, valid_from=date(2020, 1, 1), adopted=version, **MADE
    )
    item = AgendaItemFactory(meeting=meeting)

    def choices(effect):
        answer = bureau.get(f"{site}board/agendapunten/{item.pk}/besluiten/?effect={effect}")
        return [code for code, _name in answer.context["form"].fields["effect_on"].choices if code]

    assert choices("stop_initiative") == [going.code]
    assert choices("close_year") == ["2020"]
    assert choices("settle_deviation") == []
    assert choices("agree_yardstick") == []
    assert choices("adopt_course") == []


def test_the_links_of_a_diagnosis_are_chosen_by_their_reason(bureau, site, meeting):
    MeasurementFactory(identity="a" * 16)
    CycleYearFactory(year=2020)
    item = AgendaItemFactory(meeting=meeting, source_kind="measurement", source_key="a" * 16)
    form = bureau.get(f"{site}board/agendapunten/{item.pk}/besluiten/?effect=adopt_diagnosis").context["form"]
    assert form["effect_on"].initial == "a" * 16
    assert form["cycle"].initial == "2020"
    assert sum(name.startswith("link_") for name in form.fields) >= 3


def test_a_decision_about_a_confidential_item_is_confidential_without_asking(send, bureau, site, meeting):
    item = AgendaItemFactory(meeting=meeting, is_confidential=True)
    form = bureau.get(f"{site}board/agendapunten/{item.pk}/besluiten/?effect=none").context["form"]
    assert "is_confidential" not in form.fields
    send(item)
    assert Decision.objects.get().is_confidential


def test_an_open_item_may_have_a_confidential_decision(send, meeting):
    send(AgendaItemFactory(meeting=meeting), is_confidential="on")
    assert Decision.objects.get().is_confidential


def test_an_earlier_decision_on_the_agenda_is_the_one_that_is_replaced(send, bureau, site, meeting):
    old = DecisionFactory(number="2019-007")
    item = AgendaItemFactory(meeting=meeting, source_kind="decision", source_key="2019-007")
    form = bureau.get(f"{site}board/agendapunten/{item.pk}/besluiten/").context["form"]
    assert form["replaces"].initial == old
    send(item, replaces=str(old.pk))
    assert Decision.objects.get(number="2020-001").replaces == old


@pytest.mark.parametrize("missing", ["text", "owner", "due_on"])
def test_what_every_decision_has_is_asked_for_at_its_field(missing, send, meeting):
    answer = send(AgendaItemFactory(meeting=meeting), **{missing: ""})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [missing]
    assert not Decision.objects.exists()


def test_outside_a_session_the_page_says_so_and_records_nothing(send, bureau, site):
    item = AgendaItemFactory(meeting=MeetingFactory(state="closed", on=date(2020, 3, 12)))
    bureau.get("/taal/en/")
    assert "not in session" in bureau.get(f"{site}board/agendapunten/{item.pk}/besluiten/").content.decode()
    answer = send(item)
    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_only_the_programme_office_records_decisions(sign_in, reader, site, meeting):
    item = AgendaItemFactory(meeting=meeting)
    address = f"{site}board/agendapunten/{item.pk}/besluiten/"
    for role in ("partner", "lead", "board", "council", "acquisition", "administrator"):
        client = sign_in(role, partner=PartnerFactory(), initiative=InitiativeFactory())
        assert client.get(address).status_code == 403
        assert client.post(address, {"text": "Ja"}).status_code == 403
    assert reader.get(address).status_code == 302
    assert not Decision.objects.exists()


def test_there_is_nothing_to_decide_on_what_waits_or_does_not_exist(bureau, site):
    waiting = AgendaItemFactory(meeting=None, state="backlog")
    for key in (waiting.pk, 999_999):
        assert bureau.get(f"{site}board/agendapunten/{key}/besluiten/").status_code == 404
