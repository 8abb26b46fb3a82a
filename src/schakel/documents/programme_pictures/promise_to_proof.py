# SPDX-License-Identifier: EUPL-1.2
"""How far each promise came: an outline for what was promised, filled with what was realised and verified."""

from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, fit, wrap
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.charts.scales import Scale
from schakel.documents.messages import Words
from schakel.documents.programme_pictures.step_marks import (
    STEPS,
    amounts_in_words,
    draw_key,
    draw_step,
    range_in_words,
    step_word,
)

NARROW = 500
BAR = 18
SIDE = 235


@dataclass(frozen=True, slots=True)
class ClaimMarks:
    """One claim: for each step its different amounts, or None where nothing was said at that step.

    ``never_back`` is true when the promise is old and nobody said what became of it.
    """

    name: str
    unit: str
    steps: tuple[tuple[float, ...] | None, ...]
    never_back: bool = False

    @property
    def amounts(self) -> tuple[float, ...]:
        """Every amount of the claim."""
        return tuple(amount for step in self.steps for amount in step or ())

    @property
    def last(self) -> str:
        """The furthest step at which something was said, or nothing."""
        said = [step for step, amounts in zip(STEPS, self.steps, strict=True) if amounts is not None]
        return said[-1] if said else ""

    def at(self, step: str) -> tuple[float, ...] | None:
        """Return the amounts of a step."""
        return self.steps[STEPS.index(step)]


@dataclass(frozen=True, slots=True)
class PromiseToProof:
    """The claims of the picture, and how many more there are that it leaves to the table."""

    rows: tuple[ClaimMarks, ...]
    n_more: int = 0


def draw_promise_to_proof(data: PromiseToProof, width: int, say: Words) -> Drawn:
    """Draw a bar for each claim, each on a scale of its own."""
    narrow = width < NARROW
    track = Scale(0, 1, 8, width - 10 if narrow else width - SIDE - 10)
    canvas = Canvas(width)
    for row in data.rows:
        top = canvas.height
        canvas.text((0, top + 9), fit(row.name, width - 8, 12.5), "ink", 12.5, bold=True)
        _draw_bar(canvas, row, track, top + 22)
        told = wrap(outcome(row, say), width - 4 if narrow else SIDE - 8, 11.5)
        x, y = (0.0, top + 53) if narrow else (width - SIDE + 6.0, top + 31 - 7.5 * (len(told) - 1))
        for k, text in enumerate(told):
            canvas.text((x, y + 15 * k), text, "muted", 11.5)
        canvas.height += 53 + 15 * len(told) if narrow else 50
    canvas.height = draw_key(canvas, canvas.height + 14, say)
    if data.n_more:
        canvas.text((0, canvas.height + 6), _more(data, say), "muted", 11)
        canvas.height += 18
    return Drawn(
        canvas,
        say("From promise to proof"),
        say(
            "The outline runs to what was promised, each result on a scale of its own. Grey: what the "
            "claimant says was realised. Blue: what another verified. Several marks of one shape are "
            "versions that contradict each other; the outline is dashed between them."
        ),
        promise_to_proof_alt(data, say),
        promise_to_proof_table(data, say),
    )


def _draw_bar(canvas: Canvas, row: ClaimMarks, track: Scale, top: float) -> None:
    most = max(row.amounts, default=0.0)
    if not most:
        canvas.frame((track.start, top, track.end, top + BAR), "strip", 1, dash=True)
        return

    def at(amount: float) -> float:
        return track.at(amount / most)

    said_before = (*(row.at("promised") or ()), *(row.at("expected") or ()))
    if said_before:
        low, high = at(min(said_before)), at(max(said_before))
        canvas.frame((track.start, top, low, top + BAR), "peer", 1)
        if high > low:
            canvas.frame((low, top, high, top + BAR), "peer", 1, dash=True)
    for step, role in (("realised", "step2"), ("verified", "accent_soft")):
        for amount in row.at(step) or ():
            canvas.box((track.start, top + 1, at(amount), top + BAR - 1), role, 0.75)
    for step, lane in zip(STEPS, (0.2, 0.2, 0.8, 0.8), strict=True):
        for amount in row.at(step) or ():
            draw_step(canvas, (at(amount), top + BAR * lane), step)


def outcome(row: ClaimMarks, say: Words) -> str:
    """Return in a few words how far a claim came, beside what was promised where that is known."""
    if not row.last:
        return say("nothing said yet")
    amounts, before = row.at(row.last) or (), row.at("promised") or row.at("expected") or ()
    told = amounts_in_words(amounts, row.unit, say)
    if row.never_back:
        return say("promised: {amount}; never came back", amount=amounts_in_words(before, row.unit, say))
    if before and amounts and row.last in ("realised", "verified"):
        share = {
            "amount": range_in_words(amounts, row.unit, say),
            "promise": amounts_in_words(before, row.unit, say),
        }
        if row.last == "verified":
            return say("verified: {amount} of {promise}", **share)
        return say("realised, not verified: {amount} of {promise}", **share)
    return {
        "promised": say("promised: {amount}", amount=told),
        "expected": say("expected: {amount}", amount=told),
        "realised": say("realised, not verified: {amount}", amount=told),
        "verified": say("verified: {amount}", amount=told),
    }[row.last]


def promise_to_proof_table(data: PromiseToProof, say: Words) -> ChartTable:
    """Return the amounts of each claim in words."""
    columns = (Column(say("Result")), *(Column(step_word(step, say)) for step in STEPS))
    rows = tuple(
        (
            row.name,
            *("–" if step is None else amounts_in_words(step, row.unit, say) for step in row.steps),
        )
        for row in data.rows
    )
    return ChartTable(columns, rows)


def promise_to_proof_alt(data: PromiseToProof, say: Words) -> str:
    """Return the text alternative: how far each claim came."""
    parts = [f"{row.name}: {outcome(row, say)}" for row in data.rows]
    told = say("How far each promised result came.") + " " + "; ".join(parts) + "."
    return f"{told} {_more(data, say)}" if data.n_more else told


def _more(data: PromiseToProof, say: Words) -> str:
    return say.choose(
        "One more result stands in the table.", "{n} more results stand in the table.", data.n_more
    )
