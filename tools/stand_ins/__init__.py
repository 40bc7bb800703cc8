"""Invents the texts that stand in for real ones; their phrases are one TOML file a set."""
