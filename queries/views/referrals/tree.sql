-- grain: one row per person who brought or was brought by a valid referral, whatever the filters, and currency of what they paid less refunds
-- number: those who were brought in the order of their first referral, then those at the top of a chain; referrer: the number of who brought
-- them. Both from 0 on. currency is empty where nothing was paid.
select number, person_id, name, is_partner, referrer, campaign, currency, revenue
from whole_lineage
order by number, currency
