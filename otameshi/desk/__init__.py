"""The day at the desk over all stages, and each applicant's own page."""
