"""Pages of a site, with a note of what they ask for and of whatever goes wrong in them."""

from contextlib import contextmanager

PHONE = {"width": 390, "height": 844}


class WatchedPages:
    """Opens pages of a site, and notes what goes wrong in any of them.

    Pages with the same settings share a context, and with it what the browser has fetched. It
    finds no other host (`QUIET` in tests/conftest.py), so that nothing has to be held back
    here; to have asked for one is wrong all the same.
    """

    def __init__(self, browser, address, *others):
        self.browser, self.address = browser, address
        self.known = (*(f"{known}/" for known in (address, *others)), "data:", "blob:")
        self.contexts, self.tabs = {}, {}
        self.asked, self.wrong = [], []

    def open(self, alone=False, **settings):
        """Return a new page; where it is `alone`, the browser has fetched nothing before."""
        settings = {"viewport": PHONE, **settings}
        if alone:
            return self.new_context(settings).new_page()
        kind = repr(settings)
        if kind not in self.contexts:
            self.contexts[kind] = self.new_context(settings)
        return self.contexts[kind].new_page()

    def tab(self, **settings):
        """Return the page with these settings that one test uses after the other."""
        kind = repr(settings)
        if kind not in self.tabs:
            self.tabs[kind] = self.open(**settings)
        page = self.tabs[kind]
        page.bring_to_front()  # behind another one it would be drawn once a second
        page.emulate_media(media="null")
        page.set_viewport_size(settings.get("viewport", PHONE))
        return page

    def new_context(self, settings):
        """Return a context whose pages are watched."""
        context = self.browser.new_context(**settings)
        context.on("request", self.note_request)
        context.on("console", self.note_console)
        context.on("weberror", lambda event: self.wrong.append(f"script: {event.error}"))
        context.on("dialog", self.dismiss)
        return context

    def note_console(self, message):
        """Note an error; it is none that the browser looks in vain for an icon of the site."""
        place = message.location["url"]
        if message.type == "error" and place != f"{self.address}/favicon.ico":
            self.wrong.append(f"{message.text} ({place})")

    def note_request(self, request):
        """Note what is asked for; it is wrong to ask another host, and to send anything."""
        self.asked.append(request.url)
        if not request.url.startswith(self.known):
            self.wrong.append(f"asked {request.url}")
        if request.method != "GET" or request.post_data:
            self.wrong.append(f"sent something to {request.url}")

    def dismiss(self, dialog):
        """No page of ours says anything that has to be clicked away."""
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def close(self, page):
        """Close a page that no test uses any more, and the context that it has for itself."""
        if page not in self.tabs.values():
            shared = page.context in self.contexts.values()
            (page if shared else page.context).close()

    def check(self):
        """Assert that nothing has gone wrong since this was last asked."""
        problems, self.wrong[:] = list(self.wrong), []
        self.asked.clear()
        assert not problems, problems

    @contextmanager
    def opened(self):
        """Yield a list of pages to close; in the end nothing may have gone wrong."""
        pages = []
        yield pages
        for page in pages:
            self.close(page)
        self.check()
