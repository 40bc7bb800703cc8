"""The buttons above a page: open its notebook in Colab, fetch it, edit the page, ask about it.

The theme's own would send Colab to the Markdown, and know GitHub by its name alone. A page
without a notebook has no button for one; a copy without a repository has no links to it.
"""

from urllib.parse import quote, urlencode

from website.site_notebooks import address_of, source_of

# The branch that GitHub Pages serves: the built site, with its notebooks.
SITE_BRANCH = "gh-pages"
COLAB = "https://colab.research.google.com/github/{owner}/{name}/blob/{branch}/{path}"


def colab_button(repository, docname):
    """Return the button that opens a page's notebook in Colab."""
    return {
        "type": "link",
        "url": COLAB.format(
            owner=repository.owner,
            name=repository.name,
            branch=SITE_BRANCH,
            path=quote(address_of(docname)),
        ),
        "text": "Colab",
        "tooltip": "Open this page as a notebook in Colab",
        "icon": "fas fa-rocket",
        "label": "colab",
    }


def download_button(address):
    """Return the entry that fetches a page's notebook from the site."""
    return {
        "type": "link",
        "url": address,
        "text": "Notebook (.ipynb)",
        "tooltip": "Download this page as a notebook",
        "icon": "fas fa-code",
        "label": "download-notebook-button",
    }


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
    buttons = [
        {"type": "link", "text": text, "tooltip": tooltip, "icon": icon, "url": address}
        for text, tooltip, icon, address in links
    ]
    return {
        "type": "group",
        "tooltip": "Source, changes and questions",
        "icon": "fab fa-github" if repository.on_github else "fas fa-code-branch",
        "buttons": buttons,
        "label": "source-buttons",
    }


def add_buttons(app, pagename, templatename, context, doctree):
    """Put the buttons of a page among the theme's."""
    shown = context.get("header_buttons")
    if doctree is None or shown is None or app.builder.name != "html":
        return
    repository = app.config.course_repository
    if source_of(app, pagename):
        address = context["pathto"](address_of(pagename), 1)
        for group in shown:
            if group.get("label") == "download-buttons":
                group["buttons"].insert(0, download_button(address))
        if repository and repository.on_github:
            shown.insert(0, colab_button(repository, pagename))
    if repository:
        path = f"{pagename}{context['page_source_suffix']}"
        shown.append(source_buttons(repository, path, app.env.titles[pagename].astext()))


def setup(app):
    """Register the hook, to run after the theme has made its own buttons."""
    app.setup_extension("website.repository")
    app.connect("html-page-context", add_buttons, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
