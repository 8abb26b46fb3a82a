# SPDX-License-Identifier: EUPL-1.2
"""The choices of the ledger: source, step, year, municipality and initiative."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from schakel.programme.models import FundingProgramme, Initiative
from schakel.programme.queries.initiatives import called
from schakel.programme.queries.ledger import ledger_years
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.money.words import step_choices

WHOLE = "regio"


def ledger_filters(names: CourseNames) -> type[django_filters.FilterSet]:
    """Return the filter of the ledger with the names of the course, in the language of the reader."""
    years = ledger_years()
    places = [(WHOLE, _("the region as a whole")), *names.places.items()]

    class LedgerFilters(django_filters.FilterSet):  # type: ignore[misc]
        """What a reader may choose."""

        bron = django_filters.ModelChoiceFilter(
            field_name="programme",
            to_field_name="code",
            queryset=FundingProgramme.objects.order_by("name"),
            label=_("Source of money"),
            empty_label=_("all"),
        )
        soort = django_filters.ChoiceFilter(
            field_name="kind", choices=step_choices(), label=_("Step"), empty_label=_("all")
        )
        jaar = django_filters.TypedChoiceFilter(
            field_name="on",
            lookup_expr="year",
            coerce=int,
            choices=[("", _("all")), *((year, str(year)) for year in years)],
            label=_("Year"),
        )
        gemeente = django_filters.ChoiceFilter(
            method="of_place", choices=places, label=_("Municipality"), empty_label=_("all")
        )
        initiatief = django_filters.CharFilter(method="of_initiative", label=_("Initiative"))

        def of_place(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
            """Keep the lines of a municipality, or those that name none."""
            return queryset.filter(municipality="" if value == WHOLE else value)

        def of_initiative(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
            """Keep the lines of the initiative with a code, or of those with a part of a name."""
            return queryset.filter(initiative__in=Initiative.objects.filter(called(value)))

    return LedgerFilters
