# SPDX-License-Identifier: EUPL-1.2
"""The pages of the recalibration: versions and why they differ, a draft worked out, files, and who may."""

import io
from datetime import UTC, date, datetime

import pytest
from docx import Document
from tests.cycle.factories import AgendaItemFactory, DecisionFactory
from tests.programme.factories import ActivityFactory
from tests.web.site import MADE_UP

from schakel.cycle.actions import drafts
from schakel.cycle.actions.course_versions import keep_course_version
from schakel.cycle.actions.recalibrating import adopt_course
from schakel.cycle.models import CourseChange, CourseDraft, CourseMapping, CourseVersion
from schakel.cycle.queries.course_text import read_course_text
from schakel.programme.models import ContextSignal
from schakel.programme.recording import Actor, add_record

NOW = datetime(2031, 5, 6, 9, 30, tzinfo=UTC)
BY = {"by": Actor("account:1", "web 127.0.0.1"), "at": NOW}
WORDS = {"label_nl": "Vakmensen", "label_en": "Skilled people"}


@pytest.fixture
def site(reader):
    return reader.get("/").url + "board/koers/"


@pytest.fixture
def version(reader):
    return keep_course_version(folder=MADE_UP, **BY)


@pytest.fixture
def draft(version):
    return drafts.begin_draft(
        code="koers-2034",
        version_name="2034-2037",
        based_on=version,
        valid_from=date(2034, 1, 1),
        reason="De weg is klaar.",
        **BY,
    )


def add(draft, kind="reword", item="lines:2", reason="Het gaat om vakmanschap", **fields):
    given = fields or (WORDS if kind in ("reword", "add") else {})
    return drafts.add_change(draft=draft, kind=kind, item=item, reason=reason, **given, **BY)


def adopt(draft, **fields):
    decision = DecisionFactory(
        effect="adopt_course", effect_on=draft.code, item__meeting__state="closed", **fields
    )
    return adopt_course(draft=draft, decision=decision, **BY)


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# --------------------------------------------------------------------------------------------------- versions


def test_without_a_kept_version_the_page_says_what_is_in_use_and_changes_nothing(reader, site, bureau):
    page = text_of(reader.get(site))
    assert "2030-2033" in page
    assert "Bewaar" not in page and "Keep it now" not in page
    assert not CourseVersion.objects.exists()
    assert bureau.post(f"{site}bewaren/").status_code == 302
    assert CourseVersion.objects.get().version_name == "2030-2033"
    assert "There is nothing" not in text_of(bureau.get(site))


def test_two_versions_are_compared_with_the_reason_and_the_decision(reader, site, draft):
    add(draft)
    adopt(draft)
    page = text_of(reader.get(site))
    assert "Het gaat om vakmanschap" in page
    assert "Vakmensen" in page or "Skilled people" in page
    assert DecisionFactory._meta.model.objects.get().number in page
    csv = reader.get(f"{site}?file=differences.csv")
    assert "Het gaat om vakmanschap" in csv.content.decode("utf-8-sig")


def test_any_two_versions_can_be_compared_in_any_order(reader, site, draft, version):
    add(draft)
    second = adopt(draft)
    later = drafts.begin_draft(
        code="later", version_name="2038-2041", based_on=second, valid_from=date(2038, 1, 1), **BY
    )
    add(later, "remove", "actions:1b", "Klaar")
    third = adopt(later)
    page = text_of(reader.get(f"{site}?van={third.pk}&naar={version.pk}"))
    assert "Het gaat om vakmanschap" in page and "Klaar" in page
    last = text_of(reader.get(site))
    assert "Klaar" in last and "Het gaat om vakmanschap" not in last
    assert text_of(reader.get(f"{site}?van=nonsense&naar=9999999"))


def test_a_confidential_decision_is_not_named(reader, site, draft, sign_in):
    add(draft)
    version = adopt(draft, item=AgendaItemFactory(is_confidential=True, meeting__state="closed"))
    number = version.decision.number
    for address in (site, f"{site}{version.pk}/"):
        assert number not in text_of(reader.get(address))
        assert number in text_of(sign_in("board").get(address))


