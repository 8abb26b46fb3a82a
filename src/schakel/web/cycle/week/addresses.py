# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the week and the outbox."""

from django.urls import URLPattern, path

from schakel.web.cycle.week import letter_page, outbox_pages, week_page

MESSAGE = "board/postvak-uit/<int:pk>/"
PAGES: list[URLPattern] = [
    path("board/week/", week_page.show_week, name="week"),
    path("board/week/mail/<slug:kind>/<slug:key>/", letter_page.write_letter, name="week-letter"),
    path("board/postvak-uit/", outbox_pages.show_outbox, name="outbox"),
    path(MESSAGE, outbox_pages.show_message, name="outbox-message"),
    path(f"{MESSAGE}intrekken/", outbox_pages.withdraw, name="outbox-withdraw"),
    path(f"{MESSAGE}opnieuw/", outbox_pages.send_again, name="outbox-again"),
]
