# SPDX-License-Identifier: EUPL-1.2
"""From a specification to a built index, and from what it asks to results."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from schakel.composite.bad_input import N_, BadInput
from schakel.composite.building.build import build_index
from schakel.composite.building.steps import Denominate, Steps
from schakel.composite.specification.analyses.asked import KEYS, Asked, carry_out
from schakel.composite.specification.analyses.choices import Uncertainty
from schakel.composite.specification.analyses.errors import RankCounts, StatedError
from schakel.composite.specification.elicited_weights import weigh_as_judged
from schakel.composite.specification.made_index import Found, Index
from schakel.composite.specification.read_data import ReadData, read_data
from schakel.composite.specification.specification import (
    Specification,
    names_in,
    read_specification,
)
from schakel.composite.specification.structure import grow_stated_tree
from schakel.composite.structure.indicator_data import IndicatorData
from schakel.composite.structure.tree import Tree

Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Ran:
    """An analysis that was asked for with what it found, or why it could not be made."""

    asked: Asked
    found: Found | None
    failure: BadInput | None = None

    @property
    def key(self) -> str:
        """The key of this kind of analysis."""
        return KEYS[type(self.asked)]


@dataclass(frozen=True, slots=True, eq=False)
class ReadIndex:
    """An index that is read and checked, and not yet built.

    Attributes
    ----------
    specification
        As checked against the data.
    read
        What was read, with everything that was guessed.
    tree
        The structure, before people's judgements change its weights.
    files
        The files with the data.
    folder
        Folder of the specification.
    """

    specification: Specification
    read: ReadData
    tree: Tree
    files: tuple[Path, ...]
    folder: Path


class NoData(BadInput):
    """A specification that names no file, when none was given either."""

    template = N_("There are no data: no file is given, and the specification names none.")
    cure = N_("Give a workbook or CSV file, or name it in the specification under 'data', as 'file'.")


class NotSolvable(BadInput):
    """Numbers with which a system of equations has no solution."""

    template = N_("The numbers are too few or too much alike for this analysis ({reason}).")
    cure = N_("Leave out indicators that follow from others, or use more units.")


class NoDataFile(BadInput):
    """A file with data that is not there."""

    template = N_("There is no file '{file}' with data.")
    cure = N_("Correct the name; names in a specification are seen from its own folder.")


def read_index(
    plain: Mapping[str, object],
    *,
    folder: str | Path = ".",
    files: Sequence[str | Path] = (),
) -> ReadIndex:
    """Read a specification and its data, and check one against the other.

    Parameters
    ----------
    plain
        The specification as a plain mapping.
    folder
        Folder that the names of files in it are relative to.
    files
        Files with the data, instead of those in the specification.

    Raises
    ------
    WrongSpecification, NoData, NoDataFile
        With everything that is wrong in the specification, or when there are no data.
    BadInput
        When the data cannot be read.
    """
    place = Path(folder)
    first = read_specification(plain)
    sources = [Path(file) for file in files] or list(first.data.paths(place))
    if not sources:
        raise NoData()
    for source in sources:
        if not source.is_file():
            raise NoDataFile(file=source)
    inline = tuple(indicator.code for indicator in first.structure.indicators)
    read = read_data(first.data, sources, indicators=inline, beside=columns_named(first))
    tree = grow_stated_tree(first.structure, read.tree)
    specification = read_specification(plain, names_in(read.data, tree))
    return ReadIndex(specification, read, tree, tuple(sources), place)


def make_index(given: ReadIndex) -> Index:
    """Build an index that was read, with weights from people's judgements where it has them.

    Raises
    ------
    BadInput
        When judgements or a step have no meaning for the numbers.
    """
    specification, data = given.specification, given.read.data
    tree, judged = weigh_as_judged(given.tree, specification.structure.judged_weights)
    index = Index(
        build=build_index(_with_denominators(data, tree, specification.steps), tree, specification.steps),
        data=data,
        judged=judged,
        factors=_shared_factors(specification),
        n_runs=specification.runs,
        coverage=specification.coverage,
        seed=specification.seed,
        folder=given.folder,
    )
    return replace(index, period=index.place(specification.period))


def run_analyses(index: Index, analyses: Sequence[Asked], *, report: Report | None = None) -> tuple[Ran, ...]:
    """Carry out analyses one by one; one that has no meaning for the index says why and stops no other.

    ``report(done, total, label)`` is called before each.
    """
    ran = []
    for number, asked in enumerate(analyses):
        if report is not None:
            report(number, len(analyses), asked.label)
        try:
            ran.append(Ran(asked, carry_out(asked, index)))
        except BadInput as failure:
            ran.append(Ran(asked, None, failure))
        except np.linalg.LinAlgError as failure:
            ran.append(Ran(asked, None, NotSolvable(reason=str(failure))))
    return tuple(ran)


def columns_named(specification: Specification) -> tuple[str, ...]:
    """Return the columns that a specification needs beside its indicators: to divide by, or as errors."""
    named = [indicator.denominator for indicator in specification.structure.indicators]
    named += [settings.get("denominator") for settings in specification.structure.per_node.values()]
    for step in specification.steps:
        if isinstance(step, Denominate):
            named += step.denominators.values()
    named += _columns_of(specification.analyses)
    return tuple(dict.fromkeys(name for name in named if name))


def _columns_of(record: Any) -> list[str | None]:
    """Return the columns with errors, cases, counts and exposure anywhere in the analyses."""
    match record:
        case StatedError():
            return [record.size_column, record.cases_column]
        case RankCounts():
            return [record.counts, record.exposure]
        case Mapping():
            return [name for item in record.values() for name in _columns_of(item)]
        case list() | tuple():
            return [name for item in record for name in _columns_of(item)]
    if is_dataclass(record):
        return [name for each in fields(record) for name in _columns_of(getattr(record, each.name))]
    return []


def _shared_factors(specification: Specification) -> tuple[Any, ...]:
    for asked in specification.analyses or ():
        if isinstance(asked, Uncertainty) and asked.factors:
            return asked.factors
    return ()


def _with_denominators(data: IndicatorData, tree: Tree, steps: Steps) -> IndicatorData:
    """Return the data in which what is divided by is a denominator, also where it is an indicator too."""
    named = {indicator.denominator for indicator in tree.indicators}
    for step in steps:
        named |= set(step.denominators.values()) if isinstance(step, Denominate) else set()
    also = {code: data.column(code) for code in data.columns if code in named - set(data.denominators)}
    return replace(data, denominators={**data.denominators, **also})