def test_a_version_shows_old_activities_under_what_they_go_on_as(reader, site, draft, version):
    ActivityFactory(line="2", action="2a", created_at=datetime(2031, 1, 1, tzinfo=UTC))
    add(draft, "add", "actions:2b", parent="lines:2", **WORDS)
    add(draft, "remove", "actions:2a", "Samengevoegd")
    drafts.map_item(draft=draft, old_item="actions:2a", new_items=("actions:2b",), **BY)
    new = adopt(draft)
    reader.post("/taal/", {"language": "en"})
    page = text_of(reader.get(f"{site}{new.pk}/", headers={"accept-language": "en"}))
    assert "2a" in page
    assert "schakel course draft-write koers-2034" in page
    assert "mapping" in page
    old = text_of(reader.get(f"{site}{version.pk}/"))
    assert "2a" in old
    assert reader.get(f"{site}999999/").status_code == 404


def test_the_file_of_a_version_is_what_was_kept(reader, site, version):
    response = reader.get(f"{site}{version.pk}/course.yaml")
    assert response.content == (MADE_UP / "course.yaml").read_bytes()
    assert 'filename="course.yaml"' in response["Content-Disposition"]


# ----------------------------------------------------------------------------------------------------- drafts


def test_a_draft_is_begun_from_the_running_course_which_is_kept_first(bureau, site):
    form = text_of(bureau.get(f"{site}ontwerp-nieuw/"))
    assert "2034-2037" in form
    sent = {"code": "nieuw", "version_name": "2034-2037", "valid_from": "2034-01-01", "reason": ""}
    response = bureau.post(f"{site}ontwerp-nieuw/", sent)
    assert response.url.endswith("/ontwerp/nieuw/")
    assert CourseDraft.objects.get().based_on == CourseVersion.objects.get()
    again = bureau.post(f"{site}ontwerp-nieuw/", sent | {"code": "ander", "valid_from": "2029-01-01"})
    assert again.status_code == 422


def test_a_change_is_chosen_item_by_item_and_filled_in(bureau, site, draft):
    place = f"{site}ontwerp/koers-2034/"
    assert "soort=add" in text_of(bureau.get(f"{place}wijziging/nieuw/"))
    assert "veld=budget_eur" in text_of(bureau.get(f"{place}wijziging/nieuw/?wat=actions:1a"))
    address = f"{place}wijziging/nieuw/?soort=reword&wat=lines:2"
    form = text_of(bureau.get(address))
    assert 'value="Mensen"' in form
    refused = bureau.post(address, WORDS | {"reason": ""})
    assert refused.status_code == 422
    assert not CourseChange.objects.exists()
    assert bureau.post(address, WORDS | {"reason": "Beter gezegd"}).status_code == 302
    assert CourseChange.objects.get().item == "lines:2"
    page = text_of(bureau.get(place))
    assert "Beter gezegd" in page
    assert "Put on the agenda" in page or "Op de agenda" in page or "agenda" in page


def test_an_action_is_added_to_a_line_and_a_goal_at_a_level(bureau, site, draft):
    place = f"{site}ontwerp/koers-2034/wijziging/nieuw/"
    form = text_of(bureau.get(f"{place}?soort=add&wat=actions:&lijn=lines:1"))
    assert 'name="parent"' in form and "selected" in form
    sent = WORDS | {"parent": "lines:1", "code": "1c", "reason": "Nodig"}
    assert bureau.post(f"{place}?soort=add&wat=actions:", sent).status_code == 302
    goal = WORDS | {"code": "people", "value": "societal", "reason": "Nodig"}
    assert bureau.post(f"{place}?soort=add&wat=goals:", goal).status_code == 302
    saved = read_course_text(bureau.get(f"{site}ontwerp/koers-2034/course.yaml").content.decode())
    assert saved.lines[0].actions[-1].code == "1c"
    assert saved.goals[-1].level == "societal"


@pytest.mark.parametrize(
    ("wat", "veld", "sent"),
    [
        ("actions:1a", "budget_eur", {"value": "50000"}),
        ("goals:jobs", "target", {"value": "3000; jobs; 2037"}),
        ("criteria:3.1", "due", {"value": "2037-12-31"}),
        ("goals:jobs", "level", {"value": "strategic"}),
        ("criteria:3.1", "yardstick", WORDS),
        ("course", "text.title", WORDS),
        ("lines:1", "strengthens", {"value": "talent yes"}),
    ],
)
def test_every_kind_of_value_has_a_form_of_its_own(bureau, site, draft, wat, veld, sent):
    address = f"{site}ontwerp/koers-2034/wijziging/nieuw/?soort=field&wat={wat}&veld={veld}"
    assert text_of(bureau.get(address))
    assert bureau.post(address, sent | {"reason": "Zo is het"}).status_code == 302
    assert "Zo is het" in text_of(bureau.get(f"{site}ontwerp/koers-2034/"))
    change = CourseChange.objects.get()
    edit = f"{site}ontwerp/koers-2034/wijziging/{change.pk}/"
    assert "Zo is het" in text_of(bureau.get(edit))
    assert bureau.post(edit, sent | {"reason": "Nu anders", "version": 1}).status_code == 302
    change.refresh_from_db()
    assert change.reason == "Nu anders"


