"""How an officer writes what a wave asks: by clicks, as a draft, then as a version."""
