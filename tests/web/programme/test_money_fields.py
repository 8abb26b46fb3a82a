# SPDX-License-Identifier: EUPL-1.2
"""Amounts and dates as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from schakel.web.programme.money.fields import DayOrYearField, EurosField


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10000001", "10000001.00"),
        ("10.000.001", "10000001.00"),
        ("10,000,001", "10000001.00"),
        ("€ 1.250,50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("1250,5", "1250.50"),
        ("12.500", "12500.00"),
        ("12,5", "12.50"),
        (" 7 EUR", "7.00"),
        ("0,01", "0.01"),
    ],
)
def test_an_amount_is_read_the_way_it_is_meant(written, meant):
    assert EurosField().clean(written) == Decimal(meant)


@pytest.mark.parametrize("written", ["tien", "-5", "1,2345", "1.2.3", "12e3", "1.250.50,1.2", "9" * 20])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(ValidationError):
        EurosField().clean(written)


@given(st.integers(0, 10**13))
def test_an_amount_survives_being_shown_and_read_again(cents):
    amount = Decimal(cents).scaleb(-2)
    field = EurosField()
    assert field.clean(field.prepare_value(amount)) == amount


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2031", (date(2031, 1, 1), True)),
        ("2031-05-06", (date(2031, 5, 6), False)),
        ("6-5-2031", (date(2031, 5, 6), False)),
        ("06/05/2031", (date(2031, 5, 6), False)),
    ],
)
def test_a_date_or_only_a_year(written, meant):
    field = DayOrYearField()
    assert field.clean(written) == meant
    assert field.clean(field.prepare_value(meant)) == meant


@pytest.mark.parametrize("written", ["31-2-2031", "mei", "0000", "2031-13-01"])
def test_what_is_no_date_is_refused(written):
    with pytest.raises(ValidationError):
        DayOrYearField().clean(written)
