-- A category as a market asks who sold in it: the index holds all that is asked, so no row is read.
create index ledger_market on spenddata.ledger (category, month)
    include (regime, publisher_id, supplier_id, category_method, amount);
