# SPDX-License-Identifier: EUPL-1.2
"""The lights of initiatives over the rounds: a row for each, a shape for the worst light of each round."""

from collections import Counter
from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, fit, text_width
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.messages import Words

NARROW = 500
HEAD, ROW, FOOT = 34.0, 24.0, 30.0
NAME_LINE = 16.0
SMALL = 11.0
LIGHTS = ("green", "amber", "red", "")
"""From good to bad; the empty one is a round without an update."""


@dataclass(frozen=True, slots=True)
class LightRow:
    """An initiative with the worst light of each round; an empty light is a round without an update."""

    name: str
    lights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LightRows:
    """The rounds, the oldest first, and the rows in the order in which they are drawn."""

    rounds: tuple[str, ...]
    rows: tuple[LightRow, ...]


def draw_lights(data: LightRows, width: int, say: Words) -> Drawn:
    """Draw a row for each initiative, with a shape of its own for each light."""
    is_narrow = width < NARROW
    room = 0.0 if is_narrow else 270.0
    row = ROW + (NAME_LINE if is_narrow else 0)
    key_height = _key_height(width, say)
    canvas = Canvas(width, height=key_height + HEAD + row * len(data.rows) + 6)
    _draw_key(canvas, say)
    step = (width - room) / max(len(data.rounds), 1)
    top = key_height + HEAD
    for n, title in enumerate(data.rounds):
        canvas.text((room + step * n, top - 16), fit(title, step - 6, SMALL), "muted", SMALL)
    for k, item in enumerate(data.rows):
        y = top + row * k
        canvas.rule((0, y, width, y), "grid")
        canvas.text(
            (0, y + (9 if is_narrow else ROW / 2)), fit(item.name, (room or width) - 12, 12.5), "ink", 12.5
        )
        middle = y + (NAME_LINE if is_narrow else 0) + ROW / 2
        for n, light in enumerate(item.lights):
            draw_light(canvas, (room + step * n + 8, middle), light)
    how = say(
        "Each row is an initiative, each column a round of updates, the newest last. Shown is the worst of "
        "its three lights, each with a shape of its own; a dash is a round in which nothing was told."
    )
    return Drawn(canvas, say("The lights over the rounds"), how, _alt(data, say), _table(data, say))


def light_name(light: str, say: Words) -> str:
    """Return a light in words."""
    return {
        "green": say("goes well"),
        "amber": say("needs attention"),
        "red": say("is stuck"),
        "": say("no update"),
    }[light]


def draw_light(canvas: Canvas, at: tuple[float, float], light: str) -> None:
    """Draw a light: an open dot goes well, a triangle needs attention, a square is stuck."""
    if light == "green":
        canvas.dot(at, "peer", 55, hollow=True)
    elif light == "amber":
        canvas.dot(at, "peer", 110, shape="triangle-up")
    elif light == "red":
        canvas.dot(at, "accent", 130, shape="square")
    else:
        canvas.rule((at[0] - 4, at[1], at[0] + 4, at[1]), "strip", 1.5)


def _places_of_key(width: int, say: Words) -> list[tuple[float, float, str]]:
    x, y, found = 8.0, 10.0, []
    for light in LIGHTS:
        room = 34 + text_width(light_name(light, say), SMALL)
        if x + room > width and x > 8:
            x, y = 8.0, y + 18
        found.append((x, y, light))
        x += room
    return found


def _key_height(width: int, say: Words) -> float:
    return _places_of_key(width, say)[-1][1] + 12


def _draw_key(canvas: Canvas, say: Words) -> None:
    for x, y, light in _places_of_key(canvas.width, say):
        draw_light(canvas, (x, y), light)
        canvas.text((x + 13, y), light_name(light, say), "muted", SMALL)


def _alt(data: LightRows, say: Words) -> str:
    newest = Counter(row.lights[-1] for row in data.rows if row.lights)
    counts = ", ".join(f"{light_name(light, say)} {newest[light]}" for light in LIGHTS if newest[light])
    return say(
        "The worst light of {n} initiatives in each of {rounds} rounds. In the newest: {counts}.",
        n=len(data.rows),
        rounds=len(data.rounds),
        counts=counts or say("nothing"),
    )


def _table(data: LightRows, say: Words) -> ChartTable:
    columns = (Column(say("Initiative")), *(Column(title) for title in data.rounds))
    rows = tuple((row.name, *(light_name(light, say) for light in row.lights)) for row in data.rows)
    return ChartTable(columns, rows)
