"""`python -m data.company --out FOLDER` writes the invented company's exports.

Without `--interactions` the sample of some 40,000 rows; with it, that many interactions and the other tables in proportion.
"""

import argparse
from pathlib import Path

import pandas as pd

from data.company import world
from data.company.advocacy import referrals, refund_referred
from data.company.community import interactions
from data.company.content import posts
from data.company.large import write_large
from data.company.letters import written
from data.company.people import identities, people
from data.company.plans import campaigns, tests
from data.company.promises import promises
from data.company.service import cases
from data.company.shop import orders
from data.company.staff import actions, notes
from data.company.surveys import surveys
from data.company.writing import write_tables


def sample(seed: int = world.SEED) -> dict[str, pd.DataFrame]:
    """The thirteen tables of the sample, by name."""
    everyone = people(seed)
    brought = referrals(everyone, seed)
    bought = refund_referred(orders(everyone, seed), brought)
    asked = cases(everyone, seed)
    published = posts(everyone, seed)
    partner = everyone.loc[everyone["role"].eq("partner"), "person_id"].iloc[0]
    return {
        "people": everyone,
        "identities": identities(everyone, seed),
        "surveys": surveys(everyone, asked, seed),
        "cases": written(asked, seed),
        "promises": promises(asked, bought, seed),
        "interactions": interactions(everyone, published, brought, seed),
        "posts": published,
        "referrals": brought,
        "orders": bought,
        "campaigns": campaigns(partner),
        "tests": tests(),
        "actions": actions(everyone, seed),
        "notes": notes(),
    }


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(prog="python -m data.company", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("data/sample"), help="folder to write to (data/sample)")
    parser.add_argument("--seed", type=int, default=world.SEED, help="another seed is another company with the same story")
    parser.add_argument("--interactions", type=int, help="how many interactions, 100000 to 100000000 say; default: the sample")
    parser.add_argument(
        "--format", choices=("csv", "parquet", "both"), default="both", help="of the large sizes; both: half of the files each"
    )
    given = parser.parse_args()
    if given.interactions is not None and given.interactions < 1000:
        parser.error("--interactions must be 1000 or more")
    if given.interactions is None:
        files = write_tables(sample(given.seed), given.out)
    else:
        files = write_large(given.out, given.interactions, given.format, given.seed)
    print(f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB in {given.out}")


if __name__ == "__main__":
    main()
