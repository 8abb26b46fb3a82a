# SPDX-License-Identifier: EUPL-1.2
"""The flow of money: for each source of money those who pay on the left, the initiatives on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from schakel.documents.charts.canvas import Canvas, fit, wrap
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.messages import Words
from schakel.documents.programme_pictures.amounts import euros, short_euros
from schakel.programme.queries.money_flow import FlowBlock, FlowEnd

NARROW = 500
TALLEST = 96
NODE = 10
HEAD = 44
ZERO = Decimal("0.00")
NO_BAND = ("uncovered", "unrecorded", "ungranted")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of the picture in pixels."""

    width: int
    label_room: float
    row: float
    text_size: float

    @property
    def middle(self) -> float:
        """The left edge of the bar of the programme."""
        return (self.width - NODE) / 2

    @property
    def line_height(self) -> float:
        """The height of a line of text."""
        return self.text_size + 2.5


def draw_money_flow(blocks: tuple[FlowBlock, ...], width: int, say: Words) -> Drawn:
    """Draw a block for each programme; bands are as wide as the amounts within their block."""
    narrow = width < NARROW
    layout = Layout(width, 106 if narrow else 205, 46 if narrow else 34, 10.5 if narrow else 11.5)
    canvas = Canvas(width)
    for block in blocks:
        _draw_block(canvas, block, layout, say)
    canvas.height = max(canvas.height, 20)
    how = say(
        "Left: who pays. Right: where it goes; the dark part of each bar is spent already. A dashed bar is "
        "money that is only promised, not yet granted, not covered, or of which the payer is not recorded. "
        "The width of a band is the share within its own block; blocks are not on one scale."
    )
    return Drawn(
        canvas, say("From source to initiative"), how, flow_alt(blocks, say), flow_table(blocks, say)
    )


def _draw_block(canvas: Canvas, block: FlowBlock, layout: Layout, say: Words) -> None:
    top = canvas.height + (14 if canvas.height else 0)
    came, went = _sum(block.sources), _sum(block.targets)
    total = max(came, went)
    missing = FlowEnd("uncovered" if block.sources else "unrecorded", "", "", went - came)
    left = [*block.sources, *([missing] if went > came else [])]
    right = [*block.targets, *([FlowEnd("ungranted", "", "", came - went)] if came > went else [])]
    canvas.rule((0, top, layout.width, top), "strip")
    canvas.text((0, top + 14), fit(block.name, layout.width, 13), "ink", 13, bold=True)
    canvas.text((0, top + 31), fit(_heading(block, came, say), layout.width, 11), "muted", 11)
    slots = [
        [_slot(end, total, layout, say, is_left) for end in ends]
        for ends, is_left in ((left, True), (right, False))
    ]
    body = max(sum(heights) for heights in slots)
    bar_top = top + HEAD + (body - TALLEST) / 2
    canvas.height = top + HEAD + max(body, TALLEST) + 6
    bar_top = max(bar_top, top + HEAD)
    for ends, heights, is_left in ((left, slots[0], True), (right, slots[1], False)):
        at = top + HEAD + max(0.0, (body - sum(heights)) / 2)
        joint = bar_top
        for end, height in zip(ends, heights, strict=True):
            thick = _thickness(end.amount_eur, total)
            _draw_end(canvas, end, (at + height / 2, joint, thick), layout, say, is_left, block.is_received)
            at, joint = at + height, joint + float(end.amount_eur / total) * TALLEST
    canvas.box((layout.middle, bar_top, layout.middle + NODE, bar_top + TALLEST), "step5")


def _heading(block: FlowBlock, came: Decimal, say: Words) -> str:
    amount = short_euros(came, say)
    said = say("{amount} received", amount=amount)
    if not block.is_received:
        said = say("{amount} promised, nothing received yet", amount=amount)
    parts = [block.stream_name, said if block.sources else say("nothing recorded as received")]
    return " · ".join([*parts, say("invented")] if block.invented else parts)


def _sum(ends: Sequence[FlowEnd]) -> Decimal:
    return sum((end.amount_eur for end in ends), ZERO)


def _thickness(amount: Decimal, total: Decimal) -> float:
    return max(float(amount / total) * TALLEST, 1.0)


def _slot(end: FlowEnd, total: Decimal, layout: Layout, say: Words, is_left: bool) -> float:
    """Return the height that an end takes: its bar or the lines of its name and amount."""
    n_lines = len(_name_lines(end, layout, say, is_left)) + 1
    return max(layout.row, _thickness(end.amount_eur, total) + 8, n_lines * layout.line_height + 6)


def _name_lines(end: FlowEnd, layout: Layout, say: Words, is_left: bool) -> list[str]:
    return list(wrap(end_name(end, say, is_left), layout.label_room, layout.text_size))


