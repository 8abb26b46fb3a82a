# SPDX-License-Identifier: EUPL-1.2
"""What an effect of a decision is made of: what is asked, what it is about, and how that is found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.db.models import Model

from schakel.cycle.models import AgendaItem, Decision
from schakel.koers.failures import N_, Failure
from schakel.programme.models import Partner
from schakel.programme.recording import Actor

AnyModel = TypeVar("AnyModel", bound=Model)
LONGEST_NAME = 200
LONGEST_REASON = 500


class EffectIncomplete(Failure):
    """The effect of a decision lacks something that it needs."""

    template = N_("The decision cannot take effect yet: {missing}.")
    cure = N_("Fill that in, or record the decision without an effect; nothing was recorded yet.")


class EffectSubjectUnknown(Failure):
    """What a decision is to change does not exist."""

    template = N_("What the decision changes cannot be found: {key}.")
    cure = N_("Choose it again; it may have been removed in the meantime.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a decision is to change: ``effect_on`` names it, ``details`` is what the effect needs."""

    item: AgendaItem
    on: date
    text: str
    reason: str
    owner: Partner
    is_confidential: bool
    effect_on: str
    details: Mapping[str, Any]

    def words(self, name: str) -> str:
        """Return a detail as one line of text; empty where it was not given."""
        return str(self.details.get(name) or "").strip()

    def needed(self, name: str, missing: str) -> str:
        """Return a detail that must be there; ``missing`` says what is not."""
        found = self.words(name)
        if not found:
            raise EffectIncomplete(missing=missing)
        return found

    def reason_to_tell(self) -> str:
        """Return the reason that others may read.

        A confidential decision tells only what was entered to be told; another one its own reason or text.
        """
        told = self.words("reason")
        if not told and not self.is_confidential:
            told = self.reason.strip() or self.text.strip()
        return told[:LONGEST_REASON]

    def day(self, name: str) -> date | None:
        """Return a detail as a day; raises EffectIncomplete when it is none."""
        value = self.details.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError as error:
            raise EffectIncomplete(missing=N_("a day that exists")) from error

    def amount(self, name: str, missing: str) -> Decimal:
        """Return a detail as an exact number; raises EffectIncomplete when it is none."""
        try:
            found = Decimal(self.needed(name, missing))
        except InvalidOperation as error:
            raise EffectIncomplete(missing=missing) from error
        if not found.is_finite():
            raise EffectIncomplete(missing=missing)
        return found

    def whole(self, name: str, missing: str) -> int:
        """Return a detail as a whole number; raises EffectIncomplete when it is none."""
        found = self.needed(name, missing)
        if not (found.isascii() and found.isdigit()):
            raise EffectIncomplete(missing=missing)
        return int(found)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the effect is about: its key and name go into the decision, ``record`` to the effect.

    ``details`` is what the decision keeps of what was entered, as plain data.
    """

    key: str = ""
    name: str = ""
    record: Any = None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """How an effect is carried out.

    Attributes
    ----------
    find
        Finds what it is about and checks what it needs, before the decision is recorded.
    act
        Changes it, in the transaction in which the decision is recorded.
    """

    find: Callable[[Asked], Subject]
    act: Callable[[Asked, Subject, Decision, Actor, datetime], None]


def find_one(model: type[AnyModel], key: str, missing: str, **where: Any) -> AnyModel:
    """Return the record that is meant; raises EffectIncomplete without a key, else EffectSubjectUnknown."""
    if not key:
        raise EffectIncomplete(missing=missing)
    try:
        return model._default_manager.get(**where)
    except (model.DoesNotExist, ValueError) as error:  # type: ignore[attr-defined]
        raise EffectSubjectUnknown(key=key) from error


def named(record: object) -> str:
    """Return what a record is called, cut to what a decision can hold."""
    return str(record)[:LONGEST_NAME]
