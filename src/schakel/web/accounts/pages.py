# SPDX-License-Identifier: EUPL-1.2
"""My account: my roles and until when, how I sign in, and everything that is kept about me."""

import json

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.web.accounts.removing import own_data
from schakel.web.accounts.showing import show_accounts
from schakel.web.accounts.tables import roles_table
from schakel.web.accounts.words import factor_words, role_says, role_words
from schakel.web.models.accounts import Account
from schakel.web.rights.permissions import NEEDS_SECOND_FACTOR


def own_account(request: HttpRequest) -> Account:
    """Return the account that is signed in."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


@require_safe
def show_my_account(request: HttpRequest) -> HttpResponse:
    """Show the roles of the account and how it signs in."""
    account = own_account(request)
    today = timezone.localdate()
    grants = list(account.grants.select_related("partner", "initiative").order_by("ends_on"))
    current = [grant for grant in grants if grant.starts_on <= today <= grant.ends_on]
    factors = list(Authenticator.objects.filter(user_id=account.pk))
    context = {
        "account": account,
        "roles": [
            {"name": role_words(code), "says": role_says(code)} for code in sorted({g.role for g in current})
        ],
        "soonest": min((grant.ends_on for grant in current), default=None),
        "factors": sorted({factor_words(f.type) for f in factors if f.type != "recovery_codes"}),
        "has_codes": any(f.type == "recovery_codes" for f in factors),
        "needs_factor": bool({g.role for g in current} & NEEDS_SECOND_FACTOR),
        "has_password": account.has_usable_password(),
        "organisation": settings.SCHAKEL_OIDC_NAME,
        "is_linked": bool(settings.SCHAKEL_OIDC_NAME)
        and SocialAccount.objects.filter(user_id=account.pk).exists(),
    }
    tables = [roles_table(grants, today, _("My roles"))] if grants else []
    return show_accounts(request, "web/accounts/my_account.html", "my-account", context, tables)


@require_safe
def send_my_data(request: HttpRequest) -> HttpResponse:
    """Send everything that is kept about the account as a file."""
    account = own_account(request)
    text = json.dumps(own_data(account), indent=2, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="schakel-account-{account.pk}.json"'
    add_never_cache_headers(response)
    return response
