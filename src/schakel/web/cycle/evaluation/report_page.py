# SPDX-License-Identifier: EUPL-1.2
"""The evaluation of a year as a paper: PDF or Word; once adopted, from what was frozen alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.cycle.models import CycleYear, EvaluationAdoption
from schakel.cycle.queries.evaluation import adopted_evaluation
from schakel.cycle.queries.evaluation_content import adopted_content, evaluation_content
from schakel.cycle.sight import PUBLIC, visible_decisions
from schakel.documents.cycle_papers.evaluation_report import AdoptedBy, evaluation_paper
from schakel.documents.cycle_papers.paper_docx import paper_docx
from schakel.documents.cycle_papers.paper_pdf import paper_pdf
from schakel.documents.messages import words
from schakel.web.cycle.seeing import sight_of
from schakel.web.reading import Reading, page

FORMS = {
    "pdf": ("application/pdf", paper_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", paper_docx),
}


@require_safe
@page
def send_report(request: HttpRequest, reading: Reading, cycle: int, form: str) -> HttpResponse:
    """Send the evaluation of a year: the one that was adopted, else a draft of it."""
    found = get_object_or_404(CycleYear, year=cycle)
    if form not in FORMS:
        raise Http404
    kind, make = FORMS[form]
    adoption = adopted_evaluation(found)
    today = timezone.localdate()
    tells_means = sight_of(request).closed or found.closed_on is not None
    content = (
        adopted_content(adoption) if adoption else evaluation_content(found, today, tells_means=tells_means)
    )
    made_on = adoption.on if adoption else today
    paper = evaluation_paper(
        content,
        whose=reading.text(reading.dossier.course_label),
        adopted=_adopted(adoption) if adoption else None,
        made_on=made_on,
        say=words(reading.language),
    )
    response = HttpResponse(make(paper, made_on), content_type=kind)
    name = f"{reading.dossier.course_id}-evaluatie-{found.year}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _adopted(adoption: EvaluationAdoption) -> AdoptedBy:
    """Return by which decision it was adopted; its number where everybody may read it."""
    seen = visible_decisions(PUBLIC).filter(pk=adoption.decision_id).values_list("number", flat=True)
    return AdoptedBy(seen.first() or "", adoption.on, adoption.sha256)
