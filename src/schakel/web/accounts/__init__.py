# SPDX-License-Identifier: EUPL-1.2
"""Accounts: my account, invitations, roles and the audit log."""
