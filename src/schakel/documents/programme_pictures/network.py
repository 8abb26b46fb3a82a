# SPDX-License-Identifier: EUPL-1.2
"""Who works with whom: organisations by shape, ties between them, and who stands between the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, fit, text_width, wrap
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.formats import enumeration
from schakel.documents.messages import Words
from schakel.documents.programme_pictures.helix_words import SHAPES, draw_shape_key, helix_word
from schakel.documents.programme_pictures.network_layout import Box, Point, lay_out, place_label

NARROW = 500
MOST_DRAWN = 120
MOST_NAMED = {"narrow": 8, "wide": 14}


@dataclass(frozen=True, slots=True)
class DrawnPartner:
    """An organisation in the picture."""

    name: str
    helix: str
    is_broker: bool = False
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class NetworkDrawing:
    """A network to draw; ``ties`` are places of two partners and the number of initiatives together."""

    year: int
    partners: tuple[DrawnPartner, ...]
    ties: tuple[tuple[int, int, int], ...]

    def n_ties(self) -> list[int]:
        """Return the number of ties of each partner."""
        found = [0] * len(self.partners)
        for first, second, _ in self.ties:
            found[first] += 1
            found[second] += 1
        return found


def draw_network(data: NetworkDrawing, width: int, say: Words) -> Drawn:
    """Draw the network; organisations without a tie are counted below it."""
    shown = _most_tied(data)
    canvas = Canvas(width)
    pairs = [(first, second) for first, second, _ in shown.ties]
    room = 380.0 if width < NARROW else 470.0
    places, height = lay_out(len(shown.partners), pairs, width, room)
    _draw_ties(canvas, shown, places)
    radii = _draw_partners(canvas, shown, places)
    named = _named(shown, narrow=width < NARROW)
    page = Box(0, 0, width, height)
    y = height + 14
    if width < NARROW:
        y = _draw_numbers(canvas, shown, places, radii, named, page, y)
    else:
        _draw_names(canvas, shown, places, radii, named, page)
    y = draw_shape_key(canvas, y, say)
    for line in _below(data, shown, say, width):
        canvas.text((0, y), line, "muted", 11)
        y += 16
    canvas.height = y
    return Drawn(
        canvas, _title(data, say), _how(say, narrow=width < NARROW), _alt(data, say), _table(data, say)
    )


def _title(data: NetworkDrawing, say: Words) -> str:
    return say("Who works with whom in {year}", year=data.year)


def _how(say: Words, *, narrow: bool) -> str:
    told = say(
        "A line means that two organisations take part in the same initiative; the thicker, the more "
        "initiatives. Dark lines join two strands, pale lines stay within one. Larger marks have more "
        "ties. Blue: through whom most ways between the others run. Where a mark stands has no meaning "
        "of its own."
    )
    return told + " " + say("The numbers are those of the list below the picture.") if narrow else told


def _most_tied(data: NetworkDrawing) -> NetworkDrawing:
    """Return the network with at most as many organisations as can be drawn."""
    if len(data.partners) <= MOST_DRAWN:
        return data
    n_ties = data.n_ties()
    ranked = sorted(range(len(data.partners)), key=lambda i: (not data.partners[i].is_broker, -n_ties[i], i))
    kept = {old: new for new, old in enumerate(sorted(ranked[:MOST_DRAWN]))}
    return NetworkDrawing(
        data.year,
        tuple(data.partners[old] for old in kept),
        tuple((kept[a], kept[b], n) for a, b, n in data.ties if a in kept and b in kept),
    )


def _draw_ties(canvas: Canvas, data: NetworkDrawing, places: dict[int, Point]) -> None:
    for crosses in (False, True):
        for first, second, n in data.ties:
            differs = data.partners[first].helix != data.partners[second].helix
            if differs is crosses:
                role, thickness = ("strip", 1.0) if crosses else ("grid", 1.0)
                ends = (*places[first], *places[second])
                canvas.rule(ends, role, thickness + 0.8 * min(max(n, 1) - 1, 4))


def _draw_partners(canvas: Canvas, data: NetworkDrawing, places: dict[int, Point]) -> dict[int, float]:
    """Draw the marks; return the radius of each."""
    n_ties = data.n_ties()
    most = max(n_ties, default=1) or 1
    radii = {}
    for node, at in places.items():
        partner = data.partners[node]
        size = 45 + 40 * round(5 * n_ties[node] / most)
        radii[node] = (size / 3.14) ** 0.5
        role = "accent" if partner.is_broker else "peer"
        canvas.dot(at, role, size, hollow=partner.is_outside, shape=_shape(partner.helix))
    return radii


def _shape(helix: str) -> str:
    return next((shape for code, shape in SHAPES.items() if code == helix), "diamond")


def _named(data: NetworkDrawing, *, narrow: bool) -> list[int]:
    """Return who gets a name: brokers first, then who has most ties."""
    n_ties = data.n_ties()
    tied = [i for i, n in enumerate(n_ties) if n]
    ranked = sorted(tied, key=lambda i: (not data.partners[i].is_broker, -n_ties[i], data.partners[i].name))
    return ranked[: MOST_NAMED["narrow" if narrow else "wide"]]


def _marks(places: dict[int, Point], radii: dict[int, float]) -> list[Box]:
    return [
        Box(x - radii[node], y - radii[node], x + radii[node], y + radii[node])
        for node, (x, y) in places.items()
    ]


def _draw_names(
    canvas: Canvas,
    data: NetworkDrawing,
    places: dict[int, Point],
    radii: dict[int, float],
    named: Sequence[int],
    page: Box,
) -> None:
    """Write names beside the marks where there is room; the table has all of them."""
    taken = _marks(places, radii)
    for node in named:
        partner = data.partners[node]
        text = fit(partner.name, 170, 11.5)
        size = (text_width(text, 11.5) * (1.08 if partner.is_broker else 1.0), 14.0)
        box = place_label(places[node], radii[node], size, taken, page)
        if box is not None:
            taken.append(box)
            role = "accent" if partner.is_broker else "ink"
            at = (box.left, (box.top + box.bottom) / 2)
            canvas.box((box.left - 2, box.top, box.right + 2, box.bottom), "paper", 0.75)
            canvas.text(at, text, role, 11.5, bold=partner.is_broker)


def _draw_numbers(
    canvas: Canvas,
    data: NetworkDrawing,
    places: dict[int, Point],
    radii: dict[int, float],
    named: Sequence[int],
    page: Box,
    y: float,
) -> float:
    """Number the marks that matter most and write their names as a list; return the height after it."""
    taken = _marks(places, radii)
    for number, node in enumerate(named, start=1):
        box = place_label(places[node], radii[node], (10.0, 13.0), taken, page)
        if box is not None:
            taken.append(box)
            at = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
            canvas.text(at, str(number), "ink", 12, align="center", bold=True)
        partner = data.partners[node]
        role = "accent" if partner.is_broker else "ink"
        canvas.text((14, y), str(number), "ink", 12, align="right", bold=True)
        canvas.text((22, y), fit(partner.name, canvas.width - 30, 12), role, 12)
        y += 18
    return y + 8


def _below(data: NetworkDrawing, shown: NetworkDrawing, say: Words, width: int) -> list[str]:
    """Return what is not in the picture, in words."""
    isolated = sum(not n for n in data.n_ties())
    texts = []
    if isolated:
        texts.append(
            say.choose(
                "Not drawn: {n} organisation without a tie.",
                "Not drawn: {n} organisations without a tie.",
                isolated,
            )
        )
    if len(shown.partners) < len(data.partners):
        texts.append(say("Only the {n} organisations with most ties are drawn.", n=len(shown.partners)))
    return [line for text in texts for line in wrap(text, width, 11, 3)]


def _alt(data: NetworkDrawing, say: Words) -> str:
    n_ties = data.n_ties()
    parts = [
        say(
            "Network of {year}: {n} organisations and {ties} ties.",
            year=data.year,
            n=len(data.partners),
            ties=len(data.ties),
        )
    ]
    ranked = sorted(range(len(n_ties)), key=lambda i: (-n_ties[i], data.partners[i].name))[:3]
    most = [f"{data.partners[i].name} ({n_ties[i]})" for i in ranked if n_ties[i]]
    if most:
        parts.append(say("Most ties: {names}.", names=enumeration(most, say.language)))
    brokers = [p.name for p in data.partners if p.is_broker]
    if brokers:
        names = enumeration(brokers, say.language)
        parts.append(say("Most ways between others run through {names}.", names=names))
    parts.append(say("Without a tie: {n}.", n=sum(not n for n in n_ties)))
    return " ".join(parts)


def _table(data: NetworkDrawing, say: Words) -> ChartTable:
    others: dict[int, list[str]] = {}
    for first, second, _ in data.ties:
        others.setdefault(first, []).append(data.partners[second].name)
        others.setdefault(second, []).append(data.partners[first].name)
    columns = (
        Column(say("Organisation")),
        Column(say("Strand")),
        Column(say("Ties"), "count"),
        Column(say("Works with")),
    )
    rows = tuple(
        (p.name, helix_word(p.helix, say), n, "; ".join(sorted(others.get(i, []))))
        for i, (p, n) in enumerate(zip(data.partners, data.n_ties(), strict=True))
    )
    return ChartTable(columns, rows)
