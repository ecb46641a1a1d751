"""Files of each format in the words of the domain, as apps write them and as they should not."""
