# SPDX-License-Identifier: EUPL-1.2
"""The files of a meeting: its papers on six pages, its date for a calendar, and the papers themselves."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from schakel.cycle.models import Meeting, MeetingState, PaperFile
from schakel.cycle.queries.agenda import agenda_of
from schakel.cycle.queries.board_pack import board_pack
from schakel.cycle.sight import PUBLIC, Sight, visible_papers
from schakel.documents.cycle_papers.board_pack import fitted_pack
from schakel.documents.cycle_papers.board_pack_parts import Frame
from schakel.documents.cycle_papers.calendar import FeedEvent, write_feed
from schakel.documents.cycle_papers.paper_docx import paper_docx
from schakel.documents.messages import words
from schakel.programme.uploads import EvidenceLost, read_evidence
from schakel.web.cycle.meetings.finding import meeting_or_404
from schakel.web.cycle.meetings.words import clock
from schakel.web.cycle.seeing import sight_of
from schakel.web.pages.errors import failure_page
from schakel.web.reading import Reading, home, page
from schakel.web.security import FILE_POLICY

PDF_TYPE = "application/pdf"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ICS_TYPE = "text/calendar; charset=utf-8"
FOR_EVERYBODY = "openbaar"


@require_safe
@page
def send_pack(request: HttpRequest, reading: Reading, meeting: str, form: str) -> HttpResponse:
    """Send the papers of a meeting as PDF or DOCX; members get theirs, or with ``?versie=openbaar`` that."""
    found = meeting_or_404(request, meeting)
    if form not in ("pdf", "docx"):
        raise Http404
    sight = _asked_sight(request)
    today = timezone.localdate()
    frame = Frame(
        whose=reading.text(reading.dossier.region.label),
        made_on=today,
        address=request.build_absolute_uri(reading.url("meeting", found.code)),
    )
    paper, pdf = fitted_pack(board_pack(found, sight, today), frame, words(reading.language))
    version = "" if sight.closed else f"-{FOR_EVERYBODY}"
    name = f"{found.code}{version}.{form}"
    if form == "pdf":
        return _download(pdf, PDF_TYPE, name)
    return _download(paper_docx(paper, today), DOCX_TYPE, name)


def _asked_sight(request: HttpRequest) -> Sight:
    """Return what the version that is asked for shows; a draft stays with who may see drafts."""
    sight = sight_of(request)
    if request.GET.get("versie") == FOR_EVERYBODY:
        return Sight(drafts=sight.drafts)
    return sight


@require_safe
@page
def send_ics(request: HttpRequest, reading: Reading, meeting: str) -> HttpResponse:
    """Send the date of a meeting with its public agenda, for any calendar; never anything confidential."""
    found = meeting_or_404(request, meeting)
    event = FeedEvent(
        name=f"meeting-{found.code}",
        title=found.title,
        on=found.on,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        where=found.venue,
        text=_public_agenda(found),
        url=request.build_absolute_uri(reading.url("meeting", found.code)),
        is_cancelled=found.state == MeetingState.CANCELLED,
    )
    content = write_feed(
        [event],
        title=found.title,
        domain=request.get_host().partition(":")[0],
        zone=ZoneInfo(settings.TIME_ZONE),
        at=timezone.now(),
    )
    return _download(content, ICS_TYPE, f"{found.code}.ics")


def _public_agenda(meeting: Meeting) -> str:
    lines = agenda_of(meeting, PUBLIC).lines
    return "\n".join(f"{clock(line.slot.starts_at)} {line.number}. {line.item.title}" for line in lines)


@require_safe
@page
def send_paper(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Send a version of a paper to who may see that paper, always as a download."""
    papers = visible_papers(sight_of(request))
    file = PaperFile.objects.filter(paper__in=papers, pk=pk).first()
    if file is None:
        raise Http404
    try:
        content = read_evidence(file, home())
    except EvidenceLost as failure:
        return failure_page(request, failure)
    return _download(content, file.media_type, file.name)


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response
