# SPDX-License-Identifier: EUPL-1.2
"""Old lines and actions followed through the versions: split, merged, renamed, ended; history stays."""

from datetime import UTC, date, datetime

import pytest
from tests.cycle.factories import DecisionFactory
from tests.programme.factories import ActivityFactory
from tests.web.site import MADE_UP

from schakel.cycle.actions import drafts
from schakel.cycle.actions.course_versions import keep_course_version
from schakel.cycle.actions.recalibrating import adopt_course
from schakel.cycle.queries.course_mapping import NotLater, course_lineage, present_item, work_under
from schakel.programme.models import Activity

WORDS = {"label_nl": "Woorden", "label_en": "Words"}


@pytest.fixture
def first(by, now):
    return keep_course_version(folder=MADE_UP, by=by, at=now)


@pytest.fixture
def recalibrate(by, now):
    def adopted(name, base, valid_from, changes, mapped):
        draft = drafts.begin_draft(
            code=name, version_name=name, based_on=base, valid_from=valid_from, by=by, at=now
        )
        for kind, item, fields in changes:
            drafts.add_change(draft=draft, kind=kind, item=item, reason="zo", by=by, at=now, **fields)
        for old, new in mapped.items():
            drafts.map_item(draft=draft, old_item=old, new_items=new, by=by, at=now)
        decision = DecisionFactory(effect="adopt_course", effect_on=name)
        return adopt_course(draft=draft, decision=decision, by=by, at=now)

    return adopted


@pytest.fixture
def second(first, recalibrate):
    """1a is split, 2a becomes 3a in a new line, 1b ends."""
    return recalibrate(
        "tweede",
        first,
        date(2032, 1, 1),
        [
            ("add", "actions:1c", {"parent": "lines:1", **WORDS}),
            ("add", "lines:3", WORDS),
            ("add", "actions:3a", {"parent": "lines:3", **WORDS}),
            ("remove", "lines:2", {}),
            ("remove", "actions:1b", {}),
        ],
        {
            "actions:1a": ("actions:1a", "actions:1c"),
            "actions:2a": ("actions:3a",),
            "lines:2": ("lines:3",),
            "actions:1b": (),
        },
    )


@pytest.fixture
def third(second, recalibrate):
    """1a and 1c are merged again, in 1c."""
    return recalibrate(
        "derde",
        second,
        date(2033, 1, 1),
        [("remove", "actions:1a", {})],
        {"actions:1a": ("actions:1c",)},
    )


def test_an_item_is_what_it_is_in_its_own_version(first):
    assert present_item("actions:1a", first, first) == ("actions:1a",)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("actions:1a", ("actions:1a", "actions:1c")),
        ("actions:1b", ()),
        ("actions:2a", ("actions:3a",)),
        ("lines:2", ("lines:3",)),
        ("lines:1", ("lines:1",)),
        ("goals:jobs", ("goals:jobs",)),
        ("actions:9z", ()),
    ],
)
def test_an_item_goes_on_as_the_mapping_says_else_under_its_own_name(first, second, item, expected):
    assert present_item(item, first, second) == expected


def test_a_split_that_is_merged_again_is_one_item(first, third):
    assert present_item("actions:1a", first, third) == ("actions:1c",)
    assert present_item("actions:2a", first, third) == ("actions:3a",)


def test_items_are_not_followed_backwards(first, second):
    with pytest.raises(NotLater):
        present_item("actions:3a", second, first)


def test_a_version_that_was_put_in_place_outside_schakel_keeps_what_still_exists(first, by, tmp_path):
    text = (MADE_UP / "course.yaml").read_text(encoding="utf-8")
    text = text.replace("- code: 2a", "- code: 2b")
    (tmp_path / "course.yaml").write_text(text, encoding="utf-8")
    later = keep_course_version(folder=tmp_path, by=by, at=datetime(2032, 5, 1, tzinfo=UTC))
    assert present_item("actions:2a", first, later) == ()
    assert present_item("actions:1a", first, later) == ("actions:1a",)


def entered(on, **codes):
    return ActivityFactory(created_at=datetime(*on, 12, tzinfo=UTC), **codes)


def test_old_activities_are_shown_under_the_new_line_and_stay_under_their_old_code(first, second, third):
    entered((2030, 5, 1), line="1", action="1a")
    entered((2032, 5, 1), line="1", action="1a")
    entered((2033, 5, 1), line="1", action="1c")
    old = entered((2029, 5, 1), line="2", action="2a")
    entered((2030, 5, 1), line="1", action="1b")
    lineage = course_lineage("voorbeeldland")
    now = work_under(lineage, third)
    assert (now["actions:1c"].n_activities, now["actions:1c"].came_from) == (3, ("actions:1a",))
    assert (now["actions:3a"].n_activities, now["actions:3a"].came_from) == (1, ("actions:2a",))
    assert (now["lines:3"].n_activities, now["lines:3"].came_from) == (1, ("lines:2",))
    assert now["lines:1"].n_activities == 4
    assert "actions:1b" not in now
    then = work_under(lineage, first)
    assert {i: w.n_activities for i, w in then.items()} == {
        "lines:1": 2,
        "actions:1a": 1,
        "actions:1b": 1,
        "lines:2": 1,
        "actions:2a": 1,
    }
    assert Activity.objects.get(pk=old.pk).action == "2a"


def test_the_work_of_many_activities_takes_few_queries(first, second, third, django_assert_max_num_queries):
    for n in range(30):
        entered((2030, 5, n % 28 + 1), line="1", action="1a")
    with django_assert_max_num_queries(5):
        assert work_under(course_lineage("voorbeeldland"), third)["actions:1c"].n_activities == 30
