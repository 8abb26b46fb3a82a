# SPDX-License-Identifier: EUPL-1.2
"""Texts of the remarks that a dossier may carry, by code (English source strings)."""

from schakel.documents.sentences.finding_texts import FINDING_TEXTS
from schakel.koers.failures import N_

NOTE_TEXTS: dict[str, str] = FINDING_TEXTS | {
    "element_not_measured": N_("No regional figure measures {element} ({comparison})."),
    "region_is_bracket": N_(
        "In the comparison {comparison} the figures are about areas larger than the region; they "
        "are not figures of the region itself."
    ),
    "element_without_line": N_("No line of the course strengthens {element}."),
    "action_without_owner": N_("Action {action} has no owner."),
    "series_break": N_(
        "The series has a break in {from_period}: {reason}. Growth across it is not calculated."
    ),
    "item_without_figure": N_("There is no figure for: {item}."),
    "item_not_for_the_region": N_("{item}: no figure exists for the region itself; shown is {areas}."),
    "item_remark": N_("{text}"),
    "counts_something_else": N_("The statistics count something else: {why}."),
    "not_the_region_itself": N_("The figure is about {area}, not about the region itself."),
    "other_period": N_("The course is about {printed_period}, the figure about {found_period}."),
    "change_over": N_("The change from {from_period} to {until_period} is compared."),
    "country_value": N_("The whole country: {value} ({period})."),
    "also_found": N_("{area}: {value}."),
    "members_differ": N_("This does not hold for: {members}."),
    "no_newer_figure": N_("There is no newer figure than that of {period}."),
    "parts_unknown": N_("How much of it is revision or method is not known."),
    "previous_made_afterwards": N_(
        "The previous year was computed afterwards ({previous_year}), from today's figures."
    ),
    "national_values_not_counted": N_(
        "{comparison}: {n} indicators have one value for the whole country and do not count: {indicators}."
    ),
    "statement_without_figure": N_(
        "No public figure confirms or contradicts this statement of the course: {statement}."
    ),
    "suppressed_figures": N_("{item}: {n} figures are withheld by the publisher."),
    "old_figure": N_(
        "{item}: the newest figure is of {newest_period}, {age} years before the year of this diagnosis."
    ),
    "too_close_to_tell": N_("The difference is too small to tell."),
    "choices_not_combined": N_("{scaling} and {aggregation} were not combined: {reason}."),
    "measured_for_some_areas": N_(
        "{comparison}: measured for only some of the areas of the region: {elements}."
    ),
    "elements_without_line": N_("No line strengthens: {elements}."),
    "elements_only_possibly": N_("A line strengthens this only possibly: {elements}."),
    "elements_only_implicitly": N_("A line strengthens this only indirectly: {elements}."),
    "actions_without_owner": N_("{n} of the {n_items} actions have no owner: {codes}."),
    "actions_without_budget": N_("{n} of the {n_items} actions have no budget: {codes}."),
    "actions_without_initiative": N_("{n} of the {n_items} actions have no initiative: {codes}."),
    "criteria_without_number": N_("{n} of the {n_items} criteria have no number: {codes}."),
    "criteria_without_date": N_("{n} of the {n_items} criteria have no date: {codes}."),
    "criteria_without_yardstick": N_("{n} of the {n_items} criteria have no yardstick: {codes}."),
    "goals_without_baseline": N_("{n} of the {n_items} goals have no starting value: {codes}."),
    "goals_without_target": N_("{n} of the {n_items} goals have no target: {codes}."),
    "first_year": N_("This is the first measurement; what moved cannot be said yet."),
    "fewer_points": N_("Only {n} of the {wanted} {kind} that were asked for meet the rule."),
    "no_picture": N_("There is no economic picture: the figures for it are missing."),
    "no_comparison": N_("The comparison {comparison} could not be made."),
    "strong_element": N_(
        "{element} lies {distance} above the middle of the peers, in units of their spread."
    ),
    "attention_element": N_(
        "{element} lies {distance} from the middle of the peers, in units of their spread."
    ),
    "strong_picture": N_("{item} lies {distance} from the middle of the peers, in units of their spread."),
    "attention_picture": N_("{item} lies {distance} from the middle of the peers, in units of their spread."),
}
