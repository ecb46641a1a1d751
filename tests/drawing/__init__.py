"""Pictures, measured against geometry that can be worked out by hand."""
