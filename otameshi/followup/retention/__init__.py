"""拠点維持の数え方: what the year counts as keeping a base, and the figure that follows from it."""
