# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.network import connections, event_changes, events, pages

NETWORK = "programma/netwerk/"
EVENT = "programma/bijeenkomsten/<int:pk>/"
FOLLOW_UP = EVENT + "afspraken/<int:follow_up>/"

PAGES: list[URLPattern] = [
    path(NETWORK, pages.show_network, name="network"),
    path(NETWORK + "kennismakingen/", connections.show_connections, name="connections"),
    path(NETWORK + "kennismakingen/nieuw/", connections.new_connection, name="connection-new"),
    path(NETWORK + "kennismakingen/<int:pk>/", connections.edit_connection, name="connection"),
    path("programma/bijeenkomsten/", events.show_events, name="events"),
    path("programma/bijeenkomsten/nieuw/", event_changes.new_event, name="event-new"),
    path(EVENT, events.show_event, name="event"),
    path(EVENT + "wijzigen/", event_changes.edit_event, name="event-edit"),
    path(EVENT + "aanwezig/", event_changes.enter_attendance, name="event-attendance"),
    path(
        EVENT + "aanwezig/<int:attendance>/weg/",
        event_changes.take_back_attendance,
        name="attendance-remove",
    ),
    path(EVENT + "afspraken/nieuw/", event_changes.new_follow_up, name="follow-up-new"),
    path(FOLLOW_UP, event_changes.edit_follow_up, name="follow-up"),
    path(FOLLOW_UP + "klaar/", event_changes.mark_done, name="follow-up-done"),
]
