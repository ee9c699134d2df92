-- A withheld supplier is no supplier: it has no identity, and what is withheld can be summed by months. And of each return, how many of its
-- payments fall in its own period: a return of another period's payments is no return of nought.

lock table spenddata.entry, spenddata.ledger in exclusive mode;

alter table spenddata.entry add column inside integer;
comment on column spenddata.entry.inside is 'Rows whose payment date lies in the period of the return';
update spenddata.entry as entry set inside = (
    select count(*) from spenddata.ledger as ledger
    where ledger.publisher_id = entry.publisher_id
      and ledger._id between entry.entry_no * 16777216::bigint + 1 and entry.entry_no * 16777216::bigint + 16777215
      and ledger.payment_date between entry.period_start and entry.period_end
) where current;

update spenddata.ledger set supplier_id = null
where redaction_reason is not null and supplier_id like 'name:%'
  and supplier_name ~* '(redact|redcat|redaced|redcted|redactd|withh|witheld|with held|removed|exempt|suppressed|anonymis|not disclosed|confiden|sensitiv)';
create index ledger_withheld on spenddata.ledger (publisher_id, month) include (regime, amount) where supplier_id is null;

delete from spenddata.total_supplier;
insert into spenddata.total_supplier (publisher_id, regime, fiscal_year, supplier_id, n, amount)
select publisher_id, regime, fiscal_year, coalesce(supplier_id, ''), count(*), sum(amount)
from spenddata.ledger
group by 1, 2, 3, 4
order by 1, 2, 3, 4;