def test_a_wrong_value_is_told_and_what_was_typed_stays(bureau, site, draft):
    address = f"{site}ontwerp/koers-2034/wijziging/nieuw/?soort=field&wat=actions:1a&veld=budget_eur"
    response = bureau.post(address, {"value": "veel", "reason": "x"})
    assert response.status_code == 422
    assert 'value="veel"' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "?soort=field&wat=actions:1a&veld=id",
        "?soort=add&wat=sections:",
        "?wat=actions:9z",
        "?soort=add&wat=course",
    ],
)
def test_what_cannot_change_has_no_page(bureau, site, draft, query):
    assert bureau.get(f"{site}ontwerp/koers-2034/wijziging/nieuw/{query}").status_code == 404


def test_a_signal_leads_to_a_change_that_names_it(bureau, site, draft):
    signal = ContextSignal(
        title="Krapte", on=date(2031, 1, 1), kind="economic", contradicts=True, assumption="Er is personeel"
    )
    add_record(signal, action="signal.add", **BY)
    page = text_of(bureau.get(f"{site}ontwerp/koers-2034/"))
    assert f"?signal={signal.pk}" in page
    address = f"{site}ontwerp/koers-2034/wijziging/nieuw/?signal={signal.pk}"
    assert f"signal={signal.pk}" in text_of(bureau.get(f"{address}&wat=lines:2"))
    form = text_of(bureau.get(f"{address}&soort=reword&wat=lines:2"))
    assert f'value="{signal.pk}" selected' in form


def test_what_hangs_in_the_air_is_named_and_mapped(bureau, site, draft):
    for _n in range(3):
        ActivityFactory(line="1", action="1b")
    add(draft, "remove", "actions:1b", "Klaar")
    place = f"{site}ontwerp/koers-2034/"
    page = text_of(bureau.get(place))
    assert f"{place}gaat-door/actions:1b/" in page
    assert "3 activit" in page
    form = text_of(bureau.get(f"{place}gaat-door/actions:1b/"))
    assert "3 activit" in form
    both = bureau.post(f"{place}gaat-door/actions:1b/", {"goes_on": ["-", "actions:1a"]})
    assert both.status_code == 422
    assert bureau.post(f"{place}gaat-door/actions:1b/", {"goes_on": ["actions:1a"]}).status_code == 302
    assert CourseMapping.objects.get().new_item == "actions:1a"
    assert bureau.post(f"{place}gaat-door/actions:1b/", {"goes_on": ["-"]}).status_code == 302
    assert CourseMapping.objects.get().new_item == ""
    assert bureau.post(f"{place}gaat-door/actions:1b/", {"note": ""}).status_code == 302
    assert not CourseMapping.objects.exists()
    assert bureau.get(f"{place}gaat-door/actions:9z/").status_code == 404


def test_a_change_is_taken_out_and_a_draft_withdrawn(bureau, site, draft):
    change = add(draft)
    place = f"{site}ontwerp/koers-2034/"
    assert bureau.post(f"{place}wijziging/{change.pk}/weg/", {"version": 1}).status_code == 302
    assert not CourseChange.objects.exists()
    assert bureau.post(f"{place}intrekken/", {"version": 7}).status_code == 302
    assert CourseDraft.objects.exists()
    assert bureau.post(f"{place}intrekken/", {"version": 1}).status_code == 302
    assert not CourseDraft.objects.exists()


def test_a_change_of_another_draft_is_not_found_here(bureau, site, draft, version):
    other = drafts.begin_draft(
        code="ander", version_name="x", based_on=version, valid_from=date(2035, 1, 1), **BY
    )
    change = add(other)
    assert bureau.get(f"{site}ontwerp/koers-2034/wijziging/{change.pk}/").status_code == 404


