# SPDX-License-Identifier: EUPL-1.2
"""Texts of the findings of the consistency checks and of what to do about them, by code."""

from schakel.koers.failures import N_

FINDING_TEXTS: dict[str, str] = {
    "same_quantity_two_values": N_(
        "For {period} the course prints {first} as well as {second} for the same thing ({label});"
        " rounding cannot explain that."
    ),
    "same_quantity_within_rounding": N_(
        "For {period} the course prints {first} as well as {second} ({label}); rounding can "
        "explain the difference."
    ),
    "share_above_parts": N_(
        "{first} of {second} ({period}) is {computed}%, and with rounding at most {high}%; the "
        "course prints {stated}%. For {stated}% a total of {needed} would be needed."
    ),
    "share_below_parts": N_(
        "{first} of {second} ({period}) is {computed}%, and with rounding at least {low}%; the "
        "course prints {stated}%. For {stated}% a total of {needed} would be needed."
    ),
    "share_within_rounding": N_(
        "{first} of {second} ({period}) is {computed}%; the course prints {stated}%. Rounding of "
        "the parts can explain the difference."
    ),
    "share_only_just_possible": N_(
        "{first} of {second} ({period}) is {computed}%; the course prints {stated}%. Only when "
        "both parts lie at the very edge of their rounding is that possible. For {stated}% a "
        "total of {needed} would be needed."
    ),
    "ratio_above_parts": N_(
        "{first} divided by {second} ({period}) is {computed}, and with rounding at most {high}; "
        "the course prints {stated}."
    ),
    "ratio_below_parts": N_(
        "{first} divided by {second} ({period}) is {computed}, and with rounding at least {low}; "
        "the course prints {stated}."
    ),
    "ratio_within_rounding": N_(
        "{first} divided by {second} ({period}) is {computed}; the course prints {stated}. "
        "Rounding can explain the difference (it does so in {chance_percent} per cent of cases)."
    ),
    "ratio_only_just_possible": N_(
        "{first} divided by {second} ({period}) is {computed}; the course prints {stated}. Only "
        "when both lie at the very edge of their rounding is that possible."
    ),
    "difference_above_parts": N_(
        "{first} less {second} is {computed}, and with rounding at most {high}; the course prints {stated}."
    ),
    "difference_below_parts": N_(
        "{first} less {second} is {computed}, and with rounding at least {low}; the course prints {stated}."
    ),
    "difference_within_rounding": N_(
        "{first} less {second} is {computed}; the course prints {stated}. Rounding can explain "
        "the difference."
    ),
    "difference_only_just_possible": N_(
        "{first} less {second} is {computed}; the course prints {stated}. Only at the very edge "
        "of rounding is that possible."
    ),
    "parts_sum_above_parts": N_(
        "The {n_parts} parts ({period}) add up to {computed}, and with rounding to at most "
        "{high}; the course prints {stated}."
    ),
    "parts_sum_below_parts": N_(
        "The {n_parts} parts ({period}) add up to {computed}, and with rounding to at least "
        "{low}; the course prints {stated}."
    ),
    "parts_sum_within_rounding": N_(
        "The {n_parts} parts ({period}) add up to {computed}; the course prints {stated}. "
        "Rounding can explain the difference."
    ),
    "parts_sum_only_just_possible": N_(
        "The {n_parts} parts ({period}) add up to {computed}; the course prints {stated}. Only at"
        " the very edge of rounding is that possible."
    ),
    "repeated_passage_two_readings": N_(
        "“{first_passage}” and “{second_passage}” print the same {n_shared} figures ({shared}) "
        "with two readings: {first_reading}; and: {second_reading}."
    ),
    "repeated_passage_other_companion": N_(
        "“{first_passage}” and “{second_passage}” print the same {n_shared} figures ({shared}), "
        "but beside them {companion} ({period}) is {companion_first} in one and "
        "{companion_second} in the other."
    ),
    "growth_across_break_printed": N_(
        "{n_figures} printed figures compare {first_period} with {last_period}, across a break in"
        " {from_period}: {reason}"
    ),
    "growth_across_break_declared": N_(
        "{source_table} has a break in {from_period} ({measures}): {reason} Growth across it is "
        "not calculated."
    ),
    "sum_over_suppressed_unknown": N_(
        "{label}, {area}, {period}: {n_unknown} of {n_members} municipalities are withheld or "
        "missing ({unknown}). The sum is unknown; {known} is what the others have together."
    ),
    "sum_over_suppressed_bracket": N_(
        "{label}, {area}, {period}: {n_unknown} of {n_members} municipalities are withheld or "
        "missing ({unknown}). The sum lies between {known} and {high}; adding what is there would"
        " give a false fall. Years: {periods}."
    ),
    "national_values_repeated": N_(
        "{source_table}: {n_measures} of {n_of_measures} figures have one and the same value for "
        "all {n_regions} regions of {area}, and say nothing about the differences between them: "
        "{measures}."
    ),
    "outdated_printed": N_(
        "{n_figures} printed figures are from {newest_period} or earlier, {age_years} years "
        "before {today_year}: {labels}."
    ),
    "outdated_figures": N_(
        "{source_table}: the latest figures of {n_measures} of {n_of_measures} series are from "
        "{newest_period} or earlier, more than {limit_years} years before {today_year}: "
        "{measures}."
    ),
    "mixed_unit_in_series": N_("{label} stands in {n_units} units: {units}."),
    "mixed_series_definitions": N_(
        "These {n_series} series look alike but count different things, and may not be joined: {series}."
    ),
    "mixed_series_with_printed": N_(
        "The course's own series counts in a way it does not state; joining it to the statistics "
        "would fake a rise or fall: {series}."
    ),
    "sources_disagree_levels": N_(
        "{first_label}: {first}; {second_label}: {second} ({n_areas} areas together, {period}; "
        "{gap_percent}%). {n_wrong} of {n_checked} pairs differ by more than "
        "{tolerance_percent}%, most in {area}. {reason}"
    ),
    "revised_between_editions": N_(
        "{label}: the editions {old_vintage} and {new_vintage} differ in {n_wrong} of {n_checked}"
        " figures, most in {area} ({period}): {first} became {second} ({gap_percent}%)."
    ),
    "parts_sum_not_whole": N_(
        "{label}, {area}, {period} ({source_table}): the {n_parts} parts add up to {computed}, "
        "the whole is {stated}; rounding allows {tolerance}. {n_wrong} of {n_checked} sums do not"
        " fit."
    ),
}

NEXT_STEPS: dict[str, str] = {
    "ask_author": N_("Ask the authors of the course for the figures behind it."),
    "correct_text": N_("Choose one value with its source and correct the text."),
    "state_definition": N_("State the definition and the reference date beside the figure."),
    "supply_own_data": N_("Add the region's own figures."),
    "use_newer_figure": N_("Use a newer figure."),
    "compare_same_edition": N_("Compare only figures of the same edition."),
    "compare_shares": N_("Compare shares instead of numbers."),
    "show_bracket": N_("Show the bounds, or ask the publisher for the figure."),
    "leave_out_of_comparison": N_("Leave it out when comparing regions."),
    "keep_apart": N_("Keep the series apart and name the definition."),
    "ask_publisher": N_("Ask the publisher."),
}
