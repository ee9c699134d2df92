# ruff: noqa: E501 - a layout a line
"""Which field each column of the real files holds, by somebody who has looked at titles and values. A dot is no field."""

from __future__ import annotations

_TREASURY = "department_family entity payment_date expense_type expense_area supplier_name transaction_number amount"
_LONG = f"{_TREASURY} description supplier_postcode supplier_type contract_reference project_code expenditure_type"

_FILES = {
    _TREASURY: (
        "bis/1011-bbsrc-25k-spend-return.csv",
        "bis/spending-data-aug-2010.csv",
        "decc/1277-departmental-spend-over-500-apr-2010.csv",
        "defra/defra-over-25k-1005.csv",
        "dfe/dfe_20spend_20_20_20april_202010_20to_2011th_20may_202010.csv",
        "dfe/pfs%20spend%20%20%20june%202011.csv",
        "dft/dft-monthly-spend-201010.csv",
        "dwp/dwp-payments-august11.csv",
        "ea/ea-over-25k-1011.csv",
        "ea/ea-over-25k-1102.csv",
        "fco/spend-feb-12.csv",
        "gla-gangmasters/gla-over-25k-1011.csv",
        "hillingdon/HILL 00-03 - Nov 2019 to June 2020.xlsx",
        "home-office/HO_FY1516_AP4_Proc_Spend_25K_CSV.csv",
        "home-office/april-2011.xls",
        "ipo/1407IPOpayments.csv",
        "ofwat/prs_dat_transactions201101.csv",
        "ofwat/prs_dat_transactions201508.csv",
        "swl-ccg/SWL 01 - April.pdf.csv",
        "vmd/vmd-over-25k-1004.csv",
    ),
    _LONG: (
        "bis/BIS_monthly_september_2013.csv",
        "bis/BIS_monthly_spend_December_2012.xls",
        "bis/BIS_monthly_spend_November_2012.xls",
        "defra/Over_£25K_april_2014.csv",
        "ea/ea-over-25k-1203.csv",
        "hmrc/HMRC_Spending_Over_25000_February_2016.csv",
        "hmrc/HMRC_spending_over_25000_for_August_2023.csv",
        "nfc/nfc-over-25k-1111.csv",
        "nice/Transparency-of-Spend-over-25k-April-2014.csv",
    ),
    f"{_TREASURY} supplier_local_id": ("decc/913-spend-over-500-june-2010.csv",),
    "department_family entity payment_date supplier_name transaction_number amount description supplier_postcode supplier_type contract_reference project_code expenditure_type": (
        "defra/over_£25K_may-2015.csv",
    ),
    ". entity payment_date transaction_number . amount supplier_name supplier_local_id . expense_area expense_type . supplier_type": (
        "devon/DCCSpendingOver500_201101.csv",
        "devon/DCCSpendingOver500_201105.csv",
        "devon/DCCSpendingOver500_201207.csv",
        "devon/DCCSpendingOver500_201210.csv",
        "devon/DCCSpendingOver500_202410.csv",
    ),
    ". entity payment_date transaction_number amount supplier_name supplier_local_id . expense_area expense_type . supplier_type": (
        "devon/DCCSpendingOver500_202504.csv",
    ),
    ". entity payment_date transaction_number amount supplier_name supplier_local_id . expense_area expense_type . . supplier_type": (
        "devon/DCCSpendingOver500_202603.csv",
    ),
    "payment_date expense_area supplier_name amount description category_local": (
        "devon/ProcurementCardTransactions_20140401to20150122.csv",
    ),
    "payment_date expense_area supplier_name amount irrecoverable_vat description category_local": (
        "devon/ProcurementCardTransactions_20200424to20200723.csv",
    ),
    "department_family entity . payment_date . expense_area . supplier_name transaction_number amount expense_type supplier_type": (
        "dfe/gtce%20spend%20april%202011%20to%20january%202012.csv",
    ),
    "department_family entity payment_date category_local project_code supplier_name transaction_number amount": (
        "dfe/qcda%20and%20qcdae%20spend%20%20%20june%202011.csv",
        "dfe/qcda%20and%20qcdae%20spend%20february%202011.csv",
    ),
    f"{_TREASURY} description supplier_postcode": (
        "dft/dft-monthly-spend-201111.csv",
        "dft/dft-monthly-spend-201210.csv",
    ),
    "payment_date transaction_number amount supplier_name expense_type": (
        "fco/Foreign_Office_spend_over__25_000_for_April_2016.csv",
    ),
    "department_family entity payment_date transaction_number amount supplier_name expense_type": (
        "fco/May_Spend_Report_-_for_publication.csv",
    ),
    "department_family entity payment_date expense_area supplier_name transaction_number description amount": (
        "hmt/25k_data_September_2013_final.csv",
    ),
    f"{_TREASURY} description": (
        "hmt/transparency_april.csv",
        "hmt/transparency_october.csv",
        "moj/moj-spend-data-dec-13.csv",
    ),
    "department_family entity payment_date . expense_area supplier_name transaction_number description amount": (
        "hmt/transparency_april12.csv",
    ),
    "department_family entity payment_date expense_area expense_type supplier_name transaction_number amount": (
        "home-office/Home-Office-Spending-Over-25000-April-2016-CSV.csv",
        "moj/moj-aramis-data-aug-10.csv",
    ),
    "expense_area expense_type description transaction_number supplier_name payment_date amount": (
        "hyndburn/1703.csv",
        "hyndburn/August-23-csv.csv",
    ),
    ". expense_area . description . transaction_number . supplier_name . . payment_date amount": (
        "hyndburn/Aug-25.csv",
    ),
    ". . expense_area . description . . . . transaction_number . supplier_name . . payment_date . amount": (
        "hyndburn/March-25-CSV.csv",
        "hyndburn/Oct-24-CSV.csv",
        "hyndburn/October-25.csv",
    ),
    ". expense_type description transaction_number supplier_name payment_date amount": (
        "hyndburn/October-2021-csv.csv",
    ),
    "expense_type payment_date amount supplier_name": (
        "lancashire-pcc/pcc-2023-24.xlsx",
        "lancashire-pcc/pcc-2024-25.xlsx",
    ),
    "entity payment_date expense_area expense_type supplier_name transaction_number amount": (
        "moj/moj-aramis-data-dec-10.csv",
    ),
    "entity . payment_date . . expense_area expense_type . expenditure_type project_code . description amount contract_reference supplier_name supplier_postcode supplier_type . transaction_number": (
        "moj/moj-aramis-data-nov-11.csv",
    ),
    "entity payment_date expense_area expense_type supplier_name transaction_number amount description supplier_postcode project_code expenditure_type contract_reference supplier_type": (
        "moj/moj-aramis-data-oct-11.csv",
    ),
    f"{_TREASURY} description supplier_postcode project_code expenditure_type . . . . . contract_reference supplier_type": (
        "moj/moj-aramis-data-sept-11.csv",
    ),
    f"{_TREASURY} description supplier_postcode project_code expenditure_type": ("moj/moj-spend-data-jun-13.csv",),
    "department_family entity payment_date expense_type expense_area transaction_number amount": (
        "nhs-newham-ccg/NEWF 12 - March.pdf.csv",
    ),
    "department_family entity payment_date expense_type expense_area supplier_name . . amount description supplier_postcode supplier_type contract_reference project_code expenditure_type": (
        "rpa/rpa-over-25k-1110.csv",
        "rpa/rpa-over-25k-1202.csv",
    ),
    "entity supplier_name expense_type transaction_number payment_date amount merchant_category_code": (
        "tfl/2022-P10.csv",
    ),
    ". entity payment_date transaction_number . amount supplier_name supplier_local_id . expense_area expense_type . service_category_label proclass_code category_local description": (
        "trafford/Trafford September 2014.csv",
    ),
    "supplier_name supplier_local_id payment_date amount expense_area . expense_type transaction_number": (
        "warwickshire/all-april-2011.csv",
    ),
    "supplier_local_id supplier_name transaction_number . description amount payment_date expense_area": (
        "warwickshire/all-april-2021.csv",
        "warwickshire/all-august-2013-corrected.csv",
    ),
    ". supplier_local_id supplier_name transaction_number . description amount payment_date expense_area": (
        "warwickshire/all-aug-2013.csv",
    ),
    "payment_date expense_type expense_area supplier_name transaction_number amount": (
        "whittington/WHIT 03 - June.csv",
    ),
}
COLUMNS = {file: fields.split() for fields, files in _FILES.items() for file in files}
"""File → the fields of its columns in order; of the first table, where it holds several."""
