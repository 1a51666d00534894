"""Scenarios: YAML and Markdown checked, and compiled to a catalogue and an opening world."""
