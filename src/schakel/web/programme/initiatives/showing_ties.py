# SPDX-License-Identifier: EUPL-1.2
"""One way to show what hangs on an initiative: a table, and a form below it for those who may add."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from schakel.programme.models import Initiative
from schakel.programme.models.record import Traced
from schakel.web.programme.editing import fill_in
from schakel.web.programme.showing import send_table, show_programme
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of
from schakel.web.tables.table import Table

TEMPLATE = "web/programme/initiatives_ties.html"


@dataclass(frozen=True, slots=True)
class TiePage:
    """What such a page says: its page name, question, answer, table, and the heading of its form."""

    page: str
    title: str
    answer: str
    tables: tuple[Table, ...]
    form_title: str
    submit: str = ""
    how: str = ""


class ConfirmForm(forms.Form):
    """Nothing to fill in: only whether it is meant."""


def show_ties(
    request: HttpRequest,
    reading: Reading,
    initiative: Initiative,
    told: TiePage,
    form: forms.Form,
    act: Callable[[dict[str, Any], int | None], Any],
    *,
    record: Traced | None = None,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the table, and the form where the reader may write; send the table as a file when asked."""
    if wanted := request.GET.get("file"):
        return send_table(reading, wanted, told.tables)
    given = dict(context or {}) | {
        "programme_page": "initiatives",
        "i": initiative,
        "told": told,
        "shown": [replace(t, address=f"{request.path}?file=") for t in told.tables],
        "title": told.title,
        "back": reading.url("initiative", initiative.code),
        "back_name": initiative.name,
        "submit": told.submit,
    }
    if not may_write(request, told.page, initiative):
        return show_programme(request, reading, TEMPLATE, given)
    return fill_in(
        request,
        reading,
        form,
        act,
        title=told.title,
        done=lambda result: reading.url(told.page, initiative.code),
        record=record,
        template=TEMPLATE,
        context=given | {"may_write": True},
    )


def confirm(
    request: HttpRequest,
    reading: Reading,
    initiative: Initiative,
    back_page: str,
    record: Traced,
    act: Callable[[dict[str, Any], int | None], Any],
    *,
    title: str,
    intro: str = "",
    form: forms.Form | None = None,
    submit: str = "",
) -> HttpResponse:
    """Ask whether something may be removed or ended, and do it."""
    back = reading.url(back_page, initiative.code)
    return fill_in(
        request,
        reading,
        form if form is not None else ConfirmForm(request.POST or None),
        act,
        title=title,
        done=lambda result: back,
        record=record,
        context={
            "programme_page": "initiatives",
            "back": back,
            "back_name": _("Back, without changing anything"),
            "intro": intro,
            "submit": submit or _("Remove"),
        },
    )


def may_write(request: HttpRequest, page: str, initiative: Initiative) -> bool:
    """Say whether the reader may write on a page about this initiative."""
    return visitor_of(request).may(page, "write", {"initiative": initiative.code})
