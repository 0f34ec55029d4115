"""What people do with a payment run. No function here knows of pages or commits."""

from otameshi.claims.paying.actions.closing import close
from otameshi.claims.paying.actions.moving import approve, content, take
from otameshi.claims.paying.actions.preparing import prepare

__all__ = ["approve", "close", "content", "prepare", "take"]