def test_an_overtaken_draft_says_so_and_is_based_on_the_latest(bureau, site, draft, version):
    add(draft)
    other = drafts.begin_draft(
        code="ander", version_name="2033", based_on=version, valid_from=date(2033, 1, 1), **BY
    )
    add(other, "remove", "actions:1b", "Klaar")
    latest = adopt(other)
    place = f"{site}ontwerp/koers-2034/"
    assert f"{place}bijwerken/" in text_of(bureau.get(place))
    assert bureau.post(f"{place}bijwerken/").status_code == 302
    draft.refresh_from_db()
    assert draft.based_on == latest


def test_an_adopted_draft_is_shown_closed_and_its_forms_are_gone(bureau, site, draft):
    change = add(draft)
    adopt(draft)
    place = f"{site}ontwerp/koers-2034/"
    assert "wijziging/nieuw" not in text_of(bureau.get(place))
    for address in (f"{place}wijzigen/", f"{place}wijziging/{change.pk}/", f"{place}wijziging/nieuw/"):
        assert bureau.get(address).status_code == 404


# ------------------------------------------------------------------------------------------- paper and rights


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_skeleton_holds_old_and_new_with_reasons_and_what_is_not_agreed(bureau, site, draft, language):
    bureau.cookies.load({"schakel_language": language, "django_language": language})
    add(draft)
    add(draft, "remove", "actions:1b", "Verladers doen dit zelf")
    response = bureau.get(f"{site}ontwerp/koers-2034/skelet.docx", headers={"accept-language": language})
    document = Document(io.BytesIO(response.content))
    told = "\n".join(p.text for p in document.paragraphs)
    cells = "\n".join(c.text for t in document.tables for row in t.rows for c in row.cells)
    assert "De weg is klaar." in told
    assert "Verladers doen dit zelf" in cells
    assert "Het gaat om vakmanschap" in cells
    assert "3.1" in cells


PLACES = [
    ("", ("anyone", "bureau", "board")),
    ("ontwerp/koers-2034/", ("bureau", "board")),
    ("ontwerp/koers-2034/course.yaml", ("bureau", "board")),
    ("ontwerp/koers-2034/skelet.docx", ("bureau", "board")),
    ("ontwerp-nieuw/", ("bureau",)),
    ("ontwerp/koers-2034/wijzigen/", ("bureau",)),
    ("ontwerp/koers-2034/wijziging/nieuw/", ("bureau",)),
    ("ontwerp/koers-2034/gaat-door/actions:1b/", ("bureau",)),
]


@pytest.mark.parametrize(("place", "who"), PLACES)
def test_who_may_read_what(reader, sign_in, site, draft, place, who):
    expected = 200 if "anyone" in who else 302
    assert reader.get(site + place).status_code == expected
    for role in ("bureau", "board", "council", "administrator"):
        allowed = role in who or "anyone" in who
        assert sign_in(role).get(site + place).status_code == (200 if allowed else 403), role


@pytest.mark.parametrize(
    "place",
    [
        "bewaren/",
        "ontwerp-nieuw/",
        "ontwerp/koers-2034/wijzigen/",
        "ontwerp/koers-2034/bijwerken/",
        "ontwerp/koers-2034/intrekken/",
        "ontwerp/koers-2034/wijziging/nieuw/",
        "ontwerp/koers-2034/gaat-door/actions:1b/",
    ],
)
def test_only_the_bureau_writes(reader, sign_in, site, draft, place):
    assert reader.post(site + place).status_code == 302
    assert sign_in("board").post(site + place).status_code == 403
    assert CourseDraft.objects.filter(pk=draft.pk, version=1).exists()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_are_there_in_both_languages_with_few_queries(
    bureau, site, draft, language, django_assert_max_num_queries
):
    for n in range(20):
        add(draft, "add", f"actions:1x{n}", "Nodig", parent="lines:1", **WORDS)
        ActivityFactory(line="1", action="1a")
    head = {"accept-language": language}
    with django_assert_max_num_queries(25):
        text_of(bureau.get(f"{site}ontwerp/koers-2034/", headers=head))
    adopt(draft)
    with django_assert_max_num_queries(20):
        text_of(bureau.get(site, headers=head))
    with django_assert_max_num_queries(25):
        text_of(bureau.get(f"{site}{CourseVersion.objects.first().pk}/", headers=head))
