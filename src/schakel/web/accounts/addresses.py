# SPDX-License-Identifier: EUPL-1.2
"""The addresses of accounts, invitations and the audit log; without a year."""

from django.urls import URLPattern, path

from schakel.web.accounts import pages

PAGES: list[URLPattern] = [
    path("mijn-account/", pages.show_my_account, name="my-account"),
]
