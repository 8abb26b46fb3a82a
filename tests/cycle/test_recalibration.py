# SPDX-License-Identifier: EUPL-1.2
"""A new version of the course: drafted change by change with reasons, adopted by decision, kept whole."""

from datetime import date

import pytest
import yaml
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cycle.factories import DecisionFactory
from tests.programme.factories import ActivityFactory
from tests.web.site import MADE_UP

from schakel.cycle.actions import drafts
from schakel.cycle.actions.change_rules import (
    ChangeWithoutReason,
    LabelsMissing,
    MappingNotPossible,
    NamesNothing,
    SaidAlready,
    WrongCode,
)
from schakel.cycle.actions.course_versions import NoCourseFile, keep_course_version
from schakel.cycle.actions.recalibrating import (
    DecisionIsAboutElse,
    DraftIsOvertaken,
    DraftNotRight,
    adopt_course,
)
from schakel.cycle.models import CourseChange, CourseDraft, CourseVersion
from schakel.cycle.queries.adoptability import adoptability
from schakel.cycle.queries.course_editing import (
    FieldNotKnown,
    ItemNotThere,
    ItemThereAlready,
    LineNotThere,
    apply_changes,
)
from schakel.cycle.queries.course_items import FIELDS, ItemName, items_of
from schakel.cycle.queries.course_text import plain_course, read_course_text, write_course
from schakel.cycle.queries.course_values import FieldNotEmpty, WrongValue
from schakel.cycle.queries.course_versions import explain_versions, version_on, version_spans, versions_of
from schakel.cycle.queries.draft_course import build_course, differences_of, draft_course
from schakel.koers.check import check_course
from schakel.koers.compare import compare_courses
from schakel.programme.models import AuditEntry

BASE = (MADE_UP / "course.yaml").read_text(encoding="utf-8")
WORDS = {"label_nl": "Nieuwe woorden", "label_en": "New words"}


@pytest.fixture
def version(by, now):
    return keep_course_version(folder=MADE_UP, by=by, at=now)


@pytest.fixture
def draft(version, by, now):
    return drafts.begin_draft(
        code="koers-2034",
        version_name="2034-2037",
        based_on=version,
        valid_from=date(2034, 1, 1),
        by=by,
        at=now,
    )


@pytest.fixture
def add(draft, by, now):
    def added(kind, item, reason="Het liep anders", **fields):
        return drafts.add_change(
            draft=draft, kind=kind, item=item, reason=reason, folder=MADE_UP, by=by, at=now, **fields
        )

    return added


def line_of(course, code):
    return next(line for line in course.lines if line.code == code)


def action_of(course, code):
    return next(action for line in course.lines for action in line.actions if action.code == code)


def decide(draft):
    return DecisionFactory(effect="adopt_course", effect_on=draft.code)


# ------------------------------------------------------------------------------------- the running version


def test_the_running_course_is_kept_whole_and_once(by, now):
    first = keep_course_version(folder=MADE_UP, by=by, at=now)
    assert first.content == BASE
    assert (first.course, first.version_name) == ("voorbeeldland", "2030-2033")
    assert first.valid_from == date(2030, 1, 1)
    assert first.decision is None
    assert keep_course_version(folder=MADE_UP, by=by, at=now) == first
    assert CourseVersion.objects.count() == 1
    entry = AuditEntry.objects.get(action="course.keep")
    assert "Wegen en werven" not in str(entry.details)


def test_another_layout_of_the_same_course_is_no_new_version(version, by, now, tmp_path):
    (tmp_path / "course.yaml").write_text(write_course(plain_course(BASE)))
    assert keep_course_version(folder=tmp_path, by=by, at=now) == version


def test_a_course_that_was_changed_outside_schakel_is_a_version_from_today(version, by, now, tmp_path):
    (tmp_path / "course.yaml").write_text(BASE.replace("Mensen", "Vakmensen"))
    other = keep_course_version(folder=tmp_path, by=by, at=now)
    assert other != version
    assert other.valid_from == date(2031, 5, 6)


def test_a_folder_without_a_course_is_refused(by, now, tmp_path):
    with pytest.raises(NoCourseFile, match="There is no course"):
        keep_course_version(folder=tmp_path, by=by, at=now)


