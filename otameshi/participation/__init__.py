"""参加: a selected group accepts its place, and lives and works in its municipality."""
