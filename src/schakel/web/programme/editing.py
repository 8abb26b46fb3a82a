# SPDX-License-Identifier: EUPL-1.2
"""One way to fill in and change: a form, an action, and nothing lost when something is wrong."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.programme.models.record import Traced
from schakel.programme.recording import ChangedMeanwhile, WrongEntry
from schakel.web.language import page_language
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading

VERSION = "version"
LONGEST_VERSION = 12


def fill_in(
    request: HttpRequest,
    reading: Reading,
    form: forms.Form,
    act: Callable[[dict[str, Any], int | None], Any],
    *,
    title: str,
    done: Callable[[Any], str],
    said: str = "",
    record: Traced | None = None,
    template: str = "web/programme/form_page.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form; when it is sent and right, act and go on; when it is not, show what is wrong.

    Parameters
    ----------
    form
        Bound to ``request.POST`` (and files) when something was sent: ``Form(request.POST or None)``.
    act
        Called with the cleaned values and the version that the person had before them.
    done
        Gives the address to go to, from what ``act`` returned.
    said
        The message after saving; "Saved." when empty.
    record
        The record that is changed; its version travels with the form, so that a change by another
        person in between is noticed.
    """
    version = _version(request, record)
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            result = act(form.cleaned_data, version)
        except ChangedMeanwhile as failure:
            version = failure.version
            theirs = _what_they_changed(form, failure.theirs)
            form.add_error(None, explain_failure(failure, page_language()))
        except WrongEntry as failure:
            _add_errors(form, failure)
        except Failure as failure:
            form.add_error(None, explain_failure(failure, page_language()))
        else:
            messages.success(request, said or _("Saved."))
            return HttpResponseRedirect(done(result))
    given = {"form": form, "title": title, "version": version, "theirs": theirs, "record": record}
    response = show_programme(request, reading, template, given | dict(context or {}))
    response.status_code = 422 if form.errors else 200
    return response


def now() -> datetime:
    """Return the moment, for actions."""
    return timezone.now()


def sent_version(request: HttpRequest) -> int | None:
    """Return the version that travelled with a form; ``None`` where none did, or no number."""
    sent = request.POST.get(VERSION, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < LONGEST_VERSION else None


def _version(request: HttpRequest, record: Traced | None) -> int | None:
    if record is None:
        return None
    sent = sent_version(request)
    return record.version if sent is None else sent


def _add_errors(form: forms.Form, failure: WrongEntry) -> None:
    for name, texts in failure.fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def _what_they_changed(form: forms.Form, theirs: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return what the other person's version holds where it differs from what is being sent."""
    return [
        (str(form.fields[name].label or name), _shown(form.fields[name], value))
        for name, value in theirs.items()
        if name in form.fields and form.cleaned_data.get(name) != value
    ]


def _shown(field: forms.Field, value: object) -> str:
    """Return a value as the form would show it; of a list each item."""
    if isinstance(value, list | tuple):
        return ", ".join(_shown(field, item) for item in value) or "–"
    if isinstance(value, date):
        return formats.day(value, page_language())
    if isinstance(value, Model):
        return str(value)
    choices = {str(code): str(name) for code, name in getattr(field, "choices", ()) or ()}
    return choices.get(str(value), str(value)) if value not in (None, "") else "–"
