"""統計: figures over all stages, in rooms; here what the front page tells anyone."""