def test_a_version_cannot_be_changed_or_removed(version):
    with pytest.raises(DatabaseError), transaction.atomic():
        CourseVersion.objects.update(version_name="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        CourseVersion.objects.filter(pk=version.pk)._raw_delete("default")


# ---------------------------------------------------------------------------------- writing the course file


@pytest.mark.parametrize("path", [MADE_UP, MADE_UP.parents[2] / "courses" / "dutch-techzone"])
def test_a_course_that_is_written_again_says_the_same(path):
    text = (path / "course.yaml").read_text(encoding="utf-8")
    written = write_course(plain_course(text))
    assert compare_courses(read_course_text(text), read_course_text(written)).is_empty
    assert write_course(plain_course(written)) == written


TRICKY = st.one_of(
    st.text(
        alphabet=st.characters(
            blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\x85\ufeff"
        )
    ),
    st.sampled_from(
        ["no", "yes", "012", "1e5", "1e", "12:30", "true", "null", "~", "2031-02-30", "- a", "a: b", "#x"]
    ),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12),
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from("abcde"), st.lists(TRICKY, max_size=4), min_size=1))
def test_whatever_is_written_reads_back_the_same(data):
    assert plain_course(write_course(data)) == data


# -------------------------------------------------------------------------------------------------- changes


def test_each_kind_of_change_makes_its_own_difference(add, draft):
    add("reword", "lines:2", label_nl="Vakmensen", label_en="Skilled people")
    add("add", "actions:2b", parent="lines:2", label_nl="Chauffeurs houden", label_en="Keep drivers")
    add("field", "actions:2a", field="budget_eur", value="40000")
    add("remove", "actions:1b")
    made = draft_course(draft, MADE_UP)
    assert made.is_right
    assert made.difference.added == ("actions:2b",)
    assert made.difference.removed == ("actions:1b",)
    changed = {(c.item, c.field): c.new for c in made.difference.changed}
    assert changed["actions:2a", "budget_eur"] == 40000
    assert changed["lines:2", "label"].nl == "Vakmensen"
    assert changed["course", "version"] == "2034-2037"
    assert action_of(made.new, "2b").section == "2"
    assert action_of(made.new, "2b").owner is None


def test_what_names_something_that_goes_lets_go_of_it_for_the_same_reason(add, draft):
    gone = add("remove", "actions:1b", reason="Verladers doen dit zelf")
    made = draft_course(draft, MADE_UP)
    assert made.is_right
    assert made.reasons["lines:1", "strengthens"] == (gone,)
    assert all(not part.through for part in line_of(made.new, "1").strengthens)


def test_a_line_takes_its_actions_with_it(add, draft):
    gone = add("remove", "lines:2")
    made = draft_course(draft)
    assert set(made.difference.removed) == {"lines:2", "actions:2a"}
    assert made.reasons["actions:2a", ""] == (gone,)


def test_a_new_line_can_have_new_actions_with_an_owner(add, draft):
    add("add", "lines:3", **WORDS)
    add("add", "actions:3a", parent="lines:3", **WORDS)
    add("field", "actions:3a", field="owner", value="programme_office")
    made = draft_course(draft, MADE_UP)
    assert made.is_right
    assert action_of(made.new, "3a").owner == "programme_office"


@pytest.mark.parametrize(
    ("item", "field", "value", "path", "expected"),
    [
        ("goals:jobs", "target", "3000; jobs; 2037", "target.value", 3000),
        ("criteria:3.1", "due", "2037-12-31", "due", date(2037, 12, 31)),
        ("criteria:3.1", "number", "55,5; lorries_per_day", None, None),
        ("criteria:3.1", "number", "55.5; lorries_per_day", "number.value", 55.5),
        ("course", "period.until_year", "2037", "period.until_year", 2037),
        ("lines:2", "strengthens", "talent possibly, demand yes", "strengthens", None),
        ("actions:1a", "cross_cutting", "green, blue", None, None),
        ("actions:1a", "budget_eur", "", "budget_eur", None),
        ("actions:1a", "budget_eur", "-5", None, None),
        ("actions:1a", "budget_eur", "1e999", None, None),
        ("goals:jobs", "level", "cosmic", None, None),
        ("goals:jobs", "level", "", None, None),
        ("criteria:3.1", "due", "2037-02-30", None, None),
        ("course", "period.until_year", "soon", None, None),
        ("course", "id", "other", None, None),
    ],
)
def test_a_value_is_judged_by_its_field(add, draft, item, field, value, path, expected):
    if path is None:
        with pytest.raises((WrongValue, FieldNotEmpty, FieldNotKnown, NamesNothing)):
            add("field", item, field=field, value=value)
        assert not CourseChange.objects.exists()
        return
    add("field", item, field=field, value=value)
    made = draft_course(draft, MADE_UP)
    changed = {(c.item, c.field): c.new for c in made.difference.changed}
    assert (item, path) in changed
    if expected is not None:
        assert changed[item, path] == expected


