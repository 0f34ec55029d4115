"""決定: deciding, telling, moving up and changing; and the minutes of it."""
