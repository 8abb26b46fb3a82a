# SPDX-License-Identifier: EUPL-1.2
"""The permission table: for each page who may read and who may write, and for which records."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from schakel.web.models.accounts import Role

TABLE = Path(__file__).with_name("permissions.yaml")
EVERYONE = "everyone"
SIGNED_IN = "signed_in"
NEEDS_SECOND_FACTOR = frozenset({Role.BUREAU, Role.BOARD, Role.ADMINISTRATOR, Role.ACQUISITION})
Deed = Literal["read", "write", "read_closed"]
DEEDS: tuple[Deed, ...] = ("read", "write", "read_closed")


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may do a deed on a page: ``all`` for every record, ``own`` for their own records only."""

    all: frozenset[str]
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class PageRule:
    """The line of one page in the table.

    ``read_closed`` is about pages of which some records are not public: who may read those.
    """

    section: str
    page: str
    read: Permission
    write: Permission
    read_closed: Permission

    def of(self, deed: Deed) -> Permission:
        """Return who may do a deed."""
        permission: Permission = getattr(self, deed)
        return permission


class WrongPermissionsError(ValueError):
    """The table itself is wrong: an unknown role or deed, or a page twice."""


@cache
def permission_table() -> Mapping[str, PageRule]:
    """Return the table by page (the name of its address)."""
    return read_permissions(TABLE.read_text(encoding="utf-8"))


def read_permissions(text: str) -> dict[str, PageRule]:
    """Return the table that a text holds.

    Raises
    ------
    WrongPermissionsError
        When a page stands in it twice, or a role or deed is not known.
    """
    rules: dict[str, PageRule] = {}
    for section, pages in yaml.safe_load(text).items():
        for page, line in pages.items():
            if page in rules:
                raise WrongPermissionsError(f"{section}: {page} stands in the table twice")
            if set(line) - set(DEEDS) or not {"read", "write"} <= set(line):
                raise WrongPermissionsError(f"{page}: read and write were expected")
            found = {deed: _permission(page, line.get(deed, [])) for deed in DEEDS}
            rules[page] = PageRule(section, page, found["read"], found["write"], found["read_closed"])
    return rules


def _permission(page: str, names: list[str]) -> Permission:
    known = {EVERYONE, SIGNED_IN, *Role.values}
    own = frozenset(name.removesuffix(" own") for name in names if name.endswith(" own"))
    for_all = frozenset(name for name in names if not name.endswith(" own"))
    unknown = (own | for_all) - known
    if unknown:
        raise WrongPermissionsError(f"{page}: unknown role {', '.join(sorted(unknown))}")
    return Permission(for_all, own)