def test_an_element_that_the_framework_does_not_know_is_refused(add):
    with pytest.raises(NamesNothing, match="luck"):
        add("field", "lines:2", field="strengthens", value="luck yes")


@pytest.mark.parametrize(
    ("kind", "item", "fields", "failure"),
    [
        ("reword", "actions:9z", WORDS, ItemNotThere),
        ("remove", "course", {}, ItemNotThere),
        ("remove", "sections:1", {}, ItemNotThere),
        ("add", "sections:9", WORDS, ItemNotThere),
        ("add", "actions:1a", {"parent": "lines:1", **WORDS}, ItemThereAlready),
        ("add", "actions:1c", {"parent": "lines:7", **WORDS}, LineNotThere),
        ("add", "actions:1c", WORDS, LineNotThere),
        ("add", "actions:2c", {"parent": "lines:1", **WORDS}, WrongCode),
        ("add", "lines:A b", WORDS, WrongCode),
        ("add", "actions:1abcdefghijkl", {"parent": "lines:1", **WORDS}, WrongCode),
        ("add", "lines:3", {"label_nl": "Alleen Nederlands"}, LabelsMissing),
        ("reword", "lines:1", {"label_en": "English only"}, LabelsMissing),
        ("add", "goals:new", WORDS, FieldNotEmpty),
    ],
)
def test_a_change_that_does_not_fit_is_refused_and_nothing_is_written(add, kind, item, fields, failure):
    with pytest.raises(failure) as raised:
        add(kind, item, **({"field": "level"} if item == "goals:new" else {}), **fields)
    assert str(raised.value)
    assert not CourseChange.objects.exists()


def test_a_change_without_a_reason_is_refused(add):
    with pytest.raises(ChangeWithoutReason, match="action 1a has no reason"):
        add("remove", "actions:1a", reason="  ")


def test_nothing_is_said_twice_or_about_what_goes(add):
    add("reword", "lines:1", **WORDS)
    with pytest.raises(SaidAlready):
        add("reword", "lines:1", **WORDS)
    with pytest.raises(SaidAlready):
        add("remove", "lines:1")
    add("remove", "actions:2a")
    with pytest.raises(SaidAlready):
        add("field", "actions:2a", field="owner", value="programme_office")


def test_a_change_can_be_changed_and_taken_out(add, draft, by, now):
    change = add("reword", "lines:1", **WORDS)
    drafts.edit_change(change=change, expected_version=1, changes={"label_nl": "Anders"}, by=by, at=now)
    assert line_of(draft_course(draft).new, "1").label.nl == "Anders"
    drafts.remove_change(change=change, expected_version=2, by=by, at=now)
    assert not draft.changes.exists()
    assert [str(p.failure) for p in draft_course(draft).problems] == [
        "The draft changes nothing yet. Add a change with its reason first."
    ]


def test_a_change_with_the_same_words_changes_nothing_and_stands_in_the_way(add, draft):
    change = add("reword", "lines:2", label_nl="Mensen", label_en="People")
    problems = draft_course(draft).problems
    assert [p.change for p in problems] == [change]
    assert "changes nothing" in str(problems[0].failure)


def test_a_problem_of_the_new_course_names_its_change(add, draft):
    change = add("field", "course", field="period.until_year", value="2029")
    problems = draft_course(draft).problems
    assert [p.change for p in problems] == [change]


def test_what_must_change_in_the_register_is_told_but_does_not_stand_in_the_way(add, draft):
    add("remove", "lines:1")
    made = draft_course(draft, MADE_UP)
    assert made.elsewhere
    assert all("register.yaml" in p.file for p in made.elsewhere)


def test_a_draft_is_withdrawn_with_its_changes(add, draft, by, now):
    add("reword", "lines:1", **WORDS)
    drafts.withdraw_draft(draft=draft, expected_version=1, by=by, at=now)
    assert not CourseDraft.objects.exists()
    assert CourseChange.history.count() == 2


def test_a_draft_begins_after_its_version_with_a_name_of_its_own(version, by, now):
    common = {"code": "x", "based_on": version, "by": by, "at": now}
    with pytest.raises(drafts.DraftTooEarly):
        drafts.begin_draft(version_name="x", valid_from=date(2030, 1, 1), **common)
    with pytest.raises(drafts.VersionNameTaken):
        drafts.begin_draft(version_name="2030-2033", valid_from=date(2034, 1, 1), **common)


# -------------------------------------------------------------------------------- any changes whatever, once

ITEMS = items_of(read_course_text(BASE))
REMOVABLE = [name for name in ITEMS if name not in ("course", "lines:1", "bodies:programme_office")]


