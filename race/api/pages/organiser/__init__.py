"""`/btc`: what organisers do, one router a subject; the templates are in templates/organiser."""
