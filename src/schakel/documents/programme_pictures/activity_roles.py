# SPDX-License-Identifier: EUPL-1.2
"""What the programme does in its activities, year by year: a bar per year in parts, one for each role."""

from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, text_width
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.messages import Words

SHADES = (("step5", "on_deep"), ("step4", "on_deep"), ("step3", "on_pale"), ("step2", "on_pale"))
LAST = ("step1", "on_pale")
LEFT, BAR, GAP = 48.0, 30.0, 12.0
KEY_ROW = 20.0
SMALL = 11.5


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How many activities that start in a year have a role; ``role`` in the words of the reader."""

    year: int
    role: str
    n: int


@dataclass(frozen=True, slots=True)
class RolesByYear:
    """The counts, and the roles in the order of the key; a role without a name comes last."""

    roles: tuple[str, ...]
    counts: tuple[RoleCount, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years, the oldest first."""
        return tuple(sorted({c.year for c in self.counts}))

    def n(self, year: int, role: str) -> int:
        """Return how many activities of a year have a role."""
        return sum(c.n for c in self.counts if (c.year, c.role) == (year, role))


def draw_activity_roles(data: RolesByYear, width: int, say: Words) -> Drawn:
    """Draw the number of activities by role for each year, as one bar in parts."""
    canvas = Canvas(width)
    top = _draw_key(canvas, data) + 10
    most = max((sum(data.n(year, role) for role in data.roles) for year in data.years), default=1)
    pixels = (width - LEFT - 40) / most
    for year in data.years:
        _draw_year(canvas, data, year, top, pixels)
        top += BAR + GAP
    canvas.height = top
    return Drawn(
        canvas,
        say("What the programme does in its activities"),
        say(
            "Each bar holds the activities that start in a year, cut into the role of the programme. "
            "A number is a count of activities, not of hours."
        ),
        _alt(data, say),
        _table(data, say),
    )


def _draw_key(canvas: Canvas, data: RolesByYear) -> float:
    x, y = 0.0, 10.0
    for i, role in enumerate(data.roles):
        wide = 18 + text_width(role, SMALL) + 18
        if x + wide > canvas.width and x > 0:
            x, y = 0.0, y + KEY_ROW
        fill, _ink = _shade(i)
        canvas.box((x, y - 6, x + 12, y + 6), fill)
        canvas.frame((x, y - 6, x + 12, y + 6), "peer", 0.6)
        canvas.text((x + 18, y), role, "ink", SMALL)
        x += wide
    return y + KEY_ROW / 2


def _draw_year(canvas: Canvas, data: RolesByYear, year: int, top: float, pixels: float) -> None:
    middle = top + BAR / 2
    canvas.text((0, middle), str(year), "ink", 12.5, bold=True)
    x, total = LEFT, 0
    for i, role in enumerate(data.roles):
        n = data.n(year, role)
        if n == 0:
            continue
        fill, ink = _shade(i)
        end = x + n * pixels
        canvas.box((x, top, end, top + BAR), fill)
        canvas.frame((x, top, end, top + BAR), "peer", 0.6)
        if end - x > text_width(str(n), SMALL) + 6:
            canvas.text(((x + end) / 2, middle), str(n), ink, SMALL, align="center")
        x, total = end, total + n
    canvas.text((x + 8, middle), str(total), "ink", 12.5, bold=True)


def _shade(position: int) -> tuple[str, str]:
    return SHADES[position] if position < len(SHADES) else LAST


def _alt(data: RolesByYear, say: Words) -> str:
    parts = [say("{year}: {parts}", year=year, parts=", ".join(_told(data, year))) for year in data.years]
    return say("Activities by role of the programme. {years}.", years="; ".join(parts))


def _told(data: RolesByYear, year: int) -> list[str]:
    return [f"{role} {data.n(year, role)}" for role in data.roles if data.n(year, role)]


def _table(data: RolesByYear, say: Words) -> ChartTable:
    columns = (Column(say("Year"), "year"), *(Column(role, "count") for role in data.roles))
    rows = tuple((year, *(data.n(year, role) for role in data.roles)) for year in data.years)
    return ChartTable(columns, rows)
