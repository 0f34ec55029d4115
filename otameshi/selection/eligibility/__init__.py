"""形式審査: what officers make of each automatic finding, and the notice to whom it excludes."""
