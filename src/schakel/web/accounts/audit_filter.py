# SPDX-License-Identifier: EUPL-1.2
"""What of the audit log is shown: by action, actor, record, result and day."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from schakel.cycle.models import (
    ActionPoint,
    AgendaItem,
    AgendaOption,
    Agreement,
    Decision,
    DecisionStep,
    Deviation,
    Heard,
    Meeting,
    Paper,
    PaperFile,
    PartnerAssessment,
    Talk,
)
from schakel.programme.models import AuditEntry

CLOSED_TYPES = frozenset(
    model._meta.model_name or ""
    for model in (
        ActionPoint,
        AgendaItem,
        AgendaOption,
        Agreement,
        Decision,
        DecisionStep,
        Deviation,
        Heard,
        Meeting,
        Paper,
        PaperFile,
        PartnerAssessment,
        Talk,
    )
)
"""What may be a draft, wait for a meeting, be confidential or become so after its lines were written."""


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
            found = found.filter(Q(object_type__icontains=word) | Q(object_id=word) | self.named(word))
        return found

    def named(self, word: str) -> Q:
        """Return the condition that a line is about something with this word in its name."""
        return Q(object_name__icontains=word)


class AuditFilterOfOthers(AuditFilter):
    """The same for who may not see what is closed: a name that is not shown is not found either."""

    def named(self, word: str) -> Q:
        """Return the condition, without the lines of which the name is not shown."""
        return Q(object_name__icontains=word) & ~Q(object_type__in=CLOSED_TYPES)
