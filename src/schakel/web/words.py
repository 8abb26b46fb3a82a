# SPDX-License-Identifier: EUPL-1.2
"""Words for codes that the pages show: units, statuses, levels."""

from django.utils.translation import gettext as _

from schakel.web.reading import Reading


def unit_words(reading: Reading, unit: str) -> str:
    """Return a unit in words, as the dossier declares it."""
    return reading.names.unit(unit)


def status_words(status: str) -> str:
    """Return the status of a figure in words."""
    words = {
        "normal": _("as published"),
        "provisional": _("provisional"),
        "estimated": _("estimated"),
        "suppressed": _("withheld by the publisher"),
        "missing": _("not available"),
        "nil": _("true zero"),
    }
    return words.get(status, status)


def choice_words(code: str) -> str:
    """Return a choice of method, or its value, in words."""
    return {**_choice_names(), **_choice_values()}.get(code, code)


def _choice_names() -> dict[str, str]:
    return {
        "scaling": _("scaling"),
        "aggregation": _("aggregation"),
        "treatment": _("outliers"),
        "national_values": _("national values"),
        "weights": _("weights"),
        "leave_out": _("leave out"),
        "boundary": _("boundary of the region"),
        "min_indicator_share": _("smallest share of an element's indicators"),
        "min_element_share": _("smallest share of the elements"),
    }


def _choice_values() -> dict[str, str]:
    return {
        "z_exp": _("standard scores, exponential"),
        "value_over_mean": _("value over the mean"),
        "minmax": _("from lowest to highest"),
        "additive": _("adding up (mean)"),
        "geometric": _("multiplying (geometric mean)"),
        "product": _("product"),
        "minimum": _("the weakest element counts"),
        "bottleneck_penalty": _("penalty for the bottleneck"),
        "none": _("none"),
        "winsorise": _("pulled in"),
        "exclude": _("do not count"),
        "include": _("count"),
        "equal": _("equal"),
        "declared": _("as declared"),
    }
