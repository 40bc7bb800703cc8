"""What leads on from every page: buttons above it, and a line below it.

Above: open its notebook in Colab, fetch it, edit the page, ask about it. The theme's own
buttons would send Colab to the Markdown, and know GitHub by its name alone. A page without a
notebook has no button for one; a copy without a repository has no links to it. Below: the
version, the changelog, and how to cite the course.
"""

from html import escape
from urllib.parse import quote, urlencode

from coursepkg import __version__
from website.site_notebooks import address_of, notebook_path

# The branch that GitHub Pages serves: the built site, with its notebooks.
SITE_BRANCH = "gh-pages"
COLAB = "https://colab.research.google.com/github/{owner}/{name}/blob/{branch}/{path}"
CHANGELOG = "chapters/reference/changelog"
# Where the first page of the site says how to cite it.
HOW_TO_CITE = "#how-to-cite"


def button(text, tooltip, icon, address, label=""):
    """Return a link in the theme's form of a button."""
    named = {"label": label} if label else {}
    return {
        "type": "link",
        "text": text,
        "tooltip": tooltip,
        "icon": icon,
        "url": address,
        **named,
    }


def colab_button(repository, docname):
    """Return the button that opens a page's notebook in Colab."""
    address = COLAB.format(
        owner=repository.owner,
        name=repository.name,
        branch=SITE_BRANCH,
        path=quote(address_of(docname)),
    )
    tooltip = "Open this page as a notebook in Colab"
    return button("Colab", tooltip, "fas fa-rocket", address, "colab")


def download_button(address):
    """Return the entry that fetches a page's notebook from the site."""
    tooltip = "Download this page as a notebook"
    label = "download-notebook-button"
    return button("Notebook (.ipynb)", tooltip, "fas fa-code", address, label)


def source_buttons(repository, path, title):
    """Return the group of links into the repository, those that its host is known to have."""
    links = [("Repository", "All sources of the course", "fas fa-folder", repository.address)]
    if repository.on_github or "gitlab" in repository.host:
        between = "/" if repository.on_github else "/-/"
        edit = f"{repository.address}{between}edit/{quote(repository.branch)}/{quote(path)}"
        asked = "title" if repository.on_github else "issue[title]"
        about = urlencode({asked: f"{title} ({path}): "}, quote_via=quote)
        issue = f"{repository.address}{between}issues/new?{about}"
        links += [
            ("Edit this page", "Suggest a change to this page", "fas fa-pencil", edit),
            ("Open an issue", "Ask or report something about this page", "fas fa-bug", issue),
        ]
    return {
        "type": "group",
        "tooltip": "Source, changes and questions",
        "icon": "fab fa-github" if repository.on_github else "fas fa-code-branch",
        "buttons": [button(*link) for link in links],
        "label": "source-buttons",
    }


def add_buttons(app, pagename, templatename, context, doctree):
    """Put the buttons of a page among the theme's."""
    shown = context.get("header_buttons")
    if doctree is None or shown is None:
        return
    repository = app.config.course_repository
    if notebook_path(app, pagename):
        address = context["pathto"](address_of(pagename), 1)
        for group in shown:
            if group.get("label") == "download-buttons":
                group["buttons"].insert(0, download_button(address))
        if repository and repository.on_github:
            shown.insert(0, colab_button(repository, pagename))
    if repository:
        path = f"{pagename}{context['page_source_suffix']}"
        shown.append(source_buttons(repository, path, app.env.titles[pagename].astext()))


def add_footer(app, pagename, templatename, context, doctree):
    """Give a page its line, in the place that the theme has for it."""
    if doctree is None:
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
    """Register the hooks, the first to run after the theme has made its own buttons."""
    app.connect("html-page-context", add_buttons, priority=600)
    app.connect("html-page-context", add_footer)
