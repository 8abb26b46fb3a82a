# SPDX-License-Identifier: EUPL-1.2
"""A condition against an outcome, with the ceiling over it and the zone that stays empty."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.composite.necessity.ceiling_lines import find_peers
from schakel.composite.necessity.ceilings import Ceiling, measure_ceiling
from schakel.composite.necessity.pairs import SIGNS, Corner
from schakel.documents.charts.canvas import Canvas, text_width
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.axes import SMALL
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    places_of,
    plain,
    refuse_lengths,
)
from schakel.documents.charts.index_pictures.points import Field, draw_field, draw_points
from schakel.documents.formats import number

KEY = 22.0


def draw_ceiling(
    condition: Floats,
    outcome: Floats,
    *,
    axes: tuple[str, str],
    units: Sequence[str],
    corner: Corner = "high_for_high",
    named: Sequence[str] = (),
    look: Look = ENGLISH,
) -> Chart:
    """Draw the units with both ceilings (stairs CE-FDH, straight CR-FDH) and shade the empty zone.

    The ceilings are those of ``measure_ceiling`` over the observed range.

    Parameters
    ----------
    condition, outcome
        Shape (n_units,); a unit of which one is unknown is left out, and counted.
    axes
        Words for condition and outcome.
    units, named
        Words for all units, and those to point out.
    corner
        Which end of the condition is needed for which end of the outcome.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When the columns do not fit, or a named unit is not there.
    NothingKnown, ConstantCondition, ConstantOutcome
        When there is no ceiling to draw.
    """
    say, n = look.say, len(units)
    refuse_lengths("condition", condition, (n,))
    refuse_lengths("outcome", outcome, (n,))
    marked = places_of(named, units)
    stairs, line = (
        measure_ceiling(condition[:, None], outcome, ceiling=form, corner=corner, units=list(units),
                        indicators=[axes[0]])
        for form in ("free_disposal_hull", "regression_through_peers")
    )  # fmt: skip
    both = np.isfinite(condition) & np.isfinite(outcome)
    steps = _stairs(condition[both], outcome[both], corner)
    how = say(
        "No unit lies in the shaded zone: such an outcome does not occur without enough of the condition. "
        "Stairs: the ceiling through the outermost units. Dashed: a straight line through them."
    )
    columns = (
        Column(say("Unit")),
        Column(axes[0], "number"),
        Column(axes[1], "number"),
        Column(say("On the ceiling")),
    )
    rows = tuple(
        (unit, plain(condition[i]), plain(outcome[i]), say("yes") if stairs.is_peer[i, 0] else say("no"))
        for i, unit in enumerate(units)
    )
    return finish_chart(
        "index-ceiling",
        _draw((condition, outcome), axes, (units, marked), (stairs, line, steps), look),
        PictureWords(say("What {outcome} needs: {condition}", outcome=axes[1], condition=axes[0]), how,
                     _alt((stairs, line), axes, units, int(both.sum()), look)),
        ChartTable(columns, rows),
        look,
    )  # fmt: skip


def _stairs(condition: Floats, outcome: Floats, corner: Corner) -> list[tuple[float, float, float, float]]:
    """Return the empty boxes above the stairs: two ends across and two up, in the units of the axes."""
    across, up = SIGNS[corner]
    x, y = across * condition, up * outcome
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    peers = find_peers(x, y)
    corners = sorted({(float(a), float(b)) for a, b in zip(x[peers], y[peers], strict=True)})
    top, right = float(y.max()), float(x.max())
    found = []
    for k, (start, height) in enumerate(corners):
        end = corners[k + 1][0] if k + 1 < len(corners) else right
        found.append((across * start, across * end, up * height, up * top))
    return found


def _draw(
    values: tuple[Floats, Floats],
    axes: tuple[str, str],
    who: tuple[Sequence[str], list[int]],
    ceilings: tuple[Ceiling, Ceiling, list[tuple[float, float, float, float]]],
    look: Look,
) -> Canvas:
    stairs, line, steps = ceilings
    both = np.isfinite(values[0]) & np.isfinite(values[1])
    known = tuple(np.where(both, v, np.nan) for v in values)
    canvas = Canvas(look.width)
    field = draw_field(canvas, (known[0], known[1]), axes, KEY, look)
    _draw_stairs(canvas, field, steps)
    _draw_line(canvas, field, line, (known[0][both], known[1][both]))
    draw_points(canvas, field, (known[0], known[1]), *who)
    effects = [number(float(c.effect_size[0]), look.language, 2) for c in (stairs, line)]
    x = 0.0
    for words, dashed in (
        (look.say("stairs: effect size {size}", size=effects[0]), False),
        (look.say("straight: effect size {size}", size=effects[1]), True),
    ):
        (canvas.dashed if dashed else canvas.rule)((x, 8, x + 22, 8), "ink", 1.8)
        canvas.text((x + 27, 8), words, "muted", SMALL)
        x += 27 + text_width(words, SMALL) + 18
    return canvas


def _draw_stairs(canvas: Canvas, field: Field, steps: list[tuple[float, float, float, float]]) -> None:
    points = []
    edge = field.across.at(steps[0][0])
    for start, end, low, high in steps:
        x, x2 = field.across.at(start), field.across.at(end)
        y, y2 = field.up.at(low), field.up.at(high)
        if x2 != edge and y != y2:
            canvas.box((min(edge, x2), min(y, y2), max(edge, x2), max(y, y2)), "step1")
        points += [(x, y), (x2, y)]
    canvas.path(points, "ink", 1.8)


def _draw_line(canvas: Canvas, field: Field, line: Ceiling, values: tuple[Floats, Floats]) -> None:
    """Draw the straight ceiling as far as it lies inside the observed range."""
    slope, start = float(line.slope[0]), float(line.intercept[0])
    if not np.isfinite(slope) or slope == 0:
        return
    low, high = float(values[0].min()), float(values[0].max())
    crossings = sorted((float(edge) - start) / slope for edge in (values[1].min(), values[1].max()))
    first, last = max(low, crossings[0]), min(high, crossings[1])
    if first < last:
        ends = [(field.across.at(x), field.up.at(start + slope * x)) for x in (first, last)]
        canvas.dashed((*ends[0], *ends[1]), "ink", 1.8)


def _alt(
    ceilings: tuple[Ceiling, Ceiling], axes: tuple[str, str], units: Sequence[str], n: int, look: Look
) -> str:
    say, language = look.say, look.language
    stairs, line = ceilings
    peers = [unit for i, unit in enumerate(units) if stairs.is_peer[i, 0]]
    found = [
        say("{outcome} against {condition} for {n} units, with an empty zone in the corner.",
            outcome=axes[1], condition=axes[0], n=n),
        say("Effect size {stairs} with stairs and {line} with a straight ceiling.",
            stairs=number(float(stairs.effect_size[0]), language, 2),
            line=number(float(line.effect_size[0]), language, 2)),
        say("On the ceiling: {units}.", units=", ".join(peers)),
    ]  # fmt: skip
    if len(units) > n:
        found.append(say("Left out, as a number is not known: {n}.", n=len(units) - n))
    return " ".join(found)
