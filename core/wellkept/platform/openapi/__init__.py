"""The OpenAPI 3.1 document: what Litestar knows of the routes, made exact, and the pages that show it."""
