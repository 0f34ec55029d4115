"""What became of each 組 over the waves: curves, comparisons, and which small figures to hide."""
