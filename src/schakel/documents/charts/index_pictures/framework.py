# SPDX-License-Identifier: EUPL-1.2
"""The structure of an index: every node as a box as high as its share of the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from schakel.composite.structure.tree import Tree, effective_tree_weights, known_node
from schakel.documents.charts.canvas import Canvas, fit, text_width, wrap
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    plain,
)
from schakel.documents.formats import enumeration, percent

LEAF, THIN, LEAST, MOST, TALLEST = 12.5, 10.0, 120.0, 1800.0, 6000.0
SPINE = 8.0
SHADES = ("step5", "step4", "step3", "step2")


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its corners in pixels and its depth below the root."""

    code: str
    corners: tuple[float, float, float, float]
    depth: int


def draw_framework(
    tree: Tree,
    *,
    shares: Mapping[str, float] | None = None,
    marked: Sequence[str] = (),
    look: Look = ENGLISH,
) -> Chart:
    """Draw the tree from the root on the left to the indicators on the right, each as high as its share.

    Parameters
    ----------
    tree
        The structure.
    shares
        Share of each node in the whole, by code; those of the weights in the tree by default. A node
        without a known share is drawn in a dashed frame, as high as its siblings on average.
    marked
        Codes of nodes to point out in blue.
    look
        Language, width and title.

    Raises
    ------
    UnknownNode
        When a marked code is not in the tree.
    """
    for code in marked:
        known_node(tree, code)
    found = dict(effective_tree_weights(tree) if shares is None else shares)
    say = look.say
    how = say(
        "Each box is as high as its share of the whole index. From left to right: the index, its parts, "
        "and the indicators."
    )
    if marked:
        how += " " + say("Blue: pointed out in the text.")
    return finish_chart(
        "index-framework",
        _draw(tree, found, frozenset(marked), look),
        PictureWords(say("What the index is made of"), how, _alt(tree, found, look)),
        _table(tree, found, look),
        look,
    )


