# SPDX-License-Identifier: EUPL-1.2
"""Mail that waits to be sent: it survives a restart, and no message is sent twice on purpose."""

from django.db import models

from schakel.programme.models.record import Traced


class MessageState(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", "waiting"
    SENDING = "sending", "being sent"
    SENT = "sent", "sent"
    FAILED = "failed", "given up"
    WITHDRAWN = "withdrawn", "withdrawn"


class OutboxMessage(Traced):
    """A mail in plain text. ``key`` names its occasion, so that the same occasion gives one message.

    ``not_before`` is the earliest moment of the next try. Address and text are emptied ``keep_until``.
    """

    PERSONAL_FIELDS = ("to", "subject", "text")
    key = models.CharField(max_length=120, unique=True)
    occasion = models.CharField(max_length=40)
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    n_tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    last_problem = models.CharField(max_length=300, blank=True)
    keep_until = models.DateField()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["state", "not_before"]),)

    def __str__(self) -> str:
        return f"message {self.pk}: {self.occasion}"
