# SPDX-License-Identifier: EUPL-1.2
"""What is refused, and how a refusal names the unit and the indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def N_(text: str) -> str:  # noqa: N802
    """Mark an English source string for the message catalogue without translating it here."""
    return text


class BadInput(ValueError):  # noqa: N818
    """Numbers on which a method has no meaning; ``template``, ``cure`` and ``details`` say which and why."""

    template: ClassVar[str] = N_("These numbers cannot be used.")
    cure: ClassVar[str] = ""

    def __init__(self, **details: object) -> None:
        super().__init__(details)
        self.details = details

    def __str__(self) -> str:
        return f"{self.template} {self.cure}".strip().format(**self.details)


@dataclass(frozen=True, slots=True)
class Reason:
    """Part of a refusal with details of its own, in words that can be translated."""

    template: str
    details: Mapping[str, object]

    def __str__(self) -> str:
        return self.template.format(**self.details)


class Unnamed(str):
    """The number of a unit or indicator without a name, in words that can be translated."""

    __slots__ = ()
    template: ClassVar[str] = N_("number {number}")

    @property
    def details(self) -> Mapping[str, object]:
        """The number alone."""
        return {"number": self.rpartition(" ")[2]}


class WrongShape(BadInput):
    """Arrays that do not fit together."""

    template = N_("'{name}' has shape {found}; expected {expected}.")
    cure = N_("Give one number per unit and indicator, with draws in front.")


class NothingKnown(BadInput):
    """An indicator without a single known value."""

    template = N_("Nothing is known about indicator '{indicator}'.")
    cure = N_("Leave the indicator out.")


def name_of(names: Sequence[str] | None, position: int) -> str:
    """Return the name at a position, or its number where no names were given (counted from 1)."""
    return str(names[position]) if names is not None else Unnamed(f"number {position + 1}")


def first_place(wrong: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return the last two coordinates (unit, indicator) of the first wrong cell."""
    return tuple(int(place) for place in np.argwhere(wrong)[0][-2:])


def reference_mask(values: Floats, reference: Mask | None) -> Mask:
    """Return which cells take part in means and deviations: known, and of a reference unit.

    Raises
    ------
    WrongShape
        When ``values`` has no unit and indicator axis, or ``reference`` is not one flag per unit.
    """
    if values.ndim < 2:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_units, k_indicators)")
    if reference is None:
        return np.isfinite(values)
    if reference.shape != (values.shape[-2],):
        raise WrongShape(name="reference", found=reference.shape, expected=f"({values.shape[-2]},)")
    return np.isfinite(values) & reference[:, None]


def filled(values: Floats, mask: Mask) -> Floats:
    """Return the values with 0 outside the mask, so that sums skip them."""
    return np.where(mask, values, 0.0)


def known_counts(mask: Mask, indicators: Sequence[str] | None) -> Floats:
    """Return the number of known reference values per indicator, refusing zero.

    Raises
    ------
    NothingKnown
        For the first indicator without any.
    """
    counts: Floats = mask.sum(axis=-2, keepdims=True).astype(np.float64)
    if (counts == 0).any():
        raise NothingKnown(indicator=name_of(indicators, first_place(counts == 0)[1]))
    return counts
