# SPDX-License-Identifier: EUPL-1.2
"""What an agenda item comes from: every kind is found where it is kept, by nobody who may not see it."""

from datetime import UTC, date, datetime

import pytest
from tests.cycle.factories import (
    AgendaItemFactory,
    AgreementFactory,
    CycleYearFactory,
    DecisionFactory,
    DeviationFactory,
    MeasurementFactory,
    MeetingFactory,
    NeedFactory,
    TalkFactory,
)
from tests.programme.factories import (
    CauseFactory,
    ClaimFactory,
    ClaimStatementFactory,
    IndicatorFactory,
    InitiativeFactory,
    PartnerFactory,
    ProgressUpdateFactory,
    ProposalFactory,
)

from schakel.cycle.models import Assumption, CourseDraft, CourseVersion, SourceKind
from schakel.cycle.queries.sources import is_public, place_of, resolve
from schakel.cycle.sight import BOARD_SIGHT, PUBLIC
from schakel.programme.models import ContextSignal, Recommendation

AT = datetime(2031, 1, 1, tzinfo=UTC)
STAMPS = {"created_at": AT, "changed_at": AT, "created_by": "account:1", "changed_by": "account:1"}
KNOWN = {"talent": "Talent", "abc123": "Banen in de industrie", "double-names": "Dubbele namen"}


def make_sources():
    """One of every kind: its key and title."""
    initiative = InitiativeFactory(code="hub", name="Hub")
    held = MeetingFactory(code="maart", title="Maart", state="closed")
    decision = DecisionFactory(item=AgendaItemFactory(meeting=held), number="2031-001", text="Wij doen het")
    CycleYearFactory(year=2031)
    version = CourseVersion.objects.create(
        course="made-up",
        version_name="1",
        content="a: 1",
        content_sha256="0" * 64,
        valid_from=date(2031, 1, 1),
        recorded_at=AT,
        recorded_by="account:1",
    )
    CourseDraft.objects.create(
        code="concept", version_name="Koers 2", based_on=version, valid_from=date(2032, 1, 1), **STAMPS
    )
    Assumption.objects.create(code="groei", statement="De industrie groeit", **STAMPS)
    signal = ContextSignal.objects.create(title="Andere regels", on=date(2031, 1, 1), kind="policy", **STAMPS)
    advice = Recommendation.objects.create(report="Advies", text="Kies minder", **STAMPS)
    need = NeedFactory(initiative=initiative, text="Een koper")
    proposal = ProposalFactory(title="Nieuw onderwerp")
    deviation = DeviationFactory(initiative=initiative, what="Later klaar")
    agreement = AgreementFactory(text="Wij bellen")
    PartnerFactory(code="alfa", name="Alfa")
    ClaimFactory(code="banen", title="Banen")
    IndicatorFactory(code="stages", title="Stages")
    MeasurementFactory(identity="00ff", year=2030)
    return {
        SourceKind.ELEMENT: ("talent", "Talent"),
        SourceKind.INITIATIVE: ("hub", "Hub"),
        SourceKind.ALARM: ("overdue_quartermaster:hub", "Hub"),
        SourceKind.CLAIM: ("banen", "Banen"),
        SourceKind.CONTRADICTION: ("abc123", "Banen in de industrie"),
        SourceKind.CHECK: ("double-names", "Dubbele namen"),
        SourceKind.DEVIATION: (str(deviation.pk), "Hub: Later klaar"),
        SourceKind.NEED: (str(need.pk), "Hub: Een koper"),
        SourceKind.PROPOSAL: (str(proposal.pk), "Nieuw onderwerp"),
        SourceKind.AGREEMENT: (str(agreement.pk), "Wij bellen"),
        SourceKind.PERCEPTION: ("talent", "Talent"),
        SourceKind.SIGNAL: (str(signal.pk), "Andere regels"),
        SourceKind.ASSUMPTION: ("groei", "De industrie groeit"),
        SourceKind.RECOMMENDATION: (str(advice.pk), "Kies minder"),
        SourceKind.PARTNER: ("alfa", "Alfa"),
        SourceKind.INDICATOR: ("stages", "Stages"),
        SourceKind.MEASUREMENT: ("00ff", ""),
        SourceKind.MEETING: ("maart", "Maart"),
        SourceKind.DECISION: (decision.number, "2031-001: Wij doen het"),
        SourceKind.EVALUATION: ("2031", ""),
        SourceKind.COURSE: ("concept", "Koers 2"),
        SourceKind.CAPACITY: ("2031", ""),
    }


