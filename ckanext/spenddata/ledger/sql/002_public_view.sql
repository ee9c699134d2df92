-- All published spend, for CKAN's DataStore API: a view in public, named by the resource's id, over a view of the same name in our schema.
--
-- CKAN's _table_metadata then records the name as its own alias: search, information and download work, while upsert, delete and
-- `datastore purge` look for a table of that name in public, find none, and leave it alone. For its field details, datastore_info wants a
-- table of that name in any schema: an empty one, granted to nobody.

create view spenddata."c5d11b6c-5903-5c6b-8dd0-74eb5fc3a174" as
select
    _id, publisher_id, publisher_name, regime, period, payment_date, supplier_name, description, expense_type, expense_area, amount,
    amount_basis, category, department_family, entity, date_precision, date_basis, transaction_number, supplier_local_id,
    supplier_company_number, supplier_charity_number, supplier_postcode, supplier_type, irrecoverable_vat, currency,
    service_category_label, service_category_uri, category_local, cpv_code, proclass_code, merchant_category_code, card_transaction,
    contract_reference, contract_ocid, project_code, expenditure_type, vcse_grant, redaction_reason, supplier_id, category_method,
    category_version, category_confidence, month, fiscal_year, return_id, revision, source_file, source_sheet, source_row
from spenddata.ledger;

create view public."c5d11b6c-5903-5c6b-8dd0-74eb5fc3a174" as
select * from spenddata."c5d11b6c-5903-5c6b-8dd0-74eb5fc3a174";

create schema spenddata_info;
comment on schema spenddata_info is 'An empty table for datastore_info; granted to nobody';
create table spenddata_info."c5d11b6c-5903-5c6b-8dd0-74eb5fc3a174" as
select * from public."c5d11b6c-5903-5c6b-8dd0-74eb5fc3a174" with no data;
