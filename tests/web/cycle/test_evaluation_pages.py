# SPDX-License-Identifier: EUPL-1.2
"""The pages of evaluation: what a stranger reads, what was adopted, and who may judge."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cycle.factories import (
    AdoptionFactory,
    AgreementFactory,
    ChosenLinkFactory,
    CycleYearFactory,
    DecisionFactory,
    JudgementFactory,
    MeetingFactory,
    RecommendationFactory,
)
from tests.programme.factories import (
    ActivityFactory,
    ClaimFactory,
    ClaimStatementFactory,
    InitiativeFactory,
    LessonFactory,
    OutputFactory,
    ProgressUpdateFactory,
    StrengtheningFactory,
)

from schakel.cycle.actions.evaluating import adopt_evaluation
from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.models import Judgement
from schakel.diagnosis.dossier import Change, Interval
from schakel.diagnosis.storage import Diagnosis, load_measurement, store_measurement
from schakel.programme.models import Lesson
from schakel.programme.recording import Actor

YEAR = 2031
BY = Actor("account:1")
AT = datetime(2031, 5, 6, 9, 30, tzinfo=UTC)
PARTS = ("evaluation", "evaluation-actions", "evaluation-initiatives", "evaluation-learnt")
TODAY = timezone.localdate()


def url(page, **names):
    return reverse(page, kwargs={"year": YEAR, **names})


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def in_english(client):
    client.cookies["schakel_language"] = "en"
    return client


@pytest.fixture
def cycle(db):
    return CycleYearFactory(year=TODAY.year)


@pytest.fixture
def measured(traced_home, tmp_path, cycle):
    """A year in which the first measured element rose by 0.50, of which 0.20 is revision."""
    first = load_measurement(traced_home, "voorbeeldland")
    dossier = first.dossier
    comparison = dossier.comparisons[0]
    element = next(e for e in comparison.elements if e.measured)
    area = next(a for a in comparison.targets if a.code == element.area_code)
    before = with_score(replace(dossier, year=dossier.year - 1), element, Interval(0.5, 0.45, 0.55))
    old = kept(before, tmp_path)
    changes = tuple(
        Change(
            subject_kind="element",
            subject=element.element,
            label=element.label,
            area=next(a for c in dossier.comparisons for a in c.targets if a.code == e.area_code)
            if e
            else area,
            unit="score",
            period=2031,
            previous_period=2030,
            previous_value=0.5,
            value=1.0,
            total=0.5,
            real=0.3,
            revision=0.2,
            method=0.0,
            is_beyond_noise=True,
            notes=(),
        )
        for e in [element]
    )
    now = with_score(replace(dossier, changes=changes), element, Interval(1.0, 0.95, 1.05))
    now = replace(now, provenance=replace(now.provenance, previous_measurement_id=old.identity))
    last_year = CycleYearFactory(year=TODAY.year - 1, closed_on=TODAY - timedelta(30))
    AdoptionFactory(cycle=last_year, measurement=old)
    adoption = AdoptionFactory(cycle=cycle, measurement=kept(now, tmp_path))
    return ChosenLinkFactory(adoption=adoption, element=element.element)


def with_score(dossier, element, score):
    def changed(comparison):
        rows = tuple(
            replace(e, score=score) if (e.element, e.area_code) == (element.element, element.area_code) else e
            for e in comparison.elements
            if e.element != element.element or e.area_code == element.area_code
        )
        return replace(comparison, elements=rows)

    return replace(dossier, comparisons=tuple(changed(c) for c in dossier.comparisons))


def kept(dossier, home):
    identity = store_measurement(Diagnosis(dossier, {}), home)
    stored = load_measurement(home, dossier.course_id, dossier.year, identity)
    return store_measurement_row(stored=stored, by=BY, at=AT)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", [*PARTS, "criteria", "self-assessments", "assumptions"])
def test_without_a_year_each_page_says_what_to_do(reader, language, page):
    reader.cookies["schakel_language"] = language
    html = text(reader.get(url(page)))
    assert "<h1>" in html
    if language == "en":
        assert "opened yet" in html or page == "assumptions"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PARTS)
def test_each_page_opens_with_a_year_in_which_nothing_was_done(reader, cycle, language, page):
    reader.cookies["schakel_language"] = language
    assert str(cycle.year) in text(reader.get(url(page)))


def test_the_answer_tells_what_the_figures_say_of_the_chosen_links(reader, measured):
    html = text(in_english(reader).get(url("evaluation")))
    assert "it moved forward" in html
    assert "because of" not in html
    assert "Revision" in html


def test_the_picture_and_the_tables_can_be_taken_along(reader, measured):
    address = url("evaluation")
    assert reader.get(address, {"picture": "progress.phone"})["Content-Type"].startswith("image/svg")
    for name in ("elements", "moved"):
        assert reader.get(address, {"file": f"{name}.csv"}).status_code == 200
    rows = reader.get(address, {"file": "moved.csv"}).content.decode("utf-8-sig")
    assert "0.3" in rows
    assert "0.2" in rows


def test_a_judgement_against_the_figures_is_shown_as_that(reader, measured):
    JudgementFactory(
        cycle=measured.cycle, subject=measured.element, verdict="behind", because="Het fonds stopte"
    )
    html = text(in_english(reader).get(url("evaluation")))
    assert "This judgement goes against the figures." in html
    assert "Het fonds stopte" in html
    assert "1 judgement goes against the figures." in html


def test_the_bureau_judges_and_others_do_not(reader, bureau, sign_in, measured):
    address = url("judgement", cycle=measured.cycle.year, kind="element", subject=measured.element)
    assert "oordeel/element" not in text(reader.get(url("evaluation")))
    assert "oordeel/element" in text(bureau.get(url("evaluation")))
    assert reader.get(address).status_code == 302
    assert sign_in("partner").post(address, {"verdict": "ahead", "because": "x"}).status_code == 403
    assert not Judgement.objects.exists()
    answer = bureau.post(address, {"verdict": "ahead", "because": "Er kwam een fonds"})
    assert answer.status_code == 302
    assert Judgement.objects.get().because == "Er kwam een fonds"


def test_a_judgement_without_a_reason_says_what_is_missing(bureau, measured):
    address = url("judgement", cycle=measured.cycle.year, kind="element", subject=measured.element)
    answer = in_english(bureau).post(address, {"verdict": "behind", "because": ""})
    assert answer.status_code == 422
    assert "all the more where it goes against the figures" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("criterion", "9.9"),
        ("nonsense", "3.1"),
        ("initiative", "unknown"),
        ("action", "9z"),
        ("element", "air"),
    ],
)
def test_what_does_not_exist_is_not_judged(bureau, cycle, kind, subject):
    address = url("judgement", cycle=cycle.year, kind=kind, subject=subject)
    assert bureau.get(address).status_code == 404


def test_the_page_says_what_the_evaluation_still_needs(reader, cycle):
    RecommendationFactory()
    html = text(in_english(reader).get(url("evaluation")))
    assert "At least one lesson of the year." in html
    assert "What was done with 1 recommendation." in html


@pytest.fixture
def adopted(measured):
    cycle = measured.cycle
    JudgementFactory(cycle=cycle, subject=measured.element, because="Toen dachten we dit")
    JudgementFactory(cycle=cycle, subject_kind="criterion", subject="3.1", verdict="unknown")
    LessonFactory(text="De les van toen", on=TODAY)
    held = DecisionFactory(item__meeting=MeetingFactory(state="closed"))
    return adopt_evaluation(decision=held, cycle=cycle, by=BY, at=timezone.now())


def test_what_was_adopted_stays_as_it_was_whatever_changes_later(reader, adopted):
    Judgement.objects.update(because="Nu denken we iets anders")
    Lesson.objects.update(text="Een andere les")
    html = text(reader.get(url("evaluation")))
    assert "Toen dachten we dit" in html
    assert "Nu denken we iets anders" not in html
    assert adopted.decision.number in html
    assert "De les van toen" in text(reader.get(url("evaluation-learnt")))
    now = text(reader.get(url("evaluation"), {"stand": "nu"}))
    assert "Nu denken we iets anders" in now


def test_an_adopted_evaluation_is_searched_as_it_was(reader, adopted):
    Lesson.objects.update(text="Een andere les")
    assert "De les van toen" in text(reader.get(url("evaluation-learnt"), {"woorden": "LES toen"}))
    assert "De les van toen" not in text(reader.get(url("evaluation-learnt"), {"woorden": "olifant"}))


def test_a_confidential_decision_is_not_named(reader, bureau, measured):
    JudgementFactory(cycle=measured.cycle, subject=measured.element)
    JudgementFactory(cycle=measured.cycle, subject_kind="criterion", subject="3.1")
    secret = DecisionFactory(
        item__meeting=MeetingFactory(state="closed"), is_confidential=True, number="2031-999"
    )
    adopt_evaluation(decision=secret, cycle=measured.cycle, by=BY, at=timezone.now())
    assert "2031-999" not in text(reader.get(url("evaluation")))
    assert "2031-999" in text(bureau.get(url("evaluation")))
    report = url("evaluation-report", cycle=measured.cycle.year, form="docx")
    assert b"2031-999" not in document_text(bureau.get(report).content)


def document_text(content):
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")


def test_the_paper_is_a_draft_until_adopted_and_then_out_of_what_was_frozen(reader, adopted):
    Judgement.objects.update(because="Nu denken we iets anders")
    cycle = adopted.cycle
    word = reader.get(url("evaluation-report", cycle=cycle.year, form="docx"))
    told = document_text(word.content)
    assert b"Toen dachten we dit" in told
    assert b"iets anders" not in told
    assert adopted.sha256.encode() in told
    assert reader.get(url("evaluation-report", cycle=cycle.year, form="pdf")).content.startswith(b"%PDF")
    assert reader.get(url("evaluation-report", cycle=cycle.year, form="exe")).status_code == 404
    assert reader.get(url("evaluation-report", cycle=1999, form="pdf")).status_code == 404


def test_a_draft_says_that_it_is_one(reader, cycle):
    told = document_text(
        in_english(reader).get(url("evaluation-report", cycle=cycle.year, form="docx")).content
    )
    assert b"Draft: Evaluation of" in told


def test_the_actions_and_initiatives_of_the_year_are_told(reader, bureau, cycle):
    hub = InitiativeFactory(name="De hub", actions=["1a"], stage="growing")
    ActivityFactory(action="1a", initiative=hub, status="running", spent_hours="12")
    claim = ClaimFactory(initiative=hub)
    ClaimStatementFactory(claim=claim, step="promised")
    html = text(in_english(reader).get(url("evaluation-actions")))
    assert "For 1 of the 3 actions of the course an activity is registered this year." in html
    assert "1b Bring shippers together" in html
    html = text(in_english(reader).get(url("evaluation-initiatives")))
    assert "De hub" in html
    assert "oordeel/initiative/" in text(bureau.get(url("evaluation-initiatives")))


def test_a_year_of_its_own_can_be_chosen(reader, cycle):
    CycleYearFactory(year=cycle.year - 1, closed_on=TODAY - timedelta(30))
    html = text(reader.get(url("evaluation"), {"cyclus": cycle.year - 1}))
    assert f"cyclus={cycle.year}" in html


@pytest.fixture
def many(measured):
    cycle = measured.cycle
    for n in range(12):
        hub = InitiativeFactory(stage="growing", actions=["1a"])
        activity = ActivityFactory(initiative=hub, action="1a", status="running")
        StrengtheningFactory(activity=activity, element=measured.element)
        AgreementFactory(cycle=cycle, element=measured.element)
        ProgressUpdateFactory(initiative=hub, on=TODAY)
        LessonFactory(initiative=hub, on=TODAY)
        RecommendationFactory()
        OutputFactory(initiative=hub, on=TODAY)
        ClaimStatementFactory(claim=ClaimFactory(initiative=hub))
        JudgementFactory(cycle=cycle, subject_kind="initiative", subject=hub.code)
        assert n < 12
    return cycle


@pytest.mark.parametrize("page", PARTS)
def test_a_page_asks_the_database_no_more_with_many_rows(bureau, many, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        assert bureau.get(url(page)).status_code == 200


def test_an_adopted_page_asks_the_database_little(reader, adopted, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        assert reader.get(url("evaluation")).status_code == 200
