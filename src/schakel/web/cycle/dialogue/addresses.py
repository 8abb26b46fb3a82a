# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the conversation: below the year, and the one link of a survey without a year."""

from django.urls import URLPattern, path

from schakel.web.cycle.dialogue import (
    agreement_pages,
    answer_page,
    element_page,
    invitation_pages,
    owner_pages,
    pages,
    survey_pages,
    talk_pages,
)

PAGES: list[URLPattern] = [
    path("board/gesprek/", pages.show_dialogue, name="dialogue"),
    path("board/gesprek/kaarten.pdf", element_page.send_kit, name="dialogue-kit"),
    path("board/gesprek/<slug:element>/", element_page.show_element_card, name="dialogue-element"),
    path("board/gesprek/<slug:element>/kaart.<slug:form>", element_page.send_card, name="dialogue-card"),
    path("board/gesprek/<slug:element>/eigenaar/", owner_pages.ask, name="owner-ask"),
    path("board/gesprek/<slug:element>/eigenaar/<slug:partner>/", owner_pages.answer, name="owner-answer"),
    path(
        "board/gesprek/<slug:element>/eigenaar/<slug:partner>/terug/",
        owner_pages.take_back,
        name="owner-take-back",
    ),
    path("board/gesprekken/", talk_pages.show_talks, name="talks"),
    path("board/gesprekken/nieuw/", talk_pages.new_talk, name="talk-new"),
    path("board/gesprekken/<int:pk>/", talk_pages.show_talk, name="talk"),
    path("board/gesprekken/<int:pk>/wijzigen/", talk_pages.edit_talk, name="talk-edit"),
    path("board/afspraken/", agreement_pages.show_agreements, name="agreements"),
    path("board/afspraken/nieuw/", agreement_pages.new_agreement, name="agreement-new"),
    path("board/afspraken/<int:pk>/wijzigen/", agreement_pages.edit_agreement, name="agreement-edit"),
    path("board/afspraken/<int:pk>/afronden/", agreement_pages.settle, name="agreement-settle"),
    path("board/afspraken/<int:pk>/oppakken/<slug:how>/", agreement_pages.take_up, name="agreement-take-up"),
    path("board/peilingen/", survey_pages.show_surveys, name="surveys"),
    path("board/peilingen/nieuw/", survey_pages.new_survey, name="survey-new"),
    path("board/peilingen/<int:pk>/", survey_pages.show_survey, name="survey"),
    path("board/peilingen/<int:pk>/wijzigen/", survey_pages.edit_survey, name="survey-edit"),
    path("board/peilingen/<int:pk>/sluiten/", survey_pages.close, name="survey-close"),
    path("board/peilingen/<int:pk>/uitnodigen/", invitation_pages.make_links, name="survey-invite"),
    path(
        "board/peilingen/<int:pk>/uitnodigingen/<int:invitation>/intrekken/",
        invitation_pages.withdraw,
        name="survey-withdraw",
    ),
]
LINK_PAGES: list[URLPattern] = [
    path("gesprek/<slug:token>/", answer_page.answer_survey, name="survey-answer"),
]
