"""Wellkept: a plugin-based, headless API framework for the after-sales service of engineering projects."""

from importlib.metadata import version

__version__ = version("wellkept")
