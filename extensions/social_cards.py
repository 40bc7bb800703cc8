"""What other sites show of a link to a page: title, words and a picture.

The extension sphinxext-opengraph makes them. They need the page's public address: without one
the pages have no such tags.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent


def configure(app, config):
    """Say where the site is, and how its pictures look."""
    config.html_baseurl = config.html_baseurl or config.course_site
    config.ogp_site_url = config.course_site
    config.ogp_site_name = config.html_title or config.project
    # `description` writes it.
    config.ogp_enable_meta_description = False
    config.ogp_social_cards = {
        "image_mini": str(HERE / "static" / "card-mark.png"),
        "line_color": "#2f6f8f",
    }


def setup(app):
    """Load sphinxext-opengraph where the site has an address."""
    app.setup_extension("extensions.repository")
    if app.config.course_site:
        app.setup_extension("sphinxext.opengraph")
        app.connect("config-inited", configure)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
