# SPDX-License-Identifier: EUPL-1.2
"""The page about specifications explains every key, and its examples work."""

import re
import typing
from dataclasses import fields, is_dataclass

import pytest
import yaml
from tests.made_up_towns import write_workbook
from tests.shared_data import REPOSITORY

from schakel.composite.specification.analyses.asked import ANALYSES
from schakel.composite.specification.elicited_weights import BestWorst, Budget, Pairwise
from schakel.composite.specification.reading import field_types
from schakel.composite.specification.running import make_index, read_index, run_analyses
from schakel.composite.specification.sharper_types import STEP_KINDS, Part
from schakel.composite.specification.specification import Specification

PAGE = (REPOSITORY / "docs" / "method" / "index-specification.md").read_text()
EXAMPLE = re.compile(
    r"<!-- executed by tests/composite/test_specification_page.py -->\n```yaml\n(.*?)```", re.S
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("towns")
    write_workbook(place / "towns.xlsx", years=(2021, 2022, 2023))
    return place


@pytest.mark.parametrize("number", range(len(EXAMPLE.findall(PAGE))))
def test_an_example_of_the_page_works(folder, number):
    plain = yaml.safe_load(EXAMPLE.findall(PAGE)[number])
    given = read_index(plain, folder=folder)
    index = make_index(given)
    assert index.build.scores().shape == (3, 16)
    ran = run_analyses(index, given.specification.analyses or ())
    assert {each.asked.label: str(each.failure) for each in ran if each.failure} == {}


def kinds_within(kind, found):
    """Collect every record that can stand in a specification."""
    if isinstance(kind, Part):
        kind = kind.kind
    if isinstance(kind, type) and is_dataclass(kind) and kind not in found:
        found.add(kind)
        for hint in field_types(kind).values():
            kinds_within(hint, found)
    for inner in typing.get_args(kind):
        kinds_within(inner, found)
    return found


def test_there_are_examples_and_every_key_is_explained():
    assert len(EXAMPLE.findall(PAGE)) >= 4
    found = set()
    roots = [
        Specification,
        Pairwise,
        Budget,
        BestWorst,
        *STEP_KINDS.values(),
        *(k for k, _ in ANALYSES.values()),
    ]
    for kind in roots:
        kinds_within(kind, found)
    assert len(found) > 40
    explained = set(re.findall(r"`([a-z_]+)`", PAGE))
    keys = {each.name for kind in found for each in fields(kind)}
    assert sorted(keys - explained) == []
    assert sorted((set(ANALYSES) | set(STEP_KINDS)) - explained) == []
