# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, in words: made from the same table that every page is checked against."""

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.web.accounts.showing import show_accounts
from schakel.web.accounts.words import role_says, role_words
from schakel.web.models.accounts import Role
from schakel.web.rights.permissions import NEEDS_SECOND_FACTOR, PageRule, Permission, permission_table
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def section_words(code: str) -> str:
    """Return what a part of the site is called."""
    words = {
        "site": _("The site"),
        "diagnosis": _("The yearly diagnosis"),
        "accounts": _("Accounts and signing in"),
        "evidence": _("Evidence"),
        "steering": _("Steering"),
        "initiatives": _("Initiatives"),
        "activities": _("Activities"),
        "partners": _("Partners"),
        "network": _("Network"),
        "money": _("Money"),
        "results": _("Results"),
        "indicators": _("Indicators"),
        "updates": _("Updates"),
        "sheets": _("Spreadsheets"),
        "registers": _("Other registers"),
        "checks": _("Checks"),
    }
    return words.get(code, code)


def addresses_by_page() -> dict[str, str]:
    """Return the address of every page by its name, with what differs in it between ‹ and ›."""
    return {name: address for name, address in _walk(get_resolver().url_patterns, "/") if name}


def _walk(patterns: list[URLPattern | URLResolver], start: str) -> Iterator[tuple[str, str]]:
    for entry in patterns:
        address = start + _readable(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, address)
        else:
            yield entry.name or "", address


def _readable(pattern: str) -> str:
    """Return a part of an address without the machinery of matching."""
    words = {"year": _("year"), "initiative": _("initiative"), "partner": _("partner")}

    def named(found: re.Match[str]) -> str:
        return f"‹{words.get(found['name'], '…')}›"

    text = re.sub(r"\(\?P<(?P<name>\w+)>(?:\[[^]]*\]|[^)])*\)", named, pattern)
    text = re.sub(r"<(?:\w+:)?(?P<name>\w+)>", named, text)
    return text.removeprefix("^").removesuffix("$")


def permission_words(permission: Permission) -> str:
    """Return who may do something."""
    order = ["everyone", "signed_in", *Role.values]
    for_all = [role_words(code) for code in order if code in permission.all]
    own = [
        _("%(role)s, for the own") % {"role": role_words(code)} for code in order if code in permission.own
    ]
    return ", ".join([*for_all, *own]) or _("nobody")


def section_table(section: str, rules: list[PageRule], addresses: dict[str, str]) -> Table:
    """Return the table of one part of the site."""
    rows = []
    for rule in rules:
        reading = permission_words(rule.read)
        closed = permission_words(rule.read_closed) if rule.read_closed.all else ""
        detail = _("what is not public: %(who)s") % {"who": closed} if closed else ""
        rows.append(
            Row(
                (
                    Cell(addresses.get(rule.page, rule.page), addresses.get(rule.page, ""), detail=rule.page),
                    Cell(reading, reading, detail=detail),
                    text_cell(permission_words(rule.write)),
                )
            )
        )
    columns = (
        Column("page", _("Page")),
        Column("read", _("Who may read")),
        Column("write", _("Who may change")),
    )
    return Table(f"rights-{section}", section_words(section), columns, tuple(rows))


@require_safe
def show_rights(request: HttpRequest) -> HttpResponse:
    """Show who may do what."""
    addresses = addresses_by_page()
    by_section: dict[str, list[PageRule]] = {}
    for rule in permission_table().values():
        by_section.setdefault(rule.section, []).append(rule)
    tables = [section_table(section, rules, addresses) for section, rules in by_section.items()]
    context = {
        "roles": [
            {"name": role_words(c), "says": role_says(c), "needs_factor": c in NEEDS_SECOND_FACTOR}
            for c in Role.values
        ],
        "names": [t.name.replace("-", "_") for t in tables],
        "n_pages": len(permission_table()),
        "n_open": sum("everyone" in rule.read.all for rule in permission_table().values()),
    }
    return show_accounts(request, "web/accounts/rights.html", "rights", context, tables)
