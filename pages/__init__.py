"""What people see: one script a page, in a folder a group; `parts` is what pages share."""
