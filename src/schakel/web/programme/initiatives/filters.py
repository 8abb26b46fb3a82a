# SPDX-License-Identifier: EUPL-1.2
"""The filter of the list of initiatives: names, stage, kind, line, place, element, whose, invented."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from schakel.programme.models import Initiative, InitiativeKind, InitiativeRelation, Stage
from schakel.programme.queries.initiatives import named_like, not_embedded, strengthening, with_code
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.initiatives.words import kind_words, relation_words, stage_words


def initiative_filter(names: CourseNames) -> type[django_filters.FilterSet]:
    """Return the filter with the choices of the course, in the language of the reader."""

    class InitiativeFilter(django_filters.FilterSet):  # type: ignore[misc]
        """Chooses among the initiatives."""

        q = django_filters.CharFilter(label=_("Name, also a former one"), method="by_name")
        stage = _choice(_("Stage"), ((s, stage_words(s)) for s in Stage.values))
        kind = _choice(_("Sort"), ((k, kind_words(k)) for k in InitiativeKind.values))
        line = _choice(_("Line"), _lines(names), method="by_line")
        place = _choice(_("Place"), names.places.items())
        element = _choice(_("Strengthens"), names.elements.items(), method="by_element")
        relation = _choice(_("Whose"), ((r, relation_words(r)) for r in InitiativeRelation.values))
        show = _choice(_("Only"), _shown(), method="by_show")

        def by_name(self, found: QuerySet[Initiative], name: str, value: str) -> QuerySet[Initiative]:
            """Choose by any name."""
            return named_like(found, value)

        def by_line(self, found: QuerySet[Initiative], name: str, value: str) -> QuerySet[Initiative]:
            """Choose by line of the course."""
            return with_code(found, "lines", value)

        def by_element(self, found: QuerySet[Initiative], name: str, value: str) -> QuerySet[Initiative]:
            """Choose by element that is strengthened."""
            return strengthening(found, value)

        def by_show(self, found: QuerySet[Initiative], name: str, value: str) -> QuerySet[Initiative]:
            """Choose what is real, invented, or not embedded yet."""
            if value == "unembedded":
                return not_embedded(found)
            return found.filter(invented=value == "invented")

    return InitiativeFilter


def _choice(
    label: str, choices: Iterable[tuple[str, str]], method: str | None = None
) -> django_filters.ChoiceFilter:
    extra: dict[str, Any] = {} if method is None else {"method": method}
    return django_filters.ChoiceFilter(
        label=label, choices=list(choices), empty_label=_("all"), null_label=None, **extra
    )


def _shown() -> list[tuple[str, str]]:
    return [("real", _("real")), ("invented", _("invented")), ("unembedded", _("not embedded yet"))]


def _lines(names: CourseNames) -> list[tuple[str, str]]:
    return [(code, f"{code}. {name}") for code, name in names.lines.items()]
