# SPDX-License-Identifier: EUPL-1.2
"""How often somebody may try: for pages that are open to everyone and change something."""

from collections.abc import Callable
from typing import Literal

from allauth.decorators import rate_limit
from django.http import HttpResponse

View = Callable[..., HttpResponse]


def limited(action: Literal["accept_invitation", "update_link", "upload"]) -> Callable[[View], View]:
    """Return a decorator of a view: sending too often is answered with "429" and how long to wait.

    The limits are in ``sign_in_settings.py``; counted for each address over all processes. Reading is never
    limited.
    """
    decorator: Callable[[View], View] = rate_limit(action=action)
    return decorator
