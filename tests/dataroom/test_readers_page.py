# SPDX-License-Identifier: EUPL-1.2
"""The example on the method page gives what the page says."""

import doctest
import re

from tests.shared_data import REPOSITORY


def test_the_example_on_the_page_is_true():
    page = (REPOSITORY / "docs" / "method" / "reading-files.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(>>> .*?)```", page, flags=re.DOTALL)
    parsed = doctest.DocTestParser().get_doctest(example, {}, "reading-files.md", None, 0)
    results = doctest.DocTestRunner().run(parsed)
    assert results.attempted >= 10
    assert results.failed == 0
