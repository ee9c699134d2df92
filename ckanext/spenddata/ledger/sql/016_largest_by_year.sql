-- What a body pays in a category is asked about one financial year: so it is read from that year's part of the index, and not from all
-- years that were ever published. Of ten million payments this takes half a minute.

drop index spenddata.ledger_largest;
create index ledger_largest on spenddata.ledger (publisher_id, regime, category, fiscal_year, amount desc) include (month, supplier_id);
