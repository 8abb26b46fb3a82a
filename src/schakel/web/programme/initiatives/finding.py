# SPDX-License-Identifier: EUPL-1.2
"""The initiative of an address, and a field in which people type the name of one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404

from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.programme.models import Initiative
from schakel.programme.queries.names import find_initiative_by_name
from schakel.web.language import page_language


def initiative_or_404(code: str) -> Initiative:
    """Return the initiative with this code, its owner included."""
    found = Initiative.objects.select_related("owner").filter(code=code).first()
    if found is None:
        raise Http404
    return found


class InitiativeField(forms.CharField):
    """A field that takes any name or code of an initiative and gives the initiative."""

    def clean(self, value: Any) -> Any:
        """Return the initiative, or ``None`` where nothing was typed and nothing is needed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return find_initiative_by_name(text)
        except Failure as failure:
            raise ValidationError(explain_failure(failure, page_language())) from failure
