# SPDX-License-Identifier: EUPL-1.2
"""New topics: partners put them forward, the office judges, everybody sees the outcome and its reasons."""

import pytest
from tests.programme.factories import CauseFactory, PartnerFactory, ProposalFactory

from schakel.programme.models import Initiative, Proposal

YES = {"supra_regional": "yes", "manufacturing": "yes"}


@pytest.fixture
def root(reader):
    return f"{reader.get('/').url}programma/voorstellen/"


@pytest.fixture
def partner():
    return PartnerFactory(name="Machinefabriek Verzonnen")


def test_a_partner_puts_a_topic_forward_for_itself_only(reader, sign_in, root, partner):
    browser = sign_in("partner", partner=partner)
    other = PartnerFactory()
    assert browser.get(f"{root}nieuw/").status_code == 200
    refused = browser.post(f"{root}nieuw/", {"title": "Lab", "proposer": other.pk, **YES})
    assert refused.status_code == 422
    browser.post(f"{root}nieuw/", {"title": "Lab", "proposer": partner.pk, **YES})
    made = Proposal.objects.get()
    assert (made.proposer, made.outcome) == (partner, "open")
    assert reader.post(f"{root}nieuw/", {"title": "Lab", **YES}).status_code == 302
    assert sign_in("council").post(f"{root}nieuw/", {"title": "Lab", **YES}).status_code == 403
    assert Proposal.objects.count() == 1


def test_only_the_office_judges_and_not_its_own(reader, sign_in, bureau, root, partner):
    bureau.post(f"{root}nieuw/", {"title": "Eigen idee", **YES})
    proposal = Proposal.objects.get()
    judging = f"{root}{proposal.pk}/oordeel/"
    assert sign_in("partner", partner=partner).get(judging).status_code == 403
    assert reader.post(judging).status_code == 302
    bureau.cookies["schakel_language"] = "en"
    told = bureau.post(judging, YES | {"manufacturing": "no"})
    assert told.status_code == 422
    assert "Whoever submitted a proposal does not judge it." in told.content.decode()
    colleague = sign_in("bureau")
    assert colleague.post(judging, YES | {"manufacturing": "no"}).status_code == 302
    assert Proposal.objects.get().outcome == "refused"


def test_a_refusal_shows_its_reasons_and_what_would_change_them(reader, bureau, root):
    proposal = ProposalFactory(title="Dorpsplein")
    bureau.post(f"{root}{proposal.pk}/oordeel/", {"supra_regional": "no", "manufacturing": "no"})
    reader.cookies["schakel_language"] = "en"
    html = reader.get(f"{root}{proposal.pk}/").content.decode()
    for told in (
        "Refused on",
        "It matters to one place only.",
        "It does not touch manufacturing.",
        "It does not name the weak link that it strengthens.",
        "What would change it:",
        "Show which manufacturers take part or buy",
    ):
        assert told in html, told
    listed = reader.get(root).content.decode()
    assert "It does not touch manufacturing." in listed


def test_an_admitted_topic_leads_to_its_initiative(reader, bureau, root):
    cause = CauseFactory()
    proposal = ProposalFactory(title="Meetlab")
    answers = YES | {"element": "talent", "cause": cause.pk}
    assert bureau.post(f"{root}{proposal.pk}/oordeel/", answers).status_code == 302
    made = Initiative.objects.get()
    assert (made.name, made.stage) == ("Meetlab", "sowing")
    assert f"/{made.code}/" in reader.get(f"{root}{proposal.pk}/").content.decode()


def test_what_is_not_known_cannot_be_decided_and_nothing_typed_is_lost(bureau, root):
    proposal = ProposalFactory()
    bureau.cookies["schakel_language"] = "en"
    sent = {
        "supra_regional": "yes",
        "supra_regional_why": "Vier gemeenten",
        "manufacturing": "unknown",
        "element": "talent",
        "cause": CauseFactory().pk,
    }
    told = bureau.post(f"{root}{proposal.pk}/oordeel/", sent)
    assert told.status_code == 422
    assert "cannot be decided yet" in told.content.decode()
    assert "Vier gemeenten" in told.content.decode()
    assert Proposal.objects.get().outcome == "open"


def test_the_sheet_says_when_it_cannot_be_decided_yet(reader, root):
    proposal = ProposalFactory(supra_regional="yes", element="talent", cause=CauseFactory())
    reader.cookies["schakel_language"] = "en"
    html = reader.get(f"{root}{proposal.pk}/").content.decode()
    assert "Not yet decidable: 1 answer is not known." in html


def test_whoever_submitted_may_change_it_while_it_is_open(sign_in, bureau, root, partner):
    browser = sign_in("partner", partner=partner)
    browser.post(f"{root}nieuw/", {"title": "Lab", "proposer": partner.pk, **YES})
    proposal = Proposal.objects.get()
    changing = f"{root}{proposal.pk}/wijzigen/"
    stranger = sign_in("partner", partner=PartnerFactory())
    assert stranger.post(changing, {"title": "Kaping", **YES}).status_code == 403
    browser.post(changing, {"title": "Meetlab", "proposer": partner.pk, "version": "1", **YES})
    assert Proposal.objects.get().title == "Meetlab"
    bureau.post(f"{root}{proposal.pk}/oordeel/", YES | {"manufacturing": "no"})
    late = browser.post(changing, {"title": "Toch", "proposer": partner.pk, **YES})
    assert late.status_code == 422
    assert Proposal.objects.get().title == "Meetlab"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_list_of_proposals_in_both_languages(reader, root, language, django_assert_max_num_queries):
    reader.cookies["schakel_language"] = language
    assert reader.get(root).status_code == 200
    for _ in range(60):
        ProposalFactory(proposer=PartnerFactory(), element="talent", cause=CauseFactory())
    with django_assert_max_num_queries(15):
        assert reader.get(root).status_code == 200
