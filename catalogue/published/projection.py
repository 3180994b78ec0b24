"""Renders the documents of what a unit of work changed."""
