# SPDX-License-Identifier: EUPL-1.2
"""Method choices in words."""

import re

from schakel.documents.formats import plain_number
from schakel.documents.messages import words
from schakel.koers.failures import N_

CHOICES = {
    "scaling": N_("Scaling"),
    "aggregation": N_("Putting elements together"),
    "weights": N_("Weights"),
    "treatment": N_("Extreme values"),
    "national_values": N_("National values"),
    "leave_out": N_("Left out"),
    "boundary": N_("Boundary of the region"),
    "region_boundary": N_("Boundary of the region"),
    "targets": N_("Areas of the region"),
    "error": N_("Data error"),
    "min_indicator_share": N_("Smallest share of the indicators that an element needs"),
    "min_element_share": N_("Smallest share of the elements that an index needs"),
}
ALTERNATIVES = {
    "z_exp": N_("distance from the mean in standard deviations, then exponential"),
    "value_over_mean": N_("value divided by the mean"),
    "minmax": N_("between the lowest and the highest value"),
    "additive": N_("average"),
    "geometric": N_("geometric mean"),
    "product": N_("product"),
    "minimum": N_("the weakest element counts"),
    "bottleneck_penalty": N_("average with a penalty for weak elements"),
    "equal": N_("equal"),
    "user": N_("chosen by the user"),
    "none": N_("none"),
    "winsorise": N_("pulled in to the nearest ordinary value"),
    "exclude": N_("do not count"),
    "include": N_("count"),
    "declared": N_("as the course declares"),
    "four": N_("four municipalities"),
    "five": N_("five municipalities"),
}


def alternative_in_words(value: str, language: str) -> str:
    """Return one alternative of a choice; a code without text is shown as it is."""
    chosen = ALTERNATIVES.get(value)
    if re.fullmatch(r"\d+\.\d+", value):
        return plain_number(float(value), language)
    return words(language)(chosen) if chosen else value


def choice_in_words(name: str, value: str, language: str) -> str:
    """Return "Scaling: value divided by the mean"; a code without text is shown as it is."""
    say = words(language)
    label = CHOICES.get(name)
    return f"{say(label) if label else name}: {alternative_in_words(value, language)}"
