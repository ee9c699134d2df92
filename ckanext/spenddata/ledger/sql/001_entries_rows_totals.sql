-- The ledger: what is published, row by row, and its totals.
--
-- Written so that the same statements run on a Citus cluster distributed by publisher_id: publisher_id is in every primary key and unique
-- index, nothing has a trigger, joins are on publisher_id alone.

comment on schema spenddata is 'Published public spending: rows, totals and entries. Made and upgraded by: ckan spenddata ledger init';

-- One entry for each publication; the entry is the record that it was committed.
create sequence spenddata.entry_no as integer minvalue 1 maxvalue 536870912;

create table spenddata.entry (
    publisher_id    text not null collate "C",
    entry_no        integer not null,
    publisher_name  text not null,
    regime          text not null collate "C",
    period          text not null collate "C",
    period_start    date not null,
    period_end      date not null,
    return_id       text not null collate "C",
    revision        integer not null,
    attempt         integer not null,
    state           text not null collate "C" check (state in ('published', 'superseded', 'withdrawn')),
    current         boolean not null,
    nil             boolean not null,
    n               integer not null,
    amount          numeric(20, 2) not null,
    left_out        integer not null,
    amount_basis    text[] not null,
    currencies      text[] not null,
    sha256          text not null collate "C",
    rules_version   text not null,
    mapping_version text not null,
    published       timestamptz not null default now(),
    ended           timestamptz,
    primary key (publisher_id, entry_no),
    check (current = (state = 'published')),
    check (current = (ended is null))
);
create unique index entry_current on spenddata.entry (publisher_id, return_id) where current;
create index entry_return on spenddata.entry (publisher_id, return_id, revision);
create index entry_number on spenddata.entry (entry_no);

comment on column spenddata.entry.attempt is 'Attempt of the revision whose artefact was published';
comment on column spenddata.entry.state is 'published, superseded by a later revision of the return, or withdrawn';
comment on column spenddata.entry.nil is 'The publisher said that there was nothing to publish';
comment on column spenddata.entry.left_out is 'Rows of the files that are in error and in no figure';
comment on column spenddata.entry.amount_basis is 'The VAT treatments of its rows, each once';
comment on column spenddata.entry.sha256 is 'Of the artefact that a person approved';
comment on column spenddata.entry.ended is 'When it was superseded or withdrawn';

-- The rows. _id = entry_no * 2^24 + number of the row in its entry: the rows of one publication are one range of the key.
create table spenddata.ledger (
    _id                     bigint not null,
    publisher_id            text not null collate "C",
    publisher_name          text not null,
    regime                  text not null collate "C",
    period                  text not null collate "C",
    return_id               text not null collate "C",
    revision                integer not null,
    source_file             text,
    source_sheet            text,
    source_row              integer,
    month                   text not null collate "C",
    fiscal_year             integer not null,
    category                text not null collate "C",
    category_method         text collate "C",
    category_version        text collate "C",
    category_confidence     real,
    supplier_id             text collate "C",
    department_family       text,
    entity                  text,
    payment_date            date not null,
    date_precision          text collate "C",
    date_basis              text collate "C",
    transaction_number      text,
    supplier_name           text,
    supplier_local_id       text,
    supplier_company_number text collate "C",
    supplier_charity_number text collate "C",
    supplier_postcode       text collate "C",
    supplier_type           text collate "C",
    expense_area            text,
    expense_type            text,
    description             text,
    amount                  numeric(14, 2) not null,
    amount_basis            text collate "C",
    irrecoverable_vat       numeric(14, 2),
    currency                text collate "C",
    service_category_label  text,
    service_category_uri    text,
    category_local          text,
    cpv_code                text collate "C",
    proclass_code           text collate "C",
    merchant_category_code  text collate "C",
    card_transaction        text collate "C",
    contract_reference      text,
    contract_ocid           text collate "C",
    project_code            text,
    expenditure_type        text collate "C",
    vcse_grant              boolean,
    redaction_reason        text collate "C",
    primary key (publisher_id, _id)
) with (
    -- By number of rows, not by share of the table: a share of ten million rows is a million dead ones.
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 100000,
    autovacuum_vacuum_insert_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = 100000,
    autovacuum_analyze_scale_factor = 0,
    autovacuum_analyze_threshold = 100000
);
create index ledger_id on spenddata.ledger (_id);
create index ledger_category on spenddata.ledger (publisher_id, category, month);
create index ledger_supplier on spenddata.ledger (supplier_id, publisher_id) where supplier_id is not null;
create index ledger_return on spenddata.ledger (return_id);

-- The totals: small tables that every comparison reads instead of the rows. A month or year is that of the payment date.
create table spenddata.total_month (
    publisher_id text not null collate "C",
    regime       text not null collate "C",
    month        text not null collate "C",
    category     text not null collate "C",
    n            integer not null,
    amount       numeric(20, 2) not null,
    primary key (publisher_id, regime, month, category)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
create index total_month_category on spenddata.total_month (category, month) include (publisher_id, regime, n, amount);

create table spenddata.total_year (
    publisher_id text not null collate "C",
    regime       text not null collate "C",
    fiscal_year  integer not null,
    category     text not null collate "C",
    n            integer not null,
    amount       numeric(20, 2) not null,
    primary key (publisher_id, regime, fiscal_year, category)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
create index total_year_category on spenddata.total_year (fiscal_year, category);

-- supplier_id is '' for rows whose supplier is withheld.
create table spenddata.total_supplier (
    publisher_id text not null collate "C",
    regime       text not null collate "C",
    fiscal_year  integer not null,
    supplier_id  text not null collate "C",
    n            integer not null,
    amount       numeric(20, 2) not null,
    primary key (publisher_id, regime, fiscal_year, supplier_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
create index total_supplier_supplier on spenddata.total_supplier (supplier_id);
create index total_supplier_largest on spenddata.total_supplier (publisher_id, regime, fiscal_year, amount desc);
