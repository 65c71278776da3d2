-- Loses all invoices and payments.
DROP TABLE IF EXISTS payments;
DROP TABLE IF EXISTS invoices;