def _draw_end(
    canvas: Canvas,
    end: FlowEnd,
    place: tuple[float, float, float],
    layout: Layout,
    say: Words,
    is_left: bool,
    is_received: bool,
) -> None:
    """Draw the bar of one end, its band to the programme, and its name with the amount."""
    centre, joint, thick = place
    inner = layout.label_room + 6
    x = inner if is_left else layout.width - inner - NODE
    start, stop = (x + NODE, layout.middle) if is_left else (layout.middle + NODE, x)
    first, last = (centre - thick / 2, joint) if is_left else (joint, centre - thick / 2)
    dashed = end.kind in NO_BAND or (is_left and not is_received)
    if end.kind not in NO_BAND:
        role = "grid" if dashed else "step2" if is_left else "accent_soft"
        draw_band(canvas, (start, first, stop, last), thick, role)
    corners = (x, centre - thick / 2, x + NODE, centre + thick / 2)
    if dashed:
        canvas.frame(corners, "peer", 1, dash=True)
    else:
        canvas.box(corners, "peer" if is_left else "accent_soft")
    if end.spent_eur and not is_left:
        spent = min(float(end.spent_eur / end.amount_eur), 1.0) * thick
        canvas.box((x, centre + thick / 2 - spent, x + NODE, centre + thick / 2), "accent")
    _write_end(canvas, end, centre, layout, say, is_left)


def _write_end(
    canvas: Canvas, end: FlowEnd, centre: float, layout: Layout, say: Words, is_left: bool
) -> None:
    lines = _name_lines(end, layout, say, is_left)
    amount = short_euros(end.amount_eur, say)
    x = layout.label_room if is_left else layout.width - layout.label_room
    step = layout.line_height
    y = centre - step * len(lines) / 2
    for i, line in enumerate([*lines, amount]):
        is_amount = i == len(lines)
        canvas.text(
            (x, y + step * i),
            line,
            "muted" if is_amount else "ink",
            layout.text_size,
            align="right" if is_left else "left",
        )


def draw_band(canvas: Canvas, ends: tuple[float, float, float, float], thick: float, role: str) -> None:
    """Fill a band that bends from (x, top) to (x2, top2), as narrow upright boxes that overlap a little."""
    x, top, x2, top2 = ends
    n = max(int((x2 - x) / 3), int(abs(top2 - top) * 1.5), 1)
    step = (x2 - x) / n
    for i in range(n):
        t = (i + 0.5) / n
        at = top + (top2 - top) * t * t * (3 - 2 * t)
        right = min(x + step * (i + 1) + 0.6, x2)
        canvas.box((x + step * i, at, right, at + thick), role)


def end_name(end: FlowEnd, say: Words, is_left: bool) -> str:
    """Return what an end is called."""
    if end.kind == "uncovered":
        return say("not covered by what came in")
    if end.kind == "unrecorded":
        return say("who pays is not recorded")
    if end.kind == "ungranted":
        return say("not yet granted")
    if end.kind == "rest":
        return say.choose("{n} other", "{n} others together", end.n)
    if end.kind == "whole":
        return say("payer not named") if is_left else say("initiative not named")
    return end.name


def flow_alt(blocks: tuple[FlowBlock, ...], say: Words) -> str:
    """Return the text alternative: each programme with its payers and initiatives."""
    if not blocks:
        return say("No money is recorded yet.")
    return " ".join(_block_alt(block, say) for block in blocks)


def _block_alt(block: FlowBlock, say: Words) -> str:
    from_words = _list(block.sources, say, True)
    to_words = _list(block.targets, say, False)
    if block.is_received:
        return say(
            "{name} ({stream}): received from {sources}; granted to {targets}.",
            name=block.name,
            stream=block.stream_name,
            sources=from_words,
            targets=to_words,
        )
    return say(
        "{name} ({stream}): promised by {sources}; granted to {targets}.",
        name=block.name,
        stream=block.stream_name,
        sources=from_words,
        targets=to_words,
    )


def _list(ends: Sequence[FlowEnd], say: Words, is_left: bool) -> str:
    parts = [f"{end_name(end, say, is_left)} {short_euros(end.amount_eur, say)}" for end in ends]
    return ", ".join(parts) or say("nobody yet")


def flow_table(blocks: tuple[FlowBlock, ...], say: Words) -> ChartTable:
    """Return every end of every block with its amount."""
    columns = (
        Column(say("Source of money")),
        Column(say("Kind of money")),
        Column(say("Step")),
        Column(say("Who")),
        Column(say("Amount")),
        Column(say("Of which spent")),
    )
    rows = []
    for block in blocks:
        paid = say("received") if block.is_received else say("pledged")
        rows += [_row(block, end, paid, say, True) for end in block.sources]
        rows += [_row(block, end, say("granted"), say, False) for end in block.targets]
    return ChartTable(columns, tuple(rows))


def _row(block: FlowBlock, end: FlowEnd, step: str, say: Words, is_left: bool) -> tuple[str | None, ...]:
    spent = None if is_left else euros(end.spent_eur, say)
    return (
        block.name,
        block.stream_name,
        step,
        end_name(end, say, is_left),
        euros(end.amount_eur, say),
        spent or "–",
    )
