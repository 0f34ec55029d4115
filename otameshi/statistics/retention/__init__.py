"""拠点維持率 of a year: how it is counted, what it was on any day, and its being fixed."""
