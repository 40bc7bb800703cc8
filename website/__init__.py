"""The course's own Sphinx extension: `_config.yml` loads this package, and it its parts."""

from importlib import import_module

# The first one finds out where this copy is published, which others say on every page.
PARTS = (
    *("repository", "published_site", "wheels", "site_notebooks", "notebook_outputs"),
    *("page.assets", "page.html_repairs", "page.icons", "page.inline_figures"),
    *("page.page_links", "page.plain_code", "page.source_directive"),
    *("live_cells.marked_cells", "quiz.quiz_directive", "slides.slide_pages"),
    "widgets.widget_directive",
)


def setup(app):
    """Set up every part."""
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
