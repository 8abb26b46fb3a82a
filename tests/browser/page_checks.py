# SPDX-License-Identifier: EUPL-1.2
"""What must hold of every page as somebody sees it in Dutch: accessible, narrow enough, in one language."""

import re

from tests.browser.filled_site import DESKTOP, PHONE
from tests.browser.test_programme_pages import OPEN_FOLDS, STICKS_OUT, axe_of

ENGLISH = re.compile(r"\b(?:the|and|this|that|with|which|are|what|how|from|there|been)\b", re.IGNORECASE)
"""Words that no Dutch sentence has."""


def english_lines(page) -> list[str]:
    """Return the lines of a Dutch page that hold English, what folds hide included."""
    page.evaluate(OPEN_FOLDS)
    return [line for line in page.inner_text("body").splitlines() if ENGLISH.search(line)]


def problems_of(page, url: str, status: int = 200, *, with_axe: bool = True) -> list[str]:
    """Open a page on a phone and on a desktop and return everything that is wrong with it."""
    page.complaints.clear()
    page.set_viewport_size({"width": PHONE, "height": 780})
    answer = page.goto(url)
    found = [] if answer.status == status else [f"answers {answer.status}"]
    if page.locator("main h1").count() != 1:
        found.append(f"{page.locator('main h1').count()} headings")
    found += [f"English: {line[:120]}" for line in english_lines(page)]
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 780})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"wider than {width}: {page.evaluate(STICKS_OUT)}")
        if with_axe:
            found += [f"{width}: {problem}" for problem in axe_of(page)]
    told = [c for c in page.complaints if status == 200 or str(status) not in c]
    return found + [f"console: {complaint}" for complaint in told]