@st.composite
def some_changes(draw):
    made = []
    for item in draw(st.lists(st.sampled_from(REMOVABLE), max_size=3, unique=True)):
        made.append(CourseChange(kind="remove", item=item, reason="weg"))
    gone = {c.item for c in made}
    gone |= {i.name for i in ITEMS.values() if i.parent in gone}
    left = [name for name in ITEMS if name not in gone]
    text = st.text(alphabet="abcdefg: -#'\"é0123", min_size=1, max_size=12).map(lambda t: f"x{t}y")
    for item in draw(st.lists(st.sampled_from(left), max_size=4, unique=True)):
        made.append(
            CourseChange(kind="reword", item=item, label_nl=draw(text), label_en=draw(text), reason="beter")
        )
    for n in range(draw(st.integers(0, 3))):
        line = "1"
        made.append(
            CourseChange(
                kind="add",
                item=f"actions:{line}x{n}",
                parent=f"lines:{line}",
                label_nl=draw(text),
                label_en=draw(text),
                reason="nieuw",
            )
        )
    if "actions:2a" in left and draw(st.booleans()):
        amount = str(draw(st.integers(1, 10**6)))
        made.append(
            CourseChange(kind="field", item="actions:2a", field="budget_eur", value=amount, reason="geld")
        )
    return draw(st.permutations(made))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_changes())
def test_every_difference_has_a_change_with_a_reason_and_every_change_shows(changes):
    made = build_course(BASE, "2034-2037", changes)
    assert made.new is not None
    assert [str(p.failure) for p in made.problems] == ([] if changes else [str(made.problems[0].failure)])
    assert set(made.reasons) == set(differences_of(made.difference))
    assert all(found and all(c.reason for c in found) for found in made.reasons.values())
    assert {id(c) for found in made.reasons.values() for c in found} == {id(c) for c in changes}
    assert build_course(BASE, "2034-2037", changes).text == made.text


def test_a_difference_that_no_change_stands_for_would_be_found():
    change = CourseChange(kind="reword", item="lines:1", reason="x", **WORDS)
    made = build_course(BASE, "new", [change])
    other = apply_changes(BASE, "new", [])
    from schakel.cycle.queries.draft_course import explain_difference

    assert explain_difference(made.difference, other, []) == {("lines:1", "label"): ()}


# ------------------------------------------------------------------------------------------------- adoption


def test_an_adopted_draft_is_a_version_with_its_decision_and_the_old_one_stays(add, draft, version, by, now):
    change = add("reword", "lines:2", **WORDS)
    decision = decide(draft)
    new = adopt_course(draft=draft, decision=decision, folder=MADE_UP, by=by, at=now)
    assert (new.version_name, new.decision, new.valid_from) == ("2034-2037", decision, date(2034, 1, 1))
    version.refresh_from_db()
    assert version.content == BASE
    spans = version_spans(list(versions_of("voorbeeldland")))
    assert [(s.version, s.until) for s in spans] == [(version, date(2033, 12, 31)), (new, None)]
    assert version_on(list(versions_of("voorbeeldland")), date(2033, 12, 31)) == version
    told = explain_versions(version, new)
    assert told.reasons == {("lines:2", "label"): (change,)}
    draft.refresh_from_db()
    assert draft.adopted == new


def test_putting_the_adopted_text_in_place_is_no_new_version(add, draft, by, now, tmp_path):
    add("reword", "lines:2", **WORDS)
    new = adopt_course(draft=draft, decision=decide(draft), by=by, at=now)
    (tmp_path / "course.yaml").write_text(new.content, encoding="utf-8")
    for name in ("register.yaml", "sources.yaml", "framework.yaml"):
        (tmp_path / name).write_bytes((MADE_UP / name).read_bytes())
    assert check_course(tmp_path) == ()
    assert keep_course_version(folder=tmp_path, by=by, at=now) == new


def test_an_adopted_draft_is_closed(add, draft, by, now):
    change = add("reword", "lines:2", **WORDS)
    adopt_course(draft=draft, decision=decide(draft), by=by, at=now)
    attempts = [
        lambda: add("remove", "actions:1b"),
        lambda: drafts.remove_change(change=change, expected_version=None, by=by, at=now),
        lambda: drafts.withdraw_draft(draft=draft, expected_version=None, by=by, at=now),
        lambda: drafts.map_item(draft=draft, old_item="actions:1b", new_items=(), by=by, at=now),
        lambda: adopt_course(draft=draft, decision=decide(draft), by=by, at=now),
    ]
    for attempt in attempts:
        with pytest.raises(drafts.DraftIsAdopted):
            attempt()


