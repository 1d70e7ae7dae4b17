-- Written by hand: schema.prisma cannot say these.
--
-- A learner's list is found by its owner first, whatever else is in the table: every index begins
-- with "ownerId" and leaves out the badges that nobody has accepted. btree_gin lets the owner stand
-- in the same index as the words searched for (pg_trgm), the skills and the tags.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- One for each order of the list; the id makes the order total, so pages neither repeat nor skip.
create index "Assertion_owner_newest" on "Assertion" ("ownerId", "issuedOn" desc, "id") where "ownerId" is not null;
create index "Assertion_owner_name" on "Assertion" ("ownerId", "sortName", "id") where "ownerId" is not null;
create index "Assertion_owner_issuer" on "Assertion" ("ownerId", "sortIssuer", "issuedOn" desc, "id") where "ownerId" is not null;
create index "Assertion_owner_expiry" on "Assertion" ("ownerId", "expiresOn", "id") where "ownerId" is not null;

-- Words anywhere in the text, skills and tags.
create index "Assertion_owner_words" on "Assertion" using gin ("ownerId", "searchText" gin_trgm_ops) where "ownerId" is not null;
create index "Assertion_owner_skills" on "Assertion" using gin ("ownerId", "skills") where "ownerId" is not null;
create index "Assertion_owner_tags" on "Assertion" using gin ("ownerId", "tags") where "ownerId" is not null;

-- What waits for an answer: the link in the navigation counts it on every page.
create index "Assertion_waiting" on "Assertion" ("recipientAddress") where "decision" is null;
