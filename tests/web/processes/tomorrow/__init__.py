"""The next version, as far as upgrades know it: an app more, with a note of every organization."""
