"""Tools that generate files of this repository from their one source."""
