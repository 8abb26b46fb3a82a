# SPDX-License-Identifier: EUPL-1.2
"""The pages of the year: the answer, the gates, what may be done and by whom."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.cycle.factories import (
    AdoptionFactory,
    ChallengeOwnerFactory,
    ChosenLinkFactory,
    DecisionFactory,
    MeetingFactory,
    year_with_phases,
)
from tests.cycle.supplying import TRACED, Supplier, supply_everything
from tests.programme.factories import InitiativeFactory, PartnerFactory

from schakel.cycle.models import CycleYear, Phase, YearClosure
from schakel.cycle.queries.years import phases_of
from schakel.programme.models import Lesson, UpdateRound

TODAY = timezone.localdate()
SAID = "Achtergebleven"


@pytest.fixture
def top(reader):
    return reader.get("/").url


@pytest.fixture
def cycle():
    """A year whose first phase runs until ten days from now."""
    year = TODAY.year
    cycle = year_with_phases(year, criteria=["3.1"])
    cycle.starts_on, cycle.ends_on = TODAY - timedelta(60), TODAY + timedelta(300)
    cycle.save()
    for n, phase in enumerate(phases_of(cycle)):
        phase.starts_on = TODAY - timedelta(50) + timedelta(60 * n)
        phase.ends_on = phase.starts_on + timedelta(60)
        phase.started_on = phase.starts_on if n == 0 else None
        phase.save()
    return cycle


def text_of(answer):
    return answer.content.decode()


def end_all(cycle):
    """Bring a year to its end, with everything there."""
    supplier = supply_everything(cycle)
    start, end = cycle.starts_on, cycle.ends_on
    UpdateRound.objects.update(opens_on=start, due_on=TODAY - timedelta(2))
    Lesson.objects.update(on=TODAY)
    cycle.talks.update(on=TODAY - timedelta(3))
    assert start < TODAY < end
    cycle.phases.update(started_on=start, ended_on=TODAY - timedelta(1))
    return supplier


def test_without_a_year_the_page_says_who_opens_one(reader, bureau, top):
    assert "board/jaar/nieuw" not in text_of(reader.get(f"{top}board/jaar/"))
    assert "board/jaar/nieuw" in text_of(bureau.get(f"{top}board/jaar/"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_says_the_phase_the_days_and_what_is_missing(reader, top, cycle, language, settings):
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = reader.get(f"{top}board/jaar/")
    assert answer.status_code == 200
    found = answer.context["sentences"]
    assert "10" in found[0]
    assert [g["state"].phase.kind for g in answer.context["gates"] if g["is_open"]] == ["diagnose"]
    assert "picture=wheel.phone" in text_of(answer)


def test_a_picture_and_the_table_of_the_year_are_files_of_the_page(reader, top, cycle):
    svg = reader.get(f"{top}board/jaar/?picture=wheel.desktop")
    assert svg["Content-Type"].startswith("image/svg+xml") and str(cycle.year) in text_of(svg)
    rows = text_of(reader.get(f"{top}board/jaar/?file=phases.csv")).splitlines()
    assert len(rows) == 6


def test_a_year_of_before_can_be_chosen(reader, top, cycle):
    year_with_phases(cycle.year - 1, closed_on=date(cycle.year - 1, 12, 31))
    page = text_of(reader.get(f"{top}board/jaar/"))
    assert f"board/jaar/{cycle.year - 1}/" in page
    assert reader.get(f"{top}board/jaar/{cycle.year - 1}/").status_code == 200
    assert reader.get(f"{top}board/jaar/?cyclus={cycle.year - 1}").context["cycle"].year == cycle.year - 1
    assert reader.get(f"{top}board/jaar/1999/").status_code == 404


def test_the_year_stays_within_its_budget(bureau, top, cycle, django_assert_max_num_queries):
    end_all(cycle)
    Phase.objects.filter(kind="evaluate").update(ended_on=None)
    for n in range(20):
        MeetingFactory(on=TODAY + timedelta(n))
        InitiativeFactory(stage="growing")
    with django_assert_max_num_queries(27):
        bureau.get(f"{top}board/jaar/")


def test_what_is_missing_is_named_with_where_to_supply_it(reader, top, cycle):
    owner = PartnerFactory(name="Voorbeeldschool")
    ChosenLinkFactory(adoption=AdoptionFactory(cycle=cycle), element="talent")
    ChallengeOwnerFactory(cycle=cycle, element="talent", partner=owner, answer="accepted")
    lines = reader.get(f"{top}board/jaar/{cycle.year}/dialogue/").context["lines"]
    by_code = {line.code: line for line in lines}
    assert by_code["owner_of_each_link"].is_there
    assert "Voorbeeldschool" in by_code["each_owner_heard"].names
    assert by_code["each_owner_heard"].count


def test_who_did_not_answer_is_for_the_bureau_and_the_board(reader, sign_in, top, cycle):
    InitiativeFactory(stage="growing", name=SAID)
    days = {"opens_on": TODAY - timedelta(30), "due_on": TODAY - timedelta(3)}
    UpdateRound.objects.create(code="r", title="Ronde", **days, **TRACED)
    address = f"{top}board/jaar/{cycle.year}/follow/"
    assert SAID not in text_of(reader.get(address))
    assert SAID in text_of(sign_in("board").get(address))


def test_the_bureau_opens_a_year_with_the_criteria_of_the_course(bureau, top):
    answer = bureau.post(f"{top}board/jaar/nieuw/", {"year": 2031, "focus": "Talent"})
    assert answer.status_code == 302
    cycle = CycleYear.objects.get()
    assert (cycle.year, cycle.criteria, cycle.focus) == (2031, ["3.1"], "Talent")
    assert cycle.phases.count() == 5


def test_a_year_beside_an_open_one_is_refused_in_words(bureau, top, cycle):
    answer = bureau.post(f"{top}board/jaar/nieuw/", {"year": cycle.year + 1})
    assert answer.status_code == 422
    assert str(cycle.year) in str(answer.context["form"].non_field_errors())


@pytest.mark.parametrize(
    "address", ["nieuw/", "{y}/onderwerp/wijzigen/", "{y}/diagnose/plannen/", "{y}/diagnose/starten/"]
)
@pytest.mark.parametrize("role", [None, "board", "lead", "partner"])
def test_only_the_bureau_changes_the_year(reader, sign_in, top, cycle, address, role):
    client = reader if role is None else sign_in(role)
    where = f"{top}board/jaar/{address.format(y=cycle.year)}"
    for answer in (client.get(where), client.post(where, {"year": 2040, "on": TODAY})):
        assert answer.status_code in (302, 403)
        assert answer.status_code == 403 or "/account/" in answer.url
    assert CycleYear.objects.count() == 1


def test_the_bureau_plans_a_phase_and_another_change_in_between_is_noticed(bureau, top, cycle):
    where, owner = f"{top}board/jaar/{cycle.year}/dialogue/plannen/", PartnerFactory()
    phase = cycle.phases.get(kind="dialogue")
    values = {"starts_on": phase.starts_on, "ends_on": phase.ends_on, "owner": owner.pk, "version": 1}
    assert bureau.post(where, values | {"owner_role": "voorzitter"}).status_code == 302
    phase.refresh_from_db()
    assert (phase.owner, phase.owner_role) == (owner, "voorzitter")
    assert bureau.post(where, values | {"note": "Later"}).status_code == 422


def test_a_phase_with_an_open_gate_does_not_end_and_the_page_says_why(bureau, top, cycle):
    page = text_of(bureau.get(f"{top}board/jaar/{cycle.year}/diagnose/"))
    assert "diagnose/beeindigen" not in page
    answer = bureau.post(f"{top}board/jaar/{cycle.year}/diagnose/beeindigen/", {"on": TODAY})
    assert answer.status_code == 422
    assert cycle.phases.get(kind="diagnose").ended_on is None


def test_a_phase_ends_and_the_next_starts(bureau, top, cycle):
    supplier = Supplier(cycle)
    for code in ("measurement", "adopted_diagnosis", "chosen_links"):
        supplier.supply(code)
    assert "diagnose/beeindigen" in text_of(bureau.get(f"{top}board/jaar/"))
    assert bureau.post(f"{top}board/jaar/{cycle.year}/diagnose/beeindigen/", {"on": TODAY}).status_code == 302
    assert "dialogue/starten" in text_of(bureau.get(f"{top}board/jaar/{cycle.year}/dialogue/"))
    assert bureau.post(f"{top}board/jaar/{cycle.year}/dialogue/starten/", {"on": TODAY}).status_code == 302
    assert cycle.phases.get(kind="dialogue").started_on == TODAY
    assert bureau.get(f"{top}board/jaar/{cycle.year}/nietbestaand/").status_code == 404


def test_a_year_of_which_all_phases_have_ended_asks_for_the_decision(bureau, top, cycle):
    supplier = end_all(cycle)
    answer = bureau.get(f"{top}board/jaar/")
    assert answer.context["state"].may_close
    assert 'name="source_kind" value="evaluation"' in text_of(answer)
    supplier.burden("surveys_closed")
    answer = bureau.get(f"{top}board/jaar/")
    assert not answer.context["state"].may_close
    assert 'name="source_kind" value="evaluation"' not in text_of(answer)
    assert [g["state"].phase.kind for g in answer.context["gates"] if g["is_open"]] == ["dialogue"]


def closed_before(cycle):
    earlier = year_with_phases(cycle.year - 1, closed_on=TODAY)
    return YearClosure.objects.create(
        cycle=earlier,
        decision=DecisionFactory(item__meeting__state="closed"),
        on=TODAY,
        gates=[],
        open_promises=[
            {"kind": "decision", "key": "1", "text": "Open toezegging", "owner": "School", "closed": False},
            {
                "kind": "decision",
                "key": "2",
                "text": "Besloten toezegging",
                "owner": "School",
                "closed": True,
            },
            {"kind": "decision", "key": "3", "text": "Zonder merkteken", "owner": "School"},
        ],
        recorded_at=timezone.now(),
        recorded_by="account:1",
    )


def test_the_new_year_shows_the_promises_that_last_year_left_open(reader, bureau, top, cycle):
    closed_before(cycle)
    for address in ("board/jaar/", "board/jaar/?file=carried.csv", "board/jaar/?file=carried.xlsx"):
        public = reader.get(f"{top}{address}").content
        assert b"Besloten toezegging" not in public and b"Zonder merkteken" not in public
    page, of_bureau = text_of(reader.get(f"{top}board/jaar/")), text_of(bureau.get(f"{top}board/jaar/"))
    assert "Open toezegging" in page
    assert "Besloten toezegging" in of_bureau


def test_a_closed_year_says_by_which_decision(reader, top, cycle):
    closure = closed_before(cycle)
    answer = reader.get(f"{top}board/jaar/{cycle.year - 1}/")
    assert closure.decision.number in text_of(answer)
    assert not answer.context["gates"]


def test_the_front_page_has_no_year_until_one_is_open(reader, top):
    answer = reader.get(top)
    assert answer.status_code == 200 and answer.context["year"] == {}


def test_the_front_page_shows_the_year_and_what_comes(reader, top, cycle, django_assert_max_num_queries):
    MeetingFactory(on=TODAY + timedelta(5), title="Voorbeeldvergadering lente")
    MeetingFactory(on=TODAY + timedelta(6), title="Nog een concept", state="draft", convened_at=None)
    for n in range(30):
        MeetingFactory(on=TODAY + timedelta(10 + n))
    with django_assert_max_num_queries(25):
        answer = reader.get(top)
    page = text_of(answer)
    assert "Voorbeeldvergadering lente" in page and "Nog een concept" not in page
    assert len(answer.context["year"]["dates"]) == 4
    assert [line.code for line in answer.context["year"]["missing"]] == [
        "measurement",
        "adopted_diagnosis",
        "chosen_links",
    ]
    assert reader.get(f"{top}?picture=year.phone").status_code == 200
