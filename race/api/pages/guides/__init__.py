"""`/huong-dan`: how runners get the file of a run out of each app."""
