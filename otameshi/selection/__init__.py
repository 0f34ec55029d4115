"""選考: eligibility, reviews against the rubric, ranking, and the decision 採択・補欠・不採択."""
