# SPDX-License-Identifier: EUPL-1.2
"""Send an uploaded file: always as a download, never shown or run by the browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from schakel.programme.models import EvidenceFile
from schakel.programme.uploads import EvidenceLost, read_evidence
from schakel.web.pages.errors import failure_page
from schakel.web.reading import home
from schakel.web.rights.asking import refuse, send_to_sign_in, visitor_of
from schakel.web.security import FILE_POLICY


@require_safe
def send_evidence(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Send a file; one that is not public only to the roles that the permission table names."""
    file = get_object_or_404(EvidenceFile, pk=pk)
    visitor = visitor_of(request)
    if not file.is_public and not visitor.may("evidence-file", "read_closed"):
        return refuse(request) if visitor.is_signed_in else send_to_sign_in(request)
    try:
        content = read_evidence(file, home())
    except EvidenceLost as failure:
        return failure_page(request, failure)
    response = HttpResponse(content, content_type=file.media_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response
