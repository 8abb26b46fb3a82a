# SPDX-License-Identifier: EUPL-1.2
"""Which element gets effort next as the budget grows."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.documents.charts.canvas import Canvas, text_width
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.axes import SMALL, axis_across, draw_key, row_label
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    plain,
    refuse_lengths,
    short_number,
)
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import enumeration, plain_number

ROW, TOP, HALF = 26.0, 64.0, 8.5


def draw_effort(
    budgets: Floats,
    scores: Floats,
    *,
    elements: Sequence[str],
    index: Floats | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw a row per element, in the order in which they get effort, with a line for its score.

    Between two budgets the score is drawn as rising evenly.

    Parameters
    ----------
    budgets
        Rising, shape (n_knots,), as of ``trace_spending``.
    scores
        Score of each element at these budgets, shape (n_knots, k).
    elements
        Words for the elements.
    index
        The index at these budgets, shape (n_knots,).
    look
        Language, width and title.

    Raises
    ------
    WrongShape
        When the arrays do not fit.
    """
    say, n = look.say, len(budgets)
    refuse_lengths("budgets", budgets, (n,))
    refuse_lengths("scores", scores, (n, len(elements)))
    if index is not None:
        refuse_lengths("index", index, (n,))
    spans = [_span(budgets, scores[:, i]) for i in range(len(elements))]
    order = sorted(range(len(elements)), key=lambda i: (spans[i][0], spans[i][1], i))
    how = say(
        "The bar marks the budget over which an element rises; the line is its score, at the right in "
        "numbers. An element without a bar gets nothing within this budget."
    )
    columns = (
        Column(say("Element")),
        Column(say("Gets effort from"), "number"),
        Column(say("Up to"), "number"),
        Column(say("Score at the start"), "number"),
        Column(say("Score at the end"), "number"),
    )
    rows = [
        (elements[i], *(plain(v) for v in (*spans[i], scores[0, i], scores[-1, i]))) for i in order
    ]  # fmt: skip
    if index is not None:
        rows.append((say("The index"), None, None, plain(index[0]), plain(index[-1])))
    alt = _alt((budgets, index), elements, (order, spans), look)
    return finish_chart(
        "index-effort",
        _draw(budgets, (scores, index), elements, (order, spans), look),
        PictureWords(say("Which element comes next"), how, alt),
        ChartTable(columns, tuple(rows)),
        look,
    )


def _span(budgets: Floats, scores: Floats) -> tuple[float, float]:
    """Return the budgets between which an element rises; infinite when it never does."""
    size = max(_size(scores), 1e-300)
    moves = np.flatnonzero(np.diff(scores) > 1e-7 * size)
    if not len(moves):
        return np.inf, np.inf
    return float(budgets[moves[0]]), float(budgets[moves[-1] + 1])


def _size(scores: Floats) -> float:
    return float(np.abs(scores[np.isfinite(scores)]).max(initial=0.0))


def _draw(
    budgets: Floats,
    results: tuple[Floats, Floats | None],
    elements: Sequence[str],
    places: tuple[list[int], list[tuple[float, float]]],
    look: Look,
) -> Canvas:
    order, spans = places
    scores, index = results
    size = _size(scores)
    texts = [_from_to(scores[:, i], size, look) for i in order]
    total = "" if index is None else _from_to(index, _size(index), look)
    words = look.say("The index")
    room = look.label_room([*elements, words])
    value_room = max(text_width(t, 11.4) for t in [*texts, total]) + 12
    n_rows = len(order) + (index is not None)
    canvas = Canvas(look.width, height=TOP + ROW * n_rows + 6)
    scale = Scale(float(budgets[0]), float(budgets[-1]), room + 10, look.width - value_room)
    canvas.text((room + 10, TOP - 34), look.say("budget"), "muted", SMALL)
    axis_across(canvas, scale, (TOP - 8, canvas.height - 4), look.language, count=4)
    for row, (i, text) in enumerate(zip(order, texts, strict=True)):
        y = TOP + ROW * (row + 0.5)
        row_label(canvas, (room, y), elements[i], room - 2, named=False)
        canvas.box((scale.start, y - HALF, scale.end, y + HALF), "step1")
        start, end = spans[i]
        if np.isfinite(start):
            left = scale.at(start)
            canvas.box((left, y - HALF, max(scale.at(end), left + 1.5), y + HALF), "step3")
        canvas.text((look.width, y), text, "ink" if np.isfinite(start) else "muted", 11, align="right")
    for row, i in enumerate(order):
        y = TOP + ROW * (row + 0.5)
        _draw_score(canvas, budgets, scores[:, i], (scale, y))
    if index is not None:
        y = TOP + ROW * (len(order) + 0.5)
        canvas.rule((0, y - ROW / 2, look.width, y - ROW / 2), "muted")
        row_label(canvas, (room, y), words, room - 2, named=False)
        _draw_score(canvas, budgets, index, (scale, y))
        canvas.text((look.width, y), total, "ink", 11, align="right", bold=True)
    entries = [(look.say("rises"), "step3", 1.0), (look.say("keeps what it has"), "step1", 1.0)]
    draw_key(canvas, entries, 0, look.width)
    return canvas


def _draw_score(canvas: Canvas, budgets: Floats, scores: Floats, place: tuple[Scale, float]) -> None:
    """Draw how the score rises, from the foot of the row to its top."""
    scale, y = place
    if not np.isfinite(scores).any():
        return
    low, high = float(np.nanmin(scores)), float(np.nanmax(scores))
    if high <= low:
        return
    up = Scale(low, high, y + HALF - 2, y - HALF + 2)
    known = np.isfinite(scores)
    points = [
        (scale.at(float(b)), up.at(float(s))) for b, s in zip(budgets[known], scores[known], strict=True)
    ]
    canvas.path(points, "ink", 1.3)


def _from_to(scores: Floats, size: float, look: Look) -> str:
    first, last = (short_number(float(v), look.language, size) for v in (scores[0], scores[-1]))
    return first if first == last else f"{first} → {last}"


def _alt(
    results: tuple[Floats, Floats | None],
    elements: Sequence[str],
    places: tuple[list[int], list[tuple[float, float]]],
    look: Look,
) -> str:
    say, language = look.say, look.language
    order, spans = places
    budgets, index = results
    raised = [i for i in order if np.isfinite(spans[i][0])]
    found = [say("The best use of a budget that grows to {budget}.",
                 budget=plain_number(float(budgets[-1]), language))]  # fmt: skip
    if raised:
        steps = [
            say("{element} from {budget}", element=elements[i], budget=plain_number(spans[i][0], language))
            for i in raised
        ]
        found.append(say("Effort goes to: {steps}.", steps=enumeration(steps, language)))
    if len(raised) < len(elements):
        rest = enumeration([elements[i] for i in order if i not in raised], language)
        found.append(say("Nothing goes to: {elements}.", elements=rest))
    if index is not None:
        found.append(
            say("The index goes from {low} to {high}.", low=plain_number(float(index[0]), language),
                high=plain_number(float(index[-1]), language))
        )  # fmt: skip
    return " ".join(found)
