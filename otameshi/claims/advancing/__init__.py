"""概算払: what a group asks for before its work is done, and how it is paid and corrected."""
