# SPDX-License-Identifier: EUPL-1.2
"""How the values of each indicator are spread, before and after treatment."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.documents.charts.canvas import Canvas, text_width, wrap
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    places_of,
    plain,
    refuse_lengths,
    short_number,
)
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import UNKNOWN, plain_number

HEAD, PLOT, FOOT, GAP, APART, BINS, FEW = 14.0, 34.0, 16.0, 16.0, 22.0, 20, 15


@dataclass(frozen=True, slots=True)
class Spread:
    """One indicator: its name and its values before and, when they differ, after treatment."""

    name: str
    before: Floats
    after: Floats | None


@dataclass(frozen=True, slots=True)
class Panel:
    """A histogram of values between two places across, standing on a base line."""

    values: Floats
    scale: Scale
    base: float
    role: str

    @property
    def known(self) -> Floats:
        """The values that are known."""
        return self.values[np.isfinite(self.values)]


def draw_distributions(
    before: Floats,
    *,
    units: Sequence[str],
    indicators: Sequence[str],
    after: Floats | None = None,
    named: Sequence[str] = (),
    look: Look = ENGLISH,
) -> Chart:
    """Draw a small histogram per indicator, and a second one where treatment changed something.

    Up to 15 units are drawn as dots. Each histogram has a scale of its own, from its lowest to its
    highest value.

    Parameters
    ----------
    before
        Values per unit and indicator, shape (n_units, k_indicators); NaN is unknown.
    units, indicators
        Words for units and indicators.
    after
        The values after treatment, of the same shape; also on another scale.
    named
        Units whose values are marked.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When the arrays do not fit, or a named unit is not there.
    """
    say = look.say
    refuse_lengths("before", before, (len(units), len(indicators)))
    if after is not None:
        refuse_lengths("after", after, before.shape)
    marked = places_of(named, units)
    spreads = [_spread(before, after, k, name) for k, name in enumerate(indicators)]
    how = say("Each panel runs from the lowest to the highest value; the higher a bar, the more units.")
    if any(spread.after is not None for spread in spreads):
        how += " " + say("Where treatment changed a value: above before it, below after it.")
    if marked:
        how += " " + say("Blue: {units}.", units=", ".join(units[i] for i in marked))
    return finish_chart(
        "index-distributions",
        _draw(spreads, marked, look),
        PictureWords(say("How the values are spread"), how, _alt(spreads, (units, marked), look)),
        _table(spreads, (units, marked), look),
        look,
    )


def _spread(before: Floats, after: Floats | None, k: int, name: str) -> Spread:
    first = before[:, k]
    if after is None or np.array_equal(first, after[:, k], equal_nan=True):
        return Spread(name, first, None)
    return Spread(name, first, after[:, k])


def _draw(spreads: Sequence[Spread], marked: list[int], look: Look) -> Canvas:
    n_columns = min(2 if look.narrow else 4, max(len(spreads), 1))
    wide = min((look.width - APART * (n_columns - 1)) / n_columns, 260.0)
    canvas, top, panels = Canvas(look.width), 0.0, []
    for start in range(0, len(spreads), n_columns):
        line = spreads[start : start + n_columns]
        heads = [wrap(spread.name, wide, 11.6, 2) for spread in line]
        base = top + HEAD * max(len(head) for head in heads) + 4 + PLOT
        for k, (spread, head) in enumerate(zip(line, heads, strict=True)):
            left = k * (wide + APART)
            for row, text in enumerate(head):
                canvas.text((left, top + 7 + HEAD * row), text, "ink", 11, bold=True)
            panels += _panels(spread, (left, left + wide), base)
        deepest = max(panel.base for panel in panels)
        top = deepest + FOOT + GAP
    canvas.height = max(top - GAP, 20.0)
    for panel in panels:
        _draw_panel(canvas, panel, look)
    for panel in panels:
        _mark_values(canvas, panel, marked, look)
    return canvas


def _panels(spread: Spread, ends: tuple[float, float], base: float) -> list[Panel]:
    both = [(spread.before, "step4")]
    if spread.after is not None:
        both = [(spread.before, "step2"), (spread.after, "step4")]
    found = []
    for row, (values, role) in enumerate(both):
        known = values[np.isfinite(values)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        scale = Scale(low, high, ends[0] + 3, ends[1] - 3)
        found.append(Panel(values, scale, base + (PLOT + FOOT) * row, role))
    return found


def _draw_panel(canvas: Canvas, panel: Panel, look: Look) -> None:
    known, scale, base = panel.known, panel.scale, panel.base
    left, right = scale.start - 3, scale.end + 3
    if not len(known):
        canvas.frame((left + 0.5, base - PLOT + 4, right - 1, base), "strip", 1, dash=True)
        canvas.text((left + 8, base - PLOT / 2 + 2), UNKNOWN[look.language], "muted", 10.5)
        return
    if len(known) <= FEW:
        for value in known:
            canvas.dot((scale.at(float(value)), base - 6), "peer", 26)
    else:
        _draw_bars(canvas, panel)
    canvas.rule((left, base, right, base), "strip")
    if scale.high == scale.low:
        text = short_number(scale.low, look.language, abs(scale.low))
        canvas.text((scale.at(scale.low), base + 8), text, "muted", 9.5, align="center")
        return
    low, high = (short_number(v, look.language, scale.high - scale.low) for v in (scale.low, scale.high))
    canvas.text((left, base + 8), low, "muted", 9.5)
    canvas.text((right, base + 8), high, "muted", 9.5, align="right")


def _draw_bars(canvas: Canvas, panel: Panel) -> None:
    scale, base, high = panel.scale, panel.base, PLOT - 2
    if scale.high == scale.low:
        canvas.box((scale.at(scale.low) - 4, base - high, scale.at(scale.low) + 4, base), panel.role)
        return
    counts, _ = np.histogram(panel.known, bins=BINS, range=(scale.low, scale.high))
    step = (scale.end - scale.start) / BINS
    for k, count in enumerate(counts):
        if count:
            x, tall = scale.start + step * k, max(high * count / counts.max(), 1.5)
            canvas.box((x + 0.4, base - tall, x + step - 0.4, base), panel.role)


def _mark_values(canvas: Canvas, panel: Panel, marked: list[int], look: Look) -> None:
    """Mark the units pointed out; a single one has its value written when there is room."""
    scale, base = panel.scale, panel.base
    values = [float(panel.values[i]) for i in marked]
    for value in values:
        if np.isfinite(value):
            canvas.rule((scale.at(value), base - PLOT, scale.at(value), base), "accent", 1.2)
            canvas.dot((scale.at(value), base), "accent", 34)
    if len(values) != 1 or not len(panel.known) or scale.high == scale.low:
        return
    size = scale.high - scale.low
    text = short_number(values[0], look.language, size)
    x = scale.at(values[0]) if np.isfinite(values[0]) else (scale.start + scale.end) / 2
    reach = text_width(text, 10) / 2
    beside = [text_width(short_number(v, look.language, size), 9.5) + 6 for v in (scale.low, scale.high)]
    low, high = scale.start - 3 + beside[0] + reach, scale.end + 3 - beside[1] - reach
    if low <= high:
        canvas.text((min(max(x, low), high), base + 8), text, "accent", 9.5, align="center", bold=True)


def _alt(spreads: Sequence[Spread], who: tuple[Sequence[str], list[int]], look: Look) -> str:
    say = look.say
    units, marked = who
    n_treated = sum(spread.after is not None for spread in spreads)
    found = [
        say.choose("The values of {n} indicator.", "The values of {n} indicators.", len(spreads)),
        say("Treatment changed {n} of them.", n=n_treated),
    ]
    skewed = [(abs(_skew(s.before)), s) for s in spreads if np.isfinite(_skew(s.before))]
    if skewed:
        _, spread = max(skewed, key=lambda pair: pair[0])
        amount = plain_number(_skew(spread.before), look.language)
        text = say(
            "Most lopsided before treatment: {name} (skewness {amount}).", name=spread.name, amount=amount
        )
        found.append(text)
    for i in marked:
        shares = [_place(s.before, i) for s in spreads]
        known = [s for s in shares if np.isfinite(s)]
        if known:
            low, high = sum(s < 0.25 for s in known), sum(s > 0.75 for s in known)
            found.append(
                say("{unit}: {low} values in the lowest quarter, {high} in the highest, {missing} unknown.",
                    unit=units[i], low=low, high=high, missing=len(shares) - len(known))
            )  # fmt: skip
    return " ".join(found)


def _skew(values: Floats) -> float:
    known = values[np.isfinite(values)]
    if len(known) < 3 or known.max() == known.min():
        return np.nan
    away = known - known.mean()
    return float((away**3).mean() / (away**2).mean() ** 1.5)


def _place(values: Floats, i: int) -> float:
    """Return the share of the known values below that of a unit, ties half."""
    known = values[np.isfinite(values)]
    if not np.isfinite(values[i]) or not len(known):
        return np.nan
    return float(((known < values[i]).sum() + 0.5 * (known == values[i]).sum()) / len(known))


def _table(spreads: Sequence[Spread], who: tuple[Sequence[str], list[int]], look: Look) -> ChartTable:
    say = look.say
    units, marked = who
    columns = [Column(say("Indicator")), Column(say("Stage")), Column(say("Known"), "count")]
    columns += [Column(head, "number") for head in (say("Lowest"), say("Median"), say("Highest"))]
    columns += [Column(say("Skewness"), "number"), *(Column(units[i], "number") for i in marked)]
    rows: list[tuple[str | float | None, ...]] = []
    for spread in spreads:
        stages = [(say("as it came"), spread.before)]
        if spread.after is not None:
            stages = [(say("before treatment"), spread.before), (say("after treatment"), spread.after)]
        for words, values in stages:
            known = values[np.isfinite(values)]
            middle = (known.min(), np.median(known), known.max()) if len(known) else (np.nan,) * 3
            numbers = (*middle, _skew(values), *(values[i] for i in marked))
            rows.append((spread.name, words, len(known), *(plain(v) for v in numbers)))
    return ChartTable(tuple(columns), tuple(rows))
