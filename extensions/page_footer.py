"""What stands below every page: the version, the changelog, and how to cite the page."""

from html import escape

from extensions.citation import as_bibtex, as_text, course

CHANGELOG = "chapters/reference/changelog"

FOOTER = """\
<p class="course-version">Version {version}{changelog}</p>
<details class="cite-page">
<summary>Cite this page</summary>
<p>{text}</p>
<div class="highlight"><pre tabindex="0" aria-label="The same for BibTeX">{bibtex}</pre></div>
</details>"""


def add_footer(app, pagename, templatename, context, doctree):
    """Give a page its footer, in the place that the theme has for it."""
    if doctree is None or app.builder.name != "html":
        return
    cited, title = course(), app.env.titles[pagename].astext()
    site = app.config.course_site
    address = f"{site}{pagename}.html" if site else None
    changelog = ""
    if CHANGELOG in app.env.found_docs:
        changelog = f' · <a href="{context["pathto"](CHANGELOG)}">what has changed</a>'
    slug = pagename.rpartition("/")[2]
    context["theme_extra_footer"] = FOOTER.format(
        version=escape(cited.version),
        changelog=changelog,
        text=escape(as_text(cited, title, address)),
        bibtex=escape(as_bibtex(cited, slug, title, address)),
    )


def setup(app):
    """Register the hook."""
    app.setup_extension("extensions.repository")
    app.connect("html-page-context", add_footer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
