# SPDX-License-Identifier: EUPL-1.2
"""What partners say of their own part: the results, and the form of one partner."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.cycle.actions.assessments import assess_self
from schakel.cycle.models import PartnerAssessment
from schakel.cycle.queries.assessments import (
    FEWEST,
    QUESTIONS,
    Assessments,
    HelixAnswers,
    answer_of,
    assessments_of,
    by_helix,
    document_questions,
    public_results,
    told_so_far,
)
from schakel.documents import formats
from schakel.documents.cycle_papers import evaluation_words as words
from schakel.documents.cycle_papers.evaluation_sentences import response_answer
from schakel.documents.sentences.names import upper_first
from schakel.programme.models import Partner
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.evaluation.around import MENU, Around, evaluation_context, look_around
from schakel.web.cycle.evaluation.assessment_forms import AssessmentForm
from schakel.web.cycle.showing import show_board
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

PAGE = "self-assessments"


@require_safe
@page
def show_assessments(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the results of each strand; who answered what, for those who may see that."""
    around = look_around(request, reading, frozen=True)
    if around.cycle is None:
        nothing = evaluation_context(around, PAGE)
        return show_board(request, reading, "web/cycle/evaluation_assessments.html", nothing, page=MENU)
    sees_all = visitor_of(request).may(PAGE, "read_closed")
    found = assessments_of(around.cycle, timezone.localdate())
    answers = around.content.answers if around.content else public_results(found)
    is_told = bool(around.content) or around.tells_means
    answers = answers if is_told else told_so_far(answers)
    tables = [
        helix_table(around, by_helix(found) if sees_all and not around.content else answers, is_told=is_told)
    ]
    context: dict[str, Any] = {
        "sentence": response_answer(answers, around.say),
        "n_asked": answers[0].n_asked if answers else 0,
        "n_answered": answers[0].n_answered if answers else 0,
        "own": _own(around, found),
        "sees_all": sees_all,
        "fewest": FEWEST,
        "questions": [around.say(text) for text in QUESTIONS.values()],
    }
    if sees_all:
        tables.append(partner_table(around, found))
        context["silent"] = found.silent
        questions = document_questions(found)
        context["doubts"] = [q for q in questions if q.n_goals]
        context["unseen"] = [q.partner for q in questions if not q.n_goals]
    return show_board(
        request,
        reading,
        "web/cycle/evaluation_assessments.html",
        evaluation_context(around, PAGE) | context,
        page=MENU,
        tables=tables,
    )


def _own(around: Around, found: Assessments) -> list[tuple[Partner, bool]]:
    """Return the partners that the reader answers for, with whether they did."""
    codes = visitor_of(around.request).partners.get("partner", frozenset())
    return [(p, p.pk in found.answers) for p in found.partners if p.code in codes]


def helix_table(around: Around, answers: tuple[HelixAnswers, ...], *, is_told: bool) -> Table:
    """Return the response and the means of each strand; ``is_told`` whether the means may be told now."""
    say, language = around.say, around.reading.language
    columns = (
        Column("strand", _("Strand")),
        Column("asked", _("Asked"), True),
        Column("answered", _("Answered"), True),
        Column("response", _("Response"), True),
        *(Column(q, upper_first(words.question_words(q, say)), True) for q in QUESTIONS),
    )
    rows = tuple(
        Row(
            (
                text_cell(upper_first(words.helix_words(a.helix, say))),
                Cell(str(a.n_asked), a.n_asked),
                Cell(str(a.n_answered), a.n_answered),
                Cell(formats.percent(a.response, language), a.response),
                *(_mean_cell(mean, n, language, is_told=is_told) for _q, mean, n in a.means),
            ),
            "" if a.helix else "target",
        )
        for a in answers
    )
    note = _(
        "Means from 1 (not at all) to 5 (entirely), with the number of answers below. A mean of fewer than "
        "three answers, and one from which it would follow, is not shown."
    )
    return Table("answers", _("What partners say, by strand"), columns, rows, note=note)


