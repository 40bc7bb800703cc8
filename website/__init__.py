"""The course's own Sphinx extensions: `_config.yml` loads this package, and it its parts."""

PARTS = (
    "repository",
    "page.assets",
    "page.exercises",
    "page.icons",
    "page.inline_figures",
    "page.page_buttons",
    "page.page_footer",
    "page.plain_code",
    "page.semantics",
    "page.source_directive",
    "live_cells.marked_cells",
    "quiz.quiz_directive",
    "slides.slide_pages",
    "widgets.widget_directive",
    "notebook_outputs",
    "published",
    "published_site",
    "site_notebooks",
    "social_cards",
    "wheel",
)


def setup(app):
    """Load every part."""
    for part in PARTS:
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
