# SPDX-License-Identifier: EUPL-1.2
"""Stored measurements and the adopted diagnosis."""
