# SPDX-License-Identifier: EUPL-1.2
"""What a reader sees when something is not there or goes wrong: plain words and the way on."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation

from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.web.language import chosen_language, page_language


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the address cannot be read."""
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not open to the reader."""
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the page does not exist and where everything is."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong; depends on nothing that may be broken."""
    with translation.override(chosen_language(request)):
        content = loader.get_template("500.html").render({"LANGUAGE_CODE": chosen_language(request)})
    return HttpResponse(content, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def failure_page(
    request: HttpRequest, failure: Failure, status: int = HTTPStatus.SERVICE_UNAVAILABLE
) -> HttpResponse:
    """Show a failure of a lower room as one sentence with its cure."""
    return render(
        request, "web/failure.html", {"sentence": explain_failure(failure, page_language())}, status=status
    )
