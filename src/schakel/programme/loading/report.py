# SPDX-License-Identifier: EUPL-1.2
"""What loading a register did, table by table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from schakel.koers.failures import N_

TABLES: Mapping[str, str] = {
    "partner": N_("partner"),
    "seat": N_("seat"),
    "initiative": N_("initiative"),
    "initiativename": N_("name of an initiative"),
    "initiativelink": N_("link between initiatives"),
    "lineage": N_("where an initiative went"),
    "participation": N_("partner in an initiative"),
    "strengthening": N_("element that is strengthened"),
    "fundingprogramme": N_("source of money"),
    "ledgerentry": N_("line of the ledger"),
    "funding": N_("money of an initiative"),
    "claim": N_("claimed result"),
    "claimstatement": N_("statement about a result"),
    "recommendation": N_("recommendation"),
    "responsibility": N_("responsibility"),
}
"""What the tables are called, by the name of their model."""

WhyLeftAlone = Literal["changed", "removed", "differs", "elsewhere"]


@dataclass(frozen=True, slots=True)
class TableCount:
    """How many rows of a table were added, changed, already there, and left alone."""

    added: int = 0
    changed: int = 0
    kept: int = 0
    left_alone: int = 0


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A row that the register says otherwise about and that stays as it is in the database.

    ``why``: "changed" or entered by somebody, "removed" by somebody, "differs" from a row that never
    changes, or "elsewhere": it hangs on a row that is not loaded.
    """

    table: str
    name: str
    why: WhyLeftAlone


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What was done with each table, and every row that was left alone."""

    course_id: str
    content_sha256: str
    tables: Mapping[str, TableCount]
    left_alone: tuple[LeftAlone, ...] = ()

    @property
    def added(self) -> int:
        """The number of rows added over all tables."""
        return sum(count.added for count in self.tables.values())

    @property
    def changed(self) -> int:
        """The number of rows changed over all tables."""
        return sum(count.changed for count in self.tables.values())

    @property
    def kept(self) -> int:
        """The number of rows that were there already and say the same."""
        return sum(count.kept for count in self.tables.values())
