# SPDX-License-Identifier: EUPL-1.2
"""The evaluation of a year: of the links, of the actions, of the initiatives, and what was learnt."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.cycle.models import CycleYear, SubjectKind
from schakel.cycle.queries.action_progress import actions_done
from schakel.cycle.queries.evaluation import Missing, lessons_of, missing_of, recommendations
from schakel.cycle.queries.evaluation_content import (
    ElementProgress,
    ElementsPart,
    assumption_lines,
    elements_part,
)
from schakel.cycle.queries.figure_ages import OLD_AFTER_YEARS, old_figures
from schakel.cycle.queries.initiative_progress import initiatives_moved
from schakel.cycle.queries.judgements import (
    JudgementState,
    figures_say,
    judgement_states,
    subjects_to_judge,
)
from schakel.cycle.queries.measured_years import measured_pair
from schakel.cycle.queries.year_course import course_of_year
from schakel.documents.cycle_papers import evaluation_sentences as sentences
from schakel.documents.cycle_papers import evaluation_words as words
from schakel.koers.course import CourseFile
from schakel.web.cycle.evaluation.around import MENU, Around, evaluation_context, look_around
from schakel.web.cycle.evaluation.learnt_tables import lesson_table, old_table, recommendation_table
from schakel.web.cycle.evaluation.pictures import progress_picture
from schakel.web.cycle.evaluation.tables import (
    Judged,
    actions_table,
    element_name,
    elements_table,
    initiatives_table,
    moved_table,
)
from schakel.web.cycle.showing import show_board
from schakel.web.programme.showing import Picture
from schakel.web.reading import Reading, page
from schakel.web.tables.table import Table

FOLDER = "web/cycle/evaluation"


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A subject that was judged, or must be, as the page tells it."""

    kind: str
    subject: str
    name: str
    figures: str
    why: str
    judgement: JudgementState | None
    verdict: str
    url: str


def _show(
    around: Around,
    here: str,
    context: dict[str, Any],
    tables: list[Table],
    pictures: list[Picture] | None = None,
) -> HttpResponse:
    given = evaluation_context(around, here) | context
    template = f"{FOLDER}_{here.removeprefix('evaluation').removeprefix('-') or 'links'}.html"
    return show_board(
        around.request,
        around.reading,
        template,
        given,
        page=MENU,
        tables=tables,
        pictures=pictures or [],
    )


def _course(around: Around) -> CourseFile | None:
    if around.cycle is None:
        return None
    return course_of_year(around.cycle, around.reading.dossier.course_id)


def _by_subject(judgements: tuple[JudgementState, ...]) -> Judged:
    return {(j.kind, j.subject): j for j in judgements}


