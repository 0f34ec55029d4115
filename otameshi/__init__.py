"""おためしナガノ: application, selection, subsidy, follow-up and statistics of one programme."""
