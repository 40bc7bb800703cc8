"""The course's own Sphinx extensions: `_config.yml` loads this package, and it its parts."""

PARTS = (
    *("assets", "description", "exercises", "figures", "live_cells", "slides", "source"),
    "widgets",
)


def setup(app):
    """Load every part."""
    for part in PARTS:
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
