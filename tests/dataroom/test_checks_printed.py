# SPDX-License-Identifier: EUPL-1.2
"""Rules on printed figures: each fires and keeps silent on hand-worked numbers."""

import pytest
from tests.dataroom.checks_material import figure, printed, rules_from, run

HEAD = """
quantities:
  - {code: jobs, label: {nl: banen, en: jobs}}
  - {code: jobs_change, label: {nl: groei, en: growth}}
  - {code: industry, label: {nl: industrie, en: industry}}
  - {code: share, label: {nl: aandeel, en: share}}
  - {code: firms, label: {nl: bedrijven, en: firms}}
  - {code: size, label: {nl: omvang, en: size}}
  - {code: services, label: {nl: diensten, en: services}}
rules:
"""
SHARE = "  - {id: s, kind: share_of, label: {nl: a, en: b}, share: share, part: industry, whole: jobs}\n"
RATIO = "  - {id: r, kind: ratio_of, label: {nl: a, en: b}, ratio: size, numerator: industry, denominator: firms}\n"
SAME = "  - {id: q, kind: same_quantity, label: {nl: a, en: b}}\n"
CHANGE = "  - {id: d, kind: difference_of, label: {nl: a, en: b}, difference: jobs_change, minuend: jobs, subtrahend: jobs}\n"
PARTS = "  - {id: p, kind: parts_sum, label: {nl: a, en: b}, whole: jobs, parts: [industry, services]}\n"
PASSAGE = "  - {id: t, kind: repeated_passage, label: {nl: a, en: b}, min_shared: 2}\n"


def findings(tmp_path, rules, *rows):
    return run(rules_from(tmp_path, HEAD + rules), printed_figures=printed(*rows))


def test_two_values_for_one_thing_contradict(tmp_path):
    (found,) = findings(tmp_path, SAME, figure("a", "jobs", 100), figure("b", "jobs", 120))
    assert (found.severity, found.note_code) == ("contradiction", "same_quantity_two_values")
    assert found.figures == ("a", "b")
    assert found.likelier_value is None


def test_the_same_value_twice_is_no_finding(tmp_path):
    assert not findings(tmp_path, SAME, figure("a", "jobs", 100), figure("b", "jobs", 100))


def test_values_within_each_others_rounding_are_a_matter_of_rounding(tmp_path):
    rows = figure("a", "jobs", 100, rounding=100), figure("b", "jobs", 120, rounding=10)
    assert not findings(tmp_path, SAME, *rows)  # 120 is printed as 100 when rounded to hundreds
    rows = figure("a", "jobs", 100, rounding=100), figure("b", "jobs", 155, rounding=20)
    (found,) = findings(tmp_path, SAME, *rows)
    assert (found.severity, found.tolerance) == ("rounding", 60)


def test_at_least_leaves_room_for_a_larger_value(tmp_path):
    rows = figure("a", "jobs", 100, qualifier="at_least"), figure("b", "jobs", 104)
    assert not findings(tmp_path, SAME, *rows)
    rows = figure("a", "jobs", 100, qualifier="at_least"), figure("b", "jobs", 96)
    assert findings(tmp_path, SAME, *rows)[0].severity == "contradiction"


@pytest.mark.parametrize("more", [{"period": 2019}, {"area": "NL"}, {"from_period": 2016}, {"unit": "fte"}])
def test_another_year_area_span_or_unit_is_another_thing(tmp_path, more):
    assert not findings(tmp_path, SAME, figure("a", "jobs", 100), figure("b", "jobs", 120, **more))


def test_a_share_above_what_its_parts_allow(tmp_path):
    rows = [figure("j", "jobs", 1000), figure("i", "industry", 150), figure("s", "share", 16.5, rounding=0.1)]
    (found,) = findings(tmp_path, SHARE, *rows)
    assert (found.severity, found.note_code) == ("contradiction", "share_above_parts")
    assert found.computed == 15.0
    assert found.computed_low == pytest.approx(100 * 149.5 / 1000.5, abs=1e-6)
    assert found.computed_high == pytest.approx(100 * 150.5 / 999.5, abs=1e-6)
    assert found.needed == pytest.approx(150 / 0.165, abs=1e-6)


def test_a_share_below_its_parts_and_one_that_follows(tmp_path):
    jobs, industry = figure("j", "jobs", 1000), figure("i", "industry", 150)
    low = figure("s", "share", 14.0, rounding=0.1)
    assert findings(tmp_path, SHARE, jobs, industry, low)[0].note_code == "share_below_parts"
    assert not findings(tmp_path, SHARE, jobs, industry, figure("s", "share", 15.0, rounding=0.1))


def test_a_share_is_not_judged_with_parts_of_another_year(tmp_path):
    rows = [figure("j", "jobs", 1000, period=2016), figure("i", "industry", 150), figure("s", "share", 99)]
    assert not findings(tmp_path, SHARE, *rows)


def test_a_ratio_that_rounding_explains(tmp_path):
    rows = [
        figure("i", "industry", 18400, rounding=100),
        figure("f", "firms", 910, rounding=10),
        figure("z", "size", 20.3, rounding=0.1),
    ]
    (found,) = findings(tmp_path, RATIO, *rows)
    assert (found.severity, found.note_code) == ("rounding", "ratio_within_rounding")
    assert found.computed_low == pytest.approx(18350 / 915, abs=1e-6)
    assert found.computed_high == pytest.approx(18450 / 905, abs=1e-6)


def test_a_ratio_that_nothing_explains(tmp_path):
    rows = [figure("i", "industry", 18400), figure("f", "firms", 910), figure("z", "size", 25, rounding=0.1)]
    assert findings(tmp_path, RATIO, *rows)[0].severity == "contradiction"


