"""Who asks: the person at this computer, or somebody with an account; and what each role may do."""

from __future__ import annotations

from typing import Literal

from handouts.base.records import dataclass

__all__ = ["OWN", "ROLES", "Role", "Who"]

Role = Literal["desk", "clinician", "owner"]
ROLES: tuple[Role, ...] = ("desk", "clinician", "owner")
"""Each may do what those before it may: the desk prints, mails and scans; a clinician also makes and changes sheets and
decides; an owner also changes the clinic's look, its content and its accounts.
"""


@dataclass(frozen=True)
class Who:
    """Somebody who asks."""

    name: str = ""
    """Of the account; empty for the person at this computer."""
    role: Role = "owner"
    origin: str = ""
    """The other computer's address; empty for this one."""
    token: str = ""
    """What their forms carry, so that no other page can send them."""

    def may(self, role: Role) -> bool:
        """Whether they may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


OWN = Who()
"""The person at this computer."""
