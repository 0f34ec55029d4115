"""確定: the figure of a year as the office gave it on a day, kept whatever is answered later."""
