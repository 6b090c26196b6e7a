"""`python -m wellkept` is `wellkept`."""

from wellkept.cli import main

main()
