-- What was taken back after it was published: that it was, when and why; never what.

alter table spenddata.entry drop constraint entry_state_check;
alter table spenddata.entry add constraint entry_state_check
    check (state in ('published', 'superseded', 'withdrawn', 'erased'));
comment on column spenddata.entry.state is 'published, superseded by a later revision of the return, withdrawn, or erased';

create table spenddata.erasure (
    publisher_id  text not null collate "C",
    entry_no      integer not null,
    erasure_id    text not null collate "C",
    scope         text not null collate "C" check (scope in ('cells', 'rows', 'revision')),
    rows          integer[] not null,
    why           text not null,
    sha256_before text not null collate "C",
    sha256_after  text not null collate "C",
    erased        timestamptz not null default now(),
    primary key (publisher_id, entry_no, erasure_id, scope)
);
create index erasure_entry on spenddata.erasure (entry_no);

comment on table spenddata.erasure is 'Erasures of published rows or cells by order: that, when and why, never what';
comment on column spenddata.erasure.rows is 'Numbers of the rows in their entry; none where the whole revision was erased';
comment on column spenddata.erasure.sha256_before is 'Of the artefact that had been approved, which is gone';
comment on column spenddata.erasure.sha256_after is 'Of the artefact that stands in its place; blank for a whole revision';
