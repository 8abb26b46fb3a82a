# SPDX-License-Identifier: EUPL-1.2
"""What people do with the register: keyword-only verbs; views, commands and tests come through here."""
