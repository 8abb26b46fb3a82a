# SPDX-License-Identifier: EUPL-1.2
"""Every picture of an index places its marks where the numbers say, and says in words and table what it shows."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.composite.made_up_index import flat_tree, skipping_tree

from schakel.composite.bad_input import WrongShape
from schakel.composite.necessity.ceilings import measure_ceiling
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.tree import Branch, Indicator, UnknownNode
from schakel.documents.charts.canvas import Canvas, text_width
from schakel.documents.charts.index_pictures.acceptability import draw_acceptability
from schakel.documents.charts.index_pictures.availability import draw_availability
from schakel.documents.charts.index_pictures.axes import keep_apart, stack_labels
from schakel.documents.charts.index_pictures.ceiling import draw_ceiling
from schakel.documents.charts.index_pictures.change import draw_change
from schakel.documents.charts.index_pictures.contributions import draw_contributions
from schakel.documents.charts.index_pictures.correlations import draw_correlations
from schakel.documents.charts.index_pictures.distributions import draw_distributions
from schakel.documents.charts.index_pictures.dots import draw_dots
from schakel.documents.charts.index_pictures.effort import draw_effort
from schakel.documents.charts.index_pictures.framework import draw_framework
from schakel.documents.charts.index_pictures.look import Look, NotInPicture, short_number
from schakel.documents.charts.index_pictures.panel import draw_panel
from schakel.documents.charts.index_pictures.rank_sets import draw_rank_sets
from schakel.documents.charts.index_pictures.ranks import draw_ranks
from schakel.documents.charts.index_pictures.saving import WrongPictureFile, save_picture
from schakel.documents.charts.index_pictures.scatter import draw_scatter
from schakel.documents.charts.index_pictures.sensitivity import draw_sensitivity
from schakel.documents.charts.index_pictures.unit_sensitivity import draw_unit_sensitivity
from schakel.documents.charts.index_pictures.weights import draw_weights
from schakel.documents.charts.palette import LIGHT

LONG = "a name so long that it fits in no picture at all, whatever its width and whatever stands beside it"
RNG = np.random.default_rng(7)


def names(n, word="unit"):
    return [f"{word} {place + 1}" for place in range(n)]


def holes(*shape):
    values = np.random.default_rng(1).normal(size=shape)
    values.ravel()[::4] = np.nan
    return values


def wide_tree(words):
    leaves = [Indicator(f"x{k}", "group", word) for k, word in enumerate(words)]
    return grow_tree(leaves, [Branch("group", "index", LONG), Branch("index", None, LONG)])


def every_picture(n, words=names):
    """Return a maker of each picture for n units, with unknown values and a named unit."""
    units, named = words(n), words(n)[:1]
    k = min(n, 60)
    parts, ranks = words(k), np.arange(1.0, n + 1)
    shares = np.full((n, n), 1 / n)
    return {
        "ranks": lambda look: draw_ranks(ranks, (ranks - 1, ranks + 2), units=units, named=named, look=look),
        "rank_sets": lambda look: draw_rank_sets(
            ranks, (ranks, ranks + 3), units=units, named=named, groups=(ranks // 4).astype(int), look=look
        ),
        "contributions": lambda look: draw_contributions(
            {"one": holes(n), "two": holes(n)}, units=units, named=named, look=look
        ),
        "change": lambda look: draw_change(
            {f"part {p}": holes(n) for p in range(6)}, units=units, named=named, look=look
        ),
        "availability": lambda look: draw_availability(
            np.isfinite(holes(n, k)), units=units, indicators=parts, named=named, look=look
        ),
        "distributions": lambda look: draw_distributions(
            holes(n, k), units=units, indicators=parts, after=holes(n, k) * 2, named=named, look=look
        ),
        "correlations": lambda look: draw_correlations(
            np.tanh(holes(k, k)), indicators=parts, groups=["g"] * k, significant=holes(k, k) > 0, look=look
        ),
        "correlations-others": lambda look: draw_correlations(
            np.tanh(holes(k, 2)), indicators=parts, others=words(2), look=look
        ),
        "weights": lambda look: draw_weights(
            np.abs(holes(k)), np.full(k, 1 / k), elements=parts, marked=parts[:1], look=look
        ),
        "sensitivity": lambda look: draw_sensitivity(
            holes(k), holes(k), choices=parts, intervals=(holes(2, k), holes(2, k)), look=look
        ),
        "unit_sensitivity": lambda look: draw_unit_sensitivity(
            np.abs(holes(3, n)), choices=words(3), units=units, named=named, look=look
        ),
        "scatter": lambda look: draw_scatter(
            holes(n), RNG.normal(size=n), axes=("across", "up"), units=units, named=named, look=look
        ),
        "dots": lambda look: draw_dots(holes(n), name="numbers", units=units, named=named, look=look),
        "panel": lambda look: draw_panel(
            holes(3, n), periods=[2020, 2021, 2024], units=units, named=named, look=look
        ),
        "acceptability": lambda look: draw_acceptability(shares, units=units, named=named, look=look),
        "effort": lambda look: draw_effort(
            np.arange(3.0),
            np.cumsum(np.ones((3, k)), axis=0),
            elements=parts,
            index=np.array([1.0, 2, 3]),
            look=look,
        ),
        "framework": lambda look: draw_framework(wide_tree(parts), look=look),
    }


@dataclass
class Sheet:
    """The marks of one drawing."""

    canvas: Canvas

    def marks(self, kind, role=None, **style):
        """Return the rows of the marks of a kind, in a colour and style."""
        found = []
        for (mark, given_style), rows in self.canvas.layers.items():
            options = dict(given_style)
            colours = {options.get(key) for key in ("color", "fill", "stroke")}
            fits = all(options.get(key) == value for key, value in style.items())
            if mark == kind and fits and (role is None or LIGHT[role] in colours):
                found += rows
        return found

    def texts(self):
        return [row["text"] for row in self.marks("text")]


@pytest.fixture
def sheets(monkeypatch):
    """Keep what is drawn instead of rendering it."""
    kept = []

    def keep(canvas):
        kept.append(Sheet(canvas))
        return f'<svg width="{canvas.width}" height="{round(canvas.height)}"></svg>'

    monkeypatch.setattr(Canvas, "to_svg", keep)
    return kept


def wide(row):
    return round(row["x2"] - row["x"], 1)


def tall(row):
    return round(row["y2"] - row["y"], 1)


# What holds for all of them


@pytest.mark.parametrize("name", every_picture(7))
@pytest.mark.parametrize("look", [Look("nl", 360), Look("en", 720)], ids=["nl-phone", "en-desktop"])
def test_a_picture_is_whole_xml_with_words_and_a_table(name, look):
    chart = every_picture(7)[name](look)
    root = ElementTree.fromstring(chart.svg)
    assert root.get("role") == "img" and chart.width == look.width
    assert chart.title and chart.how and len(chart.alt) > 30 and chart.alt != chart.title
    assert chart.table.rows and len(chart.table.in_words(look.language)) == len(chart.table.rows)
    assert not re.search(r"\bNaN\b|undefined|Infinity|\bnull\b|\bNone\b|\bnan\b", chart.svg + chart.how)
    assert "href" not in chart.svg and "url(" not in chart.svg and "{" not in chart.alt + chart.how


@pytest.mark.parametrize("n", [1, 2, 61, 400])
@pytest.mark.parametrize("name", every_picture(7))
def test_any_number_of_units_stays_inside_the_picture(name, n, sheets):
    for look in (Look("en", 360), Look("en", 720)):
        every_picture(n, lambda m: [f"{LONG} {i}" for i in range(m)])[name](look)
        canvas = sheets[-1].canvas
        for (kind, style), rows in canvas.layers.items():
            for row in rows:
                assert all(np.isfinite(v) for key, v in row.items() if key != "text"), (kind, row)
                assert -2 <= row["y"] <= canvas.height + 2, (kind, row)
                if kind == "text":
                    room, align = text_width(row["text"], dict(style)["fontSize"]), dict(style)["align"]
                    left = row["x"] - {"left": 0, "center": room / 2, "right": room}[align]
                    assert left >= -8 and left + room <= look.width + 14, (row, left, room)
                else:
                    assert -6 <= row["x"] <= look.width + 6, (kind, row)


def test_a_long_name_is_cut_in_the_picture_and_whole_in_the_table(sheets):
    units = [f"{i} {LONG}" for i in range(5)]
    ranks = np.arange(1.0, 6)
    chart = draw_ranks(ranks, (ranks, ranks), units=units)
    assert not any(LONG in text for text in sheets[-1].texts())
    assert sum(text.endswith("…") for text in sheets[-1].texts()) == 5
    assert [row[0] for row in chart.table.rows] == units


def test_the_specification_has_a_layer_per_mark_on_pixels_without_axes(monkeypatch):
    import vl_convert

    held = []
    real = vl_convert.vegalite_to_svg
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", lambda spec: held.append(spec) or real(spec))
    ranks = np.arange(1.0, 6)
    draw_ranks(ranks, (ranks, ranks + 1), units=names(5), named=["unit 2"])
    (spec,) = held
    kinds = {layer["mark"]["type"] for layer in spec["layer"]}
    assert kinds == {"rule", "point", "text"}
    for layer in spec["layer"]:
        assert layer["encoding"]["x"]["scale"] is None and layer["encoding"]["x"]["axis"] is None
    named = [
        layer
        for layer in spec["layer"]
        if layer["mark"]["type"] == "point" and layer["mark"]["fill"] == LIGHT["accent"]
    ]
    assert [len(spec["datasets"][layer["data"]["name"]]) for layer in named] == [1]


def test_a_unit_that_is_not_there_and_arrays_that_do_not_fit_are_refused():
    with pytest.raises(NotInPicture, match="There is no 'x' in this picture"):
        draw_dots(np.ones(3), name="n", units=names(3), named=["x"])
    with pytest.raises(WrongShape, match="'low'"):
        draw_ranks(np.ones(3), (np.ones(2), np.ones(3)), units=names(3))
    with pytest.raises(WrongShape, match="'values'"):
        draw_dots(np.ones(0), name="n", units=[])
    with pytest.raises(WrongShape, match="'parts'"):
        draw_contributions({}, units=names(2))
    with pytest.raises(WrongShape, match="'groups'"):
        draw_correlations(np.eye(2), indicators=names(2), groups=["g"])
    with pytest.raises(UnknownNode):
        draw_framework(skipping_tree(), marked=["X"])


# Ranks


def test_a_rank_is_a_dot_on_its_interval_in_proportion(sheets):
    ranks, low, high = np.array([2.0, 1, 3]), np.array([1.0, 1, 3]), np.array([3.0, 2, 3])
    chart = draw_ranks(ranks, (low, high), units=names(3), named=["unit 1"])
    sheet = sheets[-1]
    (dot,) = sheet.marks("point", "accent")
    (line,) = [row for row in sheet.marks("rule", "accent")]
    assert line["x"] < dot["x"] < line["x2"] and dot["x"] - line["x"] == pytest.approx(
        line["x2"] - dot["x"], abs=0.2
    )
    one, three = (row["x"] for row in sheet.marks("point", "peer"))
    assert dot["x"] - one == pytest.approx(three - dot["x"], abs=0.2)
    assert "2 (1–3)" in sheet.texts()
    assert chart.table.rows == (
        ("unit 2", 1.0, 1.0, 2.0),
        ("unit 1", 2.0, 1.0, 3.0),
        ("unit 3", 3.0, 3.0, 3.0),
    )
    assert "unit 1 2 (1–3)" in chart.alt and "90%" in chart.alt


def test_units_that_share_a_rank_stand_at_the_same_place(sheets):
    draw_ranks(np.array([1.0, 1, 3]), (np.ones(3), np.full(3, 3.0)), units=names(3))
    places = [row["x"] for row in sheets[-1].marks("point", "peer")]
    assert places[0] == places[1] < places[2]


def test_a_unit_without_a_rank_is_named_below_and_unknown_in_the_table(sheets):
    chart = draw_ranks(np.array([1.0, np.nan]), (np.array([1.0, np.nan]),) * 2, units=names(2))
    assert "Without a rank: unit 2" in sheets[-1].texts()
    assert chart.table.in_words("en")[1] == ["unit 2", "not known", "not known", "not known"]
    assert "unit 2" in chart.alt


def test_many_units_become_one_strip_with_a_line_each_and_words_for_the_named(sheets):
    ranks = np.arange(1.0, 401)
    chart = draw_ranks(
        ranks,
        (ranks - 4, ranks + 4),
        units=names(400),
        named=["unit 30", "unit 390"],
        groups=(ranks // 80).astype(int),
    )
    sheet = sheets[-1]
    assert len(sheet.marks("rule", "strip")) == 398
    assert "unit 30: 30 (26–34)" in sheet.texts() and "unit 390: 390 (386–394)" in sheet.texts()
    assert len(sheet.marks("rect", "step1")) == 3
    assert len(chart.table.rows) == 400


def test_a_rank_set_is_a_bar_from_its_best_to_its_worst_rank(sheets):
    ranks = np.array([1.0, 2, 3])
    chart = draw_rank_sets(
        ranks, (np.array([1.0, 1, 2]), np.array([2.0, 3, 3])), units=names(3), groups=[0, 0, 1]
    )
    bars = sheets[-1].marks("rect", "step2")
    assert wide(bars[0]) == pytest.approx(wide(bars[2]), abs=0.2)
    assert wide(bars[1]) - 8 == pytest.approx(2 * (wide(bars[0]) - 8), abs=0.3)
    (shaded,) = sheets[-1].marks("rect", "step1")
    assert shaded["y"] <= bars[0]["y"] and bars[1]["y2"] <= shaded["y2"] < bars[2]["y"]
    assert "2 units may be the first" in chart.alt and "There are 2 groups" in chart.alt


# Stacked bars


def test_the_pieces_of_a_bar_are_as_long_as_the_parts_and_start_where_the_last_ends(sheets):
    chart = draw_contributions({"one": np.array([1.0, 3]), "two": np.array([2.0, 1])}, units=names(2))
    first, second = (
        [r for r in sheets[-1].marks("rect", role) if r["y"] > 20] for role in ("step5", "step3")
    )
    assert wide(first[0]) + 1 == pytest.approx(3 * (wide(first[1]) + 1), abs=0.4)
    assert wide(second[1]) == pytest.approx(2 * (wide(second[0]) + 1) - 1, abs=0.3)
    assert second[0]["x"] == pytest.approx(first[0]["x2"] + 1, abs=0.2)
    assert chart.table.rows[0] == ("unit 2", 4.0, 3.0, 1.0)


def test_parts_below_zero_go_to_the_left_and_the_diamond_stands_at_their_sum(sheets):
    draw_change({"up": np.array([3.0]), "down": np.array([-1.0])}, units=["u"], named=["u"])
    sheet = sheets[-1]
    (up,), (down,) = sheet.marks("rect", "accent", opacity=1.0), sheet.marks("rect", "accent", opacity=0.46)
    zero, scale = up["x"] - 0.5, (wide(up) + 1) / 3
    assert down["x2"] == pytest.approx(zero - 0.5, abs=0.2) and wide(down) + 1 == pytest.approx(
        scale, abs=0.2
    )
    (diamond,) = sheet.marks("point", shape="diamond")
    assert diamond["x"] == pytest.approx(zero + 2 * scale, abs=0.3)
    assert "+2.00" in sheet.texts()


def test_of_many_units_both_ends_and_the_neighbours_of_the_named_are_drawn(sheets):
    values = np.arange(400.0)[::-1]
    chart = draw_contributions({"one": values}, units=names(400), named=["unit 200"])
    texts = sheets[-1].texts()
    drawn = [text for text in texts if re.fullmatch(r"unit \d+", text)]
    assert len(drawn) <= 40 and {"unit 1", "unit 400", "unit 198", "unit 199", "unit 201", "unit 202"} <= set(
        drawn
    )
    left_out = [int(text.split()[0]) for text in texts if text.endswith("not shown")]
    assert sum(left_out) + len(drawn) == 400
    assert len(chart.table.rows) == 400


def test_a_unit_without_any_part_is_a_dashed_frame_and_not_a_zero(sheets):
    chart = draw_contributions({"one": np.array([1.0, np.nan])}, units=names(2))
    assert len(sheets[-1].marks("rect", "strip", strokeDash=(4, 3))) == 1
    assert "not known" in sheets[-1].texts() and "1 unit has no score." in chart.alt
    assert chart.table.rows[1] == ("unit 2", None, None)


# Structure, data


def test_a_box_of_the_framework_is_as_high_as_its_share(sheets):
    tree = skipping_tree(A=3, B=1)
    chart = draw_framework(tree)
    leaves = dict(zip(tree.leaves(tree.root), sheets[-1].marks("rect", "step1"), strict=True))
    assert tall(leaves["A"]) + 1 == pytest.approx(3 * (tall(leaves["B"]) + 1), abs=1.5)
    assert leaves["E"]["x"] < leaves["A"]["x"] and leaves["E"]["x2"] == leaves["A"]["x2"]
    shares = {row[0]: row[-1] for row in chart.table.rows}
    assert shares["A"] == pytest.approx(0.25) and shares["I"] == 1.0
    assert "rests on 5 indicators" in chart.alt and "indicator A" in [row[1] for row in chart.table.rows]


def test_a_node_whose_share_is_unknown_is_a_dashed_frame(sheets):
    chart = draw_framework(flat_tree(3), shares={"I": 1.0, "A": 0.5, "B": np.nan, "C": 0.25})
    assert len(sheets[-1].marks("rect", "strip", strokeDash=(4, 3))) == 1
    assert "not known" in sheets[-1].texts()
    assert dict((row[0], row[-1]) for row in chart.table.rows)["B"] is None


def test_every_missing_value_is_one_hole_in_the_row_of_its_indicator(sheets):
    known = np.ones((10, 4), dtype=bool)
    known[[2, 5], 1] = False
    known[2, 3] = False
    chart = draw_availability(known, units=names(10), indicators=["a", "b", "c", "d"], named=["unit 3"])
    sheet = sheets[-1]
    assert len(sheet.marks("rect", "paper")) == 3
    assert [t for t in sheet.texts() if t in ("a", "b", "c", "d")] == [
        "b",
        "d",
    ] and "2 without gaps" in sheet.texts()
    assert {"80%", "90%", "100%"} <= set(sheet.texts())
    assert chart.table.rows[0] == ("b", 0.8, 2)
    assert "unit 3: 2 values missing." in chart.alt
    rightmost = max(row["x2"] for row in sheet.marks("rect", "paper"))
    (frame,) = sheet.marks("rect", "accent")
    assert frame["x2"] >= rightmost


def test_one_gap_in_many_values_is_never_called_everything(sheets):
    known = np.ones((400, 1), dtype=bool)
    known[0] = False
    draw_availability(known, units=names(400), indicators=["a"])
    assert ">99%" in sheets[-1].texts() and "100%" not in sheets[-1].texts()


def test_a_histogram_counts_the_units_and_is_repeated_where_treatment_changed_a_value(sheets):
    before = np.column_stack([np.arange(40.0), np.r_[np.zeros(39), 40.0]])
    after = before.copy()
    after[-1, 1] = 20.0
    chart = draw_distributions(before, units=names(40), indicators=["even", "skewed"], after=after)
    even = [row for row in sheets[-1].marks("rect", "step4") if row["x"] < 260]
    assert len(even) == 20 and {tall(row) for row in even} == {32.0}
    treated = sheets[-1].marks("rect", "step2")
    assert len(treated) == 2 and tall(treated[0]) == 32.0
    assert [row[:3] for row in chart.table.rows] == [
        ("even", "as it came", 40),
        ("skewed", "before treatment", 40),
        ("skewed", "after treatment", 40),
    ]
    assert chart.table.rows[1][5] == 40.0 and chart.table.rows[2][5] == 20.0


def test_equal_values_are_one_bar_and_unknown_ones_a_dashed_frame(sheets):
    values = np.column_stack([np.full(30, 5.0), np.full(30, np.nan)])
    draw_distributions(values, units=names(30), indicators=["equal", "unknown"], named=["unit 1"])
    assert len(sheets[-1].marks("rect", "step4")) == 1
    assert len(sheets[-1].marks("rect", "strip", strokeDash=(4, 3))) == 1
    assert "5" in sheets[-1].texts() and "not known" in sheets[-1].texts()


# Relations


def test_a_triangle_has_a_cell_per_pair_blue_below_zero_and_small_where_not_significant(sheets):
    values = np.array([[1, 0.9, -0.5], [0.9, 1, 0.1], [-0.5, 0.1, 1]])
    sure = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 1]], dtype=bool)
    chart = draw_correlations(values, indicators=["a", "b", "c"], groups=["g", "g", "h"], significant=sure)
    sheet = sheets[-1]
    cells = [
        row for kind in ("step5", "accent", "step1") for row in sheet.marks("rect", kind) if row["y"] > 46
    ]
    sizes = sorted(wide(row) for row in cells)
    assert len(sizes) == 3 and sizes[0] < 0.6 * sizes[1] == 0.6 * sizes[2]
    assert {"0.90", "−0.50"} <= set(sheet.texts()) and "0.10" not in sheet.texts()
    assert "Negative: 1; above 0.8: 1." in chart.alt and "1 may be chance." in chart.alt
    assert "a – b" not in chart.alt and "b – a 0.90" in chart.alt
    assert chart.table.rows[2][:3] == ("c", "h", -0.5)


def test_an_unknown_correlation_is_a_dash_and_not_a_zero(sheets):
    values = np.array([[1.0, np.nan], [np.nan, 1.0]])
    chart = draw_correlations(values, indicators=["a", "b"])
    assert len([row for row in sheets[-1].marks("rule", "peer") if row["y"] == row["y2"]]) == 1
    assert chart.table.in_words("en")[1][1] == "not known"


def test_sixty_indicators_have_their_names_but_no_numbers_in_the_cells(sheets):
    draw_correlations(np.full((60, 60), 0.5), indicators=names(60, "indicator"))
    texts = sheets[-1].texts()
    assert sum(text.startswith("indicator") for text in texts) == 60 and "0.50" not in texts
    assert len([row for row in sheets[-1].marks("rect", "step3") if row["y"] > 46]) == 60 * 59 / 2


def test_correlations_with_something_else_have_a_column_each(sheets):
    values = np.array([[0.5, -0.7], [0.3, np.nan]])
    chart = draw_correlations(values, indicators=["a", "b"], others=["one", "two"])
    assert {"one", "two", "0.50", "−0.70", "0.30"} <= set(sheets[-1].texts())
    assert [column.label for column in chart.table.columns] == ["Indicator", "one", "two"]


def test_stated_and_effective_weights_are_dots_at_their_shares(sheets):
    chart = draw_weights(np.array([0.5, 0.5, np.nan]), np.array([0.8, 0.2, np.nan]), elements=["a", "b", "c"])
    sheet = sheets[-1]
    hollow = [row["x"] for row in sheet.marks("point", "paper") if row["y"] > 30]
    filled = [row["x"] for row in sheet.marks("point", "ink", strokeWidth=0.6) if row["y"] > 30]
    assert hollow[0] == hollow[1] and filled[0] - hollow[0] == pytest.approx(hollow[1] - filled[1], abs=0.2)
    assert {"50.0% → 80.0%", "50.0% → 20.0%", "not known"} <= set(sheet.texts())
    assert len(sheet.marks("rect", "strip", strokeDash=(4, 3))) == 1
    assert chart.table.rows[0] == ("a", 0.5, 0.8, pytest.approx(0.3))
    assert "Counts most beyond its weight: a" in chart.alt


def test_a_unit_known_on_one_axis_only_stands_along_that_axis(sheets):
    across, up = np.array([0.0, 1, 2, np.nan]), np.array([0.0, 1, np.nan, 3])
    chart = draw_scatter(across, up, axes=("x", "y"), units=names(4), named=["unit 2"])
    sheet = sheets[-1]
    assert len(sheet.marks("point", "strip")) == 1 and len(sheet.marks("point", "accent")) == 1
    assert (
        len(sheet.marks("point", shape="triangle-up"))
        == len(sheet.marks("point", shape="triangle-right"))
        == 1
    )
    assert "Known on one of the two only: 2." in chart.alt and "cannot be said from 2 units" in chart.alt


@pytest.mark.parametrize(
    ("sign", "noise", "words"),
    [
        (1, 0.1, "go together strongly"),
        (-1, 0.1, "go strongly against each other"),
        (0, 1, "hardly go together"),
    ],
)
def test_the_words_of_a_scatter_tell_how_the_two_go_together(sign, noise, words, sheets):
    across = np.linspace(-1, 1, 41)
    up = sign * across + noise * across**2
    assert words in draw_scatter(across, up, axes=("x", "y"), units=names(41)).alt


def test_the_words_beside_points_do_not_hide_each_other(sheets):
    values = np.linspace(0, 0.02, 8)
    other = np.r_[values, 5.0]
    draw_scatter(other, other, axes=("x", "y"), units=names(9), named=names(8))
    labels = [
        (row["x"] - 40 * (align == "right"), row["x"] + 40 * (align == "left"), row["y"])
        for align in ("left", "right")
        for row in sheets[-1].marks("text", "accent", align=align)
    ]
    assert len(labels) == 8
    for k, (left, right, y) in enumerate(labels):
        assert not any(abs(y - d) < 12 and left < b and right > a for a, b, d in labels[k + 1 :])


def test_piled_dots_do_not_overlap_and_the_unknown_are_counted(sheets):
    values = np.r_[np.full(8, 1.0), 2.0, np.nan]
    chart = draw_dots(values, name="n", units=names(10), named=["unit 9"])
    spots = [(row["x"], row["y"]) for row in sheets[-1].marks("point")]
    assert len(spots) == len(set(spots)) == 9
    assert "Not known: 1." in sheets[-1].texts()[-1] and "unit 9: 2, rank 1 of 9." in chart.alt
    assert chart.table.rows[0] == ("unit 9", 2.0, 1) and chart.table.rows[-1] == ("unit 10", None, None)


def test_nothing_known_is_said_and_drawn_as_such(sheets):
    chart = draw_dots(np.full(3, np.nan), name="n", units=names(3))
    assert sheets[-1].marks("rect", "strip", strokeDash=(4, 3)) and "Nothing is known." in chart.alt


def test_no_unit_lies_in_the_empty_zone_and_the_effect_size_is_that_of_the_calculation(sheets):
    condition = RNG.random(50)
    outcome = condition * RNG.random(50)
    chart = draw_ceiling(condition, outcome, axes=("c", "o"), units=names(50), named=["unit 1"])
    sheet = sheets[-1]
    dots = [*sheet.marks("point", "strip"), *sheet.marks("point", "accent")]
    for box in sheet.marks("rect", "step1"):
        inside = [d for d in dots if box["x"] + 0.2 < d["x"] < box["x2"] - 0.2 and d["y"] < box["y2"] - 0.2]
        assert not inside
    found = measure_ceiling(condition[:, None], outcome)
    assert f"stairs: effect size {found.effect_size[0]:.2f}" in sheet.texts()
    peers = [unit for unit, row in zip(names(50), found.is_peer[:, 0], strict=True) if row]
    assert [row[0] for row in chart.table.rows if row[3] == "yes"] == peers


def test_the_ceiling_of_a_mirrored_question_is_drawn_mirrored(sheets):
    condition = RNG.random(30)
    outcome = condition * RNG.random(30)
    draw_ceiling(condition, outcome, axes=("c", "o"), units=names(30))
    draw_ceiling(-condition, outcome, axes=("c", "o"), units=names(30), corner="low_for_high")
    one, two = (sheet.marks("rect", "step1") for sheet in sheets)
    assert [wide(a) for a in one] == pytest.approx([wide(b) for b in two], abs=8)
    assert [tall(a) for a in one] == pytest.approx([tall(b) for b in two], abs=0.2)
    assert min(a["x"] for a in one) < 100 and max(b["x2"] for b in two) > 600


# Choices, periods, budgets


def test_the_bars_of_sensitivity_are_as_long_as_the_shares(sheets):
    chart = draw_sensitivity(np.array([0.2, 0.1]), np.array([0.3, 0.6]), choices=["a", "b"])
    outer = [row for row in sheets[-1].marks("rect", "step2") if row["y"] > 30]
    inner = [row for row in sheets[-1].marks("rect", "step5") if row["y"] > 30]
    assert [wide(row) / wide(outer[0]) for row in outer + inner] == pytest.approx(
        [1, 0.5, 1 / 6, 1 / 3], abs=0.01
    )
    assert chart.table.rows == (("b", 0.1, 0.6), ("a", 0.2, 0.3))
    assert "b 10% alone, 60% with others" in chart.alt and "explain 30%" in chart.alt


def test_bounds_of_estimated_sensitivity_are_drawn_and_an_estimate_below_zero_is_no_bar(sheets):
    bounds = (np.array([[-0.1], [0.1]]), np.array([[0.2], [0.4]]))
    chart = draw_sensitivity(np.array([-0.02]), np.array([0.3]), choices=["a"], intervals=bounds)
    assert len(sheets[-1].marks("rule", "ink", strokeWidth=1.2)) == 6
    assert [wide(row) for row in sheets[-1].marks("rect", "step5") if row["y"] > 30] == [0]
    assert chart.table.rows[0][1] == -0.02 and "90% bounds" in chart.how


def test_results_that_do_not_vary_are_said_and_drawn_as_such(sheets):
    chart = draw_sensitivity(np.array([np.nan]), np.array([np.nan]), choices=["a"])
    assert "nothing varies" in sheets[-1].texts() and "the same under every combination" in chart.alt


def test_the_shade_of_a_choice_tells_its_part_for_each_unit(sheets):
    total = np.array([[0.1, 0.9, np.nan], [0.95, 0.5, np.nan]])
    chart = draw_unit_sensitivity(total, choices=["a", "b"], units=names(3), named=["unit 1"])
    cells = {
        k: [r for r in sheets[-1].marks("rect", f"step{k}", opacity=1.0) if r["y"] > 30] for k in range(1, 6)
    }
    assert [len(cells[k]) for k in range(1, 6)] == [1, 0, 1, 0, 2]
    assert {"10%", "95%", "90%", "50%"} <= set(sheets[-1].texts())
    assert "The rank of 1 unit does not move." in chart.alt and "unit 1: a 10% and b 95%." in chart.alt


def test_a_line_over_the_periods_breaks_where_a_score_is_unknown(sheets):
    scores = np.array([[1.0, 5], [2, 6], [np.nan, 7], [4, 8], [5, 9]])
    chart = draw_panel(scores, periods=[2000, 2001, 2002, 2003, 2004], units=["own", "other"], named=["own"])
    lines = sheets[-1].marks("line", "accent")
    assert sorted(row["series"] for row in lines) == [0, 0, 1, 1]
    assert chart.table.rows[2] == ("2002", None, 7.0, 7.0, 7.0)
    assert "2002 not known" in chart.alt


def test_years_stand_at_their_distance_and_the_bar_holds_the_middle_half(sheets):
    scores = np.tile(np.arange(9.0), (3, 1))
    chart = draw_panel(scores, periods=[2000, 2001, 2004], units=names(9), named=[])
    bars = [row for row in sheets[-1].marks("rect", "step2") if row["y"] > 30]
    middles = [(row["x"] + row["x2"]) / 2 for row in bars]
    assert (middles[2] - middles[1]) / (middles[1] - middles[0]) == pytest.approx(3, abs=0.05)
    assert chart.table.rows[0] == ("2000", 2.0, 4.0, 6.0)


def test_acceptability_is_shaded_by_class_and_in_order_of_the_mean_rank(sheets):
    shares = np.array([[0.1, 0.9], [0.9, 0.1], [np.nan, np.nan]])
    chart = draw_acceptability(shares, units=names(3))
    assert [row[0] for row in chart.table.rows] == ["unit 2", "unit 1", "unit 3"]
    dark = sorted([r for r in sheets[-1].marks("rect", "step5") if r["y"] > 30], key=lambda r: r["y"])
    assert len(dark) == 2 and dark[0]["x"] < dark[1]["x"]
    assert "unit 2 is first most often, in 90% of the draws." in chart.alt


def test_acceptability_of_many_units_keeps_the_named_and_takes_the_rest_together(sheets):
    chart = draw_acceptability(np.eye(400), units=names(400), named=["unit 7"])
    texts = sheets[-1].texts()
    assert "unit 7" in texts and "units 1 to 10" in texts and "units 391 to 400" in texts
    assert chart.table.rows[6] == ("unit 7", 7.0, 0.0, 7.0, 1.0)


def test_an_element_rises_between_its_budgets_and_the_first_stands_on_top(sheets):
    scores = np.array([[1.0, 0.5, 2], [1, 1, 2], [1.5, 1.2, 2]])
    chart = draw_effort(np.array([0.0, 1, 2]), scores, elements=["a", "b", "c"], index=np.array([1.0, 2, 3]))
    bars = [row for row in sheets[-1].marks("rect", "step3") if row["y"] > 40]
    assert len(bars) == 2 and wide(bars[0]) == pytest.approx(2 * wide(bars[1]), abs=0.3)
    assert [row[0] for row in chart.table.rows] == ["b", "a", "c", "The index"]
    assert chart.table.rows[0] == ("b", 0.0, 2.0, 0.5, 1.2) and "Nothing goes to: c." in chart.alt


# Saving and small tools


def test_a_picture_is_saved_with_its_title_and_reading_guide(tmp_path):
    chart = draw_dots(np.arange(5.0), name="a < b", units=names(5))
    svg = save_picture(chart, tmp_path / "dots.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(svg)
    texts = [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "a < b" in texts and any("Each dot is a unit" in text for text in texts)
    png = save_picture(chart, tmp_path / "dots.PNG", scale=1).read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(png[16:20], "big") == chart.width + 32


def test_another_kind_of_file_is_refused(tmp_path):
    with pytest.raises(WrongPictureFile, match=r"ends in \.svg or \.png"):
        save_picture(draw_dots(np.ones(2), name="n", units=names(2)), tmp_path / "dots.pdf")


def test_numbers_get_the_decimals_of_the_numbers_around_them():
    assert short_number(0.0000112, "en", 0.0157) == "0"
    assert short_number(0.00373, "en", 0.0157) == "0.0037"
    assert short_number(1234.5, "nl", 5000) == "1.234"
    assert short_number(np.nan, "en", 1.0) == "not known"


@settings(max_examples=60)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=12))
def test_positions_kept_apart_stay_in_order_inside_and_apart(wanted):
    found = keep_apart(wanted, 5, 0, 100)
    assert all(-1e-9 <= value <= 100 + 1e-9 for value in found)
    moved = sorted(found)
    assert all(b - a >= 5 - 1e-6 for a, b in pairwise(moved))
    if all(abs(a - b) >= 5 for i, a in enumerate(wanted) for b in wanted[i + 1 :]):
        assert found == pytest.approx(wanted)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=10, unique=True))
def test_stacked_labels_never_hide_each_other(places):
    found = stack_labels(places, [40.0] * len(places), 1000)
    spans = [(x - 40, x, line) if left else (x, x + 40, line) for x, left, line in found]
    for k, (low, high, line) in enumerate(spans):
        assert low >= 0 and high <= 1000
        assert not any(line == other[2] and low < other[1] and high > other[0] for other in spans[k + 1 :])
