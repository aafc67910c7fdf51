"""The platform: Django on the engine. ``ARCHITECTURE.md`` says what lives where."""
