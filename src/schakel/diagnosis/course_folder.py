# SPDX-License-Identifier: EUPL-1.2
"""Whether a whole course folder is right: its own files, and the figures that they name.

``koers`` checks the course by itself. Here the rest of the folder is checked too (picture,
printed figures, rules), and whether the measures, tables and municipalities that the folder
names exist in the figures folder.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from schakel.dataroom.checks.rules import WrongCheckRules, load_rules
from schakel.dataroom.ledger import load_printed_figures
from schakel.dataroom.measures import load_measures, load_tables
from schakel.dataroom.regions import RegionTable, load_regions
from schakel.economy.picture_definition import PictureDefinition
from schakel.koers.check import check_course, read_course_files, sort_problems
from schakel.koers.entries import validate_entry
from schakel.koers.failures import N_, Failure
from schakel.koers.framework import FRAMEWORK_FILE
from schakel.koers.located_yaml import LocatedYaml, YamlPath, read_located_yaml, write_path
from schakel.koers.problems import Problem, nearest_name, shown
from schakel.koers.region import Region

PICTURE_FILE = "picture.yaml"


class UnknownMeasure(Problem):
    """A measure that no table of the figures folder declares."""

    template = N_("{file}, line {line}: {where}: no table of figures declares the measure “{found}”.")
    cure = N_("Expected a declared measure; the nearest is {expected}.")


class UnknownFigureTable(Problem):
    """A table that is not in the figures folder."""

    template = N_("{file}, line {line}: {where}: the figures folder has no table “{found}”.")
    cure = N_("Expected the id of a table; the nearest is {expected}.")


class UnknownMunicipality(Problem):
    """A member of the region that regions.csv does not know."""

    template = N_("{file}, line {line}: {where}: regions.csv has no municipality “{found}”.")
    cure = N_("Expected a municipality of regions.csv; the nearest is {expected}.")


class MemberElsewhere(Problem):
    """A member of the region that lies in another area than the course says."""

    template = N_("{file}, line {line}: {where}: found {found}, but regions.csv says {expected}.")
    cure = N_("Expected {expected}: correct the course, or regions.csv where that is wrong.")


def check_course_folder(course_folder: Path, figures_folder: Path | None = None) -> tuple[Failure, ...]:
    """Return everything that is wrong in a course folder and in what it names of the figures.

    Parameters
    ----------
    course_folder
        The folder with all files of a course.
    figures_folder
        The folder with figures; without it, references to figures are not judged.

    Returns
    -------
    tuple of Failure
        Problems with file and line first, then failures about a whole file. Empty when all is
        well. What a course file holds never makes this function raise; a figures folder that
        is itself wrong gives its own failure.
    """
    picture = read_located_yaml(course_folder / PICTURE_FILE)
    problems = [*check_course(course_folder), *validate_entry(picture, PictureDefinition)[1]]
    failures: list[Failure] = []
    try:
        load_printed_figures(course_folder)
    except Failure as failure:
        failures.append(failure)
    try:
        if figures_folder is not None:
            problems += _rule_problems(course_folder, figures_folder)
            problems += _figure_problems(course_folder, figures_folder, picture)
    except Failure as failure:
        failures.append(failure)
    return (*sort_problems(problems), *failures)


def _rule_problems(course_folder: Path, figures_folder: Path) -> tuple[Problem, ...]:
    try:
        load_rules(course_folder, figures_folder)
    except WrongCheckRules as refusal:
        return refusal.problems
    return ()


def _figure_problems(course_folder: Path, figures_folder: Path, picture: LocatedYaml) -> Iterator[Problem]:
    measures = load_measures(figures_folder)
    framework = read_located_yaml(course_folder / FRAMEWORK_FILE)
    files = read_course_files(course_folder)
    for located in (framework, picture):
        yield from _unknown(located, ("numerator", "denominator"), measures, UnknownMeasure)
    yield from _unknown(files.located["course.yaml"], ("measure",), measures, UnknownMeasure)
    tables = load_tables(figures_folder)
    yield from _unknown(files.located["sources.yaml"], ("figure_tables",), tables, UnknownFigureTable)
    if files.course is not None:
        regions = load_regions(figures_folder)
        yield from _members(files.course.region, files.located["course.yaml"], regions)


def _unknown(
    located: LocatedYaml, fields: tuple[str, ...], known: Iterable[str], kind: type[Problem]
) -> Iterator[Problem]:
    """Yield a problem for each text below one of the fields that is not a known name."""
    names = frozenset(known)
    for path in located.lines:
        value = located.value_at(path)
        is_below = any(step in fields for step in path[-2:])
        if is_below and isinstance(value, str) and value not in names:
            yield _problem(kind, located, path, nearest_name(value, names) or "—")


def _members(region: Region, located: LocatedYaml, regions: RegionTable) -> Iterator[Problem]:
    municipalities = regions.of_level("municipality")
    for number, member in enumerate(region.members):
        path: YamlPath = ("region", "members", number)
        if member.code not in municipalities:
            nearest = nearest_name(member.code, municipalities) or "—"
            yield _problem(UnknownMunicipality, located, (*path, "code"), nearest)
            continue
        known = regions.region(member.code)
        for field in ("corop", "province", "nuts3", "nuts2"):
            expected = getattr(known, field)
            if expected is not None and getattr(member, field) not in regions.equivalents(expected):
                yield _problem(MemberElsewhere, located, (*path, field), expected)


def _problem(kind: type[Problem], located: LocatedYaml, path: YamlPath, expected: str) -> Problem:
    return kind(
        file=located.file,
        line=located.line_of(path),
        where=write_path(path, located.file),
        found=shown(located.value_at(path)),
        expected=expected,
    )
