-- Who sold what to whom, month by month, as totals: the pages of a category and of a body, and tables by supplier, read these and no rows.

lock table spenddata.entry, spenddata.ledger in exclusive mode;

-- Supplier and method are '' where the rows have none; the totals of a body lie together.
create table spenddata.total_market (
    publisher_id    text not null collate "C",
    regime          text not null collate "C",
    month           text not null collate "C",
    category        text not null collate "C",
    supplier_id     text not null collate "C",
    category_method text not null collate "C",
    n               integer not null,
    amount          numeric(20, 2) not null,
    primary key (publisher_id, regime, month, category, supplier_id, category_method)
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
insert into spenddata.total_market (publisher_id, regime, month, category, supplier_id, category_method, n, amount)
select publisher_id, regime, month, category, coalesce(supplier_id, ''), coalesce(category_method, ''), count(*), sum(amount)
from spenddata.ledger group by 1, 2, 3, 4, 5, 6
order by 1, 2, 3, 4, 5, 6;
create index total_market_category on spenddata.total_market (category, month)
    include (regime, publisher_id, supplier_id, category_method, n, amount);
comment on table spenddata.total_market is
    'The sums of the ledger by month, category, supplier and the way in which the category was decided';

-- What was read from it is read from the totals now.
drop index spenddata.ledger_market;
