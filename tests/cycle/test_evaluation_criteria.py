# SPDX-License-Identifier: EUPL-1.2
"""Yardsticks of the criteria: the rule by hand and in general, computed readings, and who may change what."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cycle.factories import (
    AssessmentFactory,
    CourseVersionFactory,
    CycleYearFactory,
    DecisionFactory,
    MeetingFactory,
    YardstickFactory,
    YardstickReadingFactory,
)
from tests.cycle.made_up_stored import first_dossier
from tests.programme.factories import (
    ClaimFactory,
    ClaimStatementFactory,
    FundingProgrammeFactory,
    InitiativeFactory,
    LedgerEntryFactory,
    PartnerFactory,
)

from schakel.cycle.actions import yardsticks as actions
from schakel.cycle.models import Yardstick, YardstickReading
from schakel.cycle.queries.automatic_readings import SUGGESTED, Facts, codes_for
from schakel.cycle.queries.criteria import criteria_states
from schakel.cycle.queries.settlement import growth_of, item_of, level_of
from schakel.cycle.queries.yardsticks import (
    Aim,
    Shown,
    YardstickVerdict,
    all_together,
    judge_reading,
    typed_reading,
    wanted_on,
)
from schakel.cycle.queries.year_course import course_of_year
from schakel.diagnosis.dossier import Note
from schakel.programme.actions.entry_rules import EndsBeforeStart, NotYetHappened
from schakel.programme.models import Commitment, CommitmentEntry
from schakel.programme.recording import StillInUse

START, END = date(2030, 1, 1), date(2034, 1, 1)
HALF = date(2032, 1, 1)
AIM = Aim(1, Decimal(0), START, Decimal(100), END)


def verdict(aim, value, on=HALF, today=HALF):
    return judge_reading(aim, Shown(on, None if value is None else Decimal(value)), today)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (100, ("reached", "at_target")),
        (130, ("reached", "at_target")),
        (50, ("on_course", "on_line")),
        (49, ("behind", "below_line")),
        (None, ("unknown", "no_reading")),
    ],
)
def test_halfway_the_value_is_laid_beside_half_the_way(value, expected):
    """From 0 on 1 January 2030 to 100 on 1 January 2034: on 1 January 2032, 730 of 1461 days, 49.97."""
    assert wanted_on(AIM, HALF) == pytest.approx(Decimal("49.966"), abs=Decimal("0.001"))
    assert verdict(AIM, value) == expected


def test_after_the_last_day_only_the_target_is_good_enough():
    late = date(2034, 1, 2)
    assert verdict(AIM, 99, date(2033, 12, 1), late) == ("behind", "past_due")
    assert verdict(AIM, 100, date(2033, 12, 1), late) == ("reached", "at_target")


def test_where_less_is_better_the_rule_turns_round():
    fewer = Aim(-1, Decimal(100), START, Decimal(0), END)
    assert verdict(fewer, 0)[0] == "reached"
    assert verdict(fewer, 50)[0] == "on_course"
    assert verdict(fewer, 51)[0] == "behind"


@pytest.mark.parametrize(
    "missing", [{"target": None}, {"baseline": None}, {"baseline_on": None}, {"due_on": None}]
)
def test_without_a_target_or_a_way_it_cannot_be_said(missing):
    found, _because = verdict(replace(AIM, **missing), 50)
    assert found == "unknown"


def test_a_value_from_before_the_start_says_nothing_about_the_way():
    assert verdict(AIM, 50, date(2029, 12, 31)) == ("unknown", "no_line")


RANK = {"behind": 0, "unknown": 1, "on_course": 2, "reached": 3}
numbers = st.one_of(st.none(), st.decimals(-1000, 1000, places=2))
days = st.dates(date(2028, 1, 1), date(2036, 1, 1))


@given(
    st.sampled_from([1, -1]),
    numbers,
    st.one_of(st.none(), days),
    numbers,
    st.one_of(st.none(), days),
    st.decimals(-1000, 1000, places=2),
    st.decimals(0, 500, places=2),
    days,
    days,
)
def test_a_better_value_never_gives_a_worse_verdict(
    sign, start, start_on, target, due, value, more, on, today
):
    aim = Aim(sign, start, start_on, target, due)
    first, _ = judge_reading(aim, Shown(on, value), today)
    second, _ = judge_reading(aim, Shown(on, value + sign * more), today)
    assert RANK[second] >= RANK[first]


def test_over_several_yardsticks_the_weakest_counts():
    v = YardstickVerdict
    assert all_together([]) is None
    assert all_together([v.REACHED, v.REACHED]) == "reached"
    assert all_together([v.REACHED, v.ON_COURSE]) == "on_course"
    assert all_together([v.REACHED, v.UNKNOWN]) == "unknown"
    assert all_together([v.UNKNOWN, v.BEHIND]) == "behind"


def test_a_reading_that_was_corrected_or_taken_back_does_not_count():
    yardstick = YardstickFactory()
    wrong = YardstickReadingFactory(yardstick=yardstick, on=date(2031, 6, 1), value=10)
    YardstickReadingFactory(yardstick=yardstick, on=date(2031, 6, 1), value=12, corrects=wrong)
    later = YardstickReadingFactory(yardstick=yardstick, on=date(2031, 7, 1), value=99)
    YardstickReadingFactory(yardstick=yardstick, on=date(2031, 7, 1), value=None, corrects=later)
    shown = typed_reading(list(yardstick.readings.all()), date(2031, 12, 31))
    assert (shown.on, shown.value) == (date(2031, 6, 1), 12)


def test_only_what_was_known_by_then_is_read():
    reading = YardstickReadingFactory(on=date(2031, 6, 1))
    assert typed_reading([reading], date(2031, 5, 31)).because == "no_reading"


def propose(by, now, **parts):
    given = {"code": "vol", "criterion": "3.1", "title": "De laadplaats is vol", "unit": "vrachtwagens"}
    return actions.propose_yardstick(**given | parts, by=by, at=now)


def test_a_yardstick_changes_until_the_board_agrees_it(by, now):
    yardstick = propose(by, now, target=Decimal(40))
    yardstick = actions.change_yardstick(
        yardstick=yardstick, changes={"target": Decimal(50)}, by=by, at=now, expected_version=1
    )
    decision = DecisionFactory()
    actions.agree_yardstick(yardstick=yardstick, decision=decision, by=by, at=now)
    yardstick.refresh_from_db()
    assert (yardstick.agreed_by, yardstick.target) == (decision, 50)
    for again in (
        lambda: actions.change_yardstick(yardstick=yardstick, changes={"target": Decimal(1)}, by=by, at=now),
        lambda: actions.agree_yardstick(yardstick=yardstick, decision=decision, by=by, at=now),
        lambda: actions.withdraw_yardstick(yardstick=yardstick, by=by, at=now),
    ):
        with pytest.raises(actions.AgreedAlready) as refused:
            again()
        assert refused.value.details["name"] == "De laadplaats is vol"


def test_a_proposal_must_be_complete_in_itself(by, now):
    with pytest.raises(actions.TargetIncomplete):
        propose(by, now, unit="", target=Decimal(40))
    with pytest.raises(actions.TargetIncomplete):
        propose(by, now, baseline=Decimal(1))
    with pytest.raises(EndsBeforeStart):
        propose(by, now, baseline=Decimal(1), baseline_on=END, due_on=START)


def test_a_proposal_can_be_taken_away_until_a_value_hangs_on_it(by, now):
    first, second = propose(by, now), propose(by, now, code="tweede")
    actions.withdraw_yardstick(yardstick=first, by=by, at=now)
    YardstickReadingFactory(yardstick=second)
    with pytest.raises(StillInUse):
        actions.withdraw_yardstick(yardstick=second, by=by, at=now)
    assert list(Yardstick.objects.values_list("code", flat=True)) == ["tweede"]


def test_a_value_is_read_with_its_source_and_never_of_a_day_to_come(by, now):
    yardstick = propose(by, now)
    given = {"yardstick": yardstick, "value": Decimal(4), "today": date(2031, 5, 6), "by": by, "at": now}
    with pytest.raises(actions.SourceNeeded):
        actions.read_yardstick(on=date(2031, 5, 1), source=" ", **given)
    with pytest.raises(NotYetHappened):
        actions.read_yardstick(on=date(2031, 5, 7), source="telling", **given)
    row = actions.read_yardstick(on=date(2031, 5, 1), source="telling", **given)
    with pytest.raises(actions.SameDay):
        actions.read_yardstick(on=date(2031, 5, 1), source="telling", **given)
    assert (row.value, row.source) == (4, "telling")


def test_a_correction_is_a_new_row_and_is_made_once(by, now):
    row = YardstickReadingFactory(on=date(2031, 5, 1), value=4)
    given = {"on": date(2031, 5, 1), "source": "telling", "note": "typefout", "today": date(2031, 5, 6)}
    actions.correct_reading(reading=row, value=Decimal(5), by=by, at=now, **given)
    assert YardstickReading.objects.get(pk=row.pk).value == 4
    with pytest.raises(actions.CorrectedAlready):
        actions.correct_reading(reading=row, value=Decimal(6), by=by, at=now, **given)


def test_a_day_of_which_the_value_was_taken_back_may_be_read_again(by, now):
    row = YardstickReadingFactory(on=date(2031, 5, 1), value=4)
    given = {"on": date(2031, 5, 1), "source": "telling", "today": date(2031, 5, 6), "by": by, "at": now}
    actions.correct_reading(reading=row, value=None, note="vergissing", **given)
    assert actions.read_yardstick(yardstick=row.yardstick, value=Decimal(5), **given).value == 5


def test_nobody_types_a_value_that_is_computed(by, now):
    yardstick = propose(by, now, automatic="coalition_size", unit="")
    assert yardstick.unit == "partners"
    with pytest.raises(actions.ComputedByItself):
        actions.read_yardstick(
            yardstick=yardstick,
            on=date(2031, 5, 1),
            value=Decimal(4),
            source="x",
            today=date(2031, 5, 6),
            by=by,
            at=now,
        )


def states(cycle, today=date(2031, 12, 1), dossier=None):
    return criteria_states(course_of_year(cycle), Facts(cycle, today, lambda: dossier))


@pytest.fixture
def cycle():
    CourseVersionFactory()
    return CycleYearFactory(year=2031)


def test_a_criterion_without_an_agreed_yardstick_has_no_verdict(cycle):
    YardstickFactory(target=10, baseline=0, baseline_on=START, due_on=END)
    (criterion,) = states(cycle)
    assert criterion.code == "3.1"
    assert criterion.verdict == ""
    assert (len(criterion.yardsticks), criterion.n_agreed) == (1, 0)


def test_an_agreed_yardstick_gives_the_verdict_and_its_open_decision(cycle):
    held = DecisionFactory(item__meeting=MeetingFactory(state="closed"))
    yardstick = YardstickFactory(target=10, baseline=0, baseline_on=START, due_on=END, agreed_by=held)
    YardstickReadingFactory(yardstick=yardstick, value=9)
    YardstickFactory(target=100, baseline=0, baseline_on=START, due_on=END)
    (criterion,) = states(cycle)
    assert criterion.verdict == "on_course"
    assert {y.decision for y in criterion.yardsticks} == {held.number, ""}


def test_a_decision_that_is_confidential_is_not_named(cycle):
    secret = DecisionFactory(item__meeting=MeetingFactory(state="closed"), is_confidential=True)
    YardstickFactory(agreed_by=secret)
    (criterion,) = states(cycle)
    assert [(y.is_agreed, y.decision) for y in criterion.yardsticks] == [(True, "")]


def test_each_hub_that_the_criterion_names_has_its_own_verdict(cycle):
    hub = InitiativeFactory(code="laadplaats", name="De laadplaats")
    (criterion,) = states(cycle)
    assert [(h.name, h.verdict) for h in criterion.hubs] == [("De laadplaats", "")]
    yardstick = YardstickFactory(initiative=hub, target=5, agreed_by=DecisionFactory())
    YardstickReadingFactory(yardstick=yardstick, value=6)
    (criterion,) = states(cycle)
    assert criterion.hubs[0].verdict == "reached"


def test_every_suggested_reading_can_be_read_on_an_empty_register(cycle):
    facts = Facts(cycle, date(2031, 12, 1), lambda: None)
    for code in codes_for("unknown"):
        shown = facts.read(code)
        assert shown.value is None or shown.value == 0
        assert shown.value is not None or shown.because
    assert codes_for("9.3") == SUGGESTED["9.3"]


def test_the_growth_of_the_coalition_is_counted_over_the_year(cycle):
    PartnerFactory(joined_on=date(2025, 1, 1))
    PartnerFactory(joined_on=date(2025, 1, 1), left_on=date(2031, 3, 1))
    for _ in range(3):
        PartnerFactory(joined_on=date(2031, 2, 1))
    PartnerFactory(joined_on=date(2031, 2, 1), invented=True)
    PartnerFactory(relation="candidate", joined_on=date(2031, 2, 1))
    facts = Facts(cycle, date(2031, 12, 1), lambda: None)
    assert facts.read("coalition_size").value == 4
    assert facts.read("coalition_net").value == 2


def test_money_of_new_partners_is_what_they_delivered(cycle):
    traced = {f: "account:1" for f in ("created_by", "changed_by")}
    now = {f: "2031-01-01T00:00:00Z" for f in ("created_at", "changed_at")}
    for joined, amount in ((date(2031, 2, 1), "500.00"), (date(2025, 1, 1), "900.00")):
        partner = PartnerFactory(joined_on=joined)
        commitment = Commitment.objects.create(
            code=f"bijdrage-{amount}",
            partner=partner,
            kind="money",
            title="Bijdrage",
            unit="EUR",
            **traced,
            **now,
        )
        for step in ("promised", "delivered"):
            CommitmentEntry.objects.create(
                commitment=commitment,
                step=step,
                amount=amount,
                on=date(2031, 3, 1),
                recorded_at="2031-03-01T00:00:00Z",
                recorded_by="account:1",
            )
    shown = Facts(cycle, date(2031, 12, 1), lambda: None).read("new_partners_eur")
    assert (shown.value, shown.n) == (500, 1)


def test_elicited_money_is_laid_beside_own_money(cycle):
    scheme = FundingProgrammeFactory(kind="scheme")
    LedgerEntryFactory(programme=scheme, kind="granted", amount_eur="100.00")
    claim = ClaimFactory(kind="investment", unit="EUR", investor="private", programme=scheme)
    ClaimStatementFactory(claim=claim, step="realised", method="counted", amount="250.00")
    facts = Facts(cycle, date(2031, 12, 1), lambda: None)
    assert facts.read("elicited:private").value == Decimal("2.5")
    assert facts.read("elicited:public").because == "nothing_realised"


def test_the_answers_of_partners_are_read_as_everybody_may_see_them(cycle):
    partners = [PartnerFactory() for _ in range(4)]
    for partner in partners[:2]:
        AssessmentFactory(cycle=cycle, partner=partner, scores={"direction": 4})
    facts = Facts(cycle, date(2031, 12, 1), lambda: None)
    assert facts.read("assessment_response").value == 50
    assert facts.read("assessment:direction").because == "few_answers"
    AssessmentFactory(cycle=cycle, partner=partners[2], scores={"direction": 1})
    assert Facts(cycle, date(2031, 12, 1), lambda: None).read("assessment:direction").value == 3


def series(item, values, breaks=()):
    """Return an item of the picture with another series of its own area."""
    own = item.lines[0]
    known = {p.period: p for p in own.points}
    points = tuple(replace(known[period], value=value) for period, value in values.items())
    notes = tuple(
        Note("series_break", {"from_period": b, "reason_nl": "x", "reason_en": "x"}) for b in breaks
    )
    return replace(item, lines=(replace(own, points=points), *item.lines[1:]), breaks=notes)


def test_growth_is_counted_within_a_series_and_never_over_a_break():
    item = item_of(first_dossier(), "establishments")
    whole = series(item, {2018: 200.0, 2024: 220.0})
    assert growth_of(whole, 2018).value == pytest.approx(10.0)
    assert growth_of(whole, 2018).n_peers == 5
    broken = growth_of(series(item, {2018: 200.0, 2024: 220.0}, breaks=(2020,)), 2018)
    assert (broken.value, broken.because) == (None, "break")
    earlier = growth_of(series(item, {2018: 200.0, 2024: 220.0}, breaks=(2018,)), 2018)
    assert earlier.value == pytest.approx(10.0)


def test_what_larger_areas_count_is_not_called_the_regions_own():
    item = item_of(first_dossier(), "jobs")
    assert not item.is_region_exact
    growth = growth_of(item, 2020)
    assert growth.value is None
    assert growth.low is not None
    assert level_of(item).value is None


def test_a_level_and_a_growth_are_read_from_the_diagnosis(cycle):
    dossier = first_dossier()
    facts = Facts(cycle, date(2031, 12, 1), lambda: dossier)
    shown = facts.read("level:establishments")
    assert float(shown.value) == pytest.approx(item_of(dossier, "establishments").standing.value)
    assert shown.on == date(2024, 12, 31)
    assert facts.read("level:jobs").because == "not_of_region"
    assert facts.read("growth:establishments", date(2010, 1, 1)).because == "break"
    assert facts.read("level:nonsense").because == "no_figure"
