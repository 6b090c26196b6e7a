"""How Sphinx builds this documentation: `make docs`."""

from importlib.metadata import version as version_of

project = "Wellkept"
copyright = "the Wellkept contributors"
version = release = version_of("wellkept")

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_title = "Wellkept"
