"""Tell search engines, in the words of schema.org, that this is a course, and what of.

The course comes from `CITATION.cff`, a page from its title, its description and the minutes
that it says it takes. Nothing is claimed that no page says.
"""

import json
import re

from docutils import nodes

from extensions.citation import course
from extensions.description import first_paragraph

TEXT_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MINUTES = re.compile(r"Time about (\d+) minutes")


def describe_page(app, pagename, templatename, context, doctree):
    """Add the description to the page's head."""
    if doctree is None or app.builder.name != "html":
        return
    if pagename == app.config.root_doc:
        found = whole_course(app, doctree)
    else:
        found = one_page(app, pagename, doctree)
    # No sign of a title may end the element that it stands in.
    written = json.dumps(without_gaps(found), ensure_ascii=False).replace("<", "\\u003c")
    tag = f'<script type="application/ld+json">{written}</script>\n'
    context["metatags"] = context.get("metatags", "") + tag


def whole_course(app, doctree):
    """Return the description of the course, with its pages as parts."""
    cited, root = course(), app.config.root_doc
    parts = [part for part in app.env.toctree_includes.get(root, ()) if part in app.env.titles]
    return {
        "@context": "https://schema.org",
        **reference(app),
        "description": first_paragraph(doctree),
        "author": authors(cited),
        "provider": authors(cited),
        "version": cited.version,
        "datePublished": cited.released,
        "keywords": list(cited.keywords),
        "hasPart": [
            {
                "@type": "LearningResource",
                "name": app.env.titles[part].astext(),
                "url": address(app, part),
            }
            for part in parts
        ],
        **free_for_all(app),
    }


def one_page(app, pagename, doctree):
    """Return the description of a page, as part of the course."""
    minutes = next(
        (
            found[1]
            for paragraph in doctree.findall(nodes.paragraph)
            if (found := MINUTES.match(" ".join(paragraph.astext().split())))
        ),
        None,
    )
    return {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": app.env.titles[pagename].astext(),
        "description": first_paragraph(doctree),
        "url": address(app, pagename),
        "isPartOf": reference(app),
        "author": authors(course()),
        "timeRequired": minutes and f"PT{minutes}M",
        **free_for_all(app),
    }


def reference(app):
    """Return what names the course."""
    return {
        "@type": "Course",
        "name": course().title,
        "url": address(app, app.config.root_doc),
    }


def free_for_all(app):
    """Return what holds of the course and of each page."""
    return {
        "inLanguage": app.config.language,
        "isAccessibleForFree": True,
        "license": TEXT_LICENCE,
    }


def authors(cited):
    """Return the authors, persons or groups."""
    return [
        {"@type": "Organization" if "name" in author else "Person", "name": name}
        for name, author in zip(cited.names, cited.authors, strict=True)
    ]


def address(app, pagename):
    """Return a page's public address, or None."""
    return app.config.course_site and f"{app.config.course_site}{pagename}.html"


def without_gaps(value):
    """Return a dictionary without the entries that nothing is known of."""
    if isinstance(value, dict):
        return {key: without_gaps(item) for key, item in value.items() if item is not None}
    return [without_gaps(item) for item in value] if isinstance(value, list) else value


def setup(app):
    """Register the hook."""
    app.setup_extension("extensions.repository")
    app.connect("html-page-context", describe_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
