"""追跡調査: who keeps a base in Nagano, and the indicator by which the programme is judged."""
