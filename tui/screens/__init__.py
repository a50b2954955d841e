"""The screens; each owns its handlers."""
