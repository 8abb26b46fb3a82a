# SPDX-License-Identifier: EUPL-1.2
"""The worked examples of the method pages run and hold."""

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).resolve().parents[2] / "docs" / "method"


@pytest.mark.parametrize("name", ["index", "ranking", "weakest-links"])
def test_worked_example(name):
    text = (PAGES / f"{name}.md").read_text()
    examples = re.findall(r"<!-- executed by [^>]*-->\n```python\n(.*?)```", text, flags=re.DOTALL)
    assert examples
    for example in examples:
        exec(compile(example, f"{name}.md", "exec"), {})
