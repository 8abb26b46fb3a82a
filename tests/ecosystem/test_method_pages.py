# SPDX-License-Identifier: EUPL-1.2
"""The worked examples of the method pages run and hold."""

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).resolve().parents[2] / "docs" / "method"


EXAMPLE = re.compile(r"<!-- executed by [^>]*-->\n```python\n(.*?)```", flags=re.DOTALL)
WITH_EXAMPLE = sorted(page.stem for page in PAGES.glob("*.md") if EXAMPLE.search(page.read_text()))


def test_pages_with_an_example_are_found():
    assert {"index", "ranking", "weakest-links", "weights"} <= set(WITH_EXAMPLE)


@pytest.mark.parametrize("name", WITH_EXAMPLE)
def test_worked_example(name):
    text = (PAGES / f"{name}.md").read_text()
    for example in EXAMPLE.findall(text):
        exec(compile(example, f"{name}.md", "exec"), {})
