# SPDX-License-Identifier: EUPL-1.2
"""Aimed right: weak links, causes and activities; the coverage matrix; the portfolio and its alarms."""
