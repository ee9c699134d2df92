-- The payments of a body in a category from the largest down, without a look at its other rows: what one payment makes of a figure, and
-- what a usual payment is.

create index ledger_largest on spenddata.ledger (publisher_id, regime, category, amount desc) include (month);
