-- Totals of a body, or of many, are read from the index alone: their rows lie wherever a publication put them, a page of the disk for each.
-- The tables' other indexes hold the same, so changes cost no more. Of ten million payments this takes ten seconds.

alter table spenddata.total_month
    drop constraint total_month_pkey,
    add constraint total_month_pkey primary key (publisher_id, regime, month, category) include (n, amount);
alter table spenddata.total_market
    drop constraint total_market_pkey,
    add constraint total_market_pkey primary key (publisher_id, regime, month, category, supplier_id, category_method) include (n, amount);
