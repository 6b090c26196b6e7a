"""Wellkept as the tests of plugins work with it; `wellkept_sdk.testing` finds `opened` by its name."""

from wellkept.testing.opening import opened

__all__ = ["opened"]
