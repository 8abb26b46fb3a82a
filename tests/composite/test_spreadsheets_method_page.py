# SPDX-License-Identifier: EUPL-1.2
"""The worked example of the method page runs and holds."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "method" / "index-from-a-spreadsheet.md"


def test_worked_example():
    examples = re.findall(
        r"<!-- executed by [^>]*-->\n```python\n(.*?)```", PAGE.read_text(), flags=re.DOTALL
    )
    assert len(examples) == 1
    exec(compile(examples[0], PAGE.name, "exec"), {})
