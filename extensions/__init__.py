"""The course's own Sphinx extensions: `_config.yml` loads this package, and it its parts."""

PARTS = (
    "assets",
    "exercises",
    "figures",
    "icons",
    "live_cells",
    "notebook_outputs",
    "page_buttons",
    "page_footer",
    "plain_code",
    "published",
    "quiz",
    "repository",
    "semantics",
    "site_files",
    "site_notebooks",
    "slides",
    "social_cards",
    "source",
    "wheel",
    "widgets",
)


def setup(app):
    """Load every part."""
    for part in PARTS:
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
