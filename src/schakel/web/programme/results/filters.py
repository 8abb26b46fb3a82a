# SPDX-License-Identifier: EUPL-1.2
"""By what the list of results can be narrowed down."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from schakel.programme.models import Claim, ClaimKind, FundingProgramme, Initiative
from schakel.programme.queries.claims import STEPS
from schakel.programme.queries.initiatives import called
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.results.words import kind_words, step_words


def claim_filter(names: CourseNames) -> type[django_filters.FilterSet]:
    """Return the filter with the names of the course in the language of the reader."""

    class ClaimFilter(django_filters.FilterSet):  # type: ignore[misc]
        """Kind, how far, source of money, initiative, municipality and a word of the title."""

        word = django_filters.CharFilter("title", "icontains", label=_("Word in the title"))
        kind = django_filters.ChoiceFilter(
            label=_("Kind"), empty_label=_("all"), choices=[(k, kind_words(k)) for k in ClaimKind.values]
        )
        step = django_filters.ChoiceFilter(
            "reached",
            label=_("How far"),
            empty_label=_("all"),
            choices=[(str(k), step_words(step)) for k, step in enumerate(("", *STEPS))],
        )
        programme = django_filters.ModelChoiceFilter(
            label=_("Source of money"),
            empty_label=_("all"),
            to_field_name="code",
            queryset=FundingProgramme.objects.filter(claims__isnull=False).distinct(),
        )
        initiative = django_filters.CharFilter(label=_("Initiative"), method="of_initiative")
        place = django_filters.ChoiceFilter(
            label=_("Municipality"), empty_label=_("all"), choices=list(names.places.items())
        )

        def of_initiative(self, found: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
            """Choose by the code of an initiative, or by a part of its name."""
            return found.filter(initiative__in=Initiative.objects.filter(called(value)))

        class Meta:
            """What is filtered."""

            model = Claim
            fields: tuple[Any, ...] = ()

    return ClaimFilter
