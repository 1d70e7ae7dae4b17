-- AlterTable
ALTER TABLE "Import" ADD COLUMN     "recipients" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "validFrom" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ImportDraft" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "mediaType" TEXT NOT NULL,
    "source" TEXT,
    "verdict" TEXT NOT NULL,
    "pictureId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ImportDraft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Achievement_pictureId_idx" ON "Achievement"("pictureId");

-- CreateIndex
CREATE INDEX "ImportDraft_accountId_idx" ON "ImportDraft"("accountId");

-- CreateIndex
CREATE INDEX "ImportDraft_createdAt_idx" ON "ImportDraft"("createdAt");

-- CreateIndex
CREATE INDEX "ImportDraft_pictureId_idx" ON "ImportDraft"("pictureId");

-- AddForeignKey
ALTER TABLE "ImportDraft" ADD CONSTRAINT "ImportDraft_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportDraft" ADD CONSTRAINT "ImportDraft_pictureId_fkey" FOREIGN KEY ("pictureId") REFERENCES "Picture"("id") ON DELETE SET NULL ON UPDATE CASCADE;
