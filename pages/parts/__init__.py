"""What pages share. Nothing in here asks SQL or computes a statistic: it shows what views answer."""
