"""交付: a participating group asks for the subsidy, and the office decides what it may cost."""
