# SPDX-License-Identifier: EUPL-1.2
"""Accounts: who may sign in, by whose invitation, in which role and until when."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from schakel.programme.models import Initiative, Partner
from schakel.programme.models.record import Traced


class Role(models.TextChoices):
    """A role; what it may do stands in ``rights/permissions.yaml``. Who is not signed in is a reader."""

    PARTNER = "partner", "partner"
    LEAD = "lead", "initiative lead"
    BUREAU = "bureau", "programme office"
    BOARD = "board", "board member"
    COUNCIL = "council", "council reader"
    ACQUISITION = "acquisition", "acquisition"
    ADMINISTRATOR = "administrator", "administrator"


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None) -> "Account":
        """Make an account; without a password one is set by the link in the invitation."""
        account = self.model(email=self.normalize_email(email).lower())
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """Somebody who may sign in: an e-mail address and nothing else about the person."""

    PERSONAL_FIELDS = ("email",)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return f"account {self.pk}"


class RoleGrant(Traced):
    """A role of an account, for a partner or an initiative where the role is about one.

    ``sponsor`` is the key of who vouches for it; after ``ends_on`` the role is gone.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=14, choices=Role)
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="+")
    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, blank=True, related_name="+")
    sponsor = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ("account", "role", "pk")

    def __str__(self) -> str:
        return f"{self.account}: {self.role}"


class Invitation(Traced):
    """An invitation to sign in with a role; only a fingerprint of its link is kept."""

    PERSONAL_FIELDS = ("email",)
    email = models.EmailField()
    role = models.CharField(max_length=14, choices=Role)
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="+")
    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, blank=True, related_name="+")
    sponsor = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, unique=True)
    role_ends_on = models.DateField()
    expires_on = models.DateField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return f"invitation {self.pk}: {self.role}"
