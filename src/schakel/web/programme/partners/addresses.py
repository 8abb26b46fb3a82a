# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.partners import (
    alignment,
    changing,
    commitment_changes,
    commitments,
    contacts,
    goals,
    list_page,
    seat_changes,
    seats,
    sheet,
)

OWN = "programma/partners/<slug:partner>/"
GOAL = OWN + "doelen/<int:pk>/"
ALIGNMENT = OWN + "afstemming/<int:pk>/"
SEAT = OWN + "zetels/<int:pk>/"
COMMITMENT = OWN + "toezeggingen/<slug:commitment>/"
CONTACT = OWN + "contacten/<int:pk>/"

PAGES: list[URLPattern] = [
    path("programma/partners/", list_page.show_partners, name="partners"),
    path("programma/nieuwe-partner/", changing.new_partner, name="partner-new"),
    path("programma/afstemming/", alignment.show_alignment, name="alignment"),
    path("programma/toezeggingen/", commitments.show_commitments, name="commitments"),
    path("programma/zetels/", seats.show_seats, name="seats"),
    path(OWN, sheet.show_partner, name="partner"),
    path(OWN + "wijzigen/", changing.edit_partner, name="partner-edit"),
    path(OWN + "vertrek/", changing.leave, name="partner-leave"),
    path(OWN + "gegevens/", sheet.send_partner_data, name="partner-data"),
    path(OWN + "nieuw-doel/", goals.new_goal, name="partner-goal-new"),
    path(GOAL, goals.edit_goal, name="partner-goal"),
    path(GOAL + "weg/", goals.remove_goal, name="partner-goal-remove"),
    path(GOAL + "koers/", goals.align, name="goal-alignment-new"),
    path(ALIGNMENT, goals.edit_alignment, name="goal-alignment"),
    path(ALIGNMENT + "weg/", goals.remove_goal_alignment, name="goal-alignment-remove"),
    path(OWN + "nieuwe-zetel/", seat_changes.new_seat, name="seat-new"),
    path(SEAT, seat_changes.change_holder, name="seat-edit"),
    path(SEAT + "herstel/", seat_changes.correct_seat, name="seat-correct"),
    path(SEAT + "weg/", seat_changes.remove_wrong_seat, name="seat-remove"),
    path(OWN + "nieuwe-toezegging/", commitment_changes.new_commitment, name="commitment-new"),
    path(COMMITMENT, commitments.show_commitment, name="commitment"),
    path(COMMITMENT + "wijzigen/", commitment_changes.edit_commitment, name="commitment-edit"),
    path(COMMITMENT + "stap/", commitment_changes.new_entry, name="commitment-entry-new"),
    path(
        COMMITMENT + "regels/<int:pk>/herstel/", commitment_changes.correct, name="commitment-entry-correct"
    ),
    path(OWN + "contacten/", contacts.show_contacts, name="partner-contacts"),
    path(OWN + "nieuw-contact/", contacts.new_contact, name="contact-new"),
    path(CONTACT, contacts.edit_contact, name="contact-edit"),
    path(CONTACT + "weg/", contacts.forget_contact, name="contact-remove"),
]
