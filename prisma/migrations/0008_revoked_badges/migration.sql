-- Written by hand: schema.prisma cannot say these.
--
-- What a status list and a revocation list say is asked each time somebody looks at them: few of many
-- badges are taken back, and these hold only those.
create index "Assertion_revoked_entries" on "Assertion" ("statusListId", "statusIndex") where "revokedAt" is not null;
create index "Assertion_revoked" on "Assertion" ("issuerId") where "revokedAt" is not null;
-- With only those of an issuer at hand, PostgreSQL would read everybody's for one learner's list.
create index "Assertion_owner_revoked" on "Assertion" ("ownerId") where "revokedAt" is not null;
