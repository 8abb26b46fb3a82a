# SPDX-License-Identifier: EUPL-1.2
"""Every chart has a text alternative and a table, is whole XML, and shows the numbers of its table."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from tests.made_up_dossier import made_up_measurement, make_tiles

from schakel.documents.charts.canvas import Canvas, fit, text_width, wrap
from schakel.documents.charts.drawing import chart_names, load_chart, make_chart, prerender
from schakel.documents.charts.palette import DARK, LIGHT
from schakel.documents.charts.scales import Scale, round_ticks
from schakel.documents.charts.stored import Surroundings
from schakel.documents.charts.svg import finish
from schakel.documents.formats import number
from schakel.koers.label import Label

STORED = made_up_measurement(first_year=False)
AROUND = Surroundings(make_tiles(), {"1": Label("Ondernemen", "Enterprise")})
NAMES = chart_names(STORED.dossier, AROUND)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def charts():
    return {
        (n, lang, w): make_chart(n, STORED, lang, w, AROUND)
        for n in NAMES
        for lang, w in (("nl", "phone"), ("en", "desktop"))
    }


def texts(svg):
    return [t.text or "" for t in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_every_kind_of_chart_is_there():
    kinds = {n.partition("-")[0] for n in NAMES}
    assert kinds == {
        "elements",
        "weakest",
        "ranks",
        "tiles",
        "picture",
        "coverage",
        "moved",
        "age",
        "contradictions",
    }


def test_every_chart_has_words_and_a_table(charts):
    for (name, language, _), chart in charts.items():
        assert chart.title and len(chart.alt) > 10 and chart.how, name
        if name != "picture-vacancies":
            assert chart.table.rows, name
        root = ElementTree.fromstring(chart.svg)
        assert root.get("role") == "img"
        labelled = root.get("aria-labelledby").split()
        found = {e.get("id") for e in root.iter() if e.get("id")}
        assert set(labelled) <= found
        assert len(chart.table.in_words(language)) == len(chart.table.rows)


def test_nothing_unknown_leaks_into_a_picture(charts):
    for key, chart in charts.items():
        assert not re.search(r"\bNaN\b|undefined|Infinity|\bnull\b|\bNone\b", chart.svg), key
        assert all("{" not in t for t in texts(chart.svg)), key


def test_a_chart_is_as_wide_as_asked_and_reaches_nothing_elsewhere(charts):
    for (name, _, width), chart in charts.items():
        assert chart.width == {"phone": 360, "desktop": 720}[width], name
        assert "href" not in chart.svg and "url(" not in chart.svg


def test_numbers_in_a_picture_are_those_of_the_language():
    svg = make_chart("picture-establishments", STORED, "nl", "desktop", AROUND).svg
    value = STORED.dossier.picture[3].standing.value
    assert number(value, "nl", 0) in texts(svg)
    assert "." in number(value, "nl", 0)


def test_finishing_never_shortens_a_number_in_a_text():
    canvas = Canvas(200, height=40)
    canvas.text((0, 10), "18.400 × 1.000 = 3.1415926")
    svg, *_ = finish(canvas.to_svg(), title="a < b", description="c & d", scope="x")
    assert texts(svg) == ["18.400 × 1.000 = 3.1415926"]


def test_what_is_not_measured_is_drawn_as_such():
    chart = make_chart("elements-dutch", STORED, "nl", "phone", AROUND)
    assert texts(chart.svg).count("niet gemeten") == 4
    assert chart.alt.count("niet gemeten") == 4


def test_every_light_colour_has_a_dark_one_and_none_is_shared():
    assert LIGHT.keys() == DARK.keys()
    assert len(set(LIGHT.values())) == len(LIGHT)


def luminance(colour):
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_background(colours):
    for role in ("ink", "muted", "accent"):
        assert contrast(colours[role], colours["paper"]) >= 4.5, role
    for step, text in (
        ("step1", "on_pale"),
        ("step2", "on_pale"),
        ("step3", "on_pale"),
        ("step4", "on_deep"),
        ("step5", "on_deep"),
    ):
        assert contrast(colours[step], colours[text]) >= 4.5, step


def test_a_kept_chart_is_the_same_and_is_drawn_once(tmp_path):
    first = load_chart("coverage", STORED, tmp_path, "nl", "phone", AROUND)
    files = list((tmp_path / "charts").rglob("*.json"))
    assert load_chart("coverage", STORED, tmp_path, "nl", "phone", AROUND) == first
    assert list((tmp_path / "charts").rglob("*.json")) == files
    assert make_chart("coverage", STORED, "nl", "phone", AROUND) == first


def test_all_charts_can_be_drawn_ahead(tmp_path):
    seen = []
    count = prerender(
        STORED, tmp_path, "en", AROUND, lambda done, total, label: seen.append((done, total, label))
    )
    assert count == len(NAMES) * 2 == len(list((tmp_path / "charts").rglob("*.json")))
    assert seen[-1][:2] == (count, count)


def test_scales_and_ticks():
    assert Scale(0, 10, 100, 200).at(5) == 150
    assert Scale(0, 10, 100, 200).at(99) == 200
    assert Scale(0.5, 2, 0, 100, is_log=True).at(1) == pytest.approx(50)
    assert round_ticks(0, 100, 4) == [0, 25, 50, 75, 100]
    assert round_ticks(0.013, 0.019, 3) == [0.014, 0.016, 0.018]
    assert round_ticks(5, 5) == [5]


def test_texts_are_fitted_and_wrapped():
    assert fit("kort", 200, 12) == "kort"
    assert fit("een heel erg lange naam van een gebied", 80, 12).endswith("…")
    assert text_width(fit("een heel erg lange naam", 80, 12), 12) <= 80
    assert len(wrap("een heel erg lange naam van een gebied", 80, 12, 2)) == 2
