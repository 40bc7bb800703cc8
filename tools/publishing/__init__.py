"""Puts the built site on the branch that GitHub Pages serves."""
