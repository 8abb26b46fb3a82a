# SPDX-License-Identifier: EUPL-1.2
"""Indicators of effort and result: definition sheets, values and their approval, periods."""
