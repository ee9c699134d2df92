-- A publication adds: whoever is shown a page that lacks it for a moment longer is shown nothing that is wrong. What is taken back is another thing.

alter table spenddata.change add column may_wait boolean not null default false;
comment on column spenddata.change.may_wait is 'Whether the transaction only added something, so that answers without it are not wrong';
