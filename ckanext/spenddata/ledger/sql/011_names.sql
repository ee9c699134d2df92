-- How often each supplier is paid under each of its names, and how each body spells it: suppliers are named from these totals, where all
-- rows of each would have to be counted otherwise.

lock table spenddata.entry, spenddata.ledger in exclusive mode;

-- All three are '' for rows whose supplier is withheld.
create table spenddata.total_name (
    publisher_id  text not null collate "C",
    regime        text not null collate "C",
    supplier_id   text not null collate "C",
    supplier_key  text not null collate "C",
    supplier_name text not null collate "C",
    n             integer not null,
    amount        numeric(20, 2) not null,
    primary key (publisher_id, regime, supplier_id, supplier_key, supplier_name)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
create index total_name_supplier on spenddata.total_name (supplier_id);
insert into spenddata.total_name (publisher_id, regime, supplier_id, supplier_key, supplier_name, n, amount)
select publisher_id, regime, coalesce(supplier_id, ''),
       case when supplier_id is null then '' when length(supplier_key) > 150 then md5(supplier_key) else coalesce(supplier_key, '') end,
       case when supplier_id is null then '' else coalesce(left(supplier_name, 120), '') end, count(*), sum(amount)
from spenddata.ledger group by 1, 2, 3, 4, 5;
comment on table spenddata.total_name is 'The sums of the ledger by supplier, by the name that the rows have for it, and by its spelling';

-- To whom each of a body's payments in a category went is in the same index as how large they were.
drop index spenddata.ledger_largest;
create index ledger_largest on spenddata.ledger (publisher_id, regime, category, amount desc) include (month, supplier_id);

-- What a body withholds is summed from the index alone.
drop index spenddata.ledger_withheld;
create index ledger_withheld on spenddata.ledger (publisher_id, month) include (regime, amount)
    where supplier_id is null and supplier_key is null;