def test_every_kind_of_source_is_found_with_its_title():
    made = make_sources()
    assert set(made) == set(SourceKind) - {SourceKind.NONE}
    for kind, (key, title) in made.items():
        found = resolve(kind, key, known=KNOWN, sight=BOARD_SIGHT)
        assert found is not None, kind
        assert (found.kind, found.key, found.title) == (kind, key, title)
        assert found.page


def test_the_page_of_a_source_is_told_without_looking_it_up(django_assert_num_queries):
    made = make_sources()
    found = {k: resolve(k, key, known=KNOWN, sight=BOARD_SIGHT) for k, (key, _) in made.items()}
    with django_assert_num_queries(0):
        places = {kind: place_of(kind, key) for kind, (key, _) in made.items()}
    for kind, place in places.items():
        if place is not None and kind != SourceKind.DEVIATION:
            assert place.page == found[kind].page, kind
            assert list(place.args) == [str(a) for a in found[kind].args], kind
    assert place_of("none", "") is None


@pytest.mark.parametrize("kind", SourceKind.values)
@pytest.mark.parametrize("key", ["", "bestaat-niet", "0", "-1", "9" * 30, "1; DROP TABLE", "x" * 200])
def test_what_is_not_there_is_not_found(kind, key):
    assert resolve(kind, key, known=KNOWN, sight=BOARD_SIGHT) is None


def test_a_kind_that_does_not_exist_is_not_found():
    assert resolve("planet", "1", known=KNOWN) is None


def test_an_alarm_names_its_rule_and_may_be_about_the_whole_portfolio():
    InitiativeFactory(code="hub", name="Hub", stage="sowing")
    found = resolve("alarm", "overdue_quartermaster:hub")
    assert (found.title, found.detail) == ("Hub", "overdue_quartermaster")
    assert dict(found.facts) == {"stage": "sowing"}
    whole = resolve("alarm", "too_many_new:")
    assert (whole.title, whole.detail) == ("", "too_many_new")
    assert resolve("alarm", "overdue_quartermaster:nergens") is None
    assert resolve("alarm", "no_such_rule:hub") is None


def test_what_is_known_of_an_initiative_is_its_stage_owner_and_last_lights():
    initiative = InitiativeFactory(stage="growing", owner=PartnerFactory(name="Alfa"))
    ProgressUpdateFactory(initiative=initiative, on=date(2031, 1, 1), time="red", time_reason="Stil")
    ProgressUpdateFactory(initiative=initiative, on=date(2031, 2, 1), money="amber", money_reason="Duur")
    facts = dict(resolve("initiative", initiative.code).facts)
    assert facts == {
        "stage": "growing",
        "owner": "Alfa",
        "quality": "green",
        "time": "green",
        "money": "amber",
        "reported_on": date(2031, 2, 1),
    }


def test_what_is_not_known_is_left_out():
    assert resolve("initiative", InitiativeFactory(owner=None, stage="sowing").code).facts == (
        ("stage", "sowing"),
    )


def test_what_is_known_of_an_element_are_its_causes_and_what_strengthens_it():
    CauseFactory(element="talent")
    CauseFactory(element="talent")
    facts = dict(resolve("element", "talent", known=KNOWN).facts)
    assert facts == {"causes": 2, "activities": 0}


def test_the_last_thing_that_was_said_of_a_result_is_told():
    claim = ClaimFactory()
    ClaimStatementFactory(claim=claim, on=date(2030, 1, 1))
    ClaimStatementFactory(claim=claim, step="realised", method="count", on=date(2031, 1, 1))
    facts = dict(resolve("claim", claim.code).facts)
    assert facts == {"step": "realised", "said_on": date(2031, 1, 1)}


def test_what_is_not_public_is_found_by_who_may_see_it_only():
    need = NeedFactory()
    running = AgendaItemFactory(meeting=MeetingFactory(code="loopt", state="in_session"))
    decision = DecisionFactory(item=running)
    draft = MeetingFactory(code="klad", state="draft", convened_at=None)
    secret_talk = AgreementFactory(talk=TalkFactory(is_confidential=True))
    closed = {"need": str(need.pk), "decision": decision.number, "agreement": str(secret_talk.pk)}
    for kind, key in closed.items():
        assert resolve(kind, key, sight=PUBLIC) is None, kind
        assert not is_public(kind, key)
        assert resolve(kind, key, sight=BOARD_SIGHT) is not None, kind
    assert resolve("meeting", draft.code, sight=BOARD_SIGHT) is None
    assert resolve("meeting", "loopt", sight=PUBLIC) is not None


def test_the_lead_of_an_initiative_sees_its_needs():
    need = NeedFactory()
    assert resolve("need", str(need.pk), own=[need.initiative.code]) is not None
    assert resolve("need", str(need.pk), own=["een-ander"]) is None
