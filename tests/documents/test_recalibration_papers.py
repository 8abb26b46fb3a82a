# SPDX-License-Identifier: EUPL-1.2
"""The recalibration in words, as a picture and as letters: what changed, why, and nothing that is closed."""

from datetime import date, time

import pytest
from tests.web.site import MADE_UP

from schakel.cycle.models import CourseChange
from schakel.cycle.queries.draft_course import build_course
from schakel.documents.cycle_pictures.mapping import MappedItem, MappingPicture, draw_mapping, mapping_alt
from schakel.documents.messages import words
from schakel.documents.sentences import letters
from schakel.documents.sentences.course_changes import difference_sentences, item_words
from schakel.koers.failures import N_

BASE = (MADE_UP / "course.yaml").read_text(encoding="utf-8")
EN = words("en")
DAY, LATER = date(2031, 3, 12), date(2031, 4, 1)


def told(*changes):
    made = build_course(BASE, "2034-2037", changes)
    return difference_sentences(made.old, made.new, made.difference, made.reasons, EN, {"talent": "Talent"})


def change(kind, item, reason="because", **fields):
    return CourseChange(kind=kind, item=item, reason=reason, **fields)


def test_what_goes_comes_and_changes_is_told_with_its_reason():
    found = told(
        change("remove", "actions:2a", "done"),
        change("add", "actions:2b", "needed", parent="lines:2", label_nl="Houden", label_en="Keep drivers"),
        change("reword", "lines:1", "clearer", label_nl="Wegen", label_en="Roads"),
        change("field", "actions:1a", "agreed", field="budget_eur", value="30000"),
    )
    assert [(s.text, s.reasons) for s in found] == [
        ("Action 2a goes: “Train drivers”.", ("done",)),
        ("Action 2b is new: “Keep drivers”.", ("needed",)),
        ("Main line 1 now says “Roads”; it said “Roads and yards”.", ("clearer",)),
        ("Action 1a, budget: €30,000 instead of €25,000.", ("agreed",)),
    ]


def test_a_number_is_told_as_a_whole_and_what_is_absent_is_not_known():
    [sentence] = told(change("field", "goals:jobs", field="target", value="3000; jobs; 2037"))
    assert sentence.text == "Goal jobs, target: 3,000 jobs (2037) instead of 2,800 jobs (2033)."
    [sentence] = told(change("field", "criteria:3.1", field="number", value=""))
    assert sentence.text.endswith("not known instead of 40 lorries_per_day.")
    [sentence] = told(change("field", "lines:2", field="strengthens", value="talent possibly"))
    assert "Talent (possibly) instead of Talent (firmly) and finance (possibly)" in sentence.text


def test_an_item_has_a_name_in_both_languages():
    assert item_words("actions:1a", EN) == "action 1a"
    assert item_words("course", EN) == "the course itself"


def picture(**ties):
    items = tuple(MappedItem(f"actions:{c}", c, f"Action {c}", False) for c in ("1a", "1b"))
    new = (*items[:1], MappedItem("actions:1c", "1c", "Action 1c", False))
    return MappingPicture("old", "new", items, new, tuple(ties["ties"]))


def test_the_picture_says_what_is_split_what_ends_and_what_is_new():
    data = picture(ties=[("actions:1a", "actions:1a"), ("actions:1a", "actions:1c")])
    assert mapping_alt(data, EN) == "1a goes on as 1a and 1c. Ends: 1b."
    drawn = draw_mapping(data, 720, EN)
    assert drawn.table.rows == (("1a Action 1a", "1a and 1c"), ("1b Action 1b", "nothing"))
    fresh = picture(ties=[("actions:1a", "actions:1a")])
    assert mapping_alt(fresh, EN) == "Ends: 1b. New: 1c."


@pytest.mark.parametrize("width", [360, 720])
def test_the_picture_draws_each_tie_and_item(width):
    data = picture(ties=[("actions:1a", "actions:1a"), ("actions:1b", "actions:1c")])
    drawn = draw_mapping(data, width, EN)
    marks = {mark for mark, _style in drawn.canvas.layers}
    assert {"line", "text"} <= marks
    paths = sum(
        len({r["series"] for r in rows}) for (m, _s), rows in drawn.canvas.layers.items() if m == "line"
    )
    assert paths == 2
    assert drawn.canvas.to_svg().startswith("<svg")


GATHERING = letters.Gathering(
    "Program Board", DAY, time(9, 30), time(11), "Gemeentehuis", ("Voortgang", "Koers"), 1
)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_letter_says_what_by_when_and_from_whom(language):
    say = words(language)
    common = {"sender": "Programmabureau", "say": say}
    link = "https://voorbeeld.invalid/x"
    made = [
        letters.update_reminder(initiative="Hub", due_on=DAY, today=LATER, link=link, **common),
        letters.update_reminder(initiative="Hub", due_on=DAY, today=DAY, link=link, **common),
        letters.survey_invitation(title="Vragenlijst", closes_on=DAY, link=link, **common),
        letters.papers_asked(gathering=GATHERING, papers=["Een", "Twee"], due_on=DAY, today=LATER, **common),
        letters.papers_asked(gathering=GATHERING, papers=["Een"], due_on=LATER, today=DAY, **common),
        letters.meeting_convened(gathering=GATHERING, link=link, **common),
        letters.promise_reminder(what="Plan maken", due_on=DAY, today=LATER, link=link, **common),
        letters.promise_reminder(what="Plan maken", due_on=LATER, today=DAY, link=link, **common),
        letters.assessment_asked(partner="Partner", year=2031, due_on=DAY, link=link, **common),
        letters.assessment_asked(partner="Partner", year=2031, due_on=None, link=link, **common),
    ]
    for letter in made:
        assert 0 < len(letter.subject) < 200
        assert "\n" not in letter.subject
        assert letter.text.endswith("Programmabureau")
        assert "{" not in letter.text + letter.subject
    with_days = [letter for n, letter in enumerate(made) if n != 9]
    assert all("2031" in letter.text for letter in with_days)


def test_a_letter_that_convenes_holds_the_public_agenda_and_counts_the_rest():
    letter = letters.meeting_convened(gathering=GATHERING, link="https://x.invalid", sender="B", say=EN)
    assert "1. Voortgang\n2. Koers" in letter.text
    assert "1 item is confidential" in letter.text
    assert "09:30–11:00" in letter.text


def test_late_and_soon_are_told_apart():
    late = letters.promise_reminder(what="x", due_on=DAY, today=LATER, link="", sender="B", say=EN)
    soon = letters.promise_reminder(what="x", due_on=DAY, today=DAY, link="", sender="B", say=EN)
    assert "20 days ago" in late.text
    assert "ago" not in soon.text
    assert N_("Promise that is late") == late.subject
