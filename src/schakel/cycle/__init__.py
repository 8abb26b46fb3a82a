# SPDX-License-Identifier: EUPL-1.2
"""The yearly cycle: diagnosis adopted, conversation, decision, delivery, evaluation, and again.

In: stored measurements (``diagnosis``) and the programme register (``programme``). Out: the year with its
phases and gates, what was said, decided and promised, and the record of it that nobody can change.
``models`` are the tables, ``transitions`` the life cycles as data, ``actions`` what changes something,
``queries`` what is read, ``sight`` which of it a reader may see.
"""
