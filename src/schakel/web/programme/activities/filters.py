# SPDX-License-Identifier: EUPL-1.2
"""How the list of activities is narrowed down."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from schakel.programme.models import Activity
from schakel.programme.queries.activities import Gap, strengthening_element, with_gap
from schakel.web.programme.activities import words
from schakel.web.programme.course_names import CourseNames


def activity_filters(names: CourseNames) -> type[django_filters.FilterSet]:
    """Return the filter of the list in the words of the course and the language of the reader."""

    class ActivityFilters(django_filters.FilterSet):  # type: ignore[misc]
        """Line, action, element, status, role and what is missing."""

        line = django_filters.ChoiceFilter(
            label=_("Line"), choices=[(c, f"{c}. {n}") for c, n in names.lines.items()], empty_label=_("all")
        )
        action = django_filters.ChoiceFilter(
            label=_("Action"),
            choices=[(c, f"{c} {n}") for c, n in names.actions.items()],
            empty_label=_("all"),
        )
        element = django_filters.ChoiceFilter(
            label=_("Strengthens"),
            choices=list(names.elements.items()),
            empty_label=_("all"),
            method="filter_element",
        )
        status = django_filters.ChoiceFilter(
            label=_("Status"), choices=words.activity_status_choices(), empty_label=_("all")
        )
        role = django_filters.ChoiceFilter(
            label=_("Role"), choices=words.role_choices(), empty_label=_("all")
        )
        missing = django_filters.ChoiceFilter(
            label=_("Missing"),
            choices=words.gap_choices(),
            empty_label=_("no matter"),
            method="filter_missing",
        )

        def filter_element(self, queryset: QuerySet[Activity], name: str, element: str) -> QuerySet[Activity]:
            """Keep what strengthens an element."""
            return strengthening_element(queryset, element)

        def filter_missing(self, queryset: QuerySet[Activity], name: str, gap: str) -> QuerySet[Activity]:
            """Keep what lacks something."""
            return with_gap(queryset, None if gap == "any" else Gap(gap))

    return ActivityFilters
