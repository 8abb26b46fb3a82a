# SPDX-License-Identifier: EUPL-1.2
"""Show a page of the programme, with each of its tables also as a file and each of its pictures as an image.

A page is the one source of its tables and pictures: the same address with ``?file=<table>.csv`` (or
``.xlsx``) sends a table, with ``?picture=<name>.<width>`` an image. So who may not see the page gets
neither.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from schakel.documents.charts.chart import WIDTHS
from schakel.documents.charts.kinds import Drawn
from schakel.documents.charts.svg import finish
from schakel.documents.messages import Words, words
from schakel.koers.label import Language
from schakel.programme.demonstration import has_demonstration_year
from schakel.web.programme.menu import menu_pages
from schakel.web.reading import Reading, show
from schakel.web.security import FILE_POLICY
from schakel.web.tables.table import Table, as_csv, as_xlsx, with_marked_rows

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_DRAWINGS = 300
_DRAWINGS: OrderedDict[tuple[Hashable, ...], "Drawing"] = OrderedDict()
_IMAGES: OrderedDict[tuple[str, int], str] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page: ``draw(data, width, say)`` makes it from data that can be hashed."""

    name: str
    data: Hashable
    draw: Callable[[Any, int, Words], Drawn]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that was laid out, with its text alternative; :func:`render` makes its image."""

    drawn: Drawn
    width: int
    height: int
    fingerprint: str


def show_programme(
    request: HttpRequest,
    reading: Reading,
    template: str,
    context: dict[str, Any],
    *,
    tables: Sequence[Table] = (),
    pictures: Sequence[Picture] = (),
) -> HttpResponse:
    """Show the page, or send the table or picture that the address asks for.

    Each table is in the context of the template as ``tables.<name>``, each picture as
    ``pictures.<name>`` (dashes in names become underscores); templates use ``{% data_table %}`` and
    ``{% drawn_picture %}``.
    """
    if wanted := request.GET.get("file"):
        return send_table(reading, wanted, tables)
    if wanted := request.GET.get("picture"):
        return _send_picture(reading, wanted, pictures)
    given = {
        "tables": {_key(t.name): replace(t, address=t.address or _here(request)) for t in tables},
        "pictures": {_key(p.name): p for p in pictures},
        "section": "programme",
        "programme_pages": menu_pages(request),
        "today": timezone.localdate(),
        "has_demonstration": has_demonstration(request),
    }
    response = show(request, reading, template, given | context)
    patch_cache_control(response, private=True)
    return response


def has_demonstration(request: HttpRequest) -> bool:
    """Say whether invented rows stand among the real ones; asked once for each request."""
    known: bool | None = getattr(request, "has_demonstration", None)
    if known is None:
        known = has_demonstration_year()
        request.has_demonstration = known  # type: ignore[attr-defined]
    return known


def _key(name: str) -> str:
    return name.replace("-", "_")


def _here(request: HttpRequest, **extra: str) -> str:
    query = {k: v for k, v in request.GET.items() if k not in ("file", "picture", "page")}
    query |= extra
    return f"{request.path}?{urlencode(query)}" + ("&" if query else "") + "file="


def send_table(reading: Reading, wanted: str, tables: Sequence[Table]) -> HttpResponse:
    """Send a table as a file; ``wanted`` is "<name>.csv" or "<name>.xlsx"."""
    name, _dot, form = wanted.rpartition(".")
    table = next((t for t in tables if t.name == name), None)
    if table is None or form not in ("csv", "xlsx"):
        raise Http404
    table = with_marked_rows(table, _("invented"))
    title = f"{reading.text(reading.dossier.region.label)}: {table.caption}"
    if form == "csv":
        response = HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    else:
        remark = timezone.localdate().isoformat()
        response = HttpResponse(as_xlsx(table, {"title": title}, [title, remark]), content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{reading.dossier.course_id}-{name}-{timezone.localdate()}.{form}"'
    )
    return response


def _send_picture(reading: Reading, wanted: str, pictures: Sequence[Picture]) -> HttpResponse:
    name, _, width = wanted.rpartition(".")
    picture = next((p for p in pictures if p.name == name), None)
    if picture is None or width not in WIDTHS:
        raise Http404
    svg = render(open_drawing(picture, width, reading.language))
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


def open_drawing(picture: Picture, width: str, language: Language) -> Drawing:
    """Return the drawing of a picture, laid out once for the same data.

    A page needs no more than its size and its words; making the image takes far longer, and waits until a
    browser asks for it.
    """
    key = (picture.name, picture.draw, picture.data, width, language)
    found = _DRAWINGS.get(key)
    if found is None:
        drawn = picture.draw(picture.data, WIDTHS[width], words(language))
        canvas = drawn.canvas
        content = repr((canvas.layers, drawn.title, drawn.alt))
        fingerprint = hashlib.sha256(content.encode()).hexdigest()[:10]
        found = Drawing(drawn, round(canvas.width), round(canvas.height), fingerprint)
        _keep(_DRAWINGS, key, found)
    return found


def render(drawing: Drawing) -> str:
    """Return the image of a drawing, made once."""
    key = (drawing.fingerprint, drawing.width)
    svg = _IMAGES.get(key)
    if svg is None:
        drawn, scope = drawing.drawn, f"p{drawing.fingerprint}"
        svg, *_ = finish(drawn.canvas.to_svg(), title=drawn.title, description=drawn.alt, scope=scope)
        _keep(_IMAGES, key, svg)
    return svg


def _keep(found: OrderedDict[Any, Any], key: Hashable, value: object) -> None:
    found[key] = value
    while len(found) > _MOST_DRAWINGS:
        found.popitem(last=False)
