-- Every account had one address until now: it is the main one.
UPDATE "EmailAddress" SET "isMain" = true;

-- Prisma's schema cannot say "at most one main address for each account".
CREATE UNIQUE INDEX "EmailAddress_main" ON "EmailAddress" ("accountId") WHERE "isMain";

-- "en" was never shown to anybody; languages are told apart by region now, for their dates.
UPDATE "Account" SET "language" = 'en-GB' WHERE "language" = 'en';
UPDATE "SignUp" SET "language" = 'en-GB' WHERE "language" = 'en';
