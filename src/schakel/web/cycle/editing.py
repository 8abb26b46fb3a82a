# SPDX-License-Identifier: EUPL-1.2
"""Fill in and change something of the cycle: as everywhere, on a page under Board."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from schakel.programme.models.record import Traced
from schakel.web.cycle.showing import board_context
from schakel.web.programme.editing import fill_in
from schakel.web.reading import Reading


def fill_in_board(
    request: HttpRequest,
    reading: Reading,
    form: forms.Form,
    act: Callable[[dict[str, Any], int | None], Any],
    *,
    page: str,
    title: str,
    done: Callable[[Any], str],
    said: str = "",
    record: Traced | None = None,
    template: str = "web/cycle/form_page.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form and act on it, as :func:`schakel.web.programme.editing.fill_in` does.

    Parameters
    ----------
    page
        The page of the menu under which it stands.
    """
    given = board_context(request, page) | dict(context or {})
    return fill_in(
        request,
        reading,
        form,
        act,
        title=title,
        done=done,
        said=said,
        record=record,
        template=template,
        context=given,
    )
