# SPDX-License-Identifier: EUPL-1.2
"""Finish the SVG: title and description for screen readers, style for light and dark, one scope."""

import re
from xml.sax.saxutils import escape

from schakel.documents.charts.palette import FONT, LIGHT, dark_rules

_ARIA = re.compile(r'\s(?:aria-[a-z]+|role)="[^"]*"')
_BACKGROUND = re.compile(r'<path class="background"[^>]*/>|<rect [^>]*fill="transparent"[^>]*/?>(?:</rect>)?')
_DRAWN_PATH = re.compile(r' d="[^"]*"')
_DECIMALS = re.compile(r"(\d+\.\d{2})\d+")
_ROOT = re.compile(r"<svg[^>]*>")
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_FAMILY = re.compile(r'font-family="[^"]*"')
PRINT_FONT = "Libertinus Serif"


def finish(raw: str, *, title: str, description: str, scope: str) -> tuple[str, int, int]:
    """Return the finished SVG with its width and height in pixels.

    ``scope`` becomes the id of the drawing, so that several may stand in one page.
    """
    size = _SIZE.search(raw)
    width, height = (round(float(v)) for v in size.groups()) if size else (0, 0)
    body = _ROOT.sub("", raw, count=1)
    for pattern in (_ARIA, _BACKGROUND):
        body = pattern.sub("", body)
    body = _DRAWN_PATH.sub(lambda path: _DECIMALS.sub(r"\1", path.group()), body)
    body = _FAMILY.sub("", body)
    rules = f"#{scope} text{{font-family:{FONT};font-variant-numeric:tabular-nums}}"
    dark = dark_rules(f"#{scope}")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{scope}" class="schakel-chart" role="img" '
        f'aria-labelledby="{scope}-t {scope}-d" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">'
        f'<title id="{scope}-t">{escape(title)}</title><desc id="{scope}-d">{escape(description)}</desc>'
        f"<style>{rules}@media (prefers-color-scheme:dark){{{dark}}}</style>"
    )
    return head + body, width, height


def for_print(svg: str) -> str:
    """Return the drawing without style sheet, in the font of the report, for Typst."""
    plain = re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL)
    plain = plain.replace("<text ", f'<text font-family="{PRINT_FONT}" ')
    return plain.replace(LIGHT["paper"], "#ffffff")


def dark_on(svg: str) -> str:
    """Return the drawing with its dark colours switched on (to look at it)."""
    return svg.replace("@media (prefers-color-scheme:dark)", "@media all")
