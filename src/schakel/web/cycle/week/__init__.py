# SPDX-License-Identifier: EUPL-1.2
"""The week of the bureau, and its outbox."""
