"""Who asks: the person at this computer, or somebody with an account; and what each role may do."""

from __future__ import annotations

from handouts.base.records import dataclass
from handouts.deliver.accounts import ROLES, Role

__all__ = ["OWN", "ROLES", "Role", "Who"]


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
