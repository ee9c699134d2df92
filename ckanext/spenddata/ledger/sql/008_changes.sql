-- What the ledger is at a moment has a name: the numbers of the transactions that changed it last. Whoever keeps an answer made of the
-- ledger keeps that name with it, and can tell at once whether it still holds. A number is seen with what it stands for, at the commit.

create table spenddata.change (
    number bigint generated always as identity primary key
);

comment on table spenddata.change is 'One line for each transaction that may have changed the ledger; old ones are cleared away';
