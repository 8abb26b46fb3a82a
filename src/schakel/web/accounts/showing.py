# SPDX-License-Identifier: EUPL-1.2
"""Show a page about accounts: without a year, never kept by a browser, and its tables also as files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from schakel.documents.failures_in_words import explain_failure
from schakel.documents.messages import words
from schakel.koers.failures import Failure
from schakel.programme.recording import ChangedMeanwhile, WrongEntry
from schakel.web.language import page_language
from schakel.web.rights.asking import visitor_of
from schakel.web.tables.table import Table, as_csv, as_xlsx

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A page in the menu of accounts."""

    page: str
    name: str


def account_pages(request: HttpRequest) -> list[AccountPage]:
    """Return the pages about accounts that the reader may open."""
    names = {
        "my-account": _("My account"),
        "accounts": _("Accounts"),
        "invitations": _("Invitations"),
        "audit-log": _("Audit log"),
        "rights": _("Who may do what"),
    }
    visitor = visitor_of(request)
    return [AccountPage(page, name) for page, name in names.items() if visitor.may(page)]


def show_accounts(
    request: HttpRequest,
    template: str,
    page: str,
    context: Mapping[str, Any],
    tables: Sequence[Table] = (),
    status: int = 200,
) -> HttpResponse:
    """Show the page, or send one of its tables as a file (``?file=<name>.csv`` or ``.xlsx``)."""
    if wanted := request.GET.get("file"):
        return _send_table(wanted, tables)
    given = {
        "reading": None,
        "tables": {t.name.replace("-", "_"): replace(t, address=_files_of(request)) for t in tables},
        "account_pages": account_pages(request),
        "account_page": page,
    }
    response = render(request, template, {**given, **context}, status=status)
    add_never_cache_headers(response)
    return response


def _files_of(request: HttpRequest) -> str:
    query = {k: v for k, v in request.GET.items() if k not in ("file", "page")}
    return f"{request.path}?{urlencode(query)}{'&' if query else ''}file="


def _send_table(wanted: str, tables: Sequence[Table]) -> HttpResponse:
    name, _dot, form = wanted.rpartition(".")
    table = next((t for t in tables if t.name == name), None)
    if table is None or form not in ("csv", "xlsx"):
        raise Http404
    today = timezone.localdate()
    if form == "csv":
        response = HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    else:
        file = as_xlsx(table, {"title": table.caption}, [today.isoformat()])
        response = HttpResponse(file, content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="schakel-{name}-{today}.{form}"'
    add_never_cache_headers(response)
    return response


def fill_in_accounts(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    page: str,
    title: str,
    done: Callable[[Any], str],
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form; when it is sent and right, act and go on; when it is not, show what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            result = act(form.cleaned_data)
        except WrongEntry as failure:
            add_errors(form, failure)
        except Failure as failure:
            form.add_error(None, explain_failure(failure, page_language()))
        else:
            return HttpResponseRedirect(done(result))
    given = {"form": form, "title": title, **(context or {})}
    return show_accounts(request, "web/accounts/form.html", page, given, status=422 if form.errors else 200)


def add_errors(form: forms.Form, failure: WrongEntry) -> None:
    """Put the problems of an action at the fields that they are about."""
    say = words(page_language())
    for name, texts in failure.fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, say(text))


def act_and_return(request: HttpRequest, act: Callable[[], Any], said: str, to: str) -> HttpResponse:
    """Act on a button; say what was done, or why not, on the page that follows."""
    try:
        act()
    except (Failure, ChangedMeanwhile) as failure:
        messages.error(request, explain_failure(failure, page_language()))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(to)
