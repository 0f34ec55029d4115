"""How a survey is answered: by a personal link, or told to staff."""
