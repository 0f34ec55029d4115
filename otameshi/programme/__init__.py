"""The programme year as data: dates, quotas, rulebook, rubric, municipalities, partner offices."""
