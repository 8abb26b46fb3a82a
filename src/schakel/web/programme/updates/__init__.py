# SPDX-License-Identifier: EUPL-1.2
"""The five-minute update, its rounds and links, reminders, overdue, risks and needs."""
