# SPDX-License-Identifier: EUPL-1.2
"""Texts of the remarks that a dossier may carry, by code (English source strings)."""

from schakel.koers.failures import N_

NOTE_TEXTS: dict[str, str] = {
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
    "same_quantity_two_values": N_("The same quantity is given two values: {first} and {second}."),
    "share_does_not_follow": N_("The share does not follow from its parts ({numerator} of {denominator})."),
    "national_value_repeated": N_(
        "One national value is repeated over {n_regions} regions; it says nothing about the "
        "differences between them."
    ),
}
