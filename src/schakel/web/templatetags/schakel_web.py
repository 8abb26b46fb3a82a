# SPDX-License-Identifier: EUPL-1.2
"""Tags that every template knows: figures with their source, tables, pictures, numbers in words."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from schakel.diagnosis.dossier import FigureKey, Note
from schakel.documents import formats
from schakel.documents.sentences.notes import note_sentence
from schakel.koers.label import Label
from schakel.web.language import page_language
from schakel.web.pictures import picture_sources
from schakel.web.programme.words import drawn_sources, money_words
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of
from schakel.web.tables.body import table_body
from schakel.web.tables.table import Table
from schakel.web.words import choice_words

register = template.Library()


@cache
def _fingerprint(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise ValueError(f"static file {name} does not exist")
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a static file; it changes when the file changes, so browsers may keep it."""
    return f"{static(name)}?v={_fingerprint(name)}"


@register.filter
def label(value: Label | None) -> str:
    """Return a label in the language of the page."""
    return "" if value is None else value.in_language(page_language())


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """Return a number as the reader expects it."""
    return formats.number(value, page_language(), decimals)


@register.filter
def share(value: float | None, decimals: int = 0) -> str:
    """Return a share (0 to 1) as a percentage."""
    return formats.percent(value, page_language(), decimals)


@register.filter
def day(value: str | None) -> str:
    """Return an ISO date in words."""
    return formats.day(value, page_language())


@register.simple_tag(takes_context=True)
def remark(context: dict[str, Any], note: Note) -> str:
    """Return the sentence of a remark in the dossier."""
    reading: Reading = context["reading"]
    return note_sentence(note, reading.dossier, reading.language)


@register.simple_tag(takes_context=True)
def figure(context: dict[str, Any], key: FigureKey | None, text: str) -> SafeString | str:
    """Return a number as a link to the page that says where it comes from."""
    reading: Reading = context["reading"]
    if key is None:
        return text
    return format_html('<a class="figure" href="{}">{}</a>', reading.figure_url(key), text)


@register.simple_tag(takes_context=True)
def page_url(context: dict[str, Any], name: str, *args: object) -> str:
    """Return the address of a page in the year that is being read."""
    reading: Reading = context["reading"]
    return reading.url(name, *args)


@register.simple_tag(takes_context=True)
def in_year(context: dict[str, Any], year: int) -> str:
    """Return the address of the same page in another year."""
    request: HttpRequest = context["request"]
    parts = request.path.split("/")
    rest = parts[2:] if len(parts) > 2 and parts[1].isdigit() else [""]
    return "/".join(["", str(year), *rest])


@register.simple_tag(takes_context=True)
def here_with(context: dict[str, Any], **changes: object) -> str:
    """Return the address of this page with some of its choices changed (an empty one is left out)."""
    request: HttpRequest = context["request"]
    query = {k: v for k, v in request.GET.items() if k not in changes}
    query |= {k: str(v) for k, v in changes.items() if v not in ("", None)}
    return f"{request.path}?{urlencode(query)}" if query else request.path


@register.inclusion_tag("web/table.html", takes_context=True)
def data_table(context: dict[str, Any], table: Table) -> dict[str, Any]:
    """Show a table that can be put in order by link, and downloaded."""
    request: HttpRequest = context["request"]
    wanted = request.GET.get("sort", "")
    name, _, sort = wanted.partition(".")
    shown = table.ordered(sort) if name == table.name and not table.is_ordered else table
    headings = [
        {
            "column": column,
            "order": _order_of(shown.sort, column.key),
            "sort": f"{table.name}.{'-' if shown.sort == column.key else ''}{column.key}",
            "may_order": column.key in table.sortable if table.is_ordered else len(table.rows) > 1,
        }
        for column in shown.columns
    ]
    return {
        "table": shown,
        "headings": headings,
        "body": table_body(shown),
        "request": request,
        "reading": context["reading"],
        "suffix": f"?{table.query}" if table.query else "",
    }


def _order_of(sort: str, key: str) -> str:
    if sort.removeprefix("-") != key:
        return ""
    return "descending" if sort.startswith("-") else "ascending"


@register.inclusion_tag("web/picture.html", takes_context=True)
def picture(
    context: dict[str, Any], name: str, *, small: bool = False, lazy: bool = False, quiet: bool = False
) -> dict[str, Any]:
    """Show a chart with its text alternative: one file for phones, one for wide screens; or a ``small`` one.

    ``quiet`` leaves the reading guide out, where one for all pictures stands above them.
    """
    reading: Reading = context["reading"]
    found = picture_sources(reading, name, ("phone",) if small else ("phone", "desktop"))
    return found | {"lazy": lazy, "quiet": quiet}


@register.inclusion_tag("web/picture.html", takes_context=True)
def drawn_picture(context: dict[str, Any], picture: Any, *, small: bool = False) -> dict[str, Any]:
    """Show a picture of the programme: one file for phones, one for wide screens; or a ``small`` one."""
    reading: Reading = context["reading"]
    request: HttpRequest = context["request"]
    return drawn_sources(picture, request, reading.language, small=small)


@register.inclusion_tag("web/programme/form.html", takes_context=True)
def entry_form(context: dict[str, Any], form: Any, submit: str = "") -> dict[str, Any]:
    """Show a form: what is wrong on top, each field with its label, hint and error."""
    request: HttpRequest = context["request"]
    return {
        "form": form,
        "submit": submit,
        "version": context.get("version"),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], page: str, deed: str = "read", **about: object) -> bool:
    """Say whether the reader may do this: ``{% may "initiative-edit" "write" initiative=i.code as ok %}``."""
    request: HttpRequest = context["request"]
    return visitor_of(request).may(page, "write" if deed == "write" else "read", about)


@register.filter
def euro(value: Any, decimals: int = 0) -> str:
    """Return an amount in euros; unknown is said in words."""
    return money_words(value, page_language(), decimals)


@register.filter
def at(items: tuple[Any, ...], position: int) -> Any:
    """Return the item at a position."""
    return items[position]


@register.filter
def choice_name(code: str) -> str:
    """Return a choice of method in words."""
    return choice_words(code)


@register.filter
def plain(value: float | None) -> str:
    """Return a number with only the decimals that matter."""
    return formats.plain_number(value, page_language())


@register.inclusion_tag("web/cycle/put_on_agenda.html", takes_context=True)
def put_on_agenda(context: dict[str, Any], kind: str, key: object, title: str = "") -> dict[str, Any]:
    """Show the button that puts something on the agenda of the board, where the reader may do that."""
    request: HttpRequest = context["request"]
    reading: Reading = context["reading"]
    return {
        "allowed": visitor_of(request).may("agenda-put", "write"),
        "address": reading.url("agenda-put"),
        "kind": kind,
        "key": str(key),
        "title": title,
        "back": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
