# SPDX-License-Identifier: EUPL-1.2
"""A drawing surface in pixels that becomes an Altair chart and then SVG.

Positions are pixels from the top left corner; marks of the same kind and style share one
Altair layer, in the order in which they were first used.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from schakel.documents.charts.palette import FONT, LIGHT

if TYPE_CHECKING:
    import altair as alt

Align = Literal["left", "center", "right"]
Style = tuple[tuple[str, object], ...]
LETTER_WIDTH = 0.56
_PIXELS: dict[str, Any] = {"type": "quantitative", "scale": None, "axis": None}


@dataclass
class Canvas:
    """Collects marks; ``height`` may still grow while drawing."""

    width: int
    height: float = 0.0
    layers: dict[tuple[str, Style], list[dict[str, object]]] = field(default_factory=dict)

    def _add(self, mark: str, style: dict[str, object], row: dict[str, object]) -> None:
        self.layers.setdefault((mark, tuple(sorted(style.items()))), []).append(row)

    def rule(
        self, ends: tuple[float, float, float, float], role: str, width: float = 1.0, opacity: float = 1.0
    ) -> None:
        """Draw a straight line from (x, y) to (x2, y2)."""
        x, y, x2, y2 = (round(v, 1) for v in ends)
        style = {"color": LIGHT[role], "strokeWidth": width, "opacity": opacity}
        self._add("rule", style, {"x": x, "y": y, "x2": x2, "y2": y2})

    def dashed(self, ends: tuple[float, float, float, float], role: str, width: float = 1.0) -> None:
        """Draw a dashed line from (x, y) to (x2, y2)."""
        x, y, x2, y2 = (round(v, 1) for v in ends)
        style = {"color": LIGHT[role], "strokeWidth": width, "strokeDash": (3, 3)}
        self._add("rule", style, {"x": x, "y": y, "x2": x2, "y2": y2})

    def box(self, corners: tuple[float, float, float, float], role: str, opacity: float = 1.0) -> None:
        """Fill a rectangle from (x, y) to (x2, y2)."""
        x, y, x2, y2 = (round(v, 1) for v in corners)
        self._add("rect", {"fill": LIGHT[role], "opacity": opacity}, {"x": x, "y": y, "x2": x2, "y2": y2})

    def frame(
        self, corners: tuple[float, float, float, float], role: str, width: float = 1.0, *, dash: bool = False
    ) -> None:
        """Draw the outline of a rectangle."""
        x, y, x2, y2 = (round(v, 1) for v in corners)
        style: dict[str, object] = {"filled": False, "stroke": LIGHT[role], "strokeWidth": width}
        if dash:
            style["strokeDash"] = (4, 3)
        self._add("rect", style, {"x": x, "y": y, "x2": x2, "y2": y2})

    def dot(
        self,
        at: tuple[float, float],
        role: str,
        size: float = 60,
        *,
        hollow: bool = False,
        shape: str = "circle",
    ) -> None:
        """Draw a point; a hollow one is filled with the colour of the paper."""
        fill = LIGHT["paper"] if hollow else LIGHT[role]
        style = {
            "fill": fill,
            "stroke": LIGHT[role],
            "strokeWidth": 1.8 if hollow else 0.6,
            "opacity": 1,
            "size": size,
            "shape": shape,
        }
        self._add("point", style, {"x": round(at[0], 1), "y": round(at[1], 1)})

    def path(
        self, points: list[tuple[float, float]], role: str, width: float = 1.5, opacity: float = 1.0
    ) -> None:
        """Draw a line through points; each call is a line of its own."""
        style = {
            "color": LIGHT[role],
            "strokeWidth": width,
            "opacity": opacity,
            "strokeJoin": "round",
            "strokeCap": "round",
        }
        key = ("line", tuple(sorted(style.items())))
        series = len({row["series"] for row in self.layers.get(key, [])})
        for i, (x, y) in enumerate(points):
            self._add("line", style, {"x": round(x, 1), "y": round(y, 1), "order": i, "series": series})

    def text(
        self,
        at: tuple[float, float],
        text: str,
        role: str = "ink",
        size: float = 12,
        *,
        align: Align = "left",
        bold: bool = False,
    ) -> None:
        """Write one line of text with its middle at the height of ``at``."""
        style = {
            "color": LIGHT[role],
            "fontSize": size,
            "align": align,
            "baseline": "middle",
            "fontWeight": 600 if bold else 400,
        }
        self._add("text", style, {"x": round(at[0], 1), "y": round(at[1], 1), "text": text})

    def to_svg(self) -> str:
        """Render with Altair and vl-convert (imported here: most charts come from the cache)."""
        import altair as alt
        import vl_convert

        charts = [_layer(mark, dict(style), rows) for (mark, style), rows in self.layers.items()]
        chart = alt.layer(*charts).properties(width=self.width, height=round(self.height), padding=0)
        chart = chart.configure(background="transparent", font=FONT, aria=False, autosize={"type": "none"})
        chart = chart.configure_view(stroke=None).configure_axis(disable=True)
        return str(vl_convert.vegalite_to_svg(chart.to_dict(validate=False)))


def _layer(mark: str, style: dict[str, object], rows: list[dict[str, object]]) -> "alt.Chart":
    import altair as alt

    options = {name: list(value) if isinstance(value, tuple) else value for name, value in style.items()}
    encoding: dict[str, Any] = {"x": alt.X("x", **_PIXELS), "y": alt.Y("y", **_PIXELS)}
    if mark in ("rule", "rect"):
        encoding |= {"x2": alt.X2("x2"), "y2": alt.Y2("y2")}
    if mark == "text":
        encoding["text"] = alt.Text("text", type="nominal")
    if mark == "line":
        encoding |= {
            "order": alt.Order("order", type="quantitative"),
            "detail": alt.Detail("series", type="nominal"),
        }
    chart: Any = alt.Chart(alt.InlineData(values=rows))
    drawn: alt.Chart = getattr(chart, f"mark_{mark}")(clip=False, **options).encode(**encoding)
    return drawn


def text_width(text: str, size: float) -> float:
    """Estimate the width of a text in pixels (system fonts differ by a few per cent)."""
    return sum(_letter_width(c) for c in text) * size


def _letter_width(letter: str) -> float:
    if letter in "ijlI.,:;'’|!()[]- ":
        return 0.3
    if letter in "mwMW%":
        return 0.87
    return 0.66 if letter.isupper() else LETTER_WIDTH


def fit(text: str, room: float, size: float) -> str:
    """Shorten a text with an ellipsis until it fits in ``room`` pixels."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip(" -,(") + "…"


def wrap(text: str, room: float, size: float, lines: int = 2) -> list[str]:
    """Break a text at spaces into at most ``lines`` lines; the last one is shortened if needed."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < lines:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size) <= room:
            line = f"{line} {words.pop(0)}"
        found.append(line)
    if words:
        found[-1] = f"{found[-1]} {' '.join(words)}"
    return [fit(line, room, size) for line in found]
