"""Which plugins serve a record, and with which terms: service plans, contracts, and what follows from them."""