def _mean_cell(mean: float | None, n: int, language: str, *, is_told: bool) -> Cell:
    detail = f"n = {n}"
    if mean is None:
        hidden = _("too few") if is_told else _("not yet told")
        return Cell(hidden if n else "–", None, tone="unknown", detail=detail)
    return Cell(formats.number(mean, language, 1), round(mean, 2), detail=detail)


def partner_table(around: Around, found: Assessments) -> Table:
    """Return the answers of every partner: for the programme office and the board only."""
    say, language = around.say, around.reading.language
    columns = (
        Column("partner", _("Partner")),
        Column("on", _("Answered on")),
        *(Column(q, upper_first(words.question_words(q, say)), True) for q in QUESTIONS),
        Column("needs", _("Needs")),
    )
    rows = []
    for partner in found.partners:
        row = found.answers.get(partner.pk)
        link = around.url("self-assessment", partner=partner.code)
        name = Cell(partner.name, partner.name, link, detail=_("invented") if partner.invented else "")
        if row is None:
            empty = (Cell("–", None),) * (len(QUESTIONS) + 1)
            rows.append(Row((name, Cell(_("not yet"), None, tone="unknown"), *empty)))
            continue
        scores = (row.scores.get(q) for q in QUESTIONS)
        rows.append(
            Row(
                (
                    name,
                    Cell(formats.day(row.on, language), row.on.isoformat()),
                    *(Cell("–" if s is None else str(s), s) for s in scores),
                    text_cell(row.needs) if row.needs else Cell("–", None),
                )
            )
        )
    return Table("partners", _("Answer of each partner (not public)"), columns, tuple(rows))


@require_http_methods(("GET", "POST"))
@page
def assess(request: HttpRequest, reading: Reading, partner: str) -> HttpResponse:
    """Show what a partner said of its own part, and let it answer again."""
    around = look_around(request, reading)
    found = get_object_or_404(Partner, code=partner)
    if around.cycle is None:
        raise Http404
    cycle, there = around.cycle, answer_of(around.cycle, found)
    own = found.code in visitor_of(request).partners.get("partner", frozenset())
    form = AssessmentForm(
        request.POST if request.method == "POST" else None,
        language=reading.language,
        on_behalf=not own,
        initial=_initial(there),
    )

    def act(values: dict[str, Any], version: int | None) -> PartnerAssessment:
        today = timezone.localdate()
        return assess_self(
            cycle=cycle,
            partner=found,
            on=values.get("on") or today,
            scores=form.scores(),
            did=values["did"],
            needs=values["needs"],
            source=values.get("source", ""),
            on_behalf=not own,
            today=today,
            by=actor_of(request),
            at=now(),
        )

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page=MENU,
        title=_("How did %(name)s do its part?") % {"name": found.name},
        done=lambda saved: around.url(PAGE) if own else around.url("self-assessment", partner=found.code),
        said=_("Thank you, the answer is kept."),
        template="web/cycle/evaluation_assessment.html",
        context=_context(around, found, there, own=own),
    )


def _context(
    around: Around, partner: Partner, there: PartnerAssessment | None, *, own: bool
) -> dict[str, Any]:
    """Return what the page of one partner tells beside its form."""
    return evaluation_context(around, PAGE) | {
        "partner": partner,
        "there": there,
        "own": own,
        "is_open": around.cycle is not None and around.cycle.closed_on is None,
        "may_write": around.may("self-assessment", "write", {"partner": partner.code}),
        "shown": _shown(around, there),
    }


def _initial(there: PartnerAssessment | None) -> dict[str, Any]:
    if there is None:
        return {"on": timezone.localdate()}
    return {**there.scores, "did": there.did, "needs": there.needs, "on": there.on, "source": there.source}


def _shown(around: Around, there: PartnerAssessment | None) -> list[tuple[str, int | None]]:
    if there is None:
        return []
    return [(around.say(text), there.scores.get(code)) for code, text in QUESTIONS.items()]
