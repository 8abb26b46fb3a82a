# SPDX-License-Identifier: EUPL-1.2
"""Invitations: who was invited and by whom, a new one, and accepting one."""

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.web.accounts.forms import ChoosePasswordForm, InvitationForm
from schakel.web.accounts.inviting import (
    InvitationGone,
    Invited,
    accept_with_account,
    accept_with_password,
    find_invitation,
    invite,
    open_invitations,
    revoke_invitation,
)
from schakel.web.accounts.limiting import limited
from schakel.web.accounts.mails import invitation_mail
from schakel.web.accounts.showing import act_and_return, fill_in_accounts, show_accounts
from schakel.web.accounts.tables import (
    about_words,
    addresses_of_accounts,
    day_cell,
    invitation_state,
    sponsor_words,
)
from schakel.web.accounts.words import role_says, role_words
from schakel.web.models.accounts import Account, Invitation
from schakel.web.pages.errors import failure_page
from schakel.web.programme.listing import ListColumn, Listing, make_listing
from schakel.web.rights.asking import actor_of, channel_of, visitor_of
from schakel.web.tables.table import text_cell

LINK = "invitation_link"


def list_invitations(request: HttpRequest, rows: QuerySet[Invitation]) -> Listing:
    """Return the list of invitations, newest first."""
    today = timezone.localdate()
    addresses = addresses_of_accounts()
    columns = [
        ListColumn("email", _("E-mail address"), lambda i: text_cell(i.email), "email"),
        ListColumn("role", _("Role"), lambda i: text_cell(role_words(i.role)), "role"),
        ListColumn("about", _("For"), lambda i: text_cell(about_words(i))),
        ListColumn("state", _("State"), lambda i: invitation_state(i, today)),
        ListColumn("expires_on", _("Link works until"), lambda i: day_cell(i.expires_on), "expires_on"),
        ListColumn("role_ends_on", _("Role until"), lambda i: day_cell(i.role_ends_on), "role_ends_on"),
        ListColumn("sponsor", _("Who vouches"), lambda i: text_cell(sponsor_words(i.sponsor, addresses))),
    ]
    return make_listing(request, rows, columns, name="invitations", caption=_("Invitations"))


@require_safe
def show_invitations(request: HttpRequest) -> HttpResponse:
    """Show every invitation, and once the link of the one that was just made."""
    rows = Invitation.objects.select_related("partner", "initiative")
    listing = list_invitations(request, rows)
    waiting = list(open_invitations(timezone.localdate()).order_by("expires_on", "pk"))
    context = {
        "listing": listing,
        "waiting": [{"invitation": i, "role": role_words(i.role)} for i in waiting],
        "link": request.session.pop(LINK, None),
        "sends_mail": settings.SCHAKEL_SENDS_MAIL,
    }
    return show_accounts(request, "web/accounts/invitations.html", "invitations", context, [listing.table])


@require_http_methods(["GET", "POST"])
def make_invitation(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown once on the next page, and mailed where mail can be sent."""
    giver_roles = visitor_of(request).roles
    form = InvitationForm(request.POST or None, giver_roles=giver_roles, today=timezone.localdate())

    def act(given: dict[str, Any]) -> Invited:
        return invite(**given, giver_roles=giver_roles, by=actor_of(request), at=timezone.now())

    def done(invited: Invited) -> str:
        link = request.build_absolute_uri(reverse("invitation-accept", args=(invited.token,)))
        request.session[LINK] = {"email": invited.invitation.email, "link": link}
        if settings.SCHAKEL_SENDS_MAIL:
            _send(request, invited.invitation, link)
        return reverse("invitations")

    context = {
        "submit": _("Make the invitation"),
        "back": reverse("invitations"),
        "back_name": _("Invitations"),
        "intro": _(
            "You vouch for who you invite: your name stands with the role, and the role ends by itself."
        ),
    }
    return fill_in_accounts(
        request, form, act, page="invitations", title=_("Invite somebody"), done=done, context=context
    )


def _send(request: HttpRequest, invitation: Invitation, link: str) -> None:
    try:
        invitation_mail(invitation, link).to(invitation.email).send()
    except OSError:
        messages.error(request, _("The mail could not be sent. Hand over the link below yourself."))
    else:
        messages.success(request, _("The invitation was mailed."))


@require_POST
def take_invitation_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the link of an invitation stop working."""
    invitation = open_invitations(timezone.localdate()).filter(pk=pk).first()
    if invitation is None:
        raise Http404
    giver_roles = visitor_of(request).roles

    def act() -> Invitation:
        return revoke_invitation(
            invitation=invitation, giver_roles=giver_roles, by=actor_of(request), at=timezone.now()
        )

    return act_and_return(request, act, _("The invitation was taken back."), reverse("invitations"))


@limited("accept_invitation")
@require_http_methods(["GET", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let who holds the link choose a password, or add the role to the account that is signed in."""
    try:
        invitation = find_invitation(token, timezone.localdate())
    except InvitationGone as failure:
        return failure_page(request, failure, status=410)
    owner = Account.objects.filter(email=invitation.email).first()
    if owner is None and not visitor_of(request).is_signed_in:
        return _choose_password(request, invitation, token)
    return _add_role(request, invitation, owner, token)


def _described(invitation: Invitation) -> dict[str, object]:
    return {
        "invitation": invitation,
        "role": role_words(invitation.role),
        "says": role_says(invitation.role),
        "about": about_words(invitation),
    }


def _choose_password(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form = ChoosePasswordForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        account = accept_with_password(
            token=token,
            password=form.cleaned_data["password1"],
            channel=channel_of(request),
            at=timezone.now(),
        )
        messages.success(request, _("Welcome. Your account is ready."))
        response: HttpResponse = perform_login(request, account, email_verification="none")
        return response
    context = {**_described(invitation), "form": form}
    status = 422 if form.errors else 200
    return show_accounts(request, "web/accounts/invitation_accept.html", "", context, status=status)


def _add_role(
    request: HttpRequest, invitation: Invitation, owner: Account | None, token: str
) -> HttpResponse:
    """Add the role where the right account is signed in; else say which account is needed."""
    is_owner = owner is not None and owner.pk == visitor_of(request).account_id
    if request.method == "POST" and owner is not None and is_owner:
        accept_with_account(token=token, account=owner, by=actor_of(request), at=timezone.now())
        messages.success(request, _("The role was added to your account."))
        return HttpResponseRedirect(reverse("my-account"))
    context = {**_described(invitation), "is_owner": is_owner, "here": request.path}
    return show_accounts(request, "web/accounts/invitation_role.html", "", context)
