"""The demonstration programme: R4 to R6 from the published figures, and a call that is open now."""
