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
Deed = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may do a deed on a page: ``all`` for every record, ``own`` for their own records only."""

    all: frozenset[str]
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class PageRule:
    """The line of one page in the table."""

    page: str
    read: Permission
    write: Permission


class WrongPermissionsError(ValueError):
    """The table itself is wrong: an unknown role, or a page twice."""


@cache
def permission_table() -> Mapping[str, PageRule]:
    """Return the table by page (the name of its address)."""
    data = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    rules: dict[str, PageRule] = {}
    for section, pages in data.items():
        for page, line in pages.items():
            if page in rules:
                raise WrongPermissionsError(f"{section}: {page} stands in the table twice")
            rules[page] = PageRule(page, _permission(page, line["read"]), _permission(page, line["write"]))
    return rules


def _permission(page: str, names: list[str]) -> Permission:
    known = {EVERYONE, SIGNED_IN, *Role.values}
    own = frozenset(name.removesuffix(" own") for name in names if name.endswith(" own"))
    for_all = frozenset(name for name in names if not name.endswith(" own"))
    unknown = (own | for_all) - known
    if unknown:
        raise WrongPermissionsError(f"{page}: unknown role {', '.join(sorted(unknown))}")
    return Permission(for_all, own)
