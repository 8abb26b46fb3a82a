# SPDX-License-Identifier: EUPL-1.2
"""What of the audit log is shown: by action, actor, record, result and day."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from schakel.programme.models import AuditEntry


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AuditFilter(django_filters.FilterSet):  # type: ignore[misc]
    """What of the log is shown."""

    action = django_filters.CharFilter(label=_("Action"), lookup_expr="istartswith")
    actor = django_filters.CharFilter(label=_("Who"), lookup_expr="iexact")
    about = django_filters.CharFilter(label=_("About"), method="filter_about")
    result = django_filters.ChoiceFilter(
        label=_("Result"),
        choices=[("done", _("done")), ("refused", _("not allowed"))],
        empty_label=_("all"),
    )
    since = django_filters.DateFilter(
        field_name="at", lookup_expr="date__gte", label=_("From"), widget=_day()
    )
    until = django_filters.DateFilter(
        field_name="at", lookup_expr="date__lte", label=_("Until"), widget=_day()
    )

    class Meta:
        model = AuditEntry
        fields = ()

    def filter_about(self, rows: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        """Find lines by the kind, the number or the name of what they are about ("claim 12")."""
        found = rows
        for word in value.split()[:5]:
            found = found.filter(
                Q(object_type__icontains=word) | Q(object_id=word) | Q(object_name__icontains=word)
            )
        return found
