# SPDX-License-Identifier: EUPL-1.2
"""Pictures as files: the address holds the measurement, so a browser may keep one for a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from schakel.web.pictures import svg_file
from schakel.web.reading import Reading, page
from schakel.web.security import FILE_POLICY


@require_safe
@page
def send_chart(request: HttpRequest, reading: Reading, measurement: str, name: str) -> HttpResponse:
    """Send one picture as SVG."""
    svg = svg_file(reading, measurement, name)
    if svg is None:
        raise Http404
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response
