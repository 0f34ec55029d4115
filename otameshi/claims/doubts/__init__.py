"""What repeats or does not fit among expenses: remarks with their evidence, never a verdict."""
