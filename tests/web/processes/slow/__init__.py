"""An app for tests only: an action that can be caught in the middle, called by page and by job."""
