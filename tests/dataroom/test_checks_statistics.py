# SPDX-License-Identifier: EUPL-1.2
"""Rules on statistics: each fires and keeps silent on hand-worked numbers."""

import pytest
from tests.dataroom.checks_material import (
    break_in,
    figure,
    measure,
    measures,
    observation,
    observations,
    printed,
    rules_from,
    run,
)

LABEL = "label: {nl: a, en: b}"


def findings(tmp_path, rule, rows, meaning, **more):
    rules = rules_from(tmp_path, f"rules:\n  - {{id: x, {LABEL}, {rule}}}\n")
    return run(rules, observed=observations(*rows), meaning=meaning, **more)


PARTS = measures(
    measure("jobs:T"),
    measure("jobs:A", within="jobs:T", siblings=("jobs:B",)),
    measure("jobs:B", within="jobs:T", siblings=("jobs:A",)),
)


@pytest.mark.parametrize(("part", "fires"), [(50, False), (57, False), (58, True)])
def test_sectors_that_do_not_add_up(tmp_path, part, fires):
    # rounding 5 of one whole and two parts: 3 x 2.5 = 7.5 may be lost
    rows = [observation("jobs:T", "GM0001", 2020, 100), observation("jobs:A", "GM0001", 2020, 50)]
    rows += [observation("jobs:B", "GM0001", 2020, part)]
    found = findings(tmp_path, "kind: parts_sum_of_measures, measures: [jobs]", rows, PARTS)
    assert bool(found) is fires
    if fires:
        assert (found[0].severity, found[0].stated, found[0].computed, found[0].tolerance) == (
            "contradiction",
            100,
            108,
            7.5,
        )
        assert found[0].figures[0] == "jobs:T/GM0001/2020/2026"


def test_a_withheld_part_leaves_nothing_to_conclude(tmp_path):
    rows = [observation("jobs:T", "GM0001", 2020, 100), observation("jobs:A", "GM0001", 2020, 20)]
    rows += [observation("jobs:B", "GM0001", 2020, None)]
    assert not findings(tmp_path, "kind: parts_sum_of_measures, measures: [jobs]", rows, PARTS)


def test_areas_that_do_not_add_up(tmp_path):
    rule = "kind: parts_sum_of_areas, measures: [firms], from_level: municipality, to_level: corop"
    known = [observation("firms:T", f"GM000{n}", 2020, 100) for n in (1, 2, 3)]
    meaning = measures(measure("firms:T"))
    fits = [*known, observation("firms:T", "CR01", 2020, 310)]
    assert not findings(tmp_path, rule, fits, meaning)  # 4 x 2.5 = 10
    off = [*known, observation("firms:T", "CR01", 2020, 315)]
    assert findings(tmp_path, rule, off, meaning)[0].note_details["n_parts"] == 3
    assert not findings(tmp_path, rule, off[1:], meaning)  # a municipality lacks


def test_editions_are_not_added_together(tmp_path):
    rows = [
        observation("jobs:T", "GM0001", 2020, 200, vintage="2025"),
        observation("jobs:A", "GM0001", 2020, 50),
    ]
    rows += [observation("jobs:B", "GM0001", 2020, 50)]
    assert not findings(tmp_path, "kind: parts_sum_of_measures, measures: [jobs]", rows, PARTS)


def test_a_declared_break_with_figures_on_both_sides(tmp_path):
    meaning = measures(measure("firms:T", breaks=(break_in(2015),)))
    rows = [observation("firms:T", "GM0001", y, 10) for y in (2014, 2015)]
    (found,) = findings(tmp_path, "kind: growth_across_declared_break", rows, meaning)
    assert (found.severity, found.note_details["from_period"]) == ("notice", 2015)
    assert not findings(tmp_path, "kind: growth_across_declared_break", rows[1:], meaning)


def test_a_sum_over_a_withheld_member_is_a_bracket(tmp_path):
    rule = "kind: sum_over_suppressed, measures: ['jobs:A'], members: [GM0001, GM0002]"
    rows = [observation("jobs:A", "GM0001", 2020, 40), observation("jobs:A", "GM0002", 2020, None)]
    (found,) = findings(tmp_path, rule, rows, PARTS)
    assert (found.note_code, found.computed_low, found.computed_high) == (
        "sum_over_suppressed_unknown",
        40,
        None,
    )
    # 40 of one and at most 25 of the other, each 2.5 off by rounding
    group = observation("jobs:T", "GM0002", 2020, 25)
    (found,) = findings(tmp_path, rule, [*rows, group], PARTS)
    assert (found.note_code, found.computed_low, found.computed_high) == (
        "sum_over_suppressed_bracket",
        37.5,
        70,
    )
    assert found.note_details["unknown_nl"] == "nl GM0002"


def test_a_sum_over_known_or_wholly_unknown_members_is_no_finding(tmp_path):
    rule = "kind: sum_over_suppressed, measures: [jobs], level: corop"
    for value in (40, None):
        rows = [observation("jobs:A", code, 2020, value) for code in ("GM0001", "GM0002")]
        assert not findings(tmp_path, rule, rows, PARTS)


def test_a_sum_per_area_of_a_level(tmp_path):
    rule = "kind: sum_over_suppressed, measures: [jobs], level: corop"
    rows = [observation("jobs:A", "GM0001", 2020, 40), observation("jobs:A", "GM0002", 2020, None)]
    (found,) = findings(tmp_path, rule, rows, PARTS)
    assert found.note_details["area_en"] == "en CR01"


