"""Where participants are reached later, and who agreed to be written to in the long term."""
