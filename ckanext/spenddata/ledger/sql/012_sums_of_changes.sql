-- What moved in a change of categories is summed by kind of payments: by duty, VAT treatment and currency, of which no two are ever in one
-- sum. Of changes before this the sums are not known any more.

alter table spenddata.category_change add column sums jsonb not null default '[]', drop column amount;
comment on column spenddata.category_change.sums is
    'Of the payments that are in another category since: regime, basis, currency, count, pence of each kind';
comment on column spenddata.category_change.n is 'Payments that are in another category since';
