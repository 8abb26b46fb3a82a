# SPDX-License-Identifier: EUPL-1.2
"""The strands of the helix in pictures: a word, a shape and a shade for each."""

from schakel.documents.charts.canvas import Canvas, text_width
from schakel.documents.messages import Words
from schakel.programme.models import Helix

SHAPES = {
    Helix.BUSINESS: "circle",
    Helix.KNOWLEDGE: "square",
    Helix.GOVERNMENT: "triangle-up",
    Helix.OTHER: "diamond",
}
SHADES = {
    Helix.BUSINESS: "step5",
    Helix.KNOWLEDGE: "step4",
    Helix.GOVERNMENT: "step3",
    Helix.OTHER: "step2",
}


def helix_word(code: str, say: Words) -> str:
    """Return a strand in words."""
    return {
        Helix.BUSINESS: say("business"),
        Helix.KNOWLEDGE: say("education and knowledge"),
        Helix.GOVERNMENT: say("government"),
        Helix.OTHER: say("others"),
    }.get(Helix(code), code)


def draw_shape_key(canvas: Canvas, y: float, say: Words) -> float:
    """Write which shape is which strand, over as many lines as are needed; return the height after it."""
    x = 8.0
    for code, shape in SHAPES.items():
        word = helix_word(code, say)
        room = text_width(word, 11) + 30
        if x + room > canvas.width and x > 8:
            x, y = 8.0, y + 18
        canvas.dot((x, y), "peer", 70, shape=shape)
        canvas.text((x + 11, y), word, "muted", 11)
        x += room
    return y + 16
