"""追跡調査 by 組: one row a group, one column a time after the stay, and what is known at last."""
