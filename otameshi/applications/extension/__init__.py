"""期限の延長: a manager gives one applicant a deadline of the applicant's own."""
