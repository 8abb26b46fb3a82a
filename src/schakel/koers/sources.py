# SPDX-License-Identifier: EUPL-1.2
"""Where live data come from: table, producer, licence, rhythm, and whether they may be published."""

from typing import Annotated, Literal

import pydantic

from schakel.koers.entries import Code, Entry, Text, Words

Refresh = Literal["monthly", "quarterly", "yearly", "two_yearly", "three_yearly", "irregular"]
Level = Literal[
    "municipality", "corop", "province", "nuts3", "nuts2", "country", "establishment", "organisation"
]


class SourceEntry(Entry):
    """A table or data set that figures come from.

    ``may_publish`` says whether figures from it may appear on a public page; ``access`` whether
    anyone can get it, only with an account, or only by paying. ``table`` is the publisher's own code;
    ``figure_tables`` are the ids of the tables in the figures folder that were compiled from it.
    """

    code: Code
    table: Text
    producer: Text
    title: Words
    url: Text
    licence: Text
    attribution: Text
    refresh: Refresh
    refresh_months: tuple[Annotated[int, pydantic.Field(ge=1, le=12)], ...] = ()
    levels: tuple[Level, ...] = pydantic.Field(min_length=1)
    access: Literal["open", "account", "paid"] = "open"
    may_publish: bool
    elements: tuple[Code, ...] = ()
    figure_tables: tuple[Text, ...] = ()
    note: Words | None = None


class Sources(Entry):
    """What ``sources.yaml`` holds."""

    sources: tuple[SourceEntry, ...] = ()