def test_a_ratio_with_nothing_below_the_line_is_not_judged(tmp_path):
    rows = [figure("i", "industry", 18400), figure("f", "firms", 0), figure("z", "size", 25)]
    assert not findings(tmp_path, RATIO, *rows)


def test_a_difference_between_two_printed_years(tmp_path):
    rows = [figure("n", "jobs", 118), figure("o", "jobs", 110, period=2016)]
    wrong = figure("c", "jobs_change", 5, from_period=2016)
    right = figure("c", "jobs_change", 8, from_period=2016)
    (found,) = findings(tmp_path, CHANGE, *rows, wrong)
    assert (found.note_code, found.computed, found.needed) == ("difference_below_parts", 8, 113)
    assert not findings(tmp_path, CHANGE, *rows, right)


def test_a_total_that_is_not_printed_follows_from_the_difference(tmp_path):
    rows = [
        figure("n", "jobs", 1180),
        figure("c", "jobs_change", 180, from_period=2016),
        figure("i", "industry", 100, period=2016),
        figure("s", "share", 20, rounding=0.1, period=2016),
    ]
    (found,) = findings(tmp_path, CHANGE + SHARE, *rows)
    assert found.computed == 10.0  # 100 of 1,180 - 180
    assert found.figures == ("s", "i", "n", "c")
    assert found.computed_high == pytest.approx(100 * 100.5 / 999, abs=1e-6)  # both roundings count


def test_parts_that_do_and_do_not_add_up(tmp_path):
    jobs, industry = figure("j", "jobs", 100, rounding=10), figure("i", "industry", 40, rounding=10)
    off = figure("v", "services", 80, rounding=10)
    near = figure("v", "services", 70, rounding=10)
    (found,) = findings(tmp_path, PARTS, jobs, industry, off)
    assert (found.severity, found.computed, found.computed_low) == ("contradiction", 120, 110)
    (found,) = findings(tmp_path, PARTS, jobs, industry, near)
    assert found.severity == "rounding"
    assert not findings(tmp_path, PARTS, jobs, industry, figure("v", "services", 60, rounding=10))


def test_a_passage_that_stands_twice_with_another_reading(tmp_path):
    first = {"passage": "4a", "reading_nl": "goed", "reading_en": "good"}
    second = {"passage": "4b", "reading_nl": "slecht", "reading_en": "bad"}
    rows = [
        figure("a1", "firms", 910, period=2016, **first),
        figure("a2", "firms", 1030, **first),
        figure("b1", "firms", 910, period=2016, **second),
        figure("b2", "firms", 1030, **second),
    ]
    (found,) = findings(tmp_path, PASSAGE, *rows)
    assert found.note_code == "repeated_passage_two_readings"
    assert found.note_details["first_reading_en"] == "good"
    assert set(found.figures) == {"a1", "a2", "b1", "b2"}
    assert not findings(tmp_path, PASSAGE, *rows[:3])  # one shared figure is too few


def test_a_passage_that_stands_twice_with_another_companion(tmp_path):
    rows = [
        figure(f"{p}{n}", q, v, passage=p, period=y)
        for p, industry in (("4a", 181), ("4b", 183))
        for n, (q, v, y) in enumerate(
            [("firms", 910, 2016), ("firms", 1030, 2020), ("industry", industry, 2020)]
        )
    ]
    (found,) = findings(tmp_path, PASSAGE, *rows)
    assert found.note_code == "repeated_passage_other_companion"
    assert (found.stated, found.computed) == (181, 183)


def test_a_passage_repeated_in_the_same_words_is_no_finding(tmp_path):
    rows = [
        figure(f"{p}{y}", "firms", v, passage=p, period=y, reading_en="good", reading_nl="goed")
        for p in ("4a", "4b")
        for y, v in ((2016, 910), (2020, 1030))
    ]
    assert not findings(tmp_path, PASSAGE, *rows)


BREAK = """
  - id: b
    kind: growth_across_break
    label: {nl: a, en: b}
    quantities: [jobs, jobs_change]
    from_period: 2018
    reason: {nl: anders, en: otherwise}
"""


def test_printed_growth_across_a_break(tmp_path):
    change = figure("c", "jobs_change", 5, from_period=2016)
    (found,) = findings(tmp_path, BREAK, change)
    assert (found.severity, found.figures) == ("warning", ("c",))
    assert not findings(tmp_path, BREAK, figure("c", "jobs_change", 5, from_period=2018))
    pair = [figure("o", "jobs", 5, period=2017), figure("n", "jobs", 6, period=2018)]
    assert findings(tmp_path, BREAK, *pair)[0].figures == ("o", "n")
    assert not findings(tmp_path, BREAK, figure("o", "jobs", 5, period=2019), pair[1])


def test_printed_figures_grow_old(tmp_path):
    rule = "  - {id: o, kind: outdated, label: {nl: a, en: b}, about: course, years: 3}\n"
    (found,) = findings(tmp_path, rule, figure("a", "jobs", 5), figure("y", "first_year", 2020, unit="year"))
    assert (found.figures, found.note_details["age_years"]) == (("a",), 4)
    assert not findings(tmp_path, rule, figure("a", "jobs", 5), figure("b", "jobs", 5, period=2021))


def test_one_quantity_in_two_units(tmp_path):
    rule = "  - {id: u, kind: mixed_unit, label: {nl: a, en: b}}\n"
    (found,) = findings(tmp_path, rule, figure("a", "jobs", 5), figure("b", "jobs", 5, unit="fte"))
    assert found.note_details["units"] == "fte, jobs"
    assert not findings(tmp_path, rule, figure("a", "jobs", 5), figure("b", "jobs", 5))
