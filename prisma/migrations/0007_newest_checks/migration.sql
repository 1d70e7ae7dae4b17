-- AlterTable
ALTER TABLE "Assertion" ADD COLUMN     "checkedAs" TEXT;
