# SPDX-License-Identifier: EUPL-1.2
"""Where to report a weakness, in the form that finders look for (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

VALID_DAYS = 180


@require_safe
def send_security_contact(request: HttpRequest) -> HttpResponse:
    """Send the contact of SCHAKEL_SECURITY_CONTACT; without one the file is not there."""
    if not settings.SCHAKEL_SECURITY_CONTACT:
        raise Http404
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=VALID_DAYS)
    lines = [
        f"Contact: {settings.SCHAKEL_SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