def _draw(tree: Tree, shares: Mapping[str, float], marked: frozenset[str], look: Look) -> Canvas:
    sizes = _sizes(tree, shares)
    leaves = [sizes[code] for code in tree.indicator_codes if sizes[code] > 0]
    thin = sorted(leaves)[len(leaves) // 10]
    wanted = max(LEAF / median(leaves), THIN / thin, LEAST)
    height = min(wanted, max(MOST, LEAF * 1.2 * len(leaves)), TALLEST)
    canvas = Canvas(look.width, height=height + 2)
    boxes = _boxes(tree, sizes, _edges(tree, look), height)
    for box in boxes:
        x, y, x2, y2 = box.corners
        inside = (x, y + 0.5, x2 - 1, max(y2 - 0.5, y + 0.7))
        if not np.isfinite(shares.get(box.code, np.nan)):
            canvas.frame((x + 0.5, y + 1, x2 - 1.5, y2 - 1), "strip", 1, dash=True)
        else:
            canvas.box(inside, "accent" if box.code in marked else _shade(tree, box))
    for box in boxes:
        _write(canvas, box, tree, shares.get(box.code, np.nan), _ink(tree, box, shares, marked), look)
    return canvas


def _sizes(tree: Tree, shares: Mapping[str, float]) -> dict[str, float]:
    """Return the height of each node as part of the whole; children always fill their parent."""
    sizes = {tree.root: 1.0}
    for code in reversed(tree.bottom_up):
        given = [shares.get(child, np.nan) for child in tree.children[code]]
        known = [s for s in given if np.isfinite(s)]
        usual = sum(known) / len(known) if known else 1.0
        parts = [max(s, 0.0) if np.isfinite(s) else usual for s in given]
        total = sum(parts) or 1.0
        for child, part in zip(tree.children[code], parts, strict=True):
            sizes[child] = sizes[code] * part / total
    return sizes


def _edges(tree: Tree, look: Look) -> list[float]:
    """Return the left edge of each column, and the right edge of the last."""
    n_columns = max(len(tree.path(code)) for code in tree.nodes)
    last = look.width * (0.42 if look.narrow else 0.46) if n_columns > 1 else float(look.width)
    names = {len(tree.path(b.code)) - 1: 0.0 for b in tree.branches}
    for branch in tree.branches:
        depth = len(tree.path(branch.code)) - 1
        longest = max((text_width(word, 12) for word in tree.named(branch.code).split()), default=20.0)
        names[depth] = max(names[depth], min(longest + 46, 200.0))
    wanted = [names.get(depth, 60.0) for depth in range(n_columns - 1)]
    edges = [0.0]
    if look.narrow and n_columns > 3:
        edges, wanted = [0.0, SPINE], wanted[1:]
    factor = (look.width - last - edges[-1]) / sum(wanted) if wanted else 1.0
    for want in wanted:
        edges.append(edges[-1] + want * factor)
    return [*edges, float(look.width)]


def _boxes(tree: Tree, sizes: Mapping[str, float], edges: Sequence[float], height: float) -> list[Box]:
    found: list[Box] = []

    def place(code: str, depth: int, top: float) -> None:
        is_leaf = code not in tree.children
        bottom = top + sizes[code] * height
        if bottom - top > 0:
            right = edges[-1] if is_leaf else edges[depth + 1]
            found.append(Box(code, (edges[depth], top, right, bottom), depth))
        for child in tree.children.get(code, ()):
            place(child, depth + 1, top)
            top += sizes[child] * height

    place(tree.root, 0, 1.0)
    return found


def _shade(tree: Tree, box: Box) -> str:
    return "step1" if box.code not in tree.children else SHADES[min(box.depth, len(SHADES) - 1)]


def _ink(tree: Tree, box: Box, shares: Mapping[str, float], marked: frozenset[str]) -> str:
    if not np.isfinite(shares.get(box.code, np.nan)):
        return "ink"
    dark = box.code in marked or _shade(tree, box) in ("step5", "step4")
    return "on_deep" if dark else "on_pale"


def _write(canvas: Canvas, box: Box, tree: Tree, share: float, ink: str, look: Look) -> None:
    x, y, x2, y2 = box.corners
    high, wide = y2 - y, x2 - x
    if high < 9.5 or wide < 24:
        return
    size = min(11.0, high - 1.5)
    is_leaf = box.code not in tree.children
    text = percent(share, look.language, 1)
    room = wide - 14
    if is_leaf:
        shown = text_width(text, size) + 10
        canvas.text((x + 7, (y + y2) / 2), fit(tree.named(box.code), room - shown, size), ink, size)
        canvas.text((x2 - 6, (y + y2) / 2), text, ink, size, align="right")
        return
    lines = wrap(tree.named(box.code), room, 11.5, max(int(high / 14) - 1, 1))
    if high >= 14 * (len(lines) + 1):
        lines = [*lines, fit(text, room, 11)]
    top = (y + y2) / 2 - 14 * (len(lines) - 1) / 2
    for k, line in enumerate(lines):
        bold = not (k > 0 and k == len(lines) - 1)
        canvas.text((x + 7, top + 14 * k), line, ink, size if bold else size - 0.5, bold=bold)


def _alt(tree: Tree, shares: Mapping[str, float], look: Look) -> str:
    say, language = look.say, look.language
    n = len(tree.indicators)
    parts = enumeration(
        [f"{tree.named(c)} {percent(shares.get(c), language, 1)}" for c in tree.children[tree.root]], language
    )
    root = tree.named(tree.root)
    found = [
        say.choose(
            "The index “{name}” rests on {n} indicator.",
            "The index “{name}” rests on {n} indicators.",
            n,
            name=root,
        ),
        say("Its parts and their shares: {parts}.", parts=parts),
    ]
    known = {c: shares[c] for c in tree.indicator_codes if np.isfinite(shares.get(c, np.nan))}
    if known:
        most, least = max(known, key=lambda c: known[c]), min(known, key=lambda c: known[c])
        found.append(
            say("The heaviest indicator is {most} ({high}), the lightest {least} ({low}).",
                most=tree.named(most), high=percent(known[most], language, 1),
                least=tree.named(least), low=percent(known[least], language, 1))
        )  # fmt: skip
    return " ".join(found)


def _table(tree: Tree, shares: Mapping[str, float], look: Look) -> ChartTable:
    say = look.say
    columns = (
        Column(say("Code")),
        Column(say("Name")),
        Column(say("Under")),
        Column(say("Weight"), "number"),
        Column(say("Share of the whole"), "percent", 1),
    )
    rows: list[tuple[str | float | None, ...]] = []

    def add(code: str) -> None:
        node = tree.nodes[code]
        under = tree.named(node.parent) if node.parent else "–"
        rows.append((code, tree.named(code), under, float(node.weight), plain(shares.get(code, np.nan))))
        for child in tree.children.get(code, ()):
            add(child)

    add(tree.root)
    return ChartTable(columns, tuple(rows))