@require_safe
@page
def show_evaluation(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show how far the links moved, how that was judged, and what is still missing."""
    around = look_around(request, reading, frozen=True)
    if around.cycle is None:
        return _show(around, "evaluation", {"sentences": []}, [])
    if around.content is not None:
        part, judgements = around.content.elements, around.content.judgements
        criteria = {c.code: c.label.in_language(reading.language) for c in around.content.criteria}
        missing = None
    else:
        course = _course(around)
        part = elements_part(around.cycle, measured_pair(around.cycle))
        judgements = judgement_states(around.cycle, figures_say([e.moved for e in part.elements], ()))
        criteria = {c.code: reading.text(c.label) for c in course.criteria} if course else {}
        missing = _missing(around.cycle, course, part, judgements)
    judged = _by_subject(judgements)
    context = {
        "sentences": _answer(around, part, judgements, missing),
        "lines": [_element_line(around, e, judged) for e in part.chosen],
        "criteria": [_criterion_line(around, code, name, judged) for code, name in criteria.items()],
        "missing": missing,
        "to_judge": [_name_of(around, s, criteria) for s in missing.subjects] if missing else [],
        "part": part,
    }
    tables = [elements_table(around, part.elements, judged), moved_table(around, part.elements)]
    return _show(around, "evaluation", context, tables, progress_picture(around, part))


def _missing(
    cycle: CycleYear,
    course: CourseFile | None,
    part: ElementsPart,
    judgements: tuple[JudgementState, ...],
) -> Missing:
    done = {(j.kind, j.subject) for j in judgements}
    wanted = subjects_to_judge(cycle, course, [e.moved.element for e in part.chosen])
    return missing_of(cycle, tuple(subject for subject in wanted if subject not in done))


def _answer(
    around: Around, part: ElementsPart, judgements: tuple[JudgementState, ...], missing: Missing | None
) -> list[str]:
    n_open = len(missing.subjects) if missing else 0
    told = [
        sentences.progress_answer(part, around.say),
        sentences.why_unknown(part, around.say),
        sentences.judged_answer(judgements, n_open, around.say),
    ]
    return [sentence for sentence in told if sentence]


def _element_line(around: Around, element: ElementProgress, judged: Judged) -> JudgedLine:
    moved = element.moved
    line = judged.get((SubjectKind.ELEMENT, moved.element))
    return _line(
        around,
        (SubjectKind.ELEMENT, moved.element, element_name(around, element)),
        words.verdict_words(moved.says, around.say),
        words.reason_words(moved.because, around.say),
        line,
    )


def _criterion_line(around: Around, code: str, name: str, judged: Judged) -> JudgedLine:
    line = judged.get((SubjectKind.CRITERION, code))
    return _line(around, (SubjectKind.CRITERION, code, f"{code} {name}"), "", "", line)


def _line(
    around: Around, naming: tuple[str, str, str], figures: str, why: str, line: JudgementState | None
) -> JudgedLine:
    kind, subject, name = naming
    cycle = around.cycle
    may = around.adoption is None and around.may("judgement") and cycle is not None
    return JudgedLine(
        kind,
        subject,
        name,
        figures,
        why,
        line,
        words.verdict_words(line.verdict, around.say) if line else "",
        around.reading.url("judgement", cycle=cycle.year, kind=kind, subject=subject)
        if may and cycle and cycle.closed_on is None
        else "",
    )


def _name_of(around: Around, subject: tuple[str, str], criteria: dict[str, str]) -> str:
    kind, code = subject
    return around.element(code) if kind == SubjectKind.ELEMENT else f"{code} {criteria.get(code, '')}".strip()


@require_safe
@page
def show_actions(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what was done for each action of the course."""
    around = look_around(request, reading, frozen=True)
    if around.cycle is None:
        return _show(around, "evaluation-actions", {}, [])
    content = around.content
    actions = content.actions if content else actions_done(around.cycle, _course(around))
    judgements = content.judgements if content else judgement_states(around.cycle, {})
    named = [(a.action, f"{a.action} {a.label.in_language(reading.language)}") for a in actions]
    context = {
        "n": len(actions),
        "n_done": sum(bool(a.activities) for a in actions),
        "idle": [name for (_code, name), a in zip(named, actions, strict=True) if not a.activities],
        "judgeable": _judgeable(around, SubjectKind.ACTION, named),
    }
    tables = [actions_table(around, actions, _by_subject(judgements))]
    return _show(around, "evaluation-actions", context, tables)


@require_safe
@page
def show_initiatives(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show each initiative then and now."""
    around = look_around(request, reading, frozen=True)
    if around.cycle is None:
        return _show(around, "evaluation-initiatives", {}, [])
    content, today = around.content, timezone.localdate()
    rows = content.initiatives if content else initiatives_moved(around.cycle, today)
    judgements = content.judgements if content else judgement_states(around.cycle, {})
    context = {
        "n": len(rows),
        "n_stepped": sum(r.stage != r.stage_before for r in rows),
        "n_silent": sum(r.lights is None for r in rows),
        "n_promised": sum(r.n_promised for r in rows),
        "n_came_back": sum(r.n_came_back for r in rows),
        "judgeable": _judgeable(around, SubjectKind.INITIATIVE, [(r.code, r.name) for r in rows]),
    }
    tables = [initiatives_table(around, rows, _by_subject(judgements))]
    return _show(around, "evaluation-initiatives", context, tables)


def _judgeable(around: Around, kind: str, named: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return where each subject can be judged, where the reader may do that now."""
    cycle = around.cycle
    if cycle is None or around.adoption or cycle.closed_on or not around.may("judgement"):
        return []
    return [
        (name, around.reading.url("judgement", cycle=cycle.year, kind=kind, subject=code))
        for code, name in named
    ]


@require_safe
@page
def show_learnt(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the lessons of the year, the recommendations with their status, and what has grown old."""
    around = look_around(request, reading, frozen=True)
    if around.cycle is None:
        return _show(around, "evaluation-learnt", {}, [])
    content, wanted = around.content, request.GET.get("woorden", "").strip()[:100]
    if content is not None:
        lessons = tuple(x for x in content.lessons if _has(x.text + " " + x.initiative_name, wanted))
        advice, old = content.recommendations, content.old_figures
        flagged = [a for a in content.assumptions if a.flagged]
    else:
        lessons, advice = lessons_of(around.cycle, wanted), recommendations(around.cycle)
        old = old_figures(measured_pair(around.cycle).dossier or reading.dossier, timezone.localdate().year)
        flagged = [a for a in assumption_lines(around.cycle) if a.flagged]
    context: dict[str, Any] = {
        "wanted": wanted,
        "n": len(lessons),
        "n_unanswered": sum(r.status == "unknown" for r in advice),
        "n_advice": len(advice),
        "n_old": len(old),
        "old_after": OLD_AFTER_YEARS,
        "flagged": flagged,
    }
    tables = [
        lesson_table(around, lessons),
        recommendation_table(around, advice),
        old_table(around, old),
    ]
    return _show(around, "evaluation-learnt", context, tables)


def _has(text: str, wanted: str) -> bool:
    return all(word.casefold() in text.casefold() for word in wanted.split())
