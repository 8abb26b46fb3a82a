# SPDX-License-Identifier: EUPL-1.2
"""Somebody who works in the pages of the board: goes, fills in, clicks, and reads what came of it."""

from datetime import date, timedelta


class Hand:
    """The hand of one person at one screen; ``said`` is what the page answered to the last step."""

    def __init__(self, page, site):
        self.page, self.site = page, site

    def day(self, n_days: int) -> str:
        """Return the day so many days after today, as a field of the browser takes it."""
        return (date.fromisoformat(self.site.made["today"]) + timedelta(days=n_days)).isoformat()

    def go(self, path: str, room: str = "board/"):
        """Open a page of the board, or of another room."""
        answer = self.page.goto(f"{self.site.url}/{self.site.year}/{room}{path}")
        assert answer.status == 200, f"{path} answers {answer.status}: {self.page.inner_text('main')[:300]}"
        return self

    def click(self, name: str, within: str = "main"):
        """Click the first link or button with these words."""
        target = self.page.locator(f"{within} >> :is(a, button, summary):has-text('{name}')").first
        assert target.count(), f"no “{name}” on {self.page.url}: {self.page.inner_text('main')[:200]}"
        with self.page.expect_navigation():
            target.click()
        return self

    def fill(self, **fields):
        """Fill in fields by their name; a list chooses in a box, ``True`` ticks."""
        for name, value in fields.items():
            field = self.page.locator(f"main form [name='{name}']")
            kind = field.first.evaluate("e => e.type || e.tagName")
            if value is True:
                field.first.check()
            elif kind == "radio":
                self.page.check(f"main form [name='{name}'][value='{value}']")
            elif kind.startswith("select"):
                self._select(field.first, value)
            else:
                field.first.fill(str(value))
        return self

    def _select(self, field, value):
        values = field.locator("option").evaluate_all("all => all.map(option => option.value)")
        if value in values:
            field.select_option(value)
        else:
            field.select_option(label=value)

    def send(self):
        """Send the form; a refusal ends the test with what the page said."""
        with self.page.expect_navigation():
            self.page.click("main form.entry button[type=submit]")
        wrong = self.page.locator("main .problems")
        assert not wrong.count(), f"{self.page.url}: {wrong.first.inner_text()}"
        return self

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.inner_text("main").replace("\u00a0", " ")

    def sees(self, *words: str):
        """Check that the page says these words."""
        for word in words:
            assert word in self.text, f"no “{word}” on {self.page.url}: {self.text[:500]}"
        return self
