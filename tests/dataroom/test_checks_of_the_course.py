# SPDX-License-Identifier: EUPL-1.2
"""The course contradicts itself in six places; the checks must find each and weigh it.

18,100 and 18,300 industrial jobs for 2020; 16.5 % that 18,400 of (118,000 - 3,500) does not give;
15.6 % that neither 18,100 nor 18,300 of 118,000 gives; 20.3 from 18,400 / 910; 17.7 from
18,300 or 18,100 / 1,030; and one passage on 910 to 1,030 firms that stands twice with two readings.
"""

import pytest
from tests.dataroom.checks_material import COURSE, FIGURES, REGIONS, observations

from schakel.dataroom.checks import check_figures, load_rules
from schakel.dataroom.ledger import load_printed_figures


@pytest.fixture(scope="module")
def found():
    printed, rules = load_printed_figures(COURSE), load_rules(COURSE, FIGURES)
    return check_figures(observations(), printed, rules, {}, REGIONS, 2023)


def about(found, rule, stated=None, contains=None):
    return [
        f
        for f in found
        if f.rule == rule
        and (stated is None or f.stated == stated)
        and (contains is None or contains in f.figures)
    ]


def test_one_two_values_for_industrial_jobs_and_18_300_is_the_likelier(found):
    (finding,) = about(found, "one-value-per-figure")
    assert finding.severity == "contradiction"
    assert (finding.stated, finding.computed) == (18_100, 18_300)
    assert finding.figures == ("jobs-industry-2020-opening", "jobs-industry-2020-manufacturing")
    assert finding.likelier_value == 18_300
    assert finding.likelier_figure == "jobs-industry-2020-manufacturing"
    assert 0.7 < finding.likelier_probability < 0.9


def test_two_the_share_of_2016_does_not_follow(found):
    (finding,) = about(found, "industry-share", 16.5)
    assert (finding.severity, finding.note_code) == ("contradiction", "share_above_parts")
    assert finding.computed == pytest.approx(16.07, abs=0.005)
    assert finding.needed == pytest.approx(111_515, abs=0.5)
    assert finding.note_details["second_is_derived"] is True
    assert {"jobs-total-2020", "jobs-total-change-2016-2020"} <= set(finding.figures)


def test_three_the_share_of_2020_follows_from_neither_value(found):
    (with_18_100,) = about(found, "industry-share", 15.6, "jobs-industry-2020-opening")
    (with_18_300,) = about(found, "industry-share", 15.6, "jobs-industry-2020-manufacturing")
    assert with_18_100.severity == "contradiction"
    assert with_18_100.computed == pytest.approx(15.34, abs=0.005)
    assert with_18_100.needed == pytest.approx(116_026, abs=0.5)
    assert with_18_300.note_code == "share_only_just_possible"  # 18,350 of exactly 118,000 is 15.551 %
    assert with_18_300.computed == pytest.approx(15.51, abs=0.005)
    assert with_18_300.needed == pytest.approx(117_308, abs=0.5)


def test_four_the_firm_size_of_2016_is_a_matter_of_rounding(found):
    (finding,) = about(found, "firm-size", 20.3)
    assert (finding.severity, finding.note_code) == ("rounding", "ratio_within_rounding")
    assert finding.computed == pytest.approx(20.22, abs=0.005)


def test_five_the_firm_size_of_2020_favours_18_300(found):
    with_18_100, with_18_300 = sorted(about(found, "firm-size", 17.7), key=lambda f: f.computed)
    assert with_18_100.computed == pytest.approx(17.57, abs=0.005)
    assert with_18_300.computed == pytest.approx(17.77, abs=0.005)
    assert with_18_300.note_details["chance_percent"] > 3 * with_18_100.note_details["chance_percent"]
    assert with_18_100.likelier_value == with_18_300.likelier_value == 18_300


def test_six_one_passage_stands_twice_with_two_readings(found):
    (finding,) = [f for f in found if f.note_code == "repeated_passage_two_readings"]
    assert {
        "establishments-manufacturing-2016-manufacturing",
        "establishments-manufacturing-2016-firm-growth",
    } <= set(finding.figures)
    assert finding.note_details["first_reading_nl"] != finding.note_details["second_reading_nl"]


def test_the_opening_is_repeated_with_another_companion(found):
    (finding,) = [f for f in found if f.note_code == "repeated_passage_other_companion"]
    assert (finding.stated, finding.computed) == (18_100, 18_300)


def test_nothing_else_in_the_course_contradicts(found):
    contradictions = [
        (f.rule, f.stated) for f in found if f.severity == "contradiction" and f.scope == "course"
    ]
    assert contradictions == [
        ("industry-share", 16.5),
        ("industry-share", 15.6),
        ("one-value-per-figure", 18_100),
    ]


def test_the_figures_of_2020_are_outdated_in_2024_and_not_in_2023(found):
    printed, rules = load_printed_figures(COURSE), load_rules(COURSE, FIGURES)
    assert not about(found, "old-figures-in-course")
    later = check_figures(observations(), printed, rules, {}, REGIONS, 2024)
    assert about(later, "old-figures-in-course")


def test_every_figure_of_the_course_has_both_languages_and_a_section():
    printed = load_printed_figures(COURSE)
    assert printed.height > 40
    assert set(printed["section"]) <= {"preamble", *(str(n) for n in range(1, 10))}
    assert (printed["reading_nl"].is_null() == printed["reading_en"].is_null()).all()
