"""Measures the built site with Lighthouse (`make lighthouse`)."""
