-- Which supplier each name is. A row keeps what its publisher said of the supplier (supplier_key) beside who that is (supplier_id), so
-- that a link can be made, corrected and undone: the row's words never change.

lock table spenddata.entry, spenddata.ledger in exclusive mode;

alter table spenddata.ledger add column supplier_key text collate "C";
update spenddata.ledger set supplier_key = supplier_id where supplier_id is not null;
create index ledger_supplier_key on spenddata.ledger (supplier_key, publisher_id) where supplier_key is not null;
comment on column spenddata.ledger.supplier_key is
    'What the row says of its supplier: name: and the name, and the number it gave; person where the supplier is one';

create table spenddata.supplier_name (
    supplier_key text primary key collate "C",
    name         text not null,
    identity     text collate "C",
    supplier_id  text not null collate "C",
    method       text not null collate "C",
    score        real not null,
    alike        text collate "C",
    version      text not null collate "C",
    decision_no  integer,
    linked       timestamptz not null default now()
);
create index supplier_name_supplier on spenddata.supplier_name (supplier_id);
comment on table spenddata.supplier_name is 'Which supplier each name of a published payment is now';
comment on column spenddata.supplier_name.alike is 'The supplier_key that it was linked to';

create table spenddata.supplier_link (
    link_no      bigint generated always as identity primary key,
    supplier_key text not null collate "C",
    supplier_id  text not null collate "C",
    method       text not null collate "C",
    score        real not null,
    alike        text collate "C",
    version      text not null collate "C",
    decision_no  integer,
    linked       timestamptz not null default now()
);
create index supplier_link_key on spenddata.supplier_link (supplier_key, link_no);
comment on table spenddata.supplier_link is 'Every link that was ever made of a name that is still published; only added to';

create table spenddata.supplier_question (
    one       text not null collate "C",
    other     text not null collate "C",
    score     real not null,
    method    text not null collate "C",
    one_key   text not null collate "C",
    other_key text not null collate "C",
    asked     timestamptz not null default now(),
    primary key (one, other)
);
create index supplier_question_other on spenddata.supplier_question (other);
comment on table spenddata.supplier_question is 'Two suppliers that may be one, which a steward decides';

create table spenddata.supplier_decision (
    decision_no integer generated always as identity primary key,
    verdict     text not null collate "C" check (verdict in ('same', 'apart')),
    one         text not null collate "C",
    other       text not null collate "C",
    moved       jsonb not null,
    question    jsonb,
    reviewer    text not null,
    why         text not null,
    decided     timestamptz not null default now(),
    undone      timestamptz,
    undone_by   text,
    undone_why  text
);
create index supplier_decision_pair on spenddata.supplier_decision (one, other);
comment on column spenddata.supplier_decision.moved is 'supplier_key → the supplier that it was before';
comment on column spenddata.supplier_decision.question is 'The question that it answered, asked again where it is undone';
