"""The HTTP face of tickets."""

from litestar.types import ControllerRouterHandler

from wellkept.tickets.routes import actions, activation, files, record, tickets

ROUTES: list[ControllerRouterHandler] = [
    *tickets.ROUTES,
    *actions.ROUTES,
    *activation.ROUTES,
    *record.ROUTES,
    *files.ROUTES,
]
