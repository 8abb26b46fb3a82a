# SPDX-License-Identifier: EUPL-1.2
"""The columns of a sheet, and how a cell becomes a value and a value becomes a cell."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from schakel.koers.failures import N_, Failure
from schakel.koers.register import plain_name
from schakel.programme.models import (
    Commitment,
    FundingProgramme,
    Indicator,
    Initiative,
    InitiativeName,
    Partner,
    ReportingPeriod,
)

Kind = Literal[
    "text", "number", "whole", "date", "yes_no", "choice", "codes", "partner", "initiative", "programme",
    "indicator", "period", "commitment", "place",
]  # fmt: skip
Vocabularies = Mapping[str, Mapping[str, str]]
"""For each vocabulary the code by word: words of both languages and the codes themselves, in lower case."""

TOO_LARGE = Decimal(10) ** 16
_DAY = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column; ``vocabulary`` names the words of a CHOICE or PLACE, ``is_hidden`` hides it in the file.

    ``empty`` is the value of an empty cell, where that is something else than nothing.
    """

    key: str
    kind: Kind = "text"
    is_required: bool = False
    vocabulary: str = ""
    is_hidden: bool = False
    empty: Any = None


class CellNotRead(Failure):
    """A cell cannot be what its column holds."""

    template = N_("“{found}” is not {expected}.")
    cure = N_("Change the cell, or empty it when it is not known.")


def read_cell(column: SheetColumn, cell: object, vocabularies: Vocabularies) -> Any:
    """Return the value of a cell; an empty cell is ``None``, or an empty text or list.

    Raises
    ------
    CellNotRead
        When it cannot be read; it says what was found and what was expected.
    """
    text = _text(cell)
    if text == "" and column.empty is not None:
        return column.empty
    if text == "":
        return {"text": "", "choice": "", "place": "", "codes": []}.get(column.kind)
    if column.kind == "text":
        return text
    if column.kind == "codes":
        return [" ".join(part.split()) for part in re.split(r"[,;\n]", text) if part.strip()]
    if column.kind in ("choice", "place"):
        return _choice(column, text, vocabularies)
    return _READERS[column.kind](cell, text)


def _text(cell: object) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = one_newline(str(cell)).strip()
    if "\x00" in text:
        raise CellNotRead(found=text.replace("\x00", "�"), expected=N_("plain text"))
    return text


def one_newline(text: str) -> str:
    """Return a text with one sign for each new line; some spreadsheets write a second one as "_x000D_"."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _choice(column: SheetColumn, text: str, vocabularies: Vocabularies) -> str:
    known = vocabularies.get(column.vocabulary, {})
    if text.casefold() in known:
        return known[text.casefold()]
    words = ", ".join(sorted({word for word in known if word not in known.values()})[:12])
    raise CellNotRead(found=text, expected=words or N_("a known word"))


def _number(cell: object, text: str) -> Decimal:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_sane_size(Decimal(str(cell)), text)
    plain = text.replace("€", "").replace("\u00a0", "").replace(" ", "")
    if "," in plain and "." in plain:
        last = max(plain.rfind(","), plain.rfind("."))
        plain = re.sub(r"[.,]", "", plain[:last]) + "." + plain[last + 1 :]
    elif plain.count(".") + plain.count(",") > 1 or re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", plain):
        raise CellNotRead(found=text, expected=N_("a number that can be read in one way only"))
    plain = plain.replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise CellNotRead(found=text, expected=N_("a number")) from None
    return _of_sane_size(value, text)


def _of_sane_size(value: Decimal, text: str) -> Decimal:
    """Return a number that a column of the register can hold; raises CellNotRead for any other."""
    if not value.is_finite() or abs(value) >= TOO_LARGE:
        raise CellNotRead(found=text, expected=N_("a number"))
    return value


def _whole(cell: object, text: str) -> int:
    value = _number(cell, text)
    if value != value.to_integral_value():
        raise CellNotRead(found=text, expected=N_("a whole number"))
    return int(value)


def _date(cell: object, text: str) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        if _ISO.match(text):
            return date.fromisoformat(text[:10])
        if day := _DAY.match(text):
            return date(int(day.group(3)), int(day.group(2)), int(day.group(1)))
    except ValueError:
        pass
    raise CellNotRead(found=text, expected=N_("a date such as 2025-12-31 or 31-12-2025"))


def _yes_no(cell: object, text: str) -> bool:
    if isinstance(cell, bool):
        return cell
    found = {"ja": True, "yes": True, "nee": False, "no": False, "1": True, "0": False}.get(text.casefold())
    if found is None:
        raise CellNotRead(found=text, expected=N_("yes or no"))
    return found


def _by_code(model: Any, expected: str, *, by_name: str = "name") -> Callable[[object, str], Any]:
    def read(cell: object, text: str) -> Any:
        found = model.objects.filter(code=text).first()
        found = found or model.objects.filter(**{f"{by_name}__iexact": text}).first()
        if found is None:
            raise CellNotRead(found=text, expected=expected)
        return found

    return read


def _initiative(cell: object, text: str) -> Initiative:
    found = Initiative.objects.filter(code=text).first()
    if found is None:
        name = InitiativeName.objects.filter(plain=plain_name(text)).select_related("initiative").first()
        found = name.initiative if name else Initiative.objects.filter(name__iexact=text).first()
    if found is None:
        raise CellNotRead(found=text, expected=N_("the code or a name of an initiative of the register"))
    return found


_READERS: dict[str, Callable[[object, str], Any]] = {
    "number": _number,
    "whole": _whole,
    "date": _date,
    "yes_no": _yes_no,
    "partner": _by_code(Partner, N_("the code or name of a partner of the register")),
    "initiative": _initiative,
    "programme": _by_code(FundingProgramme, N_("the code or name of a source of money")),
    "indicator": _by_code(Indicator, N_("the code or name of an indicator"), by_name="title"),
    "period": _by_code(ReportingPeriod, N_("the code of a period"), by_name="code"),
    "commitment": _by_code(Commitment, N_("the code of a commitment"), by_name="code"),
}


def is_same(before: Any, after: Any) -> bool:
    """Say whether a cell holds what the register holds; not known is something else than no."""
    if isinstance(before, Decimal) or isinstance(after, Decimal):
        return before is not None and after is not None and Decimal(before) == Decimal(after)
    if isinstance(before, str) and isinstance(after, str):
        return one_newline(before).strip() == one_newline(after).strip()
    if isinstance(before, bool) or isinstance(after, bool):
        return before is after
    empty: tuple[Any, ...] = (None, "", [])
    return before == after or (before in empty and after in empty)


def write_cell(value: Any) -> Any:
    """Return a value as a file holds it: codes for records, lists with commas."""
    if value is None:
        return ""
    if isinstance(value, str):
        return one_newline(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(v) for v in value)
    return value.code if hasattr(value, "code") else value
