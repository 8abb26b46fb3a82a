# SPDX-License-Identifier: EUPL-1.2
"""My account: my roles, how I sign in, and until when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def show_my_account(request: HttpRequest) -> HttpResponse:
    """Show the roles of the account."""
    return render(request, "web/accounts/my_account.html")
