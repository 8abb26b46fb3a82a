# SPDX-License-Identifier: EUPL-1.2
"""The conversation: owners, fact cards, perceived scores, agreements."""
