# SPDX-License-Identifier: EUPL-1.2
"""The addresses of accounts, invitations and the audit log; without a year."""

from django.urls import URLPattern, path

from schakel.web.accounts import (
    account_list,
    account_pages,
    audit_pages,
    invitation_pages,
    pages,
    rights_pages,
    security_contact,
)

PAGES: list[URLPattern] = [
    path(".well-known/security.txt", security_contact.send_security_contact, name="security-contact"),
    path("mijn-account/", pages.show_my_account, name="my-account"),
    path("mijn-account/gegevens.json", pages.send_my_data, name="my-data"),
    path("rechten/", rights_pages.show_rights, name="rights"),
    path("uitnodigingen/", invitation_pages.show_invitations, name="invitations"),
    path("uitnodigingen/nieuw/", invitation_pages.make_invitation, name="invitation-new"),
    path(
        "uitnodigingen/<int:pk>/intrekken/",
        invitation_pages.take_invitation_back,
        name="invitation-revoke",
    ),
    path("uitnodiging/<str:token>/", invitation_pages.accept_invitation, name="invitation-accept"),
    path("accounts/", account_list.show_accounts_list, name="accounts"),
    path("accounts/<int:pk>/", account_pages.show_account_roles, name="account-roles"),
    path("accounts/<int:pk>/rol/", account_pages.give_account_role, name="role-give"),
    path("accounts/<int:account_pk>/rollen/<int:pk>/", account_pages.change_account_role, name="role-change"),
    path("accounts/<int:account_pk>/rollen/<int:pk>/einde/", account_pages.end_account_role, name="role-end"),
    path("accounts/<int:pk>/stand/", account_pages.close_or_open_account, name="account-switch"),
    path("accounts/<int:pk>/verwijderen/", account_pages.remove_whole_account, name="account-remove"),
    path("logboek/", audit_pages.show_audit, name="audit-log"),
]
