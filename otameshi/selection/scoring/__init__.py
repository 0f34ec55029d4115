"""採点の期間: until when reviewers score, what of a sheet is kept, and who is reminded."""
