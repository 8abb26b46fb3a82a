# SPDX-License-Identifier: EUPL-1.2
"""The picture of the life of an initiative, with its text alternative and table."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.documents.charts.chart import WIDTHS
from schakel.documents.messages import words
from schakel.documents.programme_pictures.life_line import (
    LifeLine,
    LifeMilestone,
    LifeName,
    LifeStage,
    LifeTie,
    draw_life_line,
    stage_word,
)
from schakel.programme.models import LineageKind, Stage

TODAY = date(2031, 5, 6)
FULL = LifeLine(
    name="Groene Campus",
    today=TODAY,
    started_year=2027,
    names=(LifeName("Oude Campus", None, 2029), LifeName("Groene Campus", 2029, None)),
    stages=(
        LifeStage("sowing", date(2028, 1, 1), date(2030, 1, 1)),
        LifeStage("growing", date(2030, 1, 1), None),
    ),
    ties=(
        LifeTie("Rijdende School", "merged_into", 2030, True),
        LifeTie("Het Geheel", "part_of", None, False),
    ),
    milestones=(
        LifeMilestone("Gebouw open", date(2030, 1, 1), date(2030, 2, 1)),
        LifeMilestone("Contract getekend", date(2031, 1, 1), None),
    ),
)


def texts(drawn):
    rows = [row for (mark, _), rows in drawn.canvas.layers.items() if mark == "text" for row in rows]
    return [str(row["text"]) for row in rows]


@pytest.mark.parametrize("width", WIDTHS.values())
@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_that_happened_is_drawn_and_told(width, language):
    drawn = draw_life_line(FULL, width, words(language))
    told = " ".join(texts(drawn))
    for name in ("Oude Campus", "Groene Campus", "Gebouw open", "2031"):
        assert name in told
    for name in ("Oude Campus", "Rijdende School", "Het Geheel"):
        assert name in drawn.alt
    assert len(drawn.table.rows) == 8
    assert drawn.canvas.to_svg().startswith("<svg")


def test_only_the_present_stage_is_in_the_accent():
    drawn = draw_life_line(FULL, 720, words("en"))
    from schakel.documents.charts.palette import LIGHT

    accented = [
        row
        for (mark, style), rows in drawn.canvas.layers.items()
        if mark == "rect" and dict(style)["fill"] == LIGHT["accent"]
        for row in rows
    ]
    assert len(accented) == 1


def test_what_is_not_known_is_said_and_not_drawn_as_nothing():
    drawn = draw_life_line(
        LifeLine("Campus", TODAY, names=(LifeName("Campus", None, None),)), 360, words("en")
    )
    assert "stage not known" in texts(drawn)


def test_a_milestone_that_is_late_has_a_shape_of_its_own():
    drawn = draw_life_line(FULL, 360, words("en"))
    shapes = {dict(style)["shape"] for (mark, style) in drawn.canvas.layers if mark == "point"}
    assert "diamond" in shapes


def test_every_stage_and_every_lineage_has_words_in_both_languages():
    for language in ("nl", "en"):
        say = words(language)
        known = [stage_word(stage, say) for stage in Stage.values]
        assert len(set(known)) == len(Stage.values)
        for kind in LineageKind.values:
            for is_into_here in (True, False):
                line = LifeLine("A", TODAY, ties=(LifeTie("B", kind, 2030, is_into_here),))
                assert any("B" in text and text != "B" for text in texts(draw_life_line(line, 720, say)))


@settings(max_examples=25, deadline=None)
@given(
    years=st.lists(st.integers(1950, 2060), max_size=4),
    days=st.lists(st.integers(-9000, 9000), max_size=6),
    width=st.sampled_from(sorted(WIDTHS.values())),
)
def test_nothing_is_drawn_beside_the_paper(years, days, width):
    line = LifeLine(
        "Naam",
        TODAY,
        names=tuple(LifeName(f"N{y}", y, None) for y in years),
        milestones=tuple(LifeMilestone("M", TODAY + timedelta(days=d), None) for d in days),
    )
    canvas = draw_life_line(line, width, words("en")).canvas
    for (mark, _), rows in canvas.layers.items():
        for row in rows:
            assert 0 <= row["x"] <= width, (mark, row)
            assert 0 <= row["y"] <= canvas.height, (mark, row)
