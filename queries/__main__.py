"""Entry of `python -m queries`."""

import sys

from queries.commands import main

sys.exit(main(sys.argv[1:]))
