# SPDX-License-Identifier: EUPL-1.2
"""Take a part of the data by codes: units or a group, columns or a branch, periods (COINr: ``get_data``)."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

import numpy as np

from schakel.composite.bad_input import N_, BadInput
from schakel.composite.structure.indicator_data import (
    IndicatorData,
    Period,
    refuse_repeats,
    select_columns,
    select_units,
)
from schakel.composite.structure.tree import Tree, known_node

MOST_NAMED = 10


class CodesNotThere(BadInput):
    """Codes that the data do not have, with those that are spelled most alike."""

    template = N_("Not among the {what}: {codes}.")
    cure = N_("Most alike, or known: {nearest}.")


class NothingSelected(BadInput):
    """A selection that leaves no units, columns or periods."""

    template = N_("The selection leaves no {what}.")
    cure = N_("Leave the argument out to keep all, or name at least one that fits the others.")


class TreeNeeded(BadInput):
    """A branch without the tree that it belongs to."""

    template = N_("What stands under '{code}' is not known without the structure.")
    cure = N_("Give the tree as well.")


def select_data(
    data: IndicatorData,
    *,
    units: str | Sequence[str] | None = None,
    columns: str | Sequence[str] | None = None,
    periods: Period | Sequence[Period] | None = None,
    group: tuple[str, str] | None = None,
    tree: Tree | None = None,
    under: str | None = None,
) -> IndicatorData:
    """Return the data of some units, columns and periods; what is not named stays whole.

    Parameters
    ----------
    data
        The data of any stage; denominators, groups and draws come along.
    units
        Codes of units, in the order that is wanted.
    columns
        Codes of indicators or branches, in the order that is wanted.
    periods
        Periods; they stay in the order of the data. A year may be given as a number or as text.
    group
        Name of a grouping and one of its members, ``("size", "L")``: only units of that group. With ``units``
        those among them.
    tree, under
        A branch of this tree: only the indicators below it, in the order of the tree, or an indicator.
        With ``columns`` those among them.

    Raises
    ------
    CodesNotThere
        For every code that the data do not have, with the most alike ones that they have.
    UnknownNode
        When ``under`` is not in the tree.
    TreeNeeded
        For ``under`` without a tree.
    NothingSelected
        When nothing is left.
    CodesNotUnique
        For a code that is named twice.
    """
    if group is not None or units is not None:
        own = data.units if units is None else _known(units, data.units, N_("units"))
        members = set(data.units if group is None else _members(data, *group))
        places = {unit: place for place, unit in enumerate(data.units)}
        data = select_units(data, [places[unit] for unit in _some(own, members, N_("units"))])
    if under is not None or columns is not None:
        below = data.columns if under is None else _leaves(data, tree, under)
        named = below if columns is None else _known(columns, data.columns, N_("columns"))
        data = select_columns(data, _some(named, set(below), N_("columns")))
    return data if periods is None else _select_periods(data, periods)


def _leaves(data: IndicatorData, tree: Tree | None, under: str) -> tuple[str, ...]:
    if tree is None:
        raise TreeNeeded(code=under)
    known_node(tree, under)
    return _known(tree.leaves(under), data.columns, N_("columns"))


def _members(data: IndicatorData, name: str, member: str) -> list[str]:
    _known(name, tuple(data.groups), N_("groupings of units"))
    groups = data.groups[name]
    _known(member, tuple(dict.fromkeys(filter(None, groups))), N_("groups of units"))
    return [unit for unit, own in zip(data.units, groups, strict=True) if own == str(member)]


def _select_periods(data: IndicatorData, periods: Period | Sequence[Period]) -> IndicatorData:
    known = tuple(map(str, data.periods))
    named = set(_some(_known(periods, known, N_("periods")), set(known), N_("periods")))
    places = [place for place, period in enumerate(known) if period in named]
    return replace(
        data,
        values=data.values[..., places, :, :],
        periods=tuple(data.periods[place] for place in places),
        denominators={name: numbers[places] for name, numbers in data.denominators.items()},
        removed=None if data.removed is None else data.removed[..., places, :],
    )


def _known(named: object, known: tuple[str, ...], what: str) -> tuple[str, ...]:
    """Return the named codes as text, one or several, refusing those that are not known."""
    several = [named] if isinstance(named, str | int | np.integer) else list(named)  # type: ignore[call-overload]
    codes = tuple(map(str, several))
    refuse_repeats(codes, what)
    missing = [code for code in codes if code not in known]
    if missing:
        raise CodesNotThere(
            what=what, codes=", ".join(map(repr, missing)), nearest=", ".join(_most_alike(missing, known))
        )
    return codes


def _most_alike(missing: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return for each missing code the known one spelled most alike; some known ones where there is none."""
    lower = {code.casefold(): code for code in known}
    close = [get_close_matches(code.casefold(), lower, n=1, cutoff=0.5) for code in missing]
    found = dict.fromkeys(lower[match[0]] for match in close if match)
    return list(found or known[:MOST_NAMED])


def _some(codes: Sequence[str], allowed: set[str], what: str) -> list[str]:
    found = [code for code in codes if code in allowed]
    if not found:
        raise NothingSelected(what=what)
    return found
