"""Whom a person, a partner or a campaign brought, and whom those brought: the tree of all valid referrals, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from queries.measures.generations import NOBODY, Forest, grow


@dataclass(frozen=True)
class Lineage:
    """The forest of the view referrals/tree.

    `people` has `person_id, name, is_partner`, one row a number; `revenue` a column a currency, as many rows; `campaign` a campaign a
    person was brought by, empty for none.
    """

    forest: Forest
    people: pd.DataFrame
    revenue: pd.DataFrame
    campaign: pd.Series

    def generations(self) -> pd.DataFrame:
        """`generation, people, brought_by` (how many of the generation before brought them), and a sum a currency."""
        found = pd.DataFrame({"generation": np.arange(int(self.forest.generation.max(initial=0)) + 1), "people": self.forest.people()})
        is_bringing = np.zeros(len(self.people), bool)
        is_bringing[self.forest.referrer[self.forest.referrer != NOBODY]] = True
        bringing = np.bincount(self.forest.generation[is_bringing] + 1, minlength=len(found))
        found["brought_by"] = bringing[: len(found)]
        for currency in self.revenue:
            found[currency] = self.forest.revenue(self.revenue[currency].to_numpy())
        return found

    def roots(self) -> pd.DataFrame:
        """`kind` (campaign, partner or person), `key`, `name`, `people` brought directly and further on, `generations`, and a sum a currency.

        A campaign stands above whom its invitations brought, so that they are not counted below the person who invited.
        """
        forest, campaigns = self._under_campaigns
        below = forest.generation > 0
        found = pd.DataFrame({"root": forest.root[below], "generation": forest.generation[below]})
        for currency in self.revenue:
            found[currency] = self.revenue[currency].to_numpy()[np.flatnonzero(below)]
        sums = {currency: (currency, "sum") for currency in self.revenue}
        made = found.groupby("root").agg(people=("generation", "size"), generations=("generation", "max"), **sums).reset_index()
        is_campaign = made["root"] >= len(self.people)
        names = pd.concat([self.people["name"].fillna(self.people["person_id"]), pd.Series(campaigns)], ignore_index=True)
        keys = pd.concat([self.people["person_id"], pd.Series(campaigns)], ignore_index=True)
        is_partner = np.append(self.people["is_partner"].to_numpy(bool), np.zeros(len(campaigns), bool))
        made["kind"] = np.select([is_campaign, is_partner[made["root"]]], ["campaign", "partner"], "person")
        made["key"], made["name"] = keys[made["root"]].to_numpy(), names[made["root"]].to_numpy()
        return made.sort_values(["people", "key"], ascending=[False, True], ignore_index=True)

    @cached_property
    def _under_campaigns(self) -> tuple[Forest, list[str]]:
        """The forest with a number more for each campaign, above whom its invitations brought."""
        above = self.forest.referrer.copy()
        codes, campaigns = pd.factorize(self.campaign.where(above != NOBODY))
        above[codes >= 0] = len(above) + codes[codes >= 0]
        brought = np.flatnonzero(above != NOBODY)
        return grow(len(above) + len(campaigns), above[brought], brought, brought), list(campaigns)

    def tree(self, person_id: str) -> pd.DataFrame:
        """Everyone below a person, nearest first: `person_id, name, step, above` (id of who brought them), `brought`, a sum a currency.

        The person comes first, with step 0; no rows where the person is in no referral.
        """
        where = np.flatnonzero(self.people["person_id"].to_numpy() == person_id)
        if not len(where):
            return pd.DataFrame(columns=["person_id", "name", "step", "above", "brought", *self.revenue])
        numbers, steps = self.forest.below(int(where[0]))
        brought = np.bincount(self.forest.referrer[self.forest.referrer != NOBODY], minlength=len(self.people))
        rows = self.people.iloc[numbers][["person_id", "name"]].reset_index(drop=True)
        above = self.people["person_id"].to_numpy()[self.forest.referrer[numbers]]
        rows = rows.assign(step=steps, above=np.where(steps > 0, above, ""), brought=brought[numbers])
        return pd.concat([rows, self.revenue.iloc[numbers].reset_index(drop=True)], axis=1)

    def circles(self) -> pd.DataFrame:
        """The people whose referral closed a circle and was cut: `person_id, name`."""
        return self.people.iloc[self.forest.cut][["person_id", "name"]].reset_index(drop=True)


def of(rows: pd.DataFrame) -> Lineage:
    """The tree from the rows of the view, in order of `number`: `person_id, name, is_partner, referrer, campaign, currency, revenue`."""
    number = rows["number"].to_numpy(np.int64)
    people = rows[np.append(True, number[1:] != number[:-1])[: len(rows)]].reset_index(drop=True)
    brought = np.flatnonzero(people["referrer"].notna())
    # Numbers are in the order of the referrals, so that they say which one closed a circle.
    forest = grow(len(people), people["referrer"].to_numpy()[brought].astype(np.int64), brought, brought)
    return Lineage(forest, people[["person_id", "name", "is_partner"]], _revenue(rows, len(people)), people["campaign"])


def _revenue(rows: pd.DataFrame, people: int) -> pd.DataFrame:
    """A column a currency, the largest first, and a row a person."""
    paid = rows[rows["currency"].notna()]
    order = paid.groupby("currency")["revenue"].sum().sort_values(ascending=False).index
    parts = ((currency, paid[paid["currency"] == currency]) for currency in order)
    sums = {str(currency): np.bincount(part["number"], weights=part["revenue"], minlength=people) for currency, part in parts}
    return pd.DataFrame(sums, index=range(people))
