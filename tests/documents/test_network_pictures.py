# SPDX-License-Identifier: EUPL-1.2
"""The pictures of the network, the mix of strands and the growth of the coalition."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.documents.charts.svg import finish
from schakel.documents.messages import words
from schakel.documents.programme_pictures.coalition import CoalitionBar, CoalitionDrawing, draw_coalition
from schakel.documents.programme_pictures.helix_mix import MixDrawing, MixRow, draw_helix_mix
from schakel.documents.programme_pictures.network import (
    MOST_DRAWN,
    DrawnPartner,
    NetworkDrawing,
    draw_network,
)
from schakel.documents.programme_pictures.network_layout import Box, lay_out, place_label

HELIX = ("business", "knowledge", "government", "other")
STAR = NetworkDrawing(
    2031,
    tuple(DrawnPartner(f"Organisatie {i}", HELIX[i % 4], is_broker=i == 0) for i in range(7)),
    tuple((0, i, i) for i in range(1, 5)),
)


def texts(drawn):
    return [row["text"] for (mark, _), rows in drawn.canvas.layers.items() if mark == "text" for row in rows]


def shapes(drawn):
    return [
        dict(style)["shape"]
        for (mark, style), rows in drawn.canvas.layers.items()
        if mark == "point"
        for _ in rows
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [360, 720])
def test_the_network_is_drawn_in_both_languages_and_widths(language, width):
    drawn = draw_network(STAR, width, words(language))
    svg, wide, high = finish(drawn.canvas.to_svg(), title=drawn.title, description=drawn.alt, scope="p1")
    assert (wide, high) == (width, round(drawn.canvas.height))
    assert svg.startswith("<svg")
    assert "2031" in drawn.title


def test_the_strand_is_a_shape_and_the_number_of_ties_a_size():
    drawn = draw_network(STAR, 720, words("en"))
    legend = 4
    assert len(shapes(drawn)) == 5 + legend
    assert set(shapes(drawn)) == {"circle", "square", "triangle-up", "diamond"}
    sizes = [dict(style)["size"] for (mark, style), _ in drawn.canvas.layers.items() if mark == "point"]
    assert max(sizes) > 2 * min(s for s in sizes if s != 70)


def test_a_wide_picture_names_and_a_narrow_one_numbers_with_a_list():
    wide, narrow = (texts(draw_network(STAR, width, words("en"))) for width in (720, 360))
    assert "Organisatie 0" in wide
    assert "1" not in wide
    assert {"1", "Organisatie 0"} <= set(narrow)
    assert narrow.count("1") == 2


def test_who_has_no_tie_is_counted_and_not_drawn():
    drawn = draw_network(STAR, 720, words("en"))
    assert "Not drawn: 2 organisations without a tie." in texts(drawn)
    assert "Organisatie 6" not in texts(drawn)
    assert drawn.alt == (
        "Network of 2031: 7 organisations and 4 ties. Most ties: Organisatie 0 (4), Organisatie 1 (1) and "
        "Organisatie 2 (1). Most ways between others run through Organisatie 0. Without a tie: 2."
    )


def test_the_table_of_the_picture_has_everybody():
    table = draw_network(STAR, 720, words("en")).table
    assert table.rows[0] == (
        "Organisatie 0",
        "business",
        4,
        "Organisatie 1; Organisatie 2; Organisatie 3; Organisatie 4",
    )
    assert len(table.rows) == 7


def test_the_same_network_is_the_same_picture():
    first, second = (draw_network(STAR, 720, words("nl")).canvas.layers for _ in range(2))
    assert first == second


def test_a_network_without_ties_is_still_a_picture():
    nobody = NetworkDrawing(2031, (DrawnPartner("A", "other"),), ())
    drawn = draw_network(nobody, 360, words("en"))
    assert "Not drawn: 1 organisation without a tie." in texts(drawn)


def test_of_a_large_network_only_the_most_tied_are_drawn_and_that_is_said():
    partners = tuple(DrawnPartner(f"O{i:03}", HELIX[i % 4]) for i in range(MOST_DRAWN + 30))
    ties = tuple((i, i + 1, 1) for i in range(MOST_DRAWN + 29)) + tuple((0, i, 1) for i in range(2, 40))
    drawn = draw_network(NetworkDrawing(2031, partners, ties), 720, words("en"))
    assert f"Only the {MOST_DRAWN} organisations with most ties are drawn." in texts(drawn)
    assert len(drawn.table.rows) == MOST_DRAWN + 30


@settings(max_examples=25, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] < p[1]), max_size=20))
def test_every_node_with_a_tie_lies_on_the_paper(ties):
    places, height = lay_out(10, sorted(ties), 360, 300)
    assert set(places) == {node for pair in ties for node in pair}
    for x, y in places.values():
        assert 0 <= x <= 360
        assert 0 <= y <= height


def test_a_label_takes_the_first_free_side_and_none_where_all_is_full():
    page = Box(0, 0, 200, 100)
    assert place_label((50, 50), 5, (40, 10), [], page) == Box(59, 45, 99, 55)
    assert place_label((190, 50), 5, (40, 10), [], page) == Box(141, 45, 181, 55)
    assert place_label((50, 50), 5, (40, 10), [Box(0, 0, 200, 100)], page) is None


def test_labels_never_lie_on_each_other():
    drawn = draw_network(STAR, 720, words("en"))
    boxes = [
        Box(row["x"], row["y"], row["x2"], row["y2"])
        for (mark, style), rows in drawn.canvas.layers.items()
        if mark == "rect" and dict(style)["opacity"] == 0.75
        for row in rows
    ]
    assert len(boxes) == 5
    shrunk = [Box(b.left + 2, b.top, b.right - 2, b.bottom) for b in boxes]
    assert not any(a.overlaps(b) for a, b in itertools.combinations(shrunk, 2))


def test_a_strand_that_lacks_is_a_dash_in_the_accent_colour():
    rows = (MixRow("Lab", (2, 0, 1, 0), ("knowledge",)), MixRow("Klas", (1, 1, 1, 3), ()))
    drawn = draw_helix_mix(MixDrawing(rows), 360, words("en"))
    rules = [
        rows for (mark, style), rows in drawn.canvas.layers.items() if dict(style).get("strokeWidth") == 2.5
    ]
    assert len(rules[0]) == 1
    assert "Lab lacks education and knowledge." in drawn.alt
    assert drawn.table.rows == (("Lab", 2, 0, 1, 0), ("Klas", 1, 1, 1, 3))


def test_more_initiatives_than_fit_are_counted():
    rows = tuple(MixRow(f"I{n}", (1, 1, 1, 0), ()) for n in range(25))
    assert "The first 20 of 25; the table has all." in texts(
        draw_helix_mix(MixDrawing(rows), 720, words("en"))
    )


def test_the_growth_is_a_bar_for_each_year_with_who_joined_and_left():
    bars = (CoalitionBar(2030, (2, 1, 1, 0), 4, 0), CoalitionBar(2031, (2, 1, 0, 0), 1, 2))
    drawn = draw_coalition(CoalitionDrawing(bars), 360, words("en"))
    assert {"2030", "2031", "4", "3", "+4", "+1", "−2", "–"} <= set(texts(drawn))
    assert drawn.alt == "At the end of 2030 there were 4 partners, at the end of 2031 3."
    boxes = [row for (mark, _), rows in drawn.canvas.layers.items() if mark == "rect" for row in rows]
    tall = [row["y2"] - row["y"] for row in boxes if row["x2"] - row["x"] > 12]
    assert sum(tall) == pytest.approx(150 + 150 * 3 / 4, abs=1)


def test_no_year_is_no_bar():
    assert draw_coalition(CoalitionDrawing(()), 360, words("en")).alt == "No partners yet."


def test_pictures_use_the_colours_of_the_house_only():
    svg = draw_network(STAR, 720, words("nl")).canvas.to_svg()
    from schakel.documents.charts.palette import LIGHT

    assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= set(LIGHT.values()) | {"#000000"}