@pytest.mark.parametrize("fields", [{"effect": "none"}, {"effect": "adopt_course", "effect_on": "other"}])
def test_a_decision_about_something_else_adopts_nothing(add, draft, by, now, fields):
    add("reword", "lines:2", **WORDS)
    with pytest.raises(DecisionIsAboutElse):
        adopt_course(draft=draft, decision=DecisionFactory(**fields), by=by, at=now)


def test_a_draft_with_problems_is_not_adopted_and_says_which(draft, by, now):
    with pytest.raises(DraftNotRight, match="changes nothing yet") as raised:
        adopt_course(draft=draft, decision=decide(draft), by=by, at=now)
    assert len(raised.value.problems) == 1
    assert CourseVersion.objects.count() == 1


def test_an_overtaken_draft_is_based_on_the_latest_version_first(add, draft, version, by, now):
    add("reword", "lines:2", **WORDS)
    other = drafts.begin_draft(
        code="eerder", version_name="2033b", based_on=version, valid_from=date(2033, 1, 1), by=by, at=now
    )
    drafts.add_change(draft=other, kind="remove", item="actions:1b", reason="klaar", by=by, at=now)
    adopted = adopt_course(draft=other, decision=decide(other), by=by, at=now)
    with pytest.raises(DraftIsOvertaken):
        adopt_course(draft=draft, decision=decide(draft), by=by, at=now)
    moved = drafts.move_draft(draft=draft, by=by, at=now)
    assert moved.based_on == adopted
    new = adopt_course(draft=moved, decision=decide(draft), by=by, at=now)
    told = explain_versions(version, new)
    assert set(told.reasons) == {("actions:1b", ""), ("lines:1", "strengthens"), ("lines:2", "label")}
    assert all(told.reasons.values())


def test_what_hangs_on_something_that_goes_must_go_on_somewhere_or_explicitly_nowhere(add, draft, by, now):
    ActivityFactory(line="1", action="1b")
    ActivityFactory(line="1", action="1b")
    ActivityFactory(line="1", action="1a")
    add("remove", "actions:1b")
    ready = adoptability(draft, draft_course(draft))
    assert [(h.item, h.n_activities, h.goes_on) for h in ready.hanging] == [("actions:1b", 2, None)]
    with pytest.raises(DraftNotRight, match=r"hang on action 1b \(2 in all\)"):
        adopt_course(draft=draft, decision=decide(draft), by=by, at=now)
    drafts.map_item(draft=draft, old_item="actions:1b", new_items=(), by=by, at=now)
    ready = adoptability(draft, draft_course(draft))
    assert ready.is_ready
    assert ready.hanging[0].goes_on == ()
    adopt_course(draft=draft, decision=decide(draft), by=by, at=now)


def test_a_mapping_is_to_what_the_draft_holds(add, draft, by, now):
    add("remove", "actions:1b")
    for old, new in [
        ("actions:1b", "actions:9z"),
        ("actions:9z", "actions:1a"),
        ("actions:1b", "goals:jobs"),
    ]:
        with pytest.raises(MappingNotPossible):
            drafts.map_item(draft=draft, old_item=old, new_items=(new,), by=by, at=now)
    drafts.map_item(draft=draft, old_item="actions:1b", new_items=("actions:2a",), by=by, at=now)
    drafts.map_item(draft=draft, old_item="actions:1b", new_items=("actions:1a", "lines:2"), by=by, at=now)
    assert [m.new_item for m in draft.mappings.all()] == ["actions:1a", "lines:2"]
    add("remove", "lines:2")
    ready = adoptability(draft, draft_course(draft))
    assert any("goes on as main line 2" in str(p.failure) for p in ready.problems)
    drafts.unmap_item(draft=draft, old_item="actions:1b", by=by, at=now)
    assert not draft.mappings.exists()


def test_every_list_that_can_change_has_a_name():
    for list_name in FIELDS:
        assert ItemName(f"{list_name}:x" if list_name != "course" else "course").template != "{code}"


def test_every_field_that_can_change_is_a_field_of_the_course_file():
    from schakel.koers.course import Action, CourseFile

    for list_name, fields in FIELDS.items():
        if list_name == "actions":
            model = Action
        elif list_name == "course":
            continue
        else:
            model = CourseFile.model_fields[list_name].annotation.__args__[0]
        assert set(fields) <= set(model.model_fields), list_name


def test_the_written_file_is_plain_yaml():
    made = build_course(BASE, "no", [CourseChange(kind="remove", item="actions:1b", reason="x")])
    assert yaml.safe_load(made.text)["version"] == "no"
