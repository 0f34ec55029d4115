"""滞在記録: who of a group was in the prefecture on which day, and what the rules still ask for."""
