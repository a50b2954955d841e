"""One folder opened: its configuration, articles, index and annotations as one object."""
