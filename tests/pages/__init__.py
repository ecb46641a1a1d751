"""The pages, rendered from made-up views: no database, no server."""
