"""A data set of our own: customers, projects, equipment and tickets with their histories, in Chinese and English."""
