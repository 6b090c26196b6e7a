"""The routes of customers and customer types."""

from wellkept.customers.routes import customer_types, customers

ROUTES = [*customer_types.ROUTES, *customers.ROUTES]
