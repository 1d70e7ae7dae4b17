-- Written by hand: schema.prisma cannot say these.
--
-- A learner's list is found by its owner first, whatever else is in the table: every index begins
-- with "ownerId" and leaves out the badges that nobody has accepted. btree_gin lets the owner stand
-- in the same index as the words searched for (pg_trgm), the issuer, the skills and the tags.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- One for each order of the list; the id makes the order total, so pages neither repeat nor skip,
-- and a page deep in the list is found without reading the badges before it.
create index "Assertion_owner_newest" on "Assertion" ("ownerId", "issuedOn" desc, "id") where "ownerId" is not null;
create index "Assertion_owner_name" on "Assertion" ("ownerId", "sortName", "id") where "ownerId" is not null;
create index "Assertion_owner_issuer" on "Assertion" ("ownerId", "sortIssuer", "issuedOn" desc, "id") where "ownerId" is not null;

-- This one also holds what status and visibility are counted by.
create index "Assertion_owner_expiry" on "Assertion" ("ownerId", "expiresOn", "id")
  include ("issuedOn", "revokedAt", "visibility") where "ownerId" is not null;

-- Words anywhere in the text; and what the other filters choose. Without fastupdate, which would
-- make every search read through a list of everybody's latest changes.
create index "Assertion_owner_words" on "Assertion" using gin ("ownerId", "searchText" gin_trgm_ops)
  with (fastupdate = off) where "ownerId" is not null;
create index "Assertion_owner_choices" on "Assertion" using gin ("ownerId", "issuerId", "skills", "tags")
  with (fastupdate = off) where "ownerId" is not null;

-- What waits for an answer: the link in the navigation counts it on every page.
create index "Assertion_waiting" on "Assertion" ("recipientAddress") where "decision" is null;
