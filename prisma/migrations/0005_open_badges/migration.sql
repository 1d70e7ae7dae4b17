-- CreateEnum
CREATE TYPE "KeyType" AS ENUM ('ED25519', 'RSA');

-- CreateEnum
CREATE TYPE "SignedForm" AS ENUM ('CREDENTIAL', 'JWT', 'ASSERTION');

-- AlterTable
ALTER TABLE "Issuer" ADD COLUMN     "foreignId" TEXT;

-- AlterTable
ALTER TABLE "Assertion" ADD COLUMN     "statusIndex" INTEGER,
ADD COLUMN     "statusListId" TEXT;

-- CreateTable
CREATE TABLE "SigningKey" (
    "id" TEXT NOT NULL,
    "issuerId" TEXT NOT NULL,
    "type" "KeyType" NOT NULL,
    "publicJwk" JSONB NOT NULL,
    "privateKey" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "compromisedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SigningKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StatusList" (
    "id" TEXT NOT NULL,
    "issuerId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StatusList_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignedBadge" (
    "assertionId" TEXT NOT NULL,
    "form" "SignedForm" NOT NULL,
    "keyId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SignedBadge_pkey" PRIMARY KEY ("assertionId","form")
);

-- CreateTable
CREATE TABLE "Import" (
    "assertionId" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "mediaType" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "source" TEXT,
    "credentialId" TEXT,
    "issuerId" TEXT,
    "namedAddress" TEXT,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,
    "nextCheckAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Import_pkey" PRIMARY KEY ("assertionId")
);

-- CreateTable
CREATE TABLE "KeptCheck" (
    "hash" TEXT NOT NULL,
    "verdict" JSONB NOT NULL,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KeptCheck_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "SigningKey_issuerId_type_createdAt_idx" ON "SigningKey"("issuerId", "type", "createdAt");

-- CreateIndex
CREATE INDEX "StatusList_issuerId_createdAt_idx" ON "StatusList"("issuerId", "createdAt");

-- CreateIndex
CREATE INDEX "Import_nextCheckAt_idx" ON "Import"("nextCheckAt");

-- CreateIndex
CREATE INDEX "Import_hash_idx" ON "Import"("hash");

-- CreateIndex
CREATE INDEX "KeptCheck_checkedAt_idx" ON "KeptCheck"("checkedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Assertion_statusListId_statusIndex_key" ON "Assertion"("statusListId", "statusIndex");

-- AddForeignKey
ALTER TABLE "SigningKey" ADD CONSTRAINT "SigningKey_issuerId_fkey" FOREIGN KEY ("issuerId") REFERENCES "Issuer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatusList" ADD CONSTRAINT "StatusList_issuerId_fkey" FOREIGN KEY ("issuerId") REFERENCES "Issuer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assertion" ADD CONSTRAINT "Assertion_statusListId_fkey" FOREIGN KEY ("statusListId") REFERENCES "StatusList"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignedBadge" ADD CONSTRAINT "SignedBadge_assertionId_fkey" FOREIGN KEY ("assertionId") REFERENCES "Assertion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Import" ADD CONSTRAINT "Import_assertionId_fkey" FOREIGN KEY ("assertionId") REFERENCES "Assertion"("id") ON DELETE CASCADE ON UPDATE CASCADE;
