# SPDX-License-Identifier: EUPL-1.2
"""The numbers of an index: units by columns by periods, with denominators and groups beside them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape

Period = int | str


class CodesNotUnique(BadInput):
    """Two units, periods or columns with the same code."""

    template = N_("'{code}' occurs {times} times among the {what}.")
    cure = N_("Give each its own code; for several years, say which column holds the period.")


class UnknownColumn(BadInput):
    """A column that the data do not have."""

    template = N_("There is no column '{column}'; known are {known}.")
    cure = N_("Correct the name, or add the column.")


class UnknownUnit(BadInput):
    """A unit that the data do not have."""

    template = N_("There is no unit '{unit}'; known are {known}.")
    cure = N_("Use the code of a unit.")


class UnknownPeriod(BadInput):
    """A period that the data do not have."""

    template = N_("There is no period '{period}'; known are {known}.")
    cure = N_("Name a period of the data.")


class InfiniteValue(BadInput):
    """A value that is infinite."""

    template = N_("Unit '{unit}' has an infinite value for '{indicator}'.")
    cure = N_("Correct the value, or leave the cell empty when it is unknown.")


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorData:
    """Values of columns (indicators, later also branches) for units in periods.

    Attributes
    ----------
    values
        Shape (..., n_periods, n_units, k_columns): in front may stand draws; NaN is unknown.
    units, columns, periods
        Codes along the last three axes; one period without a name is ``("",)``.
    unit_names
        Words for readers, one per unit; the codes where none were given.
    denominators
        Per name an array of shape (n_periods, n_units).
    groups
        Per name the group of each unit, "" where it has none.
    removed
        Flag per unit that a screening took out, shape (..., n_periods, n_units): unknown from there on,
        whatever is filled. None where nothing was.
    transformed
        Columns that are no longer in their own unit (logarithms), so that targets do not fit.
    """

    values: Floats
    units: tuple[str, ...]
    columns: tuple[str, ...]
    periods: tuple[Period, ...] = ("",)
    unit_names: tuple[str, ...] = ()
    denominators: Mapping[str, Floats] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    removed: Mask | None = None
    transformed: frozenset[str] = frozenset()

    def position(self, column: str) -> int:
        """Return the place of a column.

        Raises
        ------
        UnknownColumn
            When there is no such column.
        """
        if column not in self.columns:
            raise UnknownColumn(column=column, known=", ".join(self.columns))
        return self.columns.index(column)

    def column(self, code: str) -> Floats:
        """Return the values of one column, shape (..., n_periods, n_units)."""
        return np.asarray(self.values[..., self.position(code)])

    def name_of_unit(self, position: int) -> str:
        """Return the words for a unit."""
        return self.unit_names[position] if self.unit_names else self.units[position]


def hold_data(
    values: Floats,
    *,
    units: Sequence[str],
    columns: Sequence[str],
    periods: Sequence[Period] = ("",),
    unit_names: Sequence[str] = (),
    denominators: Mapping[str, Floats] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> IndicatorData:
    """Check arrays and hold them together.

    ``values`` has shape (n_units, k), (n_periods, n_units, k) or draws in front; the codes follow the
    last three axes, and ``denominators`` have shape (n_units,) or (n_periods, n_units).

    Raises
    ------
    WrongShape, CodesNotUnique, InfiniteValue
        When shapes and codes do not fit, codes repeat, or a value is infinite.
    """
    cube = np.array(values, dtype=np.float64)
    cube = cube[None] if cube.ndim == 2 else cube
    expected = (len(periods), len(units), len(columns))
    if cube.shape[-3:] != expected:
        raise WrongShape(name="values", found=cube.shape, expected=f"(..., {expected})")
    for what, codes in ((N_("units"), units), (N_("columns"), columns), (N_("periods"), periods)):
        refuse_repeats(map(str, codes), what)
    if np.isinf(cube).any():
        unit, column = (int(place) for place in np.argwhere(np.isinf(cube))[0][-2:])
        raise InfiniteValue(unit=units[unit], indicator=columns[column])
    beside = {}
    for name, numbers in (denominators or {}).items():
        array = np.atleast_2d(np.asarray(numbers, dtype=np.float64))
        if array.shape != expected[:2]:
            raise WrongShape(name=name, found=array.shape, expected=expected[:2])
        beside[name] = array
    for name, members in (("unit_names", unit_names or units), *(groups or {}).items()):
        if len(members) != len(units):
            raise WrongShape(name=name, found=(len(members),), expected=f"({len(units)},)")
    return IndicatorData(
        values=cube,
        units=tuple(map(str, units)),
        columns=tuple(map(str, columns)),
        periods=tuple(int(period) if isinstance(period, np.integer) else period for period in periods),
        unit_names=tuple(unit_names),
        denominators=beside,
        groups={
            name: tuple("" if member is None else str(member) for member in members)
            for name, members in (groups or {}).items()
        },
    )


def refuse_repeats(codes: Iterable[object], what: str) -> None:
    """Refuse codes that occur more than once.

    Raises
    ------
    CodesNotUnique
        Naming the first of them.
    """
    for code, times in Counter(codes).items():
        if times > 1:
            raise CodesNotUnique(code=code, times=times, what=what)


def period_place(data: IndicatorData, period: Period) -> int:
    """Return the place of a period.

    Raises
    ------
    UnknownPeriod
        When the data do not have it.
    """
    return place_of_period(data.periods, period)


def place_of_period(periods: Sequence[Period], period: Period | None) -> int:
    """Return the place of a period among others; the last when none is named.

    Raises
    ------
    UnknownPeriod
        When it is not among them.
    """
    if period is None:
        return len(periods) - 1
    if period not in periods:
        raise UnknownPeriod(period=period, known=", ".join(map(str, periods)))
    return list(periods).index(period)


def with_values(data: IndicatorData, values: Floats, columns: Sequence[str] | None = None) -> IndicatorData:
    """Return the data with other numbers, and other columns where they are given."""
    return replace(data, values=values, columns=data.columns if columns is None else tuple(columns))


def select_columns(data: IndicatorData, columns: Sequence[str]) -> IndicatorData:
    """Return the data with only these columns, in this order.

    Raises
    ------
    UnknownColumn
        For a column that is not there.
    """
    if tuple(columns) == data.columns:
        return data
    places = [data.position(column) for column in columns]
    return with_values(data, data.values[..., places], columns)


def select_units(data: IndicatorData, kept: Sequence[int]) -> IndicatorData:
    """Return the data of the units at these places, in this order."""
    places = list(kept)
    return replace(
        data,
        values=data.values[..., places, :],
        units=tuple(data.units[place] for place in places),
        unit_names=tuple(data.unit_names[place] for place in places) if data.unit_names else (),
        denominators={name: numbers[:, places] for name, numbers in data.denominators.items()},
        groups={name: tuple(members[place] for place in places) for name, members in data.groups.items()},
        removed=None if data.removed is None else data.removed[..., places],
    )


def select_period(data: IndicatorData, period: Period) -> IndicatorData:
    """Return the data of one period.

    Raises
    ------
    UnknownPeriod
        When there is no such period.
    """
    place = period_place(data, period)
    return replace(
        data,
        values=data.values[..., [place], :, :],
        periods=(period,),
        denominators={name: numbers[[place]] for name, numbers in data.denominators.items()},
        removed=None if data.removed is None else data.removed[..., [place], :],
    )