def test_a_national_value_at_every_region(tmp_path):
    meaning = measures(measure("score:a"), measure("score:b"))
    same = [observation("score:a", code, 2020, 7, measured_at_level="nuts2") for code in ("NL11", "NL12")]
    other = [
        observation("score:b", code, 2020, v, measured_at_level="nuts2")
        for code, v in (("NL11", 7), ("NL12", 8))
    ]
    (found,) = findings(tmp_path, "kind: national_value_repeated, countries: [NL]", same + other, meaning)
    details = found.note_details
    assert (details["n_measures"], details["n_of_measures"], details["n_regions"]) == (1, 2, 2)
    assert details["measures"] == "score:a"
    assert not findings(tmp_path, "kind: national_value_repeated, countries: [NL]", other, meaning)
    assert not findings(tmp_path, "kind: national_value_repeated, countries: [BE]", same, meaning)


def test_old_statistics(tmp_path):
    rule = "kind: outdated, about: figures, years: 5"
    rows = [observation("jobs:T", "GM0001", y, 1) for y in (2010, 2018)]
    (found,) = findings(tmp_path, rule, rows, PARTS)
    assert (found.figures, found.note_details["newest_period"]) == (("jobs:T",), 2018)
    assert not findings(tmp_path, rule, [*rows, observation("jobs:T", "GM0001", 2019, 1)], PARTS)
    withheld = observation("jobs:T", "GM0001", 2024, None)
    assert findings(tmp_path, rule, [*rows, withheld], PARTS)


def test_one_measure_in_two_units(tmp_path):
    rows = [
        observation("jobs:T", "GM0001", 2020, 1),
        observation("jobs:T", "GM0001", 2021, 1, unit="thousand"),
    ]
    assert findings(tmp_path, "kind: mixed_unit", rows, PARTS)[0].scope == "figures"
    assert not findings(tmp_path, "kind: mixed_unit", rows[:1], PARTS)


def test_series_that_count_different_things(tmp_path):
    rule = "kind: mixed_series, measures: ['jobs:T', 'jobs:A']"
    rows = [observation(code, "GM0001", 2020, 1) for code in ("jobs:T", "jobs:A")]
    assert findings(tmp_path, rule, rows, PARTS)[0].figures == ("jobs:T", "jobs:A")
    assert not findings(tmp_path, rule, rows[:1], PARTS)
    alike = measures(measure("jobs:T", counts_what="jobs"), measure("jobs:A", counts_what="jobs"))
    assert not findings(tmp_path, rule, rows, alike)


def test_a_printed_series_beside_statistics(tmp_path):
    text = "quantities:\n  - {code: jobs, label: {nl: a, en: b}}\n"
    text += f"rules:\n  - {{id: x, {LABEL}, kind: mixed_series, quantity: jobs, measures: ['jobs:T']}}\n"
    rows = observations(observation("jobs:T", "GM0001", 2020, 1))
    (found,) = run(
        rules_from(tmp_path, text),
        observed=rows,
        meaning=PARTS,
        printed_figures=printed(figure("p", "jobs", 5)),
    )
    assert (found.scope, found.figures) == ("course", ("p", "jobs:T"))


@pytest.mark.parametrize(("second", "fires"), [(104, False), (107, False), (108, True), (92, True)])
def test_two_sources_beyond_their_tolerance(tmp_path, second, fires):
    # 2 % of 100 and half a step of 5 for each: 2 + 5 = 7
    rule = "kind: sources_disagree, first: 'jobs:T', second: 'jobs:A', tolerance: 0.02, why: {nl: a, en: b}"
    rows = [observation("jobs:T", "GM0001", 2020, 100), observation("jobs:A", "GM0001", 2020, second)]
    assert bool(findings(tmp_path, rule, rows, PARTS)) is fires


def test_two_sources_at_different_levels_and_units(tmp_path):
    rule = (
        "kind: sources_disagree, first: 'jobs:T', first_summed_to: corop, second: 'jobs:A', factor: 1000, "
        "tolerance: 0.01, why: {nl: a, en: b}"
    )
    small = [observation("jobs:T", f"GM000{n}", 2020, 1000) for n in (1, 2, 3)]
    meaning = measures(measure("jobs:T"), measure("jobs:A", rounding=0.1))
    agree = [*small, observation("jobs:A", "CR01", 2020, 3.0)]
    differ = [*small, observation("jobs:A", "CR01", 2020, 3.5)]
    assert not findings(tmp_path, rule, agree, meaning)
    (found,) = findings(tmp_path, rule, differ, meaning)
    assert (found.stated, found.computed, found.note_details["gap_percent"]) == (3000, 3500, 16.7)
    assert not findings(tmp_path, rule, differ[1:], meaning)


def test_editions_that_differ(tmp_path):
    rows = [observation("jobs:T", "GM0001", 2020, v, vintage=e) for e, v in (("2023", 100), ("2024", 110))]
    (found,) = findings(tmp_path, "kind: revised", rows, PARTS)
    assert (found.stated, found.computed, found.note_details["gap_percent"]) == (100, 110, 10.0)
    within = [observation("jobs:T", "GM0001", 2020, v, vintage=e) for e, v in (("2023", 100), ("2024", 105))]
    assert not findings(tmp_path, "kind: revised", within, PARTS)
    assert not findings(tmp_path, "kind: revised", rows[:1], PARTS)
