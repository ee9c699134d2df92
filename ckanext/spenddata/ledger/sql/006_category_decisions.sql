-- What stewards decide about categories, and every category that a published payment has had. What was approved never changes: the
-- category of a row now is that of the artefact and, laid over it, the last line of category_history about it.

lock table spenddata.entry, spenddata.ledger in exclusive mode;

alter table spenddata.entry add column decided integer not null default 0;
comment on column spenddata.entry.decided is 'The newest change of categories that moved a row of it; 0 where none did';

create table spenddata.category_change (
    change_no    integer generated always as identity primary key,
    publisher_id text not null collate "C",
    kind         text not null collate "C" check (kind in ('version', 'decision', 'undo', 'publication')),
    version      text not null collate "C",
    decision_no  integer,
    undoes       integer,
    n            integer not null default 0,
    amount       numeric(20, 2) not null default 0,
    reviewer     text not null,
    why          text not null,
    made         timestamptz not null default now()
);
create index category_change_publisher on spenddata.category_change (publisher_id, change_no);
comment on table spenddata.category_change is 'Changes of the categories of a publisher''s payments, each one transaction; only added to';
comment on column spenddata.category_change.kind is
    'A version of the tables that was applied, a steward''s decision, what was undone, or decisions in force when a return was published';
comment on column spenddata.category_change.n is 'Payments that are in another category since, and their sum';

create table spenddata.category_history (
    publisher_id   text not null collate "C",
    _id            bigint not null,
    change_no      integer not null,
    beneath        boolean not null,
    category       text not null collate "C",
    method         text collate "C",
    version        text collate "C",
    confidence     real,
    was            text not null collate "C",
    was_method     text collate "C",
    was_version    text collate "C",
    was_confidence real,
    primary key (publisher_id, _id, change_no, beneath)
);
create index category_history_change on spenddata.category_history (publisher_id, change_no);
comment on table spenddata.category_history is 'Every category that a published payment was given after it was approved; only added to';
comment on column spenddata.category_history.beneath is 'Whether a steward''s decision stood over it, so that nobody saw it';

create table spenddata.category_decision (
    decision_no  integer generated always as identity primary key,
    publisher_id text collate "C",
    row_id       bigint,
    expense_type text collate "C",
    supplier_id  text collate "C",
    category     text not null collate "C",
    reviewer     text not null,
    why          text not null,
    decided      timestamptz not null default now(),
    undone       timestamptz,
    undone_by    text,
    undone_why   text,
    check (row_id is not null or expense_type is not null or supplier_id is not null),
    check (row_id is null or publisher_id is not null)
);
create index category_decision_row on spenddata.category_decision (row_id) where row_id is not null;
comment on table spenddata.category_decision is 'Lines of stewards: what an expense type, a supplier or one payment means, for a publisher or for everybody';
comment on column spenddata.category_decision.publisher_id is 'Whose payments; null for everybody''s';
comment on column spenddata.category_decision.expense_type is 'In capitals, without blanks around it';

-- What tables and evidence say of the rows that a decision stands over.
create table spenddata.category_base (
    publisher_id text not null collate "C",
    _id          bigint not null,
    decision_no  integer not null,
    category     text not null collate "C",
    method       text collate "C",
    version      text collate "C",
    confidence   real,
    primary key (publisher_id, _id)
);
create index category_base_decision on spenddata.category_base (decision_no);
comment on table spenddata.category_base is 'What tables and evidence say of a payment whose category a steward decided';
