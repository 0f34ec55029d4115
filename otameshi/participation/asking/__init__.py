"""変更の申出: what a group asks the office to change of its participation, and the answer."""
