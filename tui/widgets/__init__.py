"""Widgets that draw only the rows that can be seen."""
