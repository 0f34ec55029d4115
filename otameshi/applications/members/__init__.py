"""A member (2nd, 3rd …) fills in and consents to the own part, by a personal link."""
