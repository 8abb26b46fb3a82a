# SPDX-License-Identifier: EUPL-1.2
"""The record that an address is about, looked up within its partner."""

from typing import Any, TypeVar

from django.db.models import Model
from django.http import Http404

from schakel.programme.models import Partner

AnyModel = TypeVar("AnyModel", bound=Model)


def partner_or_404(code: str) -> Partner:
    """Return the partner with this code."""
    found = Partner.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def own_or_404(model: type[AnyModel], **within: Any) -> AnyModel:
    """Return a record that belongs to the partner in the address, so that its rights hold for it."""
    found: AnyModel | None = model._default_manager.filter(**within).first()
    if found is None:
        raise Http404
    return found
