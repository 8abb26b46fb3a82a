# SPDX-License-Identifier: EUPL-1.2
"""The bureau: hours by task and role to the tenth, and the plan."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cycle.factories import BureauEffortFactory, BureauPlanFactory
from tests.programme.factories import (
    ActivityFactory,
)

from schakel.cycle.actions import bureau_hours, bureau_planning
from schakel.cycle.models import BureauCapacity, BureauEffort, BureauPlan
from schakel.cycle.queries.bureau import (
    bureau_years,
    hours_by_day,
    read_bureau_year,
    usual_lines,
)
from schakel.programme.actions.entry_rules import NegativeAmount, NotYetHappened
from schakel.programme.models import AuditEntry
from schakel.programme.recording import ChangedMeanwhile, WrongEntry

TODAY = date(2031, 5, 6)
TASKS = ("1", "2", "3")
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def log(by, now):
    """Return a function that writes down hours."""

    def logged(hours="4", **fields):
        given = {"on": TODAY, "task": "1", "role": "connect"} | fields
        return bureau_hours.log_hours(**given, hours=Decimal(hours), by=by, at=now)

    return logged


class TestWritingDown:
    def test_a_line_holds_day_task_role_and_hours_and_no_person(self, log):
        line = log("1.5", activity=ActivityFactory(), what=" Wandelgang ")
        assert (line.hours, line.task, line.role, line.what) == (Decimal("1.5"), "1", "connect", "Wandelgang")
        assert not {f.name for f in BureauEffort._meta.fields} & {"person", "employee", "account", "who"}

    @pytest.mark.parametrize(
        ("hours", "fields", "failure"),
        [
            ("0", {}, bureau_hours.NoHours),
            ("-1", {}, bureau_hours.NoHours),
            ("0.25", {}, bureau_hours.HoursNotInTenths),
            ("24.1", {}, bureau_hours.MoreThanADay),
            ("4", {"on": TODAY + timedelta(days=1)}, NotYetHappened),
            ("4", {"role": "vergaderen"}, WrongEntry),
            ("4", {"task": ""}, WrongEntry),
        ],
    )
    def test_what_cannot_be_right_is_refused(self, log, hours, fields, failure):
        with pytest.raises(failure):
            log(hours, **fields)
        assert not BureauEffort.objects.exists()

    def test_a_whole_day_and_a_tenth_are_possible(self, log):
        assert [log("24").hours, log("0.1").hours] == [Decimal("24.0"), Decimal("0.1")]

    def test_a_line_is_corrected_and_removed_with_a_trace(self, log, by, now):
        line = log()
        bureau_hours.correct_hours(
            entry=line, changes={"hours": Decimal("3.5")}, expected_version=1, by=by, at=now
        )
        with pytest.raises(ChangedMeanwhile):
            bureau_hours.correct_hours(entry=line, changes={"task": "2"}, expected_version=1, by=by, at=now)
        with pytest.raises(bureau_hours.MoreThanADay):
            bureau_hours.correct_hours(
                entry=line, changes={"hours": Decimal(80)}, expected_version=2, by=by, at=now
            )
        bureau_hours.remove_hours(entry=line, expected_version=2, by=by, at=now)
        assert not BureauEffort.objects.exists()
        actions = list(AuditEntry.objects.order_by("number").values_list("action", flat=True))
        assert actions == ["hours.log", "hours.correct", "hours.remove"]


class TestThePlan:
    def test_last_year_is_copied_once(self, by, now):
        BureauPlanFactory(year=2030, task="1", role="connect", hours="120.5", what="Bijeenkomsten")
        BureauPlanFactory(year=2030, task="2", hours="60")
        made = bureau_planning.copy_plan(from_year=2030, to_year=2031, by=by, at=now)
        assert [(m.year, m.task, m.role, m.hours) for m in made] == [
            (2031, "1", "connect", Decimal("120.5")),
            (2031, "2", "", Decimal("60.0")),
        ]
        with pytest.raises(bureau_planning.PlanIsThere):
            bureau_planning.copy_plan(from_year=2030, to_year=2031, by=by, at=now)
        assert BureauPlan.objects.filter(year=2031).count() == 2

    def test_there_must_be_something_to_copy(self, by, now):
        with pytest.raises(bureau_planning.NothingToCopy) as failure:
            bureau_planning.copy_plan(from_year=2030, to_year=2031, by=by, at=now)
        assert failure.value.details == {"year": 2030}

    def test_a_line_is_added_changed_and_removed(self, by, now):
        line = bureau_planning.plan_hours(year=2031, task="1", hours=Decimal(80), by=by, at=now)
        line = bureau_planning.change_plan(
            line=line, changes={"hours": Decimal("90.5")}, expected_version=1, by=by, at=now
        )
        assert line.hours == Decimal("90.5")
        with pytest.raises(bureau_hours.NoHours):
            bureau_planning.change_plan(
                line=line, changes={"hours": Decimal(0)}, expected_version=2, by=by, at=now
            )
        bureau_planning.remove_plan(line=line, expected_version=2, by=by, at=now)
        assert not BureauPlan.objects.exists()

    def test_what_the_bureau_has_may_be_unknown_and_is_never_below_zero(self, by, now):
        given = {"year": 2031, "by": by, "at": now}
        made = bureau_planning.set_capacity(**given, hours=None, seed_money_eur=Decimal(0))
        assert (made.hours, made.seed_money_eur) == (None, Decimal(0))
        changed = bureau_planning.set_capacity(**given, hours=Decimal(1500), seed_money_eur=None)
        assert (changed.pk, changed.hours, changed.version) == (made.pk, Decimal(1500), 2)
        with pytest.raises(NegativeAmount):
            bureau_planning.set_capacity(**given, hours=Decimal(-1), seed_money_eur=None)
        with pytest.raises(ChangedMeanwhile):
            bureau_planning.set_capacity(**given, hours=None, seed_money_eur=None, expected_version=1)
        assert BureauCapacity.objects.count() == 1


class TestTheYear:
    def test_hours_by_task_and_role_beside_the_plan(self):
        BureauPlanFactory(task="1", role="connect", hours="100")
        BureauPlanFactory(task="2", hours="50")
        BureauEffortFactory(task="1", role="connect", hours="30.5")
        BureauEffortFactory(task="1", role="facilitate", hours="9.5")
        BureauEffortFactory(task="3", role="agenda", hours="10")
        BureauEffortFactory(task="1", hours="99", on=date(2030, 12, 31))
        found = read_bureau_year(2031, TASKS)
        told = {t.task: (t.hours.planned, t.hours.spent) for t in found.tasks}
        assert told == {
            "1": (Decimal("100.0"), Decimal("40.0")),
            "2": (Decimal("50.0"), Decimal(0)),
            "3": (None, Decimal("10.0")),
        }
        assert (found.total.planned, found.total.spent, found.n_lines) == (Decimal(150), Decimal(50), 3)
        assert (found.without_hours, found.without_plan, found.over_plan) == (("2",), ("3",), ())
        assert found.facilitating_share == Fraction(19, 100)
        assert found.role_share("connect") == Fraction(61, 100)
        assert found.role_share("initiate") == 0
        assert dict(found.by_role)[""].planned == Decimal("50.0")

    def test_without_a_line_hours_are_not_known_and_no_task_is_blamed(self):
        BureauPlanFactory(task="1")
        found = read_bureau_year(2031, TASKS)
        assert (found.total.spent, found.without_hours, found.facilitating_share) == (None, (), None)
        assert found.tasks[0].hours.share is None

    def test_a_task_that_the_course_no_longer_has_is_still_counted(self):
        BureauEffortFactory(task="9", hours="2")
        assert [t.task for t in read_bureau_year(2031, ("1",)).tasks] == ["1", "9"]

    def test_more_than_planned_is_told(self):
        BureauPlanFactory(task="1", hours="4")
        BureauEffortFactory(task="1", hours="4")
        assert read_bureau_year(2031, TASKS).over_plan == ()
        BureauEffortFactory(task="1", hours="0.1")
        assert read_bureau_year(2031, TASKS).over_plan == ("1",)

    @SLOW
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(TASKS),
                st.sampled_from(["connect", "facilitate"]),
                st.integers(1, 240),
            ),
            max_size=25,
        )
    )
    def test_tasks_and_roles_both_add_up_to_the_tenth(self, db, lines):
        BureauEffort.objects.all().delete()
        for task, role, tenths in lines:
            BureauEffortFactory(task=task, role=role, hours=Decimal(tenths) / 10)
        found = read_bureau_year(2031, TASKS)
        total = Decimal(sum(t for _, _, t in lines)) / 10 if lines else None
        assert found.total.spent == total
        if lines:
            assert sum(t.hours.spent for t in found.tasks) == total
            assert sum(h.spent for _, h in found.by_role) == total
            assert sum(found.role_share(r) for r in ("connect", "facilitate")) == 1

    def test_what_is_written_down_most_comes_first_to_be_repeated(self):
        for _ in range(2):
            BureauEffortFactory(task="2", role="facilitate", hours="2.0")
        BureauEffortFactory(task="1", hours="4.0")
        BureauEffortFactory(task="3", on=TODAY - timedelta(days=92))
        found = usual_lines(TODAY)
        assert [(u.task, u.hours, u.n) for u in found] == [("2", Decimal("2.0"), 2), ("1", Decimal("4.0"), 1)]

    def test_hours_of_a_day_and_the_years_there_are(self):
        lines = [BureauEffortFactory(hours=Decimal("1.5")) for _ in range(2)]
        BureauPlanFactory(year=2029)
        assert hours_by_day(lines) == {TODAY: Decimal("3.0")}
        assert bureau_years(TODAY) == (2032, 2031, 2029)

    def test_four_queries_whatever_the_number_of_lines(self, django_assert_num_queries):
        for n in range(60):
            BureauEffortFactory(task=str(n % 7), role="agenda")
        with django_assert_num_queries(3):
            read_bureau_year(2031, TASKS)
