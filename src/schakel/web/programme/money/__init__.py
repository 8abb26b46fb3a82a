# SPDX-License-Identifier: EUPL-1.2
"""Money: streams, ledger, contributions checked against inhabitants, and how long initiatives are paid."""
