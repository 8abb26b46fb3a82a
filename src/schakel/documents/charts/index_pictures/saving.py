# SPDX-License-Identifier: EUPL-1.2
"""A chart as a file of its own: SVG or PNG on paper, with its title and how to read it."""

import re
from pathlib import Path

from schakel.composite.bad_input import N_, BadInput
from schakel.documents.charts.canvas import Canvas, wrap
from schakel.documents.charts.chart import Chart
from schakel.documents.charts.svg import finish

MARGIN, TITLE_SIZE, NOTE_SIZE = 16, 15.5, 11
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_WORDS = re.compile(r"<title.*?</title>|<desc.*?</desc>", re.DOTALL)
PRINTED = "Liberation Sans, Arial, Helvetica, sans-serif"


class WrongPictureFile(BadInput):
    """A file name that does not tell a kind of picture."""

    template = N_("A picture cannot be saved as '{file}'.")
    cure = N_("Give a name that ends in .svg or .png.")


def save_picture(chart: Chart, path: Path | str, *, scale: float = 2.0) -> Path:
    """Write a chart to ``path`` (.svg, or .png of ``scale`` pixels per pixel) and return the path.

    The file stands alone: it holds the title and the reading guide, on light paper. An SVG also follows
    a dark screen.

    Raises
    ------
    WrongPictureFile
        When the name ends in something else.
    """
    file = Path(path)
    kind = file.suffix.lower()
    if kind == ".svg":
        file.write_text(frame_chart(chart), encoding="utf-8")
    elif kind == ".png":
        import vl_convert

        plain = _STYLE.sub("", frame_chart(chart))
        plain = plain.replace("<text ", f'<text font-family="{PRINTED}" ')
        file.write_bytes(vl_convert.svg_to_png(plain, scale=scale))
    else:
        raise WrongPictureFile(file=file.name)
    return file


def frame_chart(chart: Chart) -> str:
    """Return the SVG of a chart with its title above and its reading guide below it."""
    title = wrap(chart.title, chart.width * 0.94, TITLE_SIZE, 3)
    note = wrap(chart.how, chart.width * 0.96, NOTE_SIZE, 6)
    top = MARGIN + 21 * len(title) + 8
    width = chart.width + 2 * MARGIN
    canvas = Canvas(width, height=top + chart.height + 12 + 15 * len(note) + MARGIN)
    canvas.box((0, 0, width, canvas.height), "paper")
    for line, text in enumerate(title):
        canvas.text((MARGIN, MARGIN + 8 + 21 * line), text, "ink", TITLE_SIZE, bold=True)
    for line, text in enumerate(note):
        canvas.text((MARGIN, top + chart.height + 18 + 15 * line), text, "muted", NOTE_SIZE)
    scope = f"{re.sub(r'[^a-z0-9]', '', chart.name)}-saved"
    svg, *_ = finish(canvas.to_svg(), title=chart.title, description=chart.alt, scope=scope)
    inner = _WORDS.sub("", _STYLE.sub("", chart.svg))
    inner = re.sub(r"<svg[^>]*>", f'<svg x="{MARGIN}" y="{top}" width="{chart.width}" '
                   f'height="{chart.height}" overflow="visible">', inner, count=1)  # fmt: skip
    return svg.removesuffix("</svg>") + inner + "</svg>"
