"""変更: what a group asks to be altered of its grant, and what became of it."""
