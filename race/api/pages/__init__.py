"""The pages: views (what a page shows, in SI) and their rendering by the templates."""
