# SPDX-License-Identifier: EUPL-1.2
"""Fields that the parts of the register share: amounts, days and years, addresses, short codes."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import pydantic
from pydantic_core import PydanticCustomError, core_schema

from schakel.koers.entries import Entry, Text

LARGEST_AMOUNT = 1e12

Slug = Annotated[str, pydantic.StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
Url = Annotated[str, pydantic.StringConstraints(pattern=r"^https?://\S+$", max_length=500)]
Year = Annotated[int, pydantic.Field(ge=1900, le=2200)]
ShortText = Annotated[str, pydantic.StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class _Exactly:
    """Lets a model hold an exact number of at most so many decimals, written as a plain number."""

    def __init__(self, decimals: int) -> None:
        self.decimals = decimals

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: pydantic.GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate a number, then make the exact one."""
        number = core_schema.float_schema(ge=0, le=LARGEST_AMOUNT, allow_inf_nan=False, strict=True)
        return core_schema.no_info_after_validator_function(self.exact, number)

    def exact(self, number: float) -> Decimal:
        """Return the number as it was written; more decimals than there may be are refused."""
        written = Decimal(repr(number))
        rounded = round(written, self.decimals)
        if rounded != written:
            raise PydanticCustomError(
                "too_many_decimals", "at most {decimals} decimals", {"decimals": self.decimals}
            )
        return rounded


Amount = Annotated[Decimal, _Exactly(2)]
Rate = Annotated[Decimal, _Exactly(4)]


class Dated(Entry):
    """Something with a day (``on``), or with a ``year`` where the day is not known; never both."""

    on: date | None = None
    year: Year | None = None

    @property
    def day(self) -> date:
        """The day, or 1 January of the year."""
        return self.on or date(self.year or 1900, 1, 1)

    @property
    def is_year_only(self) -> bool:
        """Whether only the year is known."""
        return self.on is None


class Sourced(Entry):
    """Something with a ``source``: the public page, or the place in the course, that says so."""

    source: Annotated[Text, pydantic.Field(max_length=500)] | None = None
