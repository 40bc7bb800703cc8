"""Makes the still pictures of the interactive figures, for pages where nothing can move."""
