"""Booking, cancelling, signing up, and who came. No function here commits or knows a page."""
