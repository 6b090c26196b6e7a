"""The routes of service plans, contracts and the explanations of what they lead to."""

from wellkept.activation.routes import contracts, documents, explanations, plans

ROUTES = [*plans.ROUTES, *contracts.ROUTES, *explanations.ROUTES, *documents.ROUTES]
