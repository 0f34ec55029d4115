"""選考委員: who is invited to judge a call, what keeps whom from which candidate, who gets what."""
