"""How Sphinx builds this documentation: `make docs`."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from reference import write  # noqa: E402 - found only now

write(HERE / "reference")

project = "Wellkept"
copyright = "the Wellkept contributors"
version = release = version_of("wellkept")

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_title = "Wellkept"
