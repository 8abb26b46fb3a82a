# SPDX-License-Identifier: EUPL-1.2
"""The criteria of satisfaction, each with its yardsticks, what these show, and how it was judged."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.cycle.models import SubjectKind
from schakel.cycle.queries.criteria import CriterionState, HubState, YardstickState, criteria_states, facts_of
from schakel.cycle.queries.judgements import JudgementState, figures_say, judgement_states
from schakel.cycle.queries.measured_years import measured_pair
from schakel.cycle.queries.settlement import ITEMS, growths
from schakel.cycle.queries.year_course import course_of_year
from schakel.documents.cycle_papers import evaluation_words as words
from schakel.documents.cycle_papers.evaluation_sentences import criteria_answer
from schakel.web.cycle.evaluation.around import MENU, Around, evaluation_context, look_around
from schakel.web.cycle.evaluation.criteria_tables import (
    TONES,
    agreed_words,
    growth_table,
    shown_words,
    yardstick_table,
)
from schakel.web.cycle.evaluation.pictures import yardstick_picture
from schakel.web.cycle.showing import show_board
from schakel.web.reading import Reading, page


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion as the page tells it; addresses are empty where the reader may not go there."""

    code: str
    name: str
    verdict: str
    tone: str
    yardsticks: tuple[tuple[YardstickState, str, str, str], ...]
    hubs: tuple[tuple[HubState, str], ...]
    judgement: JudgementState | None
    judged: str
    judge_url: str
    propose_url: str


@require_safe
@page
def show_criteria(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show how the criteria stand."""
    around = look_around(request, reading, frozen=True)
    if around.cycle is None:
        context = evaluation_context(around, "criteria")
        return show_board(request, reading, "web/cycle/evaluation_criteria.html", context, page=MENU)
    content = around.content
    if content is not None:
        criteria, judgements, growth = content.criteria, content.judgements, content.settlement
    else:
        pair = measured_pair(around.cycle)
        course = course_of_year(around.cycle, reading.dossier.course_id)
        criteria = criteria_states(
            course, facts_of(around.cycle, timezone.localdate(), pair, tells_means=around.tells_means)
        )
        judgements = judgement_states(around.cycle, figures_say((), criteria))
        growth = growths(pair.dossier)
    judged = {j.subject: j for j in judgements if j.kind == SubjectKind.CRITERION}
    yardsticks = [y for c in criteria for y in c.yardsticks]
    context = {
        "sentence": criteria_answer(criteria, around.say),
        "lines": [_line(around, c, judged.get(c.code)) for c in criteria],
        "has_growth": any(g.item in ITEMS for g in growth),
    }
    tables = [yardstick_table(around, yardsticks), growth_table(around, growth)]
    return show_board(
        request,
        reading,
        "web/cycle/evaluation_criteria.html",
        evaluation_context(around, "criteria") | context,
        page=MENU,
        tables=tables,
        pictures=yardstick_picture(around, yardsticks),
    )


def _line(around: Around, criterion: CriterionState, judgement: JudgementState | None) -> CriterionLine:
    say, cycle = around.say, around.cycle
    is_open = around.adoption is None and cycle is not None and cycle.closed_on is None
    may_judge = is_open and around.may("judgement")
    may_propose = around.adoption is None and around.may("yardstick-new")
    return CriterionLine(
        criterion.code,
        criterion.label.in_language(around.reading.language),
        words.yardstick_words(criterion.verdict, say),
        TONES[criterion.verdict],
        tuple(
            (
                y,
                shown_words(around, y.shown, y.unit),
                words.yardstick_words(y.verdict, say),
                agreed_words(y),
            )
            for y in criterion.yardsticks
        ),
        tuple((hub, _hub_words(hub, around)) for hub in criterion.hubs),
        judgement,
        words.verdict_words(judgement.verdict, say) if judgement else "",
        around.reading.url("judgement", cycle=cycle.year, kind="criterion", subject=criterion.code)
        if may_judge and cycle
        else "",
        around.url("yardstick-new", criterion=criterion.code) if may_propose else "",
    )


def _hub_words(hub: HubState, around: Around) -> str:
    return words.yardstick_words(hub.verdict, around.say)
