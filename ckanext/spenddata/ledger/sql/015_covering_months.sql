-- Totals of many bodies over many months are read from the index alone; it holds what the table's other index holds already.

alter table spenddata.total_month
    drop constraint total_month_pkey,
    add constraint total_month_pkey primary key (publisher_id, regime, month, category) include (n, amount);
