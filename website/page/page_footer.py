"""What stands below every page: the version, the changelog, and how to cite the course."""

from html import escape
from urllib.parse import quote

from coursepkg import __version__

CHANGELOG = "chapters/reference/changelog"
# Where the first page of the site says how to cite it.
HOW_TO_CITE = "#how-to-cite"


def add_footer(app, pagename, templatename, context, doctree):
    """Give a page its footer, in the place that the theme has for it."""
    if doctree is None or app.builder.name != "html":
        return
    parts = [f"Version {__version__}"]
    if CHANGELOG in app.env.found_docs:
        parts.append(link("what has changed", context["pathto"](CHANGELOG)))
    parts.append(link("How to cite", citation(app, pagename)))
    context["theme_extra_footer"] = f'<p class="course-version">{" · ".join(parts)}</p>'


def citation(app, pagename):
    """Return the address of `CITATION.cff` on GitHub, or of the same words in the site."""
    repository = app.config.course_repository
    if repository and repository.on_github:
        return f"{repository.address}/blob/{quote(repository.branch)}/CITATION.cff"
    return app.builder.get_relative_uri(pagename, app.config.root_doc) + HOW_TO_CITE


def link(words, address):
    """Return a link."""
    return f'<a href="{escape(address)}">{words}</a>'


def setup(app):
    """Register the hook."""
    app.setup_extension("website.repository")
    app.connect("html-page-context", add_footer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
