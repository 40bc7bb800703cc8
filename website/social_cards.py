"""What search engines and other sites show of a link to a page: title, words and a picture.

The extension sphinxext-opengraph makes them. A page may state its own words in its front
matter, as `myst: html_meta: description:`. Only a site with an address has pictures.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent


def configure(app, config):
    """Say where the site is, and how its pictures look."""
    config.ogp_site_url = config.course_site or ""
    config.html_baseurl = config.html_baseurl or config.ogp_site_url
    config.ogp_site_name = config.html_title or config.project
    config.ogp_social_cards = {
        "enable": bool(config.course_site),
        "image_mini": str(HERE / "page" / "static" / "card-mark.png"),
        "line_color": "#2f6f8f",
    }


def setup(app):
    """Load the extension, and set it up once the site's address is known."""
    app.setup_extension("website.repository")
    app.setup_extension("sphinxext.opengraph")
    app.connect("config-inited", configure)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
