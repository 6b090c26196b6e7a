"""Which plugins serve a record, and with which terms. Plans and contracts arrive with the plugin host."""
