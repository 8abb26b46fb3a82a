# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the meetings: their agendas, papers and presence, and what waits for one."""

from django.urls import URLPattern, path

from schakel.web.cycle.meetings import (
    backlog_page,
    board,
    change_pages,
    files,
    item_changes,
    item_pages,
    meeting_page,
    option_pages,
    paper_pages,
    presence_page,
    present_page,
    putting,
    steps,
    template_pages,
)

_MEETINGS = "board/vergaderingen/"
_ONE = f"{_MEETINGS}<slug:meeting>/"
_ITEMS = "board/agendapunten/"
_ITEM = f"{_ITEMS}<int:item>/"
_TEMPLATES = "board/standaardagendas/"

PAGES: list[URLPattern] = [
    path("board/", board.show_landing, name="board"),
    path("board/agenderen/", putting.put_on_agenda, name="agenda-put"),
    path("board/voorraad/", backlog_page.show_backlog, name="backlog"),
    path(_MEETINGS, meeting_page.show_meetings, name="meetings"),
    path(f"{_MEETINGS}nieuw/", change_pages.plan_one, name="meeting-new"),
    path(_ONE, meeting_page.show_meeting, name="meeting"),
    path(f"{_ONE}wijzigen/", change_pages.edit_meeting, name="meeting-edit"),
    path(f"{_ONE}stap/<slug:step>/", steps.step_meeting, name="meeting-step"),
    path(f"{_ONE}afzeggen/", change_pages.cancel_one, name="meeting-cancel"),
    path(f"{_ONE}aanwezig/", presence_page.note_who_was_there, name="meeting-presence"),
    path(f"{_ONE}scherm/", present_page.present_meeting, name="meeting-present"),
    path(f"{_ONE}vergaderstuk.<slug:form>", files.send_pack, name="meeting-pack"),
    path(f"{_ONE}agenda.ics", files.send_ics, name="meeting-ics"),
    path(f"{_ITEMS}nieuw/", item_changes.add_item, name="agenda-item-new"),
    path(_ITEM, item_pages.show_item, name="agenda-item"),
    path(f"{_ITEM}wijzigen/", item_changes.edit_item, name="agenda-item-edit"),
    path(f"{_ITEM}stap/<slug:step>/", steps.step_item, name="agenda-item-step"),
    path(f"{_ITEM}plaats/", item_changes.give_place, name="agenda-item-place"),
    path(f"{_ITEM}doorschuiven/", item_changes.carry_over, name="agenda-item-carry"),
    path(f"{_ITEM}intrekken/", item_changes.withdraw_one, name="agenda-item-withdraw"),
    path(f"{_ITEM}besloten/", item_changes.close_off, name="agenda-item-closed"),
    path(f"{_ITEM}verslag/", item_changes.note_discussion, name="agenda-item-notes"),
    path(f"{_ITEM}opties/nieuw/", option_pages.add_one, name="option-new"),
    path(f"{_ITEM}opties/<int:option>/", option_pages.edit_one, name="option-edit"),
    path(f"{_ITEM}opties/<int:option>/weg/", option_pages.remove_one, name="option-remove"),
    path(f"{_ITEM}stukken/nieuw/", paper_pages.expect_one, name="paper-new"),
    path(f"{_ITEM}stukken/<int:paper>/", paper_pages.edit_one, name="paper-edit"),
    path(f"{_ITEM}stukken/<int:paper>/ontvangen/", paper_pages.receive_one, name="paper-receive"),
    path(f"{_ITEM}stukken/<int:paper>/weg/", paper_pages.remove_one, name="paper-remove"),
    path("board/stukken/<int:pk>/", files.send_paper, name="paper-file"),
    path(_TEMPLATES, template_pages.show_templates, name="agenda-templates"),
    path(f"{_TEMPLATES}nieuw/", template_pages.add_one, name="agenda-template-new"),
    path(f"{_TEMPLATES}<int:template>/", template_pages.edit_one, name="agenda-template-edit"),
    path(f"{_TEMPLATES}<int:template>/weg/", template_pages.remove_one, name="agenda-template-remove"),
]
