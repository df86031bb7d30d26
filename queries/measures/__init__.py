"""What SQL does not compute of relationships: intervals, networks, chains of referrals, cohorts, and the evidence for people."""
