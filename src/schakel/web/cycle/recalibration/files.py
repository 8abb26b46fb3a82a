# SPDX-License-Identifier: EUPL-1.2
"""The file of a version or draft of the course, and the skeleton of its text in Word."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.cycle.queries.adoptability import adoptability
from schakel.cycle.queries.course_skeleton import course_skeleton
from schakel.cycle.queries.draft_course import draft_course
from schakel.documents.cycle_papers.course_skeleton import course_skeleton_paper
from schakel.documents.cycle_papers.paper_docx import paper_docx
from schakel.documents.messages import words
from schakel.web.cycle.recalibration.finding import find_draft
from schakel.web.cycle.recalibration.version_pages import find_version_of
from schakel.web.cycle.seeing import sight_of
from schakel.web.reading import Reading, page

YAML_TYPE = "application/yaml; charset=utf-8"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@page
def send_version(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Send the course file of a version, as it is kept."""
    return _send(find_version_of(reading, pk).content.encode(), YAML_TYPE, "course.yaml")


@require_safe
@page
def send_draft(request: HttpRequest, reading: Reading, draft: str) -> HttpResponse:
    """Send the course file that a draft makes."""
    return _send(draft_course(find_draft(reading, draft)).text.encode(), YAML_TYPE, "course.yaml")


@require_safe
@page
def send_skeleton(request: HttpRequest, reading: Reading, draft: str) -> HttpResponse:
    """Send the skeleton of the new text as a Word document."""
    found = find_draft(reading, draft)
    made = draft_course(found)
    n_open = 0 if found.adopted_id else len(adoptability(found, made).problems)
    skeleton = course_skeleton(found, made, sight_of(request), n_open)
    today = timezone.localdate()
    paper = course_skeleton_paper(
        skeleton,
        whose=reading.text(reading.dossier.region.label),
        invented=found.invented,
        made_on=today,
        say=words(reading.language),
    )
    return _send(paper_docx(paper, today), WORD_TYPE, f"{found.code}-{today}.docx")


def _send(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private"
    return response
