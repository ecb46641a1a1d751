"""Archives and the exports of whole accounts."""
