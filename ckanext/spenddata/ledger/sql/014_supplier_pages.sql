-- The page of a supplier with tens of thousands of payments reads totals, and of the payments only the first, the last and the largest.

create index total_market_supplier on spenddata.total_market (supplier_id, month)
    include (publisher_id, regime, category, n, amount) where supplier_id <> '';
create index ledger_supplier_largest on spenddata.ledger (supplier_id, amount desc) where supplier_id is not null;
create index ledger_supplier_day on spenddata.ledger (supplier_id, payment_date) where supplier_id is not null;
