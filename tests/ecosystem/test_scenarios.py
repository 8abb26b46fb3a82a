# SPDX-License-Identifier: EUPL-1.2
"""Readable cases: invented regions, and the ranking and weakest links that a reader would expect."""

from pathlib import Path

import pytest
import yaml
from tests.ecosystem.made_up_table import make_table

from schakel.ecosystem.choices import Choices, ChoiceSpace
from schakel.ecosystem.variation import vary
from schakel.ecosystem.weakest_links import find_weakest_links

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_scenario(path):
    case = yaml.safe_load(path.read_text())
    names, regions = list(case["elements"]), case["regions"]
    table = make_table(
        [[case["elements"][e][r] for e in names] for r in regions],
        elements=names,
        units=regions,
        targets=(case["target"],),
        errors=[("relative", case["relative_error"])] * len(names),
        national=[(r, names.index(e)) for e, rows in case.get("national", {}).items() for r in rows],
    )
    space = ChoiceSpace(default=Choices(scaling=case["scaling"]), drawn_weights=False, leave_one_out=False)
    varied = vary(table, space=space, n_runs=1000, seed=1)
    links, expected = find_weakest_links(varied), case["expected"]
    order = sorted(regions, key=lambda r: varied.ranking.rank(r))
    assert order == expected["ranking"]
    assert [link.element for link in links.together.links] == expected["weakest"]
    assert links.together.is_single == expected["is_single"]
    assert list(links.not_measured) == expected.get("not_measured", [])
