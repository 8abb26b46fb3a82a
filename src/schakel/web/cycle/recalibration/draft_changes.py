# SPDX-License-Identifier: EUPL-1.2
"""Begin a draft of a new version, change its name or day, base it on the latest version, withdraw it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.cycle.actions import drafts
from schakel.cycle.actions.course_versions import keep_course_version
from schakel.cycle.models import CourseDraft
from schakel.cycle.queries.course_versions import latest_version
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.recalibration.finding import find_open_draft, folder_of, running_course
from schakel.web.cycle.recalibration.forms import DraftForm
from schakel.web.programme.editing import now, sent_version
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "POST")


@require_http_methods(METHODS)
@page
def new_draft(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Begin a draft; the running course is kept as a version first when it is not known yet."""
    folder = folder_of(reading)
    running = running_course(reading)
    if folder is None or running is None:
        raise Http404
    course, known = running
    first_day = date(course.period.until_year + 1, 1, 1)
    initial = {"valid_from": first_day, "version_name": f"{first_day.year}-{first_day.year + 3}"}
    initial["code"] = f"koers-{first_day.year}"
    form = DraftForm(request.POST or None, first_day=first_day, is_new=True, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> CourseDraft:
        who: dict[str, Any] = {"by": actor_of(request), "at": now()}
        kept = keep_course_version(folder=folder, **who)
        latest = latest_version(kept.course) or kept
        return drafts.begin_draft(based_on=latest, **values, **who)

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="course-versions",
        title=_("Begin the draft of a new version"),
        done=lambda made: reading.url("course-draft", made.code),
        said=_("The draft is begun. Now say what changes, and why."),
        context=_back(reading)
        | {
            "intro": _("It starts from %(name)s as it is; you then say change by change what differs.")
            % {"name": (known.version_name if known else course.version)},
            "submit": _("Begin the draft"),
        },
    )


@require_http_methods(METHODS)
@page
def edit_draft(request: HttpRequest, reading: Reading, draft: str) -> HttpResponse:
    """Change the name, first day or reason of a draft."""
    found = find_open_draft(reading, draft)
    initial = {name: getattr(found, name) for name in ("version_name", "valid_from", "reason")}
    form = DraftForm(request.POST or None, first_day=found.valid_from, is_new=False, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> CourseDraft:
        return drafts.change_draft(
            draft=found, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="course-versions",
        title=_("Change the draft"),
        done=lambda made: reading.url("course-draft", made.code),
        record=found,
        context={"back": reading.url("course-draft", found.code), "back_name": found.version_name},
    )


@require_POST
@page
def move_draft(request: HttpRequest, reading: Reading, draft: str) -> HttpResponse:
    """Base a draft on the latest version."""
    found = find_open_draft(reading, draft)
    try:
        drafts.move_draft(draft=found, by=actor_of(request), at=now())
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
    else:
        messages.success(request, _("The draft is based on the latest version now."))
    return HttpResponseRedirect(reading.url("course-draft", found.code))


@require_POST
@page
def withdraw_draft(request: HttpRequest, reading: Reading, draft: str) -> HttpResponse:
    """Withdraw a draft."""
    found = find_open_draft(reading, draft)
    try:
        drafts.withdraw_draft(
            draft=found, expected_version=sent_version(request), by=actor_of(request), at=now()
        )
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
        return HttpResponseRedirect(reading.url("course-draft", found.code))
    messages.success(request, _("The draft is withdrawn; its history stays."))
    return HttpResponseRedirect(reading.url("course-versions"))


def _back(reading: Reading) -> dict[str, Any]:
    return {
        "back": reading.url("course-versions"),
        "back_name": _("Versions of the course"),
        "today": timezone.localdate(),
    }
