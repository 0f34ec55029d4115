"""面談: slots and places, who is invited, who takes which slot, and what came of it."""
