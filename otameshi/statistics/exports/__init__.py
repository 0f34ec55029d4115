"""Tables of the statistics on their way out: for the office, for everybody, and for programs."""
